//! Validation: which types are sent in requests, and which of these have rules to check, themselves or inside.
//!
//! A type that is only received is not checked: the service made its values.

use std::collections::{BTreeMap, BTreeSet};

use super::TypeKey;
use crate::model::{AlternativeBody, Argument, Checks, Operation, Rules, StructType, Type, TypeDefinition, TypeKind};

/// Marks the types that are sent, and removes the rules of the others.
pub(super) fn mark_sent(shared: &mut [TypeDefinition], operations: &mut [Operation]) {
    let mut open: Vec<TypeKey> = Vec::new();
    for operation in &mut *operations {
        let arguments = operation.arguments.iter().map(|Argument { ty, .. }| ty);
        let others = operation.alternative_bodies.bodies.iter().filter_map(|AlternativeBody { ty, .. }| ty.as_ref());
        let mut own: Vec<TypeKey> = arguments.chain(others).filter_map(type_key).collect();
        open.extend(mark_reachable(&mut operation.types, false, &mut own));
    }
    mark_reachable(shared, true, &mut open);
    for definition in shared.iter_mut().chain(operations.iter_mut().flat_map(|operation| &mut operation.types)) {
        if !definition.in_requests {
            remove_rules(definition);
        }
    }
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

fn remove_rules(definition: &mut TypeDefinition) {
    definition.rules = Rules::default();
    match &mut definition.kind {
        TypeKind::Struct(structure) => {
            structure.additional_rules = None;
            structure.fields.iter_mut().for_each(|field| field.rules = None);
        }
        TypeKind::Union(union) => union.variants.iter_mut().for_each(|variant| variant.rules = None),
        TypeKind::StringEnum(_) => {}
    }
}

/// Marks the types with rules to check, and the fields and arguments that have such types.
pub(super) fn mark_checked(shared: &mut [TypeDefinition], operations: &mut [Operation]) {
    mark_types_with_rules(shared, true, &BTreeSet::new());
    let mut with_rules = types_with_rules(shared, true);
    let mut checked_in_place = mark_contained(shared, &with_rules);
    for operation in operations {
        mark_types_with_rules(&mut operation.types, false, &with_rules);
        // The operation's types are added and removed again: a copy of the set is slower.
        let own = types_with_rules(&operation.types, false);
        with_rules.extend(own.iter().cloned());
        let mut in_operation = mark_contained(&mut operation.types, &with_rules);
        for Argument { ty, rules, .. } in &mut operation.arguments {
            in_operation.extend(mark(ty, rules, &with_rules));
        }
        for AlternativeBody { ty, rules, .. } in &mut operation.alternative_bodies.bodies {
            in_operation.extend(ty.as_ref().and_then(|ty| mark(ty, rules, &with_rules)));
        }
        for key in &own {
            with_rules.remove(key);
        }
        mark_checked_in_place(&mut operation.types, false, &in_operation);
        checked_in_place.extend(in_operation);
    }
    mark_checked_in_place(shared, true, &checked_in_place);
}

/// The named type inside lists, maps, options and boxes.
fn type_key(ty: &Type) -> Option<TypeKey> {
    match ty {
        Type::List(inner) | Type::Map(inner) | Type::Option(inner) | Type::Boxed(inner) => type_key(inner),
        other => TypeKey::named(other),
    }
}

/// The types that a type contains, each with its rules.
fn contained_types(kind: &mut TypeKind) -> Vec<(&Type, &mut Option<Box<Rules>>)> {
    match kind {
        TypeKind::Struct(StructType { fields, additional, additional_rules, .. }) => {
            let fields = fields.iter_mut().map(|field| (&field.ty, &mut field.rules));
            fields.chain(additional.as_ref().map(|ty| (ty, additional_rules))).collect()
        }
        TypeKind::Union(union) => union.variants.iter_mut().map(|variant| (&variant.ty, &mut variant.rules)).collect(),
        TypeKind::StringEnum(_) => Vec::new(),
    }
}

/// Marks the types that have rules or contain types with rules, also through a cycle.
fn mark_types_with_rules(definitions: &mut [TypeDefinition], is_shared: bool, outside: &BTreeSet<TypeKey>) {
    let mut holders: BTreeMap<TypeKey, Vec<usize>> = BTreeMap::new();
    let mut open: Vec<usize> = Vec::new();
    for (index, definition) in definitions.iter_mut().enumerate() {
        let mut has_rules = !definition.rules.is_empty();
        for (ty, rules) in contained_types(&mut definition.kind) {
            let key = type_key(ty);
            has_rules |= rules.is_some() || key.as_ref().is_some_and(|key| outside.contains(key));
            if let Some(key) = key {
                holders.entry(key).or_default().push(index);
            }
        }
        if has_rules {
            open.push(index);
        }
    }
    while let Some(index) = open.pop() {
        let Some(definition) = definitions.get_mut(index) else { continue };
        if definition.checks == Checks::None {
            definition.checks = Checks::Own;
            open.extend(holders.get(&TypeKey::of(definition, is_shared)).into_iter().flatten());
        }
    }
}

fn types_with_rules(definitions: &[TypeDefinition], is_shared: bool) -> BTreeSet<TypeKey> {
    let own = definitions.iter().filter(|definition| definition.checks == Checks::Own);
    own.map(|definition| TypeKey::of(definition, is_shared)).collect()
}

/// Marks the fields with rules inside. Returns the types without rules that such fields have.
fn mark_contained(definitions: &mut [TypeDefinition], checked: &BTreeSet<TypeKey>) -> BTreeSet<TypeKey> {
    let contained = definitions.iter_mut().flat_map(|definition| contained_types(&mut definition.kind));
    contained.filter_map(|(ty, rules)| mark(ty, rules, checked)).collect()
}

fn mark(ty: &Type, rules: &mut Option<Box<Rules>>, checked: &BTreeSet<TypeKey>) -> Option<TypeKey> {
    let key = type_key(ty)?;
    if checked.contains(&key) {
        rules.get_or_insert_default();
        return None;
    }
    rules.is_some().then_some(key)
}

fn mark_checked_in_place(definitions: &mut [TypeDefinition], is_shared: bool, checked_in_place: &BTreeSet<TypeKey>) {
    for definition in definitions {
        if definition.checks == Checks::None && checked_in_place.contains(&TypeKey::of(definition, is_shared)) {
            definition.checks = Checks::Nested;
        }
    }
}
