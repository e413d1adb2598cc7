//! Which shapes have rules, themselves or somewhere inside: only those are checked.

use std::collections::{BTreeMap, BTreeSet};

use super::key::Key;
use crate::model::{AlternativeBody, Argument, Checks, Operation, Rules, StructType, Type, TypeDefinition, TypeKind};

/// Decides for the shared shapes and for those of each operation, and for the places where they stand.
pub(in crate::lower) fn settle(shared: &mut [TypeDefinition], operations: &mut [Operation]) {
    mark_reaching(shared, true, &BTreeSet::new());
    let mut reaching = own_checks(shared, true);
    let mut held = mark_members(shared, &reaching);
    for operation in operations {
        mark_reaching(&mut operation.types, false, &reaching);
        // Those of the operation are among the others for as long as it takes: to copy all of them took longer.
        let own = own_checks(&operation.types, false);
        reaching.extend(own.iter().cloned());
        let mut in_operation = mark_members(&mut operation.types, &reaching);
        for Argument { ty, rules, .. } in &mut operation.arguments {
            in_operation.extend(mark(ty, rules, &reaching));
        }
        for AlternativeBody { ty, rules, .. } in &mut operation.alternative_bodies.bodies {
            in_operation.extend(ty.as_ref().and_then(|ty| mark(ty, rules, &reaching)));
        }
        for key in &own {
            reaching.remove(key);
        }
        hold(&mut operation.types, false, &in_operation);
        held.extend(in_operation);
    }
    hold(shared, true, &held);
}

/// The shape that a type consists of, however it is wrapped.
pub(super) fn shape(ty: &Type) -> Option<Key> {
    match ty {
        Type::List(inner) | Type::Map(inner) | Type::Option(inner) | Type::Boxed(inner) => shape(inner),
        other => Key::named(other),
    }
}

/// The types that a shape consists of, each with its rules.
fn members(shape: &mut TypeKind) -> Vec<(&Type, &mut Option<Box<Rules>>)> {
    match shape {
        TypeKind::Struct(StructType { fields, additional, additional_rules, .. }) => {
            let fields = fields.iter_mut().map(|field| (&field.ty, &mut field.rules));
            fields.chain(additional.as_ref().map(|ty| (ty, additional_rules))).collect()
        }
        TypeKind::Union(union) => union.variants.iter_mut().map(|branch| (&branch.ty, &mut branch.rules)).collect(),
        TypeKind::StringEnum(_) => Vec::new(),
    }
}

/// Marks the shapes that have rules or reach some. Whatever holds such a shape does too, in a circle as well.
fn mark_reaching(definitions: &mut [TypeDefinition], is_shared: bool, outside: &BTreeSet<Key>) {
    let mut holders: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    let mut open: Vec<usize> = Vec::new();
    for (index, definition) in definitions.iter_mut().enumerate() {
        let mut has_rules = !definition.rules.is_empty();
        for (ty, rules) in members(&mut definition.kind) {
            let part = shape(ty);
            has_rules |= rules.is_some() || part.as_ref().is_some_and(|part| outside.contains(part));
            if let Some(part) = part {
                holders.entry(part).or_default().push(index);
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
            open.extend(holders.get(&Key::of(definition, is_shared)).into_iter().flatten());
        }
    }
}

fn own_checks(definitions: &[TypeDefinition], is_shared: bool) -> BTreeSet<Key> {
    let own = definitions.iter().filter(|definition| definition.checks == Checks::Own);
    own.map(|definition| Key::of(definition, is_shared)).collect()
}

/// Marks the members that reach rules. Gives the shapes without rules that stand where there are some.
fn mark_members(definitions: &mut [TypeDefinition], checked: &BTreeSet<Key>) -> BTreeSet<Key> {
    let members = definitions.iter_mut().flat_map(|definition| members(&mut definition.kind));
    members.filter_map(|(ty, rules)| mark(ty, rules, checked)).collect()
}

fn mark(ty: &Type, rules: &mut Option<Box<Rules>>, checked: &BTreeSet<Key>) -> Option<Key> {
    let part = shape(ty)?;
    if checked.contains(&part) {
        rules.get_or_insert_default();
        return None;
    }
    rules.is_some().then_some(part)
}

fn hold(definitions: &mut [TypeDefinition], is_shared: bool, held: &BTreeSet<Key>) {
    for definition in definitions {
        if definition.checks == Checks::None && held.contains(&Key::of(definition, is_shared)) {
            definition.checks = Checks::Nested;
        }
    }
}
