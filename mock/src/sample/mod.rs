//! Values generated from schemas, for documents without examples.
//!
//! - `scalar`: strings and numbers

use serde_json::{Map, Value as Json, json};

use crate::documents::{Documents, LocatedSchema};

mod scalar;

/// Maximum depth of nested schemas.
const MAX_DEPTH: usize = 24;

/// Choices among the valid values of a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SampleOptions {
    /// Whether to use examples and defaults of nested schemas.
    pub use_examples: bool,
    /// Depth to which optional properties are present.
    pub optional_depth: usize,
    /// Number of items of the outermost array, within its bounds.
    pub items: usize,
    /// Index of the union's branch. The last branch if there are fewer.
    pub branch: usize,
    /// Properties with this flag are omitted: `readOnly` or `writeOnly`.
    pub skip_flag: &'static str,
}

/// A value that satisfies a schema. `None` if a required property is endlessly recursive.
pub fn sample_value(documents: &Documents, schema: LocatedSchema<'_>, options: SampleOptions) -> Option<Json> {
    Sampler { documents, options }.value(schema, 0)
}

struct Sampler<'d> {
    documents: &'d Documents,
    options: SampleOptions,
}

impl<'d> Sampler<'d> {
    fn value(&self, schema: LocatedSchema<'d>, depth: usize) -> Option<Json> {
        if depth > MAX_DEPTH {
            return None;
        }
        let mut parts = Vec::new();
        let mut tag = None;
        self.collect_parts(schema, &mut parts, &mut tag, 0);
        if depth > 0
            && self.options.use_examples
            && let Some(example) = parts.iter().find_map(|(_, part)| example(part))
        {
            return Some(example.clone());
        }
        let first = |key: &str| parts.iter().find_map(|(_, part)| part.get(key));
        if let Some(value) = first("const") {
            return Some(value.clone());
        }
        if let Some(values) = first("enum").and_then(Json::as_array) {
            return values.iter().find(|value| !value.is_null()).or_else(|| values.first()).cloned();
        }
        let mut value = match type_name(&parts) {
            "object" => self.object(&parts, depth)?,
            "array" => self.array(&parts, depth)?,
            "string" => Json::String(scalar::string(&parts)),
            "integer" => scalar::number(&parts, true),
            "number" => scalar::number(&parts, false),
            "boolean" => Json::Bool(true),
            "null" => Json::Null,
            _ => json!("text"),
        };
        if let (Some((name, text)), Some(members)) = (tag, value.as_object_mut())
            && !self.has_listed_values(&parts, &name)
        {
            members.insert(name, Json::String(text));
        }
        Some(value)
    }

    /// Collects all schemas of a value: the schema, its `$ref`, its `allOf` and one branch of each union. `tag` becomes
    /// the discriminator property with its value.
    fn collect_parts(
        &self,
        place: LocatedSchema<'d>,
        parts: &mut Vec<LocatedSchema<'d>>,
        tag: &mut Option<(String, String)>,
        depth: usize,
    ) {
        let (file, schema) = place;
        if depth > MAX_DEPTH {
            return;
        }
        if let Some(target) = self.documents.resolve_reference(place) {
            self.collect_parts(target, parts, tag, depth + 1);
            if self.documents.is_openapi_3_0 {
                return;
            }
        }
        parts.push(place);
        for part in schema.get("allOf").and_then(Json::as_array).into_iter().flatten() {
            self.collect_parts((file, part), parts, tag, depth + 1);
        }
        for key in ["oneOf", "anyOf"] {
            let branches = schema.get(key).and_then(Json::as_array);
            let branches: Vec<&Json> = branches.into_iter().flatten().filter(|branch| !is_null(branch)).collect();
            let Some(branch) = branches.get(self.options.branch).or(branches.last()) else { continue };
            if let Some(found) = discriminator_value(schema, branch) {
                *tag = Some(found);
            }
            self.collect_parts((file, branch), parts, tag, depth + 1);
        }
    }

