//! Read-only properties in examples of request bodies. Requests do not contain these properties, although the service
//! may expect them.

use std::rc::Rc;

use crate::{
    diagnostic::Code,
    lower::{Context, docs::document_examples, effective},
    openapi::{MediaType, Node, Schema},
    source::{Location, Value},
};

/// Maximum depth of a value in an example.
const MAX_DEPTH: usize = 20;

/// Reports the read-only properties that examples of the media type contain, each once in a document.
pub(super) fn report_in_examples(context: &mut Context<'_>, media_type: &MediaType) {
    let Some(schema) = &media_type.schema else { return };
    if let Some(holder) = context.document_set.at(&media_type.key) {
        for example in document_examples::of_object(context.document_set, &holder) {
            walk(context, &example, schema, MAX_DEPTH);
        }
    }
}

/// Looks for read-only properties in a value. The variants of a union are not looked at.
fn walk(context: &mut Context<'_>, value: &Node<'_>, schema: &Rc<Schema>, depth: usize) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match value.value {
        Value::Object(object) => {
            let schema = effective::schema(context, schema);
            for (name, property) in &schema.properties {
                let Some(inner) = value.get(name).filter(|_| object.get(name) != Some(&Value::Null)) else { continue };
                let resolved = effective::schema(context, &property.schema);
                if effective::is_never_sent(context, &schema, name, &property.schema, &resolved) {
                    report(context, name, &property.key, &inner);
                } else {
                    walk(context, &inner, &property.schema, depth);
                }
            }
        }
        Value::Array(items) => {
            let schema = effective::schema(context, schema);
            let Some(item_schema) = &schema.items else { return };
            for index in 0..items.len() {
                if let Some(item) = value.get(&index.to_string()) {
                    walk(context, &item, item_schema, depth);
                }
            }
        }
        _ => {}
    }
}

fn report(context: &mut Context<'_>, name: &str, property: &Location, example: &Node<'_>) {
    if context.read_only_in_examples.insert(property.clone()) {
        let message = format!("an example of a request contains the read-only property `{name}`: it is not sent");
        let problem = context.diagnostics.report(Code::ReadOnlyInRequest, property, message);
        problem.related(example.at.clone(), "the example");
    }
}
