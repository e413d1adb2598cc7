//! `Eq`, `Hash` and `Ord`: a type implements each that all its parts implement. Structs with properties and enums of
//! types have no order: a document gives none, and each derived one costs compile time.

use std::collections::BTreeMap;

use super::TypeKey;
use crate::model::{Operation, Type, TypeDefinition, TypeKind, ValueTraits};

const ALL: ValueTraits = ValueTraits { is_eq: true, is_hash: true, is_ord: true };
const NONE: ValueTraits = ValueTraits { is_eq: false, is_hash: false, is_ord: false };

/// The decisions so far.
type Decisions = BTreeMap<TypeKey, ValueTraits>;

/// The decisions for the types of one module, and those for shared types. An API has thousands of shared types and of
/// operations: an operation does not copy them.
struct KnownTraits<'k> {
    shared: Option<&'k Decisions>,
    own: Decisions,
}

impl KnownTraits<'_> {
    fn get(&self, key: &TypeKey) -> ValueTraits {
        let shared = || self.shared.and_then(|shared| shared.get(key));
        self.own.get(key).or_else(shared).copied().unwrap_or(NONE)
    }
}

/// Decides for all types. Needs the final types.
pub(super) fn decide(shared: &mut [TypeDefinition], operations: &mut [Operation]) {
    let known = decide_module(shared, None);
    for operation in operations {
        decide_module(&mut operation.types, Some(&known));
    }
}

/// Decides for the types of one module: shared ones, or those of an operation. Types may contain each other: all have
/// all traits, until a part takes one.
fn decide_module(definitions: &mut [TypeDefinition], shared: Option<&Decisions>) -> Decisions {
    let key = |definition: &TypeDefinition| TypeKey::of(definition, shared.is_none());
    let mut known = KnownTraits { shared, own: definitions.iter().map(|definition| (key(definition), ALL)).collect() };
    let mut has_changed = true;
    while has_changed {
        has_changed = false;
        for definition in &*definitions {
            let traits = of_definition(definition, &known);
            let before = known.own.insert(key(definition), traits);
            has_changed |= before != Some(traits);
        }
    }
    for definition in definitions {
        definition.traits = known.get(&key(definition));
    }
    known.own
}

fn of_definition(definition: &TypeDefinition, known: &KnownTraits<'_>) -> ValueTraits {
    let parts: Vec<&Type> = match &definition.kind {
        TypeKind::Struct(structure) if !structure.part_kinds.is_empty() => return NONE,
        TypeKind::Struct(structure) => {
            structure.fields.iter().map(|field| &field.ty).chain(&structure.additional).collect()
        }
        TypeKind::StringEnum(_) => Vec::new(),
        TypeKind::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
    };
    let is_ord = match &definition.kind {
        TypeKind::Struct(_) => false,
        TypeKind::StringEnum(_) => true,
        TypeKind::Union(union) => union.is_newtype,
    };
    parts.into_iter().map(|part| of_type(part, known)).fold(ValueTraits { is_ord, ..ALL }, both)
}

fn both(one: ValueTraits, other: ValueTraits) -> ValueTraits {
    ValueTraits {
        is_eq: one.is_eq && other.is_eq,
        is_hash: one.is_hash && other.is_hash,
        is_ord: one.is_ord && other.is_ord,
    }
}

fn of_type(ty: &Type, known: &KnownTraits<'_>) -> ValueTraits {
    match ty {
        Type::Float32 | Type::Float64 | Type::Bytes | Type::Multipart => NONE,
        Type::Mapped(mapped) => mapped.traits,
        Type::Secret => ValueTraits { is_eq: true, ..NONE },
        Type::Json | Type::Duration => ValueTraits { is_ord: false, ..ALL },
        Type::String
        | Type::LenientString
        | Type::Bool
        | Type::Integer(_)
        | Type::DateTime
        | Type::Date
        | Type::Number
        | Type::Uuid
        | Type::Base64 => ALL,
        Type::List(inner) | Type::Map(inner) | Type::Option(inner) | Type::Boxed(inner) => of_type(inner, known),
        Type::Local(_) | Type::Shared(_) => TypeKey::named(ty).map_or(NONE, |key| known.get(&key)),
    }
}
