//! Names of schemas that can be referred to: one name for each location, made from its address alone.
//!
//! A component is named among all types, a schema inside it in the module of the component: `types::Order` and
//! `types::order::Item`. A schema that is added to a document therefore renames no other one.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diagnostic::Code,
    lower::{
        Context,
        names::{self, NameChange},
        renames,
    },
    model::{RustName, SharedName},
    openapi::{Node, NodeId, node_id},
    source::{Location, NodePart, Pointer},
};

/// Segments of an address that are not part of names.
const STRUCTURAL_SEGMENTS: [&str; 14] = [
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

/// Keys of a schema that contain other schemas.
const SUBSCHEMA_KEYS: [&str; 12] = [
    "properties",
    "patternProperties",
    "additionalProperties",
    "items",
    "prefixItems",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "$defs",
    "definitions",
    "dependentSchemas",
];

/// Modules for schemas outside the schema components.
const COMPONENT_MODULES: [&str; 6] = ["components", "headers", "parameters", "paths", "request_bodies", "responses"];

/// The schema that contains another one.
#[derive(Debug)]
pub(super) struct Container {
    /// The id of the containing schema.
    pub(super) place: NodeId,
    at: Location,
    /// The path from the containing schema to the contained one.
    rest: Pointer,
}

impl Container {
    /// The node of the containing schema.
    pub(super) fn node<'l>(&self, context: &Context<'l>) -> Option<Node<'l>> {
        context.document_set.at(&self.at)
    }
}

/// The words that components are named after in place of their keys, by key.
pub(super) type NewNames<'k> = BTreeMap<&'k str, (String, NameChange)>;

/// The keys of components whose name in Rust no other component wants, and no generated code uses.
pub(super) fn unique_words<'k>(components: &[(&'k String, Node<'_>)], new_names: &NewNames<'_>) -> BTreeSet<&'k str> {
    let mut keys_by_name: BTreeMap<RustName, Vec<&str>> = BTreeMap::new();
    let mut keys = BTreeSet::new();
    for (key, _) in components {
        let word = new_names.get(key.as_str()).map_or(key.as_str(), |(word, _)| word);
        let name = names::shared_type_name(word);
        if name == names::variant_name(word) {
            keys.insert(key.as_str());
        }
        keys_by_name.entry(name).or_default().push(key);
    }
    let equal: BTreeSet<&str> = keys_by_name.into_values().filter(|keys| keys.len() > 1).flatten().collect();
    keys.retain(|key| !equal.contains(key));
    keys
}

/// The name of the schema at a location, decided once.
pub(super) fn name_of(context: &mut Context<'_>, at: &Location) -> SharedName {
    let place = node_id(at);
    if let Some(known) = context.shared.names.get(&place) {
        return known.clone();
    }
    let Some((module, name)) = nested_name(context, at) else {
        if let Some((word, renamed)) = renames::new_name_at(context, at) {
            return claim_new_name(context, at, &word, renamed);
        }
        let wire = address_words(context, at);
        return claim_name(context, at, &wire);
    };
    let name = SharedName { name: context.shared.claim_nested_name(&module, name), parent: Some(module) };
    context.shared.names.insert(place, name.clone());
    name
}

/// The name of a component that is named after another word than its key.
pub(super) fn claim_new_name(context: &mut Context<'_>, at: &Location, word: &str, renamed: NameChange) -> SharedName {
    note_rename(context, at, renamed);
    claim_name(context, at, word)
}

/// Notes that the component at a location is named after another word than its key.
pub(super) fn note_rename(context: &mut Context<'_>, at: &Location, renamed: NameChange) {
    context.shared.scope.note_rename(&key_of(at), renamed);
}

/// The key of a schema, where its name is. A whole file has none.
fn key_of(at: &Location) -> Location {
    Location { part: if at.pointer.is_root() { at.part } else { NodePart::Key }, ..at.clone() }
}

