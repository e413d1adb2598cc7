//! `oneOf` and `anyOf`: an enum of several types, and how to tell which one a value has.

use std::rc::Rc;

use super::{
    TypeScope, circular,
    definition::define_type,
    discriminator, lower as lower_schema, matchers, variant_names,
    variant_schema::{VariantSchema, unlisted_variants},
};
use crate::{
    diagnostic::Code,
    lower::{Context, docs::descriptions, effective, names},
    model::{Docs, RustName, Type, TypeKind, Union, UnionVariant, UnknownTag},
    openapi::{Schema, node_id},
};

pub(super) fn lower(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    variants: &[Rc<Schema>],
    name: &RustName,
    type_scope: &mut TypeScope<'_>,
) -> Type {
    let unlisted = unlisted_variants(context, schema, variants);
    let variants: Vec<Rc<Schema>> = variants.iter().cloned().chain(unlisted).collect();
    let variants = with_one_string_enum(circular::without_circular_variants(context, schema, &variants));
    let (mut lowered, variant_schemas) = lower_variants(context, schema, &variants, name, type_scope);
    if lowered.is_empty() {
        // All variants are circular: any JSON value is accepted.
        lowered.push(UnionVariant::new(names::variant_name("value"), Docs::default(), Type::Json));
    }
    if let [only] = lowered.as_slice()
        && !is_forward_declared(context, schema, name, type_scope)
    {
        return only.ty.clone();
    }
    let mut discriminator = discriminator::of_union(context, schema, &variant_schemas);
    let is_closed = schema.is_closed();
    if let Some(discriminator) = discriminator.as_mut().filter(|_| is_closed)
        && discriminator.unknown == UnknownTag::BestMatch
    {
        discriminator.unknown = UnknownTag::Unknown;
    }
    matchers::assign(context, &mut lowered, &variant_schemas, discriminator.as_ref());
    if let Some(discriminator) = &discriminator {
        discriminator::assign_tags(context, &schema.at, discriminator, &mut lowered, &variant_schemas);
    }
    define_type(
        context,
        schema,
        name,
        TypeKind::Union(Union { variants: lowered, discriminator, is_closed, unknown: None, is_newtype: false }),
        type_scope,
    )
}

/// The variants with different types, and the schema of each.
fn lower_variants(
    context: &mut Context<'_>,
    schema: &Schema,
    variants: &[Rc<Schema>],
    name: &RustName,
    type_scope: &mut TypeScope<'_>,
) -> (Vec<UnionVariant>, Vec<VariantSchema>) {
    let mut scope = names::NameScope::default();
    let mut lowered: Vec<UnionVariant> = Vec::new();
    let mut schemas = Vec::new();
    let constants = variant_names::ConstantCounts::of(context, variants);
    let short = variant_names::short_words(context, schema, name, variants);
    for (variant, short) in variants.iter().zip(short) {
        let variant_schema = VariantSchema::new(context, variant.clone());
        let word = match short {
            Some(word) => word,
            None => variant_names::word(context, schema, &variant_schema, &constants, &scope),
        };
        let collision = scope.collision(&names::variant_name(&word.text), &word.text, &variant.at);
        let collision = collision.filter(|_| word.is_name);
        let variant_name = variant_names::claim(context, &mut scope, &word, &variant_schema, &schemas);
        context.shared.variants.entry(node_id(&variant.at)).or_insert_with(|| variant_name.clone());
        // Null is one value for all variants: the union is nullable.
        let ty = match lower_schema(context, variant, &names::joined(name, variant_name.unraw()), type_scope) {
            Type::Option(inner) => *inner,
            ty => ty,
        };
        // Two variants with the same type cannot be distinguished, and are one.
        if lowered.iter().any(|known| known.ty == ty) {
            continue;
        }
        if let Some(collision) = collision {
            collision.report(Code::NameDisambiguated, &variant_name, context.diagnostics);
        }
        let resolved = &variant_schema.effective;
        let line = || descriptions::one_line(resolved, &variant_name);
        let docs = context.docs(|| descriptions::with_constraints(line(), resolved, &ty));
        lowered.push(UnionVariant::new(variant_name, docs, ty));
        schemas.push(variant_schema);
    }
    (lowered, schemas)
}

/// The variants, with one in place of those that only list strings. Generators of documents describe the variants of a
/// Rust enum that have no fields so. A variant with a name of its own, in a title or as a component, stays.
fn with_one_string_enum(mut variants: Vec<Rc<Schema>>) -> Vec<Rc<Schema>> {
    let is_unnamed = |variant: &Schema| variant.reference.is_none() && variant.title.is_none();
    let lists_strings = |variant: &Rc<Schema>| is_unnamed(variant) && effective::listed_strings(variant).is_some();
    let lists: Vec<Rc<Schema>> = variants.iter().filter(|variant| lists_strings(variant)).cloned().collect();
    if let [first, _, ..] = lists.as_slice()
        && let Some(place) = variants.iter().position(lists_strings)
    {
        let at = first.at.clone();
        variants.retain(|variant| !lists_strings(variant));
        variants.insert(place, Rc::new(Schema { is_synthetic: true, one_of: lists, ..Schema::empty(at) }));
    }
    variants
}

/// Whether another type uses the name of the union already.
fn is_forward_declared(context: &Context<'_>, schema: &Schema, name: &RustName, type_scope: &TypeScope<'_>) -> bool {
    let shared = &context.shared;
    let defining = type_scope.defining.as_ref().filter(|named| named.name == *name);
    let of_location = shared.names.get(&node_id(&schema.at)).filter(|_| !schema.is_synthetic);
    defining.into_iter().chain(of_location).any(|name| shared.forward_declared.contains(name))
}
