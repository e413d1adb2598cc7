//! Names outside ASCII. The compiler warns about letters that look alike, and only the author of the document can
//! change them.

use crate::model::{Operation, ResponseHeaders, RustName, Service, Success, TypeDefinition, TypeKind};

/// Whether any name of a service is outside ASCII.
pub(in crate::lower) fn has_non_ascii_names(service: &Service) -> bool {
    service.types.iter().any(in_type)
        || service.operations.iter().any(in_operation)
        || service.error_headers.iter().any(|shared| in_headers(&shared.headers))
}

fn in_operation(operation: &Operation) -> bool {
    let variants = match &operation.success {
        Success::OneOf(variants) => variants.variants.iter().any(|variant| is_non_ascii(&variant.name)),
        Success::Empty | Success::Single(_) | Success::Stream(_) => false,
    };
    let errors = operation.errors.iter().flat_map(|errors| &errors.variants).any(|variant| is_non_ascii(&variant.name));
    let error_headers = operation.error_headers.iter().map(|own| &own.headers);
    let headers = operation.response_headers.iter().chain(error_headers).any(in_headers);
    is_non_ascii(&operation.method_name)
        || is_non_ascii(&operation.type_name)
        || operation.arguments.iter().any(|argument| is_non_ascii(&argument.name))
        || operation.types.iter().any(in_type)
        || variants
        || headers
        || errors
}

fn in_headers(headers: &ResponseHeaders) -> bool {
    is_non_ascii(&headers.name) || headers.headers.iter().any(|header| is_non_ascii(&header.name))
}

fn in_type(definition: &TypeDefinition) -> bool {
    is_non_ascii(&definition.name)
        || match &definition.kind {
            TypeKind::Struct(structure) => structure.fields.iter().any(|field| is_non_ascii(&field.name)),
            TypeKind::StringEnum(list) => list.variants.iter().any(|variant| is_non_ascii(&variant.name)),
            TypeKind::Union(union) => union.variants.iter().any(|variant| is_non_ascii(&variant.name)),
        }
}

fn is_non_ascii(name: &RustName) -> bool {
    !name.as_str().is_ascii()
}
