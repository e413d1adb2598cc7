//! [`TreeSerializer`]: a serde serializer that builds a [`ValueTree`] of any value.

use std::fmt;

use serde::{
    Serialize,
    ser::{self, Serializer},
};

use super::value_tree::ValueTree;
use crate::{Secret, secret::capture_secrets};

/// Name by which `serde_json` marks raw JSON.
const RAW: &str = "$serde_json::private::RawValue";

impl ValueTree {
    /// Reads a value, and the secrets in it. The error completes a sentence about the value, and shows nothing of it.
    pub(crate) fn of<T: Serialize + ?Sized>(value: &T) -> Result<(Self, Vec<Secret>), String> {
        let (tree, secrets) = capture_secrets(|| value.serialize(TreeSerializer));
        tree.map(|tree| (tree, secrets)).map_err(|problem| problem.to_string())
    }
}

/// A serializer that builds a [`ValueTree`].
struct TreeSerializer;

/// Why a value cannot be a [`ValueTree`].
#[derive(Debug)]
struct TreeError(String);

impl fmt::Display for TreeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for TreeError {}

impl ser::Error for TreeError {
    fn custom<T: fmt::Display>(description: T) -> Self {
        Self(description.to_string())
    }
}

/// Numbers as Rust formats them: decimal, without exponent and separators.
macro_rules! literals {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, value: $type) -> Result<ValueTree, TreeError> {
            Ok(ValueTree::literal(value.to_string()))
        })*
    };
}

impl Serializer for TreeSerializer {
    type Ok = ValueTree;
    type Error = TreeError;
    type SerializeSeq = ListBuilder;
    type SerializeTuple = ListBuilder;
    type SerializeTupleStruct = ListBuilder;
    type SerializeTupleVariant = ListBuilder;
    type SerializeMap = ObjectBuilder;
    type SerializeStruct = ObjectBuilder;
    type SerializeStructVariant = ObjectBuilder;

    literals!(
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128
    );

    fn serialize_f32(self, value: f32) -> Result<ValueTree, TreeError> {
        finite(value.is_finite(), &value)
    }

    fn serialize_f64(self, value: f64) -> Result<ValueTree, TreeError> {
        finite(value.is_finite(), &value)
    }

    fn serialize_char(self, value: char) -> Result<ValueTree, TreeError> {
        Ok(ValueTree::string(value))
    }

