//! The document itself and what stands beside its paths. OpenAPI 3.0.3, sections 4.7.1 to 4.7.7.

use indexmap::IndexMap;

use super::{
    extensions,
    node::{Located, Node, ObjectReader, Read},
    operation::{Parameter, PathItem, RequestBody, Response},
    reference::RefOr,
    schema::Schema,
};
use crate::{
    diagnostic::{Code, Diagnostics},
    source::Location,
};

/// "OpenAPI Object".
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) at: Location,
    pub(crate) info: Info,
    pub(crate) servers: Vec<Server>,
    pub(crate) paths: IndexMap<String, PathItem>,
    pub(crate) components: Components,
    pub(crate) security: Vec<SecurityRequirement>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) external_docs: Option<ExternalDocs>,
}

impl Read for Document {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "OpenAPI Object", diagnostics)?;
        read_version(&mut object)?;
        let document = Self {
            at: object.at(),
            info: object.required("info").unwrap_or_default(),
            servers: object.or_default("servers"),
            paths: object.required("paths").unwrap_or_default(),
            components: object.or_default("components"),
            security: object.or_default("security"),
            tags: object.or_default("tags"),
            external_docs: object.optional("externalDocs"),
        };
        object.finish();
        Some(document)
    }
}

/// Refuses versions whose meaning would be another, before anything else is complained of.
fn read_version(object: &mut ObjectReader<'_, '_>) -> Option<()> {
    if let Some(swagger) = object.node("swagger") {
        object
            .diagnostics()
            .error(Code::UnsupportedVersion, &swagger.at, "Swagger 2.0 is not supported")
            .help("convert the document to OpenAPI 3.0 first, for example with `swagger2openapi`");
        return None;
    }
    let version: Located<String> = object.required("openapi")?;
    if version.value == "3.0" || version.value.starts_with("3.0.") {
        return Some(());
    }
    let message = format!("OpenAPI {} is not supported", version.value);
    object
        .diagnostics()
        .error(Code::UnsupportedVersion, &version.at, message)
        .help("this generator reads OpenAPI 3.0: `openapi: 3.0.3`");
    None
}

/// "Info Object".
#[derive(Clone, Debug, Default)]
pub(crate) struct Info {
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    pub(crate) version: String,
    pub(crate) terms_of_service: Option<String>,
    pub(crate) contact: Option<Contact>,
    pub(crate) license: Option<License>,
    /// `x-module`: the Rust module of the service.
    pub(crate) module: Option<Located<String>>,
}

impl Read for Info {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Info Object", diagnostics)?;
        let info = Self {
            title: object.required("title").unwrap_or_default(),
            description: object.optional("description"),
            version: object.required("version").unwrap_or_default(),
            terms_of_service: object.optional("termsOfService"),
            contact: object.optional("contact"),
            license: object.optional("license"),
            module: object.optional("x-module"),
        };
        extensions::read_decisions(&mut object);
        object.finish();
        Some(info)
    }
}

/// "Contact Object".
#[derive(Clone, Debug)]
pub(crate) struct Contact {
    pub(crate) name: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) email: Option<String>,
}

impl Read for Contact {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Contact Object", diagnostics)?;
        let contact =
            Self { name: object.optional("name"), url: object.optional("url"), email: object.optional("email") };
        object.finish();
        Some(contact)
    }
}

/// "License Object".
#[derive(Clone, Debug)]
pub(crate) struct License {
    pub(crate) name: String,
    pub(crate) url: Option<String>,
}

impl Read for License {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "License Object", diagnostics)?;
        let license = Self { name: object.required("name").unwrap_or_default(), url: object.optional("url") };
        object.finish();
        Some(license)
    }
}

/// "Server Object".
#[derive(Clone, Debug)]
pub(crate) struct Server {
    pub(crate) url: Located<String>,
    pub(crate) description: Option<String>,
    /// `x-region`: the id of the region that this server is for.
    pub(crate) region: Option<Located<String>>,
}

