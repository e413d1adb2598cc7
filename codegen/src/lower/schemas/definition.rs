//! Definitions: a shape under a name, in the module that it is for.

use std::rc::Rc;

use super::{
    super::{Context, descriptions, names, rules},
    Home, naming,
};
use crate::{
    model::{Checks, RustName, SharedName, Type, TypeDefinition, TypeKind},
    openapi::Schema,
};

/// Adds a definition to the module that the home is for.
pub(super) fn define_shape(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    name: &RustName,
    shape: TypeKind,
    home: &mut Home<'_>,
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
fn shared_name(context: &mut Context<'_>, schema: &Schema, name: &RustName, home: &Home<'_>) -> SharedName {
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
