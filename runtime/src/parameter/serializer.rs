//! A serde serializer that makes a [`Tree`] of any value.

use std::fmt;

use serde::{
    Serialize,
    ser::{self, Serializer},
};

use super::tree::Tree;
use crate::{Secret, secret::capture_secrets};

/// The name under which `serde_json` hands over JSON text that is to stand as it is.
const RAW: &str = "$serde_json::private::RawValue";

impl Tree {
    /// Reads a value, and the secrets in it. The error completes a sentence about the value, and shows nothing of it.
    pub(crate) fn of<T: Serialize + ?Sized>(value: &T) -> Result<(Self, Vec<Secret>), String> {
        let (tree, secrets) = capture_secrets(|| value.serialize(TreeSerializer));
        tree.map(|tree| (tree, secrets)).map_err(|problem| problem.to_string())
    }
}

/// A serializer that builds a [`Tree`].
struct TreeSerializer;

/// Why a value cannot be a tree.
#[derive(Debug)]
struct NoTree(String);

impl fmt::Display for NoTree {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for NoTree {}

impl ser::Error for NoTree {
    fn custom<T: fmt::Display>(words: T) -> Self {
        Self(words.to_string())
    }
}

/// Numbers as Rust prints them: decimal, no exponent, no separators.
macro_rules! literals {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, value: $type) -> Result<Tree, NoTree> {
            Ok(Tree::literal(value.to_string()))
        })*
    };
}

impl Serializer for TreeSerializer {
    type Ok = Tree;
    type Error = NoTree;
    type SerializeSeq = ListTree;
    type SerializeTuple = ListTree;
    type SerializeTupleStruct = ListTree;
    type SerializeTupleVariant = ListTree;
    type SerializeMap = ObjectTree;
    type SerializeStruct = ObjectTree;
    type SerializeStructVariant = ObjectTree;

    literals!(
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128
    );

    fn serialize_f32(self, value: f32) -> Result<Tree, NoTree> {
        finite(value.is_finite(), &value)
    }

    fn serialize_f64(self, value: f64) -> Result<Tree, NoTree> {
        finite(value.is_finite(), &value)
    }

    fn serialize_char(self, value: char) -> Result<Tree, NoTree> {
        Ok(Tree::string(value))
    }

    fn serialize_str(self, value: &str) -> Result<Tree, NoTree> {
        Ok(Tree::string(value))
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<Tree, NoTree> {
        Err(NoTree("holds bytes, which have no text".to_owned()))
    }

    fn serialize_none(self) -> Result<Tree, NoTree> {
        Ok(Tree::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Tree, NoTree> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Tree, NoTree> {
        Ok(Tree::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Tree, NoTree> {
        Ok(Tree::Null)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Tree, NoTree> {
        Ok(Tree::string(variant))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<Tree, NoTree> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Tree, NoTree> {
        Ok(Tree::Object(vec![(variant.to_owned(), value.serialize(self)?)]))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<ListTree, NoTree> {
        Ok(ListTree::default())
    }

    fn serialize_tuple(self, _: usize) -> Result<ListTree, NoTree> {
        Ok(ListTree::default())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<ListTree, NoTree> {
        Ok(ListTree::default())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<ListTree, NoTree> {
        Ok(ListTree { variant: Some(variant), elements: Vec::new() })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<ObjectTree, NoTree> {
        Ok(ObjectTree::default())
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<ObjectTree, NoTree> {
        Ok(ObjectTree { is_raw: name == RAW, ..ObjectTree::default() })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<ObjectTree, NoTree> {
        Ok(ObjectTree { variant: Some(variant), ..ObjectTree::default() })
    }
}

fn finite(is_finite: bool, value: &dyn fmt::Display) -> Result<Tree, NoTree> {
    if is_finite {
        Ok(Tree::literal(value.to_string()))
    } else {
        Err(NoTree("is a number that is not finite".to_owned()))
    }
}

/// Under the name of its variant, if it is one of an enum.
fn wrap(variant: Option<&'static str>, tree: Tree) -> Tree {
    match variant {
        Some(variant) => Tree::Object(vec![(variant.to_owned(), tree)]),
        None => tree,
    }
}

/// A list that is being read.
#[derive(Default)]
struct ListTree {
    variant: Option<&'static str>,
    elements: Vec<Tree>,
}

impl ListTree {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoTree> {
        self.elements.push(value.serialize(TreeSerializer)?);
        Ok(())
    }

    fn finish(self) -> Tree {
        wrap(self.variant, Tree::List(self.elements))
    }
}

/// The four traits of a list differ in names only.
macro_rules! list_traits {
    ($($of:ident: $method:ident),*) => {
        $(impl ser::$of for ListTree {
            type Ok = Tree;
            type Error = NoTree;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoTree> {
                self.push(value)
            }

            fn end(self) -> Result<Tree, NoTree> {
                Ok(self.finish())
            }
        })*
    };
}

list_traits!(
    SerializeSeq: serialize_element, SerializeTuple: serialize_element, SerializeTupleStruct: serialize_field,
    SerializeTupleVariant: serialize_field
);

/// An object that is being read.
#[derive(Default)]
struct ObjectTree {
    variant: Option<&'static str>,
    /// Whether it stands for JSON text.
    is_raw: bool,
    key: Option<String>,
    members: Vec<(String, Tree)>,
}

impl ObjectTree {
    fn push<T: Serialize + ?Sized>(&mut self, name: String, value: &T) -> Result<(), NoTree> {
        self.members.push((name, value.serialize(TreeSerializer)?));
        Ok(())
    }

    fn finish(mut self) -> Result<Tree, NoTree> {
        match self.members.pop() {
            Some((_, Tree::Scalar(json))) if self.is_raw => {
                Tree::of_json(&json.text).ok_or_else(|| NoTree("holds JSON that is nested too deep".to_owned()))
            }
            last => {
                self.members.extend(last);
                Ok(wrap(self.variant, Tree::Object(self.members)))
            }
        }
    }
}

impl ser::SerializeMap for ObjectTree {
    type Ok = Tree;
    type Error = NoTree;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), NoTree> {
        match key.serialize(TreeSerializer)? {
            Tree::Scalar(key) => {
                self.key = Some((*key.text).clone());
                Ok(())
            }
            _ => Err(NoTree("holds a map whose keys are no text".to_owned())),
        }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoTree> {
        let name = self.key.take().unwrap_or_default();
        self.push(name, value)
    }

    fn end(self) -> Result<Tree, NoTree> {
        self.finish()
    }
}

/// The two traits of a struct differ in names only.
macro_rules! struct_traits {
    ($($of:ident),*) => {
        $(impl ser::$of for ObjectTree {
            type Ok = Tree;
            type Error = NoTree;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), NoTree> {
                self.push(name.to_owned(), value)
            }

            fn end(self) -> Result<Tree, NoTree> {
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
        Tree::of(value).map_or(Tree::Null, |(tree, _)| tree).to_json().to_string()
    }

    #[test]
    fn any_value_is_what_serde_json_makes_of_it() {
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
    fn secrets_are_noticed() {
        let (_, secrets) = Tree::of(&BTreeMap::from([("a", Secret::new("hunter2"))])).unwrap();
        assert_eq!(secrets, [Secret::new("hunter2")]);
    }

    #[test]
    fn what_has_no_text_is_refused() {
        assert!(Tree::of(&f64::NAN).is_err());
        assert!(Tree::of(&f32::INFINITY).is_err());
        assert!(Tree::of(&BTreeMap::from([((1, 2), 3)])).is_err());
    }
}
