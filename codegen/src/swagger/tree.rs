//! The converted document while it is built: each value knows its origin.

use std::collections::BTreeMap;

use super::source::Source;
use crate::source::{Location, Pointer, Value};

/// A value of the converted document.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    origin: Location,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    /// A value as it is in the Swagger document, with all values inside it.
    Copy(Value),
    Object(Vec<(String, Tree)>),
    List(Vec<Tree>),
}

impl Tree {
    /// The value without changes.
    pub(super) fn copy(source: &Source<'_>) -> Self {
        Self { origin: source.at.clone(), kind: Kind::Copy(source.value.clone()) }
    }

    /// A string in the place of a value.
    pub(super) fn text(source: &Source<'_>, text: impl Into<String>) -> Self {
        Self { origin: source.at.clone(), kind: Kind::Copy(Value::String(text.into())) }
    }

    /// A boolean in the place of a value.
    pub(super) fn flag(source: &Source<'_>, flag: bool) -> Self {
        Self { origin: source.at.clone(), kind: Kind::Copy(Value::Bool(flag)) }
    }

    /// An object in the place of a value.
    pub(super) fn object(source: &Source<'_>, entries: Vec<(String, Self)>) -> Self {
        Self { origin: source.at.clone(), kind: Kind::Object(entries) }
    }

    /// A list in the place of a value.
    pub(super) fn list(source: &Source<'_>, items: Vec<Self>) -> Self {
        Self { origin: source.at.clone(), kind: Kind::List(items) }
    }

    /// An object with one property.
    pub(super) fn property(source: &Source<'_>, key: &str, value: Self) -> Self {
        Self::object(source, vec![(key.to_owned(), value)])
    }

    /// The object with further properties. Other values stay as they are.
    pub(super) fn with(mut self, more: Vec<(String, Self)>) -> Self {
        if let Kind::Object(entries) = &mut self.kind {
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
        let Self { origin, kind } = self;
        if expected.map_or_else(|| origin.pointer != *at, |expected| *expected != origin) {
            moved.insert(at.clone(), origin.clone());
        }
        match kind {
            Kind::Copy(value) => value,
            Kind::Object(entries) => {
                let entries = entries.into_iter().map(|(key, tree)| {
                    let expected = Location { pointer: origin.pointer.child(&key), ..origin.clone() };
                    let value = tree.into_value(&at.child(&key), Some(&expected), moved);
                    (key, value)
                });
                Value::Object(entries.collect())
            }
            Kind::List(items) => {
                let items = items.into_iter().enumerate().map(|(index, tree)| {
                    let expected = Location { pointer: origin.pointer.index(index), ..origin.clone() };
                    tree.into_value(&at.index(index), Some(&expected), moved)
                });
                Value::Array(items.collect())
            }
        }
    }
}
