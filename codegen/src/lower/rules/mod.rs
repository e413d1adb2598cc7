//! Rules: the keywords that bound a value, at each place where a schema is used.
//!
//! A keyword that does not apply to the kind of a value has no effect, as in JSON Schema. The rules of a named type
//! belong to its definition.
//!
//! - `limits`: limits that contradict each other
//! - `passwords`: `x-password-rules`

mod limits;
pub(super) mod passwords;

use std::rc::Rc;

use self::limits::ValueKind;
use super::{
    Context,
    effective::{self, SchemaKind},
    patterns,
};
use crate::{
    diagnostic::Code,
    model::Rules,
    openapi::{Limits, Schema, SchemaType, node_id},
};

/// How deep lists are checked. The server checks the rest.
const MAX_DEPTH: usize = 16;

/// The rules of a value at the place where its schema is used.
pub(super) fn schema_rules(context: &mut Context<'_>, schema: &Rc<Schema>) -> Rules {
    variant_rules(context, schema, &Limits::default())
}

/// The rules of a variant of a union, within the limits of the union.
pub(super) fn variant_rules(context: &mut Context<'_>, schema: &Rc<Schema>, outer: &Limits) -> Rules {
    rules_at_depth(context, schema, outer, 0)
}

/// The rules of a definition: the length of a string, or the number of properties of an object.
pub(super) fn definition_rules(context: &mut Context<'_>, schema: &Rc<Schema>) -> Rules {
    let limits = schema.limits.clone();
    match SchemaKind::of(context, schema) {
        SchemaKind::Enumeration(_) => {
            let limits = limits::remove_contradictions(context, limits, ValueKind::Strings);
            string_rules(context, &limits)
        }
        SchemaKind::Structure => property_rules(&limits::remove_contradictions(context, limits, ValueKind::Objects)),
        _ => Rules::default(),
    }
}

fn rules_at_depth(context: &mut Context<'_>, schema: &Rc<Schema>, outer: &Limits, depth: usize) -> Rules {
    if depth > MAX_DEPTH {
        return Rules::default();
    }
    let resolved = effective::schema(context, schema);
    let is_referred = depth > 0 || schema.reference.is_some();
    if is_referred && context.shared.newtypes.contains(&node_id(&resolved.at)) {
        // The named type has its own rules.
        let beside = effective::limits_beside_reference(context, schema);
        report_unchecked(context, schema, &beside);
        return Rules::default();
    }
    // The limits beside a reference, without those of its target.
    let mut beside = outer.clone();
    beside.tighten(&effective::limits_beside_reference(context, schema));
    let mut limits = resolved.limits.clone();
    limits.tighten(outer);
    match SchemaKind::of(context, &resolved) {
        SchemaKind::Alias(_) if resolved.reference.is_some() => Rules::default(),
        SchemaKind::Alias(inner) => rules_at_depth(context, &inner, &limits, depth + 1),
        SchemaKind::Scalar(kind) => {
            let mut rules = scalar_rules(context, kind, limits);
            rules.any_of = alternative_rules(context, &resolved, depth);
            rules
        }
        SchemaKind::Enumeration(_) => string_rules(context, &beside),
        SchemaKind::List => {
            if resolved.items.as_ref().is_some_and(|items| items.is_never) {
                // No item after those of `prefixItems`.
                let count = u64::try_from(resolved.prefix_items.len()).unwrap_or(u64::MAX);
                limits.max_items = Some(limits.max_items.map_or(count, |max| max.min(count)));
            }
            let limits = limits::remove_contradictions(context, limits, ValueKind::Arrays);
            let each = element_rules(context, &resolved, depth);
            Rules { each, ..item_rules(&limits) }
        }
        SchemaKind::Map => {
            let limits = limits::remove_contradictions(context, limits, ValueKind::Objects);
            let values = effective::map_value_schema(&resolved);
            let each = values.map(|values| rules_at_depth(context, &values, &Limits::default(), depth + 1));
            Rules { each: box_rules(each), ..property_rules(&limits) }
        }
        SchemaKind::Union(variants) if is_plain_string_union(context, &variants) => {
            let limits = limits::remove_contradictions(context, limits, ValueKind::Strings);
            Rules { any_of: alternative_rules(context, &resolved, depth), ..string_rules(context, &limits) }
        }
        SchemaKind::Structure | SchemaKind::Union(_) | SchemaKind::SubtypeEnum => {
            report_unchecked(context, schema, &beside);
            Rules::default()
        }
        SchemaKind::Any => {
            let limits = limits::remove_contradictions(context, limits, ValueKind::Any);
            let numbers = number_rules(&limits);
            let strings = string_rules(context, &limits);
            let (items, properties) = (item_rules(&limits), property_rules(&limits));
            Rules {
                min_length: strings.min_length,
                max_length: strings.max_length,
                patterns: strings.patterns,
                min_items: items.min_items,
                max_items: items.max_items,
                unique_items: items.unique_items,
                min_properties: properties.min_properties,
                max_properties: properties.max_properties,
                ..numbers
            }
        }
    }
}

/// Whether all variants are plain strings, so that no type distinguishes them.
fn is_plain_string_union(context: &mut Context<'_>, variants: &[Rc<Schema>]) -> bool {
    let mut formats = variants.iter().map(|variant| {
        let resolved = effective::schema(context, variant);
        let is_string = matches!(SchemaKind::of(context, &resolved), SchemaKind::Scalar(SchemaType::String));
        is_string.then(|| resolved.format.as_ref().map(|format| format.value.clone()))
    });
    let Some(Some(first)) = formats.next() else { return false };
    formats.all(|format| format.as_ref() == Some(&first))
}

