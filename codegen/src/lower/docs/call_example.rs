//! The example call in the documentation of an operation, with the example values of the document.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::example_password;
use crate::{
    lower::{Context, effective, media_types},
    model::{
        Argument, ArgumentLocation, CallExample, ExampleError, ExampleValue, Field, Integer,
        Operation as LoweredOperation, PasswordRules, ResponseBody, RustName, SharedName, StructType, Success, Type,
        TypeDefinition, TypeKind,
    },
    openapi::{self, Operation, Parameter, RefOr},
    source::Value,
};

/// Builds the example: every required argument, and optional ones with an example in the document.
pub(in crate::lower) fn lower(
    context: &mut Context<'_>,
    operation: &Operation,
    parameters: &[Parameter],
    arguments: &[Argument],
    password_rules: &[PasswordRules],
) -> CallExample {
    let body = body_example(context, operation);
    let mut values = Vec::new();
    for argument in arguments {
        let example = match argument.location {
            ArgumentLocation::Body => None,
            ArgumentLocation::BodyProperty => match &body {
                Some(Value::Object(properties)) => properties.get(argument.wire.as_str()).cloned(),
                _ => property_example(context, operation, argument.wire.as_str()),
            },
            _ => parameter_example(context, parameters, argument),
        };
        if !argument.must_be_set() && (example.is_none() || argument.location == ArgumentLocation::ClientParameter) {
            continue;
        }
        values.push((argument.name.clone(), value(argument, example.as_ref())));
    }
    let mut example = CallExample { client: client_variable(&values), values, response_field: None, error: None };
    set_passwords(&mut example, arguments, password_rules);
    example
}

/// Replaces passwords that violate the documented rules.
fn set_passwords(example: &mut CallExample, arguments: &[Argument], rules: &[PasswordRules]) {
    for argument in arguments.iter().filter(|argument| argument.password_rules.is_some()) {
        let Some(rules) = rules.iter().find(|rules| Some(&rules.constant) == argument.password_rules.as_ref()) else {
            continue;
        };
        let Some(index) = example.values.iter().position(|(name, _)| *name == argument.name) else { continue };
        let Some((_, ExampleValue::String(documented))) = example.values.get(index) else { continue };
        if let Some(password) = example_password::password(documented, rules, example)
            && let Some((_, value)) = example.values.get_mut(index)
        {
            *value = ExampleValue::String(password);
        }
    }
}

/// Chooses what each example prints: a field of the response, and a documented error response.
pub(in crate::lower) fn choose_outputs(shared: &[TypeDefinition], operations: &mut [LoweredOperation]) {
    let shared: BTreeMap<SharedName, &TypeDefinition> =
        shared.iter().map(|definition| (definition.shared_name(), definition)).collect();
    for operation in operations {
        let own = &operation.types;
        let field = |body: &ResponseBody| match body {
            ResponseBody::Json { ty, .. } => printed_field(structure(ty, own, &shared)?),
            ResponseBody::Empty | ResponseBody::Text | ResponseBody::Bytes => None,
        };
        operation.example.response_field = match &operation.success {
            Success::Single(body) => field(body),
            Success::Empty | Success::OneOf(_) | Success::Stream(_) => None,
        };
        let message = |body: &ResponseBody| match body {
            ResponseBody::Json { ty, .. } => message_field(structure(ty, own, &shared)?),
            ResponseBody::Empty | ResponseBody::Text | ResponseBody::Bytes => None,
        };
        let errors = operation.errors.iter().flat_map(|errors| &errors.variants);
        let mut with_body = errors.filter(|variant| variant.body != ResponseBody::Empty);
        operation.example.error = with_body
            .next()
            .map(|variant| ExampleError { variant: variant.name.clone(), field: message(&variant.body) });
    }
}

fn structure<'t>(
    ty: &Type,
    own: &'t [TypeDefinition],
    shared: &BTreeMap<SharedName, &'t TypeDefinition>,
) -> Option<&'t StructType> {
    let definition = match ty {
        Type::Local(name) => own.iter().find(|definition| definition.name == *name)?,
        Type::Shared(name) => shared.get(name)?,
        Type::Boxed(inner) => return structure(inner, own, shared),
        _ => return None,
    };
    match &definition.kind {
        TypeKind::Struct(structure) => Some(structure),
        TypeKind::StringEnum(_) | TypeKind::Union(_) => None,
    }
}

/// The first field that is not redacted.
fn printed_field(structure: &StructType) -> Option<RustName> {
    structure.fields.iter().find(|field| field.ty != Type::Secret).map(|field| field.name.clone())
}

/// The usual names of the properties that tell a person what is wrong, the best first.
const MESSAGES: [&str; 8] =
    ["message", "detail", "error_message", "error_msg", "error_description", "title", "error", "description"];

/// The field of an error that tells what is wrong. Otherwise the first field that is not redacted.
fn message_field(structure: &StructType) -> Option<RustName> {
    let has_name = |field: &&Field, name: &str| field.name.unraw() == name && field.ty != Type::Secret;
    let message = MESSAGES.iter().find_map(|name| structure.fields.iter().find(|field| has_name(field, name)));
    message.map(|field| field.name.clone()).or_else(|| printed_field(structure))
}

