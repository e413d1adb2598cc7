//! Code generator: OpenAPI documents in, source files of a Rust client crate out.
//!
//! Four layers, in this order:
//!
//! - [`source`], [`parser`], [`overlay`], [`swagger`] and `openapi` turn text into a faithful, typed document. They
//!   make no decisions.
//! - `lower` decides names and types, and reports every problem.
//! - [`model`] is the result: plain data.
//! - `emit` and `print` turn the model into text. They make no decisions and cannot fail.
//!
//! Beside the layers: `options` are the input of all layers, [`diagnostic`] holds problems and renders them,
//! [`http`] knows the methods of operations and the names of headers, `api` lists what a crate declares, `call` tells
//! how another crate calls an operation, and `statistics` counts what a model has.
//!
//! This crate is pure: it uses no file, clock, environment or network. The same documents give the same bytes, whatever
//! their order. The caller reads and writes files.
//!
//! ```
//! use wireright_codegen::{generate, Options, SourceFile};
//!
//! let text = r"
//! openapi: 3.0.3
//! info: { title: Greeter, version: '1' }
//! servers: [{ url: 'https://greeter.example.com' }]
//! paths:
//!   /greeting:
//!     get:
//!       operationId: getGreeting
//!       responses: { '204': { description: Greeted. } }
//! ";
//! let generation = generate(
//!     vec![SourceFile { path: "greeter.yaml".to_owned(), bytes: text.into() }],
//!     &Options::default(),
//! );
//! assert!(generation.diagnostics.is_empty());
//! assert!(generation.files.iter().any(|file| file.path == "src/get_greeting.rs"));
//! ```
//!
//! # In a build script
//!
//! With [`Options::module`] the files form a module of the crate that is being built. They need not be committed:
//!
//! ```no_run
//! // build.rs
//! use std::{env, fs, path::Path};
//!
//! use wireright_codegen::{Options, SourceFile, diagnostic::{Format, render}, generate};
//!
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     println!("cargo::rerun-if-changed=greeter.yaml");
//!     let source = SourceFile { path: "greeter.yaml".to_owned(), bytes: fs::read("greeter.yaml")? };
//!     let options = Options { module: Some("api".to_owned()), lenient: true, ..Options::default() };
//!     let generation = generate(vec![source], &options);
//!     let problems = render(&generation.diagnostics, &generation.sources, Format::Human { color: false });
//!     if generation.files.is_empty() {
//!         return Err(problems.into());
//!     }
//!     for line in problems.lines() {
//!         println!("cargo::warning={line}");
//!     }
//!     let folder = Path::new(&env::var("OUT_DIR")?).join("api");
//!     for file in generation.files {
//!         let path = folder.join(file.path);
//!         fs::create_dir_all(path.parent().unwrap_or(&folder))?;
//!         fs::write(path, file.text)?;
//!     }
//!     Ok(())
//! }
//! ```
//!
//! One line includes the module. Its only dependency is `wireright-runtime`:
//!
//! ```ignore
//! // src/main.rs
//! #[allow(clippy::pedantic)] // only for crates that enable these lints
//! pub mod api {
//!     include!(concat!(env!("OUT_DIR"), "/api/mod.rs"));
//! }
//! ```
//!
//! The path of the module must equal [`Options::module`]. The module must be public, otherwise rustc warns about unused
//! items. `tests/examples/build-script` is a complete crate of this kind, which the tests compile and run.
#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::todo,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

pub mod api;
mod call;
pub mod diagnostic;
mod emit;
pub mod http;
mod lower;
pub mod model;
mod openapi;
mod options;
pub mod overlay;
pub mod parser;
mod print;
pub mod source;
mod statistics;
pub mod swagger;

pub use api::{ApiItem, api_text};
pub use call::{Call, CallArgument, CallValue};
pub use diagnostic::{Diagnostic, Diagnostics, Policy};
pub use lower::NamePattern;
pub use options::{ConfigSelector, ConfigText, InvalidSelector, Options, RenameRule, RenameRules, Selector, TypeRule};
pub use print::HEADER;
pub use source::{SourceFile, Sources};
pub use statistics::Statistics;

