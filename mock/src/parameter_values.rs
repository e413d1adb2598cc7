//! Decoding of parameters and form fields: the values that a request contains, by style and schema.

use serde_json::{Map, Value as Json};

use crate::{
    api::Location,
    bracketed_names,
    http::RawRequest,
    schema::Schema,
    values::{candidates, joined_parts, parse_pairs, percent_decoded, raw_pairs},
};

/// The sources of parameters in a request.
pub(crate) struct SentValues<'r> {
    /// The parameters of the path, percent-encoded.
    pub(crate) path: Vec<(String, String)>,
    /// The pairs of the query, or of a form.
    pub(crate) query: Vec<(String, String)>,
    /// The same with percent-encoded values: an encoded delimiter is part of an item.
    raw_query: Vec<(String, String)>,
    pub(crate) request: &'r RawRequest,
}

/// A documented parameter, or a field of a form, which is encoded like a parameter of the query.
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) location: String,
    /// Whether cookies are sent without percent-encoding (OpenAPI 3.2, style `cookie`).
    pub(crate) is_raw: bool,
    pub(crate) definition: Location,
}

/// Style and `explode` of a parameter or form field.
#[derive(Clone, Copy)]
pub(crate) struct Style<'d> {
    name: &'d str,
    explode: bool,
}

impl<'d> Style<'d> {
    /// The style that a Parameter Object or Encoding Object gives to a parameter at this location.
    pub(crate) fn of(definition: Option<&'d Json>, location: &str) -> Self {
        let key = |key: &str| definition?.get(key);
        let default = if matches!(location, "query" | "cookie") { "form" } else { "simple" };
        let name = key("style").and_then(Json::as_str).unwrap_or(default);
        let explode = key("explode").and_then(Json::as_bool).unwrap_or(matches!(name, "form" | "cookie"));
        Self { name, explode }
    }

    /// Whether each property of an object is a parameter of its own.
    pub(crate) fn has_names_of_properties(self) -> bool {
        self.name == "form" && self.explode
    }
}

impl<'r> SentValues<'r> {
    /// The values of a request. The query may also be a form.
    pub(crate) fn new(path: Vec<(String, String)>, query: &str, request: &'r RawRequest) -> Self {
        let raw_query = raw_pairs(query).map(|(name, value)| (decoded_field(name), value.to_owned())).collect();
        Self { path, query: parse_pairs(query), raw_query, request }
    }

    /// The decoded strings of a parameter.
    pub(crate) fn strings(&self, parameter: &Parameter) -> Vec<String> {
        let name = parameter.name.as_str();
        match parameter.location.as_str() {
            "path" => named(&self.path, name).map(percent_decoded).collect(),
            "query" => named(&self.query, name).map(str::to_owned).collect(),
            "header" => self.request.values(name).map(|value| String::from_utf8_lossy(value).into_owned()).collect(),
            _ => named(&self.cookies(parameter), name).map(str::to_owned).collect(),
        }
    }

    /// The candidate values of a parameter, the most likely first. Empty if the request does not contain it.
    /// `other_names` are names in the query that belong to others.
    pub(crate) fn candidates(
        &self,
        parameter: &Parameter,
        style: Style<'_>,
        schema: &Schema<'_>,
        other_names: &[String],
    ) -> Vec<Json> {
        let mut found: Vec<Json> = self.bracketed_value(parameter, schema).into_iter().collect();
        if schema.allows("array") {
            let items = schema.items();
            let parse = |text: &String| match &items {
                Some(items) => items.parse_field(text),
                None => Json::String(text.clone()),
            };
            found.extend(self.array_items(parameter, style).map(|strings| strings.iter().map(parse).collect()));
        }
        if schema.allows("object") {
            found.extend(self.object_properties(parameter, style, schema, other_names).map(Json::Object));
        }
        if schema.allows_scalars()
            && let Some(text) = self.strings(parameter).first()
        {
            let text = strip_style_prefix(text, style, &parameter.name);
            found.push(schema.parse(text));
            found.extend(candidates(text));
        }
        found
    }

    /// The value of names such as `filter[owner][name]`. A list without other brackets than `[]` has a style.
    fn bracketed_value(&self, parameter: &Parameter, schema: &Schema<'_>) -> Option<Json> {
        if parameter.location != "query" {
            return None;
        }
        let pairs = self.query.iter().filter_map(|(name, value)| {
            let keys = bracketed_names::keys(name, &parameter.name)?;
            (!keys.is_empty()).then_some((keys, value.as_str()))
        });
        let pairs: Vec<(Vec<&str>, &str)> = pairs.collect();
        let is_list = pairs.iter().all(|(keys, _)| keys.as_slice() == [""]) && schema.allows("array");
        let pairs: Vec<(&[&str], &str)> = pairs.iter().map(|(keys, text)| (keys.as_slice(), *text)).collect();
        (!pairs.is_empty() && !is_list).then(|| bracketed_names::value(Some(schema), &pairs))
    }

