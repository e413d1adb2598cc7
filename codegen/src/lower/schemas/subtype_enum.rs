//! A base schema with a discriminator as an enum of its subtypes.
//!
//! The base itself is a variant too, for values whose discriminator is unknown or absent: it has all that the base describes
//! and keeps the other properties, so a service may add a subtype without breaking its clients.

use std::{collections::BTreeMap, rc::Rc};

use super::{TypeScope, definition::define_shape, lower as lower_schema, lower_kind, object};
use crate::{
    lower::{
        Context,
        docs::descriptions,
        names,
        resolve::{self, SchemaKind},
    },
    model::{Discriminator, Docs, RustName, Type, TypeKind, Union, UnionVariant, UnknownTag, VariantMatcher},
    openapi::{NodeId, Schema, node_id},
};

/// The schemas that a base stands for, as an enum.
pub(super) fn lower(context: &mut Context<'_>, schema: &Rc<Schema>, name: &RustName, home: &mut TypeScope<'_>) -> Type {
    let kinds = resolve::subtypes(context, schema);
    let base = alone(schema, name);
    if kinds.members.is_empty() {
        return lower_kind(context, &base, name, home);
    }
    let mut values: BTreeMap<&NodeId, Vec<&str>> = BTreeMap::new();
    for (value, chosen) in &kinds.values {
        values.entry(chosen).or_default().push(value);
    }
    let mut scope = names::Scope::default();
    let base_variant = scope.distinct(names::variant_name("base"), "base");
    let mut branches: Vec<UnionVariant> = Vec::new();
    let mut indices: BTreeMap<NodeId, usize> = BTreeMap::new();
    for member in &kinds.members {
        let variant = names::variant_name(&member.name);
        let written = Rc::new(resolve::reference_to(context, &member.at));
        let ty = lower_schema(context, &written, &names::joined(name, variant.unraw()), home);
        // One that is no other than the base, by a name of its own.
        if is_itself(&ty, name, home) {
            continue;
        }
        let at = node_id(&member.at);
        let known = branches.iter().position(|branch| branch.ty == ty);
        indices.insert(at.clone(), known.unwrap_or(branches.len()));
        if known.is_none() {
            let facts = resolve::schema(context, &written);
            let docs = descriptions::short(&facts, &variant);
            let docs = descriptions::tagged(docs, &kinds.property, values.get(&at).map_or(&[], Vec::as_slice));
            let name = scope.distinct(variant, &member.name);
            branches.push(UnionVariant { name, docs, ty, rules: None, matcher: VariantMatcher::Any });
        }
    }
    let all_others = branches.len();
    branches.push(UnionVariant {
        name: base_variant,
        docs: Docs(vec!["Any other: what all of them have in common.".to_owned()]),
        ty: lower_base(context, &base, name, home),
        rules: None,
        matcher: VariantMatcher::Any,
    });
    let chosen = |place: &NodeId| indices.get(place).copied().unwrap_or(all_others);
    let tag = Discriminator {
        property: kinds.property.clone(),
        values: kinds.values.iter().map(|(value, place)| (value.clone(), chosen(place))).collect(),
        unknown: UnknownTag::Variant(kinds.otherwise.as_ref().map_or(all_others, chosen)),
    };
    define_shape(context, schema, name, TypeKind::Union(Union { variants: branches, discriminator: Some(tag) }), home)
}

/// The base as a shape of its own: `PetBase`, whose inner shapes are called as if it were `Pet`.
fn lower_base(context: &mut Context<'_>, base: &Rc<Schema>, name: &RustName, home: &mut TypeScope<'_>) -> Type {
    match SchemaKind::of(context, base) {
        SchemaKind::Structure => {
            let shape = object::shape(context, base, name, home);
            define_shape(context, base, &names::joined(name, "Base"), shape, home)
        }
        _ => lower_kind(context, base, name, home),
    }
}

/// The base without those that extend it.
fn alone(schema: &Schema, name: &RustName) -> Rc<Schema> {
    let mut base = schema.clone();
    base.is_synthetic = true;
    base.discriminator = None;
    base.title = None;
    base.examples.clear();
    base.nullable = false;
    let description =
        format!("What every `{name}` has, and all that is known of one whose kind has no shape of its own.");
    base.description = Some(description);
    Rc::new(base)
}

/// Whether a type is the one that is being defined under this name.
fn is_itself(ty: &Type, name: &RustName, home: &TypeScope<'_>) -> bool {
    match ty {
        Type::Local(other) => other == name,
        Type::Shared(other) => other.name == *name && home.named.as_ref() == Some(other),
        Type::Option(inner) => is_itself(inner, name, home),
        _ => false,
    }
}
