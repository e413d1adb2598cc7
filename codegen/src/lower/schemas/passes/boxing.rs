//! Boxing: a `Box` wherever a type would contain itself, and nowhere else.

use std::collections::BTreeMap;

use super::TypeKey;
use crate::model::{Type, TypeDefinition, TypeKind};

/// The shapes that each shape holds directly, all by their numbers.
type Parts = Vec<Vec<usize>>;

/// Boxes the members through which a shape would contain itself.
pub(in crate::lower) fn box_recursive_types(definitions: &mut [TypeDefinition], are_shared: bool) {
    let numbered = definitions.iter().enumerate().map(|(number, one)| (TypeKey::of(one, are_shared), number));
    let numbers: BTreeMap<TypeKey, usize> = numbered.collect();
    let number = |ty: &Type| direct(ty).and_then(|key| numbers.get(&key).copied());
    let mut parts: Parts = definitions.iter().map(|one| member_types(&one.kind).filter_map(number).collect()).collect();
    let is_endless = endless(&parts);
    // One shape at a time: boxing one circle's member may open others too.
    for (whole, definition) in definitions.iter_mut().enumerate() {
        if is_endless.get(whole) != Some(&true) || !reaches(&parts, whole, whole) {
            continue;
        }
        for ty in member_types_mut(&mut definition.kind) {
            if number(ty).is_some_and(|part| part == whole || reaches(&parts, part, whole)) {
                boxed(ty);
            }
        }
        if let Some(parts) = parts.get_mut(whole) {
            *parts = member_types(&definition.kind).filter_map(number).collect();
        }
    }
}

/// Which shapes hold shapes without an end: no others can be in a circle.
fn endless(parts: &Parts) -> Vec<bool> {
    let mut holders: Parts = vec![Vec::new(); parts.len()];
    for (whole, parts) in parts.iter().enumerate() {
        for part in parts {
            if let Some(holders) = holders.get_mut(*part) {
                holders.push(whole);
            }
        }
    }
    let mut left: Vec<usize> = parts.iter().map(Vec::len).collect();
    let mut ended: Vec<usize> = (0..parts.len()).filter(|whole| left.get(*whole) == Some(&0)).collect();
    while let Some(part) = ended.pop() {
        for whole in holders.get(part).into_iter().flatten() {
            let Some(count) = left.get_mut(*whole) else { continue };
            *count -= 1;
            if *count == 0 {
                ended.push(*whole);
            }
        }
    }
    left.into_iter().map(|count| count > 0).collect()
}

/// Puts the shape itself into a box, inside an `Option`.
fn boxed(ty: &mut Type) {
    match ty {
        Type::Option(inner) => boxed(inner),
        other => *other = Type::Boxed(Box::new(other.clone())),
    }
}

/// The shape that a value holds directly: not through a list, a map or a box.
fn direct(ty: &Type) -> Option<TypeKey> {
    match ty {
        Type::Option(inner) => direct(inner),
        other => TypeKey::named(other),
    }
}

fn member_types(shape: &TypeKind) -> impl Iterator<Item = &Type> {
    let (fields, branches) = match shape {
        TypeKind::Struct(structure) => (structure.fields.as_slice(), [].as_slice()),
        TypeKind::Union(union) => ([].as_slice(), union.variants.as_slice()),
        TypeKind::StringEnum(_) => ([].as_slice(), [].as_slice()),
    };
    fields.iter().map(|field| &field.ty).chain(branches.iter().map(|branch| &branch.ty))
}

fn member_types_mut(shape: &mut TypeKind) -> impl Iterator<Item = &mut Type> {
    let (fields, branches) = match shape {
        TypeKind::Struct(structure) => (structure.fields.as_mut_slice(), [].as_mut_slice()),
        TypeKind::Union(union) => ([].as_mut_slice(), union.variants.as_mut_slice()),
        TypeKind::StringEnum(_) => ([].as_mut_slice(), [].as_mut_slice()),
    };
    fields.iter_mut().map(|field| &mut field.ty).chain(branches.iter_mut().map(|branch| &mut branch.ty))
}

/// Whether `target` is among the parts of the parts of `start`.
fn reaches(parts: &Parts, start: usize, target: usize) -> bool {
    let mut seen = vec![false; parts.len()];
    let mut open: Vec<usize> = parts.get(start).cloned().unwrap_or_default();
    while let Some(number) = open.pop() {
        if number == target {
            return true;
        }
        if let Some(seen) = seen.get_mut(number).filter(|seen| !**seen) {
            *seen = true;
            open.extend(parts.get(number).into_iter().flatten());
        }
    }
    false
}
