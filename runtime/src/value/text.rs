//! Shared code of the value types that are strings on the wire: [`ValueError`], the JSON form, and [`Scanner`],
//! which splits fixed formats.

use std::fmt;

/// Why a string, or a value of another type, is not a value of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueError {
    /// The value that cannot be converted. `None` for text that does not parse: it may be long.
    pub(super) value: Option<Box<str>>,
    pub(super) expected: &'static str,
}

impl ValueError {
    pub(super) const fn new(expected: &'static str) -> Self {
        Self { value: None, expected }
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Some(value) => write!(formatter, "`{value}` is not {}", self.expected),
            None => write!(formatter, "the text is not {}", self.expected),
        }
    }
}

impl std::error::Error for ValueError {}

/// Implements the JSON form and `ParameterValue` with `Display` and `FromStr`.
macro_rules! text_value {
    ($type:ident, $expected:literal) => {
        impl crate::json::Encode for $type {
            fn encode(&self, writer: &mut dyn crate::json::Writer) {
                writer.string(&self.to_string());
            }
        }

        impl crate::json::Decode for $type {
            fn decode(input: crate::json::Input<'_>) -> Result<Self, crate::json::JsonError> {
                crate::json::string(&input, $expected)
            }
        }

        crate::json_serde!($type);

        impl crate::ParameterValue for $type {
            fn to_text(&self) -> std::borrow::Cow<'_, str> {
                std::borrow::Cow::Owned(self.to_string())
            }
        }
    };
}

pub(super) use text_value;

/// Parser of fixed formats at the front of a text.
pub(super) struct Scanner<'t>(&'t str);

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self(text)
    }

    /// A number of exactly `count` digits.
    pub(super) fn digits<N: std::str::FromStr>(&mut self, count: usize) -> Option<N> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        self.0 = rest;
        digits.parse().ok()
    }

    /// All leading digits.
    pub(super) fn all_digits(&mut self) -> &'t str {
        let end = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.0.split_at_checked(end).unwrap_or_default();
        self.0 = rest;
        digits
    }

    /// One of these characters, if it is next.
    pub(super) fn one_of(&mut self, characters: &[char]) -> Option<char> {
        let found = self.0.chars().next().filter(|character| characters.contains(character))?;
        self.0 = self.0.get(found.len_utf8()..)?;
        Some(found)
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }
}
