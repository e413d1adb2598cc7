//! Discriminators: the property that tells the variants of a union apart, as the document says or as constants show.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use super::variant_schema::{VariantSchema, variant_schemas};
use crate::{
    diagnostic::Diagnostics,
    lower::{
        Context,
        effective::{self, SchemaKind, address, discriminator_value, reference_of, report_no_variant, tag_constants},
    },
    model::{Discriminator, UnionVariant, UnknownTag},
    openapi::{self, NodeId, Reference, Schema, Spanned, node_id},
    source::Location,
};

/// How deep unions are followed as variants of unions.
const MAX_NESTED: usize = 6;

/// The discriminator of a union: from the document, or inferred from constants.
pub(in crate::lower) fn of_union(
    context: &mut Context<'_>,
    schema: &Schema,
    variants: &[VariantSchema],
) -> Option<Discriminator> {
    of_nested_union(context, schema, variants, 0)
}

fn of_nested_union(
    context: &mut Context<'_>,
    schema: &Schema,
    variants: &[VariantSchema],
    depth: usize,
) -> Option<Discriminator> {
    let constants: Vec<Vec<(String, Vec<String>)>> =
        variants.iter().map(|variant| tag_constants(context, &variant.effective)).collect();
    let of = |index: usize, property: &str| {
        let properties = constants.get(index)?;
        properties.iter().find(|(name, _)| name == property).map(|(_, strings)| strings.clone())
    };
    let Some(discriminator) = &schema.discriminator else {
        let inferred = infer(variants, &of);
        return inferred.or_else(|| of_common_base(context, &variant_ids(context, schema, variants)?));
    };
    let property = discriminator.property.value.clone();
    let mut values: Vec<(String, usize)> = Vec::new();
    let mut otherwise = UnknownTag::Unknown;
    let mapping = mapping(context, schema, discriminator, variants);
    let mut listed: BTreeMap<String, usize> = BTreeMap::new();
    for index in 0..variants.len() {
        let strings: BTreeSet<String> = of(index, &property).into_iter().flatten().collect();
        for text in strings {
            *listed.entry(text).or_default() += 1;
        }
    }
    for (index, variant) in variants.iter().enumerate() {
        let mapped: Vec<&String> =
            mapping.iter().filter(|(_, variant)| *variant == index).map(|(value, _)| value).collect();
        if !mapped.is_empty() {
            values.extend(mapped.into_iter().map(|value| (value.clone(), index)));
            continue;
        }
        let name = reference_of(schema, &variant.written).map(|reference| address(context, reference));
        let name = name.as_deref().and_then(|address| address.rsplit('/').next());
        let mut own = of(index, &property).unwrap_or_default();
        if own.is_empty() {
            let nested = values_of_union(context, &variant.effective, &property, variants, depth);
            let (values, is_complete) = nested.unwrap_or_default();
            own = values;
            if !is_complete {
                otherwise = UnknownTag::BestMatch;
            }
        }
        let value_of_name = name.map(|name| discriminator_value(name, &own));
        // If a listed string matches the variant's name, strings that other variants list too are inherited.
        let own = match value_of_name {
            Some(value_of_name) if own.is_empty() => vec![value_of_name],
            Some(value_of_name) if own.contains(&value_of_name) => {
                own.into_iter().filter(|text| *text == value_of_name || listed.get(text) == Some(&1)).collect()
            }
            _ => own,
        };
        let is_free = |value: &String| !discriminator.mapping.contains_key(value);
        values.extend(own.into_iter().filter(is_free).map(|value| (value, index)));
    }
    if let Some(address) = &discriminator.default_mapping
        && let Some(variant) = mapped_variant(context, schema, address, variants)
    {
        otherwise = UnknownTag::Variant(variant);
    }
    (!values.is_empty()).then_some(Discriminator { property, values, unknown: otherwise })
}

