//! References: `$ref` and its relatives, and objects that may be references.

use super::{
    node::{Node, Read, RefOverrides},
    object_reader::ObjectReader,
};
use crate::{
    diagnostic::Diagnostics,
    source::{Location, Value},
};

/// An object, or a reference to one.
#[derive(Clone, Debug)]
pub(crate) enum RefOr<T> {
    /// `$ref`.
    Ref(Reference),
    /// The object itself.
    Item(T),
}

/// A reference to an object. OpenAPI 3.0.3, "Reference Object".
#[derive(Clone, Debug)]
pub(crate) struct Reference {
    /// The URI reference as written: `#/components/schemas/Pet`.
    pub(crate) target: String,
    /// The location of the URI reference.
    pub(crate) at: Location,
    /// The descriptions beside the reference.
    pub(crate) overrides: RefOverrides,
    pub(crate) kind: RefKind,
}

/// How a reference finds its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RefKind {
    /// `$ref`: by its URI.
    Static,
    /// The target is at the location of the reference.
    Direct,
    /// `$dynamicRef` of JSON Schema 2020-12: by an anchor that other schemas may override.
    Dynamic,
    /// `$recursiveRef` of JSON Schema 2019-09: the enclosing schema with a `$recursiveAnchor`.
    Recursive,
}

impl Reference {
    /// A reference to a URI, written at a location.
    pub(crate) fn new(target: String, at: Location) -> Self {
        Self { target, at, overrides: RefOverrides::default(), kind: RefKind::Static }
    }

    /// A direct reference to a node.
    pub(crate) fn to(node: &Node<'_>) -> Self {
        Self { kind: RefKind::Direct, ..Self::new(format!("#{}", node.at.pointer), node.at.clone()) }
    }

    /// The reference in an object with `$ref`.
    pub(crate) fn of(node: &Node<'_>) -> Option<Self> {
        Self::from_uri(node.get("$ref")?, RefKind::Static)
    }

    /// The reference in an object without other keywords. With them, the object is a schema of its own (OpenAPI 3.1).
    pub(crate) fn alone(node: &Node<'_>) -> Option<Self> {
        Self::of(node).filter(|_| !has_siblings(node))
    }

    /// The reference with the URI in a string.
    pub(super) fn from_uri(target: Node<'_>, kind: RefKind) -> Option<Self> {
        match target.value {
            Value::String(uri) => Some(Self { kind, ..Self::new(uri.clone(), target.at) }),
            _ => None,
        }
    }
}

impl<T: Read> Read for RefOr<T> {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let Some(mut reference) = Reference::of(node) else { return T::read(node, diagnostics).map(Self::Item) };
        let mut object = ObjectReader::new(node, "Reference Object", diagnostics)?;
        object.ignore_keys(&["$ref"]);
        reference.overrides =
            RefOverrides { summary: object.optional("summary"), description: object.optional("description") };
        // OpenAPI 3.0 ignores other keys beside `$ref`. They are reported, because their author expects an effect.
        object.finish();
        Some(Self::Ref(reference))
    }
}

/// Whether a reference has keywords beside it.
fn has_siblings(node: &Node<'_>) -> bool {
    let irrelevant = ["$ref", "summary", "description"];
    node.keys().is_some_and(|mut keys| keys.any(|key| !irrelevant.contains(&key) && !key.starts_with("x-")))
}
