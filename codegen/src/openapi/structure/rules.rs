//! Rules that involve several keys of an object.

use std::collections::BTreeSet;

use super::{
    DocumentCheck, Node, is_count,
    table::{ObjectTable, Version},
};
use crate::{diagnostic::Code, source::Value};

/// The styles of query parameters and of form properties.
pub(super) static QUERY_STYLES: [&str; 4] = ["form", "spaceDelimited", "pipeDelimited", "deepObject"];

/// No rule.
pub(super) fn none(_: &mut DocumentCheck, _: &Node<'_>, _: &'static ObjectTable) {}

impl DocumentCheck {
    /// Reports the second of two keys that exclude each other.
    fn exclusive(&mut self, node: &Node<'_>, table: &ObjectTable, one: &str, other: &str) {
        if let (Some(_), Some(second)) = (node.get(one), node.get(other)) {
            let message = format!("`{one}` and `{other}` exclude each other in {}", table.name);
            self.report_in(table, Code::ExclusiveKeys, second.key(), message);
        }
    }

    /// Reports keys that have no meaning in this object.
    fn misplaced(&mut self, node: &Node<'_>, table: &ObjectTable, keys: &[&str], reason: &str) {
        for name in keys {
            if let Some(child) = node.get(name) {
                let message = format!("misplaced key `{name}` in {}: {reason}", table.name);
                self.report_in(table, Code::ExclusiveKeys, child.key(), message);
            }
        }
    }

    /// Requires exactly one of two keys.
    fn one_key_of(&mut self, node: &Node<'_>, table: &ObjectTable, one: &str, other: &str) {
        if node.get(one).is_none() && node.get(other).is_none() {
            self.missing(node, table, &format!("`{one}` or `{other}`"));
        }
        self.exclusive(node, table, one, other);
    }

    /// `content` of a parameter or a header: one media type, and no key that concerns `schema`.
    fn single_content(&mut self, node: &Node<'_>, table: &ObjectTable) {
        let Some(content) = node.get("content") else { return };
        if let Some(count) = content.keys().map(Iterator::count).filter(|count| *count != 1) {
            let message = format!("wrong number of media types in `content`: expected 1, found {count}");
            self.report_in(table, Code::WrongType, content.at, message);
        }
        if node.get("schema").is_none() {
            let keys: &[&str] = if self.version < Version::V3_2 {
                &["style", "explode", "allowReserved", "example", "examples"]
            } else {
                &["style", "explode", "allowReserved"]
            };
            self.misplaced(node, table, keys, "it belongs to `schema`, not to `content`");
        }
    }
}

/// The string under a key.
fn text<'v>(node: &Node<'v>, key: &str) -> Option<&'v str> {
    match node.get(key)?.value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// Whether a key of a Responses Object is a status or a range.
pub(super) fn is_status(key: &str) -> bool {
    let [first, rest @ ..] = key.as_bytes() else { return false };
    let is_number = rest.len() == 2 && rest.iter().all(u8::is_ascii_digit);
    (b'1'..=b'5').contains(first) && (is_number || rest == b"XX")
}

/// The version: `3.1.0`.
pub(super) fn openapi(check: &mut DocumentCheck, node: &Node<'_>, table: &'static ObjectTable) {
    let Some(version) = node.get("openapi") else { return };
    let Value::String(text) = version.value else { return };
    let patch = text.splitn(3, '.').nth(2).unwrap_or_default();
    let patch = patch.split_once('-').map_or(patch, |(patch, _)| patch);
    if patch.is_empty() || !patch.bytes().all(|byte| byte.is_ascii_digit()) {
        let message = format!("malformed version `{text}`: expected three numbers");
        check.report_in(table, Code::WrongType, version.at, message);
        check.help("for example `3.0.4` or `3.1.1`");
    }
}

pub(super) fn license(check: &mut DocumentCheck, node: &Node<'_>, table: &'static ObjectTable) {
    if check.version >= Version::V3_1 {
        check.exclusive(node, table, "identifier", "url");
    }
}

pub(super) fn media_type(check: &mut DocumentCheck, node: &Node<'_>, table: &'static ObjectTable) {
    check.exclusive(node, table, "example", "examples");
    encoding(check, node, table);
}

