//! `allOf`: several schemas merged into one that has the keywords of all of them. `conjunction` says how two schemas
//! of one value are merged.

use std::rc::Rc;

use super::{
    conjunction::{absorb, report_closed_parts},
    keywords::{has_keywords_beside_reference, has_type_keywords},
};
use crate::{
    diagnostic::Code,
    lower::Context,
    openapi::{Schema, node_id},
};

/// How many references may be followed in a row. More is taken for a cycle.
pub(super) const MAX_DEPTH: usize = 48;

/// The variants of a union, each merged with the union's own keywords.
pub(in crate::lower) fn with_union_keywords(parent: &Schema, variants: &[Rc<Schema>]) -> Vec<Rc<Schema>> {
    let mut common = parent.clone();
    common.one_of.clear();
    common.any_of.clear();
    common.discriminator = None;
    common.closed = None;
    common.description = None;
    common.nullable = false;
    let common = Rc::new(common);
    let merged = variants.iter().map(|variant| {
        let mut merged = Schema { is_synthetic: has_type_keywords(&common), ..Schema::empty(variant.at.clone()) };
        merged.title.clone_from(&variant.title);
        merged.description.clone_from(&variant.description);
        merged.all_of = vec![common.clone(), variant.clone()];
        Rc::new(merged)
    });
    merged.collect()
}

/// The target of a reference with the default and the examples beside the reference.
pub(in crate::lower) fn with_siblings(resolved: Rc<Schema>, reference: &Schema) -> Rc<Schema> {
    if reference.default.is_none() && reference.examples.is_empty() {
        return resolved;
    }
    let mut both = Schema::clone(&resolved);
    both.default = reference.default.clone().or(both.default);
    if !reference.examples.is_empty() {
        both.examples.clone_from(&reference.examples);
    }
    Rc::new(both)
}

/// The schema with its `allOf` and its reference merged. A schema without both is returned unchanged.
pub(in crate::lower) fn merge_all_of(context: &mut Context<'_>, schema: &Rc<Schema>) -> Rc<Schema> {
    merge(context, schema, 0)
}

fn merge(context: &mut Context<'_>, schema: &Rc<Schema>, depth: usize) -> Rc<Schema> {
    let must = !schema.all_of.is_empty() || has_keywords_beside_reference(schema);
    if !must || depth > MAX_DEPTH {
        return schema.clone();
    }
    let mut result = Schema::clone(schema);
    result.all_of.clear();
    let mut parts: Vec<Rc<Schema>> = Vec::new();
    if let Some(reference) = result.reference.take() {
        let mut referred = Schema::empty(schema.at.clone());
        referred.reference = Some(reference);
        parts.push(Rc::new(referred));
    }
    for part in &schema.all_of {
        if part.reference.is_some() || has_type_keywords(part) {
            parts.push(part.clone());
        } else {
            absorb_annotations(&mut result, part);
        }
    }
    // A single part without other keywords: the part itself, under its own name.
    if let [only] = parts.as_slice()
        && !has_type_keywords(&result)
        && !(only.reference.is_some() && context.subtype_graph.is_selectable_subtype(&schema.at))
    {
        let mut alias = Schema::clone(only);
        if alias.discriminator.is_some() {
            // Extending schemas refer to the place of this schema.
            alias.at = schema.at.clone();
        }
        alias.description = result.description.take().or(alias.description);
        alias.title = result.title.take().or(alias.title);
        alias.nullable |= result.nullable;
        alias.read_only |= result.read_only;
        alias.write_only |= result.write_only;
        alias.deprecated |= result.deprecated;
        alias.limits.tighten(&result.limits);
        alias.default = result.default.take().or(alias.default);
        alias.content_encoding = result.content_encoding.take().or(alias.content_encoding);
        alias.content_media_type = result.content_media_type.take().or(alias.content_media_type);
        if !result.examples.is_empty() {
            alias.examples = result.examples;
        }
        return merge(context, &Rc::new(alias), depth + 1);
    }
    // Annotations beside `allOf` take precedence.
    let merged = Schema { is_synthetic: schema.is_synthetic, ..Schema::empty(schema.at.clone()) };
    let own = std::mem::replace(&mut result, merged);
    let mut accepts_null = None;
    let mut merged_parts = Vec::new();
    let mut in_place = parts.iter().filter(|part| part.reference.is_none());
    let discriminator = in_place.find_map(|part| part.discriminator.clone());
    for part in parts {
        let mut part = resolve_part(context, &part, depth);
        if context.subtype_graph.is_variant_base(&part.at) && context.subtype_graph.is_selectable_subtype(&schema.at) {
            // A schema that extends a union with itself as a variant inherits the common properties only.
            let common = Rc::make_mut(&mut part);
            common.one_of.clear();
            common.any_of.clear();
            common.closed = None;
            common.discriminator = None;
        }
        if is_typed(&part) {
            accepts_null = Some(accepts_null.unwrap_or(true) && part.nullable);
        }
        if !context.spend_copies(part.properties.len(), &schema.at) {
            break;
        }
        absorb(context, &mut result, &part, &schema.at);
        merged_parts.push(part);
    }
    report_closed_parts(context, &merged_parts, &own);
    absorb(context, &mut result, &own, &schema.at);
    // `nullable` beside `allOf` makes the whole nullable: OpenAPI 3.0 documents have no other way to write that.
    result.nullable = own.nullable || (!is_typed(&own) && accepts_null == Some(true));
    result.description = own.description;
    result.title = own.title;
    result.discriminator = own.discriminator.or(discriminator).or(result.discriminator);
    result.examples = own.examples;
    Rc::new(result)
}

/// Whether the schema says whether a value may be null. One without a type accepts null.
fn is_typed(schema: &Schema) -> bool {
    !schema.types.is_empty() || schema.values.is_some() || !schema.one_of.is_empty() || !schema.any_of.is_empty()
}

/// Adds an element of an `allOf` that has limits and annotations only. Those beside `allOf` take precedence.
fn absorb_annotations(target: &mut Schema, part: &Schema) {
    target.limits.tighten(&part.limits);
    target.title = target.title.take().or_else(|| part.title.clone());
    target.description = target.description.take().or_else(|| part.description.clone());
    target.default = target.default.take().or_else(|| part.default.clone());
    if target.examples.is_empty() {
        target.examples.clone_from(&part.examples);
    }
    target.read_only |= part.read_only;
    target.write_only |= part.write_only;
    target.deprecated |= part.deprecated;
}

/// An element of an `allOf`, with its reference followed. Each target is merged once.
fn resolve_part(context: &mut Context<'_>, part: &Rc<Schema>, depth: usize) -> Rc<Schema> {
    let part = merge(context, part, depth + 1);
    let Some(reference) = part.reference.clone().filter(|_| depth <= MAX_DEPTH) else { return part };
    let document_set = context.document_set;
    let Some(node) = document_set.resolve(&reference, context.diagnostics) else { return part };
    let place = node_id(&node.at);
    if let Some(known) = context.resolved.merged.get(&place) {
        return known.clone();
    }
    let Some(next) = document_set.schema(&node, context.diagnostics) else { return part };
    if !context.resolved.merging.insert(place.clone()) {
        let message = "cyclic `allOf`: the schema contains itself, so this part is left out";
        context.diagnostics.report(Code::CyclicReference, &reference.at, message);
        return Rc::new(Schema::empty(part.at.clone()));
    }
    let merged = resolve_part(context, &next, depth + 1);
    context.resolved.merging.remove(&place);
    context.resolved.merged.insert(place, merged.clone());
    merged
}
