//! Discriminator constants: a type that is a variant of a union has its discriminator value set, so that callers
//! neither write nor misspell it.

use std::collections::{BTreeMap, BTreeSet};

use super::{super::document_unions::VariantValue, TypeKey};
use crate::model::{Operation, StringEnum, Type, TypeDefinition, TypeKind, Union};

/// The discriminator values of each variant's type by property. `None` if two unions disagree.
type DiscriminatorValues = BTreeMap<TypeKey, BTreeMap<String, Option<String>>>;

/// Sets the discriminator constants. Other constants are set when a schema is lowered.
/// `values` are those of shared types in all unions of the document.
pub(super) fn fill_discriminators(
    shared: &mut [TypeDefinition],
    operations: &mut [Operation],
    values: Vec<VariantValue>,
) {
    let mut values_of = DiscriminatorValues::new();
    for (name, property, value) in values {
        add(&mut values_of, TypeKey::Shared(name), property, &value);
    }
    let shared_enums = string_enums(shared, true);
    collect(shared, &mut DiscriminatorValues::new(), &mut values_of);
    for operation in operations {
        // Local types of different operations may have the same name.
        let mut own = DiscriminatorValues::new();
        collect(&operation.types, &mut own, &mut values_of);
        let own_enums = string_enums(&operation.types, false);
        fill(&mut operation.types, false, &own, |key| own_enums.contains(key) || shared_enums.contains(key));
    }
    fill(shared, true, &values_of, |key| shared_enums.contains(key));
}

/// The types that are open string enums, which a string converts to.
fn string_enums(definitions: &[TypeDefinition], are_shared: bool) -> BTreeSet<TypeKey> {
    let is_open = |kind: &TypeKind| matches!(kind, TypeKind::StringEnum(StringEnum { other: Some(_), .. }));
    let strings = definitions.iter().filter(|definition| is_open(&definition.kind));
    strings.map(|definition| TypeKey::of(definition, are_shared)).collect()
}

fn collect(definitions: &[TypeDefinition], own: &mut DiscriminatorValues, shared: &mut DiscriminatorValues) {
    for definition in definitions {
        let TypeKind::Union(union @ Union { discriminator: Some(discriminator), .. }) = &definition.kind else {
            continue;
        };
        for (index, variant) in union.variants.iter().enumerate() {
            let mut values = discriminator.values.iter().filter(|(_, chosen)| *chosen == index).map(|(value, _)| value);
            let (Some(key), Some(value), None) = (variant_key(&variant.ty), values.next(), values.next()) else {
                continue;
            };
            let values_of = if matches!(key, TypeKey::Own(_)) { &mut *own } else { &mut *shared };
            add(values_of, key, discriminator.property.clone(), value);
        }
    }
}

/// Adds the value of a variant in a union.
fn add(values_of: &mut DiscriminatorValues, key: TypeKey, property: String, value: &String) {
    let known = values_of.entry(key).or_default().entry(property);
    known
        .and_modify(|known| *known = known.take().filter(|known| known == value))
        .or_insert_with(|| Some(value.clone()));
}

/// The type that a variant contains.
fn variant_key(ty: &Type) -> Option<TypeKey> {
    match ty {
        Type::Boxed(inner) => variant_key(inner),
        other => TypeKey::named(other),
    }
}

fn fill(
    definitions: &mut [TypeDefinition],
    are_shared: bool,
    values_of: &DiscriminatorValues,
    is_string_enum: impl Fn(&TypeKey) -> bool,
) {
    for definition in definitions {
        let Some(tags) = values_of.get(&TypeKey::of(definition, are_shared)) else { continue };
        let TypeKind::Struct(structure) = &mut definition.kind else { continue };
        for field in &mut structure.fields {
            let is_string = field.ty == Type::String || variant_key(&field.ty).is_some_and(|key| is_string_enum(&key));
            let is_settable = !field.nullable && !field.read_only && is_string;
            if let Some(Some(value)) = tags.get(field.wire.as_str()).filter(|_| is_settable) {
                field.constant.get_or_insert_with(|| value.clone());
            }
        }
    }
}
