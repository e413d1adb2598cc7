//! Schemas as Rust types.
//!
//! An object with properties, a string with listed values, and a union become definitions with names; every other schema is
//! written where it is used. A schema that can be referred to is defined once, under one name.
//!
//! - `scope`: the definitions of a service and of an operation
//! - `naming`: names of schemas that can be referred to
//! - `definition`: definitions under their names, and schemas inside other schemas
//! - `object`, `array`, `enumeration`, `scalar`, `union`: one kind of schema each
//! - `discriminator`: the property that tells the variants of a union apart
//! - `subtype_enum`: a base schema as an enum of its subtypes
//! - `passes`: boxing, constants and validation, decided over all finished definitions

mod array;
mod definition;
mod discriminator;
mod enumeration;
mod naming;
mod object;
mod passes;
mod scalar;
mod scope;
mod subtype_enum;
mod union;

use std::rc::Rc;

use super::{
    Context,
    resolve::{self, SchemaKind},
};
use crate::{
    diagnostic::{Code, Diagnostics},
    model::{Direction, RustName, Type},
    openapi::{Node, NodeId, Reference, Schema, node_id},
    source::Location,
};

pub(super) use naming::headers_name;
pub(super) use object::check_required;
pub(super) use passes::{box_recursive_types, finish};
use scope::TypeScope;
pub(super) use scope::{OperationTypes, SharedTypes};

/// How deep shapes that refer to each other are defined inside each other. The rest waits until there is room.
const POSTPONED_DEPTH: usize = 20;

/// How deep schemas may stand in each other: fifty below a shape with a name.
const GREATEST_DEPTH: usize = POSTPONED_DEPTH + 50;

/// Lowers every schema of the document's components.
pub(super) fn components(context: &mut Context<'_>) {
    let document_set = context.document_set;
    let file = context.document.at.file;
    let Some(schemas) = resolve::component_schemas(document_set, file, context.diagnostics) else { return };
    let keys: Vec<String> = schemas.keys().into_iter().flatten().map(str::to_owned).collect();
    // All names first, in the document's order: they do not depend on which schema is reached from where. One that only
    // points elsewhere gives its name to what it points at, unless that has one.
    let (pointing, standing): (Vec<_>, Vec<_>) = keys
        .iter()
        .filter_map(|key| Some((key, schemas.get(key)?)))
        .partition(|(_, node)| Reference::of(node).is_some());
    for (key, node) in &standing {
        context.shared.components.insert(node_id(&node.at));
        naming::name_as(context, &node.at, key);
    }
    for (key, node) in &pointing {
        let target = Reference::of(node).and_then(|reference| document_set.resolve(&reference, context.diagnostics));
        let at = &target.as_ref().unwrap_or(node).at;
        context.shared.components.insert(node_id(at));
        naming::name_as(context, at, key);
    }
    for (_, node) in standing.iter().chain(&pointing) {
        let target = Reference::of(node).and_then(|reference| document_set.resolve(&reference, context.diagnostics));
        component(context, target.as_ref().unwrap_or(node));
        define_postponed(context);
    }
}

/// Defines what was put off. That may put off more.
fn define_postponed(context: &mut Context<'_>) {
    while let Some((at, schema)) = context.shared.postponed.pop() {
        define(context, &at, &schema);
    }
}

/// Defines a component, and what it consists of.
fn component(context: &mut Context<'_>, node: &Node<'_>) {
    let document_set = context.document_set;
    let Some(schema) = document_set.schema(node, context.diagnostics) else { return };
    naming::name_of(context, &node.at);
    if SchemaKind::of(context, &schema).is_named() {
        define(context, &node.at, &schema);
    } else {
        alias(context, &Reference::to(node), &node.at, &schema);
    }
}

/// The type of a schema for the module of an operation.
pub(super) fn for_operation(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    name: &RustName,
    own: &mut OperationTypes,
    direction: Direction,
) -> Type {
    let ty = match common(context, schema, own, direction) {
        Some(ty) => nullable(ty, takes_null(context, schema)),
        None => {
            let module = name.clone();
            lower(context, schema, name, &mut TypeScope { own: Some(own), direction, module, named: None, owner: None })
        }
    };
    define_postponed(context);
    ty
}

