//! [`Problem`]: the problem details of an error response (RFC 9457), whether or not its document describes them.

use serde_json::value::RawValue;

use crate::{
    Extra,
    json::{JsonKind, RawObject, text_of},
    secret::Redactor,
};

/// Media type of problem details.
const MEDIA_TYPE: &str = "application/problem+json";

/// The type of a problem that its status describes sufficiently (RFC 9457, section 4.2.1).
const BLANK: &str = "about:blank";

/// Maximum length of a body whose extension members are kept, in bytes.
const MAX_WITH_EXTENSIONS: usize = 64 * 1024;

/// Problem details of an error response (RFC 9457): a body of the media type `application/problem+json`.
///
/// The values are those of the service, except for redacted secrets. A member of another type than RFC 9457 requires is
/// absent (section 3.1).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// URI reference that identifies the type of the problem: the member `type`. `about:blank` if the response has
    /// none.
    pub type_uri: String,
    /// Summary of the type of the problem. It is the same for each occurrence.
    pub title: Option<String>,
    /// HTTP status that the server generated. A proxy may have changed that of the response.
    pub status: Option<u16>,
    /// Explanation of this occurrence of the problem.
    pub detail: Option<String>,
    /// URI reference that identifies this occurrence of the problem.
    pub instance: Option<String>,
    /// Extension members: all other properties. Those of a body over 64 KiB are omitted.
    pub extensions: Extra,
}

impl Problem {
    /// Reads the problem of a response, if this is its media type and the body is a JSON object.
    pub(super) fn read(content_type: &str, body: &RawObject<'_>, length: usize) -> Option<Self> {
        if !content_type.eq_ignore_ascii_case(MEDIA_TYPE) {
            return None;
        }
        let string = |name: &str| body.get(name).filter(|value| JsonKind::of(value) == JsonKind::String).map(text_of);
        let mut problem = Self {
            type_uri: string("type").unwrap_or_else(|| BLANK.to_owned()),
            title: string("title"),
            status: body.get("status").and_then(|status| status.get().parse().ok()),
            detail: string("detail"),
            instance: string("instance"),
            extensions: Extra::default(),
        };
        if length <= MAX_WITH_EXTENSIONS {
            for (name, value) in &body.0 {
                let name = name.as_str();
                if !matches!(name, "type" | "title" | "status" | "detail" | "instance") {
                    problem.extensions.insert(name, (*value).to_owned());
                }
            }
        }
        Some(problem)
    }

    /// Whether the type says more than the status.
    pub(super) fn has_type(&self) -> bool {
        self.type_uri != BLANK
    }

    /// Redacts secrets.
    pub(super) fn redacted(self, redactor: &Redactor) -> Self {
        let redact = |text: Option<String>| text.map(|text| redactor.redact_text(&text));
        let mut extensions = Extra::default();
        for (name, value) in self.extensions.iter() {
            extensions.insert(redactor.redact_text(name), redact_json(value, redactor));
        }
        Self {
            type_uri: redactor.redact_text(&self.type_uri),
            title: redact(self.title),
            status: self.status,
            detail: redact(self.detail),
            instance: redact(self.instance),
            extensions,
        }
    }
}

/// JSON without secrets. A value that is not JSON afterwards, such as a number that is a secret, becomes null.
fn redact_json(value: &RawValue, redactor: &Redactor) -> Box<RawValue> {
    let redacted = redactor.redact_text(value.get());
    RawValue::from_string(redacted).unwrap_or_else(|_| RawValue::NULL.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Secret;

    fn read(content_type: &str, body: &str) -> Option<Problem> {
        Problem::read(content_type, &RawObject::parse(body)?, body.len())
    }

    /// The first example of RFC 9457, section 3.
    #[test]
    fn members_and_extensions_are_read() {
        let body = r#"{"type":"https://example.com/probs/out-of-credit","title":"You do not have enough credit.",
            "status":403,"detail":"Your current balance is 30, but that costs 50.","instance":"/account/12345/msgs/abc",
            "balance":30,"accounts":["/account/12345","/account/67890"]}"#;
        let problem = read("application/problem+json", body).unwrap();
        assert_eq!(problem.type_uri, "https://example.com/probs/out-of-credit");
        assert_eq!(problem.title.as_deref(), Some("You do not have enough credit."));
        assert_eq!(problem.status, Some(403));
        assert_eq!(problem.detail.as_deref(), Some("Your current balance is 30, but that costs 50."));
        assert_eq!(problem.instance.as_deref(), Some("/account/12345/msgs/abc"));
        assert_eq!(problem.extensions.get_as::<i64>("balance").unwrap().unwrap(), 30);
        assert_eq!(problem.extensions.len(), 2);
    }

    #[test]
    fn a_member_of_another_type_is_absent() {
        let body = r#"{"type":7,"title":["a"],"status":"403","detail":null,"instance":{}}"#;
        let problem = read("Application/Problem+JSON", body).unwrap();
        assert_eq!((problem.type_uri.as_str(), problem.status), ("about:blank", None));
        assert_eq!((problem.title, problem.detail, problem.instance), (None, None, None));
        assert!(problem.extensions.is_empty());
    }

    #[test]
    fn other_media_types_are_no_problems() {
        assert_eq!(read("application/json", r#"{"title":"a"}"#), None);
        assert_eq!(read("application/problem+json", r#"["title"]"#), None);
    }

    #[test]
    fn extensions_of_a_long_body_are_omitted() {
        let body = format!(r#"{{"title":"a","more":"{}"}}"#, "x".repeat(MAX_WITH_EXTENSIONS));
        let problem = read("application/problem+json", &body).unwrap();
        assert_eq!((problem.title.as_deref(), problem.extensions.len()), (Some("a"), 0));
    }

    #[test]
    fn secrets_are_redacted_everywhere() {
        let body = r#"{"type":"/hunter2","title":"hunter2","detail":"is hunter2","instance":"hunter2",
            "hunter2":["hunter2"],"pin":1234567,"other":true}"#;
        let redactor = Redactor::new(vec![Secret::new("hunter2"), Secret::new("1234567")]);
        let problem = read("application/problem+json", body).unwrap().redacted(&redactor);
        assert_eq!((problem.type_uri.as_str(), problem.title.as_deref()), ("/***", Some("***")));
        assert_eq!((problem.detail.as_deref(), problem.instance.as_deref()), (Some("is ***"), Some("***")));
        let extensions: Vec<_> = problem.extensions.iter().map(|(name, value)| (name, value.get())).collect();
        assert_eq!(extensions, [("***", r#"["***"]"#), ("pin", "null"), ("other", "true")]);
    }
}
