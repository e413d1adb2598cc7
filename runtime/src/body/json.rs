//! JSON bodies: [`JsonObject`], property by property, or any other value as a whole ([`JsonBody`]).

use std::fmt;

use serde::{
    Serialize,
    ser::{Error, Impossible, Serializer},
};
use zeroize::Zeroizing;

use super::request_body::WipedBuffer;
use crate::{Secret, secret::capture_secrets};

/// A JSON object, written property by property in the order of the calls. Its buffer is zeroed on drop, since a
/// property may be a [`Secret`].
#[derive(Clone, Default)]
pub(crate) struct JsonObject {
    written: JsonBody,
}

impl JsonObject {
    /// Adds a property; `None` is omitted.
    pub(crate) fn property<T: Serialize>(mut self, name: &'static str, value: Option<&T>) -> Self {
        if let Some(value) = value {
            self.written.raw(if self.written.buffer.is_empty() { b"{" } else { b"," });
            self.written.value(name);
            self.written.raw(b":");
            self.written.value(value);
        }
        self
    }

    /// Closes the object.
    pub(crate) fn finish(self) -> JsonBody {
        let mut written = self.written;
        written.raw(if written.buffer.is_empty() { b"{}" } else { b"}" });
        written
    }
}

/// JSON text, the secrets in it, and the first error.
#[derive(Clone, Default)]
pub(crate) struct JsonBody {
    buffer: WipedBuffer,
    secrets: Vec<Secret>,
    problem: Option<String>,
}

impl JsonBody {
    /// Writes a whole value.
    pub(crate) fn of<T: Serialize + ?Sized>(value: &T) -> Self {
        let mut written = Self::default();
        written.value(value);
        written
    }

    /// The text and its secrets.
    pub(super) fn finish(self) -> Result<(Zeroizing<Vec<u8>>, Vec<Secret>), String> {
        match self.problem {
            None => Ok((self.buffer.into_inner(), self.secrets)),
            Some(problem) => Err(format!("cannot be written as JSON: {problem}")),
        }
    }

    fn raw(&mut self, bytes: &[u8]) {
        self.buffer.extend(bytes);
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) {
        let (result, secrets) = capture_secrets(|| serde_json::to_writer(&mut self.buffer, value));
        self.secrets.extend(secrets);
        if let Err(error) = result {
            self.problem.get_or_insert_with(|| error.to_string());
        }
    }
}

/// Whether the value is `None`: then there is no body. `Some(None)` is `null`. No other value is traversed.
pub(crate) fn is_none<T: Serialize + ?Sized>(value: &T) -> bool {
    value.serialize(NoneDetector).is_ok()
}

/// A serializer that succeeds for `None` only.
struct NoneDetector;

/// The value is not `None`.
#[derive(Debug)]
struct ValuePresent;

impl fmt::Display for ValuePresent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the value is not `None`")
    }
}

impl std::error::Error for ValuePresent {}

impl Error for ValuePresent {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Methods with the value as their only argument.
macro_rules! not_none {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, _: $type) -> Result<(), ValuePresent> {
            Err(ValuePresent)
        })*
    };
}

impl Serializer for NoneDetector {
    type Ok = ();
    type Error = ValuePresent;
    type SerializeSeq = Impossible<(), ValuePresent>;
    type SerializeTuple = Impossible<(), ValuePresent>;
    type SerializeTupleStruct = Impossible<(), ValuePresent>;
    type SerializeTupleVariant = Impossible<(), ValuePresent>;
    type SerializeMap = Impossible<(), ValuePresent>;
    type SerializeStruct = Impossible<(), ValuePresent>;
    type SerializeStructVariant = Impossible<(), ValuePresent>;

    not_none!(
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_f32: f32,
        serialize_f64: f64, serialize_i128: i128, serialize_u128: u128, serialize_char: char, serialize_str: &str,
        serialize_bytes: &[u8], serialize_unit_struct: &'static str
    );

    fn serialize_none(self) -> Result<(), ValuePresent> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Result<(), ValuePresent> {
        Err(ValuePresent)
    }

    fn serialize_unit(self) -> Result<(), ValuePresent> {
        Err(ValuePresent)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Result<(), ValuePresent> {
        Err(ValuePresent)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, _: &T) -> Result<(), ValuePresent> {
        Err(ValuePresent)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), ValuePresent> {
        Err(ValuePresent)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, ValuePresent> {
        Err(ValuePresent)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, ValuePresent> {
        Err(ValuePresent)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, ValuePresent> {
        Err(ValuePresent)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, ValuePresent> {
        Err(ValuePresent)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, ValuePresent> {
        Err(ValuePresent)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, ValuePresent> {
        Err(ValuePresent)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, ValuePresent> {
        Err(ValuePresent)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn text(object: JsonObject) -> String {
        String::from_utf8(object.finish().finish().unwrap().0.to_vec()).unwrap()
    }

    #[test]
    fn properties_keep_their_order_and_none_is_omitted() {
        let object =
            JsonObject::default().property("z", Some(&1)).property("b", None::<&u8>).property("a\"", Some(&"é"));
        assert_eq!(text(object), r#"{"z":1,"a\"":"é"}"#);
        assert_eq!(text(JsonObject::default().property("a", None::<&u8>)), "{}");
    }

    #[test]
    fn secrets_are_captured_at_any_depth() {
        let object = JsonObject::default().property("list", Some(&vec![Secret::new("hunter2")]));
        let (bytes, secrets) = object.finish().finish().unwrap();
        assert_eq!(bytes.as_slice(), br#"{"list":["hunter2"]}"#);
        assert_eq!(secrets, [Secret::new("hunter2")]);
    }

    #[test]
    fn values_without_a_json_form_are_rejected() {
        let map = BTreeMap::from([((1, 2), 3)]);
        assert!(JsonBody::of(&map).finish().is_err());
        assert!(JsonObject::default().property("map", Some(&map)).finish().finish().is_err());
    }

    #[test]
    fn only_none_is_absent() {
        assert!(is_none(&None::<u8>));
        assert!(is_none(&&None::<Vec<u8>>));
        assert!(!is_none(&Some(None::<u8>)));
        assert!(!is_none(&Some(1)));
        assert!(!is_none(&()));
        assert!(!is_none(&Vec::<u8>::new()));
        assert!(!is_none(&serde_json::Value::Object(serde_json::Map::new())));
    }
}
