//! Conjunctions: one value that several schemas describe. All of them hold (JSON Schema 2020-12 Core, section
//! 10.2.1.1).

use std::{collections::BTreeSet, rc::Rc};

use super::{
    exclusion::{CONTRADICTORY_TYPES, CONTRADICTORY_VALUES, common_type, common_values, excludes},
    keywords::{has_type_keywords, is_null},
};
use crate::{
    diagnostic::{Code, Diagnostics},
    lower::Context,
    openapi::{AdditionalProperties, NodeId, Schema, SchemaType, node_id},
    source::{Location, NodePart, Pointer},
};

/// How many variants the combinations of two unions may have.
const MAX_COMBINATIONS: usize = 64;

/// The place of a value that several parts of an `allOf` describe: the location of the `allOf`, and the keys below it.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    pub(super) owner: &'p Location,
    pub(super) keys: &'p [&'p str],
}

impl Place<'_> {
    /// A location for the conjunction, which no schema of the document has: below the `allOf`, in no element of it.
    fn location(&self) -> Location {
        let element = self.owner.pointer.child("allOf").child("-");
        let pointer: Pointer = self.keys.iter().fold(element, |pointer, key| pointer.child(key));
        Location { pointer, part: NodePart::Value, ..self.owner.clone() }
    }
}

/// The schema that holds where both schemas hold. `other` is the later one: its description takes precedence.
///
/// The conjunction of the same schemas is one schema, so a recursive one ends. A schema that the others imply is left
/// out. If one schema is left, it keeps its name.
pub(super) fn both(context: &mut Context<'_>, one: &Rc<Schema>, other: &Rc<Schema>, place: Place<'_>) -> Rc<Schema> {
    if Rc::ptr_eq(one, other) {
        return other.clone();
    }
    let parts = distinct_parts(context, one, other);
    let mut joined = match parts.as_slice() {
        [only] => Schema::clone(only),
        _ => {
            let key: BTreeSet<NodeId> = parts.iter().map(|part| identity(context, part)).collect();
            let at = context.effective.conjunctions.entry(key).or_insert_with(|| place.location()).clone();
            Schema { is_conjunction: true, all_of: parts, ..Schema::empty(at) }
        }
    };
    for schema in [one, other] {
        joined.description = schema.description.clone().or(joined.description);
        joined.default = schema.default.clone().or(joined.default);
        joined.external_docs = schema.external_docs.clone().or(joined.external_docs);
        if !schema.examples.is_empty() {
            joined.examples.clone_from(&schema.examples);
        }
        joined.read_only |= schema.read_only;
        joined.write_only |= schema.write_only;
        joined.deprecated |= schema.deprecated;
    }
    Rc::new(joined)
}

/// The parts of both schemas, without those that others imply.
fn distinct_parts(context: &mut Context<'_>, one: &Rc<Schema>, other: &Rc<Schema>) -> Vec<Rc<Schema>> {
    let mut parts: Vec<(NodeId, Rc<Schema>)> = Vec::new();
    for part in [one, other].into_iter().flat_map(elements) {
        let id = identity(context, part);
        if !parts.iter().any(|(known, _)| *known == id) {
            parts.push((id, part.clone()));
        }
    }
    let mut index = 0;
    while let Some((id, part)) = parts.get(index) {
        let mut others = parts.iter().filter(|(other, _)| other != id);
        if others
            .any(|(other, schema)| context.subtype_graph.extends(other, id) || implies_types(context, schema, part))
        {
            parts.remove(index);
        } else {
            index += 1;
        }
    }
    parts.into_iter().map(|(_, part)| part).collect()
}

/// The schemas of a conjunction, or the schema itself.
fn elements(schema: &Rc<Schema>) -> &[Rc<Schema>] {
    if schema.is_conjunction { &schema.all_of } else { std::slice::from_ref(schema) }
}

/// The id of the schema itself, through a reference without keywords.
fn identity(context: &Context<'_>, schema: &Schema) -> NodeId {
    let reference = schema.reference.as_ref().filter(|_| !has_type_keywords(schema) && schema.limits.is_empty());
    let node = reference.and_then(|target| context.document_set.resolve(target, &mut Diagnostics::default()));
    node_id(node.as_ref().map_or(&schema.at, |node| &node.at))
}

