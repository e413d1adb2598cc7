//! A [`Writer`] to any serde format, and [`serialize`], the `Serialize` implementation of all types.
//!
//! The only code that is generic over the serializer. It is compiled once per format, not once per type.

use std::fmt;

use serde::{
    Serialize, Serializer,
    ser::{Error, SerializeMap, SerializeSeq},
};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::{
    Encode, Entries, JsonError, JsonKind, Property, RawObject, Writer, decode::nesting, elements, property::Presence,
};
use crate::{Secret, secret};

/// Writes a value to a serde format.
///
/// # Errors
///
/// Those of the serializer. Or the value contains a [`Secret`], and this is no request.
pub fn serialize<S: Serializer>(value: &dyn Encode, serializer: S) -> Result<S::Ok, S::Error> {
    let mut writer = SerdeWriter { state: State::Ready(serializer) };
    value.encode(&mut writer);
    match writer.state {
        State::Done(result) => result,
        State::Ready(_) | State::Busy => Err(S::Error::custom("the value wrote nothing")),
    }
}

/// The JSON of a value as requests send it: with its secrets, and without its read-only properties.
///
/// For tests and tools. The string contains the secrets.
///
/// # Errors
///
/// The value has no JSON form.
pub fn request_text(value: &dyn Encode) -> Result<Zeroizing<String>, JsonError> {
    let (text, _) = secret::capture_secrets(|| serde_json::to_string(&AsSerialize(value)));
    text.map(Zeroizing::new).map_err(|error| JsonError::new(error.to_string()))
}

struct SerdeWriter<S: Serializer> {
    state: State<S>,
}

enum State<S: Serializer> {
    Ready(S),
    Busy,
    Done(Result<S::Ok, S::Error>),
}

impl<S: Serializer> SerdeWriter<S> {
    fn write(&mut self, write: impl FnOnce(S) -> Result<S::Ok, S::Error>) {
        let state = std::mem::replace(&mut self.state, State::Busy);
        self.state = State::Done(match state {
            State::Ready(serializer) => write(serializer),
            State::Busy | State::Done(_) => Err(S::Error::custom("the value wrote twice")),
        });
    }
}

impl<S: Serializer> Writer for SerdeWriter<S> {
    fn null(&mut self) {
        self.write(Serializer::serialize_unit);
    }

    fn boolean(&mut self, value: bool) {
        self.write(|serializer| serializer.serialize_bool(value));
    }

    fn unsigned(&mut self, value: u64) {
        self.write(|serializer| serializer.serialize_u64(value));
    }

    fn signed(&mut self, value: i64) {
        self.write(|serializer| serializer.serialize_i64(value));
    }

    fn float(&mut self, value: f64) {
        self.write(|serializer| serializer.serialize_f64(value));
    }

    fn single(&mut self, value: f32) {
        self.write(|serializer| serializer.serialize_f32(value));
    }

    fn number(&mut self, text: &str) {
        self.write(|serializer| number(text, serializer));
    }

    fn string(&mut self, text: &str) {
        self.write(|serializer| serializer.serialize_str(text));
    }

    fn secret(&mut self, secret: &Secret) {
        self.write(|serializer| secret.serialize(serializer));
    }

    fn raw(&mut self, json: &RawValue) {
        self.write(|serializer| {
            if keeps_json_text::<S>() {
                json.serialize(serializer)
            } else if nesting(json.get()) > MAX_DEPTH {
                Err(S::Error::custom("an undocumented property is nested too deeply for this format"))
            } else {
                RawJsonSerializer(json).serialize(serializer)
            }
        });
    }

    fn array(&mut self, items: &mut dyn Iterator<Item = &dyn Encode>) {
        self.write(|serializer| {
            let mut array = serializer.serialize_seq(Some(items.size_hint().0))?;
            for item in items {
                array.serialize_element(&AsSerialize(item))?;
            }
            array.end()
        });
    }

