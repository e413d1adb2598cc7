//! Rules: which values `validate()` checks, and limits that it cannot check.
//!
//! A value is checked against the schema at the place where it is used. A keyword that does not apply to the kind of a
//! value has no effect, as in JSON Schema.
//!
//! - `limits`: limits that contradict each other
//! - `passwords`: `x-password-rules`
//! - `values`: listed values that have another type

mod limits;
pub(super) mod passwords;
mod values;

use std::{collections::BTreeMap, rc::Rc};

use self::limits::ValueKind;
use super::{Context, effective::SchemaKind, patterns};
use crate::{
    diagnostic::Diagnostics,
    http::method_of,
    model::{Check, SchemaName},
    openapi::{Limits, Reference, Schema, SchemaType},
    source::Location,
};

/// The schemas of values that may be sent, by name.
#[derive(Debug, Default)]
pub(super) struct SentSchemas {
    schemas: BTreeMap<SchemaName, Rc<Schema>>,
    /// How many merged schemas have each location.
    merged: BTreeMap<String, usize>,
}

impl SentSchemas {
    pub(super) fn get(&self, name: &SchemaName) -> Option<&Rc<Schema>> {
        self.schemas.get(name)
    }
}

/// The check of a value against a schema. Whether the schema restricts the value is decided later.
pub(super) fn check(context: &mut Context<'_>, schema: &Rc<Schema>) -> Check {
    let document_set = context.document_set;
    // A reference without keywords has the name of its target.
    let node = document_set.at(&schema.at).and_then(|node| Reference::alone(&node));
    let node = node.filter(|_| schema.reference.is_some() && !schema.is_synthetic);
    let node = node.and_then(|reference| document_set.resolve(&reference, &mut Diagnostics::default()));
    let target = node.and_then(|node| document_set.schema(&node, context.diagnostics));
    let schema = target.as_ref().unwrap_or(schema);
    let own = location_name(context, &schema.at);
    let sent = &mut context.sent_schemas;
    let name = if schema.is_synthetic {
        // Several merged schemas may have one location.
        let number = sent.merged.entry(own.clone()).or_insert(0);
        *number += 1;
        SchemaName(format!("{own} merged {number}"))
    } else {
        SchemaName(own)
    };
    sent.schemas.entry(name.clone()).or_insert_with(|| schema.clone());
    Check::Schema(name)
}

/// The name of the schema at a location: that of a component, or its path.
pub(super) fn location_name(context: &Context<'_>, at: &Location) -> String {
    let pointer = at.pointer.to_string();
    if at.file != context.document.at.file {
        return format!("{}#{pointer}", context.document_set.path(at.file));
    }
    if let Some(component) = pointer.strip_prefix("/components/schemas/") {
        return component.to_owned();
    }
    let segments: Vec<_> = at.pointer.segments().collect();
    match segments.as_slice() {
        [paths, path, rest @ ..] if paths == "paths" => {
            let keys: Vec<&str> = rest.iter().map(AsRef::as_ref).collect();
            let Some((method, used)) = method_of(&keys) else { return pointer };
            let rest = keys.get(used..).unwrap_or_default().join("/");
            let rest = match rest.strip_prefix("requestBody/content/application/json/schema") {
                Some(inner) => format!("body{inner}"),
                None => rest.strip_suffix("/schema").unwrap_or(&rest).to_owned(),
            };
            format!("{method} {path} {rest}")
        }
        _ => pointer,
    }
}

/// The check of a list of files: their number.
pub(super) fn check_file_count(schema: &Schema) -> Check {
    let (min, max) = (schema.limits.min_items.filter(|min| *min > 0), schema.limits.max_items);
    if min.is_none() && max.is_none() { Check::None } else { Check::FileCount(min, max) }
}

/// The limits of a schema without contradictory ones, which are reported.
pub(super) fn consistent_limits(context: &mut Context<'_>, schema: &Schema) -> Limits {
    let kind = match schema.types.as_slice() {
        [SchemaType::String] => ValueKind::Strings,
        [SchemaType::Integer] => ValueKind::Integers,
        [SchemaType::Number] => ValueKind::Numbers,
        [SchemaType::Array] => ValueKind::Arrays,
        [SchemaType::Object] => ValueKind::Objects,
        [SchemaType::Boolean] => return schema.limits.clone(),
        _ => ValueKind::Any,
    };
    limits::remove_contradictions(context, schema.limits.clone(), kind)
}

/// Reports the limits and patterns of a schema that are not checked, and listed values that its type excludes.
pub(super) fn report_unchecked(context: &mut Context<'_>, schema: &Schema, kind: &SchemaKind) {
    values::report_excluded(context, schema);
    if schema.limits.is_empty() {
        return;
    }
    consistent_limits(context, schema);
    let has_strings =
        matches!(kind, SchemaKind::Enumeration(_) | SchemaKind::Scalar(SchemaType::String) | SchemaKind::Any);
    for pattern in schema.limits.patterns.iter().filter(|_| has_strings) {
        patterns::can_be_checked(context, pattern);
    }
}
