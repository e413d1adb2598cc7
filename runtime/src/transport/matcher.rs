//! [`RequestMatcher`]: conditions on requests for canned responses.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::{Operation, RequestBody, secret::capture_secrets};

/// Conditions on a request. All must hold. Without conditions it matches every request.
///
/// ```
/// use wireright_runtime::transport::{CannedResponse, CannedTransport, RequestMatcher};
///
/// let reset = RequestMatcher::new().method("PUT").path("/v2/{project}/instances/i-1/users/{user}");
/// let transport = CannedTransport::new().respond_to(reset.clone(), CannedResponse::new(204));
/// assert!(transport.requests_like(&reset).is_empty());
/// ```
#[derive(Clone, Default)]
pub struct RequestMatcher {
    method: Option<String>,
    path: Option<String>,
    /// The path template of an operation, below the path of any server.
    operation: Option<&'static str>,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    /// Expected values at JSON pointers of the body. `None` is a value without a JSON form, which matches no body.
    values: Vec<(String, Option<Value>)>,
}

impl RequestMatcher {
    /// A matcher without conditions.
    pub fn new() -> Self {
        Self::default()
    }

    /// A matcher of the requests of an operation, at any server.
    pub fn of_operation(operation: &'static Operation) -> Self {
        Self { operation: Some(operation.path), ..Self::new().method(operation.method) }
    }

    /// Requires this method.
    pub fn method(mut self, method: impl Into<String>) -> Self {
        self.method = Some(method.into());
        self
    }

    /// Requires this path as sent, with percent-encoding and without the query. A segment in braces, such as
    /// `{user}`, matches any one segment.
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Requires this query pair as sent, with percent-encoding.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// Requires this value of a header, which may have others.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Requires this JSON body. The order of properties does not matter.
    pub fn json<T: Serialize + ?Sized>(self, body: &T) -> Self {
        self.json_at("", body)
    }

    /// Requires this value at a JSON pointer of the body: `/user/name`. It is compared as requests send it: with its
    /// secrets, and without read-only properties.
    pub fn json_at<T: Serialize + ?Sized>(mut self, pointer: impl Into<String>, value: &T) -> Self {
        let (value, _) = capture_secrets(|| serde_json::to_value(value));
        self.values.push((pointer.into(), value.ok()));
        self
    }

    /// Whether a request matches.
    pub fn matches(&self, request: &http::Request<RequestBody>) -> bool {
        let uri = request.uri();
        let queried: Vec<(&str, &str)> =
            uri.query().unwrap_or_default().split('&').map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect();
        let has_header = |(name, value): &(String, String)| {
            request.headers().get_all(name.as_str()).iter().any(|given| given.as_bytes() == value.as_bytes())
        };
        self.method.as_ref().is_none_or(|method| request.method().as_str() == method)
            && self.path.as_ref().is_none_or(|path| is_path(path, uri.path()))
            && self.operation.is_none_or(|path| is_path_of(path, uri.path()))
            && self.query.iter().all(|(name, value)| queried.contains(&(name.as_str(), value.as_str())))
            && self.headers.iter().all(has_header)
            && self.matches_body(request.body().as_bytes())
    }

    fn matches_body(&self, body: &[u8]) -> bool {
        if self.values.is_empty() {
            return true;
        }
        let Ok(body) = serde_json::from_slice::<Value>(body) else { return false };
        self.values.iter().all(|(pointer, value)| value.is_some() && body.pointer(pointer) == value.as_ref())
    }
}

fn is_path(template: &str, path: &str) -> bool {
    let is_any = |segment: &str| segment.starts_with('{') && segment.ends_with('}');
    let mut given = path.split('/');
    let all = template.split('/').all(|segment| given.next().is_some_and(|own| is_any(segment) || segment == own));
    all && given.next().is_none()
}

/// Whether a path ends as the template of an operation.
fn is_path_of(template: &str, path: &str) -> bool {
    let mut given = path.trim_end_matches('/').rsplit('/');
    let template = template.trim_end_matches('/').trim_start_matches('/');
    template.rsplit('/').all(|segment| given.next().is_some_and(|own| is_segment(segment, own)))
}

/// Whether a segment has the fixed parts of its template: `{name}.json` matches `a.json`.
fn is_segment(template: &str, segment: &str) -> bool {
    let mut fixed = template.split('{').map(|part| part.rsplit('}').next().unwrap_or_default());
    let Some(mut rest) = segment.strip_prefix(fixed.next().unwrap_or_default()) else { return false };
    let Some(last) = fixed.next_back() else { return rest.is_empty() };
    for part in fixed {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    !rest.is_empty() && rest.ends_with(last)
}

/// Omits the body: it may be a password.
impl fmt::Debug for RequestMatcher {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RequestMatcher")
            .field("method", &self.method)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_path_of_an_operation_may_be_below_that_of_a_server() {
        for path in ["/pets/7", "/v1/pets/7", "/a/b/pets/x%2F"] {
            assert!(is_path_of("/pets/{id}", path), "{path}");
        }
        for path in ["/pets", "/pets/", "/pets/7/toys", "/cats/7"] {
            assert!(!is_path_of("/pets/{id}", path), "{path}");
        }
        assert!(is_path_of("/pets/{id}.json", "/pets/7.json") && !is_path_of("/pets/{id}.json", "/pets/7"));
        assert!(is_path_of("/{a}:{b}", "/x:y") && is_path_of("/", "/"));
    }

    use bytes::Bytes;
    use serde_json::json;

    use super::*;
    use crate::Secret;

    fn request() -> http::Request<RequestBody> {
        http::Request::put("https://h.example/v2/p/users/a%2Fb?limit=5&x=%20")
            .header("x-one", "1")
            .header("x-one", "2")
            .body(RequestBody::whole(Bytes::from_static(br#"{"b":[1,{"c":"d"}],"a":null}"#)))
            .unwrap()
    }

    #[test]
    fn all_conditions_must_hold() {
        let any = RequestMatcher::new;
        for fitting in [
            any(),
            any().method("PUT").path("/v2/p/users/a%2Fb"),
            any().path("/v2/{project}/users/{user}"),
            any().query("limit", "5").query("x", "%20"),
            any().header("X-One", "2").header("x-one", "1"),
            any().json(&json!({ "a": null, "b": [1, { "c": "d" }] })),
            any().json_at("/b/1/c", "d").json_at("/a", &Value::Null),
            any().json_at("/b/1/c", &Secret::new("d")),
        ] {
            assert!(fitting.matches(&request()), "{fitting:?}");
        }
        for other in [
            any().method("put"),
            any().path("/v2/p/users/a/b"),
            any().path("/v2/{project}/users"),
            any().path("/v2/{project}/users/{user}/x"),
            any().query("limit", "6"),
            any().query("none", ""),
            any().header("x-one", "3"),
            any().json(&json!({ "b": [1, { "c": "d" }] })),
            any().json_at("/b/0", "1"),
            any().json_at("/none", &Value::Null),
            any().method("PUT").json_at("/a", &1),
        ] {
            assert!(!other.matches(&request()), "{other:?}");
        }
        let empty = http::Request::get("https://h.example/").body(RequestBody::default()).unwrap();
        assert!(!any().json(&()).matches(&empty));
    }

    #[test]
    fn debug_omits_the_body() {
        let shown = format!("{:?}", RequestMatcher::new().json("hunter2").json_at("", "hunter2"));
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}
