//! Failure rules: whether the body of a response with a success status is a failure.

use crate::{
    FailureRule, Operation,
    json::{decode_lossy, pointer, text_of},
};

/// Whether a response with a success status is a failure, by the rules of the operation.
pub(super) fn is_failure(operation: &Operation, body: &[u8]) -> bool {
    if operation.failures.is_empty() {
        return false;
    }
    let text = decode_lossy(body);
    let is_escaped = text.contains('\\');
    operation.failures.iter().any(|rule| match rule {
        FailureRule::Present { pointer } | FailureRule::Equals { pointer, .. }
            if !is_escaped && !may_contain(&text, pointer) =>
        {
            false
        }
        FailureRule::Present { pointer: path } => {
            pointer(&text, path).is_some_and(|value| !matches!(value.get(), "null" | "\"\""))
        }
        FailureRule::Equals { pointer: path, value } => {
            pointer(&text, path).is_some_and(|found| text_of(found) == *value)
        }
    })
}

/// Whether JSON without escapes may have a value at a JSON pointer. Searches for the names only, which is much faster
/// than parsing. Most responses are not failures.
fn may_contain(text: &str, pointer: &str) -> bool {
    let mut names = pointer.split('/').filter(|token| !token.bytes().all(|byte| byte.is_ascii_digit()));
    pointer.contains('~') || names.all(|name| text.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    static OPERATION: Operation = Operation {
        id: "Get",
        name: "plain.get",
        method: "GET",
        path: "/",
        idempotent: true,
        security: &[],
        failures: &[FailureRule::Present { pointer: "/error_code" }],
        servers: &[],
        service: &crate::service::TEST_SERVICE,
    };

    #[test]
    fn failure_rules_match_escaped_names() {
        assert!(!is_failure(&OPERATION, br#"{"code":"1"}"#));
        assert!(is_failure(&OPERATION, br#"{"error_code":"1"}"#));
        assert!(is_failure(&OPERATION, br#"{"err\u006fr_code":"1"}"#));
    }

    #[test]
    fn may_contain_excludes_only_absent_pointers() {
        assert!(!may_contain(r#"{"code":"1"}"#, "/error_code"));
        assert!(may_contain(r#"{"error_code":"1"}"#, "/error_code"));
        assert!(may_contain(r#"{"a/b":1}"#, "/a~1b"));
        assert!(may_contain(r#"[{"code":"1"}]"#, "/0/code"));
        assert!(!may_contain(r#"[{"status":"1"}]"#, "/0/code"));
    }
}
