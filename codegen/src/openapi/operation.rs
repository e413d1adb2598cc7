//! Paths and what can be done there. OpenAPI 3.0.3, sections 4.7.8 to 4.7.17.

use std::rc::Rc;

use indexmap::IndexMap;

use super::{
    document::{ExternalDocs, SecurityRequirement, Server},
    extensions::{self, FailureRule, IamAction},
    node::{Located, Node, ObjectReader, Read},
    reference::{RefOr, Reference, Words},
    schema::{Schema, SchemaType},
};
use crate::{
    diagnostic::{Code, Diagnostics},
    source::{Location, Value},
};

/// The methods that a path item can have, as its keys spell them.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

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
    pub(crate) operations: Vec<(&'static str, Operation)>,
}

impl Read for PathItem {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Path Item Object", diagnostics)?;
        let operations = METHODS.into_iter().filter_map(|method| Some((method, object.optional(method)?)));
        let operations = operations.collect();
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
        object.not_honoured(&["query", "additionalOperations"]);
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
    pub(crate) operation_id: Option<Located<String>>,
    pub(crate) parameters: Vec<RefOr<Parameter>>,
    pub(crate) request_body: Option<RefOr<RequestBody>>,
    pub(crate) responses: Vec<(Located<StatusKey>, RefOr<Response>)>,
    pub(crate) deprecated: bool,
    pub(crate) security: Option<Vec<SecurityRequirement>>,
    pub(crate) servers: Option<Vec<Server>>,
    /// `x-official-id`: the id in the vendor's documents and SDKs.
    pub(crate) official_id: Option<Located<String>>,
    /// `x-repeatable`: whether the same request may safely be sent twice.
    pub(crate) repeatable: Option<bool>,
    /// `x-iam-action`: the permission that the caller needs.
    pub(crate) iam_action: Option<IamAction>,
    /// `x-empty-content-type`: the content type that is sent although there is no body.
    pub(crate) empty_content_type: Option<Located<String>>,
}

impl Read for Operation {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Operation Object", diagnostics)?;
        let operation = Self {
            key: node.key(),
            tags: object.or_default("tags"),
            summary: object.optional("summary"),
            description: object.optional("description"),
            external_docs: object.optional("externalDocs"),
            operation_id: object.optional("operationId"),
            parameters: object.or_default("parameters"),
            request_body: object.optional("requestBody"),
            responses: object.optional("responses").map(|Responses(responses)| responses).unwrap_or_default(),
            deprecated: object.or_default("deprecated"),
            security: object.optional("security"),
            servers: object.optional("servers"),
            official_id: object.optional("x-official-id"),
            repeatable: object.optional("x-repeatable"),
            iam_action: object.optional("x-iam-action"),
            empty_content_type: object.optional("x-empty-content-type"),
        };
        extensions::read_decisions(&mut object);
        // Requests that the service makes: there is nothing in them for a client to call.
        object.not_honoured(&["callbacks"]);
        object.finish();
        Some(operation)
    }
}

/// "Responses Object": answers by status.
struct Responses(Vec<(Located<StatusKey>, RefOr<Response>)>);

/// The key of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StatusKey {
    /// `200`.
    Exact(u16),
    /// `4XX`: the first digit.
    Range(u16),
    /// `default`.
    Default,
}

impl StatusKey {
    fn parse(text: &str) -> Option<Self> {
        if text == "default" {
            return Some(Self::Default);
        }
        if let Some(digit) = text.strip_suffix("XX") {
            return digit.parse().ok().filter(|digit| (1..=5).contains(digit)).map(Self::Range);
        }
        text.parse().ok().filter(|status| (100..=599).contains(status)).map(Self::Exact)
    }
}

impl Read for Responses {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let object = ObjectReader::new(node, "Responses Object", diagnostics)?;
        let entries = object.rest();
        let mut responses = Vec::new();
        for (key, entry) in entries {
            if key.starts_with("x-") {
                continue;
            }
            let at = entry.key();
            let Some(status) = StatusKey::parse(key) else {
                diagnostics
                    .error(Code::UnknownKey, &at, format!("`{key}` is no status"))
                    .help("a status is `200`, a range like `4XX`, or `default`");
                continue;
            };
            let response = RefOr::read(&entry, diagnostics);
            responses.extend(response.map(|response| (Located { value: status, at }, response)));
        }
        Some(Self(responses))
    }
}

/// "Parameter Object".
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools)] // they are the specification's
pub(crate) struct Parameter {
    pub(crate) at: Location,
    pub(crate) name: Located<String>,
    pub(crate) location: ParameterLocation,
    pub(crate) description: Option<String>,
    pub(crate) required: bool,
    pub(crate) deprecated: bool,
    pub(crate) schema: Option<Rc<Schema>>,
    pub(crate) content: IndexMap<String, MediaType>,
    pub(crate) style: Option<Located<String>>,
    pub(crate) explode: Option<bool>,
    pub(crate) allow_reserved: bool,
    pub(crate) example: Option<Value>,
    pub(crate) examples: IndexMap<String, RefOr<Example>>,
    /// `x-client-parameter`: set once on the client.
    pub(crate) client_parameter: bool,
}

