//! Which variant of a union a value is: by its tag where the document has one, else the one that fits best.
//!
//! The first variant that can be read is not good enough: an object with only optional members can be read from
//! anything. So variants are tried in the order of how well the value's kind, its constants and its member names
//! fit them.

use serde::{Deserializer, de::Error};

use super::{JsonKind, Key, RawObject, RawValue, buffer, union_error};

/// A union: its name, the member that tells its variants apart, and the variants.
pub struct Union<T: 'static> {
    /// The type's name, for errors.
    pub name: &'static str,
    /// The member that says which variant a value is.
    pub tag: Option<Tag>,
    /// The variants, in the order of the document.
    pub variants: &'static [Variant<T>],
}

/// The member that tells the variants of a union apart.
#[derive(Clone, Copy, Debug)]
pub struct Tag {
    /// The member.
    pub property: &'static str,
    /// What it says for which variant. What it says for several leaves the choice between them.
    pub values: &'static [(&'static str, usize)],
    /// What a value is where it says something else.
    pub unknown: UnknownTag,
}

/// What becomes of a value of a union whose tag has no variant.
#[derive(Clone, Copy, Debug)]
pub enum UnknownTag {
    /// It is an error.
    Reject,
    /// The variant that fits best, as where the document does not list the texts.
    BestMatch,
    /// The variant with this index, also where there is no tag at all.
    Variant(usize),
}

/// A variant of a union.
pub struct Variant<T> {
    /// The variant's name, for errors.
    pub name: &'static str,
    /// How to recognise a value of it.
    pub matcher: VariantMatcher,
    /// Reads a value as this variant.
    pub read: fn(&RawValue) -> Result<T, serde_json::Error>,
}

/// How to recognise a value of a variant.
#[derive(Clone, Copy, Debug)]
pub enum VariantMatcher {
    /// Only by trying.
    Any,
    /// A text.
    String,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// An array.
    Array,
    /// An object.
    Object {
        /// Properties that must be there.
        required: &'static [&'static str],
        /// Properties that may be there.
        known: &'static [&'static str],
        /// Properties that can hold only these texts.
        constants: &'static [(&'static str, &'static [&'static str])],
    },
}

/// Reads a value as the variant that it is.
///
/// # Errors
///
/// Where no variant fits: an error that says for each why not.
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
        let kind = format!("no variant of `{}` takes this kind of value", union.name);
        return Err(D::Error::custom(kind));
    }
    Err(union_error(union.name, &failures))
}

/// The variants that are worth trying, the best first. A tag decides alone, unless it means several: a text that is
/// none of its own is an error, lest the value be taken for something that it says it is not.
fn order<T>(raw: &RawValue, union: &Union<T>) -> Result<Vec<usize>, String> {
    let mut among: Vec<usize> = (0..union.variants.len()).collect();
    if let Some(Tag { property, values, unknown }) = union.tag {
        let value = super::tag(raw, property);
        let said = values.iter().filter(|(known, _)| value.as_ref().is_some_and(|value| known == value));
        let said: Vec<usize> = said.map(|(_, index)| *index).collect();
        match (said.as_slice(), unknown, value) {
            ([_], ..) => return Ok(said),
            ([_, ..], ..) => among = said,
            ([], UnknownTag::Variant(index), _) => return Ok(vec![index]),
            ([], UnknownTag::Reject, Some(value)) => return Err(unknown_tag(union.name, property, &value, values)),
            ([], ..) => {}
        }
    }
    let members = RawObject::parse(raw.get());
    let kind = JsonKind::of(raw);
    let fits =
        |index: usize| Some((mismatch_score(kind, members.as_ref(), &union.variants.get(index)?.matcher)?, index));
    let mut fitting: Vec<(usize, usize)> = among.iter().copied().filter_map(fits).collect();
    if fitting.is_empty() && among.len() < union.variants.len() {
        // It says that it is one of these: what is wrong with each is told.
        return Ok(among);
    }
    // Stable by the index: among equals the document's order decides.
    fitting.sort_unstable();
    Ok(fitting.into_iter().map(|(_, index)| index).collect())
}

/// How many texts of a tag an error lists.
const LISTED: usize = 12;

fn unknown_tag(name: &str, property: &str, value: &str, values: &[(&str, usize)]) -> String {
    let value: String = value.chars().take(80).collect();
    let known: Vec<String> = values.iter().take(LISTED).map(|(known, _)| format!("`{known}`")).collect();
    let more = if values.len() > LISTED { ", …" } else { "" };
    format!("no variant of `{name}` has `{value}` as its `{property}`, but {}{more}", known.join(", "))
}