/// Whether `part` states only types, and every value of `schema` has one of them.
fn implies_types(context: &mut Context<'_>, schema: &Rc<Schema>, part: &Schema) -> bool {
    let rest = Schema { types: Vec::new(), ..part.clone() };
    if part.types.is_empty() || part.reference.is_some() || has_type_keywords(&rest) || !part.limits.is_empty() {
        return false;
    }
    has_types(context, schema, part, &mut BTreeSet::new())
}

/// Whether every value of `schema` has one of the types of `part`. `allOf` is not merged, because this decides how it
/// is merged. Unions are not followed.
fn has_types(context: &mut Context<'_>, schema: &Schema, part: &Schema, followed: &mut BTreeSet<NodeId>) -> bool {
    if schema.nullable && !part.nullable {
        return false;
    }
    let is_listed = |kind: &SchemaType| common_type(*kind, &part.types) == Some(*kind);
    if !schema.types.is_empty() && schema.types.iter().all(is_listed) {
        return true;
    }
    if schema.all_of.iter().any(|element| has_types(context, element, part, followed)) {
        return true;
    }
    let document_set = context.document_set;
    let reference = schema.reference.as_ref();
    let node = reference.and_then(|target| document_set.resolve(target, &mut Diagnostics::default()));
    let target = node.filter(|node| followed.insert(node_id(&node.at)));
    let target = target.and_then(|node| document_set.schema(&node, context.diagnostics));
    target.is_some_and(|target| has_types(context, &target, part, followed))
}