/// The name among all types of the schema at a location. `wire` is used if it has no name yet.
pub(super) fn claim_name(context: &mut Context<'_>, at: &Location, wire: &str) -> SharedName {
    let place = node_id(at);
    if let Some(known) = context.shared.names.get(&place) {
        return known.clone();
    }
    let at = &key_of(at);
    let name = names::shared_type_name(wire);
    let name = match context.shared.scope.collision(&name, wire, at) {
        Some(collision) if at.file != context.document.at.file => {
            let qualified = names::shared_type_name(&with_file_name(context, at, wire));
            let qualified = if context.shared.scope.contains(&qualified) { name } else { qualified };
            let distinct = context.shared.scope.claim_unreported_at(qualified, wire, at);
            collision.report(Code::NameCollision, &distinct, context.diagnostics);
            distinct
        }
        _ => {
            if name != names::variant_name(wire) && name.unraw().ends_with("Model") {
                names::report_reserved(context.diagnostics, at, wire, &name);
            }
            context.shared.scope.claim(name, wire, at, context.diagnostics)
        }
    };
    record_name(context, place, name)
}

/// The name of a schema that becomes no type: only the module of the types inside it has it.
pub(super) fn claim_unreported_name(context: &mut Context<'_>, at: &Location, wire: &str) {
    let place = node_id(at);
    if !context.shared.names.contains_key(&place) {
        let name = context.shared.scope.claim_unreported_at(names::shared_type_name(wire), wire, &key_of(at));
        record_name(context, place, name);
    }
}

fn record_name(context: &mut Context<'_>, place: NodeId, name: RustName) -> SharedName {
    // Types inside it have other names.
    context.shared.claim_nested_name(&module_of(&name), name.clone());
    let name = SharedName::top_level(name);
    context.shared.names.insert(place, name.clone());
    name
}

/// A name with that of its file, which distinguishes equal names in two files. A whole file has its own name, and is
/// distinguished by its folder.
fn with_file_name(context: &Context<'_>, at: &Location, wire: &str) -> String {
    let mut path = context.document_set.path(at.file).rsplit('/');
    let file = path.next().unwrap_or_default();
    let word = if at.pointer.is_root() { path.next() } else { file.split('.').next() };
    format!("{} {wire}", word.unwrap_or_default())
}

/// The name of the headers struct of the response at a location, and its module.
pub(in crate::lower) fn response_headers_name(context: &mut Context<'_>, at: &Location) -> (RustName, RustName) {
    let wire = format!("{} headers", address_words(context, at));
    let module = component_module(at).unwrap_or_else(|| names::field_name("responses"));
    let name = names::shared_type_name(&wire);
    (context.shared.claim_nested_name(&module, name), module)
}

/// The schema that contains the one at this location: a component, or the schema of a file.
pub(super) fn container_of(context: &Context<'_>, at: &Location) -> Option<Container> {
    let address = at.pointer.to_string();
    let length = container_length(context, at, &address)?;
    let (pointer, rest) = (Pointer::parse(address.get(..length)?)?, Pointer::parse(address.get(length..)?)?);
    let at = Location { pointer, ..at.clone() };
    Some(Container { place: node_id(&at), at, rest })
}

/// The length of the address of the containing schema.
fn container_length(context: &Context<'_>, at: &Location, address: &str) -> Option<usize> {
    let ends = address.match_indices('/').map(|(end, _)| end);
    let is_component = |end: &usize| {
        let before = address.get(..*end).and_then(Pointer::parse);
        before.is_some_and(|before| context.shared.components.contains(&(at.file, before)))
    };
    if let Some(schemas) = address.strip_prefix("/components/schemas/") {
        return schemas.find('/').map(|end| address.len() - schemas.len() + end);
    }
    if ["/components/", "/paths/", "/webhooks/"].iter().any(|prefix| address.starts_with(prefix)) {
        return None;
    }
    if let Some(end) = ends.clone().find(is_component) {
        return Some(end);
    }
    let is_key = |end: &usize| {
        let key = address.get(end + 1..).and_then(|rest| rest.split('/').next());
        key.is_some_and(|key| SUBSCHEMA_KEYS.contains(&key))
    };
    // The definitions of a file are schemas of their own.
    let is_definition = address.starts_with("/$defs/") || address.starts_with("/definitions/");
    ends.filter(is_key).nth(usize::from(is_definition))
}

