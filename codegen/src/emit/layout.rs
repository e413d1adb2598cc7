//! Code that is laid out here and not by a printer of Rust: calls of macros, which no printer knows, and data of every operation, for
//! which one would be slow.
//!
//! A document's text gets into [`Code`] as a literal or as a checked name only; there is no way to paste one.

use std::borrow::Cow;

use proc_macro2::{Ident, Literal, TokenStream};

use crate::model::RustName;

/// Where a line should end.
pub(super) const WIDTH: usize = 96;

/// How far what stands inside is moved to the right.
const INDENT: usize = 4;

/// A piece of code.
#[derive(Clone, Debug)]
pub(super) struct Code(Kind);

#[derive(Clone, Debug)]
enum Kind {
    /// What stands as it is.
    Text(Cow<'static, str>),
    /// A name, which is copied nowhere but to where it stands.
    Name(RustName),
    /// One piece behind the other.
    Row(Vec<Code>),
    /// Pieces with commas between brackets: on one line where they fit, else on several.
    List { open: &'static str, items: Vec<Code>, close: &'static str, end: End },
}

/// How a list is broken into lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// Each item on its own, with a comma.
    Each,
    /// Each on its own, even where all fit on one.
    Always,
    /// Many on a line.
    Filled,
    /// Many on a line, without a comma behind the last.
    FilledBare,
    /// Each on its own, without a comma behind the last.
    Rest,
}

/// A [`Code`] of pieces that stand one behind the other.
macro_rules! row {
    ($($piece:expr),+ $(,)?) => {
        $crate::emit::layout::Code::row(vec![$($crate::emit::layout::Code::from($piece)),+])
    };
}
pub(super) use row;

impl Code {
    /// Nothing.
    pub(super) fn none() -> Self {
        Self::from("")
    }

    /// A text as a literal.
    pub(super) fn text(text: &str) -> Self {
        Self(Kind::Text(Literal::string(text).to_string().into()))
    }

    /// A number, without its type.
    pub(super) fn number(number: u64) -> Self {
        Self(Kind::Text(number.to_string().into()))
    }

    pub(super) fn row(pieces: Vec<Self>) -> Self {
        Self(Kind::Row(pieces))
    }

    /// `(a, b)`
    pub(super) fn arguments(items: Vec<Self>) -> Self {
        Self(Kind::List { open: "(", items, close: ")", end: End::Each })
    }

    /// `[a, b]`
    pub(super) fn array(items: Vec<Self>) -> Self {
        Self(Kind::List { open: "[", items, close: "]", end: End::Each })
    }

    /// `[a, b]` of small things, of which many may stand on a line.
    pub(super) fn values(items: Vec<Self>) -> Self {
        Self(Kind::List { open: "[", items, close: "]", end: End::Filled })
    }

    /// `<A, B>`, never with a comma behind the last.
    pub(super) fn parameters(items: Vec<Self>) -> Self {
        Self(Kind::List { open: "<", items, close: ">", end: End::FilledBare })
    }

    /// `{ a: 1, b: 2 }`
    pub(super) fn fields(items: Vec<Self>) -> Self {
        Self(Kind::List { open: "{ ", items, close: " }", end: End::Each })
    }

    /// The same, on several lines even where it fits on one.
    pub(super) fn block(items: Vec<Self>) -> Self {
        Self(Kind::List { open: "{ ", items, close: " }", end: End::Always })
    }

    /// `{ a: 1, ..rest }`
    pub(super) fn fields_and_rest(mut items: Vec<Self>, rest: Self) -> Self {
        items.push(rest);
        Self(Kind::List { open: "{ ", items, close: " }", end: End::Rest })
    }

    /// `{a, b}` of an import.
    pub(super) fn branches(items: Vec<Self>) -> Self {
        Self(Kind::List { open: "{", items, close: "}", end: End::Filled })
    }

    /// `Some(a)`, or `None`.
    pub(super) fn option(value: Option<Self>) -> Self {
        value.map_or_else(|| Self::from("None"), |value| row!["Some(", value, ")"])
    }

    /// The code as tokens, for what is printed with others.
    pub(super) fn tokens(&self) -> TokenStream {
        self.line(0).parse().unwrap_or_default()
    }

    /// The code on lines that begin this far to the right, with a line break at the end.
    pub(super) fn line(&self, indent: usize) -> String {
        let mut page = Page { text: String::with_capacity(WIDTH + INDENT), begin: 0 };
        indented(&mut page.text, indent);
        self.write(&mut page, indent, 0);
        page.text.push('\n');
        page.text
    }

    /// Whether it fits on one line that begins this far to the right.
    pub(super) fn fits(&self, indent: usize) -> bool {
        indent + self.width() <= WIDTH
    }