/// The values of the discriminator property in a variant that is a union, without those of variants that the outer
/// union has too. Also whether the document lists all of them.
fn values_of_union(
    context: &mut Context<'_>,
    variant: &Rc<Schema>,
    property: &str,
    outer: &[VariantSchema],
    depth: usize,
) -> Option<(Vec<String>, bool)> {
    let SchemaKind::Union(variants) = SchemaKind::of(context, variant) else { return None };
    if depth == MAX_NESTED {
        return None;
    }
    let variants = variant_schemas(context, variant, &variants);
    let is_outer =
        |inner: &VariantSchema| outer.iter().any(|outer| node_id(&outer.effective.at) == node_id(&inner.effective.at));
    let nested = of_nested_union(context, variant, &variants, depth + 1);
    if let Some(nested) = nested.filter(|nested| nested.property == property) {
        let is_own = |index: usize| variants.get(index).is_some_and(|inner| !is_outer(inner));
        let values = nested.values.into_iter().filter(|(_, index)| is_own(*index)).map(|(value, _)| value);
        return Some((values.collect(), nested.unknown != UnknownTag::BestMatch));
    }
    let (mut values, mut is_complete) = (Vec::new(), true);
    for inner in variants.iter().filter(|inner| !is_outer(inner)) {
        let constants = tag_constants(context, &inner.effective).into_iter().find(|(name, _)| name == property);
        let of_inner = constants.map(|(_, values)| (values, true));
        let of_inner = of_inner.or_else(|| values_of_union(context, &inner.effective, property, outer, depth + 1));
        let (inner_values, is_inner_complete) = of_inner.unwrap_or_default();
        values.extend(inner_values);
        is_complete &= is_inner_complete;
    }
    Some((values, is_complete))
}

/// The ids of the variants. `None` unless all are references.
fn variant_ids(context: &Context<'_>, schema: &Schema, variants: &[VariantSchema]) -> Option<Vec<NodeId>> {
    let id_of = |variant: &VariantSchema| {
        let reference = reference_of(schema, &variant.written)?;
        context.document_set.resolve(reference, &mut Diagnostics::default()).map(|node| node_id(&node.at))
    };
    variants.iter().map(id_of).collect()
}

/// The mapping entries, each with the index of its variant. An entry without a variant is reported.
fn mapping(
    context: &mut Context<'_>,
    schema: &Schema,
    discriminator: &openapi::Discriminator,
    variants: &[VariantSchema],
) -> Vec<(String, usize)> {
    let mut result = Vec::new();
    for (value, address) in &discriminator.mapping {
        let found = mapped_variant(context, schema, address, variants);
        result.extend(found.map(|variant| (value.clone(), variant)));
    }
    result
}

/// The variant of a mapping entry. An entry without a variant is reported.
fn mapped_variant(
    context: &mut Context<'_>,
    schema: &Schema,
    address: &Spanned<String>,
    variants: &[VariantSchema],
) -> Option<usize> {
    let document_set = context.document_set;
    // A dangling reference is reported below.
    let mut discarded = Diagnostics::default();
    let mut place_of =
        |reference: &Reference| document_set.resolve(reference, &mut discarded).map(|node| node_id(&node.at));
    let leads_to = place_of(&Reference::new(address.value.clone(), address.at.clone()));
    let found = variants.iter().position(|variant| {
        reference_of(schema, &variant.written).is_some_and(|reference| {
            reference.target.rsplit('/').next() == Some(address.value.as_str())
                || reference.target == address.value
                || (leads_to.is_some() && leads_to == place_of(reference))
        })
    });
    if found.is_none() {
        report_no_variant(context, address);
    }
    found
}

