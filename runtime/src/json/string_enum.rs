//! [`string_enum!`](crate::string_enum): declares an open enum of strings, and its conversions.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer};

use super::{Key, LenientString};

/// Reads a string.
///
/// # Errors
///
/// The value is not a string.
pub fn string<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'de, str>, D::Error> {
    Key::deserialize(deserializer).map(Key::into_cow)
}

/// Reads any JSON as a string.
///
/// # Errors
///
/// Those of the deserializer.
pub fn any_json<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'de, str>, D::Error> {
    LenientString::deserialize(deserializer).map(|text| Cow::Owned(text.into()))
}

/// Declares an open enum of strings, with one line per variant and its wire value. The variant behind `..` holds
/// any other string.
///
/// It deserializes `from string`, or `from any_json` if a service sends numbers for strings. It is `Clone`,
/// `Debug`, `Eq`, `Hash` and `#[non_exhaustive]`. `with validate` adds a check of the documented rules.
///
/// ```
/// use wireright_runtime::string_enum;
///
/// string_enum! {
///     /// State of a shop.
///     pub enum Status from string {
///         Open = "open",
///         ..Other
///     }
/// }
///
/// assert_eq!(Status::from("open"), Status::Open);
/// assert_eq!(Status::from("ajar").as_str(), "ajar");
/// ```
#[macro_export]
macro_rules! string_enum {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident from $source:ident {
            $($(#[$documentation:meta])* $variant:ident = $text:literal,)*
            ..$other:ident
        }
        $(with $validate:ident)?
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(
                $(#[$documentation])*
                #[doc = $crate::string_enum!(@documentation [$(#[$documentation])*] $text)]
                $variant,
            )*
            /// A string that the document does not list, as received.
            $other(::std::string::String),
        }

        impl $name {
            /// The wire value.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::$other(text) => text,
                }
            }

            $($crate::object_part! { $validate })?
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::$other(::std::borrow::ToOwned::to_owned(text)),
                }
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl<'de> $crate::json::serde::Deserialize<'de> for $name {
            fn deserialize<D>(deserializer: D) -> ::core::result::Result<Self, D::Error>
            where
                D: $crate::json::serde::Deserializer<'de>,
            {
                $crate::json::string_enum::$source(deserializer).map(|text| Self::from(&*text))
            }
        }

        impl $crate::json::serde::Serialize for $name {
            fn serialize<S>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error>
            where
                S: $crate::json::serde::Serializer,
            {
                serializer.serialize_str(self.as_str())
            }
        }
    };
    // Default documentation of a variant: its wire value.
    (@documentation [] $text:literal) => { ::core::concat!("`", $text, "` on the wire.") };
    (@documentation $own:tt $text:literal) => { "" };
}
