//! The serde visitor that builds a [`Value`].
//!
//! A value cannot represent a duplicate key, a tag, or digits that `f64` loses. The visitor records those as
//! [`Finding`]s with their paths. It reports nothing.

use std::cell::{Cell, RefCell};

use serde::{
    Deserializer,
    de::{DeserializeSeed, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor},
};

use super::merge_keys::MERGE_KEY;
use crate::source::{Number, Object, Pointer, Value};

/// A property of the text that a [`Value`] does not represent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Finding {
    /// The key is a duplicate.
    Duplicate,
    /// The key may be a merge key.
    MergeKey,
    /// The value has a tag.
    Tag,
    /// The text may have more digits than `f64`.
    Inexact,
    /// The number is infinite or NaN.
    NotFinite,
}

/// A finding with the keys and indices of its path, the last one first.
struct Trace {
    finding: Finding,
    path: Vec<Segment>,
}

enum Segment {
    Key(String),
    Index(usize),
}

/// The findings and the size budget of a build.
pub(super) struct BuildState {
    traces: RefCell<Vec<Trace>>,
    /// The number of values and bytes of text that may still be built.
    budget: Cell<usize>,
    exhausted: Cell<bool>,
}

/// The minimum budget, for sources of any length.
const MIN_BUDGET: usize = 4 * 1024 * 1024;

impl BuildState {
    /// The state for a text of this length. Only aliases can make a value larger than three times its text.
    pub(super) fn new(bytes: usize) -> Self {
        Self { traces: RefCell::default(), budget: Cell::new(Self::budget(bytes)), exhausted: Cell::new(false) }
    }

    /// Clears everything for another attempt at the same text.
    pub(super) fn reset(&self, bytes: usize) {
        self.traces.borrow_mut().clear();
        self.budget.set(Self::budget(bytes));
        self.exhausted.set(false);
    }

    fn budget(bytes: usize) -> usize {
        bytes.saturating_mul(3).saturating_add(MIN_BUDGET)
    }

    /// Whether the build failed because the value became too large.
    pub(super) fn is_too_large(&self) -> bool {
        self.exhausted.get()
    }

    /// Every finding with its pointer, in the order of the document.
    pub(super) fn findings(self) -> Vec<(Finding, Pointer)> {
        let pointer = |path: &[Segment]| {
            path.iter().rev().fold(Pointer::root(), |pointer, segment| match segment {
                Segment::Key(key) => pointer.child(key),
                Segment::Index(index) => pointer.index(*index),
            })
        };
        self.traces.into_inner().iter().map(|trace| (trace.finding, pointer(&trace.path))).collect()
    }

    fn record(&self, finding: Finding) {
        self.traces.borrow_mut().push(Trace { finding, path: Vec::new() });
    }

    fn count(&self) -> usize {
        self.traces.borrow().len()
    }

    /// Appends a segment to the paths of all findings after the first `before`.
    fn add_segment(&self, before: usize, segment: impl Fn() -> Segment) {
        for trace in self.traces.borrow_mut().iter_mut().skip(before) {
            trace.path.push(segment());
        }
    }

    fn spend<E: Error>(&self, bytes: usize) -> Result<(), E> {
        match self.budget.get().checked_sub(bytes.saturating_add(1)) {
            Some(rest) => {
                self.budget.set(rest);
                Ok(())
            }
            None => {
                self.exhausted.set(true);
                Err(E::custom("the value is too large"))
            }
        }
    }
}

/// Builds a value and records findings.
#[derive(Clone, Copy)]
pub(super) struct Builder<'n>(pub(super) &'n BuildState);

impl<'de> DeserializeSeed<'de> for Builder<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Builder<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.0.spend(0)?;
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Value, E> {
        self.0.spend(0)?;
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E: Error>(self, integer: i64) -> Result<Value, E> {
        self.visit_i128(integer.into())
    }

    fn visit_i128<E: Error>(self, integer: i128) -> Result<Value, E> {
        self.0.spend(0)?;
        Ok(Value::Number(Number::from(integer)))
    }

    fn visit_u64<E: Error>(self, integer: u64) -> Result<Value, E> {
        self.visit_u128(integer.into())
    }

    fn visit_u128<E: Error>(self, integer: u128) -> Result<Value, E> {
        self.0.spend(0)?;
        Ok(Value::Number(Number::from(integer)))
    }

    fn visit_f64<E: Error>(self, float: f64) -> Result<Value, E> {
        self.0.spend(0)?;
        let number = Number::from_f64(float).map(Value::Number);
        self.0.record(if number.is_some() { Finding::Inexact } else { Finding::NotFinite });
        Ok(number.unwrap_or(Value::Null))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        self.0.spend(text.len())?;
        // The YAML library passes a number out of the range of `f64`, such as `1e400`, as a string.
        let may_be_number = text.starts_with(|first: char| first.is_ascii_digit() || ['+', '-', '.'].contains(&first));
        if may_be_number && text.contains(['e', 'E']) && Number::parse(&text).is_some() {
            self.0.record(Finding::Inexact);
        }
        Ok(Value::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.0.spend(0)?;
        let mut values = Vec::new();
        loop {
            let before = self.0.count();
            let Some(value) = items.next_element_seed(self)? else { return Ok(Value::Array(values)) };
            self.0.add_segment(before, || Segment::Index(values.len()));
            values.push(value);
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut properties: A) -> Result<Value, A::Error> {
        self.0.spend(0)?;
        let mut object = Object::default();
        while let Some(key) = properties.next_key_seed(Key)? {
            self.0.spend(key.len())?;
            let before = self.0.count();
            if key == MERGE_KEY {
                self.0.record(Finding::MergeKey);
            }
            let value = properties.next_value_seed(self)?;
            if object.get(&key).is_some() {
                self.0.record(Finding::Duplicate);
            }
            self.0.add_segment(before, || Segment::Key(key.clone()));
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }

    /// The YAML library passes a value with a tag as an enum.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        self.0.record(Finding::Tag);
        let (_, value): (String, _) = tagged.variant()?;
        value.newtype_variant_seed(self)
    }
}

/// A key as a string. Numbers, booleans and null are accepted as written.
struct Key;

/// The expectation that serde reports for a key that is an object or an array.
pub(super) const EXPECTED_KEY: &str = "a string as key";

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(EXPECTED_KEY)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<String, E> {
        Ok(text)
    }
}
