//! Types of other crates: the client knows nothing of their values, so it neither checks them nor sets constants.

use crate::model::{Operation, Type, TypeDefinition, TypeKind};

/// Removes the rules and constants of all values of such types.
pub(super) fn clear(shared: &mut [TypeDefinition], operations: &mut [Operation]) {
    for operation in &mut *operations {
        for argument in operation.arguments.iter_mut().filter(|argument| argument.ty.is_mapped()) {
            (argument.rules, argument.constant, argument.is_string_enum) = (None, None, false);
        }
        let bodies = operation.alternative_bodies.bodies.iter_mut();
        for body in bodies.filter(|body| body.ty.as_ref().is_some_and(Type::is_mapped)) {
            body.rules = None;
        }
    }
    for definition in shared.iter_mut().chain(operations.iter_mut().flat_map(|operation| &mut operation.types)) {
        match &mut definition.kind {
            TypeKind::Struct(structure) => {
                for field in structure.fields.iter_mut().filter(|field| field.ty.is_mapped()) {
                    (field.rules, field.constant) = (None, None);
                }
                if structure.additional.as_ref().is_some_and(Type::is_mapped) {
                    structure.additional_rules = None;
                }
            }
            TypeKind::Union(union) => {
                for variant in union.variants.iter_mut().filter(|variant| variant.ty.is_mapped()) {
                    variant.rules = None;
                }
            }
            TypeKind::StringEnum(_) => {}
        }
    }
}
