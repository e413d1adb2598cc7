//! [`Extra`]: the properties of a response that its document does not describe.

use std::{
    cmp::Ordering,
    collections::BTreeMap,
    fmt,
    hash::{Hash, Hasher},
};

use indexmap::IndexMap;
use serde_json::value::RawValue;

use super::{
    Decode, JsonError, JsonKind, RawObject, compact, elements, raw::nesting, raw_value::borrowed_raw_value, text_of,
};

/// The undocumented properties of an object, in order and as received.
///
/// It is one pointer wide if empty, which is the usual case.
#[derive(Clone, Default)]
pub struct Extra(Option<Box<Properties>>);

/// Number of properties that are searched one by one, and have no memory of their own. Hashing costs more.
const MAX_FIRST: usize = 4;

#[derive(Clone, Default)]
struct Properties {
    first: [Option<FirstProperty>; MAX_FIRST],
    /// The properties behind the first ones, as JSON text.
    others: Option<Box<IndexMap<String, Box<str>>>>,
}

/// A name and the JSON text behind it, in one allocation.
#[derive(Clone)]
struct FirstProperty {
    text: Box<str>,
    name_length: usize,
}

impl FirstProperty {
    fn new(name: &str, json: &str) -> Self {
        Self { text: [name, json].concat().into_boxed_str(), name_length: name.len() }
    }

    fn parts(&self) -> (&str, &str) {
        self.text.split_at_checked(self.name_length).unwrap_or_default()
    }
}

impl Properties {
    fn insert(&mut self, name: &str, json: &str) {
        for place in &mut self.first {
            if place.as_ref().is_none_or(|first| first.parts().0 == name) {
                *place = Some(FirstProperty::new(name, json));
                return;
            }
        }
        self.others.get_or_insert_default().insert(name.to_owned(), json.into());
    }

    fn len(&self) -> usize {
        self.first.iter().flatten().count() + self.others.as_ref().map_or(0, |others| others.len())
    }

    fn get(&self, name: &str) -> Option<&str> {
        let first = self.first.iter().flatten().map(FirstProperty::parts).find(|(first, _)| *first == name);
        first.map(|(_, json)| json).or_else(|| self.others.as_ref()?.get(name).map(AsRef::as_ref))
    }
}

impl Extra {
    /// Whether there are no such properties.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Number of properties.
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |properties| properties.len())
    }

    /// JSON text of a property; [`RawValue::get`] returns it as `&str`.
    pub fn get(&self, name: &str) -> Option<&RawValue> {
        self.0.as_ref()?.get(name).and_then(borrowed_raw_value)
    }

    /// A property, decoded. `None` if it does not exist.
    pub fn get_as<T: Decode>(&self, name: &str) -> Option<Result<T, JsonError>> {
        self.get(name).map(|value| super::read(value.get()))
    }

    /// All properties, in the order of the response.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &RawValue)> {
        let properties = self.0.iter().flat_map(|properties| {
            let first = properties.first.iter().flatten().map(FirstProperty::parts);
            first.chain(
                properties
                    .others
                    .iter()
                    .flat_map(|others| others.iter())
                    .map(|(name, json)| (name.as_str(), json.as_ref())),
            )
        });
        properties.filter_map(|(name, json)| Some((name, borrowed_raw_value(json)?)))
    }

    /// Adds a property, or replaces its value. A documented property with the same name is written from its field.
    #[expect(clippy::boxed_local, clippy::needless_pass_by_value, reason = "an owned value is what callers have")]
    pub fn insert(&mut self, name: impl Into<String>, value: Box<RawValue>) {
        self.insert_text(&name.into(), value.get());
    }

    /// As `insert`, with valid JSON text.
    pub(super) fn insert_text(&mut self, name: &str, json: &str) {
        self.0.get_or_insert_default().insert(name, json);
    }

    /// Whether both are the same JSON, whatever their whitespace, escapes and order of properties.
    pub(super) fn is_equal_json(left: &RawValue, right: &RawValue) -> bool {
        left.get() == right.get() || canonical(left) == canonical(right)
    }

    /// An order in which equal JSON is equal.
    pub(super) fn compare_json(left: &RawValue, right: &RawValue) -> Ordering {
        canonical(left).cmp(&canonical(right))
    }

    /// The properties in the order of their names, each in a form that equal JSON shares.
    fn canonical(&self) -> BTreeMap<&str, String> {
        self.iter().map(|(name, value)| (name, canonical(value))).collect()
    }
}

