//! Shapes that contain themselves: a struct of Rust cannot, without a box.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{RustName, Shape, Type, TypeDefinition};

/// The shapes among these that contain themselves other than through a list or a map.
pub(super) fn recursive(definitions: &[TypeDefinition]) -> BTreeSet<RustName> {
    let parts: BTreeMap<&RustName, BTreeSet<&RustName>> =
        definitions.iter().map(|definition| (&definition.name, direct_parts(definition))).collect();
    parts.keys().filter(|name| reaches(&parts, name)).map(|name| (*name).clone()).collect()
}

fn direct_parts(definition: &TypeDefinition) -> BTreeSet<&RustName> {
    let Shape::Structure(structure) = &definition.shape else { return BTreeSet::new() };
    let named = structure.fields.iter().filter_map(|field| match &field.ty {
        Type::Named(name) => Some(name),
        _ => None,
    });
    named.collect()
}

/// Whether a shape is among the parts of its parts.
fn reaches(parts: &BTreeMap<&RustName, BTreeSet<&RustName>>, start: &RustName) -> bool {
    let mut seen = BTreeSet::new();
    let mut open: Vec<&RustName> = parts.get(start).into_iter().flatten().copied().collect();
    while let Some(name) = open.pop() {
        if name == start {
            return true;
        }
        if seen.insert(name) {
            open.extend(parts.get(name).into_iter().flatten().copied());
        }
    }
    false
}
