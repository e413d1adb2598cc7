//! `allOf`: several schemas merged into one that has the keywords of all of them. `conjunction` says how two schemas
//! of one value are merged.

use std::{collections::BTreeMap, rc::Rc};

use super::{
    conjunction::{absorb, report_closed_parts},
    exclusion::{CONTRADICTORY_TYPES, CONTRADICTORY_VALUES, common_type, common_values},
    keywords::{has_keywords_beside_reference, has_type_keywords, implied_type},
};
use crate::{
    diagnostic::{Code, Diagnostics},
    lower::Context,
    openapi::{NodeId, Reference, Schema, SchemaType, node_id},
    source::Location,
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

/// The schema with its `allOf` and its reference merged. A schema without both is returned unchanged. Each schema is
/// merged once: the variants of a recursive union would multiply.
pub(in crate::lower) fn merge_all_of(context: &mut Context<'_>, schema: &Rc<Schema>) -> Rc<Schema> {
    if let Some((_, merged)) = context.effective.all_of.get(&Rc::as_ptr(schema)) {
        return merged.clone();
    }
    // A merge inside of another one omits what leads back to it.
    let is_complete = context.effective.merging.is_empty();
    let merged = merge(context, schema, 0);
    if is_complete && !Rc::ptr_eq(&merged, schema) {
        context.effective.all_of.insert(Rc::as_ptr(schema), (schema.clone(), merged.clone()));
    }
    merged
}

fn merge(context: &mut Context<'_>, schema: &Rc<Schema>, depth: usize) -> Rc<Schema> {
    let must = !schema.all_of.is_empty() || changes_target(context, schema);
    if !must || depth > MAX_DEPTH {
        return schema.clone();
    }
    if let Some((reference, message, target)) = contradicted(context, schema, depth) {
        let problem = context.diagnostics.report(Code::ContradictorySchemas, &schema.at, message);
        problem.related(target, "the other schema");
        problem.fallback("the referenced schema is used: OpenAPI 3.0 ignores keywords beside `$ref`");
        return reference;
    }
    let (own, parts) = split_parts(schema);
    // A single part without other keywords: the part itself, under its own name.
    if let [only] = parts.as_slice()
        && !has_type_keywords(&own)
        && !(only.reference.is_some() && context.subtype_graph.is_selectable_subtype(&schema.at))
    {
        return merge(context, &Rc::new(with_annotations(only, own)), depth + 1);
    }
    merge_parts(context, own, parts, depth)
}

/// The schema without its reference and the elements of its `allOf`, and these as parts. An element with annotations
/// only is no part: the schema has its keywords.
fn split_parts(schema: &Schema) -> (Schema, Vec<Rc<Schema>>) {
    let mut own = schema.clone();
    own.all_of.clear();
    let mut parts: Vec<Rc<Schema>> = Vec::new();
    if let Some(reference) = own.reference.take() {
        let mut referred = Schema::empty(schema.at.clone());
        referred.reference = Some(reference);
        parts.push(Rc::new(referred));
    }
    for part in &schema.all_of {
        if part.reference.is_some() || has_type_keywords(part) {
            parts.push(part.clone());
        } else {
            absorb_annotations(&mut own, part);
        }
    }
    (own, parts)
}

/// The only part of a schema, with the schema's own keywords, which do not affect the type.
fn with_annotations(only: &Schema, own: Schema) -> Schema {
    let mut alias = only.clone();
    if alias.discriminator.is_some() {
        // Extending schemas refer to the place of this schema.
        alias.at = own.at;
    }
    alias.description = own.description.or(alias.description);
    alias.title = own.title.or(alias.title);
    alias.nullable |= own.nullable;
    alias.read_only |= own.read_only;
    alias.write_only |= own.write_only;
    alias.deprecated |= own.deprecated;
    alias.limits.tighten(&own.limits);
    alias.default = own.default.or(alias.default);
    alias.content_encoding = own.content_encoding.or(alias.content_encoding);
    alias.content_media_type = own.content_media_type.or(alias.content_media_type);
    alias.content_schema = own.content_schema.or(alias.content_schema);
    if !own.examples.is_empty() {
        alias.examples = own.examples;
    }
    alias
}

/// A schema that has the keywords of all parts and its own. Its own annotations take precedence.
fn merge_parts(context: &mut Context<'_>, own: Schema, parts: Vec<Rc<Schema>>, depth: usize) -> Rc<Schema> {
    let mut result = Schema { is_synthetic: own.is_synthetic, ..Schema::empty(own.at.clone()) };
    let mut accepts_null = None;
    let mut merged_parts = Vec::new();
    let mut in_place = parts.iter().filter(|part| part.reference.is_none());
    let discriminator = in_place.find_map(|part| part.discriminator.clone());
    for part in parts {
        let mut part = resolve_part(context, &part, depth);
        if context.subtype_graph.is_variant_base(&part.at) && context.subtype_graph.is_selectable_subtype(&own.at) {
            // A schema that extends a union with itself as a variant inherits the common properties only.
            let common = Rc::make_mut(&mut part);
            common.one_of.clear();
            common.any_of.clear();
            common.closed = None;
            common.discriminator = None;
        }
        if is_typed(context, &part) {
            accepts_null = Some(accepts_null.unwrap_or(true) && part.nullable);
        }
        if !context.spend_copies(part.properties.len(), &own.at) {
            break;
        }
        absorb(context, &mut result, &part, &own.at);
        merged_parts.push(part);
    }
    report_closed_parts(context, &merged_parts, &own);
    absorb(context, &mut result, &own, &own.at);
    // `nullable` beside `allOf` makes the whole nullable: OpenAPI 3.0 documents have no other way to write that.
    result.nullable = own.nullable || (accepts_null == Some(true) && !is_typed(context, &own));
    result.description = own.description;
    result.title = own.title;
    result.discriminator = own.discriminator.or(discriminator).or(result.discriminator);
    result.examples = own.examples;
    Rc::new(result)
}

/// The reference without the keywords beside it, if they exclude each value of its target. OpenAPI 3.0.4, "Reference
/// Object": other keys "SHALL be ignored". Since 3.1 both schemas hold.
pub(in crate::lower) fn contradicted_reference(context: &mut Context<'_>, schema: &Rc<Schema>) -> Option<Rc<Schema>> {
    contradicted(context, schema, 0).map(|(reference, ..)| reference)
}

/// The reference, why the keywords beside it exclude its target, and the target.
fn contradicted(
    context: &mut Context<'_>,
    schema: &Schema,
    depth: usize,
) -> Option<(Rc<Schema>, &'static str, Location)> {
    let is_bare = schema.types.is_empty() && !has_keywords_beside_reference(schema);
    if schema.reference.is_none() || is_bare || !context.is_version_3_0() {
        return None;
    }
    let reference = Rc::new(Schema {
        reference: schema.reference.clone(),
        title: schema.title.clone(),
        description: schema.description.clone(),
        nullable: schema.nullable,
        read_only: schema.read_only,
        write_only: schema.write_only,
        ..Schema::empty(schema.at.clone())
    });
    let target = resolve_part(context, &reference, depth);
    let message = contradiction(&target, schema)?;
    Some((reference, message, target.at.clone()))
}

/// Why no value matches both schemas, by their types or their listed values.
fn contradiction(one: &Schema, other: &Schema) -> Option<&'static str> {
    let of = |schema: &Schema| match schema.types.as_slice() {
        [] => implied_type(schema).into_iter().collect(),
        types => types.to_vec(),
    };
    let (types, others) = (of(one), of(other));
    if !types.is_empty() && !others.is_empty() && types.iter().all(|kind| common_type(*kind, &others).is_none()) {
        return Some(CONTRADICTORY_TYPES);
    }
    let lists = one.values.as_ref().zip(other.values.as_ref());
    lists.is_some_and(|(one, other)| common_values(one, other).is_empty()).then_some(CONTRADICTORY_VALUES)
}

