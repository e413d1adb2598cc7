//! Definitions: a type under its name, in the module that it belongs to.
//!
//! A schema inside another one is one type, however it is reached: an `allOf` inherits the properties of another
//! schema with all schemas inside them, and a reference may lead into a schema. Its location decides its name.

use std::rc::Rc;

use super::{
    TypeScope, component, define,
    naming::{self, Container},
};
use crate::{
    lower::{Context, docs::descriptions, names, rules},
    model::{Check, CustomCode, Direction, RustName, SharedName, Type, TypeDefinition, TypeKind, ValueTraits},
    openapi::{Schema, node_id},
    source::Location,
};

/// Adds a definition to the scope. Returns its type.
pub(super) fn define_type(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    name: &RustName,
    kind: TypeKind,
    type_scope: &mut TypeScope<'_>,
) -> Type {
    let check = Check::None;
    match &mut type_scope.operation {
        Some(own) => {
            let same = own.definitions.iter_mut().find(|known| is_same_enum(known, &kind, schema));
            if let Some(known) = same {
                if context.parts.docs {
                    share_docs(known, schema);
                }
                return Type::Local(known.name.clone());
            }
            let name = own.scope.claim_inner(name.clone());
            let module = type_scope.module.clone();
            let docs = context.docs(|| descriptions::schema(schema, &name));
            own.definitions.push(TypeDefinition {
                name: name.clone(),
                module,
                is_nested: false,
                source: schema.at.clone(),
                docs,
                kind,
                in_requests: false,
                check,
                traits: ValueTraits::default(),
                custom: CustomCode::default(),
            });
            Type::Local(name)
        }
        None => {
            let name = shared_name(context, schema, name, type_scope);
            if let Some(known) = identical_enum(context, schema, &name, &kind) {
                return Type::Shared(known);
            }
            let SharedName { parent, name: own_name } = name.clone();
            let docs = context.docs(|| descriptions::schema(schema, &own_name));
            let is_nested = parent.is_some();
            let module = parent.unwrap_or_else(|| naming::module_of(&own_name));
            let definition = TypeDefinition {
                name: own_name,
                module,
                is_nested,
                source: schema.at.clone(),
                docs,
                kind,
                in_requests: false,
                check,
                traits: ValueTraits::default(),
                custom: CustomCode::default(),
            };
            context.shared.definitions.insert(name.clone(), definition);
            Type::Shared(name)
        }
    }
}

/// A string enum in the module of this name that has the same strings and rules. Otherwise this one is remembered, and
/// so is one whose name other types use already.
fn identical_enum(
    context: &mut Context<'_>,
    schema: &Schema,
    name: &SharedName,
    kind: &TypeKind,
) -> Option<SharedName> {
    let (Some(module), TypeKind::StringEnum(strings)) = (&name.parent, kind) else { return None };
    if !schema.limits.is_empty() {
        return None;
    }
    let strings = strings.variants.iter().map(|variant| variant.wire.clone()).collect();
    let known = context.shared.nested_enums.entry((module.clone(), strings)).or_insert_with(|| name.clone());
    if context.shared.forward_declared.contains(name) {
        return None;
    }
    let has_docs = context.parts.docs;
    let definition = context.shared.definitions.get_mut(known).filter(|known| is_same_enum(known, kind, schema))?;
    if has_docs {
        share_docs(definition, schema);
    }
    Some(known.clone())
}

/// Whether the definition is this string enum, so that one type is enough. One with limits is a type of its own.
fn is_same_enum(known: &TypeDefinition, kind: &TypeKind, schema: &Schema) -> bool {
    matches!(kind, TypeKind::StringEnum(_)) && known.kind == *kind && schema.limits.is_empty()
}

/// Documents a type that several schemas have in common.
fn share_docs(known: &mut TypeDefinition, schema: &Schema) {
    let note = "Other properties with the same values have this type too.";
    if known.docs != descriptions::schema(schema, &known.name) && !known.docs.0.iter().any(|line| line == note) {
        known.docs.add([note.to_owned()]);
    }
}

