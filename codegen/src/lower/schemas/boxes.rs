//! Shapes that contain themselves: a box breaks the circle, and only there.

use std::collections::{BTreeMap, BTreeSet};

use super::checks::Key;
use crate::model::{Shape, Type, TypeDefinition};

/// Boxes the members through which a shape would contain itself.
pub(in crate::lower) fn settle(definitions: &mut [TypeDefinition], are_shared: bool) {
    loop {
        let key = |definition: &TypeDefinition| Key::of(definition, are_shared);
        let parts: BTreeMap<Key, BTreeSet<Key>> =
            definitions.iter().map(|definition| (key(definition), direct_parts(definition))).collect();
        let circular: BTreeSet<Key> = parts.keys().filter(|name| reaches(&parts, name, name)).cloned().collect();
        if circular.is_empty() {
            return;
        }
        // One shape at a time: boxing one circle's member may open others too.
        let mut changed = false;
        for definition in definitions.iter_mut().filter(|definition| circular.contains(&key(definition))) {
            let whole = key(definition);
            for ty in member_types(definition) {
                let closes = matches!(direct(ty), Some(part) if part == whole || reaches(&parts, &part, &whole));
                if closes {
                    boxed(ty);
                    changed = true;
                }
            }
            if changed {
                break;
            }
        }
        if !changed {
            return;
        }
    }
}

/// Puts the shape itself into a box, inside an `Option`.
fn boxed(ty: &mut Type) {
    match ty {
        Type::Option(inner) => boxed(inner),
        other => *other = Type::Boxed(Box::new(other.clone())),
    }
}

/// The shape that a value holds directly: not through a list, a map or a box.
fn direct(ty: &Type) -> Option<Key> {
    match ty {
        Type::Named(name) => Some(Key::Own(name.clone())),
        Type::Shared(name) => Some(Key::Shared(name.clone())),
        Type::Option(inner) => direct(inner),
        _ => None,
    }
}

fn member_types(definition: &mut TypeDefinition) -> Vec<&mut Type> {
    match &mut definition.shape {
        Shape::Structure(structure) => structure.fields.iter_mut().map(|field| &mut field.ty).collect(),
        Shape::Union(union) => union.branches.iter_mut().map(|branch| &mut branch.ty).collect(),
        Shape::Enumeration(_) => Vec::new(),
    }
}

fn direct_parts(definition: &TypeDefinition) -> BTreeSet<Key> {
    let parts: Vec<Option<Key>> = match &definition.shape {
        Shape::Structure(structure) => structure.fields.iter().map(|field| direct(&field.ty)).collect(),
        Shape::Union(union) => union.branches.iter().map(|branch| direct(&branch.ty)).collect(),
        Shape::Enumeration(_) => Vec::new(),
    };
    parts.into_iter().flatten().collect()
}

/// Whether `target` is among the parts of the parts of `start`.
fn reaches(parts: &BTreeMap<Key, BTreeSet<Key>>, start: &Key, target: &Key) -> bool {
    let mut seen = BTreeSet::new();
    let mut open: Vec<&Key> = parts.get(start).into_iter().flatten().collect();
    while let Some(name) = open.pop() {
        if name == target {
            return true;
        }
        if seen.insert(name) {
            open.extend(parts.get(name).into_iter().flatten());
        }
    }
    false
}
