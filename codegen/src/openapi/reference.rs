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
}

impl<T: Read> Read for RefOr<T> {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let is_reference = matches!(node.value, Value::Object(object) if object.get("$ref").is_some());
        if !is_reference {
            return T::read(node, diagnostics).map(Self::Item);
        }
        let mut object = ObjectReader::new(node, "Reference Object", diagnostics)?;
        let at = object.node("$ref")?.at;
        let target = object.required("$ref");
        // OpenAPI 3.0 has tools ignore the siblings of `$ref`; we report them, because their author meant something.
        object.finish();
        Some(Self::Ref(Reference { target: target?, at }))
    }
}
