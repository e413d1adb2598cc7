//! A value that a schema may have: for what a document has no example of.

use serde_json::{Map, Value as Json, json};

use crate::{
    documents::{Documents, Place},
    scalar,
};

/// How deep schemas may lead into each other.
const GREATEST_DEPTH: usize = 24;

/// What kind of value is wanted, where a schema leaves a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taste {
    /// Whether the examples and defaults of parts are taken.
    pub examples: bool,
    /// To which depth members are there that need not be.
    pub optional: usize,
    /// How many items the outermost list has, unless it must have others.
    pub items: usize,
    /// Which branch of a union is taken, or the last if there are fewer.
    pub branch: usize,
    /// Members that are left out, of those that need not be there: those that only answers have.
    pub without: &'static str,
}

/// A value of a schema; nothing where the schema has no end.
pub fn value(documents: &Documents, schema: Place<'_>, taste: Taste) -> Option<Json> {
    Sampler { documents, taste }.value(schema, 0)
}

struct Sampler<'d> {
    documents: &'d Documents,
    taste: Taste,
}

impl<'d> Sampler<'d> {
    fn value(&self, schema: Place<'d>, depth: usize) -> Option<Json> {
        if depth > GREATEST_DEPTH {
            return None;
        }
        let mut parts = Vec::new();
        let mut tag = None;
        self.gather(schema, &mut parts, &mut tag, 0);
        if depth > 0
            && self.taste.examples
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
        let mut value = match kind(&parts) {
            "object" => self.object(&parts, depth)?,
            "array" => self.array(&parts, depth)?,
            "string" => Json::String(scalar::text(&parts)),
            "integer" => scalar::number(&parts, true),
            "number" => scalar::number(&parts, false),
            "boolean" => Json::Bool(true),
            "null" => Json::Null,
            _ => json!("text"),
        };
        if let (Some((name, text)), Some(members)) = (tag, value.as_object_mut())
            && !self.is_settled(&parts, &name)
        {
            members.insert(name, Json::String(text));
        }
        Some(value)
    }

    /// Everything that is said of a value: by the schema, by what it refers to, by what it is put together from, and by one branch of
    /// each of its unions. The tag is what says which branch that is.
    fn gather(&self, place: Place<'d>, parts: &mut Vec<Place<'d>>, tag: &mut Option<(String, String)>, depth: usize) {
        let (file, schema) = place;
        if depth > GREATEST_DEPTH {
            return;
        }
        if let Some(referred) = self.documents.referred(place) {
            self.gather(referred, parts, tag, depth + 1);
            if self.documents.is_old {
                return;
            }
        }
        parts.push(place);
        for part in schema.get("allOf").and_then(Json::as_array).into_iter().flatten() {
            self.gather((file, part), parts, tag, depth + 1);
        }
        for key in ["oneOf", "anyOf"] {
            let branches = schema.get(key).and_then(Json::as_array);
            let branches: Vec<&Json> = branches.into_iter().flatten().filter(|branch| !is_null(branch)).collect();
            let Some(branch) = branches.get(self.taste.branch).or(branches.last()) else { continue };
            if let Some(found) = tag_of(schema, branch) {
                *tag = Some(found);
            }
            self.gather((file, branch), parts, tag, depth + 1);
        }
    }

