//! Discriminator constants: a type that is one variant of its unions has the discriminator value from the beginning, so that
//! callers neither write nor misspell it.

use std::collections::{BTreeMap, BTreeSet};

use super::TypeKey;
use crate::model::{Operation, Type, TypeDefinition, TypeKind, Union};

/// What the unions say of their branches: each with its tags, or none for a tag on which two unions disagree.
type Said = BTreeMap<TypeKey, BTreeMap<String, Option<String>>>;

/// Fills in the tags. Constants of a shape are known where it is lowered.
pub(super) fn fill_discriminators(shared: &mut [TypeDefinition], operations: &mut [Operation]) {
    let mut said = Said::new();
    let shared_texts = texts(shared, true);
    note(shared, &mut Said::new(), &mut said);
    for operation in operations {
        // Another operation may call a shape of its own the same.
        let mut own = Said::new();
        note(&operation.types, &mut own, &mut said);
        let own_texts = texts(&operation.types, false);
        fill(&mut operation.types, false, &own, |key| own_texts.contains(key) || shared_texts.contains(key));
    }
    fill(shared, true, &said, |key| shared_texts.contains(key));
}

/// The shapes that are texts.
fn texts(definitions: &[TypeDefinition], are_shared: bool) -> BTreeSet<TypeKey> {
    let texts = definitions.iter().filter(|definition| matches!(definition.kind, TypeKind::StringEnum(_)));
    texts.map(|definition| TypeKey::of(definition, are_shared)).collect()
}

fn note(definitions: &[TypeDefinition], own: &mut Said, shared: &mut Said) {
    for definition in definitions {
        let TypeKind::Union(union @ Union { discriminator: Some(tag), .. }) = &definition.kind else { continue };
        for (index, branch) in union.variants.iter().enumerate() {
            let mut values = tag.values.iter().filter(|(_, chosen)| *chosen == index).map(|(value, _)| value);
            let (Some(key), Some(value), None) = (key(&branch.ty), values.next(), values.next()) else { continue };
            let said = if matches!(key, TypeKey::Own(_)) { &mut *own } else { &mut *shared };
            let known = said.entry(key).or_default().entry(tag.property.clone());
            known
                .and_modify(|known| *known = known.take().filter(|known| known == value))
                .or_insert_with(|| Some(value.clone()));
        }
    }
}

/// The shape that a branch holds.
fn key(ty: &Type) -> Option<TypeKey> {
    match ty {
        Type::Boxed(inner) => key(inner),
        other => TypeKey::named(other),
    }
}

fn fill(definitions: &mut [TypeDefinition], are_shared: bool, said: &Said, is_text: impl Fn(&TypeKey) -> bool) {
    for definition in definitions {
        let Some(tags) = said.get(&TypeKey::of(definition, are_shared)) else { continue };
        let TypeKind::Struct(structure) = &mut definition.kind else { continue };
        for field in &mut structure.fields {
            let takes_text = field.ty == Type::String || key(&field.ty).is_some_and(|key| is_text(&key));
            let is_given = !field.nullable && !field.read_only && takes_text;
            if let Some(Some(value)) = tags.get(field.wire.as_str()).filter(|_| is_given) {
                field.constant.get_or_insert_with(|| value.clone());
            }
        }
    }
}
