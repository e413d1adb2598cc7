//! Paths and what can be done there. OpenAPI 3.0.3, sections 4.7.8 to 4.7.15.

use std::rc::Rc;

use indexmap::IndexMap;

use super::{
    document::{ExternalDocs, Server},
    extensions::{self, RequiredPermission},
    node::{Node, ObjectReader, Read, Spanned},
    pagination::Pagination,
    reference::{RefOr, RefOverrides, Reference},
    response::{Example, Response, Responses, StatusKey},
    schema::{Schema, SchemaType},
    security::SecurityRequirement,
};
use crate::{
    diagnostic::{Code, Diagnostics},
    source::{Location, Value},
};

/// The methods that a path item can have, as its keys spell them.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// How people name an operation: `GET /things`.
pub(crate) fn http_line(method: &str, path: &str) -> String {
    format!("{} {path}", method.to_uppercase())
}

/// "Path Item Object".
#[derive(Clone, Debug)]
pub(crate) struct PathItem {
    /// The place of the path template.
    pub(crate) key: Location,
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) parameters: Vec<RefOr<Parameter>>,
    pub(crate) servers: Option<Vec<Server>>,
    /// Where the item itself stands, if not here.
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
            // OpenAPI has no references in the place of operations, but bundlers follow them, and whole APIs rely on it.
            let operation = if object.diagnostics().is_lenient() {
                object.optional(method)
            } else {
                object.optional(method).map(RefOr::Item)
            };
            match operation {
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
        // OpenAPI 3.2: `query`, and methods beyond the known ones.
        object.unsupported(&["query", "additionalOperations"]);
        object.finish();
        Some(item)
    }
}

/// "Operation Object".
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// The place of the method's key.
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
    /// `x-official-id`: the id in the vendor's documents and SDKs.
    pub(crate) official_id: Option<Spanned<String>>,
    /// `x-idempotent`: whether the same request may safely be sent twice.
    pub(crate) idempotent: Option<bool>,
    /// `x-required-permission`: the permission that the caller needs.
    pub(crate) required_permission: Option<RequiredPermission>,
    /// `x-pagination`: how its pages follow each other.
    pub(crate) pagination: Option<Pagination>,
    /// `x-empty-content-type`: the content type that is sent although there is no body.
    pub(crate) empty_content_type: Option<Spanned<String>>,
}

impl Read for Operation {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Operation Object", diagnostics)?;
        let operation = Self {
            key: node.key(),
            tags: object.or_default("tags"),
            // What generators leave empty says as little as what is absent.
            summary: object.optional("summary").filter(|text: &String| is_said(text)),
            description: object.optional("description").filter(|text: &String| is_said(text)),
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
        };
        extensions::read_decisions(&mut object);
        // Requests that the service makes: there is nothing in them for a client to call.
        object.unsupported(&["callbacks"]);
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

/// Whether there is anything in a text.
fn is_said(text: &str) -> bool {
    !text.trim().is_empty()
}

/// "Parameter Object".
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools)] // they are the specification's
pub(crate) struct Parameter {
    pub(crate) at: Location,
    pub(crate) name: Spanned<String>,
    pub(crate) location: ParameterLocation,
    pub(crate) description: Option<String>,
    pub(crate) required: bool,
    pub(crate) deprecated: bool,
    pub(crate) schema: Option<Rc<Schema>>,
    pub(crate) content: IndexMap<String, MediaType>,
    pub(crate) style: Option<Spanned<String>>,
    pub(crate) explode: Option<bool>,
    pub(crate) allow_reserved: bool,
    pub(crate) allow_empty_value: bool,
    pub(crate) example: Option<Value>,
    pub(crate) examples: IndexMap<String, RefOr<Example>>,
    /// `x-client-parameter`: set once on the client.
    pub(crate) client_parameter: bool,
}

