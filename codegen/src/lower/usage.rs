//! Use of types: which shared types operations refer to, and types that nothing uses.

use std::collections::BTreeSet;

use crate::model::{
    DocumentExample, ErrorHeaders, MappedType, Operation, ResponseBody, ResponseHeaders, SharedName, StreamItems,
    Success, Type, TypeDefinition, TypeKind,
};

/// The shared types in a type expression.
pub(super) fn shared_name(ty: &Type) -> Option<&SharedName> {
    match ty.innermost() {
        Type::Shared(name) => Some(name),
        _ => None,
    }
}

/// The types that a definition contains.
pub(super) fn of_definition(definition: &TypeDefinition) -> Vec<&Type> {
    match &definition.kind {
        TypeKind::Struct(structure) => {
            structure.fields.iter().map(|field| &field.ty).chain(&structure.additional).collect()
        }
        TypeKind::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
        TypeKind::StringEnum(_) => Vec::new(),
    }
}

/// The types of headers.
pub(super) fn of_headers(headers: &ResponseHeaders) -> impl Iterator<Item = &Type> {
    headers.headers.iter().map(|header| &header.ty)
}

/// The types that the module of an operation contains.
pub(super) fn of_operation(operation: &Operation) -> Vec<&Type> {
    let mut types: Vec<&Type> = operation.arguments.iter().map(|argument| &argument.ty).collect();
    types.extend(operation.alternative_bodies.bodies.iter().filter_map(|body| body.ty.as_ref()));
    types.extend(of_responses(operation));
    types.extend(operation.types.iter().flat_map(of_definition));
    types
}

/// The types that an operation receives.
pub(super) fn of_responses(operation: &Operation) -> Vec<&Type> {
    let mut types: Vec<&Type> = Vec::new();
    match &operation.success {
        Success::Empty => {}
        Success::Single(body) => types.extend(of_body(body)),
        Success::OneOf(responses) => types.extend(responses.variants.iter().filter_map(|one| of_body(&one.body))),
        Success::Stream(items) => types.extend(of_items(items)),
    }
    types.extend(operation.streams.iter().filter_map(|stream| of_items(&stream.items)));
    types.extend(operation.errors.iter().flat_map(|errors| &errors.variants).filter_map(|one| of_body(&one.body)));
    types.extend(operation.response_headers.iter().flat_map(of_headers));
    types.extend(operation.error_headers.iter().flat_map(|own| of_headers(&own.headers)));
    types.extend(operation.pagination.iter().filter_map(|pagination| pagination.item_type.as_ref()));
    types
}

fn of_body(body: &ResponseBody) -> Option<&Type> {
    match body {
        ResponseBody::Json { ty, .. } => Some(ty),
        ResponseBody::Empty | ResponseBody::Text | ResponseBody::Bytes => None,
    }
}

fn of_items(items: &StreamItems) -> Option<&Type> {
    match items {
        StreamItems::Events { ty, .. } | StreamItems::JsonLines(ty) | StreamItems::JsonSequence(ty) => Some(ty),
        StreamItems::Bytes | StreamItems::StringEvents => None,
    }
}

/// The types of other crates in these types, operations and headers.
pub(super) fn mapped_types<'t>(
    types: &'t [TypeDefinition],
    operations: &'t [Operation],
    headers: &'t [ErrorHeaders],
) -> impl Iterator<Item = MappedType> + 't {
    let all = types.iter().flat_map(of_definition).chain(operations.iter().flat_map(of_operation));
    all.chain(headers.iter().flat_map(|own| of_headers(&own.headers))).filter_map(mapped_type).cloned()
}

/// The type of another crate in a type expression.
fn mapped_type(ty: &Type) -> Option<&MappedType> {
    match ty.innermost() {
        Type::Mapped(mapped) => Some(mapped),
        _ => None,
    }
}

/// Removes the shared types that neither an operation nor a type of `others` uses, with their examples. Returns their
/// names.
pub(super) fn omit_unused(
    types: &mut Vec<TypeDefinition>,
    others: Vec<SharedName>,
    operations: &[Operation],
    examples: &mut Vec<DocumentExample>,
) -> Vec<SharedName> {
    let roots = operations.iter().flat_map(of_operation).filter_map(shared_name);
    let mut open: Vec<SharedName> = roots.cloned().chain(others).collect();
    let mut used: BTreeSet<SharedName> = BTreeSet::new();
    while let Some(name) = open.pop() {
        if !used.insert(name.clone()) {
            continue;
        }
        open.extend(definition(types, &name).into_iter().flat_map(of_definition).filter_map(shared_name).cloned());
    }
    examples.retain(|example| shared_name(&example.ty).is_none_or(|name| used.contains(name)));
    let mut omitted = Vec::new();
    types.retain(|definition| {
        let name = definition.shared_name();
        let is_used = used.contains(&name);
        omitted.extend(Some(name).filter(|_| !is_used));
        is_used
    });
    omitted
}

/// Whether the types, sorted by name, have one with this name.
pub(super) fn is_defined(types: &[TypeDefinition], name: &SharedName) -> bool {
    definition(types, name).is_some()
}

fn definition<'t>(types: &'t [TypeDefinition], name: &SharedName) -> Option<&'t TypeDefinition> {
    types.binary_search_by(|one| one.shared_name().cmp(name)).ok().and_then(|at| types.get(at))
}
