//! Layout of code without a printer: macro calls, which printers do not format, and large constants, which they format
//! slowly.
//!
//! A string of a document enters [`Code`] only as a literal or as a checked name.

use std::{borrow::Cow, fmt::Display};

use proc_macro2::{Ident, Literal, TokenStream};

use crate::model::{CheckedCode, RustName};

/// The maximum width of a line.
pub(super) const WIDTH: usize = 96;

/// The indent of a nested line.
const INDENT: usize = 4;

/// A piece of code.
#[derive(Clone, Debug)]
pub(super) struct Code(CodePiece);

#[derive(Clone, Debug)]
enum CodePiece {
    /// Verbatim code.
    Verbatim(Cow<'static, str>),
    /// A name, as a `RustName` because its clones are cheap.
    Name(RustName),
    /// Pieces one after the other.
    Concat(Vec<Code>),
    /// A comma-separated list: on one line if it fits, otherwise on several.
    List { open: &'static str, items: Vec<Code>, close: &'static str, style: ListStyle },
}

/// How a list is broken into lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ListStyle {
    /// One item per line, with a trailing comma.
    PerLine,
    /// As `PerLine`, even if the list fits on one line.
    AlwaysPerLine,
    /// As many items per line as fit, with a trailing comma.
    Filled,
    /// As `Filled`, without a trailing comma.
    FilledBare,
    /// One item per line, without a trailing comma.
    PerLineBare,
}

/// Concatenates pieces to one [`Code`].
macro_rules! code {
    ($($piece:expr),+ $(,)?) => {
        $crate::emit::code::Code::concat(vec![$($crate::emit::code::Code::from($piece)),+])
    };
}
pub(super) use code;

impl From<&CheckedCode> for Code {
    fn from(code: &CheckedCode) -> Self {
        Self(CodePiece::Verbatim(code.as_str().to_owned().into()))
    }
}

impl Code {
    /// No code.
    pub(super) fn empty() -> Self {
        Self::from("")
    }

    /// A string literal.
    pub(super) fn string(text: &str) -> Self {
        Self(CodePiece::Verbatim(Literal::string(text).to_string().into()))
    }

    /// A raw string literal: `r#"…"#`.
    pub(super) fn raw_string(literal: String) -> Self {
        Self(CodePiece::Verbatim(literal.into()))
    }

    /// An integer literal without a type suffix.
    pub(super) fn number(number: impl Display) -> Self {
        Self(CodePiece::Verbatim(number.to_string().into()))
    }

    pub(super) fn concat(pieces: Vec<Self>) -> Self {
        Self(CodePiece::Concat(pieces))
    }

    /// `(a, b)`
    pub(super) fn arguments(items: Vec<Self>) -> Self {
        Self(CodePiece::List { open: "(", items, close: ")", style: ListStyle::PerLine })
    }

    /// `[a, b]`
    pub(super) fn array(items: Vec<Self>) -> Self {
        Self(CodePiece::List { open: "[", items, close: "]", style: ListStyle::PerLine })
    }

    /// `[a, b]` of short items: several per line.
    pub(super) fn filled_array(items: Vec<Self>) -> Self {
        Self(CodePiece::List { open: "[", items, close: "]", style: ListStyle::Filled })
    }

    /// `[a, b]` of string literals.
    pub(super) fn strings<S: AsRef<str>>(strings: impl IntoIterator<Item = S>) -> Self {
        Self::filled_array(strings.into_iter().map(|string| Self::string(string.as_ref())).collect())
    }

    /// `<A, B>`
    pub(super) fn generics(items: Vec<Self>) -> Self {
        Self(CodePiece::List { open: "<", items, close: ">", style: ListStyle::FilledBare })
    }

    /// `<const A: bool, const B: bool>`
    pub(super) fn generic_parameters(items: Vec<Self>) -> Self {
        Self(CodePiece::List { open: "<", items, close: ">", style: ListStyle::PerLine })
    }

