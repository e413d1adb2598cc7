//! Matchers: how a value is recognized as one of a union's variant. By its type and its properties, and by the values
//! inside it where these tell variants apart.

use std::{collections::BTreeSet, rc::Rc};

use super::variant_schema::VariantSchema;
use crate::{
    lower::{
        Context,
        effective::{self, SchemaKind},
    },
    model::{Discriminator, UnionVariant, UnknownTag, VariantMatcher},
    openapi::{Schema, SchemaType, node_id},
};

/// How deep values inside a value are compared.
const MAX_DEPTH: usize = 3;

/// How many values inside the variants of a union are compared.
const MAX_COMPARED: usize = 1000;

/// How many variants of a union in a union are compared.
const MAX_VARIANTS: usize = 32;

/// Sets the matchers of the variants of a union.
pub(super) fn assign(
    context: &mut Context<'_>,
    variants: &mut [UnionVariant],
    schemas: &[VariantSchema],
    discriminator: Option<&Discriminator>,
) {
    let schemas: Vec<Rc<Schema>> = schemas.iter().map(|schema| schema.effective.clone()).collect();
    let mut budget = MAX_COMPARED;
    let depth = if discriminator.is_some_and(decides_alone) { MAX_DEPTH } else { 0 };
    let matchers = compare(context, &schemas, depth, &mut budget);
    for (variant, matcher) in variants.iter_mut().zip(matchers) {
        variant.matcher = matcher;
    }
}

/// Whether each value of the discriminator selects one variant.
fn decides_alone(discriminator: &Discriminator) -> bool {
    let mut values = BTreeSet::new();
    discriminator.unknown != UnknownTag::BestMatch && discriminator.values.iter().all(|(value, _)| values.insert(value))
}

/// The matchers of schemas that are alternatives of each other.
fn compare(context: &mut Context<'_>, schemas: &[Rc<Schema>], depth: usize, budget: &mut usize) -> Vec<VariantMatcher> {
    let mut matchers: Vec<VariantMatcher> = schemas.iter().map(|schema| plain(context, schema)).collect();
    if schemas.len() < 2 || depth == MAX_DEPTH || !context.has_ample_budget() {
        return matchers;
    }
    if matchers.iter().any(|matcher| matches!(matcher, VariantMatcher::Object { .. } | VariantMatcher::Any)) {
        for (schema, matcher) in schemas.iter().zip(&mut matchers).filter(|(_, one)| **one == VariantMatcher::Any) {
            *matcher = of_union(context, schema, depth, budget);
        }
    }
    compare_items(context, schemas, &mut matchers, depth, budget);
    compare_properties(context, schemas, &mut matchers, depth, budget);
    matchers
}

/// Adds the matchers of items, if they differ.
fn compare_items(
    context: &mut Context<'_>,
    schemas: &[Rc<Schema>],
    matchers: &mut [VariantMatcher],
    depth: usize,
    budget: &mut usize,
) {
    let has_items = |schema: &Schema| schema.prefix_items.is_empty().then(|| schema.items.clone()).flatten();
    let arrays = schemas.iter().zip(matchers.iter()).enumerate().filter_map(|(index, (schema, matcher))| {
        Some((index, has_items(schema).filter(|_| *matcher == VariantMatcher::Array)?))
    });
    for (index, item) in inner_matchers(context, arrays.collect(), depth, budget) {
        if let Some(matcher) = matchers.get_mut(index) {
            *matcher = VariantMatcher::ArrayOf(Box::new(item));
        }
    }
}

/// Adds the matchers of properties that several objects have, if they differ.
fn compare_properties(
    context: &mut Context<'_>,
    schemas: &[Rc<Schema>],
    matchers: &mut [VariantMatcher],
    depth: usize,
    budget: &mut usize,
) {
    let is_object =
        |index: usize, matchers: &[VariantMatcher]| matches!(matchers.get(index), Some(VariantMatcher::Object { .. }));
    let mut names: Vec<&str> = Vec::new();
    for (index, schema) in schemas.iter().enumerate().filter(|(index, _)| is_object(*index, matchers)) {
        let is_shared = |name: &&str| {
            let others = schemas.iter().enumerate().filter(|(other, _)| *other > index && is_object(*other, matchers));
            others.into_iter().any(|(_, other)| other.properties.contains_key(*name))
        };
        let shared = schema.properties.keys().map(String::as_str).filter(is_shared);
        names.extend(shared.filter(|name| !names.contains(name)).collect::<Vec<_>>());
    }
    for name in names {
        let values = schemas.iter().enumerate().filter(|(index, _)| is_object(*index, matchers));
        let values = values.filter_map(|(index, schema)| Some((index, schema.properties.get(name)?.schema.clone())));
        for (index, value) in inner_matchers(context, values.collect(), depth, budget) {
            if let Some(VariantMatcher::Object { nested, .. }) = matchers.get_mut(index) {
                nested.push((name.to_owned(), value));
            }
        }
    }
}