impl Parameter {
    /// A required text in the path, which the document forgot to declare.
    pub(crate) fn text_in_path(name: &str, at: &Location) -> Self {
        let schema = Schema { types: vec![SchemaType::String], ..Schema::empty(at.clone()) };
        Self {
            at: at.clone(),
            name: Located { value: name.to_owned(), at: at.clone() },
            location: ParameterLocation::Path,
            description: None,
            required: true,
            deprecated: false,
            schema: Some(Rc::new(schema)),
            content: IndexMap::new(),
            style: None,
            explode: None,
            allow_reserved: false,
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
                    .help("`in` is one of `path`, `query`, `header`, `cookie`");
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
        let content = object.or_default("content");
        let example = object.optional("example");
        let examples = object.or_default("examples");
        let client_parameter = object.or_default("x-client-parameter");
        extensions::read_decisions(&mut object);
        // An empty value can be given like any other.
        object.notes(&["allowEmptyValue"]);
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
            example,
            examples,
            client_parameter,
        })
    }

    fn reword(&mut self, words: &Words) {
        words.replace_description(&mut self.description);
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
            content: object.required("content").unwrap_or_default(),
            required: object.or_default("required"),
        };
        extensions::read_decisions(&mut object);
        object.finish();
        Some(body)
    }

    fn reword(&mut self, words: &Words) {
        words.replace_description(&mut self.description);
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
        object.not_honoured(&["itemSchema", "prefixEncoding", "itemEncoding"]);
        extensions::read_decisions(&mut object);
        object.finish();
        Some(media_type)
    }
}

/// "Encoding Object": how a member of a form is written.
#[derive(Clone, Debug)]
pub(crate) struct Encoding {
    pub(crate) content_type: Option<Located<String>>,
    pub(crate) style: Option<Located<String>>,
    pub(crate) explode: Option<Located<bool>>,
}

impl Read for Encoding {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Encoding Object", diagnostics)?;
        let encoding = Self {
            content_type: object.optional("contentType"),
            style: object.optional("style"),
            explode: object.optional("explode"),
        };
        object.not_honoured(&["headers", "allowReserved", "encoding", "prefixEncoding", "itemEncoding"]);
        object.finish();
        Some(encoding)
    }
}

/// "Example Object".
#[derive(Clone, Debug)]
pub(crate) struct Example {
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) value: Option<Value>,
}

impl Read for Example {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Example Object", diagnostics)?;
        let example = Self {
            summary: object.optional("summary"),
            description: object.optional("description"),
            value: object.optional("value").or_else(|| object.optional("dataValue")),
        };
        extensions::read_decisions(&mut object);
        // Another file, and the value as it is written: the call shows the value.
        object.notes(&["dataValue", "externalValue", "serializedValue"]);
        object.finish();
        Some(example)
    }

    fn reword(&mut self, words: &Words) {
        words.replace_description(&mut self.description);
        if words.summary.is_some() {
            self.summary.clone_from(&words.summary);
        }
    }
}

/// "Response Object".
#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub(crate) description: String,
    pub(crate) content: IndexMap<String, MediaType>,
    pub(crate) headers: IndexMap<String, RefOr<Header>>,
    /// `x-failure-when`: when this success is in truth a failure.
    pub(crate) failure_when: Vec<FailureRule>,
}

impl Read for Response {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Response Object", diagnostics)?;
        let response = Self {
            description: read_description(&mut object),
            content: object.or_default("content"),
            headers: object.or_default("headers"),
            failure_when: object.or_default("x-failure-when"),
        };
        extensions::read_decisions(&mut object);
        object.not_honoured(&["links"]);
        object.finish();
        Some(response)
    }

    fn reword(&mut self, words: &Words) {
        if let Some(description) = &words.description {
            self.description.clone_from(description);
        }
    }
}

/// The description, which many documents lack though they must have it.
fn read_description(object: &mut ObjectReader<'_, '_>) -> String {
    let summary: Option<String> = object.optional("summary");
    let description: Option<String> = if object.diagnostics().is_lenient() || summary.is_some() {
        object.optional("description")
    } else {
        object.required("description")
    };
    description.filter(|description| !description.is_empty()).or(summary).unwrap_or_default()
}

/// "Header Object", as far as the documentation of an answer speaks of it.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    pub(crate) description: Option<String>,
    pub(crate) required: bool,
    pub(crate) deprecated: bool,
    pub(crate) schema: Option<Rc<Schema>>,
}

impl Read for Header {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Header Object", diagnostics)?;
        let header = Self {
            description: object.optional("description"),
            required: object.or_default("required"),
            deprecated: object.or_default("deprecated"),
            schema: object.optional("schema"),
        };
        // The header is handed over as the text that it is.
        object.notes(&["style", "explode", "example", "examples", "content", "allowEmptyValue", "allowReserved"]);
        object.finish();
        Some(header)
    }

    fn reword(&mut self, words: &Words) {
        words.replace_description(&mut self.description);
    }
}
