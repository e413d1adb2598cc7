//! Values of `enum` and `const` that have another type than the schema. Many authors forget to quote strings that YAML
//! reads as numbers or booleans.

use crate::{
    diagnostic::Code,
    lower::Context,
    openapi::{Schema, SchemaType},
    source::Value,
};

/// Reports the values that no type of the schema allows, at the first of them.
pub(super) fn report_excluded(context: &mut Context<'_>, schema: &Schema) {
    if schema.types.is_empty() {
        return;
    }
    let values = schema.values.iter().flatten();
    let mut excluded = values.filter(|value| !schema.types.iter().any(|kind| fits(&value.value, *kind)));
    let Some(first) = excluded.next() else { return };
    let types: Vec<&str> = schema.types.iter().map(|kind| kind.name()).collect();
    let message = format!("contradictory values: the type `{}` excludes a listed value", types.join("` or `"));
    let problem = context.diagnostics.report(Code::ContradictoryLimits, &first.at, message);
    for other in excluded {
        problem.related(other.at.clone(), "and this one");
    }
    problem.help("change the type, or write the value as one of the type: a string in quotes");
    problem.fallback("the value is documented, and no value of the type equals it");
}

/// Whether a value has the type. Null is a matter of `nullable`.
fn fits(value: &Value, kind: SchemaType) -> bool {
    match (value, kind) {
        (Value::Null, _)
        | (Value::Bool(_), SchemaType::Boolean)
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
