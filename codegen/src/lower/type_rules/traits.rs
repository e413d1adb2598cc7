//! Traits that a generated type implements by itself. Another derive of one of them does not compile.

use crate::model::{CheckedCode, Constructor, Type, TypeDefinition, TypeKind};

/// Whether the type implements the trait without a rule.
pub(super) fn implements(definition: &TypeDefinition, path: &CheckedCode) -> bool {
    let segments: Vec<&str> = path.as_str().split("::").filter(|segment| !segment.is_empty()).collect();
    let name = match segments.as_slice() {
        [name] | ["std" | "core" | "serde", .., name] => *name,
        _ => return false,
    };
    let is_string_enum = matches!(definition.kind, TypeKind::StringEnum(_));
    let is_multipart = matches!(&definition.kind, TypeKind::Struct(structure) if !structure.part_kinds.is_empty());
    match name {
        "Clone" | "Debug" => true,
        "PartialEq" | "Serialize" | "Deserialize" => !is_multipart,
        "PartialOrd" | "Ord" => definition.traits.is_ord,
        "Eq" => is_string_enum || definition.traits.is_eq,
        "Hash" => is_string_enum || definition.traits.is_hash,
        "Copy" => matches!(&definition.kind, TypeKind::StringEnum(strings) if strings.other.is_none()),
        "Default" => has_default(definition),
        _ => false,
    }
}

fn has_default(definition: &TypeDefinition) -> bool {
    match &definition.kind {
        TypeKind::Struct(structure) => {
            structure.construction.derives_default
                || matches!(structure.construction.constructor, Some(Constructor::Empty))
        }
        TypeKind::Union(union) if union.is_newtype => {
            union.variants.iter().all(|variant| matches!(variant.ty, Type::List(_) | Type::Map(_)))
        }
        TypeKind::Union(_) | TypeKind::StringEnum(_) => false,
    }
}