/// The module and the name of a schema inside another one, or inside another kind of component.
fn nested_name(context: &mut Context<'_>, at: &Location) -> Option<(RustName, RustName)> {
    if let Some(container) = container_of(context, at) {
        let container_name = name_of(context, &container.at);
        let module = container_name.parent.clone().unwrap_or_else(|| module_of(&container_name.name));
        let name = names::nested_type_name(&container_name.name, &nested_words(context, &container));
        return Some((module, name));
    }
    let module = component_module(at)?;
    let wire = address_words(context, at);
    Some((module, names::shared_type_name(&wire)))
}

/// The module of schemas inside another kind of component, or inside a path.
fn component_module(at: &Location) -> Option<RustName> {
    let mut segments = at.pointer.segments();
    let kind = match (segments.next()?.as_ref(), segments.next()?.as_ref()) {
        ("components", "schemas") => return None,
        ("components", "requestBodies") => "request_bodies",
        ("components", "responses") => "responses",
        ("components", "parameters") => "parameters",
        ("components", "headers") => "headers",
        ("components", _) => "components",
        ("paths" | "webhooks", _) => "paths",
        _ => return None,
    };
    Some(names::field_name(kind))
}

/// The path from a schema to one inside it, as a Rust name: `LinesItem` for `/properties/lines/items`.
fn nested_words(context: &Context<'_>, container: &Container) -> String {
    let mut words = String::new();
    let mut pointer = container.at.pointer.clone();
    let segments: Vec<_> = container.rest.segments().collect();
    let mut segments = segments.iter().map(AsRef::as_ref);
    while let Some(key) = segments.next() {
        pointer = pointer.child(key);
        let mut below = || {
            let next = segments.next().unwrap_or_default();
            pointer = pointer.child(next);
            next
        };
        match key {
            "items" => words.push_str("Item"),
            "additionalProperties" => words.push_str("Value"),
            "patternProperties" => {
                below();
                words.push_str("Value");
            }
            "allOf" => {
                below();
            }
            "prefixItems" | "oneOf" | "anyOf" => {
                below();
                if key == "prefixItems" {
                    words.push_str("Item");
                }
                // The only variant besides null adds no word.
                let variant = context.shared.variants.get(&(container.at.file, pointer.clone()));
                words.push_str(variant.map(RustName::unraw).unwrap_or_default());
            }
            "properties" | "$defs" | "definitions" | "dependentSchemas" => {
                words.push_str(names::variant_name(below()).unraw());
            }
            other => words.push_str(names::variant_name(other).unraw()),
        }
    }
    words
}

/// The words of an address: `Pet` for `#/components/schemas/Pet`, the name of the file for a whole file.
fn address_words(context: &Context<'_>, at: &Location) -> String {
    let segments: Vec<_> = at.pointer.segments().collect();
    let naming = segments.iter().filter(|segment| !STRUCTURAL_SEGMENTS.contains(&segment.as_ref()));
    let words: Vec<&str> = naming.map(AsRef::as_ref).collect();
    if words.is_empty() {
        let path = context.document_set.path(at.file);
        let file = path.rsplit('/').next().unwrap_or_default();
        return file.split('.').next().unwrap_or_default().to_owned();
    }
    words.join(" ")
}

/// The module of a shared type: its name in snake case.
pub(super) fn module_of(name: &RustName) -> RustName {
    names::type_module_name(name, &COMPONENT_MODULES)
}