impl Read for Server {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Server Object", diagnostics)?;
        let url = object.required("url");
        let description = object.optional("description");
        let region = object.optional("x-region");
        object.unsupported(&["variables"]);
        extensions::read_decisions(&mut object);
        object.finish();
        Some(Self { url: url?, description, region })
    }
}

/// "Tag Object".
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) external_docs: Option<ExternalDocs>,
}

impl Read for Tag {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Tag Object", diagnostics)?;
        let tag = Self {
            name: object.required("name").unwrap_or_default(),
            description: object.optional("description"),
            external_docs: object.optional("externalDocs"),
        };
        object.finish();
        Some(tag)
    }
}

/// "External Documentation Object".
#[derive(Clone, Debug)]
pub(crate) struct ExternalDocs {
    pub(crate) url: String,
    pub(crate) description: Option<String>,
}

impl Read for ExternalDocs {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "External Documentation Object", diagnostics)?;
        let docs = Self {
            url: object.required("url").unwrap_or_default(),
            description: object.optional("description"),
        };
        object.finish();
        Some(docs)
    }
}

/// "Components Object".
#[derive(Clone, Debug, Default)]
pub(crate) struct Components {
    pub(crate) schemas: IndexMap<String, RefOr<Schema>>,
    pub(crate) parameters: IndexMap<String, RefOr<Parameter>>,
    pub(crate) request_bodies: IndexMap<String, RefOr<RequestBody>>,
    pub(crate) responses: IndexMap<String, RefOr<Response>>,
    pub(crate) security_schemes: IndexMap<String, SecurityScheme>,
}

impl Read for Components {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Components Object", diagnostics)?;
        let components = Self {
            schemas: object.or_default("schemas"),
            parameters: object.or_default("parameters"),
            request_bodies: object.or_default("requestBodies"),
            responses: object.or_default("responses"),
            security_schemes: object.or_default("securitySchemes"),
        };
        object.unsupported(&["examples", "headers", "links", "callbacks"]);
        object.finish();
        Some(components)
    }
}

/// "Security Scheme Object".
#[derive(Clone, Debug)]
pub(crate) struct SecurityScheme {
    pub(crate) at: Location,
    pub(crate) kind: Located<String>,
    pub(crate) description: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) location: Option<Located<String>>,
    /// `x-signature`: requests are signed by this algorithm instead of carrying a fixed key.
    pub(crate) signature: Option<Located<String>>,
}

impl Read for SecurityScheme {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Security Scheme Object", diagnostics)?;
        let kind = object.required("type");
        let description = object.optional("description");
        let name = object.optional("name");
        let location = object.optional("in");
        let signature = object.optional("x-signature");
        object.unsupported(&["scheme", "bearerFormat", "flows", "openIdConnectUrl"]);
        extensions::read_decisions(&mut object);
        let at = object.at();
        object.finish();
        Some(Self { at, kind: kind?, description, name, location, signature })
    }
}

/// "Security Requirement Object": scheme names with their scopes, all of which are needed.
#[derive(Clone, Debug)]
pub(crate) struct SecurityRequirement {
    pub(crate) schemes: Vec<Located<String>>,
}

impl Read for SecurityRequirement {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let object = ObjectReader::new(node, "Security Requirement Object", diagnostics)?;
        let entries = object.rest();
        let mut schemes = Vec::new();
        for (name, scopes) in entries {
            schemes.push(Located { value: name.to_owned(), at: scopes.key() });
            let scopes_read: Option<Vec<String>> = Vec::read(&scopes, diagnostics);
            if scopes_read.is_some_and(|scopes| !scopes.is_empty()) {
                diagnostics.error(Code::UnsupportedKeyword, &scopes.at, "scopes are not supported yet");
            }
        }
        Some(Self { schemes })
    }
}
