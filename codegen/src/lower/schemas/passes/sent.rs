//! Which types requests and responses contain, and the properties that only one of them has.

use std::collections::{BTreeMap, BTreeSet};

use super::TypeKey;
use crate::{
    lower::usage,
    model::{AlternativeBody, Argument, Field, Operation, SharedName, Type, TypeDefinition, TypeKind},
};

/// Marks the types that are sent. A required property that is read-only or write-only becomes optional in types that
/// have values without it. `received` are shared types that no operation receives, but the user does.
pub(super) fn mark(shared: &mut [TypeDefinition], operations: &mut [Operation], received: &[SharedName]) {
    let mut open_sent: Vec<TypeKey> = Vec::new();
    let mut open_received: Vec<TypeKey> = received.iter().cloned().map(TypeKey::Shared).collect();
    for operation in &mut *operations {
        let arguments = operation.arguments.iter().map(|Argument { ty, .. }| ty);
        let others = operation.alternative_bodies.bodies.iter().filter_map(|AlternativeBody { ty, .. }| ty.as_ref());
        let sent = arguments.chain(others).filter_map(type_key).collect();
        let received = usage::of_responses(operation).into_iter().filter_map(type_key).collect();
        let sent = reachable(&operation.types, false, sent, |field| !field.read_only);
        let received = reachable(&operation.types, false, received, |field| !field.write_only);
        decide(&mut operation.types, false, &sent, &received);
        let is_shared = |key: &TypeKey| matches!(key, TypeKey::Shared(_));
        open_sent.extend(sent.into_iter().filter(is_shared));
        open_received.extend(received.into_iter().filter(is_shared));
    }
    let sent = reachable(shared, true, open_sent, |field| !field.read_only);
    let received = reachable(shared, true, open_received, |field| !field.write_only);
    decide(shared, true, &sent, &received);
}

fn decide(
    definitions: &mut [TypeDefinition],
    are_shared: bool,
    sent: &BTreeSet<TypeKey>,
    received: &BTreeSet<TypeKey>,
) {
    for definition in definitions {
        let key = TypeKey::of(definition, are_shared);
        definition.in_requests = sent.contains(&key);
        let TypeKind::Struct(structure) = &mut definition.kind else { continue };
        let is_only_sent = definition.in_requests && !received.contains(&key);
        for field in &mut structure.fields {
            // Examples of requests lack it, and new values have it.
            if field.is_read_only_discriminator && definition.in_requests {
                field.required = false;
            }
            let is_absent = (field.read_only && definition.in_requests) || (field.write_only && !is_only_sent);
            if field.required && is_absent {
                field.required = false;
                field.required_in_requests = definition.in_requests && !field.read_only;
                field.constant = None;
            }
        }
    }
}

/// The types that are reachable among the definitions of one module, and the types of other modules that these contain.
fn reachable(
    definitions: &[TypeDefinition],
    are_shared: bool,
    mut open: Vec<TypeKey>,
    is_present: impl Fn(&Field) -> bool,
) -> BTreeSet<TypeKey> {
    let known: BTreeMap<TypeKey, &TypeDefinition> =
        definitions.iter().map(|definition| (TypeKey::of(definition, are_shared), definition)).collect();
    let mut found = BTreeSet::new();
    while let Some(key) = open.pop() {
        let definition = known.get(&key);
        if found.insert(key) {
            open.extend(definition.into_iter().flat_map(|definition| contained_keys(&definition.kind, &is_present)));
        }
    }
    found
}

/// The types that a type contains.
fn contained_keys(kind: &TypeKind, is_present: impl Fn(&Field) -> bool) -> Vec<TypeKey> {
    match kind {
        TypeKind::Struct(structure) => {
            let fields = structure.fields.iter().filter(|field| is_present(field)).map(|field| &field.ty);
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
