//! The types that the client itself looks into: pages, and responses with a flag of failure.

use std::collections::BTreeSet;

use wireright_codegen::model::{
    CursorSource, FailureRule, Operation, PageStep, Pagination, ResponseBody, Service, SharedName, Success, Type,
    TypeDefinition, TypeKind,
};

/// The types of a client that contain what pages and failures need. A type of another crate hides it.
pub(super) fn types_with_pointers(service: &Service) -> BTreeSet<SharedName> {
    let mut found = BTreeSet::new();
    for operation in &service.operations {
        for body in bodies(&operation.success) {
            for pointer in pointers(operation) {
                follow(service, operation, body, &pointer, &mut found);
            }
        }
    }
    found
}

/// The types of the successful responses.
fn bodies(success: &Success) -> Vec<&Type> {
    let all: Vec<&ResponseBody> = match success {
        Success::Single(body) => vec![body],
        Success::OneOf(responses) => responses.variants.iter().map(|variant| &variant.body).collect(),
        Success::Empty | Success::Stream(_) => Vec::new(),
    };
    let json =
        all.into_iter().filter_map(|body| if let ResponseBody::Json { ty, .. } = body { Some(ty) } else { None });
    json.collect()
}

/// The JSON pointers into a response.
fn pointers(operation: &Operation) -> Vec<String> {
    let mut pointers: Vec<String> = operation.pagination.iter().flat_map(of_pagination).collect();
    pointers.extend(operation.failures.iter().map(|rule| match rule {
        FailureRule::Equals { pointer, .. } | FailureRule::Present { pointer } => pointer.clone(),
    }));
    pointers
}

fn of_pagination(pagination: &Pagination) -> Vec<String> {
    let items = pagination.items_pointer.as_deref().unwrap_or_default();
    let step = match &pagination.step {
        PageStep::Cursor { source: CursorSource::Body(pointer), .. } | PageStep::Next(pointer) => Some(pointer.clone()),
        // The index of the item is any number.
        PageStep::Cursor { source: CursorSource::LastItem(pointer), .. } => Some(format!("{items}/0{pointer}")),
        PageStep::Offset { total, .. } => total.clone(),
        PageStep::Page { pages, .. } => pages.clone(),
        PageStep::Cursor { source: CursorSource::Header(_), .. } | PageStep::Link => None,
    };
    [step, pagination.items_pointer.clone(), pagination.has_more_pointer.clone()].into_iter().flatten().collect()
}

/// Adds the types of the objects on the way of a pointer.
fn follow(service: &Service, operation: &Operation, body: &Type, pointer: &str, found: &mut BTreeSet<SharedName>) {
    let mut ty = body;
    for key in pointer.split('/').skip(1) {
        let key = key.replace("~1", "/").replace("~0", "~");
        while let Type::Boxed(inner) | Type::Option(inner) = ty {
            ty = inner;
        }
        let definition: Option<&TypeDefinition> = match ty {
            Type::List(item) | Type::Map(item) => {
                ty = item;
                continue;
            }
            Type::Shared(name) => {
                found.insert(name.clone());
                service.types.iter().find(|definition| definition.shared_name() == *name)
            }
            Type::Local(name) => operation.types.iter().find(|definition| definition.name == *name),
            _ => return,
        };
        let Some(TypeKind::Struct(object)) = definition.map(|definition| &definition.kind) else { return };
        let Some(field) = object.fields.iter().find(|field| field.wire.as_str() == key) else { return };
        ty = &field.ty;
    }
}
