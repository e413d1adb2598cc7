//! Path Item and Operation Objects. OpenAPI 3.0.3, sections 4.7.9 and 4.7.10.

use super::{
    content::RequestBody,
    extensions::{self, RequiredPermission, RustNameKey},
    metadata::{ExternalDocs, Server},
    node::{Node, Read, RefOverrides, Spanned},
    object_reader::ObjectReader,
    pagination::Pagination,
    parameter::Parameter,
    reference::{RefOr, Reference},
    response::{Response, Responses, StatusKey},
    security::SecurityRequirement,
};
use crate::{
    diagnostic::{Code, Diagnostics, Tolerance},
    source::{Location, NodePart},
};

/// The methods of a path item, as its keys spell them.
pub(crate) const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The short form of an operation: `GET /things`.
pub(crate) fn http_line(method: &str, path: &str) -> String {
    format!("{} {path}", method.to_uppercase())
}

/// "Path Item Object".
#[derive(Clone, Debug)]
pub(crate) struct PathItem {
    /// The location of the path template.
    pub(crate) key: Location,
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) parameters: Vec<RefOr<Parameter>>,
    pub(crate) servers: Option<Vec<Server>>,
    /// The reference to the actual path item, if there is one.
    pub(crate) reference: Option<Reference>,
    /// The operations by method, as the keys spell it.
    pub(crate) operations: Vec<(&'static str, RefOr<Operation>)>,
}

impl Read for PathItem {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Path Item Object", diagnostics)?;
        let mut operations = Vec::new();
        for method in METHODS {
            let before = object.diagnostics().len();
            match read_operation(&mut object, method) {
                Some(operation) => operations.push((method, operation)),
                None => {
                    let path = node.at.pointer.segments().last().unwrap_or_default();
                    object.diagnostics().omit_operation(before, http_line(method, &path));
                }
            }
        }
        let item = Self {
            key: node.key(),
            summary: object.optional("summary"),
            description: object.optional("description"),
            parameters: object.or_default("parameters"),
            servers: object.optional("servers"),
            reference: object.node("$ref").and_then(|_| Reference::of(node)),
            operations,
        };
        // OpenAPI 3.2.
        object.unsupported(&["query", "additionalOperations"]);
        object.finish();
        Some(item)
    }
}

/// Reads an operation or a reference to one.
///
/// OpenAPI allows no such reference. Bundlers follow it, and published documents rely on that.
fn read_operation(object: &mut ObjectReader<'_, '_>, method: &'static str) -> Option<RefOr<Operation>> {
    let operation = object.optional(method)?;
    if let RefOr::Ref(reference) = &operation {
        let at = Location { part: NodePart::Key, ..reference.at.clone() };
        object.diagnostics().report_as(
            Code::UnknownKey,
            Tolerance::Accepted,
            at,
            "unknown key `$ref` in Operation Object",
        );
    }
    Some(operation)
}

/// "Operation Object".
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// The location of the method.
    pub(crate) key: Location,
    pub(crate) tags: Vec<String>,
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) external_docs: Option<ExternalDocs>,
    pub(crate) operation_id: Option<Spanned<String>>,
    pub(crate) parameters: Vec<RefOr<Parameter>>,
    pub(crate) request_body: Option<RefOr<RequestBody>>,
    pub(crate) responses: Vec<(Spanned<StatusKey>, RefOr<Response>)>,
    pub(crate) deprecated: bool,
    pub(crate) security: Option<Vec<SecurityRequirement>>,
    pub(crate) servers: Option<Vec<Server>>,
    /// `x-official-id`: the id in the documentation and SDKs of the vendor.
    pub(crate) official_id: Option<Spanned<String>>,
    /// `x-idempotent`: whether a retry of the request is safe.
    pub(crate) idempotent: Option<bool>,
    /// `x-required-permission`: the permission of the caller.
    pub(crate) required_permission: Option<RequiredPermission>,
    /// `x-pagination`: how to get the next page.
    pub(crate) pagination: Option<Pagination>,
    /// `x-empty-content-type`: the `Content-Type` of a request without a body.
    pub(crate) empty_content_type: Option<Spanned<String>>,
    /// `x-rust-name`: the name of the method.
    pub(crate) rust_name: Option<Spanned<RustNameKey>>,
}

impl Read for Operation {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Operation Object", diagnostics)?;
        let operation = Self {
            key: node.key(),
            tags: object.or_default("tags"),
            // Generators write empty strings for absent ones.
            summary: object.optional("summary").filter(is_not_blank),
            description: object.optional("description").filter(is_not_blank),
            external_docs: object.optional("externalDocs"),
            operation_id: object.optional("operationId"),
            parameters: object.or_default("parameters"),
            request_body: object.optional("requestBody"),
            responses: object.optional("responses").map(|Responses(responses)| responses).unwrap_or_default(),
            deprecated: object.or_default("deprecated"),
            security: object.optional("security"),
            servers: object.optional("servers"),
            official_id: object.optional("x-official-id"),
            idempotent: object.optional("x-idempotent"),
            required_permission: object.optional("x-required-permission"),
            pagination: object.optional("x-pagination"),
            empty_content_type: object.optional("x-empty-content-type"),
            rust_name: object.optional("x-rust-name"),
        };
        extensions::read_rationale(&mut object);
        // Callbacks are requests of the service, which a client cannot call.
        object.service_requests("callbacks");
        object.finish();
        Some(operation)
    }

    fn apply_overrides(&mut self, overrides: &RefOverrides) {
        if overrides.summary.is_some() {
            self.summary.clone_from(&overrides.summary);
        }
        overrides.replace_description(&mut self.description);
    }
}

#[expect(clippy::ptr_arg, reason = "it filters an `Option<String>`")]
fn is_not_blank(text: &String) -> bool {
    !text.trim().is_empty()
}
