//! [`Operation`]: metadata of an operation, which generated code provides, and the trait of its request type.

use crate::{Server, Service};

/// The request type of an operation. Generated code implements it.
pub trait OperationRequest {
    /// The decoded body of the response.
    type Body;

    /// The operation.
    const OPERATION: &'static Operation;
}

/// Metadata of an operation. Generated code has a `static` for each.
#[derive(Debug)]
pub struct Operation {
    /// The operation id of the document, including misspellings.
    pub id: &'static str,
    /// Service module and method, such as `dcs.reset_acl_account_password`. Used in errors and hooks.
    pub name: &'static str,
    /// The HTTP method as it is sent (RFC 9110, section 9.1): `GET`.
    pub method: &'static str,
    /// The path template, with `{name}` for each path parameter (RFC 6570, level 1).
    pub path: &'static str,
    /// Whether the request is idempotent. If not, the client retries only attempts that were provably not sent or not
    /// executed.
    pub idempotent: bool,
    /// Security requirements: alternative lists of security schemes. All schemes of one alternative are used together.
    /// Empty: the operation is not secured.
    pub security: &'static [&'static [&'static str]],
    /// Rules by which a response with a success status (2xx) is a failure.
    pub failures: &'static [FailureRule],
    /// Servers that replace those of the service (OpenAPI 3.0.3, "Operation Object"). Empty: those of the service.
    pub servers: &'static [Server],
    /// The service that the operation belongs to.
    pub service: &'static Service,
}

impl Operation {
    /// An operation of the service, without what most operations lack. Generated code sets the other fields:
    /// `Operation { id: "listPets", ..Operation::of(&SERVICE) }`.
    pub const fn of(service: &'static Service) -> Self {
        Self {
            id: "",
            name: "",
            method: "GET",
            path: "/",
            idempotent: false,
            security: &[],
            failures: &[],
            servers: &[],
            service,
        }
    }
}

impl PartialEq for Operation {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.id == other.id
    }
}

impl Eq for Operation {}

/// Rule by which the JSON body of a success (2xx) is a failure. Pointers are JSON pointers (RFC 6901).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailureRule {
    /// The value is present, and neither null nor an empty string.
    Present {
        /// Pointer to the value.
        pointer: &'static str,
    },
    /// The value is this string, or a number or literal with this JSON text.
    Equals {
        /// Pointer to the value.
        pointer: &'static str,
        /// The value of a failure.
        value: &'static str,
    },
}