pub(super) fn encoding(check: &mut DocumentCheck, node: &Node<'_>, table: &'static ObjectTable) {
    if check.version >= Version::V3_2 {
        check.exclusive(node, table, "encoding", "prefixEncoding");
        check.exclusive(node, table, "encoding", "itemEncoding");
    }
}

pub(super) fn responses(check: &mut DocumentCheck, node: &Node<'_>, table: &'static ObjectTable) {
    let mut keys = node.keys().into_iter().flatten();
    if !keys.any(|key| key == "default" || is_status(key)) {
        check.missing(node, table, "`default` or a status");
    }
}

pub(super) fn example(check: &mut DocumentCheck, node: &Node<'_>, table: &'static ObjectTable) {
    check.exclusive(node, table, "value", "externalValue");
    if check.version >= Version::V3_2 {
        check.exclusive(node, table, "value", "dataValue");
        check.exclusive(node, table, "value", "serializedValue");
        check.exclusive(node, table, "serializedValue", "externalValue");
    }
}

pub(super) fn link(check: &mut DocumentCheck, node: &Node<'_>, table: &'static ObjectTable) {
    check.one_key_of(node, table, "operationRef", "operationId");
}

pub(super) fn xml(check: &mut DocumentCheck, node: &Node<'_>, table: &'static ObjectTable) {
    if check.version >= Version::V3_2 {
        check.exclusive(node, table, "nodeType", "attribute");
        check.exclusive(node, table, "nodeType", "wrapped");
    }
}

pub(super) fn header(check: &mut DocumentCheck, node: &Node<'_>, table: &'static ObjectTable) {
    check.one_key_of(node, table, "schema", "content");
    check.exclusive(node, table, "example", "examples");
    check.single_content(node, table);
}

pub(super) fn parameter(check: &mut DocumentCheck, node: &Node<'_>, table: &'static ObjectTable) {
    check.one_key_of(node, table, "schema", "content");
    check.exclusive(node, table, "example", "examples");
    check.single_content(node, table);
    let Some(location) = text(node, "in") else { return };
    let styles: &[&str] = match location {
        "path" => &["simple", "label", "matrix"],
        "query" => &QUERY_STYLES,
        "header" => &["simple"],
        "cookie" if check.version >= Version::V3_2 => &["form", "cookie"],
        "cookie" => &["form"],
        "querystring" if check.version >= Version::V3_2 => {
            return check.misplaced(node, table, &["schema"], "a query string has `content`");
        }
        other => {
            if let Some(at) = node.get("in").map(|location| location.at) {
                check.report_in(table, Code::WrongType, at, format!("unknown parameter location `{other}`"));
                check.help("`in` is one of `path`, `query`, `header`, `cookie`");
            }
            return;
        }
    };
    if let Some(style) = node.get("style") {
        check.one_of(&style, styles);
    }
    let is_required = node.get("required").is_some_and(|required| *required.value == Value::Bool(true));
    if location == "path" && !is_required {
        let message = format!("path parameter `{}` is not required", text(node, "name").unwrap_or_default());
        check.report_in(table, Code::OptionalPathParameter, node.at.clone(), message);
    }
    if check.version >= Version::V3_1 && location != "query" {
        check.misplaced(node, table, &["allowEmptyValue"], "it belongs to query parameters");
        if check.version == Version::V3_1 || location == "header" {
            check.misplaced(node, table, &["allowReserved"], &format!("it has no meaning for `in: {location}`"));
        }
    }
}

