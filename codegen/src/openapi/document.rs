//! The OpenAPI Object, its paths and its components. OpenAPI 3.0.3, sections 4.7.1, 4.7.7 and 4.7.8.

use indexmap::IndexMap;

use super::{
    metadata::{ExternalDocs, Info, Server, Tag},
    node::{Node, Read},
    object_reader::ObjectReader,
    operation::PathItem,
    reference::RefOr,
    schema::check_dialect,
    security::{SecurityRequirement, SecurityScheme},
};
use crate::{
    diagnostic::{Code, Diagnostics, Tolerance},
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
        if !matches!(node.value, Value::Object(_)) {
            let message = format!("not an OpenAPI document: expected an object, found {}", node.value.type_name());
            return report_foreign(diagnostics, &node.at, message);
        }
        let mut object = ObjectReader::new(node, "OpenAPI Object", diagnostics)?;
        check_version(&mut object)?;
        object.ignore_keys(&["$self"]);
        check_dialect(&mut object, "jsonSchemaDialect");
        // Webhooks are requests of the service, which a client cannot call.
        object.service_requests("webhooks");
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

/// Reports a file that is not an OpenAPI document: an error under every policy. A client without its operations would
/// replace a complete one.
fn report_foreign<T>(diagnostics: &mut Diagnostics, at: &Location, message: String) -> Option<T> {
    let problem = diagnostics.report_as(Code::UnsupportedVersion, Tolerance::Unchanged, at, message);
    problem.help("the document is an object with `openapi: 3.0.3` or `openapi: 3.1.0`");
    None
}

/// Keys that identify documents of other specifications.
const FOREIGN_DOCUMENTS: [(&str, &str); 5] = [
    ("asyncapi", "an AsyncAPI document"),
    ("arazzo", "an Arazzo document"),
    ("overlay", "an OpenAPI Overlay, which `--overlay` takes"),
    ("$schema", "a JSON Schema"),
    ("swaggerVersion", "a document of Swagger 1"),
];

/// Checks the version first: another version may give the other keys another meaning.
fn check_version(object: &mut ObjectReader<'_, '_>) -> Option<()> {
    if let Some(swagger) = object.node("swagger") {
        // Documents of version 2.0 were converted before.
        object
            .diagnostics()
            .report(Code::UnsupportedVersion, &swagger.at, "unsupported version of Swagger")
            .help("supported are Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2: `swagger: '2.0'`");
        return None;
    }
    let Some(node) = object.node("openapi") else {
        let known = FOREIGN_DOCUMENTS.iter().find(|(key, _)| object.node(key).is_some());
        let found = known.map_or_else(|| "missing key `openapi`".to_owned(), |(_, found)| format!("it is {found}"));
        let at = object.at();
        return report_foreign(object.diagnostics(), &at, format!("not an OpenAPI document: {found}"));
    };
    let version = match node.value {
        Value::String(version) => version.clone(),
        // YAML reads `3.1` as a number.
        Value::Number(number) => number.to_string(),
        _ => {
            let message = format!("not an OpenAPI document: the version is {}", node.value.type_name());
            return report_foreign(object.diagnostics(), &node.at, message);
        }
    };
    if !["3.0", "3.1", "3.2"].iter().any(|known| version == *known || version.starts_with(&format!("{known}."))) {
        let message = format!("unsupported version: OpenAPI {version}");
        object
            .diagnostics()
            .report(Code::UnsupportedVersion, &node.at, message)
            .help("supported are OpenAPI 3.0, 3.1 and 3.2: `openapi: 3.1.0`");
        return None;
    }
    if matches!(node.value, Value::Number(_)) {
        let message = format!("wrong type: expected a string, found the number {version}");
        let problem = object.diagnostics().report(Code::WrongType, &node.at, message);
        problem.help(format!("write the version in quotes: `openapi: '{version}.0'`"));
        problem.fallback(format!("the version is {version}"));
    }
    Some(())
}

/// The Paths Object. In OpenAPI 3.1 it may be absent if there are webhooks or components.
fn read_paths(object: &mut ObjectReader<'_, '_>) -> IndexMap<String, PathItem> {
    let Some(node) = object.node("paths") else {
        if object.node("components").is_none() && object.node("webhooks").is_none() {
            let message = "missing key `paths` in OpenAPI Object";
            let at = object.at();
            object.diagnostics().report_as(Code::MissingKey, Tolerance::Unchanged, at, message);
        }
        return IndexMap::new();
    };
    if !matches!(node.value, Value::Object(_)) {
        let message = format!("wrong type: expected an object (Paths Object), found {}", node.value.type_name());
        object.diagnostics().report_as(Code::WrongType, Tolerance::Unchanged, &node.at, message);
        return IndexMap::new();
    }
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

/// "Components Object": its security schemes. Other components are read when they are referenced.
struct Components(IndexMap<String, RefOr<SecurityScheme>>);

impl Read for Components {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        node.read_collection_or_ref(diagnostics, Self::read_direct)
    }
}

impl Components {
    fn read_direct(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
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
