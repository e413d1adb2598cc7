//! The keywords that contain no schemas: types, listed values and limits.

use super::rendered_schema::{KeywordValue, RenderedSchema};
use crate::{
    lower::{Context, patterns, rules},
    openapi::{Limits, Schema},
    source::{Number, Value},
};

/// `type`, `enum` and `nullable`.
pub(super) fn types(schema: &Schema, rendered: &mut RenderedSchema) {
    let mut types: Vec<Value> = schema.types.iter().map(|kind| Value::String(kind.name().to_owned())).collect();
    let is_typed = !types.is_empty();
    if schema.has_null_type || (schema.has_nullable && is_typed) {
        types.push(Value::String("null".to_owned()));
        // No Rust type expresses null alone.
        rendered.restricts |= !is_typed;
    }
    if types.len() == 1 {
        rendered.keywords.extend(types.pop().map(|only| ("type", KeywordValue::Value(only))));
    } else if !types.is_empty() {
        rendered.keywords.push(("type", KeywordValue::Value(Value::Array(types))));
    }
    if let Some(values) = &schema.values {
        rendered.restricts = true;
        let mut values: Vec<Value> = values.iter().map(|value| value.value.clone()).collect();
        if schema.has_nullable && !values.contains(&Value::Null) {
            values.push(Value::Null);
        }
        rendered.keywords.push(("enum", KeywordValue::Value(Value::Array(values))));
    }
    if schema.has_nullable && !is_typed {
        rendered.keywords.push(("nullable", KeywordValue::Value(Value::Bool(true))));
    }
}

/// The limits of strings, numbers, arrays and objects.
pub(super) fn limits(context: &mut Context<'_>, schema: &Schema, rendered: &mut RenderedSchema) {
    if schema.limits.is_empty() {
        return;
    }
    let limits = rules::consistent_limits(context, schema);
    rendered.is_incomplete |= limits != schema.limits;
    let before = rendered.keywords.len();
    let mut add = |keyword: &'static str, value: Value| rendered.keywords.push((keyword, KeywordValue::Value(value)));
    for (keyword, count) in counts(&limits) {
        add(keyword, Value::Number(Number::from(count)));
    }
    for (keyword, bound) in [
        ("minimum", &limits.minimum),
        ("exclusiveMinimum", &limits.exclusive_minimum),
        ("maximum", &limits.maximum),
        ("exclusiveMaximum", &limits.exclusive_maximum),
    ] {
        if let Some(bound) = bound {
            add(keyword, Value::Number(bound.clone()));
        }
    }
    if limits.unique_items {
        add("uniqueItems", Value::Bool(true));
    }
    for factor in &limits.multiples_of {
        add("multipleOf", Value::Number(factor.clone()));
    }
    for pattern in &limits.patterns {
        if patterns::can_be_checked(context, pattern) {
            rendered.keywords.push(("pattern", KeywordValue::Value(Value::String(pattern.value.clone()))));
        } else {
            rendered.is_incomplete = true;
        }
    }
    rendered.restricts |= rendered.keywords.len() > before;
}

fn counts(limits: &Limits) -> impl Iterator<Item = (&'static str, u64)> + use<> {
    let counts = [
        ("minLength", limits.min_length.filter(|least| *least > 0)),
        ("maxLength", limits.max_length),
        ("minItems", limits.min_items.filter(|least| *least > 0)),
        ("maxItems", limits.max_items),
        ("minProperties", limits.min_properties.filter(|least| *least > 0)),
        ("maxProperties", limits.max_properties),
    ];
    counts.into_iter().filter_map(|(keyword, count)| Some((keyword, count?)))
}
