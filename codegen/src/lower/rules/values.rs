//! Values of `enum` and `const` that have another type than the schema. Many authors forget to quote strings that YAML
//! reads as numbers or booleans.

use crate::{
    diagnostic::Code,
    lower::Context,
    openapi::{Schema, SchemaType, Spanned},
    source::Value,
};

/// Reports the values that no type of the schema allows, at the first of them.
pub(super) fn report_excluded(context: &mut Context<'_>, schema: &Schema) {
    if schema.types.is_empty() {
        return;
    }
    // The parts of an `allOf` say together whether a value may be null.
    let takes_null = schema.has_null_type || schema.has_nullable || schema.types_at.is_some();
    let values = schema.values.iter().flatten();
    let is_excluded = |value: &&Spanned<Value>| match &value.value {
        Value::Null => !takes_null,
        other => !schema.types.iter().any(|kind| fits(other, *kind)),
    };
    let mut excluded = values.filter(is_excluded);
    let Some(first) = excluded.next() else { return };
    let types: Vec<&str> = schema.types.iter().map(|kind| kind.name()).collect();
    let message = format!("contradictory values: the type `{}` excludes a listed value", types.join("` or `"));
    let problem = context.diagnostics.report(Code::ContradictoryLimits, &first.at, message);
    for other in excluded {
        problem.related(other.at.clone(), "and this one");
    }
    if first.value == Value::Null {
        problem.help("write `'null'` in quotes for the string, or let the type allow null");
        problem.fallback("null is accepted, and `validate()` rejects it");
    } else {
        problem.help("change the type, or write the value as one of the type: a string in quotes");
        problem.fallback("the value is documented, and no value of the type equals it");
    }
}

/// Whether a value has the type.
fn fits(value: &Value, kind: SchemaType) -> bool {
    match (value, kind) {
        (Value::Bool(_), SchemaType::Boolean)
        | (Value::Number(_), SchemaType::Number)
        | (Value::String(_), SchemaType::String)
        | (Value::Array(_), SchemaType::Array)
        | (Value::Object(_), SchemaType::Object) => true,
        (Value::Number(number), SchemaType::Integer) => {
            number.as_f64().is_none_or(|float| float.fract().abs() < f64::EPSILON)
        }
        _ => false,
    }
}
