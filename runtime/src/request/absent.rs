//! Whether a value of any type is `None`, which is a body that is not there rather than a `null`.

use std::fmt;

use serde::{
    Serialize,
    ser::{Error, Impossible, Serializer},
};

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
    use super::*;

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
