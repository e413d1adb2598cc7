//! The JSON of the types of the standard library, of [`JsonValue`] and of values that are strings.

use std::{collections::BTreeMap, str::FromStr};

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{Decode, Encode, Entries, Input, JsonError, PropertyName, Slot, Token, Writer, raw_value::raw_value};
use crate::{JsonValue, Secret};

/// Integers that an `f64` represents exactly are below this bound.
const MAX_EXACT: f64 = 9_007_199_254_740_992.0;

/// Integers. `1.0` and `1e3` are integers too (JSON Schema 2020-12 validation, section 6.1.1).
macro_rules! integers {
    ($($integer:ty),*) => {
        $(impl Decode for $integer {
            fn decode(input: Input<'_>) -> Result<Self, JsonError> {
                let value = match input.token {
                    Token::Unsigned(value) => Self::try_from(value).ok(),
                    Token::Signed(value) => Self::try_from(value).ok(),
                    Token::Float(value) => match exact_integer(value) {
                        Some(value) => Self::try_from(value).ok(),
                        None => return Err(input.unexpected("an integer")),
                    },
                    _ => return Err(input.unexpected("an integer")),
                };
                value.ok_or_else(|| {
                    let (min, max) = (Self::MIN, Self::MAX);
                    JsonError::new(format!("invalid value: {}, expected an integer from {min} to {max}", input.token))
                })
            }
        })*
    };
}

integers!(i8, i16, i32, i64, u8, u16, u32, u64, isize, usize);

/// The integer that a float is exactly.
fn exact_integer(value: f64) -> Option<i64> {
    if value.fract() != 0.0 || value.abs() >= MAX_EXACT {
        return None;
    }
    // Its decimal form has neither fraction nor exponent.
    format!("{value:.0}").parse().ok()
}

macro_rules! signed {
    ($($integer:ty),*) => {
        $(impl Encode for $integer {
            fn encode(&self, writer: &mut dyn Writer) {
                writer.signed(i64::from(*self));
            }
        })*
    };
}

signed!(i8, i16, i32, i64);

macro_rules! unsigned {
    ($($integer:ty),*) => {
        $(impl Encode for $integer {
            fn encode(&self, writer: &mut dyn Writer) {
                writer.unsigned(u64::from(*self));
            }
        })*
    };
}

unsigned!(u8, u16, u32, u64);

impl Encode for usize {
    fn encode(&self, writer: &mut dyn Writer) {
        writer.unsigned(u64::try_from(*self).unwrap_or(u64::MAX));
    }
}

impl Decode for f64 {
    #[expect(clippy::cast_precision_loss, reason = "a float is the nearest number")]
    fn decode(input: Input<'_>) -> Result<Self, JsonError> {
        match input.token {
            Token::Float(value) => Ok(value),
            Token::Unsigned(value) => Ok(value as Self),
            Token::Signed(value) => Ok(value as Self),
            _ => Err(input.unexpected("a number")),
        }
    }
}

impl Encode for f64 {
    fn encode(&self, writer: &mut dyn Writer) {
        writer.float(*self);
    }
}

impl Decode for f32 {
    #[expect(clippy::cast_possible_truncation, reason = "a float is the nearest number")]
    fn decode(input: Input<'_>) -> Result<Self, JsonError> {
        let context = input.context;
        let value = f64::decode(Input { token: input.token, context })?;
        let single = value as Self;
        if value.is_finite() && !single.is_finite() {
            return Err(JsonError::new("invalid value: a number, expected a 32-bit number"));
        }
        Ok(single)
    }
}

impl Encode for f32 {
    fn encode(&self, writer: &mut dyn Writer) {
        writer.single(*self);
    }
}

impl Decode for bool {
    fn decode(input: Input<'_>) -> Result<Self, JsonError> {
        match input.token {
            Token::Boolean(value) => Ok(value),
            _ => Err(input.unexpected("a boolean")),
        }
    }
}

impl Encode for bool {
    fn encode(&self, writer: &mut dyn Writer) {
        writer.boolean(*self);
    }
}

impl Decode for String {
    fn decode(input: Input<'_>) -> Result<Self, JsonError> {
        match input.token {
            Token::String(text) => Ok(text.to_owned()),
            _ => Err(input.unexpected("a string")),
        }
    }
}

impl Encode for String {
    fn encode(&self, writer: &mut dyn Writer) {
        writer.string(self);
    }
}

impl Encode for str {
    fn encode(&self, writer: &mut dyn Writer) {
        writer.string(self);
    }
}

/// Null and any other value are the unit: a body without content of interest.
impl Decode for () {
    const IS_RAW: bool = true;

    fn decode(_: Input<'_>) -> Result<Self, JsonError> {
        Ok(())
    }
}

impl Encode for () {
    fn encode(&self, writer: &mut dyn Writer) {
        writer.null();
    }
}

impl<T: Decode> Decode for Option<T> {
    const IS_RAW: bool = T::IS_RAW;

