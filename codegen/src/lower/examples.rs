//! The call that an operation's documentation shows, with the document's own example values.

use super::{Context, references::resolve};
use crate::{
    model::{Argument, Example, ExampleValue, Place, Type},
    openapi::{Operation, Parameter},
    source::Value,
};

/// Builds the example: every required argument, and the optional ones that the document gives a value for.
pub(super) fn lower(
    context: &mut Context<'_>,
    operation: &Operation,
    parameters: &[&Parameter],
    arguments: &[Argument],
) -> Example {
    let body = body_example(context, operation);
    let mut values = Vec::new();
    for argument in arguments {
        let given = match argument.place {
            Place::Body => None,
            Place::BodyMember => match &body {
                Some(Value::Object(members)) => members.get(argument.wire.as_str()).cloned(),
                _ => None,
            },
            _ => parameter_example(context, parameters, argument),
        };
        if !argument.required && (given.is_none() || argument.place == Place::ClientParameter) {
            continue;
        }
        values.push((argument.name.clone(), value(argument, given.as_ref())));
    }
    Example { values }
}

fn parameter_example(context: &mut Context<'_>, parameters: &[&Parameter], argument: &Argument) -> Option<Value> {
    let parameter = parameters.iter().find(|parameter| parameter.name.value == argument.wire.as_str())?;
    if let Some(example) = &parameter.example {
        return Some(example.clone());
    }
    let schema = parameter.schema.as_ref()?;
    resolve(context.document, schema, context.diagnostics)?.example.clone()
}

/// The example of the whole body: of its media type, or of its schema.
fn body_example(context: &mut Context<'_>, operation: &Operation) -> Option<Value> {
    let body = resolve(context.document, operation.request_body.as_ref()?, context.diagnostics)?;
    let (_, media_type) = body.content.first()?;
    let named = || media_type.examples.values().find_map(|example| example.value.clone());
    if let Some(example) = media_type.example.clone().or_else(named) {
        return Some(example);
    }
    resolve(context.document, media_type.schema.as_ref()?, context.diagnostics)?.example.clone()
}

/// A value of the argument's type, as near to the document's as a literal can be.
fn value(argument: &Argument, given: Option<&Value>) -> ExampleValue {
    match (&argument.ty, given) {
        (Type::String | Type::AnyText | Type::Secret | Type::Named(_) | Type::Shared(_), Some(Value::String(text))) => {
            ExampleValue::Text(text.clone())
        }
        (Type::String | Type::AnyText | Type::Secret, _) => ExampleValue::Text(argument.wire.as_str().to_owned()),
        (Type::Bool, Some(Value::Bool(flag))) => ExampleValue::Bool(*flag),
        (Type::Bool, _) => ExampleValue::Bool(true),
        (Type::Int32, given) => {
            let number = integer(given).and_then(|number| i32::try_from(number).ok());
            ExampleValue::Integer(number.map_or(1, i64::from))
        }
        (Type::Int64, given) => ExampleValue::Integer(integer(given).unwrap_or(1)),
        (Type::Float32 | Type::Float64, Some(Value::Number(number))) if number.as_f64().is_some() => {
            ExampleValue::Float(number.as_f64().unwrap_or_default().to_string())
        }
        (Type::Float32 | Type::Float64, _) => ExampleValue::Float("1.5".to_owned()),
        _ => ExampleValue::Default,
    }
}

fn integer(given: Option<&Value>) -> Option<i64> {
    match given {
        Some(Value::Number(number)) => number.as_i64(),
        _ => None,
    }
}
