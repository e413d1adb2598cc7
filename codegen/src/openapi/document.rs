//! The document itself and what stands beside its paths. OpenAPI 3.0.3, sections 4.7.1 to 4.7.7.

use indexmap::IndexMap;

use super::{
    extensions,
    node::{Node, ObjectReader, Read, Spanned},
    operation::PathItem,
    reference::RefOr,
    schema::check_dialect,
    security::{SecurityRequirement, SecurityScheme},
};
use crate::{
    diagnostic::{Code, Diagnostics},
    source::{Location, Value},
};

/// "OpenAPI Object".
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) at: Location,
    pub(crate) info: Info,
    pub(crate) servers: Vec<Server>,
    pub(crate) paths: IndexMap<String, PathItem>,
    pub(crate) security_schemes: IndexMap<String, RefOr<SecurityScheme>>,
    pub(crate) security: Vec<SecurityRequirement>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) external_docs: Option<ExternalDocs>,
}

impl Read for Document {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "OpenAPI Object", diagnostics)?;
        read_version(&mut object)?;
        object.ignore_keys(&["$self"]);
        check_dialect(&mut object, "jsonSchemaDialect");
        // Webhooks are requests that the service makes: there is nothing in them for a client to call.
        object.unsupported(&["webhooks"]);
        let document = Self {
            at: object.at(),
            info: object.required_or_default("info"),
            servers: object.or_default("servers"),
            paths: read_paths(&mut object),
            security_schemes: object.optional("components").map(|Components(schemes)| schemes).unwrap_or_default(),
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
    let version: Spanned<String> = object.required("openapi")?;
    if ["3.0", "3.1", "3.2"]
        .iter()
        .any(|known| version.value == *known || version.value.starts_with(&format!("{known}.")))
    {
        return Some(());
    }
    let message = format!("OpenAPI {} is not supported", version.value);
    object
        .diagnostics()
        .error(Code::UnsupportedVersion, &version.at, message)
        .help("this generator reads OpenAPI 3.0 and 3.1: `openapi: 3.1.0`");
    None
}

/// The paths. OpenAPI 3.1 lets them be absent, where there are webhooks or components.
fn read_paths(object: &mut ObjectReader<'_, '_>) -> IndexMap<String, PathItem> {
    let Some(node) = object.node("paths") else {
        if object.node("components").is_none() && object.node("webhooks").is_none() {
            let _: Option<Value> = object.required("paths");
        }
        return IndexMap::new();
    };
    node.read_collection_or_ref(object.diagnostics(), read_path_items).unwrap_or_default()
}

fn read_path_items(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<IndexMap<String, PathItem>> {
    let Value::Object(paths) = node.value else { return node.mismatch("an object (Paths Object)", diagnostics) };
    let mut items = IndexMap::new();
    for path in paths.keys().filter(|path| !path.starts_with("x-")) {
        let item = node.get(path).and_then(|item| PathItem::read(&item, diagnostics));
        items.extend(item.map(|item| (path.to_owned(), item)));
    }
    Some(items)
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
    pub(crate) summary: Option<String>,
    /// `x-module`: the Rust module of the service.
    pub(crate) module: Option<Spanned<String>>,
}

impl Read for Info {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Info Object", diagnostics)?;
        let info = Self {
            title: object.required_or_default("title"),
            description: object.optional("description"),
            version: object.required_or_default("version"),
            terms_of_service: object.optional("termsOfService"),
            contact: object.optional("contact"),
            license: object.optional("license"),
            summary: object.optional("summary"),
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
    pub(crate) identifier: Option<String>,
    pub(crate) url: Option<String>,
}

impl Read for License {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "License Object", diagnostics)?;
        let license = Self {
            name: object.required_or_default("name"),
            identifier: object.optional("identifier"),
            url: object.optional("url"),
        };
        object.finish();
        Some(license)
    }
}

/// "Server Object".
#[derive(Clone, Debug)]
pub(crate) struct Server {
    pub(crate) url: Spanned<String>,
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) variables: IndexMap<String, ServerVariable>,
    /// `x-region`: the id of the region that this server is for.
    pub(crate) region: Option<Spanned<String>>,
}

impl Read for Server {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Server Object", diagnostics)?;
        let url = object.required("url");
        let name = object.optional("name");
        let description = object.optional("description");
        let variables = object.or_default("variables");
        let region = object.optional("x-region");
        extensions::read_decisions(&mut object);
        object.finish();
        Some(Self { url: url?, name, description, variables, region })
    }
}

/// "Server Variable Object".
#[derive(Clone, Debug)]
pub(crate) struct ServerVariable {
    pub(crate) allowed: Vec<String>,
    pub(crate) default: String,
    pub(crate) description: Option<String>,
}

impl Read for ServerVariable {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Server Variable Object", diagnostics)?;
        let variable = Self {
            allowed: object.or_default("enum"),
            default: object.required_or_default("default"),
            description: object.optional("description"),
        };
        object.finish();
        Some(variable)
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
        let summary = object.optional("summary");
        let tag = Self {
            name: object.required_or_default("name"),
            description: object.optional("description").or(summary),
            external_docs: object.optional("externalDocs"),
        };
        // How other tools show tags.
        object.ignore_keys(&["parent", "kind"]);
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
        let docs = Self { url: object.required_or_default("url"), description: object.optional("description") };
        object.finish();
        Some(docs)
    }
}

/// "Components Object": its security schemes. The rest is read where it is referred to.
struct Components(IndexMap<String, RefOr<SecurityScheme>>);

impl Read for Components {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        node.read_collection_or_ref(diagnostics, Self::read_written)
    }
}

impl Components {
    fn read_written(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Components Object", diagnostics)?;
        let schemes = object.or_default("securitySchemes");
        object.ignore_keys(&[
            "schemas",
            "parameters",
            "requestBodies",
            "responses",
            "headers",
            "examples",
            "links",
            "callbacks",
            "pathItems",
            "mediaTypes",
        ]);
        object.finish();
        Some(Self(schemes))
    }
}