    /// `{ a: 1, b: 2 }`
    pub(super) fn fields(items: Vec<Self>) -> Self {
        Self(CodePiece::List { open: "{ ", items, close: " }", style: ListStyle::PerLine })
    }

    /// `{ a: 1, b: 2 }`, always on several lines.
    pub(super) fn block(items: Vec<Self>) -> Self {
        Self(CodePiece::List { open: "{ ", items, close: " }", style: ListStyle::AlwaysPerLine })
    }

    /// `{ a: 1, ..rest }` of lines; the last is `..rest`.
    pub(super) fn rows(lines: Vec<Self>) -> Self {
        Self(CodePiece::List { open: "{ ", items: lines, close: " }", style: ListStyle::PerLineBare })
    }

    /// `{a, b}` of an import.
    pub(super) fn import_list(items: Vec<Self>) -> Self {
        Self(CodePiece::List { open: "{", items, close: "}", style: ListStyle::Filled })
    }

    /// `Some(a)`, or `None`.
    pub(super) fn option(value: Option<Self>) -> Self {
        value.map_or_else(|| Self::from("None"), |value| code!["Some(", value, ")"])
    }

    /// The code as tokens.
    pub(super) fn tokens(&self) -> TokenStream {
        self.line(0).parse().unwrap_or_default()
    }

    /// The code on one or more lines with this indent, ending with a line break.
    pub(super) fn line(&self, indent: usize) -> String {
        let mut page = Page { text: String::with_capacity(WIDTH + INDENT), line_start: 0 };
        push_indent(&mut page.text, indent);
        self.write(&mut page, indent, 0);
        page.text.push('\n');
        page.text
    }

    /// Whether the code fits on one line with this indent.
    pub(super) fn fits(&self, indent: usize) -> bool {
        indent + self.width() <= WIDTH
    }

    /// The length on one line.
    fn width(&self) -> usize {
        match &self.0 {
            CodePiece::Verbatim(text) => text.len(),
            CodePiece::Name(name) => name.as_str().len(),
            CodePiece::Concat(pieces) => pieces.iter().map(Self::width).sum(),
            CodePiece::List { open, items, close, .. } => {
                let commas = items.len().saturating_sub(1) * 2;
                open.len() + items.iter().map(Self::width).sum::<usize>() + commas + close.len()
            }
        }
    }

    /// Writes the code. `following` is the width of what follows on its last line.
    fn write(&self, page: &mut Page, indent: usize, following: usize) {
        match &self.0 {
            CodePiece::Verbatim(text) => page.text.push_str(text),
            CodePiece::Name(name) => page.text.push_str(name.as_str()),
            CodePiece::Concat(pieces) => {
                let mut following = self.width() + following;
                for piece in pieces {
                    following -= piece.width();
                    piece.write(page, indent, following);
                }
            }
            CodePiece::List { open, items, close, style } => {
                let fits = *style != ListStyle::AlwaysPerLine && page.column() + self.width() + following <= WIDTH;
                if items.is_empty() || fits {
                    page.text.push_str(open);
                    for (index, item) in items.iter().enumerate() {
                        page.text.push_str(if index == 0 { "" } else { ", " });
                        item.write(page, indent, 0);
                    }
                    page.text.push_str(close);
                } else {
                    page.text.push_str(open.trim_end());
                    write_lines(page, items, indent + INDENT, *style);
                    page.break_line(indent);
                    page.text.push_str(close.trim_start());
                }
            }
        }
    }
}

/// Writes the items of a list on several lines.
fn write_lines(page: &mut Page, items: &[Code], indent: usize, style: ListStyle) {
    let is_filled = matches!(style, ListStyle::Filled | ListStyle::FilledBare);
    let is_bare = matches!(style, ListStyle::PerLineBare | ListStyle::FilledBare);
    for (index, item) in items.iter().enumerate() {
        if index > 0 && is_filled && page.column() + 1 + item.width() < WIDTH {
            page.text.push(' ');
        } else {
            page.break_line(indent);
        }
        item.write(page, indent, 1);
        if !is_bare || index + 1 < items.len() {
            page.text.push(',');
        }
    }
}

