//! The two kinds of names: what Rust calls a thing, and what the wire calls it.

use std::fmt;

use proc_macro2::{Ident, Span};

/// A name in Rust code: always a valid identifier, raw (`r#type`) where it has to be.
///
/// Made only by the passes that decide names, so a document's text becomes an identifier nowhere else.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RustName(String);

impl RustName {
    /// Takes a name that the caller has already made a valid identifier. Anything else is refused.
    pub(crate) fn checked(text: &str) -> Option<Self> {
        let is_identifier = is_plain(text) || syn::parse_str::<Ident>(text).is_ok();
        is_identifier.then(|| Self(text.to_owned()))
    }

    /// A name for what has none. Every other way was tried before.
    pub(crate) fn fallback() -> Self {
        Self("unnamed".to_owned())
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

/// Whether a text is surely an identifier: of letters that need no tables, and with one that no keyword has, or longer than any.
fn is_plain(text: &str) -> bool {
    const LONGEST_KEYWORD: usize = 8;
    let bytes = text.as_bytes();
    let is_word = bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let is_begun = bytes.first().is_some_and(u8::is_ascii_alphabetic);
    let has_mark = bytes.iter().any(|byte| byte.is_ascii_digit() || *byte == b'_');
    is_word && is_begun && (has_mark || bytes.len() > LONGEST_KEYWORD)
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
}
