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
        syn::parse_str::<Ident>(text).ok().map(|_| Self(text.to_owned()))
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
