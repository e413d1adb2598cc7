//! [`string_enum!`](crate::string_enum): the conversions of an open or closed enum of strings.

use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
};

use super::{Input, JsonError, Token, choose::unknown_variant, lenient_string::with_text};

/// An enum of strings, as [`string_enum!`](crate::string_enum) implements it.
pub trait StringEnum: Sized + Clone + 'static {
    /// Name of the type, for errors.
    const NAME: &'static str;

    /// The documented values, in the order of the document.
    const VALUES: &'static [Self];

    /// Whether a value that is no string is its JSON text.
    const IS_LENIENT: bool;

    /// The string.
    fn as_str(&self) -> &str;

    /// A string that the document does not list. `None` if the enum is closed.
    fn other(text: String) -> Option<Self>;
}

/// The documented value that equals the text.
pub fn known<T: StringEnum>(text: &str) -> Option<T> {
    T::VALUES.iter().find(|value| value.as_str() == text).cloned()
}

/// A value of an open enum. `other` makes one of a string that the document does not list.
pub fn from_str<T: StringEnum>(text: &str, other: fn(String) -> T) -> T {
    known(text).unwrap_or_else(|| other(text.to_owned()))
}

/// As [`from_str`].
pub fn from_string<T: StringEnum>(text: String, other: fn(String) -> T) -> T {
    known(&text).unwrap_or_else(|| other(text))
}

/// A value of an open or closed enum.
///
/// # Errors
///
/// The enum is closed, and the document does not list the string.
pub fn parse<T: StringEnum>(text: &str) -> Result<T, JsonError> {
    let value = known(text).or_else(|| T::other(text.to_owned()));
    value.ok_or_else(|| unknown_variant(T::NAME, T::VALUES.iter().map(T::as_str)))
}

/// Decodes a value.
///
/// # Errors
///
/// The JSON is not a string, or the enum is closed and does not list it.
pub fn decode<T: StringEnum>(input: &Input<'_>) -> Result<T, JsonError> {
    match input.token {
        Token::String(text) => parse(text),
        Token::Raw(json) if T::IS_LENIENT => with_text(json, input.context, parse),
        _ => Err(input.unexpected("a string")),
    }
}

/// Whether two values are the same string.
pub fn equal<T: StringEnum>(left: &T, right: &T) -> bool {
    left.as_str() == right.as_str()
}

/// The order of the strings.
pub fn compare<T: StringEnum>(left: &T, right: &T) -> Ordering {
    left.as_str().cmp(right.as_str())
}

/// Hashes the string.
pub fn hash<T: StringEnum, H: Hasher>(value: &T, state: &mut H) {
    value.as_str().hash(state);
}

/// Writes the string.
///
/// # Errors
///
/// Those of the formatter.
pub fn display<T: StringEnum>(value: &T, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    formatter.pad(value.as_str())
}