    fn object(&mut self, properties: &[Property], values: &[&dyn Encode], rest: &dyn Entries) {
        self.write(|serializer| {
            let omits_read_only = properties.iter().any(|property| property.is_read_only) && secret::is_request();
            let mut map = serializer.serialize_map(None)?;
            for (property, value) in properties.iter().zip(values) {
                let is_left_out = property.presence != Presence::Required && value.is_absent()
                    || omits_read_only && property.is_read_only;
                if !is_left_out {
                    map.serialize_entry(property.name, &AsSerialize(*value))?;
                }
            }
            let mut result = Ok(());
            rest.each(&mut |name, value| {
                if result.is_ok() {
                    result = map.serialize_entry(name, &AsSerialize(value));
                }
            });
            result?;
            map.end()
        });
    }
}

/// A value as serde sees it.
pub(super) struct AsSerialize<'v>(pub(super) &'v dyn Encode);

impl Serialize for AsSerialize<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self.0, serializer)
    }
}

/// Whether the serializer keeps JSON text: those of `serde_json`, and that of parameters.
///
/// Others would write the text as a string, and a serializer does not say what it is. If the name of its type ever
/// changes, numbers that are no 64-bit number are written as strings, and a test fails.
fn keeps_json_text<S>() -> bool {
    let name = std::any::type_name::<S>();
    name.contains("serde_json::") || name.contains("::parameter::serializer::")
}

/// Maximum nesting of JSON that is parsed.
const MAX_DEPTH: usize = 128;

/// A number with all its digits. Where a format has no such number, it is a string.
fn number<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if keeps_json_text::<S>() {
        let raw = RawValue::from_string(text.to_owned()).map_err(S::Error::custom)?;
        return raw.serialize(serializer);
    }
    if let Ok(integer) = text.parse::<u64>() {
        return serializer.serialize_u64(integer);
    }
    if let Ok(integer) = text.parse::<i64>() {
        return serializer.serialize_i64(integer);
    }
    match text.parse::<f64>() {
        Ok(float) if serde_json::to_string(&float).is_ok_and(|shortest| shortest == text) => {
            serializer.serialize_f64(float)
        }
        _ => serializer.serialize_str(text),
    }
}

/// JSON text whose values are written one by one.
struct RawJsonSerializer<'j>(&'j RawValue);

impl Serialize for RawJsonSerializer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.0.get();
        match JsonKind::of(self.0) {
            JsonKind::Null => serializer.serialize_unit(),
            JsonKind::Boolean => serializer.serialize_bool(text == "true"),
            JsonKind::Number => number(text, serializer),
            JsonKind::String => serializer.serialize_str(&serde_json::from_str::<String>(text).map_err(invalid)?),
            JsonKind::Array => {
                let items = elements(text).unwrap_or_default();
                let mut array = serializer.serialize_seq(Some(items.len()))?;
                items.into_iter().try_for_each(|item| array.serialize_element(&RawJsonSerializer(item)))?;
                array.end()
            }
            JsonKind::Object => {
                let properties = RawObject::parse(text).map(|object| object.0).unwrap_or_default();
                let mut map = serializer.serialize_map(Some(properties.len()))?;
                for (name, value) in properties {
                    map.serialize_entry(name.as_str(), &RawJsonSerializer(value))?;
                }
                map.end()
            }
        }
    }
}

fn invalid<E: Error>(error: impl fmt::Display) -> E {
    E::custom(error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Extra, json_object};

    struct Login {
        id: Option<String>,
        password: Secret,
        extra: Extra,
    }

    json_object! {
        Login { id: optional read_only "id", password: required "password", ..extra }
    }

    #[test]
    fn a_request_has_secrets_and_no_read_only_properties() {
        let login = Login { id: Some("7".to_owned()), password: Secret::new("hunter2"), extra: Extra::default() };
        assert_eq!(*request_text(&login).unwrap(), r#"{"password":"hunter2"}"#);
        assert!(serde_json::to_string(&login).is_err());
        // The response of a test has both.
        let response = secret::with_secrets(|| serde_json::to_string(&login));
        assert_eq!(response.unwrap(), r#"{"id":"7","password":"hunter2"}"#);
        let login: Login = serde_json::from_str(r#"{"id":"7","password":"p"}"#).unwrap();
        assert_eq!(login.id.as_deref(), Some("7"));
    }
}
