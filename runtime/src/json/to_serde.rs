//! A [`Writer`] to any serde format, and [`serialize`], the `Serialize` implementation of all types.
//!
//! The only code that is generic over the serializer. It is compiled once per format, not once per type.

use std::{any::type_name, fmt};

use serde::{
    Serialize, Serializer,
    ser::{Error, SerializeMap, SerializeSeq, SerializeStruct},
};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::{
    Encode, Entries, JsonError, JsonKind, Property, RawObject, Writer, elements, lexer::is_number,
    object::is_documented, property::Presence, raw::nesting, raw_value::RAW_NAME, to_text::object_text,
};
use crate::{Secret, secret};

/// Writes a value to a serde format.
///
/// # Errors
///
/// Those of the serializer. Or the value contains a [`Secret`], and this is no request.
pub fn serialize<S: Serializer>(value: &dyn Encode, serializer: S) -> Result<S::Ok, S::Error> {
    write(value, serializer, is_compact_text::<S>())
}

fn write<S: Serializer>(value: &dyn Encode, serializer: S, takes_text: bool) -> Result<S::Ok, S::Error> {
    let mut writer = SerdeWriter { state: State::Ready(serializer), takes_text };
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
    let whole = AsSerialize { value, takes_text: true };
    let (text, _) = secret::capture_secrets(|| serde_json::to_string(&whole));
    text.map(Zeroizing::new).map_err(|error| JsonError::new(error.to_string()))
}

struct SerdeWriter<S: Serializer> {
    state: State<S>,
    /// Whether objects are written as JSON text, which takes half the time.
    takes_text: bool,
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
        let takes_text = self.takes_text;
        self.write(|serializer| {
            let mut array = serializer.serialize_seq(Some(items.size_hint().0))?;
            for item in items {
                array.serialize_element(&AsSerialize { value: item, takes_text })?;
            }
            array.end()
        });
    }

    fn object(&mut self, properties: &[Property], values: &[&dyn Encode], rest: &dyn Entries) {
        let text = if self.takes_text { object_text(properties, values, rest) } else { None };
        self.write(|serializer| match text {
            Some(text) => json_text(&text, serializer),
            None => object(properties, values, rest, serializer),
        });
    }
}

/// Writes an object property by property.
fn object<S: Serializer>(
    properties: &[Property],
    values: &[&dyn Encode],
    rest: &dyn Entries,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let omits_read_only = properties.iter().any(|property| property.kind.is_read_only) && secret::is_request();
    let mut map = serializer.serialize_map(None)?;
    for (property, value) in properties.iter().zip(values) {
        let is_left_out = property.kind.presence != Presence::Required && value.is_absent()
            || omits_read_only && property.kind.is_read_only;
        if !is_left_out {
            map.serialize_entry(property.name(), &AsSerialize::by_parts(*value))?;
        }
    }
    let mut result = Ok(());
    rest.each(&mut |name, value| {
        if result.is_ok() && !is_documented(properties, values, name) {
            result = map.serialize_entry(name, &AsSerialize::by_parts(value));
        }
    });
    result?;
    map.end()
}

/// Writes JSON text as it is, in the form in which `serde_json` passes it on.
fn json_text<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let mut raw = serializer.serialize_struct(*RAW_NAME, 1)?;
    raw.serialize_field(*RAW_NAME, text)?;
    raw.end()
}

/// A value as serde sees it.
struct AsSerialize<'v> {
    value: &'v dyn Encode,
    takes_text: bool,
}

impl<'v> AsSerialize<'v> {
    /// A value inside an object that could not be written as text. Each level would try in vain.
    fn by_parts(value: &'v dyn Encode) -> Self {
        Self { value, takes_text: false }
    }
}

impl Serialize for AsSerialize<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write(self.value, serializer, self.takes_text)
    }
}

/// Whether the serializer is that of `serde_json` for compact text. Another formatter would not see the inside of the
/// text.
///
/// The name of its type tells. If it ever changes, objects are written property by property.
fn is_compact_text<S>() -> bool {
    let to_vec = type_name::<&mut serde_json::Serializer<&mut Vec<u8>>>();
    let name = type_name::<S>();
    if name == to_vec {
        return true;
    }
    // Another destination. The name of its type has no parameters, and the formatter is the default.
    let Some((prefix, suffix)) = to_vec.split_once(type_name::<Vec<u8>>()) else { return false };
    let destination = name.strip_prefix(prefix).and_then(|name| name.strip_suffix(suffix));
    destination.is_some_and(|destination| !destination.contains([',', '<', '(']))
}

