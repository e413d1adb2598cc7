//! Setters of structs that do not have the name of their property, because methods of requests or of operator traits
//! have it. Reports each.

use super::{Context, names};
use crate::{
    model::{Operation, TypeDefinition, TypeKind},
    source::{Location, NodePart},
};

/// Reports the setters of all types. Needs to know which structs have setters.
pub(super) fn report(context: &mut Context<'_>, types: &[TypeDefinition], operations: &[Operation]) {
    let own = operations.iter().flat_map(|operation| &operation.types);
    for definition in types.iter().chain(own) {
        let TypeKind::Struct(structure) = &definition.kind else { continue };
        for field in structure.setter_fields() {
            if names::is_renamed_setter(&field.name, &field.setter) {
                let at = property(context, &definition.source, field.wire.as_str());
                names::report_reserved(context.diagnostics, &at, field.wire.as_str(), &field.setter);
            }
        }
    }
}

/// The location of a property of a schema, or of the schema if another one describes the property.
fn property(context: &Context<'_>, schema: &Location, wire: &str) -> Location {
    let pointer = schema.pointer.child("properties").child(wire);
    let at = Location { pointer, part: NodePart::Key, ..schema.clone() };
    if context.document_set.at(&at).is_some() { at } else { schema.clone() }
}