    /// The items of an array.
    fn array_items(&self, parameter: &Parameter, style: Style<'_>) -> Option<Vec<String>> {
        let name = &parameter.name;
        if parameter.location == "query" {
            let bracketed = format!("{name}[]");
            let is_own = |known: &str| known == name || known == bracketed;
            let raw: Vec<&str> =
                self.raw_query.iter().filter(|(known, _)| is_own(known)).map(|(_, value)| value.as_str()).collect();
            let first = *raw.first()?;
            if style.explode {
                return Some(raw.into_iter().map(decoded_field).collect());
            }
            let delimiters: &[&str] = match style.name {
                "spaceDelimited" => &["%20", "+", " "],
                "pipeDelimited" => &["|", "%7C", "%7c"],
                _ => &[","],
            };
            let whole = delimiters.iter().fold(first.to_owned(), |text, delimiter| text.replace(delimiter, ","));
            return Some(whole.split(',').map(decoded_field).collect());
        }
        let text = self.undecoded_text(parameter)?;
        let own = format!("{name}=");
        let is_prefix = |first| !["simple", "form"].contains(&style.name) && (first == '.' || first == ';');
        let text = text.trim_start_matches(is_prefix);
        let parts = joined_parts(text, style.name, style.explode);
        let decoded = parts.into_iter().map(|part| decode(parameter, part.trim_start_matches(own.as_str())));
        (!text.is_empty()).then(|| decoded.collect())
    }

    /// The properties of an object, but for those in brackets.
    fn object_properties(
        &self,
        parameter: &Parameter,
        style: Style<'_>,
        schema: &Schema<'_>,
        other_names: &[String],
    ) -> Option<Map<String, Json>> {
        let properties = if style.explode && parameter.location == "query" {
            exploded_properties(schema, &self.query, other_names)
        } else if style.explode && parameter.location == "cookie" {
            exploded_properties(schema, &self.cookies(parameter), other_names)
        } else {
            let parts = if parameter.location == "query" {
                self.array_items(parameter, style)?
            } else {
                let text = self.undecoded_text(parameter)?;
                let text = strip_style_prefix(&text, style, &parameter.name);
                joined_parts(text, style.name, style.explode).into_iter().map(str::to_owned).collect()
            };
            let decoded = |text: &str| match parameter.location.as_str() {
                "query" => text.to_owned(),
                _ => decode(parameter, text),
            };
            let pair = |name: &str, value: &str| {
                let (name, value) = (decoded(name), decoded(value));
                let value = schema.property(&name).map_or_else(|| value.clone().into(), |schema| schema.parse(&value));
                (name, value)
            };
            if style.explode {
                parts.iter().filter_map(|part| part.split_once('=')).map(|(name, value)| pair(name, value)).collect()
            } else {
                parts.chunks(2).filter_map(|both| Some(pair(both.first()?, both.get(1)?))).collect()
            }
        };
        (!properties.is_empty()).then_some(properties)
    }

    /// The value of a parameter that is not in the query, as it was sent: an encoded delimiter is part of an item.
    fn undecoded_text(&self, parameter: &Parameter) -> Option<String> {
        let values: Vec<String> = match parameter.location.as_str() {
            "path" => named(&self.path, &parameter.name).map(str::to_owned).collect(),
            "header" => self.strings(parameter),
            _ => named(&raw_cookies(self.request), &parameter.name).map(str::to_owned).collect(),
        };
        (!values.is_empty()).then(|| values.join(","))
    }

    /// All cookies of the request, decoded as the style of the parameter says.
    fn cookies(&self, parameter: &Parameter) -> Vec<(String, String)> {
        if parameter.is_raw { raw_cookies(self.request) } else { cookies(self.request) }
    }
}

/// The properties that are parameters of their own. A map may have any name that belongs to no other parameter.
fn exploded_properties(schema: &Schema<'_>, pairs: &[(String, String)], other_names: &[String]) -> Map<String, Json> {
    let is_map = schema.is_map();
    let is_other = |name: &str| {
        let name = name.split('[').next().unwrap_or_default();
        other_names.iter().any(|other| other == name)
    };
    let mut properties: Map<String, Json> = Map::new();
    for (name, text) in pairs {
        let property = match schema.listed_property(name) {
            Some(property) => property,
            None if is_map && !is_other(name) => match schema.property(name) {
                Some(property) => property,
                None => {
                    properties.insert(name.clone(), text.as_str().into());
                    continue;
                }
            },
            None => continue,
        };
        if property.allows("array") {
            let item = property.items().map_or_else(|| text.as_str().into(), |items| items.parse_field(text));
            let list = properties.entry(name.clone()).or_insert_with(|| Json::Array(Vec::new()));
            list.as_array_mut().into_iter().for_each(|list| list.push(item.clone()));
        } else {
            properties.insert(name.clone(), property.parse(text));
        }
    }
    properties
}

fn named<'p>(pairs: &'p [(String, String)], name: &str) -> impl Iterator<Item = &'p str> {
    pairs.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// Removes the prefix of the styles `label` and `matrix`.
fn strip_style_prefix<'t>(text: &'t str, style: Style<'_>, name: &str) -> &'t str {
    match style.name {
        "label" => text.strip_prefix('.').unwrap_or(text),
        "matrix" => text.strip_prefix(&*format!(";{name}=")).unwrap_or(text),
        _ => text,
    }
}

/// Decodes an item. Headers have no percent-encoding.
fn decode(parameter: &Parameter, text: &str) -> String {
    if parameter.is_raw || parameter.location == "header" { text.to_owned() } else { percent_decoded(text) }
}

/// Decodes a name or value of a query or form.
pub(crate) fn decoded_field(text: &str) -> String {
    percent_decoded(&text.replace('+', " "))
}

/// The decoded cookies of a request.
pub(crate) fn cookies(request: &RawRequest) -> Vec<(String, String)> {
    raw_cookies(request).into_iter().map(|(name, value)| (name, percent_decoded(&value))).collect()
}

/// The cookies with their values as they were sent.
fn raw_cookies(request: &RawRequest) -> Vec<(String, String)> {
    let text = request.header("cookie").unwrap_or_default();
    let pairs = text.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}