    /// Its length on one line.
    fn width(&self) -> usize {
        match &self.0 {
            Kind::Text(text) => text.len(),
            Kind::Name(name) => name.as_str().len(),
            Kind::Row(pieces) => pieces.iter().map(Self::width).sum(),
            Kind::List { open, items, close, .. } => {
                let commas = items.len().saturating_sub(1) * 2;
                open.len() + items.iter().map(Self::width).sum::<usize>() + commas + close.len()
            }
        }
    }

    /// Writes it, where so much follows on its last line.
    fn write(&self, page: &mut Page, indent: usize, following: usize) {
        match &self.0 {
            Kind::Text(text) => page.text.push_str(text),
            Kind::Name(name) => page.text.push_str(name.as_str()),
            Kind::Row(pieces) => {
                let mut following = self.width() + following;
                for piece in pieces {
                    following -= piece.width();
                    piece.write(page, indent, following);
                }
            }
            Kind::List { open, items, close, end } => {
                let fits = *end != End::Always && page.column() + self.width() + following <= WIDTH;
                if items.is_empty() || fits {
                    page.text.push_str(open);
                    for (index, item) in items.iter().enumerate() {
                        page.text.push_str(if index == 0 { "" } else { ", " });
                        item.write(page, indent, 0);
                    }
                    page.text.push_str(close);
                } else {
                    page.text.push_str(open.trim_end());
                    broken(page, items, indent + INDENT, *end);
                    page.line(indent);
                    page.text.push_str(close.trim_start());
                }
            }
        }
    }
}

/// Writes pieces on lines of their own, or on as few as they need.
fn broken(page: &mut Page, items: &[Code], indent: usize, end: End) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 && matches!(end, End::Filled | End::FilledBare) && page.column() + 1 + item.width() < WIDTH {
            page.text.push(' ');
        } else {
            page.line(indent);
        }
        item.write(page, indent, 1);
        if !matches!(end, End::Rest | End::FilledBare) || index + 1 < items.len() {
            page.text.push(',');
        }
    }
}

/// What has been written, and where its last line begins.
struct Page {
    text: String,
    begin: usize,
}

impl Page {
    fn column(&self) -> usize {
        self.text.len() - self.begin
    }

    fn line(&mut self, indent: usize) {
        self.text.push('\n');
        self.begin = self.text.len();
        indented(&mut self.text, indent);
    }
}

/// Moves what follows this far to the right.
pub(super) fn indented(text: &mut String, indent: usize) {
    const BLANKS: &str = "                                ";
    match BLANKS.get(..indent) {
        Some(blanks) => text.push_str(blanks),
        None => text.extend(std::iter::repeat_n(' ', indent)),
    }
}

impl From<&'static str> for Code {
    fn from(text: &'static str) -> Self {
        Self(Kind::Text(text.into()))
    }
}

impl From<&RustName> for Code {
    fn from(name: &RustName) -> Self {
        Self(Kind::Name(name.clone()))
    }
}

impl From<Ident> for Code {
    fn from(ident: Ident) -> Self {
        Self(Kind::Text(ident.to_string().into()))
    }
}

impl From<&Self> for Code {
    fn from(code: &Self) -> Self {
        code.clone()
    }
}

impl<T: Into<Self>> From<Option<T>> for Code {
    fn from(code: Option<T>) -> Self {
        code.map_or_else(Self::none, Into::into)
    }
}

impl From<bool> for Code {
    fn from(value: bool) -> Self {
        Self::from(if value { "true" } else { "false" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(count: usize) -> Vec<Code> {
        (0..count).map(|_| Code::from("twelve_chars")).collect()
    }

    #[test]
    fn what_fits_stands_on_one_line() {
        let code = row!["Point ", Code::fields(vec![row!["x: ", Code::number(1)], row!["y: ", Code::text("a\"b")]])];
        assert_eq!(code.line(4), "    Point { x: 1, y: \"a\\\"b\" }\n");
        assert_eq!(row!["none", Code::array(Vec::new())].line(0), "none[]\n");
    }

    #[test]
    fn what_does_not_is_broken_from_outside() {
        let code = row!["call", Code::arguments(vec!["first".into(), row!["&", Code::array(names(8))]]), ";"];
        let inner = names(8).iter().map(|_| "        twelve_chars,\n").collect::<String>();
        assert_eq!(code.line(0), format!("call(\n    first,\n    &[\n{inner}    ],\n);\n"));
    }

    #[test]
    fn small_things_share_lines() {
        let text = row!["known: ", Code::values(names(20)), ","].line(8);
        assert!(text.lines().all(|line| line.len() <= WIDTH), "{text}");
        assert_eq!(text.lines().count(), 6, "{text}");
    }

    #[test]
    fn what_follows_is_counted() {
        let list = || Code::array(names(6));
        assert_eq!(list().line(0).lines().count(), 1);
        assert_eq!(row![list(), " => something that is long"].line(0).lines().count(), 8);
    }
}