/// The name of a shared type: the name that is being defined, or the name of the schema's location. A merged schema
/// has no location, so its name is the path to it.
fn shared_name(context: &mut Context<'_>, schema: &Schema, name: &RustName, type_scope: &TypeScope<'_>) -> SharedName {
    let is_free = |named: &&SharedName| named.name == *name && !context.shared.definitions.contains_key(named);
    if let Some(named) = type_scope.defining.as_ref().filter(is_free) {
        return named.clone();
    }
    if !schema.is_synthetic {
        let own = naming::name_of(context, &schema.at);
        if !context.shared.definitions.contains_key(&own) {
            return own;
        }
    }
    let container = type_scope.defining.as_ref().map(|named| &named.name);
    let name = names::nested_type_name_of(container, name);
    SharedName {
        name: context.shared.claim_nested_name(&type_scope.module, name),
        parent: Some(type_scope.module.clone()),
    }
}

/// Sets the schema that values of a defined type are checked against. The first one is kept unless `replaces`.
pub(super) fn set_check(
    context: &mut Context<'_>,
    ty: &Type,
    schema: &Rc<Schema>,
    type_scope: &mut TypeScope<'_>,
    replaces: bool,
) {
    let is_open = |definition: &TypeDefinition| replaces || definition.check == Check::None;
    if !definition_of(context, ty, type_scope).is_some_and(|definition| is_open(definition)) {
        return;
    }
    let check = rules::check(context, schema);
    if let Some(definition) = definition_of(context, ty, type_scope) {
        definition.check = check;
    }
}

/// The definition of a named type.
fn definition_of<'d>(
    context: &'d mut Context<'_>,
    ty: &Type,
    type_scope: &'d mut TypeScope<'_>,
) -> Option<&'d mut TypeDefinition> {
    match ty {
        Type::Local(name) => {
            let own = type_scope.operation.as_mut()?.definitions.iter_mut();
            own.into_iter().find(|definition| definition.name == *name)
        }
        Type::Shared(name) => context.shared.definitions.get_mut(name),
        _ => None,
    }
}

/// The scope of the types inside the schema with this name.
pub(super) fn scope_of<'t>(context: &Context<'_>, at: &Location, name: &SharedName) -> TypeScope<'t> {
    let module = name.parent.clone().unwrap_or_else(|| naming::module_of(&name.name));
    let container = naming::container_of(context, at).map_or_else(|| node_id(at), |container| container.place);
    TypeScope {
        operation: None,
        direction: Direction::Both,
        module,
        defining: Some(name.clone()),
        container: Some(container),
    }
}

/// Defines a component before one of the types inside it, whose name is the path through the component.
pub(super) fn define_container(context: &mut Context<'_>, container: &Container) {
    let is_known = context.shared.in_progress.contains(&container.place)
        || context.shared.aliases.contains_key(&container.place)
        || context.shared.names.get(&container.place).is_some_and(|name| context.shared.definitions.contains_key(name));
    if !is_known
        && context.shared.components.contains(&container.place)
        && let Some(node) = container.node(context)
    {
        component(context, &node);
    }
}

/// The type of a schema inside another one: the same for everything that inherits or refers to it.
pub(super) fn nested_type(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    name: &RustName,
    type_scope: &TypeScope<'_>,
) -> Option<Type> {
    let is_itself = type_scope.defining.as_ref().is_some_and(|named| named.name == *name);
    // A schema written for one operation is its own, in any file.
    let is_operation_local = type_scope.operation.as_ref().is_some_and(|own| own.owns(&schema.at));
    if schema.is_synthetic || is_itself || is_operation_local {
        return None;
    }
    let container = naming::container_of(context, &schema.at)?;
    if type_scope.container.as_ref() != Some(&container.place) {
        define_container(context, &container);
    }
    Some(define(context, &schema.at, schema))
}
