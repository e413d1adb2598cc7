//! Known issues: failures that the client does not cause, but the server or a contradiction in the document.

use serde_json::Value as Json;
use wireright_codegen::Call;

use wireright_mock::Documents;

use super::operation::DocumentedOperation;

/// The known issue that causes a rejection. `None` if the client may cause it.
pub(super) fn of_rejection(documents: &Documents, call: &Call, reason: &str) -> Option<String> {
    let clauses: Vec<&str> = reason.split("; ").collect();
    let known_issues: Vec<Option<String>> = clauses.iter().map(|clause| of_clause(documents, call, clause)).collect();
    // If no branch of a union matches, the server reports the violations of all branches.
    let is_union = clauses.iter().any(|clause| clause.contains("must match exactly one schema in oneOf"));
    if is_union || known_issues.iter().all(Option::is_some) { known_issues.into_iter().flatten().next() } else { None }
}

fn of_clause(documents: &Documents, call: &Call, clause: &str) -> Option<String> {
    let content_type = call.content_type.as_deref().unwrap_or_default().to_ascii_lowercase();
    let missing = clause.split_once("must have required property '").and_then(|(_, rest)| rest.strip_suffix('\''));
    if clause.contains("Request header") {
        let ignored = missing.filter(|name| ["accept", "content-type", "authorization"].contains(name))?;
        return Some(format!("OpenAPI ignores the header parameter `{ignored}`, but the server requires it"));
    }
    if let Some(name) = missing {
        if documents.files.values().any(|root| has_read_only(root, name)) {
            return Some(format!("`{name}` is `readOnly`, but the server requires it in requests"));
        }
        let is_form = content_type.starts_with("application/x-www-form-urlencoded");
        return (is_form && is_declared(documents, call, name) == Some(false))
            .then(|| format!("`{name}` is required but undeclared, and the server drops such properties of forms"));
    }
    let is_body = clause.contains("Request body");
    let is_type_error = [" must be ", " must match a schema in anyOf"].iter().any(|text| clause.contains(text));
    if is_body && is_type_error && content_type.starts_with("text/plain") {
        return Some("the server treats every `text/plain` body as a string".to_owned());
    }
    (is_body && is_type_error && content_type.starts_with("multipart/"))
        .then(|| "the server treats all parts of a form as strings".to_owned())
}

/// Whether a property of the body is declared.
fn is_declared(documents: &Documents, call: &Call, name: &str) -> Option<bool> {
    let body = DocumentedOperation::of(documents, call)?.body(call.content_type.as_deref()?)?;
    let properties = body.property(documents, "schema")?.property(documents, "properties")?;
    Some(properties.property(documents, name).is_some())
}

/// Whether any property with this name is `readOnly`.
fn has_read_only(value: &Json, name: &str) -> bool {
    match value {
        Json::Array(items) => items.iter().any(|item| has_read_only(item, name)),
        Json::Object(object) => {
            let property = object.get("properties").and_then(|properties| properties.get(name));
            property.is_some_and(|property| property.get("readOnly") == Some(&Json::Bool(true)))
                || object.values().any(|member| has_read_only(member, name))
        }
        _ => false,
    }
}

/// The known issue that prevents a valid value.
pub(super) fn of_missing_value(reason: &str) -> Option<String> {
    let is_ambiguous = reason.contains("is valid under more than one of the schemas listed in the 'oneOf' keyword");
    is_ambiguous.then(|| "every value of one branch of the union matches another branch".to_owned())
}

/// The known issue of a valid response that the client cannot decode.
///
/// In OpenAPI 3.0, a schema with only `nullable` allows any value. The client treats it as null.
pub(super) fn of_response(response: &Json) -> Option<String> {
    fn has_nullable_schema(value: &Json) -> bool {
        match value {
            Json::Array(items) => items.iter().any(has_nullable_schema),
            Json::Object(object) => {
                let is_nullable_only = object.len() == 1 && object.get("nullable") == Some(&Json::Bool(true));
                is_nullable_only || object.values().any(has_nullable_schema)
            }
            _ => false,
        }
    }
    has_nullable_schema(response)
        .then(|| "a union branch has only `nullable`: the server generates any value, not null".to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn known_issue(content_type: &str, reason: &str) -> Option<String> {
        let document = json!({
            "paths": { "/a": { "post": { "requestBody": { "content": { content_type: { "schema": {
                "properties": { "known": {} }, "required": ["known", "unknown"],
            } } } } } } },
            "components": { "schemas": { "A": { "properties": { "id": { "readOnly": true } } } } },
        });
        let documents = Documents { files: [("a".to_owned(), document)].into(), is_openapi_3_0: true };
        let call = Call {
            file: "a".to_owned(),
            path: "/a".to_owned(),
            http_method: "POST".to_owned(),
            id: "a".to_owned(),
            client: "a::Client".to_owned(),
            method: "a".to_owned(),
            arguments: Vec::new(),
            content_type: Some(content_type.to_owned()),
            is_streamed: false,
        };
        of_rejection(&documents, &call, reason)
    }

    #[test]
    fn server_issues_are_known() {
        let is_known = |content_type: &str, reason: &str| known_issue(content_type, reason).is_some();
        let missing = |name: &str| format!("request.body: Request body must have required property '{name}'");
        let (json, form) = ("application/json", "application/x-www-form-urlencoded");
        assert!(is_known(json, "header: Request header must have required property 'content-type'"));
        assert!(!is_known(json, "header: Request header must have required property 'x-id'"));
        assert!(is_known(json, &missing("id")) && !is_known(json, &missing("known")));
        assert!(is_known(form, &missing("unknown")) && !is_known(form, &missing("known")));
        assert!(!is_known(json, &missing("unknown")));
        let kind = "body: Request body must be boolean";
        assert!(is_known("text/plain", kind) && is_known("multipart/form-data", kind) && !is_known(json, kind));
        assert!(!is_known(json, &format!("{}; {kind}", missing("id"))));
        assert!(is_known(json, &format!("{}; a: must match exactly one schema in oneOf", missing("id"))));
    }

    #[test]
    fn a_nullable_only_branch_is_known() {
        assert!(of_response(&json!({ "usage": [{ "nullable": true }] })).is_some());
        assert_eq!(of_response(&json!({ "usage": { "nullable": true, "type": "string" } })), None);
    }
}
