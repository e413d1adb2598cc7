//! Boxing: a `Box` wherever a type would contain itself, and nowhere else.

use std::collections::BTreeMap;

use super::TypeKey;
use crate::model::{Type, TypeDefinition, TypeKind};

/// The types that each type contains directly, by index.
type Contained = Vec<Vec<usize>>;

/// Boxes the fields and variants through which a type would contain itself.
pub(in crate::lower) fn box_recursive_types(definitions: &mut [TypeDefinition], are_shared: bool) {
    let numbered = definitions.iter().enumerate().map(|(number, one)| (TypeKey::of(one, are_shared), number));
    let numbers: BTreeMap<TypeKey, usize> = numbered.collect();
    let number = |ty: &Type| directly_contained(ty).and_then(|key| numbers.get(&key).copied());
    let mut contained: Contained =
        definitions.iter().map(|one| contained_types(&one.kind).filter_map(number).collect()).collect();
    let may_recurse = may_be_recursive(&contained);
    // One type at a time: a box in one cycle may break others too.
    for (index, definition) in definitions.iter_mut().enumerate() {
        if may_recurse.get(index) != Some(&true) || !reaches(&contained, index, index) {
            continue;
        }
        for ty in contained_types_mut(&mut definition.kind) {
            if number(ty).is_some_and(|inner| inner == index || reaches(&contained, inner, index)) {
                box_type(ty);
            }
        }
        if let Some(contained) = contained.get_mut(index) {
            *contained = contained_types(&definition.kind).filter_map(number).collect();
        }
    }
}

/// Which types may be in a cycle: all except those that contain only finite types.
fn may_be_recursive(contained: &Contained) -> Vec<bool> {
    let mut holders: Contained = vec![Vec::new(); contained.len()];
    for (index, contained) in contained.iter().enumerate() {
        for inner in contained {
            if let Some(holders) = holders.get_mut(*inner) {
                holders.push(index);
            }
        }
    }
    let mut left: Vec<usize> = contained.iter().map(Vec::len).collect();
    let mut ended: Vec<usize> = (0..contained.len()).filter(|index| left.get(*index) == Some(&0)).collect();
    while let Some(inner) = ended.pop() {
        for index in holders.get(inner).into_iter().flatten() {
            let Some(count) = left.get_mut(*index) else { continue };
            *count -= 1;
            if *count == 0 {
                ended.push(*index);
            }
        }
    }
    left.into_iter().map(|count| count > 0).collect()
}

/// Boxes the type, inside an `Option`.
fn box_type(ty: &mut Type) {
    match ty {
        Type::Option(inner) => box_type(inner),
        other => *other = Type::Boxed(Box::new(other.clone())),
    }
}

/// The type that a value contains directly: not through a list, a map or a box.
fn directly_contained(ty: &Type) -> Option<TypeKey> {
    match ty {
        Type::Option(inner) => directly_contained(inner),
        other => TypeKey::named(other),
    }
}

fn contained_types(kind: &TypeKind) -> impl Iterator<Item = &Type> {
    let (fields, variants) = match kind {
        TypeKind::Struct(structure) => (structure.fields.as_slice(), [].as_slice()),
        TypeKind::Union(union) => ([].as_slice(), union.variants.as_slice()),
        TypeKind::StringEnum(_) => ([].as_slice(), [].as_slice()),
    };
    fields.iter().map(|field| &field.ty).chain(variants.iter().map(|variant| &variant.ty))
}

fn contained_types_mut(kind: &mut TypeKind) -> impl Iterator<Item = &mut Type> {
    let (fields, variants) = match kind {
        TypeKind::Struct(structure) => (structure.fields.as_mut_slice(), [].as_mut_slice()),
        TypeKind::Union(union) => ([].as_mut_slice(), union.variants.as_mut_slice()),
        TypeKind::StringEnum(_) => ([].as_mut_slice(), [].as_mut_slice()),
    };
    fields.iter_mut().map(|field| &mut field.ty).chain(variants.iter_mut().map(|variant| &mut variant.ty))
}

/// Whether `start` contains `target`, at any depth.
fn reaches(contained: &Contained, start: usize, target: usize) -> bool {
    let mut seen = vec![false; contained.len()];
    let mut open: Vec<usize> = contained.get(start).cloned().unwrap_or_default();
    while let Some(number) = open.pop() {
        if number == target {
            return true;
        }
        if let Some(seen) = seen.get_mut(number).filter(|seen| !**seen) {
            *seen = true;
            open.extend(contained.get(number).into_iter().flatten());
        }
    }
    false
}
