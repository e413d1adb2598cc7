//! Labels: the name of a location for people, from its pointer.

use wireright_codegen::{http::method_of, source::Pointer};

use super::{Documents, Node};

/// The label of a node: `Pet.name`, or "GET /pets: query parameter `limit`".
pub(crate) fn label(documents: &Documents, node: &Node<'_>) -> String {
    let segments: Vec<String> = node.pointer.segments().map(std::borrow::Cow::into_owned).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match segments.as_slice() {
        [] => "the document".to_owned(),
        ["components", "schemas" | "responses" | "requestBodies", name, rest @ ..] => {
            format!("`{name}{}`", inside(rest))
        }
        ["components", "parameters", _, rest @ ..] => {
            with_rest(&parameter(documents, node, &segments[..3]), &schema_path(rest))
        }
        ["components", "headers", name, rest @ ..] => with_rest(&format!("header `{name}`"), &schema_path(rest)),
        ["components", "securitySchemes", name, ..] => format!("security scheme `{name}`"),
        ["components", map @ "pathItems", path, rest @ ..] | [map @ ("paths" | "webhooks"), path, rest @ ..] => {
            let (method, rest) = match method_of(rest) {
                Some((method, keys)) => (Some(method), &rest[keys..]),
                None => (None, rest),
            };
            let kind = match *map {
                "webhooks" => "webhook ",
                "pathItems" => "path item ",
                _ => "",
            };
            let method = method.map(|method| format!("{method} ")).unwrap_or_default();
            let operation = format!("{kind}{method}{path}");
            with_rest(&operation, &operation_part(documents, node, &segments, rest))
        }
        [first, ..] => format!("`{first}`"),
    }
}

/// The label of a part of a schema, at the place with a label.
pub(crate) fn label_inside(outer: &str, segments: &[&str]) -> String {
    let path = inside(segments);
    match outer.strip_suffix('`') {
        _ if path.is_empty() => outer.to_owned(),
        Some(outer) => format!("{outer}{path}`"),
        None => with_rest(outer, &format!("`{}`", path.trim_start_matches('.'))),
    }
}

/// The label of a part of an operation.
fn operation_part(documents: &Documents, node: &Node<'_>, all: &[&str], rest: &[&str]) -> String {
    match rest {
        [] => String::new(),
        ["parameters"] => "parameters".to_owned(),
        ["parameters", _, inner @ ..] => {
            let until = all.len() - inner.len();
            let parameter = parameter(documents, node, &all[..until]);
            with_rest(&parameter, &schema_path(inner))
        }
        ["requestBody", inner @ ..] => with_rest("request body", &content(inner)),
        ["responses", status, "headers", name, inner @ ..] => {
            with_rest(&format!("response {status}, header `{name}`"), &schema_path(inner))
        }
        ["responses", status, inner @ ..] => with_rest(&format!("response {status}"), &content(inner)),
        ["callbacks", name, ..] => format!("callback `{name}`"),
        [first, ..] => format!("`{first}`"),
    }
}

fn content(rest: &[&str]) -> String {
    match rest {
        ["content", _, inner @ ..] => schema_path(inner),
        _ => String::new(),
    }
}

/// The path inside a schema, without the keyword `schema` itself.
fn schema_path(rest: &[&str]) -> String {
    let path = match rest {
        ["schema", inner @ ..] | ["content", _, "schema", inner @ ..] => inside(inner),
        _ => String::new(),
    };
    if path.is_empty() { path } else { format!("`{}`", path.trim_start_matches('.')) }
}

fn with_rest(head: &str, rest: &str) -> String {
    match (head.is_empty(), rest.is_empty()) {
        (_, true) => head.to_owned(),
        (true, _) => rest.to_owned(),
        _ if head.contains(": ") => format!("{head}, {rest}"),
        _ => format!("{head}: {rest}"),
    }
}

/// The name of a parameter with its location.
fn parameter(documents: &Documents, node: &Node<'_>, segments: &[&str]) -> String {
    let pointer = segments.iter().fold(Pointer::root(), |pointer, segment| pointer.child(segment));
    let location = wireright_codegen::source::Location {
        file: node.file,
        pointer,
        part: wireright_codegen::source::NodePart::Value,
    };
    let Some(found) = documents.at(&location) else { return "parameter".to_owned() };
    let (found, _) = documents.resolve(&found);
    let (place, name) = (found.text("in").unwrap_or_default(), found.text("name").unwrap_or_default());
    format!("{place} parameter `{name}`").trim_start().to_owned()
}

/// Properties, items and variants as a path.
fn inside(segments: &[&str]) -> String {
    let mut path = String::new();
    let mut rest = segments;
    loop {
        rest = match rest {
            ["properties", name, inner @ ..] => {
                path += &format!(".{name}");
                inner
            }
            ["items", inner @ ..] => {
                path += "[]";
                inner
            }
            ["additionalProperties", inner @ ..] => {
                path += ".*";
                inner
            }
            ["oneOf" | "anyOf", index, inner @ ..] => {
                path += &format!("|{index}");
                inner
            }
            ["prefixItems", index, inner @ ..] => {
                path += &format!("[{index}]");
                inner
            }
            ["allOf", _, inner @ ..] | ["content", _, "schema", inner @ ..] => inner,
            _ => return path,
        };
    }
}