/// The matchers of objects and arrays inside of variants, if the matchers of all values differ. `values` are the
/// schemas, each with the index of its variant.
fn inner_matchers(
    context: &mut Context<'_>,
    values: Vec<(usize, Rc<Schema>)>,
    depth: usize,
    budget: &mut usize,
) -> Vec<(usize, VariantMatcher)> {
    let Some(rest) = budget.checked_sub(values.len()).filter(|_| values.len() > 1) else { return Vec::new() };
    *budget = rest;
    let resolved: Vec<Rc<Schema>> = values.iter().map(|(_, schema)| effective::value_schema(context, schema)).collect();
    if resolved.iter().all(|schema| resolved.first().is_some_and(|first| node_id(&first.at) == node_id(&schema.at))) {
        return Vec::new();
    }
    let matchers = compare(context, &resolved, depth + 1, budget);
    if matchers.iter().all(|matcher| Some(matcher) == matchers.first()) {
        return Vec::new();
    }
    let has_parts = |matcher: &VariantMatcher| {
        matches!(matcher, VariantMatcher::Object { .. } | VariantMatcher::ArrayOf(_) | VariantMatcher::OneOf(_))
    };
    values.into_iter().map(|(index, _)| index).zip(matchers).filter(|(_, matcher)| has_parts(matcher)).collect()
}

/// The matcher of a union in a union. Any value, unless it tells variants apart.
fn of_union(context: &mut Context<'_>, schema: &Rc<Schema>, depth: usize, budget: &mut usize) -> VariantMatcher {
    let variants = match SchemaKind::of(context, schema) {
        SchemaKind::Union(variants) => variants,
        SchemaKind::SubtypeEnum => return of_base(context, schema),
        _ => return VariantMatcher::Any,
    };
    let Some(rest) = budget.checked_sub(variants.len()).filter(|_| variants.len() <= MAX_VARIANTS) else {
        return VariantMatcher::Any;
    };
    *budget = rest;
    let resolved: Vec<Rc<Schema>> = variants.iter().map(|variant| effective::schema(context, variant)).collect();
    let mut matchers = compare(context, &resolved, depth + 1, budget);
    matchers.dedup();
    match matchers.as_slice() {
        [only] => only.clone(),
        several if several.contains(&VariantMatcher::Any) => VariantMatcher::Any,
        _ => VariantMatcher::OneOf(matchers),
    }
}

/// The matcher of a base schema with subtypes: what all have in common, and the properties of each.
fn of_base(context: &mut Context<'_>, schema: &Rc<Schema>) -> VariantMatcher {
    let subtypes = effective::subtypes(context, schema);
    let mut known: Vec<String> = schema.properties.keys().cloned().collect();
    for subtype in &subtypes.subtypes {
        let reference = Rc::new(effective::reference_to(context, &subtype.at));
        let subtype = effective::schema(context, &reference);
        for name in subtype.properties.keys() {
            if !known.contains(name) {
                known.push(name.clone());
            }
        }
    }
    let required = required_in_responses(context, schema);
    VariantMatcher::Object { required, known, constants: Vec::new(), nested: Vec::new() }
}

/// The matcher of a schema by its own keywords.
fn plain(context: &mut Context<'_>, resolved: &Rc<Schema>) -> VariantMatcher {
    match SchemaKind::of(context, resolved) {
        SchemaKind::Structure => VariantMatcher::Object {
            required: required_in_responses(context, resolved),
            known: resolved.properties.keys().cloned().collect(),
            constants: effective::tag_constants(context, resolved),
            nested: Vec::new(),
        },
        SchemaKind::Map => VariantMatcher::Object {
            required: Vec::new(),
            known: Vec::new(),
            constants: Vec::new(),
            nested: Vec::new(),
        },
        SchemaKind::List => VariantMatcher::Array,
        SchemaKind::Enumeration(_) | SchemaKind::Scalar(SchemaType::String) => VariantMatcher::String,
        SchemaKind::Scalar(SchemaType::Boolean) => VariantMatcher::Bool,
        SchemaKind::Scalar(_) => VariantMatcher::Number,
        SchemaKind::Alias(_) | SchemaKind::Union(_) | SchemaKind::SubtypeEnum | SchemaKind::Any => VariantMatcher::Any,
    }
}

/// The properties that a received value must have. Write-only ones are not among them.
fn required_in_responses(context: &mut Context<'_>, resolved: &Rc<Schema>) -> Vec<String> {
    let mut result = Vec::new();
    for required in &resolved.required {
        let property = resolved.properties.get(&required.value).map(|property| property.schema.clone());
        let is_sent_only =
            property.is_some_and(|schema| schema.write_only || effective::schema(context, &schema).write_only);
        if !is_sent_only {
            result.push(required.value.clone());
        }
    }
    result
}
