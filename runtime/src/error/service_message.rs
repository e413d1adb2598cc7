//! Code, message and problem details of an error response.
//!
//! Services and gateways use several spellings, sometimes nested. Reading never fails: unknown content is `None`,
//! and the error keeps the raw body.

use serde_json::value::RawValue;

use super::Problem;
use crate::{
    json::{JsonKind, RawObject, compact, decode_lossy, text_of},
    secret::Redactor,
};

/// Spellings of code and message, in the order of preference.
const CODES: [&str; 3] = ["error_code", "errorCode", "code"];
const MESSAGES: [&str; 3] = ["error_msg", "errorMsg", "message"];

/// Spellings of the request id.
const REQUEST_IDS: [&str; 3] = ["request_id", "requestId", "trace_id"];

/// Maximum nesting of the object with the code.
const DEEPEST: usize = 8;

/// Content of an error response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ServiceMessage {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) details: Option<String>,
    /// Request id, for responses without a header that contains it.
    pub(crate) request_id: Option<String>,
    pub(crate) problem: Option<Box<Problem>>,
}

impl ServiceMessage {
    /// Reads a body of any media type, which is only needed for problem details. Everything is `None` if the body is
    /// not a JSON object.
    pub(crate) fn read(content_type: &str, body: &[u8]) -> Self {
        let text = decode_lossy(body);
        let Some(top) = RawObject::parse(&text) else {
            return Self::default();
        };
        let mut found = search(&top, DEEPEST).unwrap_or_else(|| description(&top));
        found.problem = Problem::read(content_type, &top, body.len()).map(Box::new);
        if let Some(problem) = found.problem.as_deref().filter(|_| found.message.is_none()) {
            found.message = problem.detail.clone().or_else(|| problem.title.clone());
        }
        // These may be at the top level although code and message are nested.
        found.details = found.details.or_else(|| details(&top));
        found.request_id = REQUEST_IDS.iter().find_map(|name| code(top.get(name)?));
        found
    }

    /// Redacts secrets.
    pub(crate) fn redacted(self, redactor: &Redactor) -> Self {
        let redact = |text: Option<String>| text.map(|text| redactor.redact_text(&text));
        Self {
            code: redact(self.code),
            message: redact(self.message),
            details: redact(self.details),
            request_id: redact(self.request_id),
            problem: self.problem.map(|problem| Box::new(problem.redacted(redactor))),
        }
    }
}

/// The content of the object, else of its first nested object with a code or a message.
fn search(object: &RawObject<'_>, depth: usize) -> Option<ServiceMessage> {
    let found = ServiceMessage {
        code: CODES.iter().find_map(|name| code(object.get(name)?)),
        message: MESSAGES.iter().find_map(|name| message(object.get(name)?)),
        details: details(object),
        ..ServiceMessage::default()
    };
    if found.code.is_some() || found.message.is_some() {
        return Some(found);
    }
    let depth = depth.checked_sub(1)?;
    object
        .0
        .iter()
        .filter(|(_, value)| JsonKind::of(value) == JsonKind::Object)
        .find_map(|(_, value)| search(&RawObject::parse(value.get())?, depth))
}

/// The content of an object without a code or a message: that of a token endpoint (RFC 6749, section 5.2), or a
/// single string, as some frameworks send it.
fn description(object: &RawObject<'_>) -> ServiceMessage {
    let string = |name: &str| {
        let value = object.get(name).filter(|value| JsonKind::of(value) == JsonKind::String)?;
        present(text_of(value))
    };
    let (code, message) = match (string("error"), string("error_description")) {
        (code, Some(message)) => (code, Some(message)),
        (message, None) => (None, message.or_else(|| string("detail"))),
    };
    ServiceMessage { code, message, ..ServiceMessage::default() }
}

/// A code is a string, or a number or boolean as written.
fn code(value: &RawValue) -> Option<String> {
    match JsonKind::of(value) {
        JsonKind::String | JsonKind::Number | JsonKind::Boolean => present(text_of(value)),
        JsonKind::Null | JsonKind::Array | JsonKind::Object => None,
    }
}

/// A message is a string, or other JSON as compact text.
fn message(value: &RawValue) -> Option<String> {
    match JsonKind::of(value) {
        JsonKind::String => present(text_of(value)),
        JsonKind::Null => None,
        JsonKind::Boolean | JsonKind::Number | JsonKind::Array | JsonKind::Object => Some(compact(value)),
    }
}

fn details(object: &RawObject<'_>) -> Option<String> {
    object.get("details").and_then(message)
}

