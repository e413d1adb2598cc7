//! The root of a document, and security schemes.

use super::{
    context::ConversionContext,
    converted_value::ConvertedValue,
    operations::Converter,
    schemas::{self, Mappings},
    servers::servers,
    swagger_node::SwaggerNode,
};

/// The version of converted documents.
const VERSION: &str = "3.0.4";

/// The key of paths beside `paths`.
const OTHER_PATHS: &str = "x-ms-paths";

/// A document of OpenAPI 3.0 with the content of a Swagger document.
pub(super) fn convert(converter: &Converter<'_>) -> ConvertedValue {
    let Converter { root, context, .. } = converter;
    let mappings = schemas::mappings(root);
    let (mut entries, mut components) = (Vec::new(), Vec::new());
    for (key, value) in root.entries() {
        match key {
            "swagger" => entries.push(("openapi".to_owned(), ConvertedValue::text(&value, VERSION))),
            "host" | "basePath" | "schemes" | "consumes" | "produces" | OTHER_PATHS | "x-ms-parameterized-host" => {}
            "paths" => {
                let paths = value.entries().map(|(path, item)| {
                    let is_extension = path.starts_with("x-");
                    (
                        path.to_owned(),
                        if is_extension { ConvertedValue::copy(&item) } else { converter.path_item(&item) },
                    )
                });
                let mut paths: Vec<(String, ConvertedValue)> = paths.collect();
                for (path, item) in root.get(OTHER_PATHS).iter().flat_map(SwaggerNode::entries) {
                    let described = with_described_query(converter, path, &item);
                    let known = |path: &str| paths.iter().any(|(known, _)| known == path);
                    let path = [described.as_str(), path].into_iter().find(|path| !known(path)).map(str::to_owned);
                    paths.extend(path.map(|path| (path, converter.path_item(&item))));
                }
                entries.push((key.to_owned(), ConvertedValue::object(&value, paths)));
            }
            "definitions" => components.push(("schemas", definitions(&value, &mappings, context))),
            "parameters" => {
                let others = value.entries().filter(|(_, one)| !matches!(one.text_of("in"), Some("body" | "formData")));
                let others = others.filter_map(|(name, one)| Some((name.to_owned(), converter.parameter(&one)?)));
                components.push(("parameters", ConvertedValue::object(&value, others.collect())));
            }
            "responses" => {
                let responses = value.entries().map(|(name, one)| (name.to_owned(), converter.response(&one, None)));
                components.push(("responses", ConvertedValue::object(&value, responses.collect())));
            }
            "securityDefinitions" => {
                let schemes = value.entries().map(|(name, scheme)| (name.to_owned(), security_scheme(&scheme)));
                components.push(("securitySchemes", ConvertedValue::object(&value, schemes.collect())));
            }
            _ => entries.push((key.to_owned(), ConvertedValue::copy(&value))),
        }
    }
    entries.extend(servers(root, None, context).map(|servers| ("servers".to_owned(), servers)));
    if !components.is_empty() {
        let components = components.into_iter().map(|(key, value)| (key.to_owned(), value));
        entries.push(("components".to_owned(), ConvertedValue::object(root, components.collect())));
    }
    ConvertedValue::object(root, entries)
}

/// A path without those parts of its query that are no parameters: they only distinguish it from other paths.
fn with_described_query<'s>(converter: &Converter<'s>, path: &str, item: &SwaggerNode<'s>) -> String {
    let Some((path, query)) = path.split_once('?') else { return path.to_owned() };
    let operations = item.entries().map(|(_, operation)| operation);
    let parameters = [item.clone()].into_iter().chain(operations).flat_map(|owner| owner.strings_of("parameters"));
    let targets = parameters.map(|one| converter.context.target(&one).map_or(one, |(target, _)| target));
    let of_query = targets.filter(|one| one.text_of("in") == Some("query"));
    let names: Vec<&str> = of_query.filter_map(|one| one.text_of("name")).collect();
    let is_described = |pair: &&str| names.contains(&pair.split('=').next().unwrap_or_default());
    let pairs: Vec<&str> = query.split('&').filter(is_described).collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

fn definitions(source: &SwaggerNode<'_>, mappings: &Mappings<'_>, context: &ConversionContext<'_>) -> ConvertedValue {
    let schemas = source.entries().map(|(name, schema)| {
        let mapping = mappings.get(name).map(Vec::as_slice).unwrap_or_default();
        (name.to_owned(), schemas::schema(&schema, mapping, context))
    });
    ConvertedValue::object(source, schemas.collect())
}

/// A security scheme.
fn security_scheme(source: &SwaggerNode<'_>) -> ConvertedValue {
    match source.text_of("type") {
        Some("basic") => {
            let mut entries = Vec::new();
            for (key, value) in source.entries() {
                if key == "type" {
                    entries.push((key.to_owned(), ConvertedValue::text(&value, "http")));
                    entries.push(("scheme".to_owned(), ConvertedValue::text(&value, "basic")));
                } else {
                    entries.push((key.to_owned(), ConvertedValue::copy(&value)));
                }
            }
            ConvertedValue::object(source, entries)
        }
        Some("oauth2") => oauth2(source),
        _ => ConvertedValue::copy(source),
    }
}

fn oauth2(source: &SwaggerNode<'_>) -> ConvertedValue {
    let (mut entries, mut flow) = (Vec::new(), Vec::new());
    for (key, value) in source.entries() {
        match key {
            "flow" => {}
            "authorizationUrl" | "tokenUrl" | "scopes" => flow.push((key.to_owned(), ConvertedValue::copy(&value))),
            _ => entries.push((key.to_owned(), ConvertedValue::copy(&value))),
        }
    }
    let Some(name) = source.get("flow") else { return ConvertedValue::copy(source) };
    let key = match name.text() {
        Some("application") => "clientCredentials",
        Some("accessCode") => "authorizationCode",
        Some(other) => other,
        None => return ConvertedValue::copy(source),
    };
    // OpenAPI 3.0 requires the key.
    if source.get("scopes").is_none() {
        flow.push(("scopes".to_owned(), ConvertedValue::object(&name, Vec::new())));
    }
    entries.push(("flows".to_owned(), ConvertedValue::property(&name, key, ConvertedValue::object(&name, flow))));
    ConvertedValue::object(source, entries)
}
