//! Schemas as Rust types.
//!
//! An object with properties, a string with listed values, and a union become definitions with names; every other
//! schema is written where it is used. A schema that can be referred to is defined once, under one name.
//!
//! - `scope`: the definitions of a service and of an operation
//! - `components`: the schemas of `components`, by name
//! - `operations`: the schemas in operations and shared responses
//! - `mapped`: types of other crates in place of generated ones
//! - `naming`: names of schemas that can be referred to
//! - `newtype`: lists and maps that contain themselves
//! - `definition`: definitions under their names, and schemas inside other schemas
//! - `null`: which schemas allow null
//! - `object`, `array`, `enumeration`, `scalar`: one kind of schema each
//! - `union`: `oneOf` and `anyOf` as an enum
//! - `variant_schema`: the schemas of the variants of a union
//! - `variant_names`: names of the variants of a union
//! - `matchers`: which values are those of a variant
//! - `circular`: variants that lead back to their union
//! - `subtype_enum`: a base schema with a discriminator as an enum of the subtypes that `effective::subtypes` finds
//! - `discriminator`: which discriminator value selects which variant, in both kinds of enum
//! - `document_unions`: the discriminator values of all unions of the document
//! - `passes`: boxing, constants and validation, decided over all finished definitions

mod array;
mod circular;
mod components;
mod definition;
mod discriminator;
mod document_unions;
mod enumeration;
mod mapped;
mod matchers;
mod naming;
mod newtype;
mod null;
mod object;
mod operations;
mod passes;
mod scalar;
mod scope;
mod subtype_enum;
mod union;
mod variant_names;
mod variant_schema;

use std::rc::Rc;

use super::{
    Context,
    effective::{self, SchemaKind},
    rules,
};
use crate::{
    diagnostic::Code,
    model::{RustName, SharedName, Type},
    openapi::{Node, Reference, Schema, node_id},
    source::Location,
};

pub(super) use components::components;
pub(super) use discriminator::of_union as discriminator_of;
pub(super) use document_unions::variant_values;
pub(super) use naming::response_headers_name;
pub(super) use null::nullable;
use null::{allows_null, allows_null_at};
pub(super) use object::check_required;
pub(super) use operations::{for_operation, for_response};
pub(super) use passes::{box_recursive_types, finish};
use scope::TypeScope;
pub(super) use scope::{OperationTypes, SharedTypes};
pub(super) use variant_schema::variant_schemas;

/// How deep definitions may be nested. Deeper ones are deferred.
const MAX_DEFINITION_DEPTH: usize = 20;

/// How deep schemas may be nested: fifty below a definition.
const MAX_SCHEMA_DEPTH: usize = MAX_DEFINITION_DEPTH + 50;

/// Defines the deferred schemas. These may defer more.
fn define_deferred(context: &mut Context<'_>) {
    while let Some((at, schema)) = context.shared.deferred.pop() {
        define(context, &at, &schema);
    }
}

/// Defines a component and the types inside it.
fn component(context: &mut Context<'_>, node: &Node<'_>) {
    let document_set = context.document_set;
    let Some(schema) = document_set.schema(node, context.diagnostics) else { return };
    naming::name_of(context, &node.at);
    if SchemaKind::of(context, &schema).is_named() {
        define(context, &node.at, &schema);
    } else {
        lower_alias(context, &Reference::to(node), &node.at, &schema);
    }
}

/// The type of a reference's target, outside of operations.
pub(super) fn referenced_type(context: &mut Context<'_>, reference: &Reference) -> Option<Type> {
    let ty = lower_reference(context, reference);
    define_deferred(context);
    ty
}

