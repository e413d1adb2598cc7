//! [`union!`](crate::union): declares an enum of shapes, and how it is read from whichever shape arrives, written, and made from each.

/// Declares an enum of shapes, which is readable, writable, and made from each shape: its tag, if it has one, with the branch of each
/// value, `or fit` where another value may be met, or `or` and the branch of all other values and of none; then each branch with the
/// signs to recognise it by ([`Signs`](crate::json::Signs)).
///
/// It is `Clone`, `Debug` and `PartialEq`, and more branches may be added to it later (`#[non_exhaustive]`). Where the document has rules
/// for it, `with validate` checks them.
///
/// ```
/// use wireright_runtime::union;
///
/// union! {
///     /// How long something is.
///     pub enum Length {
///         /// With its unit.
///         Text(String): text,
///         /// In metres.
///         Number(f64): number,
///     }
/// }
///
/// assert_eq!(Length::from(1.5), Length::Number(1.5));
/// ```
#[macro_export]
macro_rules! union {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident $(by $tag:literal [$($value:literal => $index:literal),* $(,)?] $(or $otherwise:tt)?)? {
            $($(#[$documentation:meta])* $variant:ident($shape:ty): $signs:ident $({
                required: $required:tt,
                known: $known:tt,
                constants: [$(($constant:literal, $texts:tt)),* $(,)?] $(,)?
            })?,)*
        }
        $(with $validate:ident)?
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$documentation])* $variant($shape),)*
        }

        $(impl $name {
            $crate::object_part! { $validate }
        })?

        impl<'de> $crate::json::serde::Deserialize<'de> for $name {
            fn deserialize<D>(deserializer: D) -> ::core::result::Result<Self, D::Error>
            where
                D: $crate::json::serde::Deserializer<'de>,
            {
                $crate::json::choose(deserializer, &const {
                    $crate::json::Union {
                        name: ::core::stringify!($name),
                        tag: $crate::union!(@tag $($tag [$(($value, $index)),*] $($otherwise)?)?),
                        branches: &[$($crate::json::Branch {
                            name: ::core::stringify!($variant),
                            signs: $crate::union!(@signs $signs $({
                                required: &$required,
                                known: &$known,
                                constants: &[$(($constant, &$texts)),*],
                            })?),
                            read: |raw| $crate::json::from_raw(raw).map($name::$variant),
                        },)*],
                    }
                })
            }
        }

        impl $crate::json::serde::Serialize for $name {
            fn serialize<S>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error>
            where
                S: $crate::json::serde::Serializer,
            {
                match self {
                    $(Self::$variant(value) => $crate::json::serde::Serialize::serialize(value, serializer),)*
                }
            }
        }

        $(impl ::core::convert::From<$shape> for $name {
            fn from(value: $shape) -> Self {
                Self::$variant(value)
            }
        })*
    };
    (@tag) => { ::core::option::Option::None };
    (@tag $tag:literal $values:tt) => { $crate::union!(@tag $tag $values, Refused) };
    (@tag $tag:literal $values:tt fit) => { $crate::union!(@tag $tag $values, Fitting) };
    (@tag $tag:literal $values:tt $index:literal) => { $crate::union!(@tag $tag $values, Branch($index)) };
    (@tag $tag:literal $values:tt, $($otherwise:tt)+) => {
        ::core::option::Option::Some($crate::json::Tag {
            property: $tag,
            values: &$values,
            otherwise: $crate::json::Otherwise::$($otherwise)+,
        })
    };
    (@signs any) => { $crate::json::Signs::Any };
    (@signs text) => { $crate::json::Signs::Text };
    (@signs number) => { $crate::json::Signs::Number };
    (@signs bool) => { $crate::json::Signs::Bool };
    (@signs list) => { $crate::json::Signs::List };
    (@signs object $members:tt) => { $crate::json::Signs::Object $members };
}
