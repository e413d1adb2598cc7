//! Lints of clippy that a document violates: sizes of enums, depths of types, and names. The module of the service
//! allows them.

use crate::model::{ErrorEnum, ErrorVariant, Lint, Operation, RustName, Success, Type, TypeDefinition, TypeKind};

/// The names that `clippy::disallowed_names` rejects by default.
const DISALLOWED_NAMES: [&str; 3] = ["foo", "baz", "quux"];

/// The number of nested generic types that `clippy::type_complexity` may reject.
const COMPLEX_DEPTH: usize = 3;

/// The lints that the types of a service violate.
pub(super) fn allowed_lints(shared: &[TypeDefinition], operations: &[Operation]) -> Vec<Lint> {
    let definitions = || shared.iter().chain(operations.iter().flat_map(|operation| &operation.types));
    let has_union = definitions().any(|definition| matches!(definition.kind, TypeKind::Union(_)));
    let has_enum = operations.iter().any(|operation| {
        let is_success_enum = matches!(operation.success, Success::OneOf(_));
        is_success_enum || operation.errors.as_ref().is_some_and(has_different_bodies)
    });
    let mut lints = Vec::new();
    lints.extend((has_union || has_enum).then_some(Lint::LargeEnumVariant));
    lints.extend(definitions().any(is_complex).then_some(Lint::TypeComplexity));
    let is_disallowed = |name: &RustName| DISALLOWED_NAMES.contains(&name.as_str());
    let has_field = |definition: &TypeDefinition| match &definition.kind {
        TypeKind::Struct(structure) => structure.fields.iter().any(|field| is_disallowed(&field.name)),
        _ => false,
    };
    let mut arguments = operations.iter().flat_map(|operation| &operation.arguments);
    let has_name = definitions().any(has_field) || arguments.any(|argument| is_disallowed(&argument.name));
    lints.extend(has_name.then_some(Lint::DisallowedNames));
    lints
}

fn has_different_bodies(errors: &ErrorEnum) -> bool {
    let is_same = |pair: &[ErrorVariant]| matches!(pair, [one, other] if one.body == other.body);
    errors.variants.windows(2).any(|pair| !is_same(pair))
}

fn is_complex(definition: &TypeDefinition) -> bool {
    match &definition.kind {
        TypeKind::Struct(structure) => structure.fields.iter().any(|field| depth(&field.ty) >= COMPLEX_DEPTH),
        TypeKind::Union(union) => union.variants.iter().any(|variant| depth(&variant.ty) >= COMPLEX_DEPTH),
        TypeKind::StringEnum(_) => false,
    }
}

fn depth(ty: &Type) -> usize {
    match ty {
        Type::List(inner) | Type::Map(inner) | Type::Option(inner) | Type::Boxed(inner) => 1 + depth(inner),
        _ => 0,
    }
}
