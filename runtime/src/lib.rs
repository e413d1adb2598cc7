//! What generated Wireright clients share.
//!
//! Generated code describes an operation as data ([`Operation`], [`Request`]) and hands it to a [`Client`] in one
//! call. Everything that can go wrong between that call and its response is dealt with here, once: encoding,
//! signing, time limits, repeating, size limits, and errors that tell a person what happened.
//!
//! The core that builds and signs a request and reads a response does no I/O ([`Client::prepare`], [`decode`]).
//! Bytes move only in a [`transport::Transport`]: the one over the network is behind the feature `reqwest` (on by
//! default), and [`transport::CannedTransport`] responds from memory, for tests. With the feature `blocking`, every
//! call can also be made without `async`: `.wait()` in place of `.await`.
//!
//! Three things hold everywhere:
//!
//! - what a caller gave is either sent exactly as given, or refused before anything is sent
//!   ([`Error::is_invalid_request`]);
//! - a secret is in no `Debug`, no `Display`, no error and no hook ([`Secret`]);
//! - a request is repeated only where that is safe ([`Operation::idempotent`]) or nothing was carried out, each
//!   time with a new signature.
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
pub mod paging;
mod parameter;
mod pending;
pub mod percent;
mod region;
mod request;
mod resilience;
mod response;
mod secret;
mod security;
mod server;
mod service;
pub mod stream;
mod text;
mod trace;
pub mod transport;
pub mod validate;
mod value;

#[cfg(feature = "blocking")]
pub use blocking::BlockingIter;
pub use body::{BodyStream, RequestBody, Upload};
pub use bytes::Bytes;
pub use client::{
    AuthCall, AuthClient, AuthContext, Authenticator, CachedCredentials, Client, ClientBuilder, ClientInfo,
    NoAuthenticator, ServiceClient,
};
pub use decode::{
    RawResponse,
    headers::{self, DocumentedHeaders},
};
pub use endpoint::{Endpoint, EndpointResolver};
pub use environment::Environment;
pub use error::{DocumentedError, DocumentedErrorHeaders, Error, ErrorKind, InvalidRequest};
pub use failure::{DefaultFailureClassifier, Failure, FailureClassifier};
pub use hook::{AttemptInfo, CallInfo, Hook, OutcomeInfo};
pub use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
pub use json::Extra;
pub use operation::{FailureRule, Operation};
pub use parameter::{ParameterValue, PathStyle, QueryStyle};
pub use pending::{Pending, PendingStream};
pub use region::RegionId;
pub use request::{BodyEncoding, FormField, IsSet, Multipart, Request, RequiredField};
pub use resilience::{CircuitBreaker, Jitter, RetryBudget, RetryPolicy, Timeouts};
pub use response::Response;
pub use secret::Secret;
pub use security::{
    AuthError, AuthRequest, AuthorizationInfo, AuthorizationProvider, ClientCredentials, Freshness, RefreshToken,
    ResolvedCredentials, SingleFlightCache, TokenProvider,
};
/// Any JSON value: `serde_json::Value` under a name that no API is likely to use for something else.
pub use serde_json::Value as JsonValue;
pub use server::ServerChoice;
pub use service::{SecurityKind, SecurityScheme, Server, ServerVariable, Service};
pub use stream::{ByteStream, Event, Events, JsonLines};
pub use uuid::Uuid;
pub use validate::{PasswordRules, Rule, SimilarityRule, Violation, Violations};
pub use value::{Base64, Date, DateTime, Duration, Number, Offset, Time, ValueError};
