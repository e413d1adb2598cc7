//! Refusals for which the client is not to blame: what the server does not honour of OpenAPI, and what a description contradicts.

use serde_json::Value as Json;
use wireright_codegen::Call;

use wireright_mock::Documents;

use super::contract::Contract;

/// Why the client is not to blame for a refusal; nothing where it may be.
pub(super) fn of_refusal(documents: &Documents, call: &Call, reason: &str) -> Option<String> {
    let clauses: Vec<&str> = reason.split("; ").collect();
    let excuses: Vec<Option<String>> = clauses.iter().map(|clause| of_clause(documents, call, clause)).collect();
    // Where no branch of a union fits, the objections of all of them are told.
    let is_union = clauses.iter().any(|clause| clause.contains("must match exactly one schema in oneOf"));
    if is_union || excuses.iter().all(Option::is_some) { excuses.into_iter().flatten().next() } else { None }
}

fn of_clause(documents: &Documents, call: &Call, clause: &str) -> Option<String> {
    let content_type = call.content_type.as_deref().unwrap_or_default().to_ascii_lowercase();
    let missing = clause.split_once("must have required property '").and_then(|(_, rest)| rest.strip_suffix('\''));
    if clause.contains("Request header") {
        let ignored = missing.filter(|name| ["accept", "content-type", "authorization"].contains(name))?;
        return Some(format!(
            "OpenAPI has the header `{ignored}` ignored among the parameters, and the server asks for it"
        ));
    }
    if let Some(name) = missing {
        if documents.files.values().any(|root| has_read_only(root, name)) {
            return Some(format!("`{name}` is only received (`readOnly`), and the server asks for it in a request"));
        }
        let is_form = content_type.starts_with("application/x-www-form-urlencoded");
        return (is_form && is_described(documents, call, name) == Some(false))
            .then(|| format!("`{name}` is required and not described, and the server drops such members of a form"));
    }
    let is_body = clause.contains("Request body");
    let is_kind = [" must be ", " must match a schema in anyOf"].iter().any(|words| clause.contains(words));
    if is_body && is_kind && content_type.starts_with("text/plain") {
        return Some("the server takes a body of `text/plain` for a text, whatever its schema".to_owned());
    }
    (is_body && is_kind && content_type.starts_with("multipart/"))
        .then(|| "the server takes the parts of a form for texts, whatever their schemas".to_owned())
}

/// Whether a member of the body is described beside those that must be there.
fn is_described(documents: &Documents, call: &Call, name: &str) -> Option<bool> {
    let body = Contract::of(documents, call)?.body(call.content_type.as_deref()?)?;
    let properties = body.member(documents, "schema")?.member(documents, "properties")?;
    Some(properties.member(documents, name).is_some())
}

/// Whether a member of this name is only received, anywhere.
fn has_read_only(value: &Json, name: &str) -> bool {
    match value {
        Json::Array(items) => items.iter().any(|item| has_read_only(item, name)),
        Json::Object(members) => {
            let property = members.get("properties").and_then(|properties| properties.get(name));
            property.is_some_and(|property| property.get("readOnly") == Some(&Json::Bool(true)))
                || members.values().any(|member| has_read_only(member, name))
        }
        _ => false,
    }
}

/// Why no value can be made, where the description is to blame.
pub(super) fn of_no_value(reason: &str) -> Option<String> {
    let is_ambiguous = reason.contains("is valid under more than one of the schemas listed in the 'oneOf' keyword");
    is_ambiguous.then(|| "whatever fits one branch of the union fits another, too".to_owned())
}

/// Why an answer that fits is not understood, where the client is not to blame: OpenAPI 3.0 has `nullable` say nothing without a
/// type, so that an alternative of nothing else is any value. The client takes it for the null that its author means.
pub(super) fn of_answer(answer: &Json) -> Option<String> {
    fn is_taken_from_alternative(value: &Json) -> bool {
        match value {
            Json::Array(items) => items.iter().any(is_taken_from_alternative),
            Json::Object(members) => {
                let is_it = members.len() == 1 && members.get("nullable") == Some(&Json::Bool(true));
                is_it || members.values().any(is_taken_from_alternative)
            }
            _ => false,
        }
    }
    is_taken_from_alternative(answer)
        .then(|| "an alternative says nothing but `nullable`: the server makes any value of it, not null".to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn excuse(content_type: &str, reason: &str) -> Option<String> {
        let document = json!({
            "paths": { "/a": { "post": { "requestBody": { "content": { content_type: { "schema": {
                "properties": { "known": {} }, "required": ["known", "unknown"],
            } } } } } } },
            "components": { "schemas": { "A": { "properties": { "id": { "readOnly": true } } } } },
        });
        let documents = Documents { files: [("a".to_owned(), document)].into(), is_old: true };
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
        of_refusal(&documents, &call, reason)
    }

    #[test]
    fn what_is_known_of_the_server_is_no_fault_of_the_client() {
        let is_excused = |content_type: &str, reason: &str| excuse(content_type, reason).is_some();
        let missing = |name: &str| format!("request.body: Request body must have required property '{name}'");
        let (json, form) = ("application/json", "application/x-www-form-urlencoded");
        assert!(is_excused(json, "header: Request header must have required property 'content-type'"));
        assert!(!is_excused(json, "header: Request header must have required property 'x-id'"));
        assert!(is_excused(json, &missing("id")) && !is_excused(json, &missing("known")));
        assert!(is_excused(form, &missing("unknown")) && !is_excused(form, &missing("known")));
        assert!(!is_excused(json, &missing("unknown")));
        let kind = "body: Request body must be boolean";
        assert!(is_excused("text/plain", kind) && is_excused("multipart/form-data", kind) && !is_excused(json, kind));
        assert!(!is_excused(json, &format!("{}; {kind}", missing("id"))));
        assert!(is_excused(json, &format!("{}; a: must match exactly one schema in oneOf", missing("id"))));
    }

    #[test]
    fn an_alternative_that_is_only_nullable_is_no_fault_of_the_client() {
        assert!(of_answer(&json!({ "usage": [{ "nullable": true }] })).is_some());
        assert_eq!(of_answer(&json!({ "usage": { "nullable": true, "type": "string" } })), None);
    }
}