/// Defines a schema that can be referred to, once. Returns its type.
fn define(context: &mut Context<'_>, at: &Location, schema: &Rc<Schema>) -> Type {
    let name = naming::name_of(context, at);
    let place = &node_id(at);
    if context.shared.definitions.contains_key(&name) {
        return Type::Shared(name);
    }
    if let Some(known) = context.shared.aliases.get(place) {
        return known.clone();
    }
    if context.shared.in_progress.contains(place) {
        context.shared.forward_declared.insert(name.clone());
        return Type::Shared(name);
    }
    if context.shared.depth > MAX_DEFINITION_DEPTH {
        context.shared.forward_declared.insert(name.clone());
        context.shared.deferred.push((at.clone(), schema.clone()));
        return Type::Shared(name);
    }
    context.shared.in_progress.insert(place.clone());
    let mut type_scope = definition::scope_of(context, at, &name);
    let mark = context.example_types.mark();
    let ty = lower_inline(context, schema, &name.name, &mut type_scope);
    let example_type = nullable(ty.clone(), allows_null(context, schema));
    context.record_schema_type(schema, &example_type, type_scope.direction, mark);
    context.shared.in_progress.remove(place);
    if ty == Type::Shared(name.clone()) {
        definition::set_check(context, &ty, schema, &mut type_scope, true);
    }
    if !context.shared.definitions.contains_key(&name) {
        // A union of one type is that type.
        context.shared.aliases.insert(place.clone(), ty.clone());
    }
    ty
}

/// The type of a schema, inline or referenced. `name` is for an inline type.
fn lower(context: &mut Context<'_>, schema: &Rc<Schema>, name: &RustName, type_scope: &mut TypeScope<'_>) -> Type {
    let mark = context.example_types.mark();
    let ty = match &schema.reference {
        Some(reference) if !effective::changes_target(context, schema) => {
            if let Some(key) = &schema.closed {
                let message = "misplaced `x-closed`: it has no effect beside a reference";
                context.diagnostics.report(Code::MalformedExtension, &key.at, message);
            }
            if !schema.limits.is_empty() {
                let bounded = effective::schema(context, schema);
                rules::consistent_limits(context, &bounded);
            }
            lower_reference(context, reference).unwrap_or(Type::Json)
        }
        _ => lower_inline(context, schema, name, type_scope),
    };
    let ty = nullable(ty, allows_null(context, schema));
    context.record_schema_type(schema, &ty, type_scope.direction, mark);
    ty
}

/// The type of a reference's target.
fn lower_reference(context: &mut Context<'_>, reference: &Reference) -> Option<Type> {
    let node = context.document_set.resolve(reference, context.diagnostics)?;
    let schema = context.document_set.schema(&node, context.diagnostics)?;
    if let Some(container) = naming::container_of(context, &node.at) {
        definition::define_container(context, &container);
    }
    if SchemaKind::of(context, &schema).is_named() {
        let ty = define(context, &node.at, &schema);
        return Some(nullable(ty, allows_null_at(context, &node.at, &schema)));
    }
    Some(lower_alias(context, reference, &node.at, &schema))
}

/// The type of a schema without a definition. The types inside it are shared.
fn lower_alias(context: &mut Context<'_>, reference: &Reference, at: &Location, schema: &Rc<Schema>) -> Type {
    let place = &node_id(at);
    if let Some(known) = context.shared.aliases.get(place) {
        return known.clone();
    }
    let name = naming::name_of(context, at);
    if !context.shared.in_progress.insert(place.clone()) {
        // A list or a map of itself needs a name.
        context.shared.newtypes.insert(place.clone());
        return Type::Shared(name);
    }
    let mut type_scope = definition::scope_of(context, at, &name);
    let mut ty = lower(context, schema, &name.name, &mut type_scope);
    context.shared.in_progress.remove(place);
    if context.shared.newtypes.contains(place) {
        if is_itself(&ty, &name) {
            context.diagnostics.report(Code::Untyped, &reference.at, RECURSIVE_WITHOUT_NAME);
            ty = Type::Json;
        }
        ty = newtype::define(context, schema, &name.name, ty, &mut type_scope);
    }
    context.shared.aliases.insert(place.clone(), ty.clone());
    ty
}

/// Whether a type is nothing but the type with this name.
fn is_itself(ty: &Type, name: &SharedName) -> bool {
    match ty {
        Type::Option(inner) | Type::Boxed(inner) => is_itself(inner, name),
        Type::Shared(other) => other == name,
        _ => false,
    }
}