    /// Whether a property has `const` or `enum`.
    fn has_listed_values(&self, parts: &[LocatedSchema<'d>], name: &str) -> bool {
        parts.iter().filter_map(|(file, part)| Some((*file, part.get("properties")?.get(name)?))).any(|property| {
            let mut parts = Vec::new();
            self.collect_parts(property, &mut parts, &mut None, 0);
            parts.iter().any(|(_, part)| part.get("const").is_some() || part.get("enum").is_some())
        })
    }

    fn object(&self, parts: &[LocatedSchema<'d>], depth: usize) -> Option<Json> {
        let required: Vec<&str> = parts
            .iter()
            .filter_map(|(_, part)| part.get("required")?.as_array())
            .flatten()
            .filter_map(Json::as_str)
            .collect();
        let mut object = Map::new();
        for (file, part) in parts {
            for (name, property) in part.get("properties").and_then(Json::as_object).into_iter().flatten() {
                let property = (*file, property);
                let is_wanted = required.contains(&name.as_str()) || depth < self.options.optional_depth;
                if object.contains_key(name) || !is_wanted || self.documents.has_flag(property, self.options.skip_flag)
                {
                    continue;
                }
                match self.value(property, depth + 1) {
                    Some(value) => drop(object.insert(name.clone(), value)),
                    None if required.contains(&name.as_str()) => return None,
                    None => {}
                }
            }
        }
        let additional = parts.iter().find_map(|(file, part)| Some((*file, part.get("additionalProperties")?)));
        let additional = additional.filter(|(_, schema)| schema.is_object());
        let undeclared = required.iter().map(|name| (*name).to_owned());
        let minimum = scalar::count_keyword(parts, "minProperties").unwrap_or_default();
        let preferred = usize::from(depth < self.options.optional_depth && additional.is_some());
        let generated = (object.len()..minimum.max(preferred)).map(|number| format!("name{number}"));
        for name in undeclared.chain(generated).collect::<Vec<_>>() {
            let is_declared =
                parts.iter().any(|(_, part)| part.get("properties").is_some_and(|all| all.get(&name).is_some()));
            if !object.contains_key(&name) && !is_declared {
                let value = additional.map_or(Some(json!("text")), |schema| self.value(schema, depth + 1));
                object.insert(name, value?);
            }
        }
        Some(Json::Object(object))
    }

    fn array(&self, parts: &[LocatedSchema<'d>], depth: usize) -> Option<Json> {
        let located = |key: &str| parts.iter().find_map(|(file, part)| Some((*file, part.get(key)?)));
        let minimum = scalar::count_keyword(parts, "minItems").unwrap_or_default();
        let maximum = scalar::count_keyword(parts, "maxItems").unwrap_or(usize::MAX);
        let first: Vec<Json> = match located("prefixItems") {
            Some((file, items)) => items
                .as_array()
                .into_iter()
                .flatten()
                .map(|item| self.value((file, item), depth + 1))
                .collect::<Option<_>>()?,
            None => Vec::new(),
        };
        let preferred = if depth == 0 { self.options.items } else { 1 };
        let wanted = minimum.max(if first.is_empty() { preferred } else { 0 }).min(maximum);
        let is_unique = located("uniqueItems").is_some_and(|(_, flag)| *flag == Json::Bool(true));
        let mut items = first;
        while items.len() < wanted {
            let item = match located("items") {
                Some(schema) => self.value(schema, depth + 1),
                None => Some(json!("text")),
            };
            match item {
                Some(item) if is_unique && items.contains(&item) => items.push(variation(&item, items.len())),
                Some(item) => items.push(item),
                None if minimum == 0 => break,
                None => return None,
            }
        }
        Some(Json::Array(items))
    }
}

/// The discriminator property of a union with its value for a branch.
fn discriminator_value(union: &Json, branch: &Json) -> Option<(String, String)> {
    let discriminator = union.get("discriminator")?;
    let name = discriminator.get("propertyName")?.as_str()?;
    let reference = branch.get("$ref")?.as_str()?;
    let last = |text: &str| text.rsplit(['/', '#']).next().unwrap_or_default().to_owned();
    let mapping = discriminator.get("mapping").and_then(Json::as_object);
    let is_branch = |target: &Json| target.as_str().is_some_and(|target| last(target) == last(reference));
    let mapped = mapping.and_then(|mapping| mapping.iter().find(|(_, target)| is_branch(target)));
    Some((name.to_owned(), mapped.map_or_else(|| last(reference), |(value, _)| value.clone())))
}

/// A similar but different value, for arrays with `uniqueItems`.
fn variation(value: &Json, number: usize) -> Json {
    match value {
        Json::Number(known) => known
            .as_i64()
            .map_or_else(|| value.clone(), |known| Json::from(known.saturating_add_unsigned(number as u64))),
        Json::String(text) if text.parse::<u64>().is_ok() => Json::String(number.to_string()),
        Json::String(text) => Json::String(format!("{text}{number}")),
        Json::Object(members) => {
            let varied = |(key, value): (&String, &Json)| (key.clone(), variation(value, number));
            Json::Object(members.iter().map(varied).collect())
        }
        other => other.clone(),
    }
}

/// The example or default of a schema.
fn example(schema: &Json) -> Option<&Json> {
    let listed = || schema.get("examples")?.as_array()?.first();
    schema.get("example").or_else(listed).or_else(|| schema.get("default")).filter(|value| !value.is_null())
}

fn is_null(schema: &Json) -> bool {
    schema.get("type").is_some_and(|kind| kind == "null")
}

/// The type of a value, from `type` or from type-specific keywords. Empty if unknown.
fn type_name(parts: &[LocatedSchema<'_>]) -> &'static str {
    const TYPES: [&str; 7] = ["object", "array", "string", "integer", "number", "boolean", "null"];
    let types = parts.iter().filter_map(|(_, part)| part.get("type"));
    let names = types.flat_map(|kind| match kind {
        Json::Array(kinds) => kinds.iter().filter_map(Json::as_str).collect(),
        kind => kind.as_str().into_iter().collect::<Vec<_>>(),
    });
    let known: Vec<&'static str> = names.filter_map(|name| TYPES.into_iter().find(|known| *known == name)).collect();
    let has = |keys: &[&str]| parts.iter().any(|(_, part)| keys.iter().any(|key| part.get(key).is_some()));
    // Integers are numbers.
    if known.contains(&"integer") && known.iter().all(|kind| ["integer", "number"].contains(kind)) {
        return "integer";
    }
    match known.iter().find(|kind| **kind != "null").or(known.first()) {
        Some(kind) => kind,
        None if has(&["properties", "additionalProperties", "required"]) => "object",
        None if has(&["items", "prefixItems"]) => "array",
        None if has(&["minimum", "maximum"]) => "number",
        None => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(schemas: &Json, options: SampleOptions) -> Option<Json> {
        let files = [("a".to_owned(), json!({ "schemas": schemas }))].into();
        let documents = Documents { files, is_openapi_3_0: false };
        let schema = documents.get("a", "/schemas/X").unwrap();
        sample_value(&documents, schema, options)
    }

    const FULL: SampleOptions =
        SampleOptions { use_examples: false, optional_depth: 2, items: 1, branch: 0, skip_flag: "readOnly" };

    #[test]
    fn optional_properties_are_present_to_the_wanted_depth() {
        let schemas = json!({
            "X": { "allOf": [{ "$ref": "#/schemas/Base" }], "required": ["own", "loose"], "properties": {
                "own": { "type": "integer", "minimum": 3 }, "more": { "$ref": "#/schemas/X" },
                "at": { "type": "string", "format": "date" },
            } },
            "Base": { "type": "object", "required": ["id", "name"], "properties": {
                "id": { "readOnly": true }, "name": { "type": "string", "minLength": 6 }, "note": { "example": "x" },
            } },
        });
        let minimal = json!({ "own": 3, "name": "textte", "loose": "text" });
        assert_eq!(sample(&schemas, SampleOptions { optional_depth: 0, ..FULL }), Some(minimal.clone()));
        let with = |more: Json, note: &str| {
            let mut all = minimal.clone();
            all.as_object_mut().unwrap().extend([
                ("more".to_owned(), more),
                ("note".to_owned(), json!(note)),
                ("at".to_owned(), json!("2024-02-29")),
            ]);
            all
        };
        assert_eq!(sample(&schemas, SampleOptions { optional_depth: 1, ..FULL }), Some(with(minimal.clone(), "text")));
        assert_eq!(
            sample(&schemas, SampleOptions { optional_depth: 1, use_examples: true, ..FULL }),
            Some(with(minimal.clone(), "x"))
        );
    }

    #[test]
    fn a_branch_of_a_union_has_its_discriminator() {
        let schemas = json!({
            "X": { "oneOf": [{ "type": "null" }, { "$ref": "#/schemas/Cat" }, { "$ref": "#/schemas/Dog" }],
                   "discriminator": { "propertyName": "kind", "mapping": { "dog": "#/schemas/Dog" } } },
            "Cat": { "type": "object", "properties": { "lives": { "const": 9 } } },
            "Dog": { "type": "object" },
        });
        assert_eq!(sample(&schemas, FULL), Some(json!({ "lives": 9, "kind": "Cat" })));
        assert_eq!(sample(&schemas, SampleOptions { branch: 7, ..FULL }), Some(json!({ "kind": "dog" })));
    }

    #[test]
    fn arrays_and_maps_are_not_empty() {
        assert_eq!(
            sample(&json!({ "X": { "items": { "enum": [null, "a"] } } }), SampleOptions { items: 2, ..FULL }),
            Some(json!(["a", "a"]))
        );
        assert_eq!(sample(&json!({ "X": { "type": "array", "maxItems": 0 } }), FULL), Some(json!([])));
        let map = json!({ "X": { "type": "object", "additionalProperties": { "type": ["null", "boolean"] } } });
        assert_eq!(sample(&map, FULL), Some(json!({ "name0": true })));
    }

    #[test]
    fn an_endlessly_recursive_schema_has_no_value() {
        let schemas = json!({ "X": { "required": ["x"], "properties": { "x": { "$ref": "#/schemas/X" } } } });
        assert_eq!(sample(&schemas, FULL), None);
    }
}