/// Adds the keywords of another schema, so that all of both hold.
pub(super) fn absorb(context: &mut Context<'_>, target: &mut Schema, other: &Schema, owner: &Location) {
    absorb_types(context, target, other);
    absorb_values(context, target, other);
    absorb_format(context, target, other);
    absorb_properties(context, target, other, owner);
    absorb_items(context, target, other, owner);
    absorb_variants(context, target, other, owner);
    override_with(&mut target.default, other.default.as_ref());
    override_with(&mut target.content_encoding, other.content_encoding.as_ref());
    override_with(&mut target.content_media_type, other.content_media_type.as_ref());
    override_with(&mut target.content_schema, other.content_schema.as_ref());
    override_with(&mut target.password_rules, other.password_rules.as_ref());
    override_with(&mut target.lenient_string, other.lenient_string.as_ref());
    override_with(&mut target.closed, other.closed.as_ref());
    override_with(&mut target.external_docs, other.external_docs.as_ref());
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

fn absorb_types(context: &mut Context<'_>, target: &mut Schema, other: &Schema) {
    if other.types.is_empty() {
        return;
    }
    let first = target.types_at.replace(other.at.clone());
    if target.types.is_empty() {
        target.types.clone_from(&other.types);
        return;
    }
    let mut common: Vec<SchemaType> = Vec::new();
    for kind in target.types.iter().filter_map(|kind| common_type(*kind, &other.types)) {
        if !common.contains(&kind) {
            common.push(kind);
        }
    }
    if common.is_empty() {
        report(context, CONTRADICTORY_TYPES, &other.at, first.as_ref());
        common.clone_from(&other.types);
    }
    target.types = common;
}

fn absorb_values(context: &mut Context<'_>, target: &mut Schema, other: &Schema) {
    let Some(values) = &other.values else { return };
    let Some(known) = &target.values else {
        target.values = Some(values.clone());
        return;
    };
    let common = common_values(known, values);
    if !common.is_empty() {
        target.values = Some(common);
        return;
    }
    if let (Some(first), Some(second)) = (known.first(), values.first()) {
        report(context, CONTRADICTORY_VALUES, &second.at, Some(&first.at));
    }
    target.values = Some(values.clone());
}

/// The format of both. Of two integer formats, the narrower one holds.
fn absorb_format(context: &mut Context<'_>, target: &mut Schema, other: &Schema) {
    let Some(format) = &other.format else { return };
    let width = |name: &str| ["int8", "int16", "int32", "int64"].iter().position(|known| *known == name);
    if let Some(known) = target.format.as_ref().filter(|known| known.value != format.value) {
        match (width(&known.value), width(&format.value)) {
            (Some(known), Some(width)) if known < width => return,
            (Some(_), Some(_)) => {}
            _ => {
                let message =
                    format!("unsupported combination of formats: `{}` replaces `{}`", format.value, known.value);
                let first = known.at.clone();
                let problem = context.diagnostics.unsupported(&format.at, message);
                problem.related(first, "the other format");
            }
        }
    }
    target.format = Some(format.clone());
}

fn absorb_properties(context: &mut Context<'_>, target: &mut Schema, other: &Schema, owner: &Location) {
    for (name, property) in &other.properties {
        let mut joined = property.clone();
        if let Some(known) = target.properties.get(name) {
            let place = Place { owner, keys: &["properties", name] };
            let is_required = other.required.iter().any(|required| required.value == *name);
            let known = if is_required && has_type_keywords(&property.schema) {
                &without_access(&known.schema)
            } else {
                &known.schema
            };
            joined.schema = both(context, known, &property.schema, place);
        }
        target.properties.insert(name.clone(), joined);
    }
    for required in &other.required {
        if !target.required.iter().any(|known| known.value == required.value) {
            target.required.push(required.clone());
        }
    }
    for (pattern, schema) in &other.pattern_properties {
        let mut joined = schema.clone();
        if let Some(known) = target.pattern_properties.get(pattern) {
            joined = both(context, known, schema, Place { owner, keys: &["patternProperties", pattern] });
        }
        target.pattern_properties.insert(pattern.clone(), joined);
    }
    target.additional_properties = match (target.additional_properties.take(), &other.additional_properties) {
        (known, None) => known,
        (None, Some(other)) => Some(other.clone()),
        (Some(AdditionalProperties::Schema(known)), Some(AdditionalProperties::Schema(other))) => {
            let place = Place { owner, keys: &["additionalProperties"] };
            Some(AdditionalProperties::Schema(both(context, &known, other, place)))
        }
        (Some(AdditionalProperties::Allowed(false)), _) | (_, Some(AdditionalProperties::Allowed(false))) => {
            Some(AdditionalProperties::Allowed(false))
        }
        (Some(AdditionalProperties::Allowed(true)), Some(other)) => Some(other.clone()),
        (Some(known), Some(AdditionalProperties::Allowed(true))) => Some(known),
    };
}

/// The schema without `readOnly` and `writeOnly`. A later part that describes and requires the property decides both:
/// it could not require a property that is never sent.
fn without_access(schema: &Rc<Schema>) -> Rc<Schema> {
    let is_marked = |schema: &Schema| schema.read_only || schema.write_only;
    if !is_marked(schema) && !elements(schema).iter().any(|part| is_marked(part)) {
        return schema.clone();
    }
    let mut free = Schema { read_only: false, write_only: false, ..Schema::clone(schema) };
    if free.is_conjunction {
        free.all_of = free.all_of.iter().map(without_access).collect();
    }
    Rc::new(free)
}

/// Reports parts that forbid or describe further properties, if other parts have properties that they do not describe.
pub(super) fn report_closed_parts(context: &mut Context<'_>, parts: &[Rc<Schema>], own: &Schema) {
    let all = || parts.iter().map(Rc::as_ref).chain([own]);
    let is_closed = |part: &&Schema| match &part.additional_properties {
        Some(AdditionalProperties::Allowed(allowed)) => !allowed,
        Some(AdditionalProperties::Schema(values)) => values.reference.is_some() || has_type_keywords(values),
        None => false,
    };
    // Beside `allOf`, the author means the properties of its parts too.
    for closed in parts.iter().map(Rc::as_ref).filter(is_closed) {
        let is_described = |name: &String| closed.properties.contains_key(name);
        if all().any(|part| !part.properties.keys().all(is_described)) {
            let message = "`additionalProperties` of a part of `allOf` restricts the properties of the other parts too";
            context.diagnostics.report(Code::NotChecked, &closed.at, message);
        }
    }
}

fn absorb_items(context: &mut Context<'_>, target: &mut Schema, other: &Schema, owner: &Location) {
    let mut joined = |one: Option<&Rc<Schema>>, two: Option<&Rc<Schema>>, keys: &[&str]| match (one, two) {
        (Some(one), Some(two)) => Some(both(context, one, two, Place { owner, keys })),
        (one, two) => one.or(two).cloned(),
    };
    let mut prefix = Vec::new();
    for index in 0..target.prefix_items.len().max(other.prefix_items.len()) {
        let one = target.prefix_items.get(index).or(target.items.as_ref());
        let two = other.prefix_items.get(index).or(other.items.as_ref());
        prefix.extend(joined(one, two, &["prefixItems", &index.to_string()]));
    }
    target.items = joined(target.items.as_ref(), other.items.as_ref(), &["items"]);
    target.prefix_items = prefix;
}

fn absorb_variants(context: &mut Context<'_>, target: &mut Schema, other: &Schema, owner: &Location) {
    if other.one_of.is_empty() && other.any_of.is_empty() {
        return;
    }
    let is_first = target.one_of.is_empty() && target.any_of.is_empty();
    target.one_of = combinations(context, &target.one_of, &other.one_of, Place { owner, keys: &["oneOf"] });
    target.any_of = combinations(context, &target.any_of, &other.any_of, Place { owner, keys: &["anyOf"] });
    // The mapping of a discriminator leads to variants, which combinations are not.
    target.discriminator = if is_first { other.discriminator.clone() } else { None };
}

/// The variants of a value that has one variant of each union: every combination that some value matches.
pub(super) fn combinations(
    context: &mut Context<'_>,
    ones: &[Rc<Schema>],
    others: &[Rc<Schema>],
    place: Place<'_>,
) -> Vec<Rc<Schema>> {
    if ones.is_empty() || others.is_empty() {
        return if ones.is_empty() { others.to_vec() } else { ones.to_vec() };
    }
    let (Some(first), Some(second)) = (ones.first(), others.first()) else { return Vec::new() };
    if ones.len().saturating_mul(others.len()) > MAX_COMBINATIONS {
        let message = "too many combinations of variants: only one of the two unions is described";
        let problem = context.diagnostics.unsupported(&second.at, message);
        problem.related(first.at.clone(), "the other union");
        return others.to_vec();
    }
    let mut result = Vec::new();
    for one in ones {
        for other in others {
            if is_null(one) && is_null(other) {
                result.push(other.clone());
            } else if !excludes(context, one, other, 0) {
                let location = place.location();
                let at = Location { pointer: location.pointer.index(result.len()), ..location };
                result.push(combination(context, one, other, at));
            }
        }
    }
    if result.is_empty() {
        report(
            context,
            "contradictory variants: no value matches a variant of both unions",
            &second.at,
            Some(&first.at),
        );
        return others.to_vec();
    }
    result
}

fn combination(context: &mut Context<'_>, one: &Rc<Schema>, other: &Rc<Schema>, at: Location) -> Rc<Schema> {
    let mut name = |schema: &Schema| {
        let reference = schema.reference.as_ref();
        let own = reference.map(|target| context.target_name(target));
        own.or_else(|| schema.title.clone())
    };
    let names: Vec<String> = [one, other].into_iter().filter_map(|schema| name(schema)).collect();
    let mut joined = Schema { is_synthetic: true, ..Schema::empty(at) };
    joined.title = (!names.is_empty()).then(|| names.join(" "));
    joined.description = other.description.clone().or_else(|| one.description.clone());
    joined.all_of = vec![one.clone(), other.clone()];
    Rc::new(joined)
}

/// Reports schemas that exclude each other, at both places.
fn report(context: &mut Context<'_>, message: &str, at: &Location, first: Option<&Location>) {
    let problem = context.diagnostics.report(Code::ContradictorySchemas, at, message);
    if let Some(first) = first {
        problem.related(first.clone(), "the other schema");
    }
}
