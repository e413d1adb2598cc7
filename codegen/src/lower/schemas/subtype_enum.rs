//! A base schema with a discriminator as an enum of its subtypes.
//!
//! The base itself is a variant too, for values whose discriminator is unknown or absent: it has all that the base
//! describes and keeps the other properties, so a service may add a subtype without breaking its clients.

use std::{collections::BTreeMap, rc::Rc};

use super::{
    TypeScope,
    definition::{define_type, set_check},
    discriminator, lower as lower_schema, lower_kind, object,
};
use crate::{
    lower::{
        Context,
        docs::descriptions,
        effective::{self, SchemaKind},
        names, renames,
    },
    model::{Discriminator, Docs, RustName, Type, TypeKind, Union, UnionVariant, UnknownTag, VariantMatcher},
    openapi::{NodeId, Schema, node_id},
};

/// The enum of a base schema and its subtypes.
pub(super) fn lower(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    name: &RustName,
    type_scope: &mut TypeScope<'_>,
) -> Type {
    let subtypes = effective::subtypes(context, schema);
    let base = without_subtypes(schema, name);
    if subtypes.subtypes.is_empty() {
        return lower_kind(context, &base, name, type_scope);
    }
    let mut values: BTreeMap<&NodeId, Vec<&str>> = BTreeMap::new();
    for (value, chosen) in &subtypes.values {
        values.entry(chosen).or_default().push(value);
    }
    let mut scope = names::NameScope::default();
    let base_variant = scope.claim_unreported_at(names::variant_name("base"), name.unraw(), &schema.at);
    let mut variants: Vec<UnionVariant> = Vec::new();
    let mut indices: BTreeMap<NodeId, usize> = BTreeMap::new();
    let mut resolved_variants: Vec<Rc<Schema>> = Vec::new();
    for subtype in &subtypes.subtypes {
        let new_name = renames::new_name_at(context, &subtype.at).map(|(word, _)| word);
        let word = new_name.unwrap_or_else(|| subtype.name.clone());
        let variant_name = names::variant_name(&word);
        let written = Rc::new(effective::reference_to(context, &subtype.at));
        let ty = lower_schema(context, &written, &names::joined(name, variant_name.unraw()), type_scope);
        // Another name of the base itself.
        if is_itself(&ty, name, type_scope) {
            continue;
        }
        let at = node_id(&subtype.at);
        let known = variants.iter().position(|variant| variant.ty == ty);
        indices.insert(at.clone(), known.unwrap_or(variants.len()));
        if known.is_none() {
            let resolved = effective::schema(context, &written);
            let docs = descriptions::one_line(&resolved, &variant_name);
            let docs = descriptions::with_discriminator_values(
                docs,
                &subtypes.property,
                values.get(&at).map_or(&[], Vec::as_slice),
            );
            let name = scope.claim_with_warning(variant_name, &word, &subtype.at, context.diagnostics);
            let accessor = name.clone();
            resolved_variants.push(resolved);
            variants.push(UnionVariant { name, accessor, docs, ty, matcher: VariantMatcher::Any, tag: None });
        }
    }
    let base_index = variants.len();
    variants.push(UnionVariant {
        accessor: base_variant.clone(),
        name: base_variant,
        docs: Docs(vec!["Any other subtype: the common properties.".to_owned()]),
        ty: lower_base(context, &base, name, type_scope),
        matcher: VariantMatcher::Any,
        tag: None,
    });
    let chosen = |place: &NodeId| indices.get(place).copied().unwrap_or(base_index);
    let discriminator = Discriminator {
        property: subtypes.property.clone(),
        values: subtypes.values.iter().map(|(value, place)| (value.clone(), chosen(place))).collect(),
        unknown: UnknownTag::Variant(subtypes.fallback.as_ref().map_or(base_index, chosen)),
    };
    discriminator::assign_tags(context, &schema.at, &discriminator, &mut variants, &resolved_variants);
    define_type(
        context,
        schema,
        name,
        TypeKind::Union(Union {
            variants,
            discriminator: Some(discriminator),
            is_closed: false,
            unknown: None,
            is_newtype: false,
        }),
        type_scope,
    )
}

/// The base as a type of its own: `PetBase`. Types inside it have the prefix `Pet`.
fn lower_base(context: &mut Context<'_>, base: &Rc<Schema>, name: &RustName, type_scope: &mut TypeScope<'_>) -> Type {
    match SchemaKind::of(context, base) {
        SchemaKind::Structure => {
            let kind = object::struct_kind(context, base, name, type_scope);
            let ty = define_type(context, base, &names::joined(name, "Base"), kind, type_scope);
            set_check(context, &ty, base, type_scope, false);
            ty
        }
        _ => lower_kind(context, base, name, type_scope),
    }
}

/// The base without its subtypes.
fn without_subtypes(schema: &Schema, name: &RustName) -> Rc<Schema> {
    let mut base = schema.clone();
    base.is_synthetic = true;
    base.discriminator = None;
    base.title = None;
    base.examples.clear();
    base.nullable = false;
    let description =
        format!("The properties of every `{name}`, and all that is known of one with an unknown subtype.");
    base.description = Some(description);
    Rc::new(base)
}

/// Whether a type is the one that is being defined under this name.
fn is_itself(ty: &Type, name: &RustName, type_scope: &TypeScope<'_>) -> bool {
    match ty {
        Type::Local(other) => other == name,
        Type::Shared(other) => other.name == *name && type_scope.defining.as_ref() == Some(other),
        Type::Option(inner) => is_itself(inner, name, type_scope),
        _ => false,
    }
}
