//! The catalog of a crate for other crates: example values and calls of operations, with absolute paths.

use super::rust_type::{ExternalPaths, rust_type};
use crate::{
    Call, CallArgument, CallValue, Example,
    model::{Argument, Body, Crate, DocumentExample, Operation, RustName, Service, Success, Type},
    source::Sources,
};

/// The example values of all services.
pub(crate) fn examples(krate: &Crate, sources: &Sources) -> Vec<Example> {
    let of_service = |service| service_examples(krate, service, sources);
    krate.services.iter().flat_map(of_service).collect()
}

fn service_examples(krate: &Crate, service: &Service, sources: &Sources) -> Vec<Example> {
    let path = |file| sources.get(file).path.clone();
    let example = |example: &DocumentExample| Example {
        file: path(example.location.file),
        pointer: example.location.pointer.clone(),
        schema_file: path(example.schema.file),
        schema: example.schema.pointer.clone(),
        direction: example.direction,
        rust_type: external_type(krate, service, example.module.as_ref(), &example.ty),
        json: example.json.clone(),
    };
    service.document_examples.iter().map(example).collect()
}

fn external_type(krate: &Crate, service: &Service, operation: Option<&RustName>, ty: &Type) -> String {
    rust_type(ty, &mut ExternalPaths::new(krate, service, operation)).to_string()
}

/// The calls of all services.
pub(crate) fn calls(krate: &Crate) -> Vec<Call> {
    let of_service = |service| service_calls(krate, service);
    krate.services.iter().flat_map(of_service).collect()
}

fn service_calls<'m>(krate: &'m Crate, service: &'m Service) -> impl Iterator<Item = Call> + 'm {
    service.operations.iter().map(move |operation| Call {
        file: service.source.clone(),
        path: operation.path.clone(),
        http_method: operation.http_method.clone(),
        id: operation.id.clone(),
        client: format!("{}::Client", ExternalPaths::new(krate, service, None).service()),
        method: match service.group(operation) {
            Some(group) => format!("{}().{}", group.module, operation.method_name),
            None => operation.method_name.to_string(),
        },
        arguments: operation.arguments.iter().map(|one| argument(krate, service, operation, one)).collect(),
        content_type: content_type(&operation.body),
        is_streamed: matches!(operation.success, Success::Stream(_)),
    })
}

fn argument(krate: &Crate, service: &Service, operation: &Operation, argument: &Argument) -> CallArgument {
    let json = || CallValue::Json(external_type(krate, service, Some(&operation.module), &argument.ty));
    CallArgument {
        setter: argument.name.to_string(),
        wire: argument.wire.as_str().to_owned(),
        location: argument.location,
        required: argument.must_be_set(),
        value: non_json_value(&argument.ty).unwrap_or_else(json),
    }
}

/// The value of a setter that does not take JSON. A setter of an `Option` takes the inner type too.
fn non_json_value(ty: &Type) -> Option<CallValue> {
    match ty {
        Type::Bytes => Some(CallValue::Upload),
        Type::Multipart => Some(CallValue::Multipart),
        ty if ty.is_file_list() => Some(CallValue::Uploads),
        Type::Option(inner) => non_json_value(inner).filter(|value| *value != CallValue::Uploads),
        _ => None,
    }
}

fn content_type(body: &Body) -> Option<String> {
    match body {
        Body::None => None,
        Body::Empty { content_type }
        | Body::Object { content_type }
        | Body::Single { content_type, .. }
        | Body::Multipart { content_type, .. } => Some(content_type.clone()),
    }
}
