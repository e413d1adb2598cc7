//! Types of other crates: the client knows nothing of their values, so it sets no constants. An argument of such a type
//! is not checked; a value that contains one is, by its JSON.

use crate::model::{Check, Operation, Type, TypeDefinition, TypeKind};

/// Removes the checks and constants of all values of such types.
pub(super) fn clear(shared: &mut [TypeDefinition], operations: &mut [Operation]) {
    for operation in &mut *operations {
        for argument in operation.arguments.iter_mut().filter(|argument| argument.ty.is_mapped()) {
            (argument.check, argument.constant, argument.is_string_enum) = (Check::None, None, false);
        }
        let bodies = operation.alternative_bodies.bodies.iter_mut();
        for body in bodies.filter(|body| body.ty.as_ref().is_some_and(Type::is_mapped)) {
            body.check = Check::None;
        }
    }
    for definition in shared.iter_mut().chain(operations.iter_mut().flat_map(|operation| &mut operation.types)) {
        if let TypeKind::Struct(structure) = &mut definition.kind {
            for field in structure.fields.iter_mut().filter(|field| field.ty.is_mapped()) {
                (field.check, field.constant) = (Check::None, None);
            }
        }
    }
}