/// The type of an inline schema, without null.
fn lower_inline(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    name: &RustName,
    type_scope: &mut TypeScope<'_>,
) -> Type {
    if context.shared.depth > MAX_SCHEMA_DEPTH {
        context.unsupported(&schema.at, "schemas are nested too deeply: the type is untyped JSON");
        return Type::Json;
    }
    if !context.spend_schema(&schema.at) {
        return Type::Json;
    }
    if let Some(mapped) = mapped::mapped_type(context, schema) {
        return mapped;
    }
    context.shared.depth += 1;
    let merged = &effective::merge_all_of(context, schema);
    scalar::check_extensions(context, merged);
    let kind = SchemaKind::of(context, merged);
    rules::report_unchecked(context, merged, &kind);
    report_implied_type(context, merged, &kind);
    check_closed(context, merged, &kind);
    let known = if kind.is_named() { definition::nested_type(context, schema, name, type_scope) } else { None };
    let ty = known.unwrap_or_else(|| {
        if !schema.is_conjunction {
            return lower_as(context, merged, kind, name, type_scope);
        }
        // A conjunction in an operation has no name outside it.
        let place = node_id(&schema.at);
        if !context.shared.conjunctions_in_progress.insert(place.clone()) {
            context.diagnostics.report(Code::Untyped, &schema.at, RECURSIVE_WITHOUT_NAME);
            return Type::Json;
        }
        let ty = lower_as(context, merged, kind, name, type_scope);
        context.shared.conjunctions_in_progress.remove(&place);
        ty
    });
    context.shared.depth -= 1;
    definition::set_check(context, &ty, schema, type_scope, false);
    ty
}

/// Reports a schema without `type` that becomes an object or an array: other values match it too. Once for each file.
fn report_implied_type(context: &mut Context<'_>, schema: &Schema, kind: &SchemaKind) {
    let noun = match kind {
        SchemaKind::Structure | SchemaKind::Map => "objects",
        SchemaKind::List => "arrays",
        _ => return,
    };
    if schema.types.is_empty() && !schema.is_synthetic && context.shared.files_with_implied_types.insert(schema.at.file)
    {
        let message = format!("missing `type`: only {noun} are accepted, here and in similar schemas of this file");
        context.diagnostics.report(Code::NarrowType, &schema.at, message);
    }
}

/// Reports `x-closed` at a schema that lists neither strings nor variants.
fn check_closed(context: &mut Context<'_>, schema: &Schema, kind: &SchemaKind) {
    if let Some(key) = &schema.closed
        && !matches!(kind, SchemaKind::Enumeration(_) | SchemaKind::Union(_) | SchemaKind::Alias(_))
    {
        let message = "misplaced `x-closed`: it applies to `enum` of strings, `oneOf` and `anyOf` only";
        context.diagnostics.report(Code::MalformedExtension, &key.at, message);
    }
}

/// Rust has no unnamed type for a value that contains itself.
const RECURSIVE_WITHOUT_NAME: &str = "recursive type without a name: the type is untyped JSON";

fn lower_kind(context: &mut Context<'_>, schema: &Rc<Schema>, name: &RustName, type_scope: &mut TypeScope<'_>) -> Type {
    let kind = SchemaKind::of(context, schema);
    lower_as(context, schema, kind, name, type_scope)
}

fn lower_as(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    kind: SchemaKind,
    name: &RustName,
    type_scope: &mut TypeScope<'_>,
) -> Type {
    discriminator::check(context, schema, &kind);
    match kind {
        SchemaKind::Alias(inner) => lower(context, &inner, name, type_scope),
        SchemaKind::Structure => object::lower(context, schema, name, type_scope),
        SchemaKind::Map => object::lower_map(context, schema, name, type_scope),
        SchemaKind::Enumeration(values) => enumeration::lower(context, schema, &values, name, type_scope),
        SchemaKind::Union(branches) => union::lower(context, schema, &branches, name, type_scope),
        SchemaKind::SubtypeEnum => subtype_enum::lower(context, schema, name, type_scope),
        SchemaKind::List => array::lower(context, schema, name, type_scope),
        SchemaKind::Scalar(kind) => scalar::lower(context, schema, kind),
        SchemaKind::Any => {
            if let Some(why) = effective::untyped(schema) {
                context.diagnostics.report(Code::Untyped, &schema.at, why);
            }
            Type::Json
        }
    }
}
