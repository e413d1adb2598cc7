//! The operations as another crate calls them.

use crate::{
    Call, CallArgument, CallValue,
    model::{Argument, Body, Crate, Operation, Service, Success, Type},
};

use super::samples;

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
        client: format!("{}::Client", samples::home(krate, service)),
        method: operation.method_name.to_string(),
        arguments: operation.arguments.iter().map(|given| argument(krate, service, operation, given)).collect(),
        content_type: content_type(&operation.body),
        is_streamed: matches!(operation.success, Success::Stream(_)),
    })
}

fn argument(krate: &Crate, service: &Service, operation: &Operation, argument: &Argument) -> CallArgument {
    let written = |ty: &Type| samples::written(krate, service, Some(&operation.module), ty);
    CallArgument {
        setter: argument.name.to_string(),
        wire: argument.wire.as_str().to_owned(),
        location: argument.location,
        required: argument.must_be_set(),
        value: value(&argument.ty).unwrap_or_else(|| CallValue::Json(written(&argument.ty))),
    }
}

/// What is taken instead of JSON. A setter of an `Option` takes what is in it, too.
fn value(ty: &Type) -> Option<CallValue> {
    match ty {
        Type::Bytes => Some(CallValue::Upload),
        Type::Multipart => Some(CallValue::Multipart),
        Type::List(item) if **item == Type::Bytes => Some(CallValue::Uploads),
        Type::Option(inner) => value(inner).filter(|value| *value != CallValue::Uploads),
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
