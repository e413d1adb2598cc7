//! Schemas. Those of Swagger 2.0 are nearly those of OpenAPI 3.0.

use std::collections::BTreeMap;

use super::{context::ConversionContext, converted_value::ConvertedValue, swagger_node::SwaggerNode};
use crate::source::{Object, Value};

/// Keys with the value of the discriminator that selects a schema. Swagger 2.0 has none: it is the name of the schema.
const DISCRIMINATOR_VALUES: [&str; 2] = ["x-ms-discriminator-value", "x-discriminator-value"];

/// Values of discriminators, each with the name of the schema that it selects, by the name of the base schema.
pub(super) type Mappings<'d> = BTreeMap<&'d str, Vec<(&'d str, &'d str)>>;

/// The value of a discriminator that selects the schema.
fn discriminator_value<'d>(schema: &SwaggerNode<'d>) -> Option<&'d str> {
    DISCRIMINATOR_VALUES.iter().find_map(|key| schema.text_of(key))
}

/// The mappings of all base schemas under `definitions`.
pub(super) fn mappings<'d>(root: &SwaggerNode<'d>) -> Mappings<'d> {
    let definitions: BTreeMap<&str, SwaggerNode<'d>> =
        root.get("definitions").iter().flat_map(SwaggerNode::entries).collect();
    let mut mappings = Mappings::new();
    for (name, schema) in &definitions {
        let Some(value) = discriminator_value(schema) else { continue };
        let (mut bases, mut open) = (vec![*name], vec![schema.clone()]);
        while let Some(schema) = open.pop() {
            for part in schema.get("allOf").iter().flat_map(SwaggerNode::items) {
                let Some(base) = part.text_of("$ref").and_then(|text| text.strip_prefix("#/definitions/")) else {
                    continue;
                };
                let Some((base, schema)) = definitions.get_key_value(base) else { continue };
                if !bases.contains(base) {
                    bases.push(base);
                    open.push(schema.clone());
                }
            }
        }
        for base in bases {
            mappings.entry(base).or_default().push((value, name));
        }
    }
    mappings
}

/// Keys beside `$ref` that describe the place of the reference. All others are ignored (JSON Reference, section 3).
fn describes_place(key: &str) -> bool {
    ["$ref", "title", "description", "default", "example", "readOnly", "xml", "nullable"].contains(&key)
        || key.starts_with("x-")
}

/// The schema of a file, in the place of a value.
pub(super) fn file(source: &SwaggerNode<'_>) -> ConvertedValue {
    let keys = [("type", "string"), ("format", "binary")];
    ConvertedValue::object(
        source,
        keys.map(|(key, text)| (key.to_owned(), ConvertedValue::text(source, text))).to_vec(),
    )
}

/// Whether a schema is a file: `type: file`, or `format: file`, which Swagger does not define.
pub(super) fn is_file(source: &SwaggerNode<'_>) -> bool {
    source.text_of("type") == Some("file")
        || source.text_of("type") == Some("object") && source.text_of("format") == Some("file")
}

/// A schema. `mapping` has the values of its discriminator.
pub(super) fn schema(
    source: &SwaggerNode<'_>,
    mapping: &[(&str, &str)],
    context: &ConversionContext<'_>,
) -> ConvertedValue {
    if !source.is_object() {
        return ConvertedValue::copy(source);
    }
    let inner = |source: &SwaggerNode<'_>| schema(source, &[], context);
    let object_of = |source: &SwaggerNode<'_>| {
        let entries = source.entries().map(|(key, value)| (key.to_owned(), inner(&value)));
        ConvertedValue::object(source, entries.collect())
    };
    let list_of =
        |source: &SwaggerNode<'_>| ConvertedValue::list(source, source.items().map(|item| inner(&item)).collect());
    let mut entries = Vec::new();
    let is_reference = source.text_of("$ref").is_some();
    for (key, value) in source.entries() {
        if is_reference && !describes_place(key) {
            let message = format!("unsupported keyword `{key}` beside `$ref`: Swagger 2.0 ignores it");
            context.unsupported(&value, message, "write both as parts of `allOf`");
            continue;
        }
        let converted = match (key, value.value) {
            ("$ref", Value::String(reference)) => ConvertedValue::text(&value, context.converted(reference)),
            ("type", Value::String(_)) if is_file(source) => {
                entries.push(("format".to_owned(), ConvertedValue::text(&value, "binary")));
                ConvertedValue::text(&value, "string")
            }
            ("format", _) if is_file(source) => continue,
            ("x-nullable", Value::Bool(_)) => {
                entries.push(("nullable".to_owned(), ConvertedValue::copy(&value)));
                continue;
            }
            ("discriminator", Value::String(_)) => discriminator(&value, mapping),
            ("properties", Value::Object(_)) => object_of(&value),
            ("allOf" | "anyOf" | "oneOf" | "items", Value::Array(_)) => list_of(&value),
            ("items" | "additionalProperties" | "not", Value::Object(_)) => inner(&value),
            _ => ConvertedValue::copy(&value),
        };
        entries.push((key.to_owned(), converted));
    }
    ConvertedValue::object(source, entries)
}

fn discriminator(property: &SwaggerNode<'_>, mapping: &[(&str, &str)]) -> ConvertedValue {
    let mut entries = vec![("propertyName".to_owned(), ConvertedValue::copy(property))];
    if !mapping.is_empty() {
        let values = mapping.iter().map(|(value, name)| {
            let reference = format!("#/components/schemas/{}", name.replace('~', "~0").replace('/', "~1"));
            ((*value).to_owned(), ConvertedValue::text(property, reference))
        });
        entries.push(("mapping".to_owned(), ConvertedValue::object(property, values.collect())));
    }
    ConvertedValue::object(property, entries)
}

/// Converts the schemas of a file without a version, which Swagger documents refer to.
pub(super) fn convert_fragment(value: &mut Value, context: &ConversionContext<'_>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| convert_fragment(item, context)),
        Value::Object(object) => {
            if let Some(Value::String(reference)) = object.get_mut("$ref") {
                *reference = context.converted(reference);
            }
            if let Some(Value::Bool(true)) = object.get("x-nullable") {
                object.insert("nullable".to_owned(), Value::Bool(true));
                object.retain(|key| key != "x-nullable");
            }
            let is_schema = ["properties", "allOf", "type"].iter().any(|key| object.get(key).is_some());
            if let Some(discriminator @ Value::String(_)) = object.get_mut("discriminator").filter(|_| is_schema) {
                let property = std::mem::replace(discriminator, Value::Null);
                *discriminator = Value::Object(Object::from_iter([("propertyName".to_owned(), property)]));
            }
            object.values_mut().for_each(|value| convert_fragment(value, context));
        }
        _ => {}
    }
}
