//! What generated code says about one operation.

use http::Method;

use crate::{Server, Service};

/// An operation of a service, as data. Generated code holds one `static` for each.
#[derive(Debug)]
pub struct Operation {
    /// The operation id in the API's own documents and SDKs, misspellings included.
    pub id: &'static str,
    /// Service module and method, as `dcs.reset_acl_account_password`: used in errors and hooks.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path, with a `{name}` for each path parameter (RFC 6570, level 1).
    pub path: &'static str,
    /// Whether the same request may safely be sent twice. Where it may not, the client repeats only what was provably not sent, or not
    /// carried out.
    pub idempotent: bool,
    /// The alternatives by which a request may be secured: each names security schemes of the service that are used together.
    /// Empty: the operation is not secured.
    pub security: &'static [&'static [&'static str]],
    /// When an answer with a success status (2xx) is a failure in truth.
    pub failures: &'static [FailureRule],
    /// Where this operation is served, if elsewhere than its service (OpenAPI 3.0.3, "Operation Object"). Empty: as its service.
    pub servers: &'static [Server],
    /// The service that the operation belongs to.
    pub service: &'static Service,
}

impl PartialEq for Operation {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.id == other.id
    }
}

impl Eq for Operation {}

/// A sign in the JSON body of a success (2xx) by which it is a failure in truth. Pointers are JSON pointers (RFC 6901).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailureRule {
    /// A value stands there that is neither null nor an empty string.
    Present {
        /// Where to look.
        pointer: &'static str,
    },
    /// The value there is this text: a string of these characters, or a number or literal spelt so.
    Equals {
        /// Where to look.
        pointer: &'static str,
        /// What makes it a failure.
        value: &'static str,
    },
}
