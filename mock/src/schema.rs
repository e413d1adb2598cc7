//! What a schema says of a value that is still text: its types, properties and items.

use std::collections::{BTreeSet, VecDeque};

use serde_json::Value as Json;

use crate::{
    api::{Api, Location},
    values::candidates,
};

/// Maximum number of schemas that describe one value. Further ones are ignored.
const MAX_PARTS: usize = 100;

/// A schema with the others that describe the same value: those that it refers to, and the parts of its compositions.
pub(crate) struct Schema<'a> {
    api: &'a Api,
    /// The schema itself is the first one. Empty if there is none.
    parts: Vec<Location>,
}

impl<'a> Schema<'a> {
    /// The schema at a location, where there may be none.
    pub(crate) fn at(api: &'a Api, location: &Location) -> Self {
        let mut parts: Vec<Location> = Vec::new();
        let mut open = VecDeque::from([location.clone()]);
        while parts.len() < MAX_PARTS
            && let Some(part) = open.pop_front()
        {
            if api.value(&part).is_none() || parts.contains(&part) {
                continue;
            }
            open.extend(api.target(&part));
            for composition in ["allOf", "anyOf", "oneOf"] {
                open.extend(api.items(&part.child(composition)));
            }
            parts.push(part);
        }
        Self { api, parts }
    }

    /// The location of the schema. `None` if there is none.
    pub(crate) fn location(&self) -> Option<&Location> {
        self.parts.first()
    }

    /// The types that some part allows. Empty if none says.
    pub(crate) fn types(&self) -> BTreeSet<&'a str> {
        self.values().flat_map(types).collect()
    }

    /// Whether a value may have this type.
    pub(crate) fn allows(&self, kind: &str) -> bool {
        self.types().contains(kind)
    }

    /// Whether a value may be neither an object nor an array.
    pub(crate) fn allows_scalars(&self) -> bool {
        let types = self.types();
        types.is_empty() || types.iter().any(|kind| !["array", "object"].contains(kind))
    }

    /// Whether a value is a secret (`format: password`).
    pub(crate) fn is_secret(&self) -> bool {
        self.values().any(|value| value.get("format").is_some_and(|format| format == "password"))
    }

    /// The schema of a property that is listed under `properties`.
    pub(crate) fn listed_property(&self, name: &str) -> Option<Self> {
        let lists = self.parts.iter().map(|part| self.api.resolve_location(&part.child("properties")));
        self.first(lists.map(|list| list.child(name)))
    }

    /// The schema of any property.
    pub(crate) fn property(&self, name: &str) -> Option<Self> {
        let additional = self.parts.iter().map(|part| part.child("additionalProperties"));
        self.listed_property(name).or_else(|| self.first(additional))
    }

    /// Whether no part lists properties.
    pub(crate) fn is_map(&self) -> bool {
        self.values().all(|value| value.get("properties").is_none())
    }

    /// The schema of the items.
    pub(crate) fn items(&self) -> Option<Self> {
        self.first(self.parts.iter().map(|part| part.child("items")))
    }

    /// The most likely value of a text.
    pub(crate) fn parse(&self, text: &str) -> Json {
        let types = self.types();
        let last = candidates(text).pop().unwrap_or_default();
        let is_of_type = match &last {
            Json::Number(_) => types.contains("integer") || types.contains("number"),
            Json::Bool(_) => types.contains("boolean"),
            Json::Null => types.contains("null"),
            _ => true,
        };
        if is_of_type { last } else { Json::String(text.to_owned()) }
    }

    /// The most likely value of a text that is JSON for an object or an array.
    pub(crate) fn parse_field(&self, text: &str) -> Json {
        let json = (self.allows("object") || self.allows("array")).then(|| serde_json::from_str::<Json>(text).ok());
        json.flatten().filter(|json| json.is_object() || json.is_array()).unwrap_or_else(|| self.parse(text))
    }

    fn first(&self, locations: impl Iterator<Item = Location>) -> Option<Self> {
        locations.map(|location| Self::at(self.api, &location)).find(|schema| schema.location().is_some())
    }

    fn values(&self) -> impl Iterator<Item = &'a Json> {
        self.parts.iter().filter_map(|part| self.api.value(part))
    }
}

/// The types that a schema allows, without its compositions. Empty if it does not say.
fn types(schema: &Json) -> Vec<&str> {
    let values =
        || schema.get("const").into_iter().chain(schema.get("enum").and_then(Json::as_array).into_iter().flatten());
    match schema.get("type") {
        Some(Json::String(name)) => vec![name],
        Some(Json::Array(names)) => names.iter().filter_map(Json::as_str).collect(),
        _ if schema.get("properties").is_some() => vec!["object"],
        _ if schema.get("items").is_some() => vec!["array"],
        _ => values().map(type_of).collect(),
    }
}

fn type_of(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(_) => "number",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    }
}
