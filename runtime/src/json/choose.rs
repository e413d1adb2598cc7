//! Selection of the variant of a union: by its discriminator, else by the best match.
//!
//! The first variant that can be decoded is not sufficient: an object with optional properties only accepts any
//! object. Variants are ranked by type, constants and property names.

use super::{
    Context, Input, JsonError, JsonKind, RawObject, Token,
    union::{UnknownVariant, tag},
    variant_matcher::{Value, VariantMatcher, mismatch_score},
};

/// A union: its name, its discriminator, and its variants.
pub struct Union<T: 'static> {
    /// Name of the type, for errors.
    pub name: &'static str,
    /// Discriminator.
    pub tag: Option<Tag>,
    /// Variants in the order of the document.
    pub variants: &'static [Variant<T>],
    /// The variant for an unknown discriminator value. `None` if such a value is an error.
    pub unknown: Option<fn(UnknownVariant) -> T>,
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
    /// The variant for unknown values. Without one, an error.
    Unknown,
    /// The best match, since the document does not list all values.
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
    /// Decodes JSON text as this variant.
    pub read: fn(&str, &Context) -> Result<T, JsonError>,
}

/// Decodes a value as the selected variant.
///
/// # Errors
///
/// No variant matches. The error gives the reason per variant.
pub fn choose<T>(input: &Input<'_>, union: &Union<T>) -> Result<T, JsonError> {
    let Token::Raw(text) = input.token else { return Err(input.unexpected("JSON text")) };
    let context = input.context;
    context.in_union(text, || {
        let object = RawObject::parse(text);
        let candidates = match candidates(text, object.as_ref(), union) {
            Candidates::Variants(candidates) => candidates,
            Candidates::Unknown(tag) => return unknown(text, &tag, union),
        };
        let mut failures = Vec::new();
        for index in candidates {
            let Some(variant) = union.variants.get(index) else { continue };
            context.reread(text)?;
            match (variant.read)(text, context) {
                Ok(value) => return Ok(value),
                Err(error) => failures.push((variant.name, error)),
            }
        }
        // The variants that were tried by their properties were a guess.
        match (union.unknown, union.tag, object.as_ref()) {
            (Some(_), Some(Tag { property, values, unknown: UnknownTag::BestMatch }), Some(object)) => {
                match tag(object, property) {
                    Some(tag) if !values.iter().any(|(known, _)| *known == tag) => unknown(text, &tag, union),
                    _ => Err(no_match(union.name, failures)),
                }
            }
            _ => Err(no_match(union.name, failures)),
        }
    })
}

fn unknown<T>(text: &str, tag: &str, union: &Union<T>) -> Result<T, JsonError> {
    match (union.unknown, &union.tag) {
        (Some(variant), _) => UnknownVariant::new(tag, text).map(variant),
        (None, Some(Tag { property, values, .. })) => Err(unknown_tag(union.name, property, values)),
        (None, None) => Err(JsonError::new(format!("`{}` has no discriminator", union.name))),
    }
}

/// What a value may be.
enum Candidates {
    /// The variants with these indexes, best first.
    Variants(Vec<usize>),
    /// A value with this discriminator, which is unknown.
    Unknown(String),
}

/// A discriminator value of a single variant decides alone. A value with an unknown one is never taken for another
/// variant.
fn candidates<T>(text: &str, object: Option<&RawObject<'_>>, union: &Union<T>) -> Candidates {
    let mut among: Vec<usize> = (0..union.variants.len()).collect();
    if let Some(Tag { property, values, unknown }) = union.tag {
        let value = object.and_then(|object| tag(object, property));
        let selected = values.iter().filter(|(known, _)| value.as_ref().is_some_and(|value| known == value));
        let selected: Vec<usize> = selected.map(|(_, index)| *index).collect();
        match (selected.as_slice(), unknown, value) {
            ([_], ..) => return Candidates::Variants(selected),
            ([_, ..], ..) => among = selected,
            ([], UnknownTag::Variant(index), _) => return Candidates::Variants(vec![index]),
            ([], UnknownTag::Unknown, Some(value)) => return Candidates::Unknown(value.into_owned()),
            ([], ..) => {}
        }
    }
    let kind = JsonKind::of_text(text);
    let value = Value::of(text, object);
    let fits = |index: usize| Some((mismatch_score(&value, &union.variants.get(index)?.matcher)?, index));
    let mut fitting: Vec<(usize, usize)> = among.iter().copied().filter_map(fits).collect();
    if fitting.is_empty() && (among.len() < union.variants.len() || kind == JsonKind::Object) {
        // None is likely: try each, for the reason why it does not match.
        return Candidates::Variants(among);
    }
    // Ties keep the order of the document.
    fitting.sort_unstable();
    Candidates::Variants(fitting.into_iter().map(|(_, index)| index).collect())
}

/// Maximum length of the reason per variant, in characters.
const MAX_REASON: usize = 200;

