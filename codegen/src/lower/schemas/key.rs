//! What tells the shapes of a service apart, whether operations share them or one has them alone.

use crate::model::{RustName, SharedName, Type, TypeDefinition};

/// A shape, by its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// Of one operation.
    Own(RustName),
    /// Of those that operations share.
    Shared(SharedName),
}

impl Key {
    /// That of a definition.
    pub(super) fn of(definition: &TypeDefinition, is_shared: bool) -> Self {
        if is_shared { Self::Shared(definition.shared_name()) } else { Self::Own(definition.name.clone()) }
    }

    /// That of a type which is a shape itself, and nothing around one.
    pub(super) fn named(ty: &Type) -> Option<Self> {
        match ty {
            Type::Local(name) => Some(Self::Own(name.clone())),
            Type::Shared(name) => Some(Self::Shared(name.clone())),
            _ => None,
        }
    }
}
