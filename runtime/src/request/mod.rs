//! [`Request`]: one call of an operation with its values, not yet addressed to an endpoint and not signed. Does no
//! I/O.
//!
//! - `debug`: debug output of generated requests
//! - `required`: the compile-time check of required values
//! - `set_body`: methods that set the body, which the module `body` encodes
//! - `set_parameters`: methods that set parameters
//! - `url`: path and query

mod debug;
mod required;
mod set_body;
mod set_parameters;
mod url;

use std::{borrow::Cow, fmt};

use http::HeaderMap;

pub use required::{IsSet, RequiredField};
use set_body::BodyBuilder;
pub(crate) use url::{ExpandedPath, PathValue, Query, expand_path, has_placeholder};

use crate::{BodyEncoding, InvalidRequest, Operation, ParameterValue, RequestBody, Secret, header};

/// One call of an operation with its values. Generated code builds it; [`Client::send`](crate::Client::send) sends
/// it.
///
/// An invalid value is recorded when it is set, and reported by [`Client::send`](crate::Client::send). So a request
/// is built in one chain of calls.
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct Request {
    pub(crate) operation: &'static Operation,
    pub(crate) path: Vec<(&'static str, PathValue)>,
    /// Parameters for which the client may have a value.
    pub(crate) client_parameters: Vec<(&'static str, Option<String>)>,
    pub(crate) query: Query,
    pub(crate) headers: HeaderMap,
    /// The cookies, each as `name=value`.
    pub(crate) cookies: Vec<String>,
    /// Documented media type. A `Content-Type` header of the caller takes precedence.
    pub(crate) content_type: Option<Cow<'static, str>>,
    /// Accepted media types. An `Accept` header of the caller takes precedence.
    pub(crate) accept: Option<&'static str>,
    pub(crate) body: RequestBody,
    /// Properties or parts of a body that is set piece by piece.
    body_builder: BodyBuilder,
    /// Encoding of a JSON body, if not JSON.
    body_encoding: Option<BodyEncoding>,
    /// Target that replaces the path and query of the operation, at the same host.
    pub(crate) target: Option<Target>,
    /// Required scopes, by the index of the security alternative and the scheme.
    pub(crate) scopes: Vec<(usize, (&'static str, &'static [&'static str]))>,
    /// Secrets in parameters and body.
    pub(crate) secrets: Vec<Secret>,
    /// The first problem.
    pub(crate) invalid: Option<InvalidRequest>,
}

/// A path and a query that do not come from parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) path: String,
    pub(crate) query: String,
}

impl Request {
    /// Starts a request.
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

    /// Adds required scopes of a security scheme. `alternative` is the index in [`Operation::security`].
    pub fn scopes(mut self, alternative: usize, scheme: &'static str, scopes: &'static [&'static str]) -> Self {
        self.scopes.push((alternative, (scheme, scopes)));
        self
    }

    /// Sets a header. `User-Agent` and `Content-Type` are allowed, reserved headers are not
    /// ([`InvalidRequest::ReservedHeader`]). An empty value is sent.
    pub fn header<T: ParameterValue + ?Sized>(mut self, name: &str, value: &T) -> Self {
        match header::extra_header(name, &value.to_text()) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
            }
            Err(invalid) => self.reject(invalid),
        }
        self
    }

    /// Sets the accepted media types (RFC 9110, section 12.5.1).
    pub fn accept(mut self, media_types: &'static str) -> Self {
        self.accept = Some(media_types);
        self
    }

    /// Sets the accepted media types, unless the caller chose some.
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

    /// Sets a client parameter that the call does not set.
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

/// Omits body, cookies and secret parameters.
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
