//! The runtime of generated Wireright clients.
//!
//! Generated code describes an operation as data ([`Operation`], [`Request`]) and passes it to a [`Client`] in one
//! call. The runtime encodes and authenticates the request, applies time and size limits, retries, decodes the
//! response, and reports errors.
//!
//! Building a request and decoding a response do no I/O ([`Client::prepare`], [`decode`]). A
//! [`transport::Transport`] moves the bytes. The feature `reqwest` (on by default) adds the one over the network;
//! [`transport::CannedTransport`] returns prepared responses, for tests. The feature `blocking` adds calls without
//! `async`: `.wait()` instead of `.await`.
//!
//! # Invariants
//!
//! - A value of the caller is sent exactly as given, or rejected before anything is sent
//!   ([`Error::is_invalid_request`]).
//! - A secret is in no `Debug`, no `Display`, no error and no hook ([`Secret`]).
//! - A request is sent again only if that is safe ([`Operation::idempotent`]) or if the service did not execute it.
//!
//! # Modules
//!
//! What a call is made of:
//!
//! - `operation`, `service`, `server`: descriptions of operations and services, as data of generated code
//! - `region`: names of regions
//! - `request`: the request of one call, and the check of its required values
//! - `body`: request bodies: JSON, forms, multipart, text and bytes
//! - `parameter`: parameter values as text in the styles of OpenAPI
//! - `header`, `percent`, `text`: checks and encodings of headers and URLs
//! - `endpoint`: addresses of services
//!
//! Values:
//!
//! - `value`: dates, times, durations, Base64 and numbers of any precision
//! - `secret`: redacted strings
//! - `json`: JSON of generated types
//! - `validate`: rules of a document, and their violations
//!
//! Sending:
//!
//! - `client`: the client; one call from its request to its response; the pages of a paginated operation
//! - `security`, `failure`: security schemes, and the recognition of failures
//! - `environment`: environment variables
//! - `resilience`: retries, retry budget, circuit breaker, failover between endpoints, and timeouts
//! - `transport`: HTTP over the network or from memory
//! - `clock`, `future`: time and boxed futures
//! - `hook`, `trace`: observation of calls
//! - `blocking`: calls without `async`
//!
//! Results:
//!
//! - `decode`: decoding of response bodies and headers
//! - `response`: a successful response
//! - `stream`: response bodies that are read while they arrive
//! - `pagination`: how pages follow each other
//! - `error`: errors
//!
//! The feature `source` adds the module `source`: the files of this crate, for generators.
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::todo,
        clippy::unreachable,
        clippy::indexing_slicing
    )
)]

#[cfg(feature = "blocking")]
mod blocking;
mod body;
mod client;
pub mod clock;
pub mod decode;
mod endpoint;
mod environment;
mod error;
mod failure;
mod future;
mod header;
mod hook;
pub mod json;
mod operation;
mod pagination;
mod parameter;
pub mod percent;
mod region;
mod request;
mod resilience;
mod response;
mod secret;
mod security;
mod server;
mod service;
#[cfg(feature = "source")]
pub mod source;
pub mod stream;
mod text;
mod trace;
pub mod transport;
pub mod validate;
mod value;

#[cfg(feature = "blocking")]
pub use blocking::BlockingIter;
pub use body::{BodyEncoding, BodyStream, FormField, Multipart, RequestBody, Upload};
pub use bytes::Bytes;
pub use client::{
    AuthCall, AuthClient, AuthContext, Authenticator, CachedCredentials, Client, ClientBuilder, ClientInfo,
    NoAuthenticator, ResponseFuture, ServiceClient,
};
pub use decode::{
    RawResponse,
    headers::{self, DocumentedHeaders},
};
pub use endpoint::{Endpoint, EndpointResolver};
pub use environment::Environment;
pub use error::{DocumentedError, DocumentedErrorHeaders, Error, ErrorKind, InvalidRequest, Problem};
pub use failure::{DefaultFailureClassifier, Failure, FailureClassifier};
pub use hook::{AttemptInfo, CallInfo, Hook, OutcomeInfo};
pub use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
pub use json::{Extra, Nullable, UnknownVariant};
pub use operation::{FailureRule, Operation, OperationRequest};
pub use parameter::{ParameterValue, PathStyle, QueryStyle};
pub use region::RegionId;
pub use request::{IsSet, Request, RequiredField};
pub use resilience::{CircuitBreaker, Jitter, RetryBudget, RetryPolicy, Timeouts};
pub use response::Response;
pub use secret::Secret;
pub use security::{
    AuthError, AuthRequest, AuthorizationInfo, AuthorizationProvider, ClientCredentials, Freshness, RefreshToken,
    ResolvedCredentials, SingleFlightCache, TokenProvider,
};
/// Any JSON value: `serde_json::Value` under a name that no API is likely to use for something else.
pub use serde_json::Value as JsonValue;
pub use server::{ServerChoice, ServerVariableValue};
pub use service::{SecurityKind, SecurityScheme, Server, ServerVariable, Service};
pub use stream::{ByteStream, Event, Events, JsonLines};
pub use validate::{PasswordRules, Rule, SimilarityRule, Violation, Violations};
pub use value::{Base64, Date, DateTime, Duration, Number, Offset, Time, Uuid, ValueError};

/// Pagination: how the pages of an operation follow each other ([`Pagination`](paging::Pagination)), and the streams of
/// its pages and items.
pub mod paging {
    pub use crate::{
        client::{Items, Pages},
        pagination::{CursorSource, PageParameter, PageStep, Pagination},
    };
}
