//! Values of a Swagger document, with their locations.

use crate::source::{Location, Object, Value};

/// A value and its location.
#[derive(Clone, Debug)]
pub(super) struct SwaggerNode<'s> {
    pub(super) value: &'s Value,
    pub(super) at: Location,
}

impl<'s> SwaggerNode<'s> {
    fn child(&self, key: &str, value: &'s Value) -> Self {
        Self { value, at: Location { pointer: self.at.pointer.child(key), ..self.at.clone() } }
    }

    /// The value of a key. A null is none.
    pub(super) fn get(&self, key: &str) -> Option<Self> {
        match self.value {
            Value::Object(object) => {
                object.get(key).filter(|value| **value != Value::Null).map(|value| self.child(key, value))
            }
            _ => None,
        }
    }

    /// The properties of an object.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'s str, Self)> {
        let object = match self.value {
            Value::Object(object) => Some(object),
            _ => None,
        };
        object.into_iter().flat_map(Object::iter).map(|(key, value)| (key, self.child(key, value)))
    }

    /// The items of an array.
    pub(super) fn items(&self) -> impl Iterator<Item = Self> {
        let items = match self.value {
            Value::Array(items) => items.as_slice(),
            _ => &[],
        };
        let at = |index| Location { pointer: self.at.pointer.index(index), ..self.at.clone() };
        items.iter().enumerate().map(move |(index, value)| Self { value, at: at(index) })
    }

    /// The text of a string.
    pub(super) fn text(&self) -> Option<&'s str> {
        match self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a string under a key.
    pub(super) fn text_of(&self, key: &str) -> Option<&'s str> {
        self.get(key).and_then(|value| value.text())
    }

    /// The strings of a list under a key.
    pub(super) fn strings_of(&self, key: &str) -> Vec<Self> {
        self.get(key).into_iter().flat_map(|list| list.items().collect::<Vec<_>>()).collect()
    }

    pub(super) fn is_true(&self, key: &str) -> bool {
        self.get(key).is_some_and(|value| *value.value == Value::Bool(true))
    }

    pub(super) fn is_object(&self) -> bool {
        matches!(self.value, Value::Object(_))
    }
}
