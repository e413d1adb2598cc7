//! Forms, `application/x-www-form-urlencoded`, as the objects that their schemas describe.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use wireright_codegen::model::Direction;

use crate::{
    api::{Api, Location},
    bracketed_names,
    http::RawRequest,
    parameter_values::{Parameter, SentValues, Style, decoded_field},
    schema::Schema,
};

/// The media type of forms.
pub(crate) const MEDIA_TYPE: &str = "application/x-www-form-urlencoded";

/// The object that a form describes, by the schema and the Encoding Objects of a Media Type Object.
///
/// Without a style, a list is several fields of one name, and an object is JSON (OpenAPI 3.0.4, "Encoding Object").
/// Names with brackets are read too, as many servers do.
pub(crate) fn value(api: &Api, media_type: &Location, form: &str, request: &RawRequest) -> Json {
    let schema = Schema::at(api, &media_type.child("schema"));
    let encodings = media_type.child("encoding");
    // Objects whose properties are fields of their own.
    let exploded = api.entries(&encodings).into_iter().filter_map(|(name, encoding)| {
        let encoding = api.resolved_value(&encoding).filter(|encoding| encoding.get("style").is_some())?;
        let property = schema.property(&name).filter(|property| property.allows("object"))?;
        Style::of(Some(encoding), "query").has_names_of_properties().then_some((name, property))
    });
    let exploded: Vec<(String, Schema<'_>)> = exploded.collect();
    let property_of = |field: &str| {
        if schema.listed_property(field).is_some() {
            return field.to_owned();
        }
        let object = exploded.iter().find(|(_, property)| property.listed_property(field).is_some());
        let name = object.map_or_else(|| field.split('[').next().unwrap_or_default(), |(name, _)| name);
        name.to_owned()
    };
    let mut fields: BTreeMap<String, String> = BTreeMap::new();
    for pair in form.split('&').filter(|pair| !pair.is_empty()) {
        let name = decoded_field(pair.split('=').next().unwrap_or_default());
        let own = fields.entry(property_of(&name)).or_default();
        own.push_str(pair);
        own.push('&');
    }
    let property = |(name, form): (String, String)| {
        let sent = SentValues::new(Vec::new(), &form, request);
        let value = field(api, &name, &encodings.child(&name), schema.property(&name).as_ref(), &sent)?;
        Some((name, value))
    };
    Json::Object(fields.into_iter().filter_map(property).collect())
}

/// The value of a field: the first candidate that is valid, or the first one.
fn field(
    api: &Api,
    name: &str,
    encoding: &Location,
    schema: Option<&Schema<'_>>,
    sent: &SentValues<'_>,
) -> Option<Json> {
    let parameter =
        Parameter { name: name.to_owned(), location: "query".to_owned(), is_raw: false, definition: encoding.clone() };
    let strings = sent.strings(&parameter);
    let Some(schema) = schema else {
        let pairs = sent.query.iter().filter_map(|(field, text)| Some((bracketed_names::keys(field, name)?, text)));
        let pairs: Vec<(Vec<&str>, &String)> = pairs.collect();
        let pairs: Vec<(&[&str], &str)> = pairs.iter().map(|(keys, text)| (keys.as_slice(), text.as_str())).collect();
        return match strings.as_slice() {
            [_, _, ..] => Some(strings.into()),
            _ => (!pairs.is_empty()).then(|| bracketed_names::value(None, &pairs)),
        };
    };
    let style = Style::of(api.resolved_value(encoding), "query");
    let mut candidates = sent.candidates(&parameter, style, schema, &[]);
    candidates.extend(strings.first().map(|text| schema.parse_field(text)));
    let is_valid = |value: &&Json| {
        schema.location().is_none_or(|location| api.violations(Direction::Request, location, value).is_empty())
    };
    let valid = candidates.iter().find(is_valid).cloned();
    valid.or_else(|| candidates.into_iter().next())
}