/// The text so far, and the position at which its last line starts.
struct Page {
    text: String,
    line_start: usize,
}

impl Page {
    fn column(&self) -> usize {
        self.text.len() - self.line_start
    }

    fn break_line(&mut self, indent: usize) {
        self.text.push('\n');
        self.line_start = self.text.len();
        push_indent(&mut self.text, indent);
    }
}

pub(super) fn push_indent(text: &mut String, indent: usize) {
    const SPACES: &str = "                                ";
    match SPACES.get(..indent) {
        Some(spaces) => text.push_str(spaces),
        None => text.extend(std::iter::repeat_n(' ', indent)),
    }
}

impl From<&'static str> for Code {
    fn from(text: &'static str) -> Self {
        Self(CodePiece::Verbatim(text.into()))
    }
}

impl From<&RustName> for Code {
    fn from(name: &RustName) -> Self {
        Self(CodePiece::Name(name.clone()))
    }
}

impl From<Ident> for Code {
    fn from(ident: Ident) -> Self {
        Self(CodePiece::Verbatim(ident.to_string().into()))
    }
}

impl From<&Self> for Code {
    fn from(code: &Self) -> Self {
        code.clone()
    }
}

impl<T: Into<Self>> From<Option<T>> for Code {
    fn from(code: Option<T>) -> Self {
        code.map_or_else(Self::empty, Into::into)
    }
}

impl From<bool> for Code {
    fn from(value: bool) -> Self {
        Self::from(if value { "true" } else { "false" })
    }
}

/// The code on one line, for documentation.
impl Display for Code {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.0 {
            CodePiece::Verbatim(text) => formatter.write_str(text),
            CodePiece::Name(name) => formatter.write_str(name.as_str()),
            CodePiece::Concat(pieces) => pieces.iter().try_for_each(|piece| piece.fmt(formatter)),
            CodePiece::List { open, items, close, .. } => {
                formatter.write_str(open)?;
                for (index, item) in items.iter().enumerate() {
                    formatter.write_str(if index == 0 { "" } else { ", " })?;
                    item.fmt(formatter)?;
                }
                formatter.write_str(close)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(count: usize) -> Vec<Code> {
        (0..count).map(|_| Code::from("twelve_chars")).collect()
    }

    #[test]
    fn a_short_list_stays_on_one_line() {
        let code =
            code!["Point ", Code::fields(vec![code!["x: ", Code::number(1)], code!["y: ", Code::string("a\"b")]])];
        assert_eq!(code.line(4), "    Point { x: 1, y: \"a\\\"b\" }\n");
        assert_eq!(code!["none", Code::array(Vec::new())].line(0), "none[]\n");
    }

    #[test]
    fn a_long_list_breaks_the_outer_brackets_first() {
        let code = code!["call", Code::arguments(vec!["first".into(), code!["&", Code::array(names(8))]]), ";"];
        let inner = names(8).iter().map(|_| "        twelve_chars,\n").collect::<String>();
        assert_eq!(code.line(0), format!("call(\n    first,\n    &[\n{inner}    ],\n);\n"));
    }

    #[test]
    fn filled_arrays_put_several_items_on_a_line() {
        let text = code!["known: ", Code::filled_array(names(20)), ","].line(8);
        assert!(text.lines().all(|line| line.len() <= WIDTH), "{text}");
        assert_eq!(text.lines().count(), 6, "{text}");
    }

    #[test]
    fn code_after_a_list_counts_towards_the_width() {
        let list = || Code::array(names(6));
        assert_eq!(list().line(0).lines().count(), 1);
        assert_eq!(code![list(), " => something that is long"].line(0).lines().count(), 8);
    }
}
