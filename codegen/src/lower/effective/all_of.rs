//! `allOf`: several schemas merged into one that has the keywords of all of them.

use std::rc::Rc;

use super::keywords::{has_keywords_beside_reference, has_type_keywords};
use crate::{
    diagnostic::Code,
    lower::Context,
    openapi::{Limits, Schema, node_id},
};

/// How many references may be followed in a row. More is taken for a cycle.
pub(super) const MAX_DEPTH: usize = 48;

/// The limits beside a reference.
pub(in crate::lower) fn limits_beside_reference(context: &mut Context<'_>, schema: &Rc<Schema>) -> Limits {
    let schema = merge_all_of(context, schema);
    if schema.reference.is_some() { schema.limits.clone() } else { Limits::default() }
}

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
    override_with(&mut both.default, reference.default.as_ref());
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
            result.limits.tighten(&part.limits);
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
        return merge(context, &Rc::new(alias), depth + 1);
    }
    // Keywords beside `allOf` take precedence.
    let merged = Schema { is_synthetic: schema.is_synthetic, ..Schema::empty(schema.at.clone()) };
    let own = std::mem::replace(&mut result, merged);
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
        }
        if !context.spend_copies(part.properties.len(), &schema.at) {
            break;
        }
        absorb(&mut result, &part);
    }
    let nullable = own.nullable;
    absorb(&mut result, &own);
    result.nullable = nullable;
    result.description = own.description;
    result.title = own.title;
    result.discriminator = own.discriminator.or(discriminator);
    result.examples = own.examples;
    Rc::new(result)
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

/// Adds the keywords of another schema, which take precedence.
fn absorb(target: &mut Schema, other: &Schema) {
    if !other.types.is_empty() {
        target.types.clone_from(&other.types);
    }
    for (name, property) in &other.properties {
        let says_more = property.schema.reference.is_some() || has_type_keywords(&property.schema);
        if says_more || !target.properties.contains_key(name) {
            target.properties.insert(name.clone(), property.clone());
        }
    }
    for required in &other.required {
        if !target.required.iter().any(|known| known.value == required.value) {
            target.required.push(required.clone());
        }
    }
    target.pattern_properties.extend(other.pattern_properties.iter().map(|(key, value)| (key.clone(), value.clone())));
    override_with(&mut target.additional_properties, other.additional_properties.as_ref());
    override_with(&mut target.items, other.items.as_ref());
    override_with(&mut target.values, other.values.as_ref());
    override_with(&mut target.format, other.format.as_ref());
    override_with(&mut target.default, other.default.as_ref());
    override_with(&mut target.content_encoding, other.content_encoding.as_ref());
    override_with(&mut target.content_media_type, other.content_media_type.as_ref());
    override_with(&mut target.password_rules, other.password_rules.as_ref());
    override_with(&mut target.lenient_string, other.lenient_string.as_ref());
    override_with(&mut target.closed, other.closed.as_ref());
    override_with(&mut target.external_docs, other.external_docs.as_ref());
    for (mine, theirs) in [
        (&mut target.prefix_items, &other.prefix_items),
        (&mut target.one_of, &other.one_of),
        (&mut target.any_of, &other.any_of),
    ] {
        if !theirs.is_empty() {
            mine.clone_from(theirs);
        }
    }
    target.read_only |= other.read_only;
    target.write_only |= other.write_only;
    target.deprecated |= other.deprecated;
    target.is_never |= other.is_never;
    target.limits.tighten(&other.limits);
}

fn override_with<T: Clone>(target: &mut Option<T>, other: Option<&T>) {
    if let Some(other) = other {
        *target = Some(other.clone());
    }
}
