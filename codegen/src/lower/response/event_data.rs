//! Schemas of server-sent events. A document describes either the data of an event, or the whole event with its fields
//! `data`, `event`, `id` and `retry` (WHATWG HTML, "Server-sent events"; OpenAPI 3.2.0, "Server-Sent Event Streams").

use std::rc::Rc;

use crate::{
    diagnostic::Code,
    lower::{
        Context,
        effective::{self, SchemaKind},
    },
    openapi::{Schema, SchemaType},
    source::Value,
};

/// The fields of an event.
const FIELDS: [&str; 5] = ["comment", "data", "event", "id", "retry"];

/// The data that marks the end of a stream, and is none.
const DONE: &str = "[DONE]";

/// How deep variants of events are nested.
const MAX_DEPTH: usize = 8;

/// The data of the events that a schema describes.
pub(super) enum EventData {
    /// JSON with this schema.
    Json(Rc<Schema>),
    /// Plain text.
    Text,
    /// The schema describes no event.
    NotAnEvent,
}

/// The data of an event, if the schema describes the whole event.
pub(super) fn of_event(context: &mut Context<'_>, schema: &Rc<Schema>) -> EventData {
    let Some(mut found) = collect(context, schema, 0) else { return EventData::NotAnEvent };
    found.dedup_by(|one, other| one.at == other.at);
    let count = found.iter().filter(|data| is_json(context, data)).count();
    if count == 0 || count < found.len() {
        if count > 0 {
            let message = "untyped data of events: some is JSON and some is text, so all is text";
            let problem = context.diagnostics.report(Code::Untyped, &schema.at, message);
            problem.help("describe all data as JSON; until then, callers parse the strings");
        }
        return EventData::Text;
    }
    let mut json: Vec<Rc<Schema>> = found.iter().map(|data| content_schema(context, data)).collect();
    match json.pop() {
        Some(only) if json.is_empty() => EventData::Json(only),
        last => {
            json.extend(last);
            let description = Some("The data of an event.".to_owned());
            let at = schema.at.clone();
            EventData::Json(Rc::new(Schema { is_synthetic: true, any_of: json, description, ..Schema::empty(at) }))
        }
    }
}

/// Whether data may be plain text: a string is one of the alternatives. Data is a string unless it is described as JSON
/// (OpenAPI 3.2.0, "Special Considerations for Server-Sent Events").
pub(super) fn may_be_text(context: &mut Context<'_>, data: &Rc<Schema>, depth: usize) -> bool {
    let resolved = effective::value_schema(context, data);
    match SchemaKind::of(context, &resolved) {
        SchemaKind::Union(variants) if depth < MAX_DEPTH => {
            variants.iter().any(|variant| may_be_text(context, variant, depth + 1))
        }
        SchemaKind::Scalar(SchemaType::String) | SchemaKind::Enumeration(_) => {
            !is_done(&resolved) && resolved.content_schema.is_none()
        }
        SchemaKind::Any => true,
        _ => false,
    }
}

/// The schemas of the data of an event and of its variants. `None` if a schema describes no event.
fn collect(context: &mut Context<'_>, schema: &Rc<Schema>, depth: usize) -> Option<Vec<Rc<Schema>>> {
    let resolved = effective::schema(context, schema);
    if depth > MAX_DEPTH || !is_of_fields(&resolved) {
        return None;
    }
    let variants: Vec<Rc<Schema>> = effective::alternatives(&resolved).cloned().collect();
    let own = resolved.properties.get("data").map(|property| property.schema.clone());
    if variants.is_empty() {
        return own.map(|data| described(context, &data).into_iter().collect());
    }
    let mut found = Vec::new();
    let mut is_event = own.is_some();
    for variant in &variants {
        match collect(context, variant, depth + 1) {
            Some(data) => {
                is_event = true;
                found.extend(data);
            }
            // A variant without data of its own has the common data, or is an event without data, which is not
            // dispatched.
            None if describes_other_fields(context, variant) => {
                found.extend(own.iter().filter_map(|data| described(context, data)));
            }
            None => return None,
        }
    }
    is_event.then_some(found)
}

/// The schema of data. None for the end of the stream.
fn described(context: &mut Context<'_>, data: &Rc<Schema>) -> Option<Rc<Schema>> {
    let resolved = effective::schema(context, data);
    (!is_done(&resolved)).then(|| kept(context, data, resolved))
}

/// The schema as written, which keeps its name if it is a reference. A string has no name.
fn kept(context: &mut Context<'_>, written: &Rc<Schema>, resolved: Rc<Schema>) -> Rc<Schema> {
    match SchemaKind::of(context, &resolved) {
        SchemaKind::Scalar(SchemaType::String) | SchemaKind::Enumeration(_) | SchemaKind::Any => resolved,
        _ => written.clone(),
    }
}

/// Whether all properties are fields of an event.
fn is_of_fields(schema: &Schema) -> bool {
    schema.properties.keys().all(|name| FIELDS.contains(&name.as_str()))
}

/// Whether a variant describes fields of an event, but not its data.
fn describes_other_fields(context: &mut Context<'_>, variant: &Rc<Schema>) -> bool {
    let resolved = effective::schema(context, variant);
    let has_variants = effective::alternatives(&resolved).next().is_some();
    !has_variants && !resolved.properties.is_empty() && is_of_fields(&resolved)
}

fn is_done(schema: &Schema) -> bool {
    schema
        .values
        .as_ref()
        .is_some_and(|values| values.iter().all(|value| value.value == Value::String(DONE.to_owned())))
}

/// Whether the data is JSON: it has a type other than string, or is a string with JSON as its content.
fn is_json(context: &mut Context<'_>, data: &Rc<Schema>) -> bool {
    data.content_schema.is_some()
        || !matches!(
            SchemaKind::of(context, data),
            SchemaKind::Scalar(SchemaType::String) | SchemaKind::Enumeration(_) | SchemaKind::Any
        )
}

/// The schema of the JSON in a string.
fn content_schema(context: &mut Context<'_>, data: &Rc<Schema>) -> Rc<Schema> {
    let node = data.content_schema.as_ref().and_then(|at| context.document_set.at(at));
    node.and_then(|node| context.document_set.schema(&node, context.diagnostics)).unwrap_or_else(|| data.clone())
}