/// The type of a schema of an answer at `place` that operations share. A shape that is written there is called `name`, and goes to the
/// file of the answer.
pub(super) fn for_response(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    name: &RustName,
    (place, module): (&NodeId, &RustName),
) -> Type {
    let direction = Direction::Response;
    let holder = OperationTypes::at(place);
    let ty = match common(context, schema, &holder, direction) {
        Some(ty) => nullable(ty, takes_null(context, schema)),
        None => {
            let module = module.clone();
            lower(context, schema, name, &mut TypeScope { own: None, direction, module, named: None, owner: None })
        }
    };
    define_postponed(context);
    ty
}

/// The type of a schema that is written in place, but in an answer or a parameter that many operations have: one for all.
fn common(context: &mut Context<'_>, schema: &Rc<Schema>, own: &OperationTypes, direction: Direction) -> Option<Type> {
    let (_, pointer) = node_id(&schema.at);
    // A part of a body that has a name is given part by part, and each operation has its own setters.
    let is_part = pointer.starts_with("/components/schemas/") || pointer.starts_with("/components/requestBodies/");
    if schema.reference.is_some() || own.holds(&schema.at) || is_part {
        return None;
    }
    let is_text = |context: &mut Context<'_>| {
        matches!(SchemaKind::of(context, schema), SchemaKind::Enumeration(_) | SchemaKind::List)
    };
    if direction != Direction::Response && !is_text(context) {
        return None;
    }
    let document_set = context.document_set;
    let node = document_set.at(&schema.at)?;
    let schema = document_set.schema(&node, context.diagnostics)?;
    naming::name_of(context, &node.at);
    if SchemaKind::of(context, &schema).is_named() {
        return Some(define(context, &node.at, &schema));
    }
    alias(context, &Reference::to(&node), &node.at, &schema)
}

/// Defines a schema that can be referred to, once. Gives its type.
fn define(context: &mut Context<'_>, at: &Location, schema: &Rc<Schema>) -> Type {
    let name = naming::name_of(context, at);
    let place = &node_id(at);
    if context.shared.definitions.contains_key(&name) {
        return Type::Shared(name);
    }
    if let Some(known) = context.shared.aliases.get(place) {
        return known.clone();
    }
    if context.shared.open.contains(place) {
        context.shared.promised.insert(name.clone());
        return Type::Shared(name);
    }
    if context.shared.depth > POSTPONED_DEPTH {
        context.shared.promised.insert(name.clone());
        context.shared.postponed.push((at.clone(), schema.clone()));
        return Type::Shared(name);
    }
    context.shared.open.insert(place.clone());
    let mut home = definition::home_of(context, at, &name);
    let mark = context.samples.mark();
    let ty = lower_own(context, schema, &name.name, &mut home);
    let noted = nullable(ty.clone(), takes_null(context, schema));
    context.note_schema(schema, &noted, home.direction, mark);
    context.shared.open.remove(place);
    if !context.shared.definitions.contains_key(&name) {
        // A union of one shape is that shape.
        context.shared.aliases.insert(place.clone(), ty.clone());
    }
    ty
}

/// The type of a schema, in place or referred to. A shape without a name of its own is called `name`.
fn lower(context: &mut Context<'_>, schema: &Rc<Schema>, name: &RustName, home: &mut TypeScope<'_>) -> Type {
    let mark = context.samples.mark();
    let ty = match &schema.reference {
        Some(reference) if !resolve::has_keywords_beside_reference(schema) => {
            referred(context, reference).unwrap_or(Type::Json)
        }
        _ => lower_own(context, schema, name, home),
    };
    let ty = nullable(ty, takes_null(context, schema));
    context.note_schema(schema, &ty, home.direction, mark);
    ty
}

/// The type of what a reference points at.
fn referred(context: &mut Context<'_>, reference: &Reference) -> Option<Type> {
    let node = context.document_set.resolve(reference, context.diagnostics)?;
    let schema = context.document_set.schema(&node, context.diagnostics)?;
    if let Some(owner) = naming::owner(context, &node.at) {
        definition::whole(context, &owner);
    }
    if SchemaKind::of(context, &schema).is_named() {
        let ty = define(context, &node.at, &schema);
        return Some(nullable(ty, takes_null(context, &schema)));
    }
    alias(context, reference, &node.at, &schema)
}

