//! [`string_enum!`](crate::string_enum): declares an open enum of texts, and everything that turns it into text and
//! back.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer};

use super::{Key, LenientString};

/// Reads a text.
///
/// # Errors
///
/// Where the value is none.
pub fn string<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'de, str>, D::Error> {
    Key::deserialize(deserializer).map(Key::into_text)
}

/// Reads any value as text.
///
/// # Errors
///
/// Those of the deserializer.
pub fn any_json<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'de, str>, D::Error> {
    LenientString::deserialize(deserializer).map(|text| Cow::Owned(text.into()))
}

/// Declares an open enum of texts: a line for each variant with its text on the wire, and behind `..` the variant
/// that keeps any other text.
///
/// It is read `from string`, or `from any_json` where a service writes numbers for texts. It is `Clone`, `Debug`,
/// `Eq` and `Hash`, and more variants may be added to it later (`#[non_exhaustive]`). Where the document has rules
/// for it, `with validate` checks them.
///
/// ```
/// use wireright_runtime::string_enum;
///
/// string_enum! {
///     /// Whether one may come in.
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
            /// A text that the document does not list, as it came.
            $other(::std::string::String),
        }

        impl $name {
            /// The text on the wire.
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
    // A variant that says nothing of itself says its text.
    (@documentation [] $text:literal) => { ::core::concat!("`", $text, "` on the wire.") };
    (@documentation $own:tt $text:literal) => { "" };
}
