//! Passes over finished definitions.
//!
//! - `boxing`: a box wherever a type would contain itself
//! - `sent`: which types are sent, and which properties these and other types require
//! - `mapped`: no rules and constants for types of other crates
//! - `constants`: discriminator values as constants of the variants' types
//! - `construction`: `Default`, constructors, setters and codecs
//! - `traits`: `Eq`, `Hash` and `Ord`

mod boxing;
mod constants;
mod construction;
mod mapped;
mod sent;
mod traits;

use super::document_unions::VariantValue;
use crate::model::{Operation, RustName, SharedName, Type, TypeDefinition};

pub(in crate::lower) use boxing::box_recursive_types;

/// Runs all passes over the definitions of a service. `received` are types that no operation receives, but the user
/// does. `values` are the discriminator values of variants in all unions of the document.
pub(in crate::lower) fn finish(
    shared: &mut [TypeDefinition],
    operations: &mut [Operation],
    received: &[SharedName],
    values: Vec<VariantValue>,
) {
    box_recursive_types(shared, true);
    sent::mark(shared, operations, received);
    constants::fill_discriminators(shared, operations, values);
    mapped::clear(shared, operations);
    construction::decide(shared, operations);
    traits::decide(shared, operations);
}

/// The name of a type, unique in a service.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TypeKey {
    /// A type of one operation.
    Own(RustName),
    /// A shared type.
    Shared(SharedName),
}

impl TypeKey {
    /// The key of a definition.
    pub(super) fn of(definition: &TypeDefinition, is_shared: bool) -> Self {
        if is_shared { Self::Shared(definition.shared_name()) } else { Self::Own(definition.name.clone()) }
    }

    /// The key of a named type. `None` for lists, maps, options and boxes.
    pub(super) fn named(ty: &Type) -> Option<Self> {
        match ty {
            Type::Local(name) => Some(Self::Own(name.clone())),
            Type::Shared(name) => Some(Self::Shared(name.clone())),
            _ => None,
        }
    }
}
