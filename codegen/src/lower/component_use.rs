//! [`used_nodes`]: what the operations of a document refer to, whether it becomes a type or not. A body whose
//! properties are setters has no type, and is used.

use std::collections::BTreeSet;

use super::{Context, effective, renames::component_key, service_requests};
use crate::{
    diagnostic::Diagnostics,
    model::TypeDefinition,
    openapi::{Node, NodeId, Reference, node_id},
    source::{Location, NodePart, Value},
};

/// The targets of all references in operations and webhooks, directly or in another target. With `only_selected`,
/// those of the operations that are generated. `types` and what they refer to are used too: a base schema does not
/// refer to its subtypes.
pub(super) fn used_nodes(context: &mut Context<'_>, only_selected: bool, types: &[TypeDefinition]) -> BTreeSet<NodeId> {
    let document_set = context.document_set;
    let mut open = service_requests::operation_nodes(context, only_selected);
    open.extend(types.iter().filter_map(|definition| document_set.at(&definition.source)));
    let mut used: BTreeSet<NodeId> = types.iter().filter_map(|definition| component_of(&definition.source)).collect();
    while let Some(node) = open.pop() {
        for target in references(node.value) {
            let reference = Reference::new(target.to_owned(), node.at.clone());
            let found = document_set.resolve(&reference, &mut Diagnostics::default());
            open.extend(found.filter(|found: &Node<'_>| used.insert(node_id(&found.at))));
        }
    }
    used
}

/// The component that contains a location.
pub(super) fn component_of(at: &Location) -> Option<NodeId> {
    let mut pointer = at.pointer.clone();
    loop {
        let place = Location { pointer, ..at.clone() };
        if component_key(&place).is_some() {
            return Some(node_id(&place));
        }
        pointer = place.pointer.parent()?;
    }
}

/// The key of a component.
pub(super) fn key_of((file, pointer): &NodeId) -> Option<String> {
    component_key(&Location { file: *file, pointer: pointer.clone(), part: NodePart::Value })
}

/// The keys of the document's components whose schema, after references, fits.
pub(super) fn component_keys(context: &Context<'_>, fits: impl Fn(&NodeId) -> bool) -> Vec<String> {
    let document_set = context.document_set;
    let file = context.document.at.file;
    let schemas = effective::component_schemas(document_set, file, &mut Diagnostics::default());
    let Some(schemas) = schemas else { return Vec::new() };
    let target = |node: Node<'_>| match Reference::alone(&node) {
        Some(reference) => document_set.resolve(&reference, &mut Diagnostics::default()).map(|node| node_id(&node.at)),
        None => Some(node_id(&node.at)),
    };
    let keys = schemas.keys().into_iter().flatten();
    let fitting = keys.filter(|key| schemas.get(key).and_then(target).is_some_and(|target| fits(&target)));
    fitting.map(str::to_owned).collect()
}

/// The URIs of the references in a value.
fn references(value: &Value) -> BTreeSet<&str> {
    let (mut open, mut found) = (vec![value], BTreeSet::new());
    while let Some(value) = open.pop() {
        match value {
            Value::Object(object) => {
                if let Some(Value::String(target)) = object.get("$ref") {
                    found.insert(target.as_str());
                }
                open.extend(object.iter().map(|(_, value)| value));
            }
            Value::Array(items) => open.extend(items),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    found
}
