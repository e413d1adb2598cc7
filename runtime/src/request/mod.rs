//! [`Request`]: one call of an operation, with its values, not yet addressed to a client's endpoint and not signed.

mod form;
mod json;
mod macros;
mod media_type;
mod multipart;
mod required;
mod set_body;
mod set_parameters;
mod url;

use std::{borrow::Cow, fmt};

use http::HeaderMap;

pub use form::FormField;
pub use multipart::Multipart;
pub use required::{IsSet, RequiredField};
use set_body::BodyBuilder;
pub use set_body::BodyEncoding;
pub(crate) use url::{ExpandedPath, PathValue, Query, expand_path, has_placeholder};

use crate::{InvalidRequest, Operation, ParameterValue, RequestBody, Secret, header};

/// One call of an operation, with its values. Made by generated code, sent by
/// [`Client::send`](crate::Client::send).
///
/// A value that cannot be sent is noted where it is given and refused by [`Client::send`](crate::Client::send), so
/// that building a request is one chain of calls.
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct Request {
    pub(crate) operation: &'static Operation,
    pub(crate) path: Vec<(&'static str, PathValue)>,
    /// Parameters that the client knows where the call does not say them.
    pub(crate) client_parameters: Vec<(&'static str, Option<String>)>,
    pub(crate) query: Query,
    pub(crate) headers: HeaderMap,
    /// The cookies, each as `name=value`.
    pub(crate) cookies: Vec<String>,
    /// What the document says. A `Content-Type` among the headers goes before it.
    pub(crate) content_type: Option<Cow<'static, str>>,
    /// The media types of the response that can be read. An `Accept` among the headers goes before it.
    pub(crate) accept: Option<&'static str>,
    pub(crate) body: RequestBody,
    /// The members or parts of a body that is given one by one.
    body_builder: BodyBuilder,
    /// How a JSON body is sent, where not as JSON.
    body_encoding: Option<BodyEncoding>,
    /// Where it goes instead of where the operation says, at the same host.
    pub(crate) target: Option<Target>,
    /// What a token must allow, by the alternative of the operation's security and the scheme.
    pub(crate) scopes: Vec<(usize, (&'static str, &'static [&'static str]))>,
    /// The secrets that the parameters and the body hold.
    pub(crate) secrets: Vec<Secret>,
    /// The first thing that was wrong.
    pub(crate) invalid: Option<InvalidRequest>,
}

/// A path and a query that were not made of an operation's parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) path: String,
    pub(crate) query: String,
}

impl Request {
    /// Begins a call of an operation.
    pub fn builder(operation: &'static Operation) -> Self {
        Self {
            operation,
            path: Vec::new(),
            client_parameters: Vec::new(),
            query: Query::default(),
            headers: HeaderMap::new(),
            cookies: Vec::new(),
            content_type: None,
            accept: None,
            body: RequestBody::default(),
            body_builder: BodyBuilder::default(),
            body_encoding: None,
            target: None,
            scopes: Vec::new(),
            secrets: Vec::new(),
            invalid: None,
        }
    }

    /// Says what the token of a security scheme must allow, by the names of scheme and scopes in the documents. The
    /// number is that of the alternative in [`Operation::security`]; the first is 0.
    pub fn scopes(mut self, alternative: usize, scheme: &'static str, scopes: &'static [&'static str]) -> Self {
        self.scopes.push((alternative, (scheme, scopes)));
        self
    }

    /// Adds a header, or replaces the one of that name: `User-Agent` and `Content-Type` too, but none that the
    /// client must decide itself ([`InvalidRequest::ReservedHeader`]). An empty value is sent.
    pub fn header<T: ParameterValue + ?Sized>(mut self, name: &str, value: &T) -> Self {
        match header::extra_header(name, &value.to_text()) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
            }
            Err(invalid) => self.reject(invalid),
        }
        self
    }

    /// Says which media types of the response can be read (RFC 9110, section 12.5.1).
    pub fn accept(mut self, media_types: &'static str) -> Self {
        self.accept = Some(media_types);
        self
    }

    /// The same, unless the caller wants others.
    #[expect(clippy::ref_option_ref, reason = "every value of a request is given so")]
    pub fn accept_one_of(self, media_types: &'static str, wanted: &Option<&'static str>) -> Self {
        self.accept(wanted.unwrap_or(media_types))
    }

    /// Replaces path and query, for an address that is known at run time only: both percent-encoded, the path with
    /// its first slash, the query without the `?`.
    pub fn target(mut self, path: impl Into<String>, query: impl Into<String>) -> Self {
        self.target = Some(Target { path: path.into(), query: query.into() });
        self
    }

    /// The same request, with a client parameter that the call did not say.
    pub(crate) fn with_client_parameter(mut self, name: &str, value: &str) -> Self {
        for (_, given) in self.client_parameters.iter_mut().filter(|(known, _)| *known == name) {
            given.get_or_insert_with(|| value.to_owned());
        }
        self
    }

    fn reject(&mut self, invalid: InvalidRequest) {
        self.invalid.get_or_insert(invalid);
    }
}

/// Shows no secret: neither the body, nor cookies, nor a parameter that holds one.
impl fmt::Debug for Request {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Request")
            .field("operation", &self.operation.name)
            .field("path", &self.path)
            .field("client_parameters", &self.client_parameters)
            .field("query", &self.query)
            .field("headers", &self.headers)
            .field("body", &self.body)
            .field("invalid", &self.invalid)
            .finish_non_exhaustive()
    }
}
