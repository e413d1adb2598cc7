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
    let contained: Contained =
        definitions.iter().map(|one| contained_types(&one.kind).filter_map(number).collect()).collect();
    let mut cycles = Cycles::new(&contained);
    // One type at a time: a box in one cycle may break others too.
    for (index, definition) in definitions.iter_mut().enumerate() {
        let Some(holders) = cycles.holders(index) else { continue };
        for ty in contained_types_mut(&mut definition.kind) {
            if number(ty).is_some_and(|inner| inner == index || holders.get(inner) == Some(&true)) {
                box_type(ty);
            }
        }
        cycles.end(index);
    }
}

/// The types that may still contain themselves.
struct Cycles {
    /// The types that contain each type directly, by index.
    held_by: Contained,
    /// Types that are in no cycle, or no longer. No cycle leads through them.
    ended: Vec<bool>,
}

impl Cycles {
    fn new(contained: &Contained) -> Self {
        let ended = may_be_recursive(contained).into_iter().map(|may| !may).collect();
        let mut held_by: Contained = vec![Vec::new(); contained.len()];
        for (index, contained) in contained.iter().enumerate() {
            for inner in contained {
                if let Some(holders) = held_by.get_mut(*inner) {
                    holders.push(index);
                }
            }
        }
        Self { held_by, ended }
    }

    /// The types that contain this one, at any depth. `None` unless it contains itself.
    fn holders(&self, index: usize) -> Option<Vec<bool>> {
        if self.ended.get(index) != Some(&false) {
            return None;
        }
        let mut found = vec![false; self.held_by.len()];
        let mut open = vec![index];
        while let Some(inner) = open.pop() {
            for holder in self.held_by.get(inner).into_iter().flatten() {
                if self.ended.get(*holder) == Some(&false)
                    && let Some(found @ false) = found.get_mut(*holder)
                {
                    *found = true;
                    open.push(*holder);
                }
            }
        }
        (found.get(index) == Some(&true)).then_some(found)
    }

    /// A type is in no cycle any more: boxes broke all of them.
    fn end(&mut self, index: usize) {
        if let Some(ended) = self.ended.get_mut(index) {
            *ended = true;
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
