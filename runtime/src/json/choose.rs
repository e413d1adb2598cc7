//! Selection of the variant of a union: by its discriminator, else by the best match.
//!
//! The first variant that deserializes is not sufficient: an object with optional properties only accepts any
//! object. Variants are ranked by type, constants and property names.

use serde::{Deserializer, de::Error};

use super::{JsonKind, Key, RawObject, RawValue, buffer, union_error};

/// A union: its name, its discriminator, and its variants.
pub struct Union<T: 'static> {
    /// Name of the type, for errors.
    pub name: &'static str,
    /// Discriminator.
    pub tag: Option<Tag>,
    /// Variants in the order of the document.
    pub variants: &'static [Variant<T>],
}

/// Discriminator of a union.
#[derive(Clone, Copy, Debug)]
pub struct Tag {
    /// Name of the property.
    pub property: &'static str,
    /// Values with the index of their variant. A value may belong to several variants.
    pub values: &'static [(&'static str, usize)],
    /// Handling of other values.
    pub unknown: UnknownTag,
}

/// Handling of an unknown discriminator value.
#[derive(Clone, Copy, Debug)]
pub enum UnknownTag {
    /// An error.
    Reject,
    /// The best match, if the document does not list all values.
    BestMatch,
    /// The variant with this index, also without a discriminator.
    Variant(usize),
}

/// Variant of a union.
pub struct Variant<T> {
    /// Name of the variant, for errors.
    pub name: &'static str,
    /// Matcher of its values.
    pub matcher: VariantMatcher,
    /// Deserializes a value as this variant.
    pub read: fn(&RawValue) -> Result<T, serde_json::Error>,
}

/// Matcher of the values of a variant.
#[derive(Clone, Copy, Debug)]
pub enum VariantMatcher {
    /// Any value.
    Any,
    /// A string.
    String,
    /// A number.
    Number,
    /// A boolean.
    Boolean,
    /// An array.
    Array,
    /// An object.
    Object {
        /// Required properties.
        required: &'static [&'static str],
        /// Known properties.
        known: &'static [&'static str],
        /// Properties with their only allowed strings.
        constants: &'static [(&'static str, &'static [&'static str])],
    },
}

/// Deserializes a value as the selected variant.
///
/// # Errors
///
/// No variant matches. The error gives the reason per variant.
pub fn choose<'de, D: Deserializer<'de>, T>(deserializer: D, union: &Union<T>) -> Result<T, D::Error> {
    let raw = buffer(deserializer)?;
    let mut failures = Vec::new();
    for index in order(&raw, union).map_err(D::Error::custom)? {
        let Some(variant) = union.variants.get(index) else { continue };
        match (variant.read)(&raw) {
            Ok(value) => return Ok(value),
            Err(error) => failures.push((variant.name, error)),
        }
    }
    if failures.is_empty() {
        let kind = format!("no variant of `{}` accepts this type of value", union.name);
        return Err(D::Error::custom(kind));
    }
    Err(union_error(union.name, &failures))
}

/// Candidate variants, best first. A discriminator value of a single variant decides alone. An unknown value is an
/// error, so a value is never taken for another variant.
fn order<T>(raw: &RawValue, union: &Union<T>) -> Result<Vec<usize>, String> {
    let mut among: Vec<usize> = (0..union.variants.len()).collect();
    if let Some(Tag { property, values, unknown }) = union.tag {
        let value = super::tag(raw, property);
        let selected = values.iter().filter(|(known, _)| value.as_ref().is_some_and(|value| known == value));
        let selected: Vec<usize> = selected.map(|(_, index)| *index).collect();
        match (selected.as_slice(), unknown, value) {
            ([_], ..) => return Ok(selected),
            ([_, ..], ..) => among = selected,
            ([], UnknownTag::Variant(index), _) => return Ok(vec![index]),
            ([], UnknownTag::Reject, Some(value)) => return Err(unknown_tag(union.name, property, &value, values)),
            ([], ..) => {}
        }
    }
    let properties = RawObject::parse(raw.get());
    let kind = JsonKind::of(raw);
    let fits =
        |index: usize| Some((mismatch_score(kind, properties.as_ref(), &union.variants.get(index)?.matcher)?, index));
    let mut fitting: Vec<(usize, usize)> = among.iter().copied().filter_map(fits).collect();
    if fitting.is_empty() && among.len() < union.variants.len() {
        // The discriminator allows these: report the error of each.
        return Ok(among);
    }
    // Ties keep the order of the document.
    fitting.sort_unstable();
    Ok(fitting.into_iter().map(|(_, index)| index).collect())
}

/// Maximum number of discriminator values that an error lists.
const MAX_LISTED: usize = 12;

fn unknown_tag(name: &str, property: &str, value: &str, values: &[(&str, usize)]) -> String {
    let value: String = value.chars().take(80).collect();
    let known: Vec<String> = values.iter().take(MAX_LISTED).map(|(known, _)| format!("`{known}`")).collect();
    let more = if values.len() > MAX_LISTED { ", …" } else { "" };
    format!("no variant of `{name}` has the `{property}` `{value}`: known are {}{more}", known.join(", "))
}

