//! Shapes that are written inside others: each is one type, whoever takes it from there.
//!
//! An `allOf` takes the members of another schema with all that is written inside them, and a reference may lead right
//! into a schema. Both come to the same place, and the place decides what the shape is called.

use std::rc::Rc;

use super::{
    super::Context,
    Direction, Home, component, define,
    naming::{self, Owner},
};
use crate::{
    model::{RustName, SharedName, Type},
    openapi::{Schema, node_id},
    source::Location,
};

/// Where the parts go of what is called so.
pub(super) fn home_of<'h>(context: &Context<'_>, at: &Location, name: &SharedName) -> Home<'h> {
    let module = name.parent.clone().unwrap_or_else(|| naming::module_of(&name.name));
    let owner = naming::owner(context, at).map_or_else(|| node_id(at), |owner| owner.place);
    Home { own: None, direction: Direction::Both, module, named: Some(name.clone()), owner: Some(owner) }
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
pub(super) fn part(context: &mut Context<'_>, schema: &Rc<Schema>, name: &RustName, home: &Home<'_>) -> Option<Type> {
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
