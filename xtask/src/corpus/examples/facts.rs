//! What a schema says of the parts of an example that decides how they may be written again.

use std::collections::BTreeSet;

use serde_json::Value as Json;
use wireright_codegen::source::Pointer;

use wireright_mock::{Documents, Place};

/// How deep schemas may lead into each other.
const GREATEST_DEPTH: usize = 60;

/// The pointers of parts of an example, as any of the schemas for them says.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// Members that are only received: a client reads them and never writes them.
    pub(super) read_only: BTreeSet<String>,
    /// Numbers that are no more precise than a float.
    pub(super) floats: BTreeSet<String>,
}

impl Facts {
    pub(super) fn of(documents: &Documents, schema: Place<'_>, example: &Json) -> Self {
        let mut facts = Self::default();
        facts.walk(documents, schema, example, &Pointer::root(), GREATEST_DEPTH);
        facts
    }

    fn walk<'d>(&mut self, documents: &'d Documents, place: Place<'d>, value: &Json, at: &Pointer, left: usize) {
        let (file, schema) = place;
        let Some(left) = left.checked_sub(1) else { return };
        if let Some(referred) = documents.referred(place) {
            self.walk(documents, referred, value, at, left);
        }
        let parts = ["allOf", "oneOf", "anyOf"].into_iter().filter_map(|key| schema.get(key)?.as_array());
        for part in parts.flatten() {
            self.walk(documents, (file, part), value, at, left);
        }
        match value {
            Json::Number(_) if schema.get("format").is_some_and(|format| format == "float") => {
                self.floats.insert(at.to_string());
            }
            Json::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    if let Some(schema) = schema.get("items") {
                        self.walk(documents, (file, schema), item, &at.index(index), left);
                    }
                }
            }
            Json::Object(members) => {
                for (name, member) in members {
                    let property = schema.get("properties").and_then(|properties| properties.get(name));
                    let Some(property) = property.or_else(|| schema.get("additionalProperties")) else { continue };
                    let at = at.child(name);
                    self.walk(documents, (file, property), member, &at, left);
                    if documents.is_marked((file, property), "readOnly") {
                        self.read_only.insert(at.to_string());
                    }
                }
            }
            _ => {}
        }
    }
}
