//! [`json_union!`](crate::json_union): how the value of a `oneOf` or `anyOf` becomes a variant of an enum.

use std::{
    borrow::Cow,
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
};

use serde_json::value::RawValue;

use super::{Encode, Extra, JsonError, JsonKind, Key, RawObject, Writer};

/// A value of a union whose discriminator names a variant that the document does not list.
///
/// It is kept as received, and sent back unchanged.
#[derive(Clone)]
pub struct UnknownVariant {
    tag: String,
    json: Box<RawValue>,
}

impl UnknownVariant {
    pub(super) fn new(tag: &str, json: &str) -> Result<Self, JsonError> {
        let json = RawValue::from_string(json.to_owned()).map_err(|error| JsonError::syntax(error.to_string()))?;
        Ok(Self { tag: tag.to_owned(), json })
    }

    /// The value of the discriminator.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The whole value as JSON text.
    pub fn json(&self) -> &str {
        self.json.get()
    }
}

/// Shows the tag only: an undocumented value may be a secret.
impl fmt::Debug for UnknownVariant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("UnknownVariant").field(&self.tag).finish()
    }
}

impl PartialEq for UnknownVariant {
    fn eq(&self, other: &Self) -> bool {
        self.tag == other.tag && Extra::is_equal_json(&self.json, &other.json)
    }
}

impl Eq for UnknownVariant {}

impl PartialOrd for UnknownVariant {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By the discriminator, then the JSON text. The order has no further meaning.
impl Ord for UnknownVariant {
    fn cmp(&self, other: &Self) -> Ordering {
        self.tag.cmp(&other.tag).then_with(|| Extra::compare_json(&self.json, &other.json))
    }
}

impl Hash for UnknownVariant {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.tag.hash(state);
    }
}

impl Encode for UnknownVariant {
    fn encode(&self, writer: &mut dyn Writer) {
        writer.raw(&self.json);
    }
}

/// Value of a property of an object, as a discriminator has it. `None` if the value is not an object or has no such
/// property.
///
/// Used for discriminators (OpenAPI 3.0.3, "Discriminator Object").
pub(super) fn tag<'r>(object: &RawObject<'r>, name: &str) -> Option<Cow<'r, str>> {
    object.get(name).and_then(tag_of)
}

/// A string, or a boolean or a number as written. An integer with a fraction or an exponent, such as `2.0`, is written
/// without.
pub(super) fn tag_of(value: &RawValue) -> Option<Cow<'_, str>> {
    let text = value.get();
    match JsonKind::of(value) {
        JsonKind::String => serde_json::from_str::<Key<'_>>(text).ok().map(Key::into_cow),
        JsonKind::Number if text.contains(['.', 'e', 'E']) => {
            let number: f64 = text.parse().ok()?;
            let is_integer = number.fract() == 0.0 && number.abs() < 1e15;
            Some(if is_integer { Cow::Owned(format!("{number:.0}")) } else { Cow::Borrowed(text) })
        }
        JsonKind::Number | JsonKind::Boolean => Some(Cow::Borrowed(text)),
        JsonKind::Null | JsonKind::Array | JsonKind::Object => None,
    }
}

