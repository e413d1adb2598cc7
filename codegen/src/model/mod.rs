//! The model of the generated crate: every name, type and document decided. Plain data without decisions.
//!
//! The model contains no OpenAPI types and no tokens. Names are [`RustName`]s or [`WireName`]s, never bare strings, so
//! one cannot be printed where the other belongs.
//!
//! - `service`: a service with its operations and types
//! - `server`, `security`: its servers and regions, its security schemes
//! - `operation`: an operation, its arguments and its request body
//! - `response`: success and error responses, headers, streams
//! - `types`: type expressions
//! - `definitions`: definitions of structs, string enums and unions
//! - `custom_code`: derives and attributes from the configuration
//! - `rules`: constraints on values and passwords
//! - `pagination`: how one page leads to the next
//! - `call_example`: the example call of an operation
//! - `quick_start`: the example that opens a service's documentation
//! - `document_example`: example values of the documents
//! - `name`: the two kinds of names

mod call_example;
mod custom_code;
mod definitions;
mod document_example;
mod name;
mod operation;
mod pagination;
mod quick_start;
mod response;
mod rules;
mod security;
mod server;
mod service;
mod types;

pub use call_example::{CallExample, ExampleError, ExampleValue};
pub use custom_code::{CheckedCode, CustomCode};
pub use definitions::{
    Construction, Constructor, Discriminator, Field, FieldCodec, PartKind, StringEnum, StringVariant, StructType,
    TypeDefinition, TypeKind, Union, UnionVariant, UnknownTag, VariantMatcher,
};
pub use document_example::{Direction, DocumentExample};
pub use name::{RustName, WireName};
pub use operation::{
    AlternativeBodies, AlternativeBody, Argument, ArgumentLocation, Body, BodyFormat, EmptyValue, MultipartPart,
    Operation, Style,
};
pub use pagination::{CursorSource, PageParameter, PageStep, Pagination};
pub use quick_start::{BuilderSetting, CredentialSetting, QuickStart};
pub use response::{
    ErrorEnum, ErrorHeaders, ErrorResponses, ErrorVariant, FailureRule, HeaderCodec, ResponseBody, ResponseEnum,
    ResponseHeader, ResponseHeaders, ResponseVariant, SharedErrors, StatusRange, StatusSet, StreamItems, StreamMethod,
    Success,
};
pub use rules::{Check, CheckedSchema, PasswordRules, SchemaName, SimilarityRule, ValueLimits};
pub use security::{SecurityKind, SecurityScheme, TypePath};
pub use server::{Region, Server, ServerVariable};
pub use service::{Group, Lint, Service, ServiceRequest};
pub use types::{Integer, MappedType, SharedName, Type, ValueTraits};

/// The items of the runtime that the root of a crate exports, besides the runtime itself as `runtime`.
pub(crate) const RUNTIME_EXPORTS: [&str; 8] =
    ["ClientBuilder", "Error", "ErrorKind", "Response", "RetryPolicy", "Secret", "Timeouts", "Violations"];

/// A whole crate: one service per document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crate {
    /// The crate's name as Rust code imports it.
    pub import_name: RustName,
    /// The path of the module that contains the files, from the crate root. Empty if the files are a crate.
    pub parent_modules: Vec<RustName>,
    /// The command that writes the files, for the header of each file.
    pub command: Option<String>,
    /// Whether `README.md` opens the crate's documentation.
    pub has_readme: bool,
    /// Whether any name contains a character outside ASCII.
    pub has_non_ascii_names: bool,
    /// The services, sorted by module name.
    pub services: Vec<Service>,
    /// The types of other crates that the services use, sorted.
    pub mapped_types: Vec<MappedType>,
}

impl Crate {
    /// Whether the files are a module of another crate.
    pub fn is_module(&self) -> bool {
        !self.parent_modules.is_empty()
    }

    /// The service, if it is the only one. The root has all its items.
    pub fn only_service(&self) -> Option<&Service> {
        match self.services.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }
}

/// Documentation as Markdown lines that are safe to print as doc comments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs(pub Vec<String>);

impl Docs {
    /// Adds a paragraph. A blank line separates it from earlier text.
    pub(crate) fn add(&mut self, paragraph: impl IntoIterator<Item = String>) {
        if !self.0.is_empty() {
            self.0.push(String::new());
        }
        self.0.extend(paragraph);
    }
}
