//! [`ConvertedValue`]: a value of the converted document while it is built, with its origin in the Swagger document.

use std::collections::BTreeMap;

use super::swagger_node::SwaggerNode;
use crate::source::{Location, Pointer, Value};

/// A value of the converted document.
#[derive(Clone, Debug)]
pub(super) struct ConvertedValue {
    origin: Location,
    content: Content,
}

#[derive(Clone, Debug)]
enum Content {
    /// A value as it is in the Swagger document, with all values inside it.
    Copy(Value),
    Object(Vec<(String, ConvertedValue)>),
    List(Vec<ConvertedValue>),
}

impl ConvertedValue {
    /// The value without changes.
    pub(super) fn copy(source: &SwaggerNode<'_>) -> Self {
        Self { origin: source.at.clone(), content: Content::Copy(source.value.clone()) }
    }

    /// A string in the place of a value.
    pub(super) fn text(source: &SwaggerNode<'_>, text: impl Into<String>) -> Self {
        Self { origin: source.at.clone(), content: Content::Copy(Value::String(text.into())) }
    }

    /// A boolean in the place of a value.
    pub(super) fn flag(source: &SwaggerNode<'_>, flag: bool) -> Self {
        Self { origin: source.at.clone(), content: Content::Copy(Value::Bool(flag)) }
    }

    /// An object in the place of a value.
    pub(super) fn object(source: &SwaggerNode<'_>, entries: Vec<(String, Self)>) -> Self {
        Self { origin: source.at.clone(), content: Content::Object(entries) }
    }

    /// A list in the place of a value.
    pub(super) fn list(source: &SwaggerNode<'_>, items: Vec<Self>) -> Self {
        Self { origin: source.at.clone(), content: Content::List(items) }
    }

    /// An object with one property.
    pub(super) fn property(source: &SwaggerNode<'_>, key: &str, value: Self) -> Self {
        Self::object(source, vec![(key.to_owned(), value)])
    }

    /// The object with further properties. Other values stay as they are.
    pub(super) fn with(mut self, more: Vec<(String, Self)>) -> Self {
        if let Content::Object(entries) = &mut self.content {
            entries.extend(more);
        }
        self
    }

    /// The value at a pointer. Adds to `moved` each value that is not where its origin is, which is `expected`.
    pub(super) fn into_value(
        self,
        at: &Pointer,
        expected: Option<&Location>,
        moved: &mut BTreeMap<Pointer, Location>,
    ) -> Value {
        let Self { origin, content } = self;
        if expected.map_or_else(|| origin.pointer != *at, |expected| *expected != origin) {
            moved.insert(at.clone(), origin.clone());
        }
        match content {
            Content::Copy(value) => value,
            Content::Object(entries) => {
                let entries = entries.into_iter().map(|(key, value)| {
                    let expected = Location { pointer: origin.pointer.child(&key), ..origin.clone() };
                    let value = value.into_value(&at.child(&key), Some(&expected), moved);
                    (key, value)
                });
                Value::Object(entries.collect())
            }
            Content::List(items) => {
                let items = items.into_iter().enumerate().map(|(index, value)| {
                    let expected = Location { pointer: origin.pointer.index(index), ..origin.clone() };
                    value.into_value(&at.index(index), Some(&expected), moved)
                });
                Value::Array(items.collect())
            }
        }
    }
}
