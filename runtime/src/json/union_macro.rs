//! [`union!`](crate::union): declares an enum of types, and its conversions.

/// Declares an enum of types: its discriminator, if any, with the variant of each value, then one line per variant
/// with its matcher ([`VariantMatcher`](crate::json::VariantMatcher)). `or best_match` allows unknown discriminator
/// values, and `or` with an index selects the variant for them and for missing ones.
///
/// It is `Clone`, `Debug`, `PartialEq` and `#[non_exhaustive]`. `with validate` adds a check of the documented
/// rules.
///
/// ```
/// use wireright_runtime::union;
///
/// union! {
///     /// How long something is.
///     pub enum Length {
///         /// With its unit.
///         Text(String): string,
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
        pub enum $name:ident $(by $tag:literal [$($value:literal => $index:literal),* $(,)?] $(or $unknown:tt)?)? {
            $($(#[$documentation:meta])* $variant:ident($ty:ty): $matcher:ident $({
                required: $required:tt,
                known: $known:tt,
                constants: [$(($constant:literal, $strings:tt)),* $(,)?] $(,)?
            })?,)*
        }
        $(with $validate:ident)?
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$documentation])* $variant($ty),)*
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
                        tag: $crate::union!(@tag $($tag [$(($value, $index)),*] $($unknown)?)?),
                        variants: &[$($crate::json::Variant {
                            name: ::core::stringify!($variant),
                            matcher: $crate::union!(@matcher $matcher $({
                                required: &$required,
                                known: &$known,
                                constants: &[$(($constant, &$strings)),*],
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

        $(impl ::core::convert::From<$ty> for $name {
            fn from(value: $ty) -> Self {
                Self::$variant(value)
            }
        })*
    };
    (@tag) => { ::core::option::Option::None };
    (@tag $tag:literal $values:tt) => { $crate::union!(@tag $tag $values, Reject) };
    (@tag $tag:literal $values:tt best_match) => { $crate::union!(@tag $tag $values, BestMatch) };
    (@tag $tag:literal $values:tt $index:literal) => { $crate::union!(@tag $tag $values, Variant($index)) };
    (@tag $tag:literal $values:tt, $($unknown:tt)+) => {
        ::core::option::Option::Some($crate::json::Tag {
            property: $tag,
            values: &$values,
            unknown: $crate::json::UnknownTag::$($unknown)+,
        })
    };
    (@matcher any) => { $crate::json::VariantMatcher::Any };
    (@matcher string) => { $crate::json::VariantMatcher::String };
    (@matcher number) => { $crate::json::VariantMatcher::Number };
    (@matcher boolean) => { $crate::json::VariantMatcher::Boolean };
    (@matcher array) => { $crate::json::VariantMatcher::Array };
    (@matcher object $members:tt) => { $crate::json::VariantMatcher::Object $members };
}