fn present(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(body: &str) -> (Option<String>, Option<String>) {
        let message = ServiceMessage::read("application/json", body.as_bytes());
        (message.code, message.message)
    }

    fn said(code: &str, message: &str) -> (Option<String>, Option<String>) {
        (Some(code.to_owned()), Some(message.to_owned()))
    }

    #[test]
    fn the_most_trusted_spelling_wins() {
        let all = r#"{"code":"C","message":"M","errorCode":"CC","errorMsg":"CM","error_code":"EC","error_msg":"EM"}"#;
        assert_eq!(read(all), said("EC", "EM"));
        assert_eq!(read(r#"{"code":"C","message":"M","errorCode":"CC","errorMsg":"CM"}"#), said("CC", "CM"));
    }

    #[test]
    fn one_of_the_two_is_enough() {
        assert_eq!(read(r#"{"error_code":"DCS.4961"}"#), (Some("DCS.4961".to_owned()), None));
        assert_eq!(read(r#"{"error_msg":"only"}"#), (None, Some("only".to_owned())));
    }

    #[test]
    fn nested_objects_are_searched_in_order() {
        assert_eq!(read(r#"{"error":{"code":"X.1","message":"m"}}"#), said("X.1", "m"));
        assert_eq!(read(r#"{"a":{"b":{"c":{"error_code":"deep","error_msg":"dm"}}}}"#), said("deep", "dm"));
        assert_eq!(read(r#"{"a":{"code":"1","message":"one"},"b":{"code":"2","message":"two"}}"#), said("1", "one"));
    }

    #[test]
    fn a_single_string_is_the_message() {
        assert_eq!(read(r#"{"error":"Not found","path":"/x"}"#), (None, Some("Not found".to_owned())));
        assert_eq!(read(r#"{"detail":"Not found"}"#), (None, Some("Not found".to_owned())));
        // Such details may quote the request.
        assert_eq!(read(r#"{"detail":[{"input":"Anna"}]}"#), (None, None));
        assert_eq!(read(r#"{"error":"invalid_grant","error_description":"d"}"#), said("invalid_grant", "d"));
        assert_eq!(read(r#"{"error":"x","data":{"code":"C","message":"m"}}"#), said("C", "m"));
    }

    #[test]
    fn a_problem_without_message_has_its_detail() {
        let message = |body: &str| ServiceMessage::read("application/problem+json", body.as_bytes()).message;
        assert_eq!(message(r#"{"title":"t","detail":"d"}"#).as_deref(), Some("d"));
        assert_eq!(message(r#"{"title":"t"}"#).as_deref(), Some("t"));
        assert_eq!(message(r#"{"title":"t","message":"m"}"#).as_deref(), Some("m"));
    }

    #[test]
    fn null_and_empty_are_absent() {
        assert_eq!(read(r#"{"error_code":null,"error_msg":""}"#), (None, None));
        assert_eq!(read(r#"{"error_code":"","code":"C"}"#), (Some("C".to_owned()), None));
    }

    #[test]
    fn other_types_are_kept_as_text() {
        assert_eq!(read(r#"{"error_code":400,"error_msg":{"a": [1.0]}}"#), said("400", r#"{"a":[1.0]}"#));
        let digits = "9".repeat(5000);
        assert_eq!(read(&format!(r#"{{"error_code":{digits},"error_msg":"m"}}"#)), said(&digits, "m"));
    }

    #[test]
    fn what_is_not_json_says_nothing() {
        for body in [
            "",
            "null",
            "true",
            "\"str\"",
            "<html>",
            r#"{"error_code":"c"} x"#,
            r#"{"error_code":"c","error_msg":NaN}"#,
        ] {
            assert_eq!(read(body), (None, None), "{body}");
        }
    }

    #[test]
    fn invalid_utf_8_is_replaced() {
        assert_eq!(read(r#"{"error_code":"c","error_msg":"\ud800"}"#), said("c", "\u{fffd}"));
        let latin = ServiceMessage::read("", b"{\"error_msg\":\"m \xe9\"}");
        assert_eq!(latin.message.as_deref(), Some("m \u{fffd}"));
    }

    #[test]
    fn the_id_of_the_request_is_found_at_the_top() {
        let id = |body: &[u8]| ServiceMessage::read("", body).request_id;
        assert_eq!(id(br#"{"status":"error","trace_id":"1-2"}"#).as_deref(), Some("1-2"));
        assert_eq!(id(br#"{"request_id":"a","trace_id":"b","error_code":"c"}"#).as_deref(), Some("a"));
        assert_eq!(id(br#"{"error":{"request_id":"a"}}"#), None);
    }

    #[test]
    fn what_stands_beside_is_found() {
        let message = ServiceMessage::read("", br#"{"error":{"code":"c"},"details":[{"a":1}]}"#);
        assert_eq!(message.details.as_deref(), Some(r#"[{"a":1}]"#));
    }

    proptest! {
        #[test]
        fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = ServiceMessage::read("", &bytes);
        }

        #[test]
        fn never_panics_on_what_resembles_json(text in "[\\[\\]{}\":,\\\\ud8codemessage0-9 ]{0,120}") {
            let _ = ServiceMessage::read("", text.as_bytes());
        }
    }
}
