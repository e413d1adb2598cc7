//! Services: the operations and types of one document.

use std::collections::BTreeMap;

use super::{
    CheckedSchema, Docs, DocumentExample, ErrorHeaders, Operation, QuickStart, Region, ResponseHeaders, RustName,
    SecurityKind, SecurityScheme, Server, SharedErrors, SharedName, TypeDefinition, TypePath, WireName,
};

/// The operations and types of one document, printed as one module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// The path of the document, for the header of each file.
    pub source: String,
    /// The name in traces and in the list of the API: that of the module, or of the crate if the service is the only
    /// one.
    pub name: RustName,
    /// The module below the root: `codearts_artifact`. `None` if the root of the crate contains the items.
    pub module: Option<RustName>,
    /// The path of the parent module, from the crate root. Empty for the root.
    pub parent_modules: Vec<RustName>,
    /// The Cargo feature: `codearts-artifact`. `None` if the service is the only one, or part of another crate.
    pub feature: Option<String>,
    /// The service's title.
    pub title: String,
    /// Documentation of the module.
    pub docs: Docs,
    /// The servers.
    pub servers: Vec<Server>,
    /// The constants of the regions, sorted by region.
    pub regions: Vec<Region>,
    /// The security schemes.
    pub security_schemes: Vec<SecurityScheme>,
    /// Parameters that are set once on the client.
    pub client_parameters: Vec<WireName>,
    /// The operations, sorted by method name.
    pub operations: Vec<Operation>,
    /// The groups of operations, sorted by module.
    pub groups: Vec<Group>,
    /// The requests that the service sends: webhooks and callbacks.
    pub service_requests: Vec<ServiceRequest>,
    /// The features that enable the files of shared types, by module. Any of them is sufficient. A file that is
    /// missing here needs none.
    pub type_features: BTreeMap<RustName, Vec<String>>,
    /// The types that several operations use, sorted by name.
    pub types: Vec<TypeDefinition>,
    /// The components that are not generated because no operation of the document uses them, sorted by name.
    pub omitted_components: Vec<SharedName>,
    /// The keys of the components that have each type, whether it is generated or omitted. A component may be a
    /// reference to a file.
    pub schema_names: BTreeMap<SharedName, Vec<String>>,
    /// The schemas that `validate()` checks, sorted by name.
    pub schemas: Vec<CheckedSchema>,
    /// The error responses that several operations document alike, sorted by name.
    pub shared_errors: Vec<SharedErrors>,
    /// The headers of successful responses that several operations document alike, sorted by name.
    pub shared_headers: Vec<ResponseHeaders>,
    /// The error headers that several operations document, sorted by name.
    pub error_headers: Vec<ErrorHeaders>,
    /// The example that opens the documentation.
    pub quick_start: Option<QuickStart>,
    /// Lints that the module allows.
    pub allowed_lints: Vec<Lint>,
    /// The example values of the document. Empty unless [`Options::examples`](crate::Options::examples) is set.
    pub document_examples: Vec<DocumentExample>,
}

impl Service {
    /// The type of the authenticator that security schemes name.
    pub fn authenticator(&self) -> Option<&TypePath> {
        self.security_schemes.iter().find_map(|scheme| match &scheme.kind {
            SecurityKind::Authenticator(path) => Some(path),
            _ => None,
        })
    }

    /// The group of an operation.
    pub fn group(&self, operation: &Operation) -> Option<&Group> {
        self.groups.get(operation.group?)
    }

    /// Whether operations share any type.
    pub fn has_types(&self) -> bool {
        !self.types.is_empty() || !self.error_headers.is_empty()
    }
}

/// A request that the service sends: a webhook or the callbacks of an operation. It has types and no method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceRequest {
    /// The index of the group of its first tag.
    pub group: Option<usize>,
    /// The shared types that it refers to.
    pub types: Vec<SharedName>,
}

/// The operations of a tag: methods of a struct, behind a feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The tag as it is shown.
    pub title: String,
    /// Documentation of the tag.
    pub docs: Docs,
    /// The module of the struct, and the method of the client: `pets`.
    pub module: RustName,
    /// The struct: `Pets`.
    pub type_name: RustName,
    /// The Cargo feature. `None` in a module of another crate, which has its own features.
    pub feature: Option<String>,
}

/// A lint that generated types can violate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lint {
    /// `clippy::large_enum_variant`
    LargeEnumVariant,
    /// `clippy::type_complexity`
    TypeComplexity,
    /// `clippy::disallowed_names`
    DisallowedNames,
}
