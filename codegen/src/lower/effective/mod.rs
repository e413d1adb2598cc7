//! Effective schemas: references followed, `allOf` merged, and the kind of Rust type decided. Everything that lowers
//! schemas, parameters, bodies and responses uses them. [`DocumentSet::resolve`](crate::openapi::DocumentSet::resolve)
//! finds the target of a reference.
//!
//! - `keywords`: keywords of a single schema
//! - `subtype_graph`: which components extend which base schemas
//! - `all_of`: `allOf` merged into one schema
//! - `conjunction`: two schemas of one value as one schema
//! - `discriminators`: schemas with a discriminator, and the properties that it reads
//! - `exclusion`: schemas that no value matches together
//! - `dereference`: the object or schema at the end of a chain of references, and the name in a reference
//! - `kind`: the kind of Rust type that a schema becomes
//! - `constants`: properties and values that allow only listed strings
//! - `subtypes`: the schemas that a discriminator selects from

mod all_of;
mod conjunction;
mod constants;
mod dereference;
mod discriminators;
mod exclusion;
mod keywords;
mod kind;
mod subtype_graph;
mod subtypes;

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use super::Context;
use crate::{
    openapi::{NodeId, Schema},
    source::Location,
};

pub(super) use all_of::{changes_target, contradicted_reference, merge_all_of};
pub(super) use constants::{constant, inline_constant, string_constants, tag_constants};
pub(super) use dereference::{address, name_in_address, object, reference_of, schema, written_variant};
pub(super) use discriminators::{DiscriminatorProperties, discriminated_schemas};
pub(super) use exclusion::exclude_each_other;
pub(super) use keywords::{
    alternatives, is_only, listed_strings, map_value_schema, only_pattern, only_require_properties, untyped,
};
pub(super) use kind::{SchemaKind, is_null_variant, value_schema};
pub(super) use subtype_graph::{SubtypeGraph, component_schemas, reference_to};
pub(super) use subtypes::{Subtypes, address_of_mapping, discriminator_value, report_no_variant, subtypes};

/// Results for the schemas of one document.
#[derive(Debug, Default)]
pub(super) struct Cache {
    /// Elements of an `allOf`, with their own `allOf` merged.
    merged: BTreeMap<NodeId, Rc<Schema>>,
    /// Schemas with their `allOf` merged, by the address of the schema before. The schema is kept, so that no other one
    /// gets its address.
    all_of: BTreeMap<*const Schema, (Rc<Schema>, Rc<Schema>)>,
    /// The variants of unions with the keywords of the union, likewise.
    variants: BTreeMap<*const Schema, (Rc<Schema>, Vec<Rc<Schema>>)>,
    /// The elements that are being merged. One of them again is a cycle.
    merging: BTreeSet<NodeId>,
    /// The schemas that are being merged to compare them while others are merged.
    compared: BTreeSet<NodeId>,
    /// The locations of the conjunctions of schemas.
    conjunctions: BTreeMap<BTreeSet<NodeId>, Location>,
    /// Whether the targets of references say whether a value may be null.
    typed: BTreeMap<NodeId, bool>,
    /// Whether a schema with a discriminator has subtypes.
    has_subtypes: BTreeMap<NodeId, bool>,
    /// The subtypes of base schemas.
    subtypes: BTreeMap<NodeId, Rc<Subtypes>>,
}

/// Whether requests do not contain a property of a schema: it is read-only, and no discriminator reads it. The property
/// is given as it is written and with its references followed.
pub(super) fn is_never_sent(
    context: &Context<'_>,
    schema: &Schema,
    name: &str,
    written: &Schema,
    resolved: &Schema,
) -> bool {
    (written.read_only || resolved.read_only) && !context.discriminator_properties.contains(&schema.at, name)
}
