//! Types of the schemas in operations and in shared responses.

use std::rc::Rc;

use super::{
    super::{Context, effective::SchemaKind},
    define, define_deferred, lower, lower_alias, naming,
    null::{allows_null, nullable},
    scope::{OperationTypes, TypeScope},
};
use crate::{
    model::{Direction, RustName, Type},
    openapi::{NodeId, Reference, Schema, node_id},
};

/// The type of a schema for the module of an operation.
pub(in crate::lower) fn for_operation(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    name: &RustName,
    operation_types: &mut OperationTypes,
    direction: Direction,
) -> Type {
    let ty = match shared_inline_type(context, schema, operation_types, direction) {
        Some(ty) => nullable(ty, allows_null(context, schema)),
        None => {
            let module = name.clone();
            lower(
                context,
                schema,
                name,
                &mut TypeScope { operation: Some(operation_types), direction, module, defining: None, container: None },
            )
        }
    };
    define_deferred(context);
    ty
}

/// The type of a schema of the shared response with the id `response`. An inline type gets this name, in the module of
/// the response.
pub(in crate::lower) fn for_response(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    name: &RustName,
    response: &NodeId,
    module: &RustName,
) -> Type {
    let direction = Direction::Response;
    let holder = OperationTypes::below(response);
    let ty = match shared_inline_type(context, schema, &holder, direction) {
        Some(ty) => nullable(ty, allows_null(context, schema)),
        None => {
            let module = module.clone();
            lower(
                context,
                schema,
                name,
                &mut TypeScope { operation: None, direction, module, defining: None, container: None },
            )
        }
    };
    define_deferred(context);
    ty
}

/// The type of an inline schema in a response or parameter that many operations share: one type for all of them.
fn shared_inline_type(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    operation_types: &OperationTypes,
    direction: Direction,
) -> Option<Type> {
    let (_, pointer) = node_id(&schema.at);
    // A named body has one setter per property, and each operation has its own setters.
    let is_part =
        ["/components/schemas/", "/components/requestBodies/"].iter().any(|map| pointer.as_str().starts_with(map));
    if schema.reference.is_some() || schema.is_synthetic || operation_types.owns(&schema.at) || is_part {
        return None;
    }
    // The body of a request is not shared, for the same reason.
    let is_parameter = pointer.as_str().starts_with("/components/parameters/");
    let is_shared = match SchemaKind::of(context, schema) {
        SchemaKind::Enumeration(_) | SchemaKind::List => true,
        SchemaKind::Structure | SchemaKind::Union(_) => is_parameter || direction == Direction::Response,
        _ => direction == Direction::Response,
    };
    if !is_shared {
        return None;
    }
    let document_set = context.document_set;
    let node = document_set.at(&schema.at)?;
    let schema = document_set.schema(&node, context.diagnostics)?;
    naming::name_of(context, &node.at);
    if SchemaKind::of(context, &schema).is_named() {
        return Some(define(context, &node.at, &schema));
    }
    Some(lower_alias(context, &Reference::to(&node), &node.at, &schema))
}
