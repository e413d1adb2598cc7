//! Keywords of a single schema: predicates and extractions that follow no reference.

use std::rc::Rc;

use crate::{
    openapi::{AdditionalProperties, Schema, SchemaType, Spanned},
    source::Value,
};

/// Whether a schema has a keyword that affects its type: anything besides a reference, documentation and null.
pub(in crate::lower) fn has_type_keywords(schema: &Schema) -> bool {
    !schema.types.is_empty()
        || !schema.properties.is_empty()
        || !schema.pattern_properties.is_empty()
        || !schema.required.is_empty()
        || !schema.all_of.is_empty()
        || !schema.one_of.is_empty()
        || !schema.any_of.is_empty()
        || !schema.prefix_items.is_empty()
        || schema.items.is_some()
        || schema.values.is_some()
        || schema.additional_properties.is_some()
        || schema.format.is_some()
        || schema.lenient_string.is_some()
        || schema.is_never
}

/// Whether keywords beside a reference change its type. A repeated `type` does not.
pub(in crate::lower) fn has_keywords_beside_reference(schema: &Schema) -> bool {
    schema.reference.is_some()
        && (!schema.properties.is_empty()
            || !schema.pattern_properties.is_empty()
            || !schema.required.is_empty()
            || schema.additional_properties.is_some()
            || !schema.prefix_items.is_empty()
            || schema.items.is_some()
            || !schema.all_of.is_empty()
            || !schema.one_of.is_empty()
            || !schema.any_of.is_empty()
            || schema.format.is_some()
            || schema.values.is_some())
}

/// Whether the variants describe no values, and only list required properties.
pub(in crate::lower) fn only_require_properties(variants: &[Rc<Schema>]) -> bool {
    let is_bare = |variant: &Rc<Schema>| {
        let mut rest = Schema::clone(variant);
        rest.required.clear();
        rest.types.clear();
        rest.reference.is_none() && !has_type_keywords(&rest) && !rest.nullable
    };
    !variants.is_empty() && variants.iter().all(|variant| is_bare(variant) && !variant.required.is_empty())
}

/// Whether the schema allows null only: `{type: null}`, `{enum: [null]}`, or `{nullable: true}` alone.
pub(in crate::lower) fn is_null(schema: &Schema) -> bool {
    let only_null = schema.values.as_ref().is_some_and(|values| values.iter().all(|value| value.value == Value::Null));
    schema.reference.is_none()
        && (only_null || (schema.nullable && schema.types.is_empty() && !has_type_keywords(schema)))
}

/// Whether the schema has exactly this type.
pub(in crate::lower) fn is_only(schema: &Schema, kind: SchemaType) -> bool {
    schema.types.as_slice() == [kind]
}

/// The type that the keywords imply if `type` is absent.
pub(in crate::lower) fn implied_type(schema: &Schema) -> Option<SchemaType> {
    if !schema.properties.is_empty() || schema.additional_properties.is_some() || !schema.pattern_properties.is_empty()
    {
        return Some(SchemaType::Object);
    }
    if schema.items.is_some() || !schema.prefix_items.is_empty() {
        return Some(SchemaType::Array);
    }
    let values = schema.values.as_deref().filter(|values| !values.is_empty())?;
    let is_null = |value: &Spanned<Value>| value.value == Value::Null;
    if values.iter().all(is_null) {
        return None;
    }
    let all = |is: fn(&Value) -> bool| values.iter().all(|value| is(&value.value) || is_null(value));
    if all(|value| matches!(value, Value::String(_))) {
        Some(SchemaType::String)
    } else if all(|value| matches!(value, Value::Bool(_))) {
        Some(SchemaType::Boolean)
    } else if all(|value| matches!(value, Value::Number(number) if number.as_i64().is_some())) {
        Some(SchemaType::Integer)
    } else if all(|value| matches!(value, Value::Number(_))) {
        Some(SchemaType::Number)
    } else {
        None
    }
}

/// The listed strings of a schema that lists strings and null only.
pub(in crate::lower) fn listed_strings(schema: &Schema) -> Option<Vec<Spanned<Value>>> {
    if !schema.types.is_empty() && !is_only(schema, SchemaType::String) {
        return None;
    }
    let values = schema.values.as_ref()?;
    let strings: Vec<_> = values.iter().filter(|value| value.value != Value::Null).cloned().collect();
    let all = strings.iter().all(|value| matches!(value.value, Value::String(_)));
    (all && !strings.is_empty()).then_some(strings)
}

pub(in crate::lower) fn is_plain_string(schema: &Schema) -> bool {
    is_only(schema, SchemaType::String) && schema.values.is_none() && schema.format.is_none()
}

/// The reason why a schema has no type although its author described one.
pub(in crate::lower) fn untyped(schema: &Schema) -> Option<&'static str> {
    if schema.is_never {
        return Some("no value matches the schema `false`: the type is untyped JSON");
    }
    if schema.values.as_ref().is_some_and(Vec::is_empty) {
        return Some("no value matches an empty `enum`: the type is untyped JSON");
    }
    if is_null(schema) && schema.values.is_some() {
        return Some("only null matches: the type is untyped JSON");
    }
    if let Some(values) = &schema.values {
        let is_nested = |value: &Spanned<Value>| matches!(value.value, Value::Array(_) | Value::Object(_));
        return Some(if values.iter().all(is_nested) {
            "arrays or objects are listed: the type is untyped JSON"
        } else {
            "values of different types: the type is untyped JSON"
        });
    }
    if !schema.required.is_empty() && schema.additional_properties.is_none() {
        return Some("`required` lists undeclared properties: the type is untyped JSON");
    }
    None
}

/// The strings that a value can be, if it can be nothing else.
pub(in crate::lower) fn allowed_strings(schema: &Schema) -> Option<Vec<String>> {
    let values = schema.values.as_ref()?;
    let strings = values.iter().filter_map(|value| match &value.value {
        Value::String(text) => Some(text.clone()),
        _ => None,
    });
    let strings: Vec<String> = strings.collect();
    (!strings.is_empty() && strings.len() == values.len()).then_some(strings)
}

/// The schema of the properties that are not described.
pub(in crate::lower) fn map_value_schema(schema: &Schema) -> Option<Rc<Schema>> {
    match &schema.additional_properties {
        Some(AdditionalProperties::Schema(values)) if !has_type_keywords(values) && values.reference.is_none() => None,
        Some(AdditionalProperties::Schema(values)) => Some(values.clone()),
        _ => only_pattern(schema).cloned(),
    }
}

/// The schema of the only pattern that undescribed properties follow. If other properties are allowed too, no single
/// type fits.
pub(in crate::lower) fn only_pattern(schema: &Schema) -> Option<&Rc<Schema>> {
    let is_closed = matches!(schema.additional_properties, Some(AdditionalProperties::Allowed(false)));
    let all = schema.pattern_properties.len() == 1
        && (is_closed || (schema.properties.is_empty() && schema.additional_properties.is_none()));
    schema.pattern_properties.values().next().filter(|_| all)
}

pub(in crate::lower) fn alternatives(schema: &Schema) -> impl Iterator<Item = &Rc<Schema>> {
    schema.one_of.iter().chain(&schema.any_of)
}
