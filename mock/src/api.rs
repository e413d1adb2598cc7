//! Routing: the operations of one document, found by method and path.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};

use serde_json::Value as Json;
use wireright_codegen::{
    http::{ADDITIONAL_OPERATIONS, FIXED_METHODS, operation_keys},
    model::Direction,
    parser::file_references,
    source::Pointer,
};

use crate::{
    base_paths,
    documents::Documents,
    http::Rejection,
    path_template::PathTemplate,
    validator::{SchemaValidator, Violation},
};

/// Maximum number of references in a chain.
const MAX_REFERENCES: usize = 20;

/// One OpenAPI document with the files that it references.
#[derive(Debug)]
pub struct Api {
    pub(crate) documents: Arc<Documents>,
    validator: Mutex<SchemaValidator>,
    paths: Vec<PathItem>,
    /// Base paths of the documented servers, which a request may contain: `/v2`.
    base_paths: Vec<PathTemplate>,
    pub(crate) entry: String,
}

#[derive(Debug)]
struct PathItem {
    template: PathTemplate,
    path: String,
    location: Location,
}

/// A position in the documents: a file and a JSON pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Location {
    pub(crate) file: String,
    pub(crate) pointer: Pointer,
}

/// The operation that a request calls.
#[derive(Debug)]
pub(crate) struct MatchedOperation {
    /// Method and path template: `PUT /pets/{id}`.
    pub(crate) name: String,
    pub(crate) path_item: Location,
    pub(crate) operation: Location,
    /// Path parameters with their percent-encoded values.
    pub(crate) path_values: Vec<(String, String)>,
    /// Names in the query of the path template. They are allowed without being parameters.
    pub(crate) query_names: Vec<String>,
}

impl Location {
    pub(crate) fn child(&self, segment: &str) -> Self {
        Self { file: self.file.clone(), pointer: self.pointer.child(segment) }
    }
}

impl Api {
    /// Parses a document without references to other files.
    pub fn from_text(text: &str) -> Result<Self, String> {
        let files = BTreeMap::from([("openapi.yaml".to_owned(), text.as_bytes().to_vec())]);
        Self::from_files(&files, "openapi.yaml")
    }

    /// Parses a document, the file `entry`, with all files that it references. Paths are relative to one folder. A
    /// document of Swagger 2.0 is converted to OpenAPI 3.0.
    pub fn from_files(files: &BTreeMap<String, Vec<u8>>, entry: &str) -> Result<Self, String> {
        let documents = Documents::parse(files, entry);
        if documents.files.get(entry).is_some_and(|root| root.get("swagger").is_some()) {
            return Self::from_documents(Documents::parse_swagger(files, entry)?, entry);
        }
        Self::from_documents(documents, entry)
    }

    /// Reads parsed documents. `entry` is the OpenAPI document.
    pub fn from_documents(documents: Documents, entry: &str) -> Result<Self, String> {
        let documents = Arc::new(documents);
        let root =
            documents.files.get(entry).ok_or_else(|| format!("`{entry}` is not a valid YAML or JSON document"))?;
        if root.get("openapi").is_none() {
            return Err(format!("`{entry}` is not an OpenAPI 3 document: missing `openapi` key"));
        }
        let validator = Mutex::new(SchemaValidator::new(Arc::clone(&documents)));
        let mut api = Self {
            documents: Arc::clone(&documents),
            validator,
            paths: Vec::new(),
            base_paths: Vec::new(),
            entry: entry.to_owned(),
        };
        let root = Location { file: entry.to_owned(), pointer: Pointer::root() };
        for (path, location) in api.entries(&root.child("paths")) {
            if path.starts_with('/') {
                let template = PathTemplate::parse(&path).with_reserved(&api.reserved_parameters(&location));
                api.paths.push(PathItem { template, path, location });
            }
        }
        api.paths.sort_by_key(|path| path.template.order());
        let operations = api.located_operations();
        if operations.is_empty() {
            return Err(format!("`{entry}` has no operations"));
        }
        let path_items = api.paths.iter().map(|path| api.resolve_location(&path.location));
        let owners = [root].into_iter().chain(path_items).chain(operations.into_iter().map(|(_, location)| location));
        let servers = owners.flat_map(|owner| api.items(&owner.child("servers")));
        let base_paths = base_paths::base_paths(servers.filter_map(|server| api.value(&server)));
        api.base_paths = base_paths;
        Ok(api)
    }

    /// Method and path template of each operation: `PUT /pets/{id}`.
    pub fn operations(&self) -> Vec<String> {
        self.located_operations().into_iter().map(|(name, _)| name).collect()
    }

    /// The path parameters of a path item that have several segments (`allowReserved`).
    fn reserved_parameters(&self, path_item: &Location) -> BTreeSet<String> {
        let path_item = self.resolve_location(path_item);
        let operations = self.entries(&path_item).into_iter().map(|(_, location)| location);
        let lists = [path_item.clone()].into_iter().chain(operations).map(|owner| owner.child("parameters"));
        let parameters = lists.flat_map(|list| self.items(&list)).map(|parameter| self.resolve_location(&parameter));
        let is_reserved = |parameter: &Json| parameter.get("allowReserved") == Some(&Json::Bool(true));
        let parameters = parameters.filter_map(|parameter| self.value(&parameter).filter(|one| is_reserved(one)));
        parameters.filter_map(|parameter| parameter.get("name")?.as_str().map(str::to_owned)).collect()
    }