/// A generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedFile {
    /// The path relative to the crate's or module's folder, with `/` between folders: `src/kafka.rs`.
    pub path: String,
    /// The content.
    pub text: String,
}

/// An example value of a document, and its Rust type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The path of the document that contains the value.
    pub file: String,
    /// A pointer to the value.
    pub pointer: source::Pointer,
    /// The path of the document that contains the schema.
    pub schema_file: String,
    /// A pointer to the schema.
    pub schema: source::Pointer,
    /// Whether requests, responses or both contain the type.
    pub direction: model::Direction,
    /// The type's absolute path: `pets::petstore::types::Pet`.
    pub rust_type: String,
    /// The value as JSON on one line.
    pub json: String,
}

/// The result of [`generate`].
#[derive(Debug)]
pub struct Generation {
    /// The files, sorted by path. Empty if any diagnostic is an error.
    pub files: Vec<GeneratedFile>,
    /// The content of the files as data: every name, type and operation. `None` if there are no files.
    ///
    /// ```
    /// # use wireright_codegen::{generate, Options, SourceFile};
    /// # let paths = "{/pets: {get: {responses: {'204': {description: x}}}}}";
    /// # let text = format!("{{openapi: 3.0.3, info: {{title: Pets, version: '1'}}, paths: {paths}}}");
    /// # let source = SourceFile { path: "pets.yaml".to_owned(), bytes: text.into() };
    /// let generation = generate(vec![source], &Options::default());
    /// let services = generation.model.iter().flat_map(|krate| &krate.services);
    /// for operation in services.flat_map(|service| &service.operations) {
    ///     println!("{} {} is {}()", operation.http_method, operation.path, operation.method_name);
    /// }
    /// # assert_eq!(generation.model.unwrap().services[0].operations[0].method_name.as_str(), "get_pets");
    /// ```
    pub model: Option<model::Crate>,
    /// The example values of the documents, which deserialize as their types. Empty unless [`Options::examples`] is
    /// set.
    pub examples: Vec<Example>,
    /// How another crate calls each operation. Empty unless [`Options::calls`] is set.
    pub calls: Vec<Call>,
    /// Errors and warnings of all documents, sorted by location.
    pub diagnostics: Vec<Diagnostic>,
    /// The places of the values that overlays or the conversion of Swagger changed, for the locations of examples.
    pub origins: overlay::Origins,
    /// The documents, for [`diagnostic::render`].
    pub sources: Sources,
}

impl Generation {
    /// Counts of operations, files and lines.
    pub fn statistics(&self) -> Statistics {
        Statistics::of(self)
    }

    /// Adds problems that a caller found in the documents, sorted by location as the others. Files are kept, also if
    /// one of the problems is an error.
    pub fn add_problems(&mut self, problems: Diagnostics) {
        self.diagnostics.extend(problems.into_sorted(&self.sources, Policy::Strict));
        self.diagnostics = diagnostic::sort_problems(std::mem::take(&mut self.diagnostics), &self.sources);
    }
}

/// The example that opens the documentation of the first service: a client and its first call, as Rust code. `None` if
/// there is no operation.
pub fn quick_start(krate: &model::Crate) -> Option<String> {
    let mut examples = krate.services.iter().map(|service| emit::quick_start(krate, service));
    let lines = examples.find(|lines| !lines.is_empty())?;
    Some(lines.join("\n") + "\n")
}

/// The public API of the crate.
pub fn api(krate: &model::Crate) -> Vec<ApiItem> {
    emit::api(krate)
}

/// The result of [`analyze`].
#[derive(Debug)]
pub struct Analysis {
    /// What [`Generation::model`] is, without most of the documentation.
    pub model: model::Crate,
    /// The root of each document that could be parsed, with the overlays applied, and converted from Swagger.
    pub roots: Vec<(source::FileId, source::Value)>,
    /// The places of the values that overlays or the conversion of Swagger changed.
    pub origins: overlay::Origins,
    /// The documents.
    pub sources: Sources,
}