/// The variable of the client. A parameter of the example may have the usual name.
fn client_variable(values: &[(RustName, ExampleValue)]) -> &'static str {
    let is_taken = |free: &str| {
        values.iter().any(|(name, value)| matches!(value, ExampleValue::Parameter(_)) && name.as_str() == free)
    };
    ["client", "api", "api_client"].into_iter().find(|free| !is_taken(free)).unwrap_or("the_client")
}

fn parameter_example(context: &mut Context<'_>, parameters: &[Parameter], argument: &Argument) -> Option<Value> {
    let parameter = parameters.iter().find(|parameter| parameter.name.value == argument.wire.as_str())?;
    if let Some((_, value)) = first_example(context, parameter.example.as_ref(), &parameter.examples) {
        return Some(value);
    }
    let schema = parameter.schema.clone()?;
    effective::schema(context, &schema).examples.first().cloned()
}

/// The example of the whole body: from its media type or its schema.
fn body_example(context: &mut Context<'_>, operation: &Operation) -> Option<Value> {
    let body = effective::object(context, operation.request_body.as_ref()?)?;
    let media_type = media_types::preferred(context, &body.content)?;
    if let Some((_, value)) = first_example(context, media_type.example.as_ref(), &media_type.examples) {
        return Some(value);
    }
    let schema = media_type.schema.clone()?;
    effective::schema(context, &schema).examples.first().cloned()
}

/// The example of a property of the body.
fn property_example(context: &mut Context<'_>, operation: &Operation, wire: &str) -> Option<Value> {
    let body = effective::object(context, operation.request_body.as_ref()?)?;
    let media_type = media_types::preferred(context, &body.content)?;
    let schema = effective::schema(context, media_type.schema.as_ref()?);
    let property = effective::schema(context, &schema.properties.get(wire)?.schema);
    property.examples.first().cloned()
}

/// The first example with a value, and its description.
pub(in crate::lower) fn first_example(
    context: &mut Context<'_>,
    example: Option<&Value>,
    examples: &IndexMap<String, RefOr<openapi::Example>>,
) -> Option<(Option<String>, Value)> {
    if let Some(example) = example {
        return Some((None, example.clone()));
    }
    examples.values().find_map(|example| {
        let example = effective::object(context, example)?;
        Some((example.summary.or(example.description), example.value?))
    })
}

/// How many elements of an array are shown.
const MAX_ELEMENTS: usize = 3;

/// A value of the argument's type, as close to the document's example as a literal can be.
fn value(argument: &Argument, example: Option<&Value>) -> ExampleValue {
    literal(argument, &argument.ty, example).unwrap_or_else(|| ExampleValue::Parameter(argument.ty.clone()))
}

/// The value as a literal. `None` if it has none.
fn literal(argument: &Argument, ty: &Type, example: Option<&Value>) -> Option<ExampleValue> {
    let text = match example {
        Some(Value::String(text)) => text.clone(),
        _ => argument.wire.as_str().to_owned(),
    };
    Some(match (ty, example) {
        (Type::String | Type::LenientString | Type::Secret, _) => ExampleValue::String(text),
        (Type::Shared(_) | Type::Local(_), _) if argument.is_string_enum => ExampleValue::String(text),
        (Type::Bool, Some(Value::Bool(flag))) => ExampleValue::Bool(*flag),
        (Type::Bool, _) => ExampleValue::Bool(true),
        (Type::Integer(kind), example) => {
            let fits = |number: &i64| match kind {
                Integer::I8 => i8::try_from(*number).is_ok(),
                Integer::I16 => i16::try_from(*number).is_ok(),
                Integer::I32 => i32::try_from(*number).is_ok(),
                Integer::I64 => true,
                Integer::U8 => u8::try_from(*number).is_ok(),
                Integer::U16 => u16::try_from(*number).is_ok(),
                Integer::U32 => u32::try_from(*number).is_ok(),
                Integer::U64 => u64::try_from(*number).is_ok(),
            };
            ExampleValue::Integer(integer(example).filter(fits).unwrap_or(1))
        }
        (Type::Float32 | Type::Float64, Some(Value::Number(number))) if number.as_f64().is_some_and(f64::is_finite) => {
            ExampleValue::Float(number.as_f64().unwrap_or_default().to_string())
        }
        (Type::Float32 | Type::Float64, _) => ExampleValue::Float("1.5".to_owned()),
        (Type::List(element), example) => {
            let example = match example {
                Some(Value::Array(elements)) => elements.as_slice(),
                _ => &[],
            };
            // An empty array shows nothing, and some requests reject it.
            let example = example.iter().take(MAX_ELEMENTS).map(Some).chain(example.is_empty().then_some(None));
            ExampleValue::List(example.map(|example| literal(argument, element, example)).collect::<Option<_>>()?)
        }
        _ => return None,
    })
}

fn integer(example: Option<&Value>) -> Option<i64> {
    match example {
        Some(Value::Number(number)) => number.as_i64(),
        _ => None,
    }
}