    fn serialize_str(self, value: &str) -> Result<ValueTree, TreeError> {
        Ok(ValueTree::string(value))
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<ValueTree, TreeError> {
        Err(TreeError("contains bytes, which have no text form".to_owned()))
    }

    fn serialize_none(self) -> Result<ValueTree, TreeError> {
        Ok(ValueTree::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<ValueTree, TreeError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<ValueTree, TreeError> {
        Ok(ValueTree::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<ValueTree, TreeError> {
        Ok(ValueTree::Null)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<ValueTree, TreeError> {
        Ok(ValueTree::string(variant))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<ValueTree, TreeError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<ValueTree, TreeError> {
        Ok(ValueTree::Object(vec![(variant.to_owned(), value.serialize(self)?)]))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<ListBuilder, TreeError> {
        Ok(ListBuilder::default())
    }

    fn serialize_tuple(self, _: usize) -> Result<ListBuilder, TreeError> {
        Ok(ListBuilder::default())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<ListBuilder, TreeError> {
        Ok(ListBuilder::default())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<ListBuilder, TreeError> {
        Ok(ListBuilder { variant: Some(variant), elements: Vec::new() })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<ObjectBuilder, TreeError> {
        Ok(ObjectBuilder::default())
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<ObjectBuilder, TreeError> {
        Ok(ObjectBuilder { is_raw: name == RAW, ..ObjectBuilder::default() })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<ObjectBuilder, TreeError> {
        Ok(ObjectBuilder { variant: Some(variant), ..ObjectBuilder::default() })
    }
}

fn finite(is_finite: bool, value: &dyn fmt::Display) -> Result<ValueTree, TreeError> {
    if is_finite {
        Ok(ValueTree::literal(value.to_string()))
    } else {
        Err(TreeError("is a number that is not finite".to_owned()))
    }
}

/// Wraps an enum variant in an object with its name.
fn wrap(variant: Option<&'static str>, tree: ValueTree) -> ValueTree {
    match variant {
        Some(variant) => ValueTree::Object(vec![(variant.to_owned(), tree)]),
        None => tree,
    }
}

/// A list under construction.
#[derive(Default)]
struct ListBuilder {
    variant: Option<&'static str>,
    elements: Vec<ValueTree>,
}

impl ListBuilder {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), TreeError> {
        self.elements.push(value.serialize(TreeSerializer)?);
        Ok(())
    }

    fn finish(self) -> ValueTree {
        wrap(self.variant, ValueTree::List(self.elements))
    }
}

/// The traits of lists differ in names only.
macro_rules! list_traits {
    ($($of:ident: $method:ident),*) => {
        $(impl ser::$of for ListBuilder {
            type Ok = ValueTree;
            type Error = TreeError;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), TreeError> {
                self.push(value)
            }

            fn end(self) -> Result<ValueTree, TreeError> {
                Ok(self.finish())
            }
        })*
    };
}

list_traits!(
    SerializeSeq: serialize_element, SerializeTuple: serialize_element, SerializeTupleStruct: serialize_field,
    SerializeTupleVariant: serialize_field
);

/// An object under construction.
#[derive(Default)]
struct ObjectBuilder {
    variant: Option<&'static str>,
    /// Whether it is raw JSON.
    is_raw: bool,
    key: Option<String>,
    properties: Vec<(String, ValueTree)>,
}

impl ObjectBuilder {
    fn push<T: Serialize + ?Sized>(&mut self, name: String, value: &T) -> Result<(), TreeError> {
        self.properties.push((name, value.serialize(TreeSerializer)?));
        Ok(())
    }

    fn finish(mut self) -> Result<ValueTree, TreeError> {
        match self.properties.pop() {
            Some((_, ValueTree::Scalar(json))) if self.is_raw => ValueTree::of_json(&json.text)
                .ok_or_else(|| TreeError("contains JSON that is nested too deeply".to_owned())),
            last => {
                self.properties.extend(last);
                Ok(wrap(self.variant, ValueTree::Object(self.properties)))
            }
        }
    }
}

impl ser::SerializeMap for ObjectBuilder {
    type Ok = ValueTree;
    type Error = TreeError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), TreeError> {
        match key.serialize(TreeSerializer)? {
            ValueTree::Scalar(key) => {
                self.key = Some((*key.text).clone());
                Ok(())
            }
            _ => Err(TreeError("contains a map whose keys are not scalars".to_owned())),
        }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), TreeError> {
        let name = self.key.take().unwrap_or_default();
        self.push(name, value)
    }

    fn end(self) -> Result<ValueTree, TreeError> {
        self.finish()
    }
}

/// The traits of structs differ in names only.
macro_rules! struct_traits {
    ($($of:ident),*) => {
        $(impl ser::$of for ObjectBuilder {
            type Ok = ValueTree;
            type Error = TreeError;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), TreeError> {
                self.push(name.to_owned(), value)
            }

            fn end(self) -> Result<ValueTree, TreeError> {
                self.finish()
            }
        })*
    };
}

struct_traits!(SerializeStruct, SerializeStructVariant);

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::value::RawValue;

    use super::*;
    use crate::Number;

    #[derive(Serialize)]
    #[serde(rename_all = "kebab-case")]
    enum Choice {
        UnitOne,
        Newtype(u8),
        Pair(u8, bool),
        Named { a: f64 },
    }

    fn json<T: Serialize + ?Sized>(value: &T) -> String {
        ValueTree::of(value).map_or(ValueTree::Null, |(tree, _)| tree).to_json().to_string()
    }

    #[test]
    fn trees_equal_the_output_of_serde_json() {
        let choices = [Choice::UnitOne, Choice::Newtype(1), Choice::Pair(2, true), Choice::Named { a: 0.5 }];
        assert_eq!(json(&choices), serde_json::to_string(&choices).unwrap());
        let map = BTreeMap::from([(1, Some('c')), (2, None)]);
        assert_eq!(json(&map), r#"{"1":"c","2":null}"#);
        assert_eq!(json(&((), 1e21, u128::MAX)), format!("[null,1000000000000000000000,{}]", u128::MAX));
    }

    #[test]
    fn numbers_and_raw_values_keep_their_digits() {
        let number: Number = "1.500".parse().unwrap();
        let raw = RawValue::from_string(r#"{"a":[0.10]}"#.to_owned()).unwrap();
        assert_eq!(json(&(number, raw)), r#"[1.500,{"a":[0.10]}]"#);
    }

    #[test]
    fn secrets_are_captured() {
        let (_, secrets) = ValueTree::of(&BTreeMap::from([("a", Secret::new("hunter2"))])).unwrap();
        assert_eq!(secrets, [Secret::new("hunter2")]);
    }

    #[test]
    fn values_without_a_text_form_are_rejected() {
        assert!(ValueTree::of(&f64::NAN).is_err());
        assert!(ValueTree::of(&f32::INFINITY).is_err());
        assert!(ValueTree::of(&BTreeMap::from([((1, 2), 3)])).is_err());
    }
}
