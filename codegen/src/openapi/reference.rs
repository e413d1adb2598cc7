//! References: an object, or the address of one.

use super::node::{Node, ObjectReader, Read};
use crate::{
    diagnostic::Diagnostics,
    source::{Location, Value},
};

/// An object written in place, or the address of one that stands elsewhere.
#[derive(Clone, Debug)]
pub(crate) enum RefOr<T> {
    /// `$ref`.
    Ref(Reference),
    /// Written in place.
    Item(T),
}

/// The address of an object. OpenAPI 3.0.3, "Reference Object".
#[derive(Clone, Debug)]
pub(crate) struct Reference {
    /// The URI reference as written: `#/components/schemas/Pet`.
    pub(crate) target: String,
    /// The place of the URI reference.
    pub(crate) at: Location,
    /// What stands beside it, in place of what is said there.
    pub(crate) overrides: RefOverrides,
    /// How it finds what it means.
    pub(crate) kind: RefKind,
}

/// How a reference finds what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RefKind {
    /// `$ref`: by its address.
    Static,
    /// It stands at what it means.
    Direct,
    /// `$dynamicRef` of JSON Schema 2020-12: by a name, which another schema may have taken on the way there.
    Dynamic,
    /// `$recursiveRef` of the draft before: the schema around it with a `$recursiveAnchor`.
    Recursive,
}

/// The words beside a reference. OpenAPI 3.1 has them replace those of what is referred to.
#[derive(Clone, Debug, Default)]
pub(crate) struct RefOverrides {
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
}

impl RefOverrides {
    /// Puts the description here in the place of another.
    pub(crate) fn replace_description(&self, description: &mut Option<String>) {
        if self.description.is_some() {
            description.clone_from(&self.description);
        }
    }
}

impl Reference {
    /// A reference to what has this address, as it is written at a place.
    pub(crate) fn new(target: String, at: Location) -> Self {
        Self { target, at, overrides: RefOverrides::default(), kind: RefKind::Static }
    }

    /// A reference to the value itself.
    pub(crate) fn to(node: &Node<'_>) -> Self {
        Self { kind: RefKind::Direct, ..Self::new(format!("#{}", node.at.pointer), node.at.clone()) }
    }

    /// The reference that a value is, if it is one.
    pub(crate) fn of(node: &Node<'_>) -> Option<Self> {
        Self::written(node.get("$ref")?, RefKind::Static)
    }

    /// The reference that a text is.
    pub(super) fn written(target: Node<'_>, kind: RefKind) -> Option<Self> {
        match target.value {
            Value::String(text) => Some(Self { kind, ..Self::new(text.clone(), target.at) }),
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
        // OpenAPI 3.0 has tools ignore the siblings of `$ref`; we report them, because their author meant something.
        object.finish();
        Some(Self::Ref(reference))
    }
}
