//! The names of schemas that can be referred to: one for each place, made from its address alone.

use super::super::{Context, names};
use crate::{
    model::RustName,
    openapi::{Node, place},
};

/// Segments of an address that say nothing about what stands there.
const STRUCTURAL: [&str; 14] = [
    "components",
    "schemas",
    "$defs",
    "definitions",
    "properties",
    "paths",
    "content",
    "schema",
    "responses",
    "requestBodies",
    "requestBody",
    "headers",
    "parameters",
    "application/json",
];

/// The name of the schema at a place, decided when it is first asked for.
pub(super) fn name_of(context: &mut Context<'_>, node: &Node<'_>) -> RustName {
    let place = place(&node.at);
    if let Some(known) = context.shared.names.get(&place) {
        return known.clone();
    }
    let wire = wire_name(context, node);
    name_as(context, node, &wire)
}

/// The name of the schema at a place, made of these words where it has none yet.
pub(super) fn name_as(context: &mut Context<'_>, node: &Node<'_>, wire: &str) -> RustName {
    let place = place(&node.at);
    if let Some(known) = context.shared.names.get(&place) {
        return known.clone();
    }
    let name = names::type_name(wire);
    let name = context.shared.scope.claim(name, wire, &node.at, context.diagnostics);
    context.shared.names.insert(place, name.clone());
    name
}

/// What the address calls the schema: `Pet` of `#/components/schemas/Pet`, `Tag 0` of `#/components/schemas/Tag/allOf/0`,
/// and the name of the file where it is the whole file.
fn wire_name(context: &Context<'_>, node: &Node<'_>) -> String {
    let mut segments = node.at.pointer.segments();
    let words = words(context, node);
    match segments.next().zip(segments.next()).and_then(|(first, kind)| ending(&first, &kind)) {
        Some(ending) if !words.split(' ').any(|word| word.to_ascii_lowercase().ends_with(ending)) => {
            format!("{words} {ending}")
        }
        _ => words,
    }
}

/// What an address says of what stands there.
pub(super) fn words(context: &Context<'_>, node: &Node<'_>) -> String {
    let segments: Vec<_> = node.at.pointer.segments().collect();
    let telling = segments.iter().filter(|segment| !STRUCTURAL.contains(&segment.as_ref()));
    let words: Vec<&str> = telling.map(AsRef::as_ref).collect();
    if words.is_empty() {
        let path = context.library.path(node.at.file);
        let file = path.rsplit('/').next().unwrap_or_default();
        return file.split('.').next().unwrap_or_default().to_owned();
    }
    words.join(" ")
}

/// What tells the schema of a component from a component that is a schema and has the same name.
fn ending(first: &str, kind: &str) -> Option<&'static str> {
    match (first, kind) {
        ("components", "responses") => Some("response"),
        ("components", "parameters") => Some("parameter"),
        ("components", "headers") => Some("header"),
        ("components", "requestBodies") => Some("body"),
        _ => None,
    }
}

/// The file of a shared shape: its name in snake case.
pub(super) fn module_of(name: &RustName) -> RustName {
    names::module_name(name)
}
