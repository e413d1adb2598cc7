//! JSON text as a [`RawValue`] without a second validation, and the name by which `serde_json` marks such text.

use std::sync::LazyLock;

use serde::{
    Deserialize, Deserializer,
    de::{
        Error, Visitor,
        value::{BorrowedStrDeserializer, MapDeserializer},
    },
};
use serde_json::value::RawValue;

use super::JsonError;

/// The name by which `serde_json` recognizes a request for JSON text.
pub(super) static RAW_NAME: LazyLock<&'static str> = LazyLock::new(|| {
    struct Probe;

    impl<'de> Deserializer<'de> for Probe {
        type Error = serde::de::value::Error;

        fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
            Err(Self::Error::custom(""))
        }

        fn deserialize_newtype_struct<V: Visitor<'de>>(
            self,
            name: &'static str,
            _: V,
        ) -> Result<V::Value, Self::Error> {
            Err(Self::Error::custom(name))
        }

        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
            unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
        }
    }

    match Box::<RawValue>::deserialize(Probe) {
        Ok(_) => "",
        Err(name) => Box::leak(name.to_string().into_boxed_str()),
    }
});

/// JSON text as a value. The text was validated when it was read, and is not again.
pub(super) fn raw_value(json: &str) -> Result<Box<RawValue>, JsonError> {
    struct RawText<'t>(&'t str);

    impl<'de> Deserializer<'de> for RawText<'_> {
        type Error = serde::de::value::Error;

        fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            // The form in which `serde_json` itself passes the text on.
            visitor.visit_map(MapDeserializer::new(std::iter::once((*RAW_NAME, self.0))))
        }

        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
            unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
        }
    }

    Box::<RawValue>::deserialize(RawText(json)).map_err(|error| JsonError::syntax(error.to_string()))
}

/// As [`raw_value`], without a copy of the text.
pub(super) fn borrowed_raw_value(json: &str) -> Option<&RawValue> {
    let text = BorrowedStrDeserializer::<serde::de::value::Error>::new(json);
    <&RawValue>::deserialize(MapDeserializer::new(std::iter::once((*RAW_NAME, text)))).ok()
}
