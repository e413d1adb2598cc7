//! Schemas that exclude each other: no value matches both.

use std::rc::Rc;

use super::keywords::is_null;
use crate::{
    lower::Context,
    openapi::{Schema, SchemaType, Spanned, is_equal},
    source::Value,
};

pub(super) const CONTRADICTORY_TYPES: &str = "contradictory types: no value has a type of both schemas";
pub(super) const CONTRADICTORY_VALUES: &str = "contradictory values: no value is listed by both schemas";

/// How deep required properties are compared to find combinations that no value matches.
const MAX_COMPARED_DEPTH: usize = 4;

/// Whether no value matches both variants of a union.
pub(in crate::lower) fn exclude_each_other(context: &mut Context<'_>, one: &Rc<Schema>, other: &Rc<Schema>) -> bool {
    let (null, value) = if is_null(one) { (one, other) } else { (other, one) };
    if !is_null(null) {
        return excludes(context, one, other, 0);
    }
    let value = context.effective_schema(value);
    !value.nullable && !value.types.is_empty()
}

/// Whether no value matches both schemas: by their types, their listed values, or a property that one requires.
pub(super) fn excludes(context: &mut Context<'_>, one: &Rc<Schema>, other: &Rc<Schema>, depth: usize) -> bool {
    if depth > MAX_COMPARED_DEPTH {
        return false;
    }
    let (one, other) = (context.effective_schema(one), context.effective_schema(other));
    if one.nullable && other.nullable {
        return false;
    }
    let has_types = !one.types.is_empty() && !other.types.is_empty();
    if has_types && !one.types.iter().any(|kind| common_type(*kind, &other.types).is_some()) {
        return true;
    }
    if let (Some(known), Some(values)) = (&one.values, &other.values)
        && common_values(known, values).is_empty()
    {
        return true;
    }
    // Authors of such alternatives mean that a value has one of the formats, which JSON Schema does not assert.
    let format = |schema: &Schema| schema.format.as_ref().map(|format| format.value.clone());
    if depth == 0 && one.types == other.types && format(&one) != format(&other) {
        return true;
    }
    let is_required = |name: &str| one.required.iter().chain(&other.required).any(|required| required.value == name);
    one.properties.iter().any(|(name, property)| {
        let twin = other.properties.get(name).filter(|_| is_required(name));
        twin.is_some_and(|twin| excludes(context, &property.schema, &twin.schema, depth + 1))
    })
}

/// The type of the values that have both this type and one of the others.
pub(super) fn common_type(kind: SchemaType, others: &[SchemaType]) -> Option<SchemaType> {
    match kind {
        kind if others.contains(&kind) => Some(kind),
        SchemaType::Integer if others.contains(&SchemaType::Number) => Some(SchemaType::Integer),
        SchemaType::Number if others.contains(&SchemaType::Integer) => Some(SchemaType::Integer),
        _ => None,
    }
}

pub(super) fn common_values(known: &[Spanned<Value>], values: &[Spanned<Value>]) -> Vec<Spanned<Value>> {
    let is_known = |value: &&Spanned<Value>| known.iter().any(|known| is_equal(&known.value, &value.value));
    values.iter().filter(is_known).cloned().collect()
}