/// Mismatch of a value and a variant; 0 is the best. `None` if the value cannot be of the variant.
fn mismatch_score(kind: JsonKind, properties: Option<&RawObject<'_>>, matcher: &VariantMatcher) -> Option<usize> {
    match (matcher, kind) {
        (VariantMatcher::Any, _) => Some(usize::MAX),
        (VariantMatcher::String, JsonKind::String)
        | (VariantMatcher::Number, JsonKind::Number)
        | (VariantMatcher::Boolean, JsonKind::Boolean)
        | (VariantMatcher::Array, JsonKind::Array) => Some(0),
        (VariantMatcher::Object { required, known, constants }, JsonKind::Object) => {
            let RawObject(properties) = properties?;
            let has = |name: &&str| properties.iter().any(|(key, _)| key.as_str() == *name);
            if !required.iter().all(has) {
                return None;
            }
            let contradicts = |(name, strings): &(&str, &[&str])| {
                properties.iter().any(|(key, value)| key.as_str() == *name && !is_one_of(value, strings))
            };
            let unknown = properties.iter().filter(|(key, _)| !known.contains(&key.as_str())).count();
            // An unlisted constant may be a new one, which enums accept: possible, but the last choice.
            let strange = constants.iter().filter(|constant| contradicts(constant)).count();
            Some(unknown + strange.saturating_mul(1000))
        }
        _ => None,
    }
}

fn is_one_of(value: &RawValue, strings: &[&str]) -> bool {
    let text: Result<Key<'_>, _> = serde_json::from_str(value.get());
    text.is_ok_and(|text| strings.contains(&text.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    enum Pet {
        Cat,
        Dog,
        Name(String),
    }

    const CAT: Variant<Pet> = Variant {
        name: "Cat",
        matcher: VariantMatcher::Object {
            required: &["meow"],
            known: &["kind", "meow"],
            constants: &[("kind", &["cat"])],
        },
        read: |_| Ok(Pet::Cat),
    };
    const DOG: Variant<Pet> = Variant {
        name: "Dog",
        matcher: VariantMatcher::Object { required: &[], known: &["kind", "bark"], constants: &[("kind", &["dog"])] },
        read: |_| Ok(Pet::Dog),
    };
    const NAME: Variant<Pet> = Variant {
        name: "Name",
        matcher: VariantMatcher::String,
        read: |raw| super::super::from_raw(raw).map(Pet::Name),
    };
    const UNION: Union<Pet> = Union { name: "Pet", tag: None, variants: &[DOG, CAT, NAME] };
    const TAGGED: Union<Pet> = Union { name: "Pet", tag: Some(TAG), variants: &[DOG, CAT] };
    const TAG: Tag = Tag { property: "kind", values: &[("cat", 1), ("dog", 0)], unknown: UnknownTag::Reject };

    fn read(json: &str, union: &Union<Pet>) -> Result<Pet, String> {
        let mut deserializer = serde_json::Deserializer::from_str(json);
        choose(&mut deserializer, union).map_err(|error| error.to_string())
    }

    #[test]
    fn the_best_match_wins_over_the_first() {
        assert_eq!(read(r#"{"meow": 1}"#, &UNION), Ok(Pet::Cat));
        assert_eq!(read(r#"{"kind": "cat", "meow": 1}"#, &UNION), Ok(Pet::Cat));
        assert_eq!(read(r#"{"kind": "dog", "meow": 1}"#, &UNION), Ok(Pet::Dog));
        assert_eq!(read("{}", &UNION), Ok(Pet::Dog));
        assert_eq!(read(r#""Tom""#, &UNION), Ok(Pet::Name("Tom".to_owned())));
        assert!(read("5", &UNION).is_err());
    }

    #[test]
    fn a_discriminator_decides_alone() {
        assert_eq!(read(r#"{"kind": "cat"}"#, &TAGGED), Ok(Pet::Cat));
        assert_eq!(read(r#"{"kind": "dog", "meow": 1}"#, &TAGGED), Ok(Pet::Dog));
        let open = Union { tag: Some(Tag { unknown: UnknownTag::BestMatch, ..TAG }), ..TAGGED };
        assert_eq!(read(r#"{"kind": "bird", "meow": 1}"#, &open), Ok(Pet::Cat), "an unknown tag: by its properties");
        let error = read(r#"{"kind": "bird", "meow": 1}"#, &TAGGED).unwrap_err();
        assert!(error.starts_with("no variant of `Pet` has the `kind` `bird`: known are `cat`, `dog`"), "{error}");
        assert_eq!(read(r#"{"meow": 1}"#, &TAGGED), Ok(Pet::Cat), "no tag at all");
        let both = Tag { values: &[("pet", 0), ("pet", 1), ("cat", 1)], ..TAG };
        let both = Union { tag: Some(both), ..TAGGED };
        assert_eq!(read(r#"{"kind": "pet", "meow": 1}"#, &both), Ok(Pet::Cat), "the better of the two that it means");
        assert_eq!(read(r#"{"kind": "pet", "bark": 1}"#, &both), Ok(Pet::Dog));
        assert!(read(r#"{"kind": "dog", "bark": 1}"#, &both).is_err(), "and nothing else is one of them");
        let dog = Union { tag: Some(Tag { unknown: UnknownTag::Variant(0), ..TAG }), ..TAGGED };
        assert_eq!(read(r#"{"kind": "bird", "meow": 1}"#, &dog), Ok(Pet::Dog), "for an unknown tag");
        assert_eq!(read(r#"{"meow": 1}"#, &dog), Ok(Pet::Dog), "and of none");
        assert_eq!(read(r#"{"kind": "cat"}"#, &dog), Ok(Pet::Cat));
    }
}