/// Whether keywords beside a reference change the type of its target. A type beside it does unless it only repeats the
/// type of the target.
pub(in crate::lower) fn changes_target(context: &mut Context<'_>, schema: &Schema) -> bool {
    if has_keywords_beside_reference(schema) {
        return true;
    }
    let Some(reference) = schema.reference.as_ref().filter(|_| !schema.types.is_empty()) else { return false };
    let is_repeated = |target: &Schema| {
        let is_listed = |kind: &SchemaType| common_type(*kind, &schema.types) == Some(*kind);
        let has_same_null = schema.nullable || !target.has_null_type;
        let implied = || implied_type(target).is_some_and(|kind| is_listed(&kind));
        if target.types.is_empty() { implied() } else { has_same_null && target.types.iter().all(is_listed) }
    };
    let mut repeats = SchemaPredicate { test: &is_repeated, known: BTreeMap::new() };
    !repeats.holds_for_target(context, reference, 0)
}

/// Whether no value of a schema, or of the target of its reference, has one of the types. Unions are not followed.
pub(super) fn excludes_types(context: &mut Context<'_>, schema: &Schema, types: &[SchemaType]) -> bool {
    let has_type = |kind: &SchemaType| common_type(*kind, types).is_some();
    let is_excluded =
        |schema: &Schema| !schema.types.is_empty() && !schema.nullable && !schema.types.iter().any(has_type);
    let document_set = context.document_set;
    let node = schema.reference.as_ref().and_then(|target| document_set.resolve(target, &mut Diagnostics::default()));
    let target = node.and_then(|node| document_set.schema(&node, context.diagnostics));
    is_excluded(schema) || target.is_some_and(|target| is_excluded(&target))
}

