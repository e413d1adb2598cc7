//! The bridge to types of other crates, whose JSON their implementation of serde's traits determines.
//!
//! A configuration maps schemas and formats to such types. [`json_object!`](crate::json_object) and
//! [`json_union!`](crate::json_union) put the word `serde` at their fields and variants.

use std::{
    any::type_name,
    collections::BTreeMap,
    fmt::Debug,
    ops::{Deref, DerefMut},
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use super::{
    Decode, Encode, Entries, Input, JsonError, Nullable, ObjectSource, Rest, Slot, Token, Writer, raw::JsonKind,
};

/// A value of a type of another crate.
///
/// Fields and variants have the type itself. This one is the item of streams and of pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SerdeValue<T>(pub T);

impl<T> SerdeValue<T> {
    /// The value.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for SerdeValue<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for SerdeValue<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T> From<T> for SerdeValue<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: DeserializeOwned> Decode for SerdeValue<T> {
    const IS_RAW: bool = true;

    fn decode(input: Input<'_>) -> Result<Self, JsonError> {
        from_input(&input).map(Self)
    }
}

impl<T: Serialize> Encode for SerdeValue<T> {
    fn encode(&self, writer: &mut dyn Writer) {
        write(&self.0, writer);
    }
}

/// Decodes a value by serde. The error does not show the value: it may be a secret in the wrong place.
fn from_input<T: DeserializeOwned>(input: &Input<'_>) -> Result<T, JsonError> {
    let Token::Raw(text) = input.token else { return Err(input.unexpected("JSON text")) };
    serde_json::from_str(text).map_err(|_| {
        let path = type_name::<T>();
        let kind = match JsonKind::of_text(text) {
            JsonKind::Null => "null",
            JsonKind::Boolean => "a boolean",
            JsonKind::Number => "a number",
            JsonKind::String => "a string",
            JsonKind::Array => "an array",
            JsonKind::Object => "an object",
        };
        JsonError::new(format!("invalid value: {kind}, expected `{path}`"))
    })
}

/// Writes a value by serde. A value that serde cannot write is an error of the writer.
fn write<T: Serialize + ?Sized>(value: &T, writer: &mut dyn Writer) {
    let text = serde_json::to_string(value).and_then(RawValue::from_string);
    if let Ok(text) = text {
        writer.raw(&text);
    }
}

/// Decodes JSON text of a type of another crate, inside a union.
///
/// # Errors
///
/// The JSON does not match the type.
#[doc(hidden)]
pub fn decode_serde_text<T: DeserializeOwned>(text: &str, context: &super::Context) -> Result<T, JsonError> {
    from_input(&Input { token: Token::Raw(text), context })
}

/// The field of a property whose type only serde codes, while it is decoded.
#[doc(hidden)]
#[derive(Debug)]
pub struct SerdeSlot<'f, F>(pub &'f mut F);

impl<T: DeserializeOwned> Slot for SerdeSlot<'_, Option<T>> {
    fn is_raw(&self) -> bool {
        true
    }

    fn fill(&mut self, input: Input<'_>) -> Result<(), JsonError> {
        *self.0 = Some(from_input(&input)?);
        Ok(())
    }

    fn clear(&mut self) {
        *self.0 = None;
    }

    fn is_filled(&self) -> bool {
        self.0.is_some()
    }
}

impl<T: DeserializeOwned> Slot for SerdeSlot<'_, Nullable<T>> {
    fn is_raw(&self) -> bool {
        true
    }

    fn fill(&mut self, input: Input<'_>) -> Result<(), JsonError> {
        *self.0 = if input.is_null() { Nullable::Null } else { Nullable::Value(from_input(&input)?) };
        Ok(())
    }

    fn clear(&mut self) {
        *self.0 = Nullable::Absent;
    }

    fn is_filled(&self) -> bool {
        !self.0.is_absent()
    }
}

/// A value that only serde codes, while it is encoded.
#[doc(hidden)]
#[derive(Debug)]
pub struct SerdeRequired<'f, T>(pub &'f T);

impl<T: Serialize> Encode for SerdeRequired<'_, T> {
    fn encode(&self, writer: &mut dyn Writer) {
        write(self.0, writer);
    }
}

/// An optional value that only serde codes, while it is encoded.
#[doc(hidden)]
#[derive(Debug)]
pub struct SerdeOptional<'f, T>(pub &'f Option<T>);

impl<T: Serialize> Encode for SerdeOptional<'_, T> {
    fn encode(&self, writer: &mut dyn Writer) {
        write(self.0, writer);
    }

    fn is_absent(&self) -> bool {
        self.0.is_none()
    }
}

/// A nullable value that only serde codes, while it is encoded.
#[doc(hidden)]
#[derive(Debug)]
pub struct SerdeNullable<'f, T>(pub &'f Nullable<T>);

impl<T: Serialize> Encode for SerdeNullable<'_, T> {
    fn encode(&self, writer: &mut dyn Writer) {
        write(&self.0.value(), writer);
    }

    fn is_absent(&self) -> bool {
        self.0.is_absent()
    }
}

/// Undescribed properties whose type only serde codes, while they are decoded.
#[doc(hidden)]
#[derive(Debug)]
pub struct SerdeRest<'f, T>(pub &'f mut BTreeMap<String, T>);