/// How badly a value fits a variant, 0 being the best; `None` where it cannot be one.
fn mismatch_score(kind: JsonKind, members: Option<&RawObject<'_>>, matcher: &VariantMatcher) -> Option<usize> {
    match (matcher, kind) {
        (VariantMatcher::Any, _) => Some(usize::MAX),
        (VariantMatcher::String, JsonKind::String)
        | (VariantMatcher::Number, JsonKind::Number)
        | (VariantMatcher::Boolean, JsonKind::Boolean)
        | (VariantMatcher::Array, JsonKind::Array) => Some(0),
        (VariantMatcher::Object { required, known, constants }, JsonKind::Object) => {
            let RawObject(members) = members?;
            let has = |name: &&str| members.iter().any(|(key, _)| key.as_str() == *name);
            if !required.iter().all(has) {
                return None;
            }
            let contradicts = |(name, texts): &(&str, &[&str])| {
                members.iter().any(|(key, value)| key.as_str() == *name && !is_one_of(value, texts))
            };
            let unknown = members.iter().filter(|(key, _)| !known.contains(&key.as_str())).count();
            // A listed value that is not met may be a new one, which enums take: possible, but never the first guess.
            let strange = constants.iter().filter(|constant| contradicts(constant)).count();
            Some(unknown + strange.saturating_mul(1000))
        }
        _ => None,
    }
}

fn is_one_of(value: &RawValue, texts: &[&str]) -> bool {
    let text: Result<Key<'_>, _> = serde_json::from_str(value.get());
    text.is_ok_and(|text| texts.contains(&text.as_str()))
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
    fn the_best_fit_wins_and_not_the_first() {
        assert_eq!(read(r#"{"meow": 1}"#, &UNION), Ok(Pet::Cat));
        assert_eq!(read(r#"{"kind": "cat", "meow": 1}"#, &UNION), Ok(Pet::Cat));
        assert_eq!(read(r#"{"kind": "dog", "meow": 1}"#, &UNION), Ok(Pet::Dog));
        assert_eq!(read("{}", &UNION), Ok(Pet::Dog));
        assert_eq!(read(r#""Tom""#, &UNION), Ok(Pet::Name("Tom".to_owned())));
        assert!(read("5", &UNION).is_err());
    }

    #[test]
    fn a_tag_decides_alone() {
        assert_eq!(read(r#"{"kind": "cat"}"#, &TAGGED), Ok(Pet::Cat));
        assert_eq!(read(r#"{"kind": "dog", "meow": 1}"#, &TAGGED), Ok(Pet::Dog));
        let open = Union { tag: Some(Tag { unknown: UnknownTag::BestMatch, ..TAG }), ..TAGGED };
        assert_eq!(read(r#"{"kind": "bird", "meow": 1}"#, &open), Ok(Pet::Cat), "an unknown tag: by its members");
        let error = read(r#"{"kind": "bird", "meow": 1}"#, &TAGGED).unwrap_err();
        assert!(error.starts_with("no variant of `Pet` has `bird` as its `kind`, but `cat`, `dog`"), "{error}");
        assert_eq!(read(r#"{"meow": 1}"#, &TAGGED), Ok(Pet::Cat), "no tag at all");
        let both = Tag { values: &[("pet", 0), ("pet", 1), ("cat", 1)], ..TAG };
        let both = Union { tag: Some(both), ..TAGGED };
        assert_eq!(read(r#"{"kind": "pet", "meow": 1}"#, &both), Ok(Pet::Cat), "the better of the two that it means");
        assert_eq!(read(r#"{"kind": "pet", "bark": 1}"#, &both), Ok(Pet::Dog));
        assert!(read(r#"{"kind": "dog", "bark": 1}"#, &both).is_err(), "and nothing else is one of them");
        let dog = Union { tag: Some(Tag { unknown: UnknownTag::Variant(0), ..TAG }), ..TAGGED };
        assert_eq!(read(r#"{"kind": "bird", "meow": 1}"#, &dog), Ok(Pet::Dog), "said of an unknown tag");
        assert_eq!(read(r#"{"meow": 1}"#, &dog), Ok(Pet::Dog), "and of none");
        assert_eq!(read(r#"{"kind": "cat"}"#, &dog), Ok(Pet::Cat));
    }
}