/// Whether the schema says whether a value may be null. One without a type accepts null, and so does a union with a
/// variant without a type.
fn is_typed(context: &mut Context<'_>, schema: &Schema) -> bool {
    let test = |schema: &Schema| !schema.types.is_empty() || schema.values.is_some() || schema.nullable;
    let mut typed = SchemaPredicate { test: &test, known: std::mem::take(&mut context.effective.typed) };
    let is_typed = typed.holds(context, schema, 0);
    context.effective.typed = typed.known;
    is_typed
}

/// How deep references and variants are followed.
const MAX_FOLLOWED: usize = 32;

/// A predicate on schemas. It holds for a dangling reference, and for schemas that are nested too deep.
struct SchemaPredicate<'p> {
    /// Whether it holds for a schema by the schema's own keywords.
    test: &'p dyn Fn(&Schema) -> bool,
    /// The results for the targets of references.
    known: BTreeMap<NodeId, bool>,
}

impl SchemaPredicate<'_> {
    /// Whether it holds for a schema, a part of its `allOf`, or all variants of a union. `allOf` is not merged, because
    /// this decides how it is merged.
    fn holds(&mut self, context: &mut Context<'_>, schema: &Schema, depth: usize) -> bool {
        if schema.is_never || (self.test)(schema) || depth > MAX_FOLLOWED {
            return true;
        }
        let mut each = |part: &Rc<Schema>| self.holds(context, part, depth + 1);
        let mut in_all = |variants: &[Rc<Schema>]| !variants.is_empty() && variants.iter().all(&mut each);
        in_all(&schema.one_of)
            || in_all(&schema.any_of)
            || schema.all_of.iter().any(each)
            || schema.reference.as_ref().is_some_and(|reference| self.holds_for_target(context, reference, depth))
    }

    /// Whether it holds for the target of a reference. A dangling reference has another problem.
    fn holds_for_target(&mut self, context: &mut Context<'_>, reference: &Reference, depth: usize) -> bool {
        let document_set = context.document_set;
        let Some(node) = document_set.resolve(reference, &mut Diagnostics::default()) else { return true };
        let place = node_id(&node.at);
        if let Some(known) = self.known.get(&place) {
            return *known;
        }
        // A variant that leads back decides nothing.
        self.known.insert(place.clone(), true);
        let target = document_set.schema(&node, context.diagnostics);
        let result = target.is_none_or(|target| self.holds(context, &target, depth + 1));
        self.known.insert(place, result);
        result
    }
}

/// Adds an element of an `allOf` that has limits and annotations only. Those beside `allOf` take precedence.
fn absorb_annotations(target: &mut Schema, part: &Schema) {
    target.limits.tighten(&part.limits);
    target.title = target.title.take().or_else(|| part.title.clone());
    target.description = target.description.take().or_else(|| part.description.clone());
    target.default = target.default.take().or_else(|| part.default.clone());
    target.content_encoding = target.content_encoding.take().or_else(|| part.content_encoding.clone());
    target.content_media_type = target.content_media_type.take().or_else(|| part.content_media_type.clone());
    target.content_schema = target.content_schema.take().or_else(|| part.content_schema.clone());
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
    if let Some(known) = context.effective.merged.get(&place) {
        return known.clone();
    }
    let Some(next) = document_set.schema(&node, context.diagnostics) else { return part };
    if !context.effective.merging.insert(place.clone()) {
        let message = "cyclic `allOf`: the schema contains itself, so this part is left out";
        context.diagnostics.report(Code::CyclicReference, &reference.at, message);
        return Rc::new(Schema::empty(part.at.clone()));
    }
    let merged = resolve_part(context, &next, depth + 1);
    context.effective.merging.remove(&place);
    context.effective.merged.insert(place, merged.clone());
    merged
}
