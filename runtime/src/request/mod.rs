//! [`Request`]: one call of an operation, with its values, not yet addressed to a client's endpoint and not signed.

mod body;
mod json_object;
mod path;
pub(crate) mod percent;
mod wiped;

use http::HeaderMap;

pub use body::RequestBody;
pub use json_object::{JsonBody, JsonObject};
pub(crate) use path::{fill, has_place};
use percent::encode;

use crate::{Operation, ParameterValue, Refusal, Secret, header};

/// One call of an operation, with its values. Made by generated code, sent by [`Client::send`](crate::Client::send).
///
/// A value that cannot be sent is noted where it is given and refused by [`Client::send`](crate::Client::send), so that building a
/// request is one chain of calls.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct Request {
    pub(crate) operation: &'static Operation,
    pub(crate) path: Vec<(&'static str, String)>,
    /// Parameters that the client knows where the call does not say them.
    pub(crate) client_parameters: Vec<(&'static str, Option<String>)>,
    /// The query so far, encoded.
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    /// What the document says. A `Content-Type` among the headers goes before it.
    pub(crate) content_type: Option<&'static str>,
    pub(crate) body: RequestBody,
    /// The secrets that the body holds.
    pub(crate) secrets: Vec<Secret>,
    /// The first thing that was wrong.
    pub(crate) refusal: Option<Refusal>,
}

impl Request {
    /// Begins a call of an operation.
    pub fn builder(operation: &'static Operation) -> Self {
        Self {
            operation,
            path: Vec::new(),
            client_parameters: Vec::new(),
            query: String::new(),
            headers: HeaderMap::new(),
            content_type: None,
            body: RequestBody::default(),
            secrets: Vec::new(),
            refusal: None,
        }
    }

    /// Gives a path parameter that the client knows where this is `None`.
    pub fn client_parameter<T: ParameterValue>(
        mut self,
        name: &'static str,
        value: &Option<T>,
    ) -> Self {
        let text = value.as_ref().map(|value| value.to_text().into_owned());
        self.client_parameters.push((name, text));
        self
    }

    /// Gives a path parameter, which is needed. Refused are an empty value, `.`, `..` and control characters: URL parsers would
    /// address another resource. Any other text stays one segment of the path.
    pub fn path<T: ParameterValue>(mut self, name: &'static str, value: &Option<T>) -> Self {
        match value {
            Some(value) => self.path.push((name, value.to_text().into_owned())),
            None => self.refuse(Refusal::Missing {
                name: name.to_owned(),
            }),
        }
        self
    }

    /// Gives a query parameter; `None` is left out. A name may be given several times. Control characters are refused.
    pub fn query<T: ParameterValue>(mut self, name: &str, value: &Option<T>) -> Self {
        let Some(value) = value else {
            return self;
        };
        let text = value.to_text();
        if text.chars().any(char::is_control) {
            self.refuse(Refusal::Parameter {
                name: name.to_owned(),
                problem: "has a control character in it".to_owned(),
            });
            return self;
        }
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.push_str(&encode(name));
        self.query.push('=');
        self.query.push_str(&encode(&text));
        self
    }

    /// Gives a header parameter; `None` is left out.
    pub fn header_parameter<T: ParameterValue>(self, name: &str, value: &Option<T>) -> Self {
        match value {
            Some(value) => self.header(name, value),
            None => self,
        }
    }

    /// Adds a header, or replaces the one of that name: `User-Agent` and `Content-Type` too, but none that the client must decide
    /// itself ([`Refusal::ReservedHeader`]). An empty value is sent.
    pub fn header<T: ParameterValue + ?Sized>(mut self, name: &str, value: &T) -> Self {
        match header::extra_header(name, &value.to_text()) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
            }
            Err(refusal) => self.refuse(refusal),
        }
        self
    }

    /// Gives the body as JSON, written compactly: a [`JsonObject`], or any value that can be serialised.
    pub fn json<T: JsonBody + ?Sized>(mut self, content_type: &'static str, body: &T) -> Self {
        match body.write().finish() {
            Ok((bytes, secrets)) => {
                self.body = RequestBody::wiped(bytes);
                self.secrets.extend(secrets);
            }
            Err(refusal) => self.refuse(refusal),
        }
        self.content_type = Some(content_type);
        self
    }

    /// Gives the content type of an operation that says one though it has no body.
    pub fn empty_body(mut self, content_type: &'static str) -> Self {
        self.content_type = Some(content_type);
        self
    }

    /// The same request, with a client parameter that the call did not say.
    pub(crate) fn with_client_parameter(mut self, name: &str, value: &str) -> Self {
        for (_, given) in self
            .client_parameters
            .iter_mut()
            .filter(|(known, _)| *known == name)
        {
            given.get_or_insert_with(|| value.to_owned());
        }
        self
    }

    fn refuse(&mut self, refusal: Refusal) {
        self.refusal.get_or_insert(refusal);
    }
}