/// Maximum nesting of JSON that is compared by its values.
const MAX_DEPTH: usize = 128;

/// A text that equal JSON shares. The digits of a number count: `1.0` is not `1`.
fn canonical(value: &RawValue) -> String {
    if nesting(value.get()) > MAX_DEPTH { compact(value) } else { canonical_text(value) }
}

fn canonical_text(value: &RawValue) -> String {
    match JsonKind::of(value) {
        JsonKind::Null | JsonKind::Boolean | JsonKind::Number => value.get().to_owned(),
        JsonKind::String => format!("{:?}", text_of(value)),
        JsonKind::Array => {
            let items = elements(value.get()).unwrap_or_default();
            format!("[{}]", items.into_iter().map(canonical_text).collect::<Vec<_>>().join(","))
        }
        JsonKind::Object => {
            let properties = RawObject::parse(value.get()).map(|object| object.0).unwrap_or_default();
            let sorted: BTreeMap<String, String> =
                properties.into_iter().map(|(name, value)| (name.into_string(), canonical_text(value))).collect();
            format!("{sorted:?}")
        }
    }
}

/// The same properties, in any order.
impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        let is_equal = |(name, value)| other.get(name).is_some_and(|other| Self::is_equal_json(value, other));
        self.len() == other.len() && self.iter().all(is_equal)
    }
}

impl Eq for Extra {}

impl PartialOrd for Extra {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By the names, then the values as JSON. The order has no further meaning.
impl Ord for Extra {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.is_empty() && other.is_empty() { Ordering::Equal } else { self.canonical().cmp(&other.canonical()) }
    }
}

impl Hash for Extra {
    fn hash<H: Hasher>(&self, state: &mut H) {
        if !self.is_empty() {
            self.canonical().hash(state);
        }
    }
}

/// Shows the names only: an undocumented value may be a secret.
impl fmt::Debug for Extra {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.iter().map(|(name, _)| name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct All {
        extra: Extra,
    }

    crate::json_object! {
        All { ..extra }
    }

    #[test]
    fn properties_round_trip_in_order() {
        let json = r#"{"z":1.50,"a":{"b":[12345678901234567890123]},"\u0041":null}"#;
        let all: All = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&all).unwrap(), r#"{"z":1.50,"a":{"b":[12345678901234567890123]},"A":null}"#);
        assert_eq!(all.extra.get("z").unwrap().get(), "1.50");
        assert!((all.extra.get_as::<f64>("z").unwrap().unwrap() - 1.5).abs() < f64::EPSILON);
        assert_eq!(all.extra.len(), 3);
    }

    #[test]
    fn the_last_of_equal_names_is_kept_in_the_place_of_the_first() {
        let properties = |value: usize| (0..30).map(move |name| format!("\"{name}\":{value}"));
        let twice: Vec<String> = properties(1).chain(properties(2)).collect();
        let all: All = crate::json::read(&format!("{{{}}}", twice.join(","))).unwrap();
        assert_eq!(all.extra.len(), 30);
        assert_eq!(all.extra.get("29").unwrap().get(), "2");
        let once: Vec<String> = properties(2).collect();
        assert_eq!(serde_json::to_string(&all).unwrap(), format!("{{{}}}", once.join(",")));
    }

    #[test]
    fn equality_is_that_of_the_json() {
        let extra = |json: &str| serde_json::from_str::<All>(json).unwrap().extra;
        let one = extra(r#"{"a": {"x": [1, "\u0041"], "y": null}, "b": 1.0}"#);
        let same = extra(r#"{"b":1.0,"a":{"y":null,"x":[1,"A"]}}"#);
        assert_eq!(one, same);
        assert_eq!(one.cmp(&same), Ordering::Equal);
        for other in [r#"{"b":1,"a":{"y":null,"x":[1,"A"]}}"#, r#"{"b":1.0}"#, "{}"] {
            assert_ne!(one, extra(other));
            assert_ne!(one.cmp(&extra(other)), Ordering::Equal);
        }
    }

    #[test]
    fn debug_shows_names_only() {
        let all: All = serde_json::from_str(r#"{"token":"hunter2"}"#).unwrap();
        assert_eq!(format!("{:?}", all.extra), r#"{"token"}"#);
    }

    #[test]
    fn depth_is_unlimited() {
        let json = format!("{{\"a\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
        assert!(serde_json::from_str::<All>(&json).is_ok());
    }
}