/// Sets the discriminator value that each variant without the property is sent with. Several values are reported.
pub(super) fn assign_tags(
    context: &mut Context<'_>,
    at: &Location,
    discriminator: &Discriminator,
    variants: &mut [UnionVariant],
    schemas: &[VariantSchema],
) {
    let property = &discriminator.property;
    for (index, (variant, VariantSchema { effective: schema, .. })) in variants.iter_mut().zip(schemas).enumerate() {
        let is_object = matches!(SchemaKind::of(context, schema), SchemaKind::Structure | SchemaKind::Map);
        if !is_object || schema.properties.contains_key(property) {
            continue;
        }
        let values = discriminator.values.iter().filter(|(_, chosen)| *chosen == index);
        let values: Vec<&String> = values.map(|(value, _)| value).collect();
        match values.as_slice() {
            [] => {}
            [only] => variant.tag = Some((property.clone(), (*only).clone())),
            _ => {
                let message = format!(
                    "ambiguous discriminator: the variant `{}` has several values, and no property `{property}`",
                    variant.name
                );
                let problem = context.diagnostics.unsupported(at, message);
                problem.help("describe the property in the schema; until then, callers set it in `extra`");
            }
        }
    }
}

/// Reports a discriminator without variants.
pub(super) fn check(context: &mut Context<'_>, schema: &Schema, kind: &SchemaKind) {
    if let Some(discriminator) = schema
        .discriminator
        .as_ref()
        .filter(|_| !matches!(kind, SchemaKind::Union(_) | SchemaKind::SubtypeEnum | SchemaKind::Alias(_)))
    {
        let message = "unused `discriminator`: the schema has no variants, and no schema extends it";
        context.diagnostics.unsupported(&discriminator.at, message);
    }
}

/// A property that every variant requires, with constants that no two variants share.
fn infer(variants: &[VariantSchema], constants: &impl Fn(usize, &str) -> Option<Vec<String>>) -> Option<Discriminator> {
    variants.first()?.effective.properties.keys().find_map(|property| {
        let mut values: Vec<(String, usize)> = Vec::new();
        for (index, variant) in variants.iter().enumerate() {
            let is_required = variant.effective.required.iter().any(|required| required.value == *property);
            for value in constants(index, property).filter(|_| is_required)? {
                if values.iter().any(|(known, _)| *known == value) {
                    return None;
                }
                values.push((value, index));
            }
        }
        Some(Discriminator { property: property.clone(), values, unknown: UnknownTag::Unknown })
    })
}

/// The discriminator of the common base of these variants.
fn of_common_base(context: &mut Context<'_>, variants: &[NodeId]) -> Option<Discriminator> {
    let (base, schema) = common_base(context, variants)?;
    let subtypes = effective::subtypes(context, &schema);
    let base_index = variants.iter().position(|variant| *variant == base);
    let values = subtypes.values.iter().filter_map(|(value, chosen)| {
        let exact = variants.iter().position(|variant| variant == chosen);
        let extends = |variant: &NodeId| *variant != base && context.subtype_graph.extends(chosen, variant);
        let index = exact.or_else(|| variants.iter().position(extends))?;
        Some((value.clone(), index))
    });
    let values: Vec<(String, usize)> = values.collect();
    // Other values are other subtypes of the base.
    let otherwise = base_index.map_or(UnknownTag::BestMatch, UnknownTag::Variant);
    (!values.is_empty()).then(|| Discriminator { property: subtypes.property.clone(), values, unknown: otherwise })
}

/// The nearest base that all variants extend, or are.
fn common_base(context: &mut Context<'_>, variants: &[NodeId]) -> Option<(NodeId, Rc<Schema>)> {
    let subtype_graph = context.subtype_graph;
    let mut seen = BTreeSet::new();
    let mut open = vec![variants.first()?];
    let mut next = 0;
    while let Some(candidate) = open.get(next).copied() {
        next += 1;
        if !seen.insert(candidate) {
            continue;
        }
        open.extend(subtype_graph.bases_of(candidate));
        if variants.iter().all(|variant| variant == candidate || subtype_graph.extends(variant, candidate))
            && let Some(schema) = base_at(context, candidate)
        {
            return Some((candidate.clone(), schema));
        }
    }
    None
}

fn base_at(context: &mut Context<'_>, base: &NodeId) -> Option<Rc<Schema>> {
    let at = context.subtype_graph.location(base)?.clone();
    let schema = effective::schema(context, &Rc::new(effective::reference_to(context, &at)));
    matches!(SchemaKind::of(context, &schema), SchemaKind::SubtypeEnum).then_some(schema)
}
