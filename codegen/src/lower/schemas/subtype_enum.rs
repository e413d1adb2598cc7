//! A base schema with a discriminator as an enum of its subtypes.
//!
//! The base itself is a variant too, for values whose discriminator is unknown or absent: it has all that the base
//! describes and keeps the other properties, so a service may add a subtype without breaking its clients.

use std::{collections::BTreeMap, rc::Rc};

use super::{
    TypeScope,
    definition::{define_type, set_check},
    discriminator, lower as lower_schema, lower_kind, object, variant_names,
    variant_schema::VariantSchema,
};
use crate::{
    lower::{
        Context,
        docs::descriptions,
        effective::{self, SchemaKind},
        names, renames,
    },
    model::{Discriminator, Docs, RustName, Type, TypeKind, Union, UnionVariant, UnknownTag},
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
    let mut scope = names::NameScope::default();
    let base_name = scope.claim_unreported_at(names::variant_name("base"), name.unraw(), &schema.at);
    let LoweredSubtypes { mut variants, schemas, indices } =
        lower_subtypes(context, &subtypes, name, &mut scope, type_scope);
    let base_index = variants.len();
    let base_docs = Docs(vec!["Any other subtype: the common properties.".to_owned()]);
    variants.push(UnionVariant::new(base_name, base_docs, lower_base(context, &base, name, type_scope)));
    let chosen = |place: &NodeId| indices.get(place).copied().unwrap_or(base_index);
    let discriminator = Discriminator {
        property: subtypes.property.clone(),
        values: subtypes.values.iter().map(|(value, place)| (value.clone(), chosen(place))).collect(),
        unknown: UnknownTag::Variant(subtypes.fallback.as_ref().map_or(base_index, chosen)),
    };
    discriminator::assign_tags(context, &schema.at, &discriminator, &mut variants, &schemas);
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

/// The subtypes as variants.
#[derive(Default)]
struct LoweredSubtypes {
    variants: Vec<UnionVariant>,
    /// The schema of each variant.
    schemas: Vec<VariantSchema>,
    /// The variant of each subtype. Subtypes with the same type share one.
    indices: BTreeMap<NodeId, usize>,
}

fn lower_subtypes(
    context: &mut Context<'_>,
    subtypes: &effective::Subtypes,
    name: &RustName,
    scope: &mut names::NameScope,
    type_scope: &mut TypeScope<'_>,
) -> LoweredSubtypes {
    let mut values: BTreeMap<&NodeId, Vec<&str>> = BTreeMap::new();
    for (value, chosen) in &subtypes.values {
        values.entry(chosen).or_default().push(value);
    }
    let mut lowered = LoweredSubtypes::default();
    let mut words = Vec::new();
    for subtype in &subtypes.subtypes {
        let new_name = renames::new_name_at(context, &subtype.at).map(|(word, _)| word);
        words.push(new_name.unwrap_or_else(|| subtype.name.clone()));
    }
    let full: Vec<Option<RustName>> = words.iter().map(|word| Some(names::variant_name(word))).collect();
    let short = variant_names::shorten(name, &full);
    for ((subtype, word), short) in subtypes.subtypes.iter().zip(words).zip(short) {
        let variant_name = short.unwrap_or_else(|| names::variant_name(&word));
        let written = Rc::new(effective::reference_to(context, &subtype.at));
        let ty = lower_schema(context, &written, &names::joined(name, variant_name.unraw()), type_scope);
        // Another name of the base itself.
        if is_itself(&ty, name, type_scope) {
            continue;
        }
        let at = node_id(&subtype.at);
        let known = lowered.variants.iter().position(|variant| variant.ty == ty);
        if known.is_none() {
            let schema = VariantSchema::new(context, written);
            let docs = descriptions::with_discriminator_values(
                descriptions::one_line(&schema.effective, &variant_name),
                &subtypes.property,
                values.get(&at).map_or(&[], Vec::as_slice),
            );
            let name = scope.claim_with_warning(variant_name, &word, &subtype.at, context.diagnostics);
            lowered.schemas.push(schema);
            lowered.variants.push(UnionVariant::new(name, docs, ty));
        }
        lowered.indices.insert(at, known.unwrap_or(lowered.variants.len() - 1));
    }
    lowered
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
