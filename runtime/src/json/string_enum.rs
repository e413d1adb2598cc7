//! [`string_enum!`](crate::string_enum): the conversions of an open or closed enum of strings.

use super::{Input, JsonError, Token, choose::unknown_variant, lenient_string::with_text};

/// How values of an enum of strings are read, as [`string_enum!`](crate::string_enum) describes it.
pub struct StringEnum<T: 'static> {
    /// Name of the type, for errors.
    pub name: &'static str,
    /// The documented values, in the order of the document.
    pub values: &'static [T],
    /// Makes a value of a string that the document does not list. `None` if the enum is closed.
    pub other: Option<fn(String) -> T>,
    /// Whether a value that is no string is its JSON text.
    pub is_lenient: bool,
}

impl<T: Clone + AsRef<str>> StringEnum<T> {
    /// Reads a value.
    ///
    /// # Errors
    ///
    /// The JSON is not a string, or the enum is closed and does not list it.
    pub fn decode(&self, input: &Input<'_>) -> Result<T, JsonError> {
        match input.token {
            Token::String(text) => self.parse(text),
            Token::Raw(json) if self.is_lenient => with_text(json, input.context, |text| self.parse(text)),
            _ => Err(input.unexpected("a string")),
        }
    }

    fn parse(&self, text: &str) -> Result<T, JsonError> {
        match self.other {
            Some(other) => Ok(from_str(self.values, text, other)),
            None => parse(self.name, self.values, text),
        }
    }
}

/// The documented value that equals the text.
pub fn known<T: Clone + AsRef<str>>(values: &[T], text: &str) -> Option<T> {
    values.iter().find(|value| value.as_ref() == text).cloned()
}

/// A value of an open enum. `other` makes one of a string that the document does not list.
pub fn from_str<T: Clone + AsRef<str>>(values: &[T], text: &str, other: fn(String) -> T) -> T {
    known(values, text).unwrap_or_else(|| other(text.to_owned()))
}

/// As [`from_str`].
pub fn from_string<T: Clone + AsRef<str>>(values: &[T], text: String, other: fn(String) -> T) -> T {
    known(values, &text).unwrap_or_else(|| other(text))
}

/// A value of a closed enum.
///
/// # Errors
///
/// The document does not list the string.
pub fn parse<T: Clone + AsRef<str>>(name: &str, values: &[T], text: &str) -> Result<T, JsonError> {
    known(values, text).ok_or_else(|| unknown_variant(name, values.iter().map(AsRef::as_ref)))
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
    (@open $name:ident $is_lenient:tt { $($variant:ident = $text:literal,)* ..$other:ident }) => {
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
                $crate::json::string_enum::known(Self::VALUES, self.as_str()).is_some()
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                $crate::json::string_enum::from_str(Self::VALUES, text, Self::$other)
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                $crate::json::string_enum::from_string(Self::VALUES, text, Self::$other)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok($crate::json::string_enum::from_str(Self::VALUES, text, Self::$other))
            }
        }

        $crate::string_enum!(@both $name $is_lenient { $($variant)* } ::core::option::Option::Some(Self::$other));
    };
    (@closed $name:ident $is_lenient:tt { $($variant:ident = $text:literal,)* }) => {
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
                $crate::json::string_enum::parse(::core::stringify!($name), Self::VALUES, text)
            }
        }

        $crate::string_enum!(@both $name $is_lenient { $($variant)* } ::core::option::Option::None);
    };
    (@both $name:ident $is_lenient:tt { $($variant:ident)* } $other:expr) => {
        impl $name {
            /// The values that the document lists.
            pub const VALUES: &'static [Self] = &[$(Self::$variant),*];
        }

        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
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
                self.as_str().cmp(other.as_str())
            }
        }

        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                ::core::hash::Hash::hash(self.as_str(), state);
            }
        }

        impl $crate::json::Decode for $name {
            $crate::string_enum!(@is_raw $is_lenient);

            fn decode(input: $crate::json::Input<'_>) -> ::core::result::Result<Self, $crate::json::JsonError> {
                $crate::json::string_enum::StringEnum {
                    name: ::core::stringify!($name),
                    values: Self::VALUES,
                    other: $other,
                    is_lenient: $is_lenient,
                }
                .decode(&input)
            }
        }

        impl $crate::json::Encode for $name {
            fn encode(&self, writer: &mut dyn $crate::json::Writer) {
                writer.string(self.as_str());
            }
        }

        $crate::json_serde!($name);
    };
    (@is_raw true) => {
        const IS_RAW: bool = true;
    };
    (@is_raw false) => {};
}
