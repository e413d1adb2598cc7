//! Properties of schemas that allow a difference after a round trip.

use std::collections::BTreeSet;

use serde_json::Value as Json;
use wireright_codegen::source::Pointer;

use wireright_mock::{Documents, LocatedSchema};

/// Maximum depth of nested schemas.
const MAX_DEPTH: usize = 60;

/// JSON pointers of parts of an example that any of their schemas marks.
#[derive(Debug, Default)]
pub(super) struct SchemaFacts {
    /// `readOnly` properties.
    pub(super) read_only: BTreeSet<String>,
    /// Numbers with the format `float`.
    pub(super) floats: BTreeSet<String>,
}

impl SchemaFacts {
    pub(super) fn of(documents: &Documents, schema: LocatedSchema<'_>, example: &Json) -> Self {
        let mut facts = Self::default();
        facts.walk(documents, schema, example, &Pointer::root(), MAX_DEPTH);
        facts
    }

    fn walk<'d>(
        &mut self,
        documents: &'d Documents,
        located: LocatedSchema<'d>,
        value: &Json,
        at: &Pointer,
        left: usize,
    ) {
        let (file, schema) = located;
        let Some(left) = left.checked_sub(1) else { return };
        if let Some(target) = documents.resolve_reference(located) {
            self.walk(documents, target, value, at, left);
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
            Json::Object(object) => {
                for (name, value) in object {
                    let property = schema.get("properties").and_then(|properties| properties.get(name));
                    let Some(property) = property.or_else(|| schema.get("additionalProperties")) else { continue };
                    let at = at.child(name);
                    self.walk(documents, (file, property), value, &at, left);
                    if documents.has_flag((file, property), "readOnly") {
                        self.read_only.insert(at.to_string());
                    }
                }
            }
            _ => {}
        }
    }
}