    /// Whether a member can have listed values only.
    fn is_settled(&self, parts: &[Place<'d>], name: &str) -> bool {
        parts.iter().filter_map(|(file, part)| Some((*file, part.get("properties")?.get(name)?))).any(|property| {
            let mut parts = Vec::new();
            self.gather(property, &mut parts, &mut None, 0);
            parts.iter().any(|(_, part)| part.get("const").is_some() || part.get("enum").is_some())
        })
    }

    fn object(&self, parts: &[Place<'d>], depth: usize) -> Option<Json> {
        let required: Vec<&str> = parts
            .iter()
            .filter_map(|(_, part)| part.get("required")?.as_array())
            .flatten()
            .filter_map(Json::as_str)
            .collect();
        let mut members = Map::new();
        for (file, part) in parts {
            for (name, property) in part.get("properties").and_then(Json::as_object).into_iter().flatten() {
                let property = (*file, property);
                let is_wanted = required.contains(&name.as_str()) || depth < self.taste.optional;
                if members.contains_key(name) || !is_wanted || self.documents.is_marked(property, self.taste.without) {
                    continue;
                }
                match self.value(property, depth + 1) {
                    Some(value) => drop(members.insert(name.clone(), value)),
                    None if required.contains(&name.as_str()) => return None,
                    None => {}
                }
            }
        }
        let additional = parts.iter().find_map(|(file, part)| Some((*file, part.get("additionalProperties")?)));
        let additional = additional.filter(|(_, schema)| schema.is_object());
        let undescribed = required.iter().map(|name| (*name).to_owned());
        let least = scalar::bound(parts, "minProperties").unwrap_or_default();
        let wished = usize::from(depth < self.taste.optional && additional.is_some());
        let invented = (members.len()..least.max(wished)).map(|number| format!("name{number}"));
        for name in undescribed.chain(invented).collect::<Vec<_>>() {
            let is_described =
                parts.iter().any(|(_, part)| part.get("properties").is_some_and(|all| all.get(&name).is_some()));
            if !members.contains_key(&name) && !is_described {
                let value = additional.map_or(Some(json!("text")), |schema| self.value(schema, depth + 1));
                members.insert(name, value?);
            }
        }
        Some(Json::Object(members))
    }

    fn array(&self, parts: &[Place<'d>], depth: usize) -> Option<Json> {
        let places = |key: &str| parts.iter().find_map(|(file, part)| Some((*file, part.get(key)?)));
        let least = scalar::bound(parts, "minItems").unwrap_or_default();
        let most = scalar::bound(parts, "maxItems").unwrap_or(usize::MAX);
        let first: Vec<Json> = match places("prefixItems") {
            Some((file, items)) => items
                .as_array()
                .into_iter()
                .flatten()
                .map(|item| self.value((file, item), depth + 1))
                .collect::<Option<_>>()?,
            None => Vec::new(),
        };
        let wished = if depth == 0 { self.taste.items } else { 1 };
        let wanted = least.max(if first.is_empty() { wished } else { 0 }).min(most);
        let is_set = places("uniqueItems").is_some_and(|(_, flag)| *flag == Json::Bool(true));
        let mut items = first;
        while items.len() < wanted {
            let item = match places("items") {
                Some(schema) => self.value(schema, depth + 1),
                None => Some(json!("text")),
            };
            match item {
                Some(item) if is_set && items.contains(&item) => items.push(another(&item, items.len())),
                Some(item) => items.push(item),
                None if least == 0 => break,
                None => return None,
            }
        }
        Some(Json::Array(items))
    }
}

/// The member that says which branch of a union it is, where the branch itself does not say it.
fn tag_of(union: &Json, branch: &Json) -> Option<(String, String)> {
    let discriminator = union.get("discriminator")?;
    let name = discriminator.get("propertyName")?.as_str()?;
    let reference = branch.get("$ref")?.as_str()?;
    let last = |text: &str| text.rsplit(['/', '#']).next().unwrap_or_default().to_owned();
    let mapping = discriminator.get("mapping").and_then(Json::as_object);
    let is_it = |target: &Json| target.as_str().is_some_and(|target| last(target) == last(reference));
    let mapped = mapping.and_then(|mapping| mapping.iter().find(|(_, target)| is_it(target)));
    Some((name.to_owned(), mapped.map_or_else(|| last(reference), |(value, _)| value.clone())))
}

/// A value like another.
fn another(value: &Json, number: usize) -> Json {
    match value {
        Json::Number(known) => known
            .as_i64()
            .map_or_else(|| value.clone(), |known| Json::from(known.saturating_add_unsigned(number as u64))),
        Json::String(text) if text.parse::<u64>().is_ok() => Json::String(number.to_string()),
        Json::String(text) => Json::String(format!("{text}{number}")),
        Json::Object(members) => {
            let other = |(key, value): (&String, &Json)| (key.clone(), another(value, number));
            Json::Object(members.iter().map(other).collect())
        }
        other => other.clone(),
    }
}

/// The example of a part, or what it is where it is not there.
fn example(schema: &Json) -> Option<&Json> {
    let listed = || schema.get("examples")?.as_array()?.first();
    schema.get("example").or_else(listed).or_else(|| schema.get("default")).filter(|value| !value.is_null())
}

fn is_null(schema: &Json) -> bool {
    schema.get("type").is_some_and(|kind| kind == "null")
}

/// What kind of value it is: as the parts say, or as their keywords let one think.
fn kind(parts: &[Place<'_>]) -> &'static str {
    const KINDS: [&str; 7] = ["object", "array", "string", "integer", "number", "boolean", "null"];
    let said = parts.iter().filter_map(|(_, part)| part.get("type"));
    let names = said.flat_map(|kind| match kind {
        Json::Array(kinds) => kinds.iter().filter_map(Json::as_str).collect(),
        kind => kind.as_str().into_iter().collect::<Vec<_>>(),
    });
    let known: Vec<&'static str> = names.filter_map(|name| KINDS.into_iter().find(|known| *known == name)).collect();
    let has = |keys: &[&str]| parts.iter().any(|(_, part)| keys.iter().any(|key| part.get(key).is_some()));
    // An integer is a number, too.
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

    fn made(schemas: &Json, taste: Taste) -> Option<Json> {
        let files = [("a".to_owned(), json!({ "schemas": schemas }))].into();
        let documents = Documents { files, is_old: false };
        let schema = documents.at("a", "/schemas/X").unwrap();
        value(&documents, schema, taste)
    }

    const FULL: Taste = Taste { examples: false, optional: 2, items: 1, branch: 0, without: "readOnly" };

    #[test]
    fn members_are_there_as_far_as_they_are_wanted() {
        let schemas = json!({
            "X": { "allOf": [{ "$ref": "#/schemas/Base" }], "required": ["own", "loose"], "properties": {
                "own": { "type": "integer", "minimum": 3 }, "more": { "$ref": "#/schemas/X" }, "at": { "type": "string", "format": "date" },
            } },
            "Base": { "type": "object", "required": ["id", "name"], "properties": {
                "id": { "readOnly": true }, "name": { "type": "string", "minLength": 6 }, "note": { "example": "x" },
            } },
        });
        let least = json!({ "own": 3, "name": "textte", "loose": "text" });
        assert_eq!(made(&schemas, Taste { optional: 0, ..FULL }), Some(least.clone()));
        let with = |more: Json, note: &str| {
            let mut all = least.clone();
            all.as_object_mut().unwrap().extend([
                ("more".to_owned(), more),
                ("note".to_owned(), json!(note)),
                ("at".to_owned(), json!("2024-02-29")),
            ]);
            all
        };
        assert_eq!(made(&schemas, Taste { optional: 1, ..FULL }), Some(with(least.clone(), "text")));
        assert_eq!(made(&schemas, Taste { optional: 1, examples: true, ..FULL }), Some(with(least.clone(), "x")));
    }

    #[test]
    fn a_branch_of_a_union_is_tagged() {
        let schemas = json!({
            "X": { "oneOf": [{ "type": "null" }, { "$ref": "#/schemas/Cat" }, { "$ref": "#/schemas/Dog" }],
                   "discriminator": { "propertyName": "kind", "mapping": { "dog": "#/schemas/Dog" } } },
            "Cat": { "type": "object", "properties": { "lives": { "const": 9 } } },
            "Dog": { "type": "object" },
        });
        assert_eq!(made(&schemas, FULL), Some(json!({ "lives": 9, "kind": "Cat" })));
        assert_eq!(made(&schemas, Taste { branch: 7, ..FULL }), Some(json!({ "kind": "dog" })));
    }

    #[test]
    fn lists_and_maps_hold_something() {
        assert_eq!(
            made(&json!({ "X": { "items": { "enum": [null, "a"] } } }), Taste { items: 2, ..FULL }),
            Some(json!(["a", "a"]))
        );
        assert_eq!(made(&json!({ "X": { "type": "array", "maxItems": 0 } }), FULL), Some(json!([])));
        let map = json!({ "X": { "type": "object", "additionalProperties": { "type": ["null", "boolean"] } } });
        assert_eq!(made(&map, FULL), Some(json!({ "name0": true })));
    }

    #[test]
    fn a_schema_without_an_end_has_no_value() {
        let schemas = json!({ "X": { "required": ["x"], "properties": { "x": { "$ref": "#/schemas/X" } } } });
        assert_eq!(made(&schemas, FULL), None);
    }
}
