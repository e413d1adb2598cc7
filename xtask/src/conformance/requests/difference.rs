//! Differences between the values of an operation and those that the server read.

use serde_json::{Map, Value};

use super::{bodies::Body, operations::Operation, parameters::Parameter, server::Seen};

/// A difference.
#[derive(Debug)]
pub(super) struct Difference {
    pub(super) message: String,
    /// Why the server reads another value than the specification says.
    pub(super) known_reason: Option<&'static str>,
}

impl Difference {
    pub(super) fn new(message: String) -> Self {
        Self { message, known_reason: None }
    }
}

/// The differences of a request.
pub(super) fn differences(operation: &Operation, seen: &Seen) -> Vec<Difference> {
    if seen.id != operation.id {
        return vec![Difference::new(format!("the server read `{}`", seen.url))];
    }
    let mut all: Vec<Difference> =
        operation.parameters.iter().filter_map(|parameter| of_parameter(parameter, seen)).collect();
    let body = operation.body.as_ref().and_then(|body| of_body(body, seen));
    let known_reason = body.as_ref().and_then(|body| body.known_reason);
    all.extend(body);
    let errors = seen.errors.iter().map(|error| Difference { message: format!("{error}; {}", seen.url), known_reason });
    all.extend(errors);
    all
}

fn of_body(body: &Body, seen: &Seen) -> Option<Difference> {
    if are_equal(&body.value, &seen.body) {
        return None;
    }
    let message = format!("{} is read as {} from {} {:?}", body.value, seen.body, seen.content_type, seen.raw);
    Some(Difference { message, known_reason: known_reason(body, seen) })
}

/// Why openapi-core reads another body than the specification says.
fn known_reason(body: &Body, seen: &Seen) -> Option<&'static str> {
    let encodings = || body.object.get("encoding").and_then(Value::as_object).into_iter().flat_map(Map::values);
    let has_spaces = encodings().any(|encoding| encoding.get("style").is_some_and(|style| style == "spaceDelimited"));
    match body.media_type {
        "multipart/form-data" if are_equal(&as_parts(&body.value), &seen.body) => {
            Some("it reads the parts of a multipart body as strings")
        }
        "application/x-www-form-urlencoded" if has_spaces => {
            Some("it decodes a form before it splits at encoded spaces")
        }
        _ => None,
    }
}

/// The numbers and booleans of a multipart body as the strings of their parts.
fn as_parts(value: &Value) -> Value {
    let as_text = |value: &Value| match value {
        // A float without a fraction is sent as `7`.
        Value::Number(number) => Value::String(number.as_f64().unwrap_or_default().to_string()),
        Value::Bool(flag) => Value::String(flag.to_string()),
        other => other.clone(),
    };
    let Value::Object(properties) = value else { return value.clone() };
    let part = |(name, value): (&String, &Value)| match value {
        Value::Array(items) => (name.clone(), items.iter().map(as_text).collect()),
        other => (name.clone(), as_text(other)),
    };
    Value::Object(properties.iter().map(part).collect())
}

fn of_parameter(parameter: &Parameter, seen: &Seen) -> Option<Difference> {
    let values: &Map<String, Value> = match parameter.location {
        "path" => &seen.path,
        "query" => &seen.query,
        "header" => &seen.header,
        _ => &seen.cookie,
    };
    let read = values.get(&parameter.name).unwrap_or(&Value::Null);
    (!are_equal(&parameter.value, read)).then(|| {
        let Parameter { location, object, value, .. } = parameter;
        Difference::new(format!("{location} {object}: {value} is read as {read} from {}", seen.url))
    })
}

/// Whether two values are equal: `1` and `1.0` are.
fn are_equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| are_equal(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, value)| other.get(key).is_some_and(|other| are_equal(value, other)))
        }
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn body(media_type: &'static str, object: Value, value: Value) -> Operation {
        Operation { id: "op1".to_owned(), parameters: Vec::new(), body: Some(Body { media_type, object, value }) }
    }

    fn reasons(operation: &Operation, read: Value) -> Vec<Option<&'static str>> {
        let seen = Seen { id: "op1".to_owned(), body: read, ..Seen::default() };
        differences(operation, &seen).into_iter().map(|difference| difference.known_reason).collect()
    }

    #[test]
    fn a_difference_is_known_only_for_its_reason() {
        let multipart = body("multipart/form-data", json!({}), json!({ "a": [1, true], "b": "x" }));
        assert_eq!(reasons(&multipart, json!({ "a": [1, true], "b": "x" })), []);
        let expected = Some("it reads the parts of a multipart body as strings");
        assert_eq!(reasons(&multipart, json!({ "a": ["1", "true"], "b": "x" })), [expected]);
        assert_eq!(reasons(&multipart, json!({ "a": ["1"], "b": "x" })), [None]);
        let object = json!({ "encoding": { "a": { "style": "pipeDelimited" } } });
        let form = body("application/x-www-form-urlencoded", object, json!({ "a": [1] }));
        assert_eq!(reasons(&form, json!({ "a": [2] })), [None]);
        assert_eq!(reasons(&form, json!({ "a": [1.0] })), []);
    }

    #[test]
    fn another_value_of_a_parameter_is_a_difference() {
        let parameter = Parameter {
            name: "p".to_owned(),
            location: "query",
            object: json!({ "in": "query" }),
            value: json!("a b"),
        };
        let operation = Operation { id: "op1".to_owned(), parameters: vec![parameter], body: None };
        let seen = |value: &str| {
            let query = Map::from_iter([("p".to_owned(), json!(value))]);
            Seen { id: "op1".to_owned(), query, ..Seen::default() }
        };
        assert!(differences(&operation, &seen("a b")).is_empty());
        assert_eq!(differences(&operation, &seen("a+b")).len(), 1);
        assert_eq!(differences(&operation, &Seen::default()).len(), 1);
    }
}