/// The type of a schema without a definition. The shapes inside it are shared, however many ways lead to them.
fn alias(context: &mut Context<'_>, reference: &Reference, at: &Location, schema: &Rc<Schema>) -> Option<Type> {
    let place = &node_id(at);
    if let Some(known) = context.shared.aliases.get(place) {
        return Some(known.clone());
    }
    if !context.shared.open.insert(place.clone()) {
        // A list of itself, a map of itself: no type of Rust is that without a name.
        let message = "this value contains itself without a name of its own, so any JSON is taken";
        context.diagnostics.warning(Code::Untyped, &reference.at, message);
        return None;
    }
    let name = naming::name_of(context, at);
    let mut home = definition::home_of(context, at, &name);
    let ty = lower(context, schema, &name.name, &mut home);
    context.shared.open.remove(place);
    context.shared.aliases.insert(place.clone(), ty.clone());
    Some(ty)
}

/// The type of a schema that is written in place, without regard to null.
fn lower_own(context: &mut Context<'_>, schema: &Rc<Schema>, name: &RustName, home: &mut TypeScope<'_>) -> Type {
    if context.shared.depth > GREATEST_DEPTH {
        context.unsupported(&schema.at, "schemas stand in each other too deeply here: any JSON is taken");
        return Type::Json;
    }
    if !context.pay_for_schema(&schema.at) {
        return Type::Json;
    }
    context.shared.depth += 1;
    let merged = &resolve::merge_all_of(context, schema);
    scalar::check_extensions(context, merged);
    let kind = SchemaKind::of(context, merged);
    let known = if kind.is_named() { definition::part(context, schema, name, home) } else { None };
    let ty = known.unwrap_or_else(|| lower_as(context, merged, kind, name, home));
    context.shared.depth -= 1;
    ty
}

fn lower_kind(context: &mut Context<'_>, schema: &Rc<Schema>, name: &RustName, home: &mut TypeScope<'_>) -> Type {
    let kind = SchemaKind::of(context, schema);
    lower_as(context, schema, kind, name, home)
}

fn lower_as(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    kind: SchemaKind,
    name: &RustName,
    home: &mut TypeScope<'_>,
) -> Type {
    discriminator::check(context, schema, &kind);
    match kind {
        SchemaKind::Alias(inner) => lower(context, &inner, name, home),
        SchemaKind::Structure => object::lower(context, schema, name, home),
        SchemaKind::Map => object::map(context, schema, name, home),
        SchemaKind::Enumeration(values) => enumeration::lower(context, schema, &values, name, home),
        SchemaKind::Union(branches) => union::lower(context, schema, &branches, name, home),
        SchemaKind::PolymorphicBase => subtype_enum::lower(context, schema, name, home),
        SchemaKind::List => array::list(context, schema, name, home),
        SchemaKind::Scalar(kind) => scalar::lower(context, schema, kind),
        SchemaKind::Any => {
            if let Some(why) = resolve::untyped(schema) {
                context.diagnostics.warning(Code::Untyped, &schema.at, why);
            }
            Type::Json
        }
    }
}

/// Whether null is a value of a schema: it says so, or what one of its alternatives refers to does.
fn takes_null(context: &mut Context<'_>, schema: &Schema) -> bool {
    let is_nullable = |branch: &Rc<Schema>| {
        // A reference that leads nowhere is reported where its type is asked for.
        let unheard = &mut Diagnostics::default();
        let node = branch.reference.as_ref().and_then(|reference| context.document_set.resolve(reference, unheard));
        node.and_then(|node| context.document_set.schema(&node, context.diagnostics))
            .is_some_and(|schema| schema.nullable)
    };
    let mut alternatives = schema.one_of.iter().chain(&schema.any_of);
    schema.nullable || (schema.all_of.is_empty() && alternatives.any(is_nullable))
}

/// `Option<…>` where null may stand for the value.
pub(super) fn nullable(ty: Type, nullable: bool) -> Type {
    match ty {
        Type::Json | Type::LenientString | Type::Option(_) => ty,
        ty if nullable => Type::Option(Box::new(ty)),
        ty => ty,
    }
}