/// The model and the documents without the files, for a comparison of two documents. Printing the files and sorting
/// the warnings is most of the work of [`generate`]. In lenient mode, the model has no documentation and no example
/// calls, except for a few lines.
///
/// # Errors
///
/// A diagnostic is an error. The result has the diagnostics and the documents.
pub fn analyze(sources: Vec<SourceFile>, options: &Options) -> Result<Analysis, Box<Generation>> {
    let policy = policy(options);
    // In strict mode, a problem of an example is an error.
    let (krate, input, sources, diagnostics) = read(sources, options, policy, policy == Policy::Strict);
    if diagnostics.has_errors(policy) {
        return Err(Box::new(failure(sources, diagnostics, policy)));
    }
    let openapi::Input { document_set, origins, .. } = input;
    Ok(Analysis { model: krate, roots: document_set.into_roots().collect(), origins, sources })
}

/// The roots of documents by path, with the overlays applied to the entries, in their order. Those of Swagger 2.0 are
/// converted to OpenAPI 3.0.
///
/// # Errors
///
/// A document or an overlay is malformed, or an action matches nothing. The result has the diagnostics.
pub fn effective_documents(
    documents: Vec<SourceFile>,
    options: &Options,
) -> Result<Vec<(String, source::Value)>, Box<Generation>> {
    let policy = Policy::Lenient;
    let mut diagnostics = Diagnostics::default();
    let sources = Sources::new(options.overlays.iter().cloned().chain(documents).collect());
    let input = openapi::read(&sources, options, &mut diagnostics);
    if diagnostics.has_errors(policy) {
        return Err(Box::new(failure(sources, diagnostics, policy)));
    }
    let path = |file| sources.get(file).path.clone();
    Ok(input.document_set.into_roots().map(|(file, root)| (path(file), root)).collect())
}

/// Generates the source files of a client crate, one service per entry document.
///
/// The order of `sources` does not matter. All problems are reported together. If one of them is an error, no file is
/// returned.
pub fn generate(sources: Vec<SourceFile>, options: &Options) -> Generation {
    let policy = policy(options);
    let (krate, input, sources, diagnostics) = read(sources, options, policy, true);
    if diagnostics.has_errors(policy) {
        return failure(sources, diagnostics, policy);
    }
    let origins = input.origins.clone();
    let (files, diagnostics) = emit::emit(&krate, || {
        drop(input);
        diagnostics.into_sorted(&sources, policy)
    });
    let examples = emit::examples(&krate, &sources);
    let calls = if options.calls { emit::calls(&krate) } else { Vec::new() };
    Generation { files, model: Some(krate), examples, calls, diagnostics, origins, sources }
}

fn policy(options: &Options) -> Policy {
    if options.lenient { Policy::Lenient } else { Policy::Strict }
}

/// The model, what it was made from, and the problems.
fn read(
    sources: Vec<SourceFile>,
    options: &Options,
    policy: Policy,
    has_docs: bool,
) -> (model::Crate, openapi::Input, Sources, Diagnostics) {
    let others = options.overlays.iter().chain(&options.configuration).cloned();
    let sources = Sources::new(sources.into_iter().chain(others).collect());
    let mut diagnostics = Diagnostics::default();
    let input = openapi::read(&sources, options, &mut diagnostics);
    // In strict mode, a problem of a component is an error, also if nothing uses the component.
    let parts = lower::OptionalParts { docs: has_docs, unused_components: policy == Policy::Strict };
    let krate = lower::lower(&input, &sources, options, parts, &mut diagnostics);
    if policy == Policy::Strict {
        openapi::check_structure(&input.document_set, &input.entry_documents, &mut diagnostics);
    }
    if !input.origins.is_empty() {
        diagnostics.relocate(input.first_to_relocate, |location| input.origins.find(location));
    }
    (krate, input, sources, diagnostics)
}

fn failure(sources: Sources, diagnostics: Diagnostics, policy: Policy) -> Generation {
    let diagnostics = diagnostics.into_sorted(&sources, policy);
    let (files, examples, calls) = (Vec::new(), Vec::new(), Vec::new());
    Generation { files, model: None, examples, calls, diagnostics, origins: overlay::Origins::default(), sources }
}
