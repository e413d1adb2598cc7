//! Definitions: a type under its name, in the module that it belongs to.
//!
//! A schema inside another one is one type, however it is reached: an `allOf` inherits the properties of another schema with
//! all schemas inside them, and a reference may lead right into a schema. Its place decides its name.

use std::rc::Rc;

use super::{
    TypeScope, component, define,
    naming::{self, Owner},
};
use crate::{
    lower::{Context, docs::descriptions, names, rules},
    model::{Checks, Direction, RustName, SharedName, Type, TypeDefinition, TypeKind},
    openapi::{Schema, node_id},
    source::Location,
};

/// Adds a definition to the module that the home is for.
pub(super) fn define_shape(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    name: &RustName,
    shape: TypeKind,
    home: &mut TypeScope<'_>,
) -> Type {
    let rules = rules::own(context, schema);
    let checks = Checks::None;
    match &mut home.own {
        Some(own) => {
            let inner = names::joined(name, "Inner");
            let name = own.scope.distinct(name.clone(), inner.unraw());
            let module = home.module.clone();
            let docs = descriptions::schema(schema, &name);
            own.definitions.push(TypeDefinition {
                name: name.clone(),
                module,
                is_nested: false,
                docs,
                kind: shape,
                rules,
                in_requests: false,
                checks,
            });
            Type::Local(name)
        }
        None => {
            let name = shared_name(context, schema, name, home);
            let SharedName { parent, name: own_name } = name.clone();
            let docs = descriptions::schema(schema, &own_name);
            let is_nested = parent.is_some();
            let module = parent.unwrap_or_else(|| naming::module_of(&own_name));
            let definition = TypeDefinition {
                name: own_name,
                module,
                is_nested,
                docs,
                kind: shape,
                rules,
                in_requests: false,
                checks,
            };
            context.shared.definitions.insert(name.clone(), definition);
            Type::Shared(name)
        }
    }
}

/// The name for a shape that operations share: that of the place that is being defined, else the name of its own place. What was
/// put together for this home has none, and is called after the way to it.
fn shared_name(context: &mut Context<'_>, schema: &Schema, name: &RustName, home: &TypeScope<'_>) -> SharedName {
    let is_free = |named: &&SharedName| named.name == *name && !context.shared.definitions.contains_key(named);
    if let Some(named) = home.named.as_ref().filter(is_free) {
        return named.clone();
    }
    if !schema.is_synthetic {
        let own = naming::name_of(context, &schema.at);
        if !context.shared.definitions.contains_key(&own) {
            return own;
        }
    }
    let whole = home.named.as_ref().map(|named| &named.name);
    let name = names::part_of(whole, name);
    SharedName { name: context.shared.part(&home.module, name), parent: Some(home.module.clone()) }
}

/// Where the parts go of what is called so.
pub(super) fn home_of<'h>(context: &Context<'_>, at: &Location, name: &SharedName) -> TypeScope<'h> {
    let module = name.parent.clone().unwrap_or_else(|| naming::module_of(&name.name));
    let owner = naming::owner(context, at).map_or_else(|| node_id(at), |owner| owner.place);
    TypeScope { own: None, direction: Direction::Both, module, named: Some(name.clone()), owner: Some(owner) }
}

/// Defines a component before one of its parts is asked for, which is called after its way through the whole.
pub(super) fn whole(context: &mut Context<'_>, owner: &Owner) {
    let is_known = context.shared.open.contains(&owner.place)
        || context.shared.aliases.contains_key(&owner.place)
        || context.shared.names.get(&owner.place).is_some_and(|name| context.shared.definitions.contains_key(name));
    if !is_known
        && context.shared.components.contains(&owner.place)
        && let Some(node) = owner.node(context)
    {
        component(context, &node);
    }
}

/// The type of a shape that is written inside another one: one for all who take it from there.
pub(super) fn part(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    name: &RustName,
    home: &TypeScope<'_>,
) -> Option<Type> {
    let is_itself = home.named.as_ref().is_some_and(|named| named.name == *name);
    // What is written for one operation is its own, in whichever file that is.
    let is_own = home.own.as_ref().is_some_and(|own| own.holds(&schema.at));
    if schema.is_synthetic || is_itself || is_own {
        return None;
    }
    let owner = naming::owner(context, &schema.at)?;
    if home.owner.as_ref() != Some(&owner.place) {
        whole(context, &owner);
    }
    Some(define(context, &schema.at, schema))
}