/// The keys that each type of a security scheme requires and allows.
pub(super) fn security_scheme(check: &mut DocumentCheck, node: &Node<'_>, table: &'static ObjectTable) {
    let Some(kind) = text(node, "type") else { return };
    let (required, allowed): (&[&str], &[&str]) = match kind {
        "apiKey" => (&["name", "in"], &[]),
        "http" => (&["scheme"], &["bearerFormat"]),
        "oauth2" => (&["flows"], &["oauth2MetadataUrl"]),
        "openIdConnect" => (&["openIdConnectUrl"], &[]),
        "mutualTLS" if check.version >= Version::V3_1 => (&[], &[]),
        _ => {
            if let Some(kind) = node.get("type") {
                check.one_of(&kind, &["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"]);
                if check.version == Version::V3_0 && text(node, "type") == Some("mutualTLS") {
                    check.one_of(&kind, &["apiKey", "http", "oauth2", "openIdConnect"]);
                }
            }
            return;
        }
    };
    for key in required.iter().filter(|key| node.get(key).is_none()) {
        check.missing(node, table, &format!("`{key}`"));
    }
    let of_types = ["name", "in", "scheme", "bearerFormat", "flows", "openIdConnectUrl", "oauth2MetadataUrl"];
    let others: Vec<&str> =
        of_types.into_iter().filter(|key| !required.contains(key) && !allowed.contains(key)).collect();
    check.misplaced(node, table, &others, &format!("it has no meaning for `type: {kind}`"));
    let is_bearer = text(node, "scheme").is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer"));
    if kind == "http" && !is_bearer {
        check.misplaced(node, table, &["bearerFormat"], "it belongs to `scheme: bearer`");
    }
}

pub(super) fn schema(check: &mut DocumentCheck, node: &Node<'_>, table: &'static ObjectTable) {
    if let Some(factor) = node.get("multipleOf")
        && matches!(factor.value, Value::Number(number) if number.as_f64().is_some_and(|value| value <= 0.0))
    {
        check.report(Code::ContradictoryLimits, factor.at, "invalid `multipleOf`: expected a number greater than 0");
    }
    for keyword in ["required", "type"] {
        unique_items(check, node, keyword);
    }
    default_type(check, node, table);
}

/// Reports a string that is twice in a list.
fn unique_items(check: &mut DocumentCheck, node: &Node<'_>, keyword: &str) {
    let Some(list) = node.get(keyword) else { return };
    let Value::Array(items) = list.value else { return };
    let mut known = BTreeSet::new();
    for (index, item) in items.iter().enumerate() {
        let Value::String(text) = item else { continue };
        if !known.insert(text)
            && let Some(node) = list.get(&index.to_string())
        {
            check.report(Code::WrongType, node.at, format!("duplicate item `{text}` of `{keyword}`"));
        }
    }
}

/// Reports a `default` that has another type than its schema. OpenAPI 3.0.4, section 4.7.24: "the value MUST conform
/// to the defined type". JSON Schema Validation 2020-12, section 9.2, recommends the same.
fn default_type(check: &mut DocumentCheck, node: &Node<'_>, table: &'static ObjectTable) {
    let (Some(default), Some(types)) = (node.get("default"), node.get("type")) else { return };
    let types: Vec<&str> = match types.value {
        Value::String(one) => vec![one],
        Value::Array(items) => items
            .iter()
            .filter_map(|item| match item {
                Value::String(one) => Some(one.as_str()),
                _ => None,
            })
            .collect(),
        _ => return,
    };
    let is_nullable = node.get("nullable").is_some_and(|flag| *flag.value == Value::Bool(true));
    if types.is_empty() || types.iter().any(|name| has_type(default.value, name)) {
        return;
    }
    if is_nullable && *default.value == Value::Null {
        return;
    }
    let expected: Vec<String> = types.iter().map(|name| format!("`{name}`")).collect();
    let found = default.value.type_name();
    let message = format!("wrong type of `default`: expected {}, found {found}", expected.join(" or "));
    check.report_in(table, Code::WrongType, default.at, message);
}

/// Whether a value has a type of JSON Schema. An unknown type has every value.
fn has_type(value: &Value, name: &str) -> bool {
    match name {
        "array" => matches!(value, Value::Array(_)),
        "boolean" => matches!(value, Value::Bool(_)),
        "integer" => {
            is_count(value)
                || matches!(value, Value::Number(number) if number.as_f64().is_some_and(|value| value.fract() == 0.0))
        }
        "null" => *value == Value::Null,
        "number" => matches!(value, Value::Number(_)),
        "object" => matches!(value, Value::Object(_)),
        "string" => matches!(value, Value::String(_)),
        _ => true,
    }
}