/// Implements the JSON form of an enum of types: its discriminator, if any, with the variant of each value, then one
/// line per variant with the method that returns its value, and how its values are recognized
/// ([`VariantMatcher`](crate::json::VariantMatcher)).
///
/// `object` lists properties, with matchers of their values under `nested` if these tell variants apart; `array [...]`
/// has the matcher of its items, and `one_of [(...), (...)]` those of a union in the union.
///
/// In a union with the word `serde` before its name, the word `serde` at the end of a variant marks a type of another
/// crate, whose JSON is that of its implementation of serde's traits.
///
/// `tagged "kind" = "cat"` behind the method adds the discriminator to the objects of a variant that do not have it.
///
/// The variant behind `..` holds values with an unknown discriminator. `or best_match` selects a variant for them by
/// their properties, and `or` with an index selects that variant, also for values without a discriminator.
///
/// ```
/// use wireright_runtime::json_union;
///
/// /// How long something is.
/// #[derive(Clone, Debug, PartialEq)]
/// #[non_exhaustive]
/// pub enum Length {
///     /// With its unit.
///     Text(String),
///     /// In metres.
///     Number(f64),
/// }
///
/// json_union! {
///     Length {
///         Text(String) as_text: string,
///         Number(f64) as_number: number,
///     }
/// }
///
/// assert_eq!(Length::from(1.5), Length::Number(1.5));
/// assert_eq!(Length::from("3 ft"), Length::Text("3 ft".to_owned()));
/// assert_eq!(serde_json::from_str::<Length>("1.5")?.as_number(), Some(&1.5));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! json_union {
    (
        serde $name:ident $(by $tag:literal [$($value:literal => $index:literal),* $(,)?] $(or $unknown:tt)?)? {
            $($variant:ident($($type:tt)+) $method:ident $(tagged $property:literal = $own:literal)?:
                $matcher:ident $({ $($object:tt)* })? $([ $($list:tt)* ])? $($serde:ident)?,)*
            $(..$other:ident)?
        }
    ) => {
        impl $name {
            $(#[doc = ::core::concat!("The value, if it is `", ::core::stringify!($variant), "`.")]
            pub fn $method(&self) -> ::core::option::Option<&$($type)+> {
                match self {
                    Self::$variant(value) => ::core::option::Option::Some(value),
                    #[allow(unreachable_patterns, reason = "a union may have one variant")]
                    _ => ::core::option::Option::None,
                }
            })*
        }

        impl $crate::json::Decode for $name {
            const IS_RAW: bool = true;

            fn decode(input: $crate::json::Input<'_>) -> ::core::result::Result<Self, $crate::json::JsonError> {
                $crate::json::choose(&input, &const {
                    $crate::json::Union {
                        name: ::core::stringify!($name),
                        tag: $crate::json_union_part!(tag $($tag [$(($value, $index)),*] $($unknown)?)?),
                        variants: &[$($crate::json::Variant {
                            name: ::core::stringify!($variant),
                            matcher: $crate::json_union_part!(
                                matcher $matcher $({ $($object)* })? $([ $($list)* ])?
                            ),
                            read: |text, context| {
                                $crate::json_union_part!(read $($serde)?)(text, context).map($name::$variant)
                            },
                        },)*],
                        unknown: $crate::json_union_part!(unknown $name $($other)?),
                    }
                })
            }
        }

        impl $crate::json::Encode for $name {
            fn encode(&self, writer: &mut dyn $crate::json::Writer) {
                match self {
                    $(Self::$variant(value) => $crate::json_union_part!(
                        encode writer, $crate::json_union_part!(encoded value $($serde)?) $(, $property, $own)?
                    ),)*
                    $(Self::$other(value) => $crate::json::Encode::encode(value, writer),)?
                }
            }
        }

        $($crate::json_union_part! { from $name $variant $($type)+ })*

        $crate::json_serde!($name);
    };
    // No type has the name `serde`.
    ($name:ident $($union:tt)+) => { $crate::json_union! { serde $name $($union)+ } };
}

/// Internal parts of [`json_union!`](crate::json_union).
#[doc(hidden)]
#[macro_export]
macro_rules! json_union_part {
    (from $name:ident $variant:ident String) => {
        $crate::json_union_part! { from $name $variant ::std::string::String }

        impl ::core::convert::From<&str> for $name {
            fn from(value: &str) -> Self {
                Self::$variant(::core::convert::From::from(value))
            }
        }
    };
    (from $name:ident $variant:ident $type:ty) => {
        impl ::core::convert::From<$type> for $name {
            fn from(value: $type) -> Self {
                Self::$variant(value)
            }
        }
    };
    (tag) => { ::core::option::Option::None };
    (tag $tag:literal $values:tt) => { $crate::json_union_part!(tag $tag $values, Unknown) };
    (tag $tag:literal $values:tt best_match) => { $crate::json_union_part!(tag $tag $values, BestMatch) };
    (tag $tag:literal $values:tt $index:literal) => { $crate::json_union_part!(tag $tag $values, Variant($index)) };
    (tag $tag:literal $values:tt, $($unknown:tt)+) => {
        ::core::option::Option::Some($crate::json::Tag {
            property: $tag,
            values: &$values,
            unknown: $crate::json::UnknownTag::$($unknown)+,
        })
    };
    (read) => { $crate::json::decode_text };
    (read serde) => { $crate::json::decode_serde_text };
    (encode $writer:ident, $value:expr) => { $crate::json::Encode::encode($value, $writer) };
    (encode $writer:ident, $value:expr, $property:literal, $own:literal) => {
        $crate::json::Encode::encode(&$crate::json::TaggedVariant::new($value, $property, $own), $writer)
    };
    (encoded $value:ident) => { $value };
    (encoded $value:ident serde) => { &$crate::json::SerdeRequired($value) };
    (matcher any) => { $crate::json::VariantMatcher::Any };
    (matcher string) => { $crate::json::VariantMatcher::String };
    (matcher number) => { $crate::json::VariantMatcher::Number };
    (matcher boolean) => { $crate::json::VariantMatcher::Boolean };
    (matcher array) => { $crate::json::VariantMatcher::Array };
    (matcher array [$($item:tt)+]) => {
        $crate::json::VariantMatcher::ArrayOf(&$crate::json_union_part!(matcher $($item)+))
    };
    (matcher one_of [$(($($matcher:tt)+)),* $(,)?]) => {
        $crate::json::VariantMatcher::OneOf(&[$($crate::json_union_part!(matcher $($matcher)+)),*])
    };
    (matcher object {
        required: $required:tt,
        known: $known:tt,
        constants: [$(($constant:literal, $strings:tt)),* $(,)?] $(,)?
        $(nested: [$(($property:literal, $($nested:tt)+)),* $(,)?] $(,)?)?
    }) => {
        $crate::json::VariantMatcher::Object {
            required: &$required,
            known: &$known,
            constants: &[$(($constant, &$strings)),*],
            nested: &[$($(($property, $crate::json_union_part!(matcher $($nested)+))),*)?],
        }
    };
    (unknown $name:ident) => { ::core::option::Option::None };
    (unknown $name:ident $other:ident) => { ::core::option::Option::Some($name::$other) };
}

