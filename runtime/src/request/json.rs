//! JSON bodies: [`JsonObject`], property by property, or any other value as a whole ([`JsonBody`]).

use std::fmt;

use serde::{
    Serialize,
    ser::{Error, Impossible, Serializer},
};
use zeroize::Zeroizing;

use crate::{InvalidRequest, Secret, body::WipedBuffer, secret::capture_secrets};

/// A JSON object whose members are values of their own, written compactly and in the order in which they are given.
///
/// Its buffer is wiped when it is dropped, since a member may be a [`Secret`].
#[derive(Clone, Default)]
pub(super) struct JsonObject {
    written: JsonBody,
}

impl JsonObject {
    /// Adds a member; `None` is left out.
    pub(super) fn member<T: Serialize>(mut self, name: &'static str, value: Option<&T>) -> Self {
        if let Some(value) = value {
            self.written.raw(if self.written.buffer.is_empty() { b"{" } else { b"," });
            self.written.value(name);
            self.written.raw(b":");
            self.written.value(value);
        }
        self
    }

    /// The whole object.
    pub(super) fn written(self) -> JsonBody {
        let mut written = self.written;
        written.raw(if written.buffer.is_empty() { b"{}" } else { b"}" });
        written
    }
}

/// JSON text so far, the secrets in it, and the first thing that could not be written.
#[derive(Clone, Default)]
pub(super) struct JsonBody {
    buffer: WipedBuffer,
    secrets: Vec<Secret>,
    problem: Option<String>,
}

impl JsonBody {
    /// A value at once.
    pub(super) fn of<T: Serialize + ?Sized>(value: &T) -> Self {
        let mut written = Self::default();
        written.value(value);
        written
    }

    /// The text and its secrets, or why there is none.
    pub(super) fn finish(self) -> Result<(Zeroizing<Vec<u8>>, Vec<Secret>), InvalidRequest> {
        match self.problem {
            None => Ok((self.buffer.into_inner(), self.secrets)),
            Some(problem) => Err(InvalidRequest::Body { problem: format!("cannot be written as JSON: {problem}") }),
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

/// Whether the value is `None`. Of any other nothing is looked at; `Some(None)` is a `null`.
pub(super) fn is_none<T: Serialize + ?Sized>(value: &T) -> bool {
    value.serialize(AskNone).is_ok()
}

/// Succeeds with `None` alone.
struct AskNone;

/// The value is something.
#[derive(Debug)]
struct Something;

impl fmt::Display for Something {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the value is there")
    }
}

impl std::error::Error for Something {}

impl Error for Something {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Methods whose one argument is the value.
macro_rules! something {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, _: $type) -> Result<(), Something> {
            Err(Something)
        })*
    };
}

impl Serializer for AskNone {
    type Ok = ();
    type Error = Something;
    type SerializeSeq = Impossible<(), Something>;
    type SerializeTuple = Impossible<(), Something>;
    type SerializeTupleStruct = Impossible<(), Something>;
    type SerializeTupleVariant = Impossible<(), Something>;
    type SerializeMap = Impossible<(), Something>;
    type SerializeStruct = Impossible<(), Something>;
    type SerializeStructVariant = Impossible<(), Something>;

    something!(
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_u8: u8,
        serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_f32: f32, serialize_f64: f64, serialize_i128: i128,
        serialize_u128: u128, serialize_char: char, serialize_str: &str, serialize_bytes: &[u8], serialize_unit_struct: &'static str
    );

    fn serialize_none(self) -> Result<(), Something> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Result<(), Something> {
        Err(Something)
    }

    fn serialize_unit(self) -> Result<(), Something> {
        Err(Something)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Result<(), Something> {
        Err(Something)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, _: &T) -> Result<(), Something> {
        Err(Something)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Something> {
        Err(Something)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Something> {
        Err(Something)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Something> {
        Err(Something)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Something> {
        Err(Something)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Something> {
        Err(Something)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Something> {
        Err(Something)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, Something> {
        Err(Something)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Something> {
        Err(Something)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn text(object: JsonObject) -> String {
        String::from_utf8(object.written().finish().unwrap().0.to_vec()).unwrap()
    }

    #[test]
    fn members_keep_their_order_and_none_is_left_out() {
        let object = JsonObject::default().member("z", Some(&1)).member("b", None::<&u8>).member("a\"", Some(&"é"));
        assert_eq!(text(object), r#"{"z":1,"a\"":"é"}"#);
        assert_eq!(text(JsonObject::default().member("a", None::<&u8>)), "{}");
    }

    #[test]
    fn secrets_are_noticed_at_any_depth() {
        let object = JsonObject::default().member("list", Some(&vec![Secret::new("hunter2")]));
        let (bytes, secrets) = object.written().finish().unwrap();
        assert_eq!(bytes.as_slice(), br#"{"list":["hunter2"]}"#);
        assert_eq!(secrets, [Secret::new("hunter2")]);
    }

    #[test]
    fn what_cannot_be_json_is_refused() {
        let map = BTreeMap::from([((1, 2), 3)]);
        assert!(JsonBody::of(&map).finish().is_err());
        assert!(JsonObject::default().member("map", Some(&map)).written().finish().is_err());
    }

    #[test]
    fn none_alone_is_absent() {
        assert!(is_none(&None::<u8>));
        assert!(is_none(&&None::<Vec<u8>>));
        assert!(!is_none(&Some(None::<u8>)));
        assert!(!is_none(&Some(1)));
        assert!(!is_none(&()));
        assert!(!is_none(&Vec::<u8>::new()));
        assert!(!is_none(&serde_json::Value::Object(serde_json::Map::new())));
    }
}