    fn decode(input: Input<'_>) -> Result<Self, JsonError> {
        if input.is_null() { Ok(None) } else { T::decode(input).map(Some) }
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, writer: &mut dyn Writer) {
        match self {
            Some(value) => value.encode(writer),
            None => writer.null(),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Decode> Decode for Box<T> {
    const IS_RAW: bool = T::IS_RAW;

    fn decode(input: Input<'_>) -> Result<Self, JsonError> {
        T::decode(input).map(Self::new)
    }
}

impl<T: Encode> Encode for Box<T> {
    fn encode(&self, writer: &mut dyn Writer) {
        T::encode(self, writer);
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(input: Input<'_>) -> Result<Self, JsonError> {
        let Token::Array(source) = input.token else { return Err(input.unexpected("an array")) };
        let mut items = Self::new();
        loop {
            let index = items.len();
            if !source.next_item(&mut NextItem(&mut items)).map_err(|error| error.at_index(index))? {
                return Ok(items);
            }
        }
    }
}

/// The slot behind the last item of a list.
struct NextItem<'l, T>(&'l mut Vec<T>);

impl<T: Decode> Slot for NextItem<'_, T> {
    fn is_raw(&self) -> bool {
        T::IS_RAW
    }

    fn fill(&mut self, input: Input<'_>) -> Result<(), JsonError> {
        self.0.push(T::decode(input)?);
        Ok(())
    }

    /// An item is never absent: it is null.
    fn clear(&mut self) {}

    fn is_filled(&self) -> bool {
        false
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, writer: &mut dyn Writer) {
        self.as_slice().encode(writer);
    }
}

impl<T: Encode> Encode for [T] {
    fn encode(&self, writer: &mut dyn Writer) {
        writer.array(&mut self.iter().map(|item| item as &dyn Encode));
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn decode(input: Input<'_>) -> Result<Self, JsonError> {
        let Token::Object(source) = input.token else { return Err(input.unexpected("an object")) };
        let mut entries = Self::new();
        let mut name = PropertyName::default();
        while source.next_name(&mut name)? {
            let mut slot = None;
            source.next_value(&mut slot).map_err(|error| error.in_property(name.text().to_owned()))?;
            entries.extend(slot.map(|value| (name.take_text(), value)));
        }
        Ok(entries)
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn encode(&self, writer: &mut dyn Writer) {
        writer.object(&[], &[], self);
    }
}

impl Decode for JsonValue {
    fn decode(input: Input<'_>) -> Result<Self, JsonError> {
        Ok(match input.token {
            Token::Null => Self::Null,
            Token::Boolean(value) => Self::Bool(value),
            Token::Unsigned(value) => value.into(),
            Token::Signed(value) => value.into(),
            Token::Float(value) => value.into(),
            Token::String(text) => text.into(),
            Token::Raw(text) => super::from_text::from_text(text, input.context)?,
            token @ Token::Array(_) => Vec::decode(Input { token, ..input }).map(Self::Array)?,
            Token::Object(source) => {
                let mut object = serde_json::Map::new();
                let mut name = PropertyName::default();
                while source.next_name(&mut name)? {
                    let mut slot = None;
                    source.next_value(&mut slot).map_err(|error| error.in_property(name.text().to_owned()))?;
                    object.extend(slot.map(|value| (name.take_text(), value)));
                }
                Self::Object(object)
            }
        })
    }
}

impl Encode for JsonValue {
    fn encode(&self, writer: &mut dyn Writer) {
        match self {
            Self::Null => writer.null(),
            Self::Bool(value) => writer.boolean(*value),
            Self::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(value), _) => writer.unsigned(value),
                (_, Some(value)) => writer.signed(value),
                _ => writer.float(number.as_f64().unwrap_or(f64::NAN)),
            },
            Self::String(text) => writer.string(text),
            Self::Array(items) => items.encode(writer),
            Self::Object(object) => writer.object(&[], &[], object),
        }
    }
}

impl Entries for serde_json::Map<String, JsonValue> {
    fn each(&self, write: &mut dyn FnMut(&str, &dyn Encode)) {
        for (name, value) in self {
            write(name, value);
        }
    }
}

impl Decode for Box<RawValue> {
    const IS_RAW: bool = true;

    fn decode(input: Input<'_>) -> Result<Self, JsonError> {
        match input.token {
            Token::Raw(text) => raw_value(text),
            _ => Err(input.unexpected("JSON text")),
        }
    }
}

impl Encode for RawValue {
    fn encode(&self, writer: &mut dyn Writer) {
        writer.raw(self);
    }
}

impl Encode for Box<RawValue> {
    fn encode(&self, writer: &mut dyn Writer) {
        writer.raw(self);
    }
}

impl Decode for Secret {
    fn decode(input: Input<'_>) -> Result<Self, JsonError> {
        match input.token {
            Token::String(text) => Ok(Self::new(text)),
            // The value itself is not quoted: it may be a secret.
            _ => Err(JsonError::new("invalid type: a secret must be a string")),
        }
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::deserialize(deserializer)
    }
}

impl Encode for Secret {
    fn encode(&self, writer: &mut dyn Writer) {
        writer.secret(self);
    }
}

/// Decodes a value whose JSON is a string.
///
/// # Errors
///
/// The value is not a string, or not of the format.
pub(crate) fn string<T: FromStr>(input: &Input<'_>, expected: &str) -> Result<T, JsonError> {
    let Token::String(text) = input.token else { return Err(input.unexpected(expected)) };
    text.parse().map_err(|_| JsonError::new(format!("invalid value: a string, expected {expected}")))
}