/// The error of a union without a matching variant, with the reason per variant.
fn no_match(name: &str, failures: Vec<(&'static str, JsonError)>) -> JsonError {
    if failures.is_empty() {
        return JsonError::new(format!("no variant of `{name}` accepts this type of value"));
    }
    let reasons = failures.into_iter().map(|(variant, error)| {
        let reason: String = error.to_string().chars().take(MAX_REASON).collect();
        format!("not `{variant}` ({reason})")
    });
    JsonError::new(format!("the value matches no variant of `{name}`: {}", reasons.collect::<Vec<_>>().join(", ")))
}

/// Maximum number of strings that an error lists.
const MAX_LISTED: usize = 12;

fn unknown_tag(name: &str, property: &str, values: &[(&str, usize)]) -> JsonError {
    unknown_variant(name, values.iter().map(|(known, _)| *known)).in_property(property.to_owned())
}

/// The error of a string that is none of the listed ones. It is not shown: it may be a secret in the wrong place.
pub(super) fn unknown_variant<'k>(name: &str, values: impl ExactSizeIterator<Item = &'k str>) -> JsonError {
    let count = values.len();
    let known: Vec<String> = values.take(MAX_LISTED).map(|known| format!("\"{known}\"")).collect();
    let more = if count > MAX_LISTED { ", …" } else { "" };
    let expected = match known.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) if more.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => known.join(", "),
    };
    JsonError::new(format!("unknown variant of `{name}`, expected {expected}{more}"))
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
            nested: &[],
        },
        read: |_, _| Ok(Pet::Cat),
    };
    const DOG: Variant<Pet> = Variant {
        name: "Dog",
        matcher: VariantMatcher::Object {
            required: &[],
            known: &["kind", "bark"],
            constants: &[("kind", &["dog"])],
            nested: &[],
        },
        read: |_, _| Ok(Pet::Dog),
    };
    const NAME: Variant<Pet> = Variant {
        name: "Name",
        matcher: VariantMatcher::String,
        read: |text, context| super::super::decode_text(text, context).map(Pet::Name),
    };
    const UNION: Union<Pet> = Union { name: "Pet", tag: None, variants: &[DOG, CAT, NAME], unknown: None };
    const TAGGED: Union<Pet> = Union { name: "Pet", tag: Some(TAG), variants: &[DOG, CAT], unknown: None };
    const TAG: Tag = Tag { property: "kind", values: &[("cat", 1), ("dog", 0)], unknown: UnknownTag::Unknown };

    #[test]
    fn numbers_and_booleans_are_constants_too() {
        let matcher = |values| VariantMatcher::Object { required: &[], known: &["ok"], constants: values, nested: &[] };
        let yes = Variant { matcher: matcher(&[("ok", &["true", "1"])]), ..CAT };
        let no = Variant { matcher: matcher(&[("ok", &["false", "-200"])]), ..DOG };
        let union = Union { variants: Box::leak(Box::new([yes, no])), ..UNION };
        for json in [r#"{"ok": true}"#, r#"{"ok": 1}"#, r#"{"ok": 1.0}"#, r#"{"ok": "true"}"#] {
            assert_eq!(read(json, &union), Ok(Pet::Cat), "{json}");
        }
        for json in [r#"{"ok": false}"#, r#"{"ok": -200}"#, r#"{"ok": -2E2}"#] {
            assert_eq!(read(json, &union), Ok(Pet::Dog), "{json}");
        }
        assert_eq!(read(r#"{"ok": null}"#, &union), Ok(Pet::Cat), "in the order of the document");
    }

    const fn kind(strings: &'static [(&'static str, &'static [&'static str])]) -> VariantMatcher {
        VariantMatcher::Object { required: &[], known: &["kind"], constants: strings, nested: &[] }
    }

    const OF_CAT: VariantMatcher = kind(&[("kind", &["cat"])]);
    const OF_DOG: VariantMatcher = kind(&[("kind", &["dog"])]);

    const fn nested(nested: &'static [(&'static str, VariantMatcher)]) -> VariantMatcher {
        VariantMatcher::Object { required: &[], known: &["meta"], constants: &[], nested }
    }

    const INNER: &[VariantMatcher] = &[VariantMatcher::String, nested(&[])];

    fn union(dog: VariantMatcher, cat: VariantMatcher) -> Union<Pet> {
        let variants = vec![Variant { matcher: dog, ..DOG }, Variant { matcher: cat, ..CAT }];
        Union { variants: Vec::leak(variants), ..UNION }
    }

    #[test]
    fn values_inside_a_value_select_its_variant() {
        let objects = union(nested(&[("meta", OF_DOG)]), nested(&[("meta", OF_CAT)]));
        assert_eq!(read(r#"{"meta": {"kind": "cat"}}"#, &objects), Ok(Pet::Cat));
        assert_eq!(read(r#"{"meta": {"kind": "dog"}}"#, &objects), Ok(Pet::Dog));
        for other in [r#"{"meta": {"kind": "cow"}}"#, r#"{"meta": null}"#, r#"{"meta": 1}"#, "{}"] {
            assert_eq!(read(other, &objects), Ok(Pet::Dog), "{other}: in the order of the document");
        }
        let arrays = union(VariantMatcher::ArrayOf(&OF_DOG), VariantMatcher::ArrayOf(&OF_CAT));
        assert_eq!(read(r#"[{"kind": "cat"}, 1]"#, &arrays), Ok(Pet::Cat));
        assert_eq!(read("[]", &arrays), Ok(Pet::Dog));
        let unions = union(kind(&[]), VariantMatcher::OneOf(INNER));
        assert_eq!(read(r#"{"meta": 1}"#, &unions), Ok(Pet::Cat));
        assert_eq!(read(r#"{"kind": 1}"#, &unions), Ok(Pet::Dog));
        assert_eq!(read(r#""meta""#, &unions), Ok(Pet::Cat));
        assert!(read("1", &unions).is_err());
    }

    fn read(json: &str, union: &Union<Pet>) -> Result<Pet, String> {
        let context = Context::default();
        choose(&Input { token: Token::Raw(json), context: &context }, union).map_err(|error| error.to_string())
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
        assert_eq!(error, "/kind: unknown variant of `Pet`, expected \"cat\" or \"dog\"");
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