impl<T: DeserializeOwned> Rest for SerdeRest<'_, T> {
    fn read(&mut self, name: &str, source: &mut dyn ObjectSource) -> Result<(), JsonError> {
        let mut value: Option<SerdeValue<T>> = None;
        source.next_value(&mut value).map_err(|error| error.in_property(name.to_owned()))?;
        self.0.extend(value.map(|value| (name.to_owned(), value.0)));
        Ok(())
    }
}

/// Undescribed properties whose type only serde codes, while they are encoded.
#[doc(hidden)]
#[derive(Debug)]
pub struct SerdeEntries<'f, T>(pub &'f BTreeMap<String, T>);

impl<T: Serialize> Entries for SerdeEntries<'_, T> {
    fn each(&self, write: &mut dyn FnMut(&str, &dyn Encode)) {
        for (name, value) in self.0 {
            write(name, &SerdeRequired(value));
        }
    }
}

/// What a type needs to be the type of a schema or a format. Generated code calls it for each such type, so that the
/// compiler reports a missing trait there.
pub const fn mapped_type<T>()
where
    T: Serialize + DeserializeOwned + Clone + Debug + PartialEq + Send + Sync + 'static,
{
}

#[cfg(test)]
mod tests {
    #![allow(unreachable_pub, reason = "the macros are made for public types")]

    use std::time::Duration;

    use super::*;
    use crate::{json_object, json_union};

    #[derive(Clone, Debug, PartialEq)]
    struct Job {
        id: Option<String>,
        took: Duration,
        rest: Option<Vec<Duration>>,
        limit: Nullable<Duration>,
        pause: Option<Duration>,
        more: BTreeMap<String, Duration>,
    }

    json_object! {
        serde Job {
            id: optional read_only "id",
            took: required serde "took",
            rest: optional read_only serde "rest",
            limit: nullable serde "limit",
            pause: required serde "pause",
            ..more: BTreeMap<String, Duration>, serde
        }
    }

    #[derive(Clone, Debug, PartialEq)]
    enum Length {
        Time(Duration),
        Text(String),
        Job(Job),
    }

    json_union! {
        serde Length {
            Time(Duration) as_time: object { required: ["secs"], known: ["secs", "nanos"], constants: [] } serde,
            Text(String) as_text: string,
            Job(Job) as_job: object { required: ["took"], known: ["took"], constants: [] },
        }
    }

    const SECOND: &str = r#"{"secs":1,"nanos":0}"#;

    #[test]
    fn each_presence_round_trips() {
        for json in [
            format!(r#"{{"took":{SECOND},"pause":null}}"#),
            format!(r#"{{"took":{SECOND},"limit":null,"pause":{SECOND},"x":{SECOND}}}"#),
            format!(r#"{{"id":"a","took":{SECOND},"rest":[{SECOND}],"limit":{SECOND},"pause":{SECOND}}}"#),
        ] {
            let job: Job = serde_json::from_str(&json).unwrap();
            assert_eq!(serde_json::to_string(&job).unwrap(), json);
            assert_eq!(job.took, Duration::from_secs(1));
        }
        let job: Job = serde_json::from_str(&format!(r#"{{"took":{SECOND},"rest":null,"pause":null}}"#)).unwrap();
        assert_eq!((job.rest, job.limit, job.pause), (None, Nullable::Absent, None));
    }

    #[test]
    fn a_union_decodes_its_variants() {
        for (json, is_time) in [(SECOND, true), ("\"a\"", false)] {
            let length: Length = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&length).unwrap(), json);
            assert_eq!((length.as_time().is_some(), length.as_text().is_some()), (is_time, !is_time));
            assert!(length.as_job().is_none());
        }
        assert!(matches!(Length::from(Duration::ZERO), Length::Time(_)));
    }

    #[test]
    fn an_error_has_the_type_and_the_path_and_not_the_value() {
        let error = crate::json::read::<Job>(r#"{"took":"hunter2","pause":null}"#).unwrap_err();
        assert_eq!(error.path(), "/took");
        assert_eq!(error.message(), "invalid value: a string, expected `core::time::Duration`");
        let error = crate::json::read::<SerdeValue<Duration>>("5").unwrap_err();
        assert!(error.to_string().contains("invalid value: a number"), "{error}");
        assert_eq!(*crate::json::read::<SerdeValue<Duration>>(SECOND).unwrap(), Duration::from_secs(1));
        assert!(crate::json::read::<Job>("{}").unwrap_err().to_string().contains("missing property `took` of Job"));
    }

    #[test]
    fn a_value_that_serde_cannot_write_is_an_error() {
        struct Never;

        impl Serialize for Never {
            fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
                Err(serde::ser::Error::custom("never"))
            }
        }

        let error = crate::json::request_text(&SerdeValue(Never)).unwrap_err();
        assert!(error.to_string().contains("wrote nothing"), "{error}");
    }

    #[test]
    fn other_formats_have_the_value_too() {
        let values: BTreeMap<String, u8> = BTreeMap::from([("secs".to_owned(), 1), ("nanos".to_owned(), 0)]);
        let deserializer = serde::de::value::MapDeserializer::<_, serde::de::value::Error>::new(values.into_iter());
        let length: Length = crate::json::deserialize(deserializer).unwrap();
        assert_eq!(length, Length::Time(Duration::from_secs(1)));
    }
}
