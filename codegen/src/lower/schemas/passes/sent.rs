//! Which types are sent in requests.

use std::collections::{BTreeMap, BTreeSet};

use super::TypeKey;
use crate::model::{AlternativeBody, Argument, Operation, Type, TypeDefinition, TypeKind};

/// Marks the types that are sent.
pub(super) fn mark(shared: &mut [TypeDefinition], operations: &mut [Operation]) {
    let mut open: Vec<TypeKey> = Vec::new();
    for operation in &mut *operations {
        let arguments = operation.arguments.iter().map(|Argument { ty, .. }| ty);
        let others = operation.alternative_bodies.bodies.iter().filter_map(|AlternativeBody { ty, .. }| ty.as_ref());
        let mut own: Vec<TypeKey> = arguments.chain(others).filter_map(type_key).collect();
        open.extend(mark_reachable(&mut operation.types, false, &mut own));
    }
    mark_reachable(shared, true, &mut open);
}

/// Marks the types that are reachable among the definitions of one module. Returns the reachable types of other
/// modules.
fn mark_reachable(definitions: &mut [TypeDefinition], is_shared: bool, open: &mut Vec<TypeKey>) -> BTreeSet<TypeKey> {
    let mut elsewhere = BTreeSet::new();
    let mut known: BTreeMap<TypeKey, &mut TypeDefinition> =
        definitions.iter_mut().map(|definition| (TypeKey::of(definition, is_shared), definition)).collect();
    while let Some(key) = open.pop() {
        if matches!(key, TypeKey::Shared(_)) != is_shared {
            elsewhere.insert(key);
            continue;
        }
        let Some(definition) = known.get_mut(&key) else { continue };
        if !definition.in_requests {
            definition.in_requests = true;
            open.extend(contained_keys(&definition.kind));
        }
    }
    elsewhere
}

/// The types that a type contains.
fn contained_keys(kind: &TypeKind) -> Vec<TypeKey> {
    match kind {
        TypeKind::Struct(structure) => {
            let fields = structure.fields.iter().filter(|field| !field.read_only).map(|field| &field.ty);
            fields.chain(&structure.additional).filter_map(type_key).collect()
        }
        TypeKind::Union(union) => union.variants.iter().filter_map(|variant| type_key(&variant.ty)).collect(),
        TypeKind::StringEnum(_) => Vec::new(),
    }
}

/// The named type inside lists, maps, options and boxes.
fn type_key(ty: &Type) -> Option<TypeKey> {
    match ty {
        Type::List(inner) | Type::Map(inner) | Type::Option(inner) | Type::Boxed(inner) => type_key(inner),
        other => TypeKey::named(other),
    }
}
