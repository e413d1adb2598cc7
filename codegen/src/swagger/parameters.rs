//! Parameters that are not in the body, and headers: the keys of their schemas, and how lists are delimited.

use super::{context::ConversionContext, converted_value::ConvertedValue, schemas, swagger_node::SwaggerNode};

/// Keys of a parameter that OpenAPI 3.0 has in its schema.
const SCHEMA_KEYS: [&str; 20] = [
    "type",
    "format",
    "items",
    "default",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "enum",
    "multipleOf",
    "x-nullable",
    "x-enum-varnames",
    "x-enum-descriptions",
    "x-rust-type",
];

/// How a list is written: the style, and whether each item is a pair of its own.
type Style = (&'static str, bool);

/// Whether the schema of a parameter has this key.
pub(super) fn is_schema_key(key: &str) -> bool {
    SCHEMA_KEYS.contains(&key)
}

/// The schema of a parameter, a header or a form property.
pub(super) fn schema(source: &SwaggerNode<'_>, context: &ConversionContext<'_>) -> ConvertedValue {
    let entries = source.entries().filter(|(key, _)| is_schema_key(key));
    let mut schema = Vec::new();
    for (key, value) in entries {
        match (key, value.text()) {
            ("type", Some("file")) => {
                schema.push(("type".to_owned(), ConvertedValue::text(&value, "string")));
                schema.push(("format".to_owned(), ConvertedValue::text(&value, "binary")));
            }
            ("x-nullable", _) => schema.push(("nullable".to_owned(), ConvertedValue::copy(&value))),
            ("items", _) => schema.push((key.to_owned(), items(&value, context))),
            _ => schema.push((key.to_owned(), ConvertedValue::copy(&value))),
        }
    }
    ConvertedValue::object(source, schema)
}

/// The items of a list: a schema that delimits its own lists by commas.
fn items(source: &SwaggerNode<'_>, context: &ConversionContext<'_>) -> ConvertedValue {
    if source.get("$ref").is_some() { schemas::schema(source, &[], context) } else { schema(source, context) }
}

/// The style of a list, or its unsupported format.
pub(super) fn style<'s>(source: &SwaggerNode<'s>, place: &str) -> Result<Option<Style>, SwaggerNode<'s>> {
    if source.text_of("type") != Some("array") {
        return Ok(None);
    }
    let Some(format) = source.get("collectionFormat") else {
        return Ok(Some(if is_pairs(place) { ("form", false) } else { ("simple", false) }));
    };
    match (format.text(), is_pairs(place)) {
        (Some("csv"), true) => Ok(Some(("form", false))),
        (Some("multi"), true) => Ok(Some(("form", true))),
        (Some("ssv"), true) => Ok(Some(("spaceDelimited", false))),
        (Some("pipes"), true) => Ok(Some(("pipeDelimited", false))),
        (Some("csv" | "multi"), false) => Ok(Some(("simple", false))),
        _ => Err(format),
    }
}

/// Whether values are pairs of a name and a value.
fn is_pairs(place: &str) -> bool {
    ["query", "formData"].contains(&place)
}

/// A list format that OpenAPI 3.0 does not have.
pub(super) fn report_format(format: &SwaggerNode<'_>, name: &str, context: &ConversionContext<'_>) {
    let found = format.text().unwrap_or_default();
    let message = format!("unsupported `collectionFormat: {found}`: `{name}` is omitted");
    context.unsupported(format, message, "OpenAPI 3 cannot express this format");
}

/// A parameter in the query, a header or the path. `None` if it is omitted, which is reported.
pub(super) fn parameter(source: &SwaggerNode<'_>, context: &ConversionContext<'_>) -> Option<ConvertedValue> {
    let name = source.text_of("name").unwrap_or_default();
    let place = source.text_of("in").unwrap_or_default();
    let style = match style(source, place) {
        Ok(style) => style,
        Err(format) => {
            report_format(&format, name, context);
            return None;
        }
    };
    if let Some(prefix) = source.get("x-ms-header-collection-prefix") {
        let message = format!("unsupported `x-ms-header-collection-prefix`: `{name}` is omitted");
        context.unsupported(&prefix, message, "OpenAPI 3 has no parameter for several headers");
        return None;
    }
    let mut entries = Vec::new();
    for (key, value) in source.entries() {
        match key {
            "collectionFormat" => {}
            "x-ms-skip-url-encoding" => entries.push(("allowReserved".to_owned(), ConvertedValue::copy(&value))),
            "x-example" => entries.push(("example".to_owned(), ConvertedValue::copy(&value))),
            key if is_schema_key(key) => {}
            key => entries.push((key.to_owned(), ConvertedValue::copy(&value))),
        }
    }
    if let Some((style, explode)) = style {
        entries.push(("style".to_owned(), ConvertedValue::text(source, style)));
        entries.push(("explode".to_owned(), ConvertedValue::flag(source, explode)));
    }
    entries.push(("schema".to_owned(), schema(source, context)));
    Some(ConvertedValue::object(source, entries))
}

/// A header of a response. `None` if it is omitted, which is reported.
pub(super) fn header(name: &str, source: &SwaggerNode<'_>, context: &ConversionContext<'_>) -> Option<ConvertedValue> {
    if let Err(format) = style(source, "header") {
        report_format(&format, name, context);
        return None;
    }
    let others = source.entries().filter(|(key, _)| !is_schema_key(key) && *key != "collectionFormat");
    let mut entries: Vec<_> = others.map(|(key, value)| (key.to_owned(), ConvertedValue::copy(&value))).collect();
    entries.push(("schema".to_owned(), schema(source, context)));
    Some(ConvertedValue::object(source, entries))
}
