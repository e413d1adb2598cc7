//! The visitor that makes a [`Value`] of what a deserializer of serde tells.
//!
//! What a value cannot say, that its key stood twice or that its number had more digits than `f64` holds, is noted as a
//! [`Finding`] with the way to it. Nothing is reported here: positions are found by whoever asked for the value.

use std::cell::{Cell, RefCell};

use serde::{
    Deserializer,
    de::{DeserializeSeed, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor},
};

use super::{Number, Object, Pointer, Value};

/// Something worth a second look that a [`Value`] does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Finding {
    /// A key of this object stood here before.
    Duplicate,
    /// The value of a key that may be a merge key.
    MergeKey,
    /// The value has a tag.
    Tag,
    /// The text may say the number better than `f64` does.
    Inexact,
    /// The number is infinite or none at all.
    NotFinite,
}

/// A finding and the keys and indices that lead to it, the last one first.
struct Trace {
    finding: Finding,
    way: Vec<Segment>,
}

enum Segment {
    Key(String),
    Index(usize),
}

/// What is gathered beside the value.
pub(super) struct Notes {
    traces: RefCell<Vec<Trace>>,
    /// How many values and bytes of text may still be built.
    budget: Cell<usize>,
    exhausted: Cell<bool>,
}

/// A document may become as large as this without help of aliases, whatever its length.
const SMALL: usize = 4 * 1024 * 1024;

impl Notes {
    /// Notes for a text of this many bytes. Only aliases can make a value larger than three times its text.
    pub(super) fn new(bytes: usize) -> Self {
        Self { traces: RefCell::default(), budget: Cell::new(Self::budget(bytes)), exhausted: Cell::new(false) }
    }

    /// Forgets everything, for another attempt at the same text.
    pub(super) fn reset(&self, bytes: usize) {
        self.traces.borrow_mut().clear();
        self.budget.set(Self::budget(bytes));
        self.exhausted.set(false);
    }

    fn budget(bytes: usize) -> usize {
        bytes.saturating_mul(3).saturating_add(SMALL)
    }

    /// Whether building was given up because the value became too large.
    pub(super) fn exhausted(&self) -> bool {
        self.exhausted.get()
    }

    /// Every finding with its address, in the order of the document.
    pub(super) fn findings(self) -> Vec<(Finding, Pointer)> {
        let address = |way: &[Segment]| {
            way.iter().rev().fold(Pointer::root(), |pointer, segment| match segment {
                Segment::Key(key) => pointer.child(key),
                Segment::Index(index) => pointer.index(*index),
            })
        };
        self.traces.into_inner().iter().map(|trace| (trace.finding, address(&trace.way))).collect()
    }

    fn note(&self, finding: Finding) {
        self.traces.borrow_mut().push(Trace { finding, way: Vec::new() });
    }

    fn count(&self) -> usize {
        self.traces.borrow().len()
    }

    /// Tells the traces noted since there were `before` of them that they lie below this segment.
    fn lead(&self, before: usize, segment: impl Fn() -> Segment) {
        for trace in self.traces.borrow_mut().iter_mut().skip(before) {
            trace.way.push(segment());
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

/// Builds a value and keeps notes.
#[derive(Clone, Copy)]
pub(super) struct Builder<'n>(pub(super) &'n Notes);

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
        self.0.note(if number.is_some() { Finding::Inexact } else { Finding::NotFinite });
        Ok(number.unwrap_or(Value::Null))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        self.0.spend(text.len())?;
        // `1e400` is a number that `f64` does not hold, and comes as text.
        let may_be_number = text.starts_with(|first: char| first.is_ascii_digit() || ['+', '-', '.'].contains(&first));
        if may_be_number && text.contains(['e', 'E']) && Number::parse(&text).is_some() {
            self.0.note(Finding::Inexact);
        }
        Ok(Value::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.0.spend(0)?;
        let mut values = Vec::new();
        loop {
            let before = self.0.count();
            let Some(value) = items.next_element_seed(self)? else { return Ok(Value::Array(values)) };
            self.0.lead(before, || Segment::Index(values.len()));
            values.push(value);
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        self.0.spend(0)?;
        let mut object = Object::default();
        while let Some(key) = members.next_key_seed(Key)? {
            self.0.spend(key.len())?;
            let before = self.0.count();
            if key == "<<" {
                self.0.note(Finding::MergeKey);
            }
            let value = members.next_value_seed(self)?;
            if object.get(&key).is_some() {
                self.0.note(Finding::Duplicate);
            }
            self.0.lead(before, || Segment::Key(key.clone()));
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }

    /// A value with a tag of its own comes as an enum.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        self.0.note(Finding::Tag);
        let (_, value): (String, _) = tagged.variant()?;
        value.newtype_variant_seed(self)
    }
}

/// The text of a key, as which numbers, booleans and null count too.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a text as key")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<String, E> {
        Ok(text)
    }
}
