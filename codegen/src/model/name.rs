//! The two kinds of names: what Rust calls a thing, and what the wire calls it.

use std::{fmt, sync::Arc};

use proc_macro2::{Ident, Span};

/// A name in Rust code: always a valid identifier, raw (`r#type`) where it has to be.
///
/// Made only by the passes that decide names, so a document's text becomes an identifier nowhere else.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RustName(Arc<str>);

impl RustName {
    /// Takes a name that the caller has already made a valid identifier. Anything else is refused.
    pub(crate) fn checked(text: &str) -> Option<Self> {
        let is_identifier = is_plain(text) || syn::parse_str::<Ident>(text).is_ok();
        is_identifier.then(|| Self(text.into()))
    }

    /// A name for what has none. Every other way was tried before.
    pub(crate) fn fallback() -> Self {
        Self("unnamed".into())
    }

    /// The identifier as a token.
    pub(crate) fn ident(&self) -> Ident {
        match self.0.strip_prefix("r#") {
            Some(raw) => Ident::new_raw(raw, Span::call_site()),
            None => Ident::new(&self.0, Span::call_site()),
        }
    }

    /// The identifier's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text without `r#`: for file names and the wire, where it is no part of the name.
    pub fn unraw(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }
}

/// The words of ASCII that are no names (The Rust Reference, "Keywords").
const KEYWORDS: [&str; 52] = [
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "if", "impl", "in", "let", "loop", "macro", "match",
    "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "gen",
];

/// The letters of `abstract`, `continue` and `override`.
const LONGEST_KEYWORD: usize = 8;

/// Whether a text is surely an identifier: of letters that need no tables, and no keyword.
fn is_plain(text: &str) -> bool {
    let is_word = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let is_keyword = || text.len() <= LONGEST_KEYWORD && KEYWORDS.contains(&text);
    is_word && text.starts_with(|first: char| first.is_ascii_alphabetic()) && !is_keyword()
}

impl fmt::Display for RustName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A name as the document and the wire spell it: any text. Reaches Rust code only inside a string literal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WireName(pub String);

impl WireName {
    /// The exact text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_for_plain_is_an_identifier() {
        for text in
            ["user_name", "x1", "continued", "é", "type", "_", "1a", "a-b", "", "Self", "unsized", "override", "r#type"]
        {
            let is_identifier = syn::parse_str::<Ident>(text).is_ok();
            assert!(!is_plain(text) || is_identifier, "{text}");
            assert_eq!(RustName::checked(text).is_some(), is_identifier, "{text}");
        }
    }

    #[test]
    fn a_keyword_is_no_plain_name() {
        for keyword in KEYWORDS {
            assert!(!is_plain(keyword), "{keyword}");
            // A word of the 2024 edition, which `syn` takes for a name.
            assert!(keyword == "gen" || syn::parse_str::<Ident>(keyword).is_err(), "{keyword}");
        }
        for name in ["a", "id", "Type", "union", "auto", "default", "raw", "safe", "macro_rules", "dyn_", "x1"] {
            assert!(is_plain(name) && syn::parse_str::<Ident>(name).is_ok(), "{name}");
        }
        for other in ["", "_", "1a", "a-b", "é", "r#type", "_a"] {
            assert!(!is_plain(other), "{other}");
        }
    }
}
