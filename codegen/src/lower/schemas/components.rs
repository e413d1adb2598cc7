//! The schemas of `components`: their names, and the order in which they are lowered.

use std::collections::BTreeSet;

use super::{
    super::{
        Context,
        effective::{self, SchemaKind},
        names, renames,
    },
    component, define_deferred, mapped, naming,
};
use crate::{
    diagnostic::Diagnostics,
    openapi::{Node, Reference, node_id},
    source::Location,
};

/// Names every schema of the document's components, and lowers all of them or leaves that to their first use.
pub(in crate::lower) fn components(context: &mut Context<'_>, lowers_all: bool) {
    let document_set = context.document_set;
    let file = context.document.at.file;
    let Some(schemas) = effective::component_schemas(document_set, file, context.diagnostics) else { return };
    let keys: Vec<String> = schemas.keys().into_iter().flatten().map(str::to_owned).collect();
    // All names first, so that they do not depend on references. Most differ. Equal ones are claimed in this
    // order: first those of schemas that become types of their own, then those of modules for the types inside other
    // schemas. A component that is only a reference gives its name to its target, unless that has a name.
    let nodes: Vec<(&String, Node<'_>)> = keys.iter().filter_map(|key| Some((key, schemas.get(key)?))).collect();
    let mut new_names = naming::NewNames::new();
    for (key, node) in &nodes {
        new_names.extend(renames::new_name(context, node, key).map(|new_name| (key.as_str(), new_name)));
    }
    let renamed = new_names.values().map(|(word, renamed)| (names::shared_type_name(word), renamed));
    renames::report_equal(renamed, context.diagnostics);
    for (key, node) in &nodes {
        note_key(context, key, node);
    }
    let unique = naming::unique_words(&nodes, &new_names);
    let (references, schemas): (Vec<_>, Vec<_>) =
        nodes.into_iter().partition(|(_, node)| Reference::alone(node).is_some());
    let mut unnamed = name_schemas(context, &schemas, &unique, &new_names);
    unnamed.extend(name_targets(context, &references, &new_names));
    for (key, at) in unnamed {
        let word = new_names.get(key).map_or(key, |(word, _)| word);
        naming::claim_unreported_name(context, &at, word);
    }
    if !lowers_all {
        return;
    }
    for (_, node) in schemas.iter().chain(&references) {
        let target = Reference::alone(node).and_then(|reference| document_set.resolve(&reference, context.diagnostics));
        component(context, target.as_ref().unwrap_or(node));
        define_deferred(context);
    }
}

/// Names the components that are schemas, and returns the others: those that become no types of their own, and whose
/// name is not unique.
fn name_schemas<'k>(
    context: &mut Context<'_>,
    schemas: &[(&'k String, Node<'_>)],
    unique: &BTreeSet<&str>,
    new_names: &naming::NewNames<'_>,
) -> Vec<(&'k str, Location)> {
    for (key, node) in schemas {
        context.shared.components.insert(node_id(&node.at));
        if unique.contains(key.as_str()) {
            // Without a look at the schema: one that is not lowered has no problems.
            let word = match new_names.get(key.as_str()) {
                Some((word, renamed)) => {
                    naming::note_rename(context, &node.at, renamed.clone());
                    word
                }
                None => key.as_str(),
            };
            naming::claim_unreported_name(context, &node.at, word);
        }
    }
    let mut others: Vec<_> = schemas.iter().filter(|(key, _)| !unique.contains(key.as_str())).collect();
    // A component whose key is the name keeps it.
    others.sort_by_key(|(key, _)| names::difference(&names::shared_type_name(key), key));
    let mut unnamed = Vec::new();
    for (key, node) in others {
        if has_type(context, node) {
            claim(context, &node.at, key, new_names);
        } else {
            unnamed.push((key.as_str(), node.at.clone()));
        }
    }
    unnamed
}

/// Names the targets of the components that are only references, and returns those that become no types of their own.
fn name_targets<'k>(
    context: &mut Context<'_>,
    references: &[(&'k String, Node<'_>)],
    new_names: &naming::NewNames<'_>,
) -> Vec<(&'k str, Location)> {
    let document_set = context.document_set;
    let mut unnamed = Vec::new();
    for (key, node) in references {
        let target = Reference::alone(node).and_then(|reference| document_set.resolve(&reference, context.diagnostics));
        let target = target.as_ref().unwrap_or(node);
        let id = node_id(&target.at);
        let is_named = context.shared.names.contains_key(&id);
        context.shared.components.insert(id);
        if is_named {
            continue;
        }
        if has_type(context, target) {
            match renames::new_name_at(context, &target.at) {
                Some((word, renamed)) => drop(naming::claim_new_name(context, &target.at, &word, renamed)),
                None => claim(context, &target.at, key, new_names),
            }
        } else {
            unnamed.push((key.as_str(), target.at.clone()));
        }
    }
    unnamed
}

/// Notes the key of a component whose schema is not at the place of one, in this document or another: rules name it so.
fn note_key(context: &mut Context<'_>, key: &str, node: &Node<'_>) {
    let document_set = context.document_set;
    let target = Reference::alone(node)
        .and_then(|reference| document_set.resolve(&reference, &mut Diagnostics::default()))
        .unwrap_or_else(|| node.clone());
    if renames::component_key(&target.at).is_none() {
        context.shared.keys_of_components.entry(node_id(&target.at)).or_default().push(key.to_owned());
    }
}

/// Claims the name of a component: its key, or the word that replaces it.
fn claim(context: &mut Context<'_>, at: &Location, key: &str, new_names: &naming::NewNames<'_>) {
    match new_names.get(key) {
        Some((word, renamed)) => naming::claim_new_name(context, at, word, renamed.clone()),
        None => naming::claim_name(context, at, key),
    };
}

/// Whether a schema becomes a type of its own.
fn has_type(context: &mut Context<'_>, node: &Node<'_>) -> bool {
    let schema = context.document_set.schema(node, context.diagnostics);
    schema.is_some_and(|schema| {
        mapped::mapped_type(context, &schema).is_none() && SchemaKind::of(context, &schema).is_named()
    })
}
