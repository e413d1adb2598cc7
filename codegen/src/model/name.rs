//! The two kinds of names: identifiers of Rust, and names on the wire.

use std::{fmt, sync::Arc};

use proc_macro2::{Ident, Span};

/// A valid Rust identifier, raw (`r#type`) if it is a keyword.
///
/// Only the passes that decide names create it, so a string of a document becomes an identifier nowhere else.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RustName(Arc<str>);

impl RustName {
    /// Checks that the string is a valid identifier.
    pub(crate) fn checked(text: &str) -> Option<Self> {
        let is_identifier = is_plain(text) || syn::parse_str::<Ident>(text).is_ok();
        is_identifier.then(|| Self(text.into()))
    }

    /// The name of an item whose name cannot be derived.
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

    /// The identifier as a string.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The identifier without `r#`, for file names and the wire.
    pub fn unraw(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }
}

/// Keywords in ASCII (The Rust Reference, "Keywords").
const KEYWORDS: [&str; 52] = [
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "if", "impl", "in", "let", "loop", "macro", "match",
    "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "gen",
];

/// The length of `abstract`, `continue` and `override`.
const LONGEST_KEYWORD: usize = 8;

/// Whether the string is an ASCII identifier and no keyword. A fast check for the common case.
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

/// A name as the document and the wire spell it: any string. Rust code contains it only in string literals.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WireName(pub String);

impl WireName {
    /// The exact string.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it has characters that JSON text escapes (RFC 8259, section 7).
    pub fn is_escaped_in_json(&self) -> bool {
        self.0.bytes().any(|byte| matches!(byte, b'"' | b'\\' | ..=0x1f))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_are_identifiers() {
        for text in
            ["user_name", "x1", "continued", "é", "type", "_", "1a", "a-b", "", "Self", "unsized", "override", "r#type"]
        {
            let is_identifier = syn::parse_str::<Ident>(text).is_ok();
            assert!(!is_plain(text) || is_identifier, "{text}");
            assert_eq!(RustName::checked(text).is_some(), is_identifier, "{text}");
        }
    }

    #[test]
    fn keywords_are_not_plain_names() {
        for keyword in KEYWORDS {
            assert!(!is_plain(keyword), "{keyword}");
            // `gen` is a keyword since the 2024 edition. `syn` does not know it.
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
