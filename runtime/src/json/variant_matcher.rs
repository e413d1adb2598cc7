//! [`VariantMatcher`]: how well a value matches a variant of a union, by its type, constants and property names.

use std::cell::OnceCell;

use serde_json::value::RawValue;

use super::{JsonKind, Key, RawObject, elements, union::tag_of};

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
    /// An array whose first item tells it apart from the arrays of other variants.
    ArrayOf(&'static VariantMatcher),
    /// A value of one of several kinds: a union in a union.
    OneOf(&'static [VariantMatcher]),
    /// An object.
    Object {
        /// Required properties.
        required: &'static [&'static str],
        /// Known properties.
        known: &'static [&'static str],
        /// Properties with their only allowed values: strings, or numbers and booleans as JSON text.
        constants: &'static [(&'static str, &'static [&'static str])],
        /// Properties whose values tell variants apart.
        nested: &'static [(&'static str, VariantMatcher)],
    },
}

/// The weight of a value that contradicts a matcher, in unknown properties.
const CONTRADICTION: usize = 1000;

/// A JSON value whose properties and items are parsed at their first use, once for all variants.
pub(super) struct Value<'t> {
    text: &'t str,
    properties: OnceCell<Vec<(Key<'t>, &'t RawValue, Value<'t>)>>,
    first_item: OnceCell<Option<Box<Value<'t>>>>,
}

impl<'t> Value<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, properties: OnceCell::new(), first_item: OnceCell::new() }
    }

    /// A value whose properties are parsed already.
    pub(super) fn of(text: &'t str, object: Option<&RawObject<'t>>) -> Self {
        let value = Self::new(text);
        if let Some(RawObject(properties)) = object {
            let properties = properties.iter().map(|(key, raw)| (key.clone(), *raw, Self::new(raw.get())));
            value.properties.get_or_init(|| properties.collect());
        }
        value
    }

    /// The properties. Empty for another value than an object.
    fn properties(&self) -> &[(Key<'t>, &'t RawValue, Value<'t>)] {
        self.properties.get_or_init(|| {
            let object = RawObject::parse(self.text).map(|object| object.0).unwrap_or_default();
            object.into_iter().map(|(key, raw)| (key, raw, Self::new(raw.get()))).collect()
        })
    }

    fn first_item(&self) -> Option<&Self> {
        let first = || elements(self.text)?.first().map(|item| Box::new(Self::new(item.get())));
        self.first_item.get_or_init(first).as_deref()
    }
}

/// Mismatch of a value and a variant; 0 is the best. `None` if the value cannot be of the variant.
pub(super) fn mismatch_score(value: &Value<'_>, matcher: &VariantMatcher) -> Option<usize> {
    match (matcher, JsonKind::of_text(value.text)) {
        (VariantMatcher::Any, _) => Some(usize::MAX),
        (VariantMatcher::OneOf(matchers), _) => {
            matchers.iter().filter_map(|matcher| mismatch_score(value, matcher)).min()
        }
        (VariantMatcher::String, JsonKind::String)
        | (VariantMatcher::Number, JsonKind::Number)
        | (VariantMatcher::Boolean, JsonKind::Boolean)
        | (VariantMatcher::Array, JsonKind::Array) => Some(0),
        (VariantMatcher::ArrayOf(item), JsonKind::Array) => {
            Some(value.first_item().map_or(0, |first| inner_score(first, item)))
        }
        (VariantMatcher::Object { required, known, constants, nested }, JsonKind::Object) => {
            let properties = value.properties();
            let find = |name: &str| properties.iter().find(|(key, ..)| key.as_str() == name);
            if required.iter().any(|name| find(name).is_none()) {
                return None;
            }
            let contradicts = |(name, values): &&(&str, &[&str])| {
                properties.iter().any(|(key, value, _)| key.as_str() == *name && !is_one_of(value, values))
            };
            let unknown = properties.iter().filter(|(key, ..)| !known.contains(&key.as_str())).count();
            // An unlisted constant may be a new one, which enums accept: possible, but the last choice.
            let strange = constants.iter().filter(contradicts).count();
            let inner = nested.iter().filter_map(|(name, matcher)| Some(inner_score(&find(name)?.2, matcher)));
            let inner = inner.fold(0, usize::saturating_add);
            Some(inner.saturating_add(unknown).saturating_add(strange.saturating_mul(CONTRADICTION)))
        }
        _ => None,
    }
}

/// The same for a value inside that of a variant. It only ranks the variant, which may allow null or another kind.
fn inner_score(value: &Value<'_>, matcher: &VariantMatcher) -> usize {
    match mismatch_score(value, matcher) {
        _ if JsonKind::of_text(value.text) == JsonKind::Null => 0,
        Some(usize::MAX) => 0,
        Some(score) => score,
        None => CONTRADICTION,
    }
}

fn is_one_of(value: &RawValue, values: &[&str]) -> bool {
    tag_of(value).is_some_and(|tag| values.contains(&&*tag))
}
