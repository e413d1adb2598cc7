//! Checked schemas: which schemas `validate()` checks, and their keywords as JSON.
//!
//! A type that is only received is not checked: the service made its values. A schema that its Rust type expresses
//! needs no check.
//!
//! - `rendered_schema`: a schema as keywords, and which of them its type expresses
//! - `render`: the keywords of a schema of the document
//! - `value_keywords`: the keywords that contain no schemas
//! - `schema_table`: the schemas that refer to each other, and which of them restrict values

mod render;
mod rendered_schema;
mod schema_table;
mod value_keywords;

use std::collections::BTreeSet;

use self::schema_table::SchemaTable;
use super::Context;
use crate::model::{
    AlternativeBody, Argument, Check, CheckedSchema, Operation, SchemaName, Type, TypeDefinition, TypeKind,
};

/// Decides which values are checked. Needs to know which types requests contain.
pub(super) fn decide(
    context: &mut Context<'_>,
    types: &mut [TypeDefinition],
    operations: &mut [Operation],
) -> Vec<CheckedSchema> {
    if context.is_exhausted() {
        // Nothing is generated.
        return Vec::new();
    }
    let own_types = operations.iter().flat_map(|operation| &operation.types);
    let with_optional_fields = types.iter().chain(own_types).filter(|definition| match &definition.kind {
        TypeKind::Struct(structure) => structure.fields.iter().any(|field| field.required_in_requests),
        _ => false,
    });
    let with_optional_fields = with_optional_fields.filter_map(|definition| definition.check.schema().cloned());
    let with_optional_fields: BTreeSet<SchemaName> = with_optional_fields.collect();
    let mut checks: Vec<&mut Check> = Vec::new();
    for definition in types.iter_mut() {
        checks.extend(checks_of(context, definition));
    }
    for operation in operations.iter_mut() {
        for definition in &mut operation.types {
            checks.extend(checks_of(context, definition));
        }
        for Argument { check, .. } in &mut operation.arguments {
            checks.push(check);
        }
        for AlternativeBody { check, .. } in &mut operation.alternative_bodies.bodies {
            checks.push(check);
        }
    }
    let names: Vec<SchemaName> = checks.iter().filter_map(|check| check.schema()).cloned().collect();
    let table = SchemaTable::new(context, &names, with_optional_fields);
    for check in &mut checks {
        if check.schema().is_some_and(|name| !table.restricts(name)) {
            **check = Check::None;
        }
    }
    drop(checks);
    for operation in operations.iter_mut() {
        check_parts(operation);
        for check in checks_in_place(operation) {
            if let Some(found) = check.schema().and_then(|name| table.check_in_place(name)) {
                *check = found;
            }
        }
    }
    let own = operations.iter().flat_map(|operation| &operation.types);
    let mut names: Vec<SchemaName> =
        types.iter().chain(own).filter_map(|definition| definition.check.schema()).cloned().collect();
    for operation in operations {
        names.extend(checks_in_place(operation).into_iter().filter_map(|check| check.schema()).cloned());
    }
    table.finish(&names)
}

/// The checks of arguments and parts. They may have a schema in place.
fn checks_in_place(operation: &mut Operation) -> Vec<&mut Check> {
    let parts = operation.types.iter_mut().filter_map(|definition| match &mut definition.kind {
        TypeKind::Struct(structure) => Some(structure.fields.iter_mut().map(|field| &mut field.check)),
        _ => None,
    });
    let bodies = operation.alternative_bodies.bodies.iter_mut().map(|body| &mut body.check);
    operation.arguments.iter_mut().map(|argument| &mut argument.check).chain(parts.flatten()).chain(bodies).collect()
}

/// The checks of a type that is sent. A multipart body has those of its parts.
fn checks_of<'t>(context: &Context<'_>, definition: &'t mut TypeDefinition) -> Vec<&'t mut Check> {
    if !definition.in_requests {
        definition.check = Check::None;
        return Vec::new();
    }
    let TypeDefinition { kind, check, .. } = definition;
    match kind {
        TypeKind::Struct(structure) if !structure.part_kinds.is_empty() => {
            *check = Check::None;
            structure.fields.iter_mut().map(|field| &mut field.check).collect()
        }
        // `is_known` tells whether a string is listed.
        TypeKind::StringEnum(_) if !has_limits(context, check) => {
            *check = Check::None;
            Vec::new()
        }
        _ => vec![check],
    }
}

/// Whether the schema of a check has limits.
fn has_limits(context: &Context<'_>, check: &Check) -> bool {
    let schema = check.schema().and_then(|name| context.sent_schemas.get(name));
    schema.is_some_and(|schema| !schema.limits.is_empty() || !schema.all_of.is_empty())
}

/// Marks multipart bodies with a part that is checked.
fn check_parts(operation: &mut Operation) {
    let has_checks = |definition: &TypeDefinition| match &definition.kind {
        TypeKind::Struct(structure) if !structure.part_kinds.is_empty() => {
            structure.fields.iter().any(|field| field.check != Check::None)
        }
        _ => false,
    };
    for definition in operation.types.iter_mut().filter(|definition| has_checks(definition)) {
        definition.check = Check::Parts;
        for body in &mut operation.alternative_bodies.bodies {
            if body.ty.as_ref().is_some_and(|ty| *ty == Type::Local(definition.name.clone())) {
                body.check = Check::Parts;
            }
        }
    }
}