/// Whether the serializer keeps JSON text: those of `serde_json`, and that of parameters.
///
/// Others would write the text as a string, and a serializer does not say what it is. If the name of its type ever
/// changes, numbers that are no 64-bit number are written as strings, and a test fails.
fn keeps_json_text<S>() -> bool {
    let name = type_name::<S>();
    name.contains("serde_json::") || name.contains("::parameter::serializer::")
}

/// Maximum nesting of JSON that is parsed.
const MAX_DEPTH: usize = 128;

/// A number with all its digits. Where a format has no such number, it is a string.
fn number<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    number_with(text, |shortest| shortest == text, serializer)
}

/// A number in JSON text. It remains a number if a float has the same value: `1.50` becomes `1.5`.
fn number_of_text<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    number_with(text, |shortest| decimal(shortest) == decimal(text), serializer)
}

/// The sign, the digits without zeros at the ends, and the exponent of the last one: the same for equal numbers.
fn decimal(text: &str) -> (bool, String, Option<i64>) {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{}{fraction}", whole.trim_start_matches('-'));
    let significant = digits.trim_end_matches('0');
    let moved = i64::try_from(digits.len().saturating_sub(significant.len())).ok();
    let moved = moved.zip(i64::try_from(fraction.len()).ok()).map(|(zeros, fraction)| zeros.saturating_sub(fraction));
    let exponent = moved.and_then(|moved| exponent.parse::<i64>().ok()?.checked_add(moved));
    let significant = significant.trim_start_matches('0');
    (whole.starts_with('-'), significant.to_owned(), exponent.filter(|_| !significant.is_empty()))
}

/// A number. A float is written if `is_same` accepts its shortest spelling, otherwise the text.
fn number_with<S: Serializer>(
    text: &str,
    is_same: impl FnOnce(&str) -> bool,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    if keeps_json_text::<S>() {
        return if is_number(text) { json_text(text, serializer) } else { Err(S::Error::custom("not a number")) };
    }
    if let Ok(integer) = text.parse::<u64>() {
        return serializer.serialize_u64(integer);
    }
    if let Ok(integer) = text.parse::<i64>() {
        return serializer.serialize_i64(integer);
    }
    match text.parse::<f64>() {
        Ok(float) if float.is_finite() && serde_json::to_string(&float).is_ok_and(|shortest| is_same(&shortest)) => {
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
            JsonKind::Number => number_of_text(text, serializer),
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

    #[test]
    fn decimals_with_the_same_value_are_equal() {
        for (one, other) in [("1.50", "1.5"), ("1e2", "100.0"), ("0.010E+1", "0.1"), ("-0.0", "-0"), ("0e9", "0.0")] {
            assert_eq!(decimal(one), decimal(other), "{one}");
        }
        for (one, other) in [("1.5", "1.51"), ("1e2", "1e3"), ("-1", "1"), ("0.1", "0.10000000000000000001")] {
            assert_ne!(decimal(one), decimal(other), "{one}");
        }
    }

    #[test]
    fn only_compact_text_is_written_at_once() {
        struct Spaces;

        impl serde_json::ser::Formatter for Spaces {}

        assert!(is_compact_text::<&mut serde_json::Serializer<&mut Vec<u8>>>());
        assert!(is_compact_text::<&mut serde_json::Serializer<&mut std::io::Sink>>());
        assert!(!is_compact_text::<&mut serde_json::Serializer<Vec<u8>, Spaces>>());
        assert!(!is_compact_text::<&mut serde_json::Serializer<&mut Vec<u8>, Spaces>>());
        assert!(!is_compact_text::<&mut serde_json::Serializer<&mut Vec<u8>, serde_json::ser::PrettyFormatter<'_>>>());
        let login = Login { id: Some("7".to_owned()), password: Secret::new("p"), extra: Extra::default() };
        let pretty = secret::with_secrets(|| serde_json::to_string_pretty(&login)).unwrap();
        assert_eq!(pretty, "{\n  \"id\": \"7\",\n  \"password\": \"p\"\n}");
    }
}