/// Implements the conversions of an enum of strings, with one line per variant and its string. The variant behind
/// `..` holds any other string. Without it, the enum is closed, and another string is an error. `lenient` before the
/// name accepts any JSON, as its JSON text: for services that send numbers for strings.
///
/// Two values are equal if their strings are: `Other("open")` equals `Open`.
///
/// ```
/// use wireright_runtime::string_enum;
///
/// /// State of a shop.
/// #[derive(Clone, Debug)]
/// #[non_exhaustive]
/// pub enum Status {
///     /// `open` in JSON.
///     Open,
///     /// `closed` in JSON.
///     Closed,
///     /// A string that the document does not list.
///     Other(String),
/// }
///
/// string_enum! {
///     Status { Open = "open", Closed = "closed", ..Other }
/// }
///
/// assert_eq!(Status::from("open"), Status::Open);
/// assert_eq!(Status::Other("open".to_owned()), Status::Open);
/// assert_eq!(Status::Open, *"open");
/// assert_eq!(Status::VALUES, [Status::Open, Status::Closed]);
/// assert!(!Status::from("ajar").is_known());
///
/// /// Whether a door is locked.
/// #[derive(Clone, Copy, Debug)]
/// pub enum Lock {
///     /// `locked` in JSON.
///     Locked,
///     /// `unlocked` in JSON.
///     Unlocked,
/// }
///
/// string_enum! {
///     Lock { Locked = "locked", Unlocked = "unlocked" }
/// }
///
/// assert_eq!("locked".parse(), Ok(Lock::Locked));
/// let error = "ajar".parse::<Lock>().unwrap_err();
/// assert_eq!(error.to_string(), r#"unknown variant of `Lock`, expected "locked" or "unlocked""#);
/// ```
#[macro_export]
macro_rules! string_enum {
    ($name:ident { $($variant:ident = $text:literal,)* ..$other:ident }) => {
        $crate::string_enum!(@open $name false { $($variant = $text,)* ..$other });
    };
    (lenient $name:ident { $($variant:ident = $text:literal,)* ..$other:ident }) => {
        $crate::string_enum!(@open $name true { $($variant = $text,)* ..$other });
    };
    ($name:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        $crate::string_enum!(@closed $name false { $($variant = $text,)* });
    };
    (lenient $name:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        $crate::string_enum!(@closed $name true { $($variant = $text,)* });
    };
    (@open $name:ident $is_lenient:literal { $($variant:ident = $text:literal,)* ..$other:ident }) => {
        impl $name {
            /// The string.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::$other(text) => text,
                }
            }

            /// Whether the document lists the value.
            pub fn is_known(&self) -> bool {
                $crate::json::string_enum::known::<Self>(self.as_str()).is_some()
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                $crate::json::string_enum::from_str(text, Self::$other)
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                $crate::json::string_enum::from_string(text, Self::$other)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok($crate::json::string_enum::from_str(text, Self::$other))
            }
        }

        $crate::string_enum!(@both $name $is_lenient { $($variant)* } text => {
            ::core::option::Option::Some(Self::$other(text))
        });
    };
    (@closed $name:ident $is_lenient:literal { $($variant:ident = $text:literal,)* }) => {
        impl $name {
            /// The string.
            pub fn as_str(&self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::json::JsonError;

            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::json::JsonError> {
                $crate::json::string_enum::parse(text)
            }
        }

        $crate::string_enum!(@both $name $is_lenient { $($variant)* } _text => { ::core::option::Option::None });
    };
    (@both $name:ident $is_lenient:literal { $($variant:ident)* } $text:ident => $other:block) => {
        impl $name {
            /// The values that the document lists.
            pub const VALUES: &'static [Self] = &[$(Self::$variant),*];
        }

        impl $crate::json::string_enum::StringEnum for $name {
            const NAME: &'static str = ::core::stringify!($name);
            const VALUES: &'static [Self] = $name::VALUES;
            const IS_LENIENT: bool = $is_lenient;

            fn as_str(&self) -> &str {
                $name::as_str(self)
            }

            fn other($text: ::std::string::String) -> ::core::option::Option<Self> $other
        }

        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::json::string_enum::display(self, formatter)
            }
        }

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $crate::json::string_enum::equal(self, other)
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::cmp::PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl ::core::cmp::PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl ::core::cmp::PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                ::core::option::Option::Some(::core::cmp::Ord::cmp(self, other))
            }
        }

        impl ::core::cmp::Ord for $name {
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                $crate::json::string_enum::compare(self, other)
            }
        }

        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                $crate::json::string_enum::hash(self, state);
            }
        }

        impl $crate::json::Decode for $name {
            const IS_RAW: bool = $is_lenient;

            fn decode(input: $crate::json::Input<'_>) -> ::core::result::Result<Self, $crate::json::JsonError> {
                $crate::json::string_enum::decode(&input)
            }
        }

        impl $crate::json::Encode for $name {
            fn encode(&self, writer: &mut dyn $crate::json::Writer) {
                writer.string(self.as_str());
            }
        }

        $crate::json_serde!($name);
    };
}
