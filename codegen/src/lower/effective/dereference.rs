//! Dereferencing: an object or schema that may be a reference becomes the one at the end of the chain. Also the names
//! in the addresses of references.

use std::rc::Rc;

use super::all_of::{MAX_DEPTH, merge_all_of, with_siblings};
use crate::{
    diagnostic::Diagnostics,
    lower::{Context, renames},
    openapi::{DocumentSet, Limits, Read, RefOr, Reference, Schema, node_id},
};

/// The object, through any number of references. It is cloned: objects other than schemas are small.
pub(in crate::lower) fn object<T: Read + Clone>(context: &mut Context<'_>, object: &RefOr<T>) -> Option<T> {
    match object {
        RefOr::Item(item) => Some(item.clone()),
        RefOr::Ref(reference) => {
            let document_set: &DocumentSet = context.document_set;
            let node = document_set.resolve(reference, context.diagnostics)?;
            let mut item = T::read(&node, context.diagnostics)?;
            item.apply_overrides(&reference.overrides);
            Some(item)
        }
    }
}

/// Methods for merging, which needs the targets of references while these are merged: a recursion of three modules.
impl Context<'_> {
    /// The schema, through any number of references, with `allOf` merged. A schema whose merging leads back to it is
    /// returned unmerged.
    pub(super) fn effective_schema(&mut self, written: &Rc<Schema>) -> Rc<Schema> {
        let reference = written.reference.as_ref();
        let node = reference.and_then(|target| self.document_set.resolve(target, &mut Diagnostics::default()));
        let place = node_id(node.as_ref().map_or(&written.at, |node| &node.at));
        if !self.effective.compared.insert(place.clone()) {
            return written.clone();
        }
        let effective = schema(self, written);
        self.effective.compared.remove(&place);
        effective
    }

    /// The word that the target of a reference is named after.
    pub(super) fn target_name(&mut self, reference: &Reference) -> String {
        let address = address(self, reference);
        renames::word_of_target(self, reference, &address, name_in_address(&address))
    }
}

/// The schema, through any number of references, with `allOf` merged.
pub(in crate::lower) fn schema(context: &mut Context<'_>, schema: &Rc<Schema>) -> Rc<Schema> {
    let written = schema;
    let mut schema = merge_all_of(context, schema);
    // Limits beside a reference apply too.
    let mut beside = Limits::default();
    for _ in 0..MAX_DEPTH {
        let Some(reference) = schema.reference.clone() else { break };
        let document_set: &DocumentSet = context.document_set;
        let Some(node) = document_set.resolve(&reference, context.diagnostics) else { break };
        let Some(next) = document_set.schema(&node, context.diagnostics) else { break };
        beside.tighten(&schema.limits);
        schema = merge_all_of(context, &next);
    }
    if !beside.is_empty() {
        let mut bounded = Schema::clone(&schema);
        bounded.limits.tighten(&beside);
        schema = Rc::new(bounded);
    }
    if written.reference.is_some() { with_siblings(schema, written) } else { schema }
}

/// The reference that a variant was written as, before the union's keywords were merged.
pub(in crate::lower) fn reference_of<'s>(schema: &'s Schema, variant: &'s Schema) -> Option<&'s Reference> {
    variant.reference.as_deref().or_else(|| written_variant(schema, variant)?.reference.as_deref())
}

/// The variant as it was written, before the union's keywords were merged.
pub(in crate::lower) fn written_variant<'s>(schema: &'s Schema, variant: &'s Schema) -> Option<&'s Schema> {
    let is_written =
        |part: &&Rc<Schema>| schema.one_of.iter().chain(&schema.any_of).any(|other| Rc::ptr_eq(part, other));
    variant.all_of.last().filter(is_written).map(Rc::as_ref)
}

/// The address of a reference. An address without a name, such as an anchor, is replaced by the name of its target.
pub(in crate::lower) fn address(context: &Context<'_>, reference: &Reference) -> String {
    let is_named = |(_, fragment): (&str, &str)| fragment.contains('/');
    if reference.target.split_once('#').is_none_or(is_named) {
        return reference.target.clone();
    }
    let node = context.document_set.resolve(reference, &mut Diagnostics::default());
    let address = node.map(|node| match node.at.pointer.segments().last() {
        Some(name) => format!("#/{name}"),
        None => context.document_set.path(node.at.file).to_owned(),
    });
    address.unwrap_or_else(|| reference.target.clone())
}

/// The name of a schema in an address: a file without its extension, or a component with all its dots.
pub(in crate::lower) fn name_in_address(address: &str) -> String {
    let last = address.rsplit(['/', '#']).find(|segment| !segment.is_empty()).unwrap_or_default();
    let is_file = address.split_once('#').is_none_or(|(_, fragment)| matches!(fragment, "" | "/"));
    if is_file { last.split('.').next().unwrap_or(last).to_owned() } else { last.to_owned() }
}
