//! The schemas of the variants of a union.

use std::{collections::BTreeSet, rc::Rc};

use crate::{
    diagnostic::Diagnostics,
    lower::{
        Context,
        effective::{self, reference_of},
    },
    openapi::{NodeId, Reference, Schema, node_id},
};

/// The schema of a variant.
#[derive(Clone, Debug)]
pub(in crate::lower) struct VariantSchema {
    pub(in crate::lower) written: Rc<Schema>,
    /// With references followed, and `allOf` merged.
    pub(in crate::lower) effective: Rc<Schema>,
}

impl VariantSchema {
    pub(in crate::lower) fn new(context: &mut Context<'_>, written: Rc<Schema>) -> Self {
        Self { effective: effective::schema(context, &written), written }
    }
}

/// The variants of a union: those that `oneOf` or `anyOf` lists, and those that only its discriminator names.
pub(in crate::lower) fn variant_schemas(
    context: &mut Context<'_>,
    union: &Schema,
    listed: &[Rc<Schema>],
) -> Vec<VariantSchema> {
    let unlisted = unlisted_variants(context, union, listed);
    listed.iter().cloned().chain(unlisted).map(|written| VariantSchema::new(context, written)).collect()
}

/// Schemas that the mapping names and `oneOf` or `anyOf` does not list. They are variants too: a service that documents
/// their discriminator values sends them.
pub(super) fn unlisted_variants(context: &Context<'_>, schema: &Schema, variants: &[Rc<Schema>]) -> Vec<Rc<Schema>> {
    let Some(discriminator) = &schema.discriminator else { return Vec::new() };
    let document_set = context.document_set;
    // A dangling reference is reported with the mapping.
    let mut discarded = Diagnostics::default();
    let mut target = |reference: &Reference| document_set.resolve(reference, &mut discarded);
    let listed = variants.iter().filter_map(|variant| reference_of(schema, variant));
    let mut known: BTreeSet<NodeId> = listed.filter_map(|reference| Some(node_id(&target(reference)?.at))).collect();
    let mut unlisted = Vec::new();
    for address in discriminator.mapping.values() {
        let Some(node) = target(&effective::address_of_mapping(address)) else { continue };
        if known.insert(node_id(&node.at)) {
            unlisted.push(Rc::new(effective::reference_to(context, &node.at)));
        }
    }
    unlisted
}
