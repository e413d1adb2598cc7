//! What will be printed, decided to the last name and type: plain data, no decisions left.
//!
//! Nothing here knows OpenAPI, and nothing here knows tokens. Names are [`RustName`]s or [`WireName`]s, never bare
//! strings, so that one cannot be printed where the other belongs.

mod answer;
mod name;
mod opening;
mod operation;
mod pagination;
mod rules;
mod sample;
mod service;
mod types;

pub use answer::{
    AnswerEnum, AnswerHeader, AnswerHeaders, AnswerVariant, Content, DocumentedAt, ErrorHeaders, ErrorVariant,
    ErrorVariants, Failure, HeaderReading, Parts, StatusRange, Statuses, Streamed, Success,
};
pub use name::{RustName, WireName};
pub use opening::{Key, Opening, Setting};
pub use operation::{
    Argument, Body, BodyForm, Example, ExampleValue, Operation, OtherBodies, OtherBody, Part, PartKind, Place, Style,
};
pub use pagination::{CursorSource, PageParameter, PageStep, Pagination};
pub use rules::{Checks, PasswordRules, Rules, Unlike};
pub use sample::{Sample, Side};
pub use service::{Region, SecurityKind, SecurityScheme, Server, ServerVariable, Service};
pub use types::{
    Branch, Enumeration, Field, Integer, Otherwise, Shape, SharedName, Signs, Structure, Tag, Type, TypeDefinition,
    Union, Variant,
};

/// A whole crate: the services of all documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crate {
    /// The crate's name as Rust code imports it.
    pub import_name: RustName,
    /// The module that the files are for, from the root of the crate; empty where they are a crate of their own.
    pub within: Vec<RustName>,
    /// The command that writes the files, to be named in each.
    pub command: Option<String>,
    /// Whether `README.md` opens the crate's documentation.
    pub has_readme: bool,
    /// Whether anything is named outside ASCII.
    pub has_foreign_names: bool,
    /// The services, sorted by module name.
    pub services: Vec<Service>,
}

/// Documentation as clean Markdown, a line each, safe to print as doc attributes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs(pub Vec<String>);

impl Docs {
    /// Adds a paragraph, with a blank line before it if anything stands there.
    pub(crate) fn add(&mut self, paragraph: impl IntoIterator<Item = String>) {
        if !self.0.is_empty() {
            self.0.push(String::new());
        }
        self.0.extend(paragraph);
    }
}
