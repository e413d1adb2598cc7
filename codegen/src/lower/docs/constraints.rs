//! Constraints: the keywords that bound a value, as a Markdown list.

use std::rc::Rc;

use super::{json, markdown};
use crate::{
    openapi::{AdditionalProperties, MatchKind, PasswordRules, Schema, SchemaType},
    source::Value,
};

/// The constraints of a schema, one list item each.
pub(super) fn constraints(schema: &Schema) -> Vec<String> {
    let limits = &schema.limits;
    let mut lines = Vec::new();
    // A keyword has no effect on values of other types.
    let may_be = |kinds: &[SchemaType]| schema.types.is_empty() || schema.types.iter().any(|one| kinds.contains(one));
    let [is_string, is_array, is_object] =
        [SchemaType::String, SchemaType::Array, SchemaType::Object].map(|kind| may_be(&[kind]));
    let is_number = may_be(&[SchemaType::Integer, SchemaType::Number]);
    if schema.lenient_string.as_ref().is_some_and(|key| key.value) {
        lines.push("- Non-string JSON values are accepted and kept as their JSON text".to_owned());
    }
    lines.extend(range("characters", limits.min_length, limits.max_length).filter(|_| is_string));
    lines.extend(range("items", limits.min_items, limits.max_items).filter(|_| is_array));
    lines.extend(range("properties", limits.min_properties, limits.max_properties).filter(|_| is_object));
    if limits.unique_items && is_array {
        lines.push("- Unique items".to_owned());
    }
    let patterns = limits.patterns.iter().filter(|_| is_string);
    lines.extend(patterns.map(|pattern| format!("- Pattern: {}", markdown::code(&pattern.value))));
    for (words, bound) in [
        ("At least", &limits.minimum),
        ("More than", &limits.exclusive_minimum),
        ("At most", &limits.maximum),
        ("Less than", &limits.exclusive_maximum),
    ] {
        lines.extend(bound.iter().filter(|_| is_number).map(|bound| format!("- {words} {bound}")));
    }
    let factors = limits.multiples_of.iter().filter(|_| is_number);
    lines.extend(factors.map(|factor| format!("- A multiple of {factor}")));
    lines.extend(alternatives(schema));
    lines.extend(listed_values(schema));
    lines.extend(
        schema.default.as_ref().map(|default| format!("- Default: {}", markdown::code(&json::compact(default)))),
    );
    lines.extend(schema.content_media_type.as_deref().map(|name| format!("- Media type: {}", markdown::code(name))));
    if schema.read_only {
        lines.push("- Set by the service, never sent".to_owned());
    }
    if is_object {
        lines.extend(of_object(schema));
    }
    lines.extend(schema.password_rules.as_deref().map(password_rules).unwrap_or_default());
    lines
}

/// The constraints of the properties of an object.
fn of_object(schema: &Schema) -> Vec<String> {
    let mut lines = Vec::new();
    let patterns: Vec<String> = schema.pattern_properties.keys().map(|pattern| markdown::code(pattern)).collect();
    if !patterns.is_empty() {
        lines.push(format!("- Names of other properties match {}", patterns.join(", ")));
    }
    let unknown = schema.required.iter().filter(|required| !schema.properties.contains_key(&required.value));
    let unknown: Vec<String> = unknown.map(|required| markdown::code(&required.value)).collect();
    if !unknown.is_empty() {
        lines.push(format!("- Required properties: {}", unknown.join(", ")));
    }
    if let Some(AdditionalProperties::Allowed(false)) = schema.additional_properties {
        lines.push("- No other properties".to_owned());
    }
    lines
}

/// The constraints of variants with the same type.
fn alternatives(schema: &Schema) -> Option<String> {
    let variants = if schema.one_of.is_empty() { &schema.any_of } else { &schema.one_of };
    let first = variants.first()?;
    let is_same = |variant: &Rc<Schema>| variant.types == first.types && variant.types.len() == 1;
    let words = variants.iter().filter(|variant| is_same(variant)).map(|variant| {
        let lines = constraints(variant).into_iter().map(|line| {
            let line = line.trim_start_matches("- ");
            let mut rest = line.chars();
            rest.next().map(|first| format!("{}{}", first.to_lowercase(), rest.as_str())).unwrap_or_default()
        });
        lines.collect::<Vec<_>>().join(" and ")
    });
    let words: Vec<String> = words.filter(|words| !words.is_empty()).collect();
    (words.len() > 1 && words.len() == variants.len()).then(|| format!("- Either {}", words.join(", or ")))
}

/// The rules of a password, one list item each.
fn password_rules(rules: &PasswordRules) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(count) = &rules.min_classes {
        let classes = "lowercase letters, uppercase letters, digits, special characters";
        lines.push(format!("- At least {} of: {classes}", count.value));
    }
    lines.push(format!("- Allowed special characters: {}", markdown::code(&rules.special_characters)));
    if !rules.forbidden_first.is_empty() {
        lines.push(format!("- Must not begin with any of {}", markdown::code(&rules.forbidden_first)));
    }
    lines.extend(rules.must_differ_from.iter().map(|rule| {
        let verb = match rule.matching {
            MatchKind::Equals => "equal",
            MatchKind::Contains => "contain",
        };
        let reversed = if rule.reversed { ", forwards or backwards" } else { "" };
        format!("- Must not {verb} {}{reversed}", markdown::code(&rule.parameter.value))
    }));
    if !rules.server_side_rules.is_empty() {
        lines.push("- Only the service checks:".to_owned());
        lines.extend(rules.server_side_rules.iter().map(|rule| format!("  - {}", markdown::line(rule))));
    }
    lines
}

/// The listed values of a schema that is not a string enum: string enums have a type of their own.
fn listed_values(schema: &Schema) -> Option<String> {
    let values = schema.values.as_ref()?;
    if values.iter().all(|value| matches!(value.value, Value::String(_))) {
        return None;
    }
    let values: Vec<String> = values.iter().map(|value| markdown::code(&json::compact(&value.value))).collect();
    Some(format!("- One of {}", values.join(", ")))
}

fn range(noun: &str, least: Option<u64>, most: Option<u64>) -> Option<String> {
    match (least, most) {
        (Some(least), Some(most)) if least == most => Some(format!("- Exactly {least} {}", singular(noun, least))),
        (None | Some(0), Some(most)) => Some(format!("- At most {most} {}", singular(noun, most))),
        (Some(least), Some(most)) => Some(format!("- {least} to {most} {noun}")),
        (Some(least), None) => Some(format!("- At least {least} {}", singular(noun, least))),
        (None, None) => None,
    }
}

fn singular(noun: &str, count: u64) -> &str {
    match noun {
        _ if count != 1 => noun,
        "properties" => "property",
        regular => regular.trim_end_matches('s'),
    }
}