impl Parameter {
    /// A required text in the path, which the document forgot to declare.
    pub(crate) fn undeclared_path_parameter(name: &str, at: &Location) -> Self {
        let schema = Schema { types: vec![SchemaType::String], ..Schema::empty(at.clone()) };
        Self {
            at: at.clone(),
            name: Spanned { value: name.to_owned(), at: at.clone() },
            location: ParameterLocation::Path,
            description: None,
            required: true,
            deprecated: false,
            schema: Some(Rc::new(schema)),
            content: IndexMap::new(),
            style: None,
            explode: None,
            allow_reserved: false,
            allow_empty_value: false,
            example: None,
            examples: IndexMap::new(),
            client_parameter: false,
        }
    }
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ParameterLocation {
    Path,
    Query,
    Header,
    Cookie,
}

impl ParameterLocation {
    /// As the document spells it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

impl Read for ParameterLocation {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        match String::read(node, diagnostics)?.as_str() {
            "path" => Some(Self::Path),
            "query" => Some(Self::Query),
            "header" => Some(Self::Header),
            "cookie" => Some(Self::Cookie),
            other => {
                diagnostics
                    .error(Code::WrongType, &node.at, format!("a parameter cannot be in `{other}`"))
                    .help("`in` is one of `path`, `query`, `header`, `cookie`")
                    .instead("the parameter is left out");
                None
            }
        }
    }
}

impl Read for Parameter {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Parameter Object", diagnostics)?;
        let name = object.required("name");
        let location = object.required("in");
        let description = object.optional("description");
        let required = object.or_default("required");
        let deprecated = object.or_default("deprecated");
        let schema = object.optional("schema");
        let style = object.optional("style");
        let explode = object.optional("explode");
        let allow_reserved = object.or_default("allowReserved");
        let allow_empty_value = object.or_default("allowEmptyValue");
        let content = object.or_default("content");
        let example = object.optional("example");
        let examples = object.or_default("examples");
        let client_parameter = object.or_default("x-client-parameter");
        extensions::read_decisions(&mut object);
        let at = object.at();
        object.finish();
        Some(Self {
            at,
            name: name?,
            location: location?,
            description,
            required,
            deprecated,
            schema,
            content,
            style,
            explode,
            allow_reserved,
            allow_empty_value,
            example,
            examples,
            client_parameter,
        })
    }

    fn apply_overrides(&mut self, overrides: &RefOverrides) {
        overrides.replace_description(&mut self.description);
    }
}

/// "Request Body Object".
#[derive(Clone, Debug)]
pub(crate) struct RequestBody {
    pub(crate) at: Location,
    pub(crate) description: Option<String>,
    pub(crate) content: IndexMap<String, MediaType>,
    pub(crate) required: bool,
}

impl Read for RequestBody {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Request Body Object", diagnostics)?;
        let body = Self {
            at: object.at(),
            description: object.optional("description"),
            content: object.required_or_default("content"),
            required: object.or_default("required"),
        };
        extensions::read_decisions(&mut object);
        object.finish();
        Some(body)
    }

    fn apply_overrides(&mut self, overrides: &RefOverrides) {
        overrides.replace_description(&mut self.description);
    }
}

/// "Media Type Object".
#[derive(Clone, Debug)]
pub(crate) struct MediaType {
    /// The place of the media type's name.
    pub(crate) key: Location,
    pub(crate) schema: Option<Rc<Schema>>,
    pub(crate) example: Option<Value>,
    pub(crate) examples: IndexMap<String, RefOr<Example>>,
    pub(crate) encoding: IndexMap<String, Encoding>,
}

impl Read for MediaType {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Media Type Object", diagnostics)?;
        let media_type = Self {
            key: node.key(),
            schema: object.optional("schema"),
            example: object.optional("example"),
            examples: object.or_default("examples"),
            encoding: object.or_default("encoding"),
        };
        // OpenAPI 3.2.
        object.unsupported(&["itemSchema", "prefixEncoding", "itemEncoding"]);
        extensions::read_decisions(&mut object);
        object.finish();
        Some(media_type)
    }
}

/// "Encoding Object": how a member of a form is written.
#[derive(Clone, Debug)]
pub(crate) struct Encoding {
    pub(crate) content_type: Option<Spanned<String>>,
    pub(crate) style: Option<Spanned<String>>,
    pub(crate) explode: Option<Spanned<bool>>,
}

impl Read for Encoding {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Encoding Object", diagnostics)?;
        let encoding = Self {
            content_type: object.optional("contentType"),
            style: object.optional("style"),
            explode: object.optional("explode"),
        };
        object.unsupported(&["headers", "allowReserved", "encoding", "prefixEncoding", "itemEncoding"]);
        object.finish();
        Some(encoding)
    }
}