#[cfg(test)]
mod tests {
    #![allow(unreachable_pub, reason = "the macro is made for public types")]

    use super::super::read;
    use crate::{Extra, json_object};

    /// Only the type of `k` tells the variants apart, and `x` comes before it.
    #[derive(Debug)]
    enum Pair {
        Number(Box<NumberPair>),
        Text(Box<TextPair>),
    }

    json_union! {
        Pair {
            Number(Box<NumberPair>) as_number: object { required: ["k"], known: ["x", "k"], constants: [] },
            Text(Box<TextPair>) as_text: object { required: ["k"], known: ["x", "k"], constants: [] },
        }
    }

    #[derive(Debug)]
    struct NumberPair {
        x: Option<Pair>,
        k: i64,
        extra: Extra,
    }

    json_object! {
        NumberPair { x: optional "x", k: required "k", ..extra }
    }

    #[derive(Debug)]
    struct TextPair {
        x: Option<Pair>,
        k: String,
        extra: Extra,
    }

    json_object! {
        TextPair { x: optional "x", k: required "k", ..extra }
    }

    fn nested(depth: usize) -> String {
        format!(r#"{}{{"k":"s"}}{}"#, r#"{"x":"#.repeat(depth), r#","k":"s"}"#.repeat(depth))
    }

    #[test]
    fn nested_unions_are_decoded() {
        let pair: Pair = read(&nested(5)).unwrap();
        let mut depth = 0;
        let mut inner = pair.as_text().map(AsRef::as_ref);
        while let Some(pair) = inner {
            assert_eq!(pair.k, "s");
            depth += 1;
            inner = pair.x.as_ref().and_then(|pair| pair.as_text()).map(AsRef::as_ref);
        }
        assert_eq!(depth, 6);
        assert_eq!(read::<Pair>(r#"{"x":{"k":"s"},"k":1}"#).unwrap().as_number().unwrap().k, 1);
    }

    /// Each level doubles the number of combinations.
    #[test]
    fn the_work_for_nested_unions_is_bounded() {
        let error = read::<Pair>(&nested(60)).unwrap_err().to_string();
        assert!(error.contains("too many combinations"), "{error}");
    }

    #[test]
    fn the_depth_of_nested_unions_is_bounded() {
        let error = read::<Pair>(&nested(100_000)).unwrap_err().to_string();
        assert!(error.contains("nested deeper than 128 levels"), "{error}");
    }

    #[test]
    fn an_error_names_each_variant_with_its_reason() {
        let error = read::<Vec<Pair>>(r#"[{"k":1},{"k":true}]"#).unwrap_err();
        assert_eq!(error.path(), "/1");
        let message = "the value matches no variant of `Pair`: \
                       not `Number` (/k: invalid type: boolean `true`, expected an integer), \
                       not `Text` (/k: invalid type: boolean `true`, expected a string)";
        assert_eq!(error.message(), message);
    }
}