    /// The same, each with its location after references.
    pub(crate) fn located_operations(&self) -> Vec<(String, Location)> {
        let mut operations = Vec::new();
        for path in &self.paths {
            for method in self.methods(&path.location) {
                if let Some((_, location)) = self.operation(&path.location, &method) {
                    operations.push((format!("{method} {}", path.path), location));
                }
            }
        }
        operations
    }

    /// The operation of a request, whose path is in its normal form. `None` if no path matches; a rejection if the path
    /// has no such method.
    pub(crate) fn find(&self, method: &str, path: &str, query: &str) -> Option<Result<MatchedOperation, Rejection>> {
        let without_base = |has_parameters| {
            let bases = self.base_paths.iter().filter(move |base| base.has_parameters() == has_parameters);
            bases.filter_map(|base| base.strip_prefix(path))
        };
        let mut allowed_methods = Vec::new();
        // A base path with a parameter may match the first segment of any path.
        for path in without_base(false).chain([path]).chain(without_base(true)) {
            for item in &self.paths {
                let Some(path_values) = item.template.values(path, query) else { continue };
                let name = format!("{method} {}", item.path);
                if let Some((path_item, operation)) = self.operation(&item.location, method) {
                    let query_names = item.template.query_names().map(str::to_owned).collect();
                    return Some(Ok(MatchedOperation { name, path_item, operation, path_values, query_names }));
                }
                allowed_methods.extend(self.methods(&item.location));
            }
        }
        allowed_methods.sort();
        allowed_methods.dedup();
        (!allowed_methods.is_empty()).then(|| {
            let allowed = allowed_methods.join(", ");
            let problem = format!("unsupported method {method}: the path supports {allowed}");
            Err(Rejection { allow: Some(allowed), ..Rejection::new(405, problem) })
        })
    }

    /// The path item with the method, after its references, and the operation.
    fn operation(&self, item: &Location, method: &str) -> Option<(Location, Location)> {
        let mut item = item.clone();
        for _ in 0..MAX_REFERENCES {
            let own =
                operation_keys(method).into_iter().map(|keys| keys.iter().fold(item.clone(), |at, key| at.child(key)));
            if let Some(own) = own.into_iter().find(|at| self.value(at).is_some_and(Json::is_object)) {
                let operation = self.resolve_location(&own);
                return self.value(&operation).is_some().then_some((item, operation));
            }
            item = self.target(&item)?;
        }
        None
    }

    /// The methods of a path item and of those that it refers to.
    fn methods(&self, item: &Location) -> Vec<String> {
        let mut methods = Vec::new();
        let mut next = Some(item.clone());
        for _ in 0..MAX_REFERENCES {
            let Some(item) = next else { break };
            let Some(Json::Object(keys)) = self.value(&item) else { break };
            let fixed = FIXED_METHODS.iter().filter(|(key, _)| keys.get(*key).is_some_and(Json::is_object));
            methods.extend(fixed.map(|(_, method)| (*method).to_owned()));
            if let Some(Json::Object(additional)) = keys.get(ADDITIONAL_OPERATIONS) {
                methods
                    .extend(additional.iter().filter(|(_, value)| value.is_object()).map(|(method, _)| method.clone()));
            }
            next = self.target(&item);
        }
        let mut known = BTreeSet::new();
        methods.retain(|method| known.insert(method.clone()));
        methods
    }

    /// The value at a location.
    pub(crate) fn value(&self, location: &Location) -> Option<&Json> {
        self.documents.get(&location.file, &location.pointer.to_string()).map(|(_, value)| value)
    }

    /// The location at the end of all references.
    pub(crate) fn resolve_location(&self, location: &Location) -> Location {
        let mut location = location.clone();
        for _ in 0..MAX_REFERENCES {
            match self.target(&location) {
                Some(next) => location = next,
                None => break,
            }
        }
        location
    }

    /// The value at the end of all references.
    pub(crate) fn resolved_value(&self, location: &Location) -> Option<&Json> {
        self.value(&self.resolve_location(location))
    }

    /// The location that a reference names.
    pub(crate) fn target(&self, location: &Location) -> Option<Location> {
        let reference = self.value(location)?.get("$ref")?.as_str()?;
        let (_, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let file = file_references::resolve_path(&location.file, reference)?;
        Some(Location { file, pointer: Pointer::parse(&file_references::percent_decode(fragment)?)? })
    }

    /// The entries of an object, after references: some bundlers replace whole objects by references.
    pub(crate) fn entries(&self, location: &Location) -> Vec<(String, Location)> {
        let location = &self.resolve_location(location);
        let object = self.value(location).and_then(Json::as_object);
        object.into_iter().flatten().map(|(key, _)| (key.clone(), location.child(key))).collect()
    }

    /// The items of an array, after references.
    pub(crate) fn items(&self, location: &Location) -> Vec<Location> {
        let location = &self.resolve_location(location);
        let length = self.value(location).and_then(Json::as_array).map_or(0, Vec::len);
        (0..length).map(|index| location.child(&index.to_string())).collect()
    }

    /// The violations of a schema. An unusable schema has none.
    pub(crate) fn violations(&self, direction: Direction, schema: &Location, value: &Json) -> Vec<Violation> {
        let mut validator = self.validator.lock().unwrap_or_else(PoisonError::into_inner);
        validator.violations(direction, &schema.file, &schema.pointer, value).unwrap_or_default()
    }
}