/// The rules of the variants of a schema that all have the same type.
fn alternative_rules(context: &mut Context<'_>, schema: &Schema, depth: usize) -> Vec<Rules> {
    let variants = if schema.one_of.is_empty() { &schema.any_of } else { &schema.one_of };
    let rules = variants.iter().map(|variant| rules_at_depth(context, variant, &Limits::default(), depth + 1));
    let rules: Vec<Rules> = rules.collect();
    match rules.into_iter().reduce(combine_alternatives) {
        Some(rules) if rules.is_empty() => Vec::new(),
        Some(rules) if rules.any_of.is_empty() => vec![rules],
        Some(rules) => rules.any_of,
        None => Vec::new(),
    }
}

/// The rules of a list of files: the number of items.
pub(super) fn keep_item_counts(rules: &Rules) -> Option<Box<Rules>> {
    Rules { min_items: rules.min_items, max_items: rules.max_items, ..Rules::default() }.if_any()
}

/// Alternative rules: one of them must hold.
pub(super) fn combine_alternatives(one: Rules, other: Rules) -> Rules {
    if one.is_empty() || other.is_empty() {
        return Rules::default();
    }
    let mut any_of: Vec<Rules> = Vec::new();
    for rules in [one, other] {
        let is_list = rules == Rules { any_of: rules.any_of.clone(), ..Rules::default() };
        for rules in if is_list { rules.any_of } else { vec![rules] } {
            if !any_of.contains(&rules) {
                any_of.push(rules);
            }
        }
    }
    match any_of.as_slice() {
        [only] => only.clone(),
        _ => Rules { any_of, ..Rules::default() },
    }
}

/// The rules of each element. Elements with different schemas have no rules in common.
fn element_rules(context: &mut Context<'_>, schema: &Rc<Schema>, depth: usize) -> Option<Box<Rules>> {
    for item in &schema.prefix_items {
        let resolved = effective::schema(context, item);
        report_unchecked(context, item, &resolved.limits);
    }
    let items = schema.items.as_ref().filter(|_| schema.prefix_items.is_empty())?;
    box_rules(Some(rules_at_depth(context, items, &Limits::default(), depth + 1)))
}

fn box_rules(rules: Option<Rules>) -> Option<Box<Rules>> {
    rules.and_then(Rules::if_any)
}

/// Reports limits that are documented but not checked.
fn report_unchecked(context: &mut Context<'_>, schema: &Schema, limits: &Limits) {
    let applying = [item_rules(limits), property_rules(limits), string_rules(context, limits), number_rules(limits)];
    if applying.iter().any(|rules| !rules.is_empty()) {
        let message = "unchecked limits: they are documented, and `validate()` does not check them";
        context.diagnostics.report(Code::NotChecked, &schema.at, message);
    }
}

fn scalar_rules(context: &mut Context<'_>, kind: SchemaType, limits: Limits) -> Rules {
    match kind {
        SchemaType::String => {
            let limits = limits::remove_contradictions(context, limits, ValueKind::Strings);
            string_rules(context, &limits)
        }
        SchemaType::Integer => number_rules(&limits::remove_contradictions(context, limits, ValueKind::Integers)),
        SchemaType::Number => number_rules(&limits::remove_contradictions(context, limits, ValueKind::Numbers)),
        SchemaType::Boolean | SchemaType::Array | SchemaType::Object | SchemaType::Null => Rules::default(),
    }
}

fn string_rules(context: &mut Context<'_>, limits: &Limits) -> Rules {
    let patterns = limits.patterns.iter().filter(|pattern| patterns::can_be_checked(context, pattern));
    Rules {
        min_length: limits.min_length.filter(|least| *least > 0),
        max_length: limits.max_length,
        patterns: patterns.map(|pattern| pattern.value.clone()).collect(),
        ..Rules::default()
    }
}

fn number_rules(limits: &Limits) -> Rules {
    Rules {
        minimum: limits.minimum.as_ref().map(ToString::to_string),
        exclusive_minimum: limits.exclusive_minimum.as_ref().map(ToString::to_string),
        maximum: limits.maximum.as_ref().map(ToString::to_string),
        exclusive_maximum: limits.exclusive_maximum.as_ref().map(ToString::to_string),
        multiples_of: limits.multiples_of.iter().map(ToString::to_string).collect(),
        ..Rules::default()
    }
}

fn item_rules(limits: &Limits) -> Rules {
    Rules {
        min_items: limits.min_items.filter(|least| *least > 0),
        max_items: limits.max_items,
        unique_items: limits.unique_items,
        ..Rules::default()
    }
}

fn property_rules(limits: &Limits) -> Rules {
    Rules {
        min_properties: limits.min_properties.filter(|least| *least > 0),
        max_properties: limits.max_properties,
        ..Rules::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alternatives_have_rules_only_if_each_has() {
        let longest = |length: u64| Rules { max_length: Some(length), ..Rules::default() };
        assert!(combine_alternatives(longest(1), Rules::default()).is_empty());
        assert_eq!(combine_alternatives(longest(1), longest(1)), longest(1));
        let three = combine_alternatives(combine_alternatives(longest(1), longest(2)), longest(3));
        assert_eq!(three.any_of, [longest(1), longest(2), longest(3)]);
    }
}
