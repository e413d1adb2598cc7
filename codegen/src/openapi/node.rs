//! Nodes: untyped values with their locations, and the [`Read`] trait that turns them into typed objects.

use std::{fmt, rc::Rc};

use indexmap::IndexMap;

use crate::{
    diagnostic::{Code, Diagnostics, Tolerance},
    source::{FileId, Location, NodePart, Number, Pointer, Value},
};

/// The identity of an object: its file and JSON pointer.
pub(crate) type NodeId = (FileId, Pointer);

/// The identity of the object at a location.
pub(crate) fn node_id(at: &Location) -> NodeId {
    (at.file, at.pointer.clone())
}

/// A value of a document and its location.
#[derive(Clone, Debug)]
pub(crate) struct Node<'v> {
    pub(crate) value: &'v Value,
    pub(crate) at: Location,
    pub(super) resolver: &'v dyn Resolver,
}

/// Follows references while a document is read: those in place of maps and lists, and those to media types.
pub(super) trait Resolver: fmt::Debug {
    /// The value that a node refers to, or `None` if it cannot be resolved, which is reported.
    ///
    /// Every call that returns a node is followed by a call of [`leave`](Self::leave).
    fn enter<'v>(&'v self, node: &Node<'v>, diagnostics: &mut Diagnostics) -> Option<Node<'v>>;

    /// Ends the reading of the value that was entered last.
    fn leave(&self);
}

impl<'v> Node<'v> {
    pub(super) fn child(&self, key: &str, value: &'v Value) -> Self {
        Self { value, at: Location { pointer: self.at.pointer.child(key), ..self.at.clone() }, resolver: self.resolver }
    }

    fn item(&self, index: usize, value: &'v Value) -> Self {
        let at = Location { pointer: self.at.pointer.index(index), ..self.at.clone() };
        Self { value, at, resolver: self.resolver }
    }

    /// The value under a key or at an index.
    pub(crate) fn get(&self, segment: &str) -> Option<Self> {
        self.value.get(segment).map(|value| self.child(segment, value))
    }

    /// The keys of an object.
    pub(crate) fn keys(&self) -> Option<impl Iterator<Item = &'v str> + use<'v>> {
        match self.value {
            Value::Object(object) => Some(object.keys()),
            _ => None,
        }
    }

    /// The location of the key of this value.
    pub(crate) fn key(&self) -> Location {
        Location { part: NodePart::Key, ..self.at.clone() }
    }

    /// Reads a list or a map, or the one that a `$ref` in its place refers to.
    ///
    /// OpenAPI allows no such reference. Bundlers follow it, and published documents rely on that.
    pub(super) fn read_collection_or_ref<T>(
        &self,
        diagnostics: &mut Diagnostics,
        read: impl FnOnce(&Self, &mut Diagnostics) -> Option<T>,
    ) -> Option<T> {
        let is_reference = match self.value {
            Value::Object(object) => object.len() == 1 && matches!(object.get("$ref"), Some(Value::String(_))),
            _ => false,
        };
        if !is_reference {
            return read(self, diagnostics);
        }
        let message = "unexpected reference: OpenAPI allows no `$ref` in place of a list or a map";
        diagnostics
            .report_as(Code::WrongType, Tolerance::Accepted, &self.at, message)
            .help("refer to the items one by one");
        let collection = self.resolver.enter(self, diagnostics)?;
        let value = read(&collection, diagnostics);
        self.resolver.leave();
        value
    }

    /// Reports that the value has another type than `expected`, and returns `None`.
    pub(crate) fn mismatch<T>(&self, expected: &str, diagnostics: &mut Diagnostics) -> Option<T> {
        let found = self.value.type_name();
        diagnostics.report(Code::WrongType, &self.at, format!("wrong type: expected {expected}, found {found}"));
        None
    }
}

/// A type that can be read from a value. Reading reports every problem.
pub(crate) trait Read: Sized {
    /// Whether null is a value of the type. For other types null means that the key is absent.
    const ACCEPTS_NULL: bool = false;

    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self>;

    /// Reads a correct value without its location, which is cheaper. `None` falls back to [`read`](Self::read).
    fn read_fast(_value: &Value) -> Option<Self> {
        None
    }

    /// Applies the `summary` and `description` beside a reference to the object.
    fn apply_overrides(&mut self, _overrides: &RefOverrides) {}
}

/// The descriptions beside a reference. In OpenAPI 3.1 they replace those of the referenced object.
#[derive(Clone, Debug, Default)]
pub(crate) struct RefOverrides {
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
}

impl RefOverrides {
    /// Replaces a description, if there is one beside the reference.
    pub(crate) fn replace_description(&self, description: &mut Option<String>) {
        if self.description.is_some() {
            description.clone_from(&self.description);
        }
    }
}

impl Read for String {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        Self::read_fast(node.value).or_else(|| node.mismatch("a string", diagnostics))
    }

    fn read_fast(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) => Some(text.clone()),
            _ => None,
        }
    }
}

impl Read for bool {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        Self::read_fast(node.value).or_else(|| node.mismatch("a boolean", diagnostics))
    }

    fn read_fast(value: &Value) -> Option<Self> {
        match value {
            Value::Bool(flag) => Some(*flag),
            _ => None,
        }
    }
}

impl Read for u64 {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        Self::read_fast(node.value).or_else(|| node.mismatch("a non-negative integer", diagnostics))
    }

    fn read_fast(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => number.as_u64(),
            _ => None,
        }
    }
}

impl Read for Number {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        Self::read_fast(node.value).or_else(|| node.mismatch("a number", diagnostics))
    }

    fn read_fast(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => Some(number.clone()),
            _ => None,
        }
    }
}

impl Read for Value {
    const ACCEPTS_NULL: bool = true;

    fn read(node: &Node<'_>, _: &mut Diagnostics) -> Option<Self> {
        Self::read_fast(node.value)
    }

    fn read_fast(value: &Value) -> Option<Self> {
        Some(value.clone())
    }
}

impl<T: Read> Read for Box<T> {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        T::read(node, diagnostics).map(Box::new)
    }
}

impl<T: Read> Read for Rc<T> {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        T::read(node, diagnostics).map(Rc::new)
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        node.read_collection_or_ref(diagnostics, |node, diagnostics| {
            let Value::Array(values) = node.value else { return node.mismatch("an array", diagnostics) };
            let items = values.iter().enumerate();
            Some(items.filter_map(|(index, value)| T::read(&node.item(index, value), diagnostics)).collect())
        })
    }
}

impl<T: Read> Read for IndexMap<String, T> {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        node.read_collection_or_ref(diagnostics, |node, diagnostics| {
            let Value::Object(object) = node.value else { return node.mismatch("an object", diagnostics) };
            let entries = object.iter().filter_map(|(key, value)| {
                let entry = T::read(&node.child(key, value), diagnostics)?;
                Some((key.to_owned(), entry))
            });
            Some(entries.collect())
        })
    }
}

/// A value with its location, for problems that only a later layer can detect.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) at: Location,
}

impl<T: Read> Read for Spanned<T> {
    const ACCEPTS_NULL: bool = T::ACCEPTS_NULL;

    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        T::read(node, diagnostics).map(|value| Self { value, at: node.at.clone() })
    }
}
