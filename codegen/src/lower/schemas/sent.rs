//! Which shapes can be part of a request. A shape that only ever arrives is not built by hand and not checked: the service made it.

use std::collections::{BTreeMap, BTreeSet};

use super::{checks::shape, key::Key};
use crate::model::{AlternativeBody, Argument, Operation, Rules, TypeDefinition, TypeKind};

/// Marks those that are sent, and takes the rules from the others.
pub(in crate::lower) fn settle(shared: &mut [TypeDefinition], operations: &mut [Operation]) {
    let mut open: Vec<Key> = Vec::new();
    for operation in &mut *operations {
        let arguments = operation.arguments.iter().map(|Argument { ty, .. }| ty);
        let others = operation.alternative_bodies.bodies.iter().filter_map(|AlternativeBody { ty, .. }| ty.as_ref());
        let mut own: Vec<Key> = arguments.chain(others).filter_map(shape).collect();
        open.extend(spread(&mut operation.types, false, &mut own));
    }
    spread(shared, true, &mut open);
    for definition in shared.iter_mut().chain(operations.iter_mut().flat_map(|operation| &mut operation.types)) {
        if !definition.in_requests {
            forget_rules(definition);
        }
    }
}

/// Marks what these shapes consist of, among the definitions of one module; gives the shapes of other modules that they consist of.
fn spread(definitions: &mut [TypeDefinition], is_shared: bool, open: &mut Vec<Key>) -> BTreeSet<Key> {
    let mut elsewhere = BTreeSet::new();
    let mut known: BTreeMap<Key, &mut TypeDefinition> =
        definitions.iter_mut().map(|definition| (Key::of(definition, is_shared), definition)).collect();
    while let Some(key) = open.pop() {
        if matches!(key, Key::Shared(_)) != is_shared {
            elsewhere.insert(key);
            continue;
        }
        let Some(definition) = known.get_mut(&key) else { continue };
        if !definition.in_requests {
            definition.in_requests = true;
            open.extend(parts(&definition.kind));
        }
    }
    elsewhere
}

/// The shapes that a shape consists of.
fn parts(whole: &TypeKind) -> Vec<Key> {
    match whole {
        TypeKind::Struct(structure) => {
            let fields = structure.fields.iter().filter(|field| !field.read_only).map(|field| &field.ty);
            fields.chain(&structure.additional).filter_map(shape).collect()
        }
        TypeKind::Union(union) => union.variants.iter().filter_map(|branch| shape(&branch.ty)).collect(),
        TypeKind::StringEnum(_) => Vec::new(),
    }
}

fn forget_rules(definition: &mut TypeDefinition) {
    definition.rules = Rules::default();
    match &mut definition.kind {
        TypeKind::Struct(structure) => {
            structure.additional_rules = None;
            structure.fields.iter_mut().for_each(|field| field.rules = None);
        }
        TypeKind::Union(union) => union.variants.iter_mut().for_each(|branch| branch.rules = None),
        TypeKind::StringEnum(_) => {}
    }
}
