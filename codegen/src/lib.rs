//! Wireright's generator: OpenAPI documents in, the files of a Rust client crate out.
//!
//! Four layers, one way: [`source`] and `openapi` turn text into a faithful, typed document and decide nothing; `lower`
//! decides names and types and reports every problem; [`model`] is what was decided, plain data; `emit` and `print` turn
//! the model into text and cannot fail.
//!
//! This crate is pure: it reads no file, no clock, no environment and no network, and the same documents give the same
//! bytes in whatever order they are handed over. Reading and writing files is the caller's part.
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
//! assert!(generation.files.iter().any(|file| file.path == "src/greeter/get_greeting.rs"));
//! ```
//!
//! # In a build script
//!
//! With [`Options::module`] the files are a module of the crate that is being built, and need not be committed:
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
//! The crate takes the module in by one line. Its only dependency is `wireright-runtime`:
//!
//! ```ignore
//! // src/main.rs
//! #[allow(clippy::pedantic)] // only for crates that turn these lints on
//! pub mod api {
//!     include!(concat!(env!("OUT_DIR"), "/api/mod.rs"));
//! }
//! ```
//!
//! The module stands where [`Options::module`] says, and is public: of a private one rustc would say what is not called.
//! `tests/examples/build-script` is this as a whole crate, which the tests compile and run.
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

mod call;
pub mod diagnostic;
mod emit;
mod lower;
pub mod model;
mod openapi;
pub mod overlay;
mod print;
pub mod source;

pub use call::{Call, CallArgument, CallValue};
pub use diagnostic::{Diagnostic, Diagnostics};
pub use print::HEADER;
pub use source::{SourceFile, Sources};

/// What the caller decides about the crate that is written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own, named where it is answered")]
pub struct Options {
    /// The package name of the crate, as in its `Cargo.toml`. Examples in the documentation import it.
    pub package: String,
    /// The module that the files are for, where they are no crate of their own: `api`, or `clients::api`. Their paths then
    /// begin at that module: `mod.rs` is its root, which `include!` can take in from wherever a build script wrote it.
    pub module: Option<String>,
    /// The command that writes the files anew, to be named in the first line of each.
    pub command: Option<String>,
    /// Whether a hand-written `README.md` stands beside `src`, to open the crate's documentation.
    pub has_readme: bool,
    /// The paths of the documents that describe a service. The others are only referred to. All of them, where this is
    /// empty.
    pub entries: Vec<String>,
    /// Whether the documents are somebody else's: what only their author could mend is then a warning, not an error, and
    /// [`Diagnostic::workaround`] says what was done instead.
    pub lenient: bool,
    /// The operations that are generated. All of them, where this is empty.
    pub include: Vec<Selector>,
    /// The operations that are not generated.
    pub exclude: Vec<Selector>,
    /// Whether to tell which type stands for which example of the documents: [`Generation::examples`].
    pub examples: bool,
    /// Whether to tell how each operation is called: [`Generation::calls`].
    pub calls: bool,
    /// OpenAPI Overlays, in the order in which they change the documents that describe a service.
    pub overlays: Vec<SourceFile>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            package: "client".to_owned(),
            module: None,
            command: None,
            has_readme: false,
            entries: Vec::new(),
            lenient: false,
            include: Vec::new(),
            exclude: Vec::new(),
            examples: false,
            calls: false,
            overlays: Vec::new(),
        }
    }
}

/// Chooses operations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selector {
    /// The one with this `operationId`.
    Operation(String),
    /// Those with this tag.
    Tag(String),
    /// Those whose path begins so.
    Path(String),
}

/// One file of the generated crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedFile {
    /// Where the file belongs, below the folder of the crate, with `/` between folders: `src/kafka.rs`.
    pub path: String,
    /// The whole text of the file.
    pub text: String,
}

/// An example of a document, and the type of the crate that stands for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The path of the document that it stands in.
    pub file: String,
    /// Where it stands there.
    pub pointer: source::Pointer,
    /// The path of the document that its schema stands in.
    pub schema_file: String,
    /// Where its schema stands there.
    pub schema: source::Pointer,
    /// Which way values of the type go.
    pub direction: model::Direction,
    /// The type, as another crate writes it: `pets::petstore::types::Pet`.
    pub rust_type: String,
    /// The value as JSON, on one line.
    pub json: String,
}

/// What [`generate`] made of the documents.
#[derive(Debug)]
pub struct Generation {
    /// The files, sorted by path. Empty where a diagnostic is an error: nothing is printed broken.
    pub files: Vec<GeneratedFile>,
    /// What the files say, as data: every name, type and operation, for tools that show them in another way. `None` where
    /// there are no files.
    ///
    /// ```
    /// # use wireright_codegen::{generate, Options, SourceFile};
    /// # let text = "{openapi: 3.0.3, info: {title: Pets, version: '1'}, paths: {/pets: {get: {responses: {'204': {description: x}}}}}}";
    /// # let source = SourceFile { path: "pets.yaml".to_owned(), bytes: text.into() };
    /// let generation = generate(vec![source], &Options::default());
    /// let services = generation.model.iter().flat_map(|krate| &krate.services);
    /// for operation in services.flat_map(|service| &service.operations) {
    ///     println!("{} {} is {}()", operation.http_method, operation.path, operation.method_name);
    /// }
    /// # assert_eq!(generation.model.unwrap().services[0].operations[0].method_name.as_str(), "get_pets");
    /// ```
    pub model: Option<model::Crate>,
    /// The examples of the documents, where they are asked for ([`Options::examples`]): each can be read as the type beside it.
    pub examples: Vec<Example>,
    /// How another crate calls each operation, where that is asked for ([`Options::calls`]).
    pub calls: Vec<Call>,
    /// Every problem of every document, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// The documents, to show a diagnostic's line.
    pub sources: Sources,
}

/// Generates the source files of a client crate from API descriptions, one service a document.
///
/// The order of `sources` does not matter. Problems are collected, not thrown: where one of them is an error, no file is
/// returned.
pub fn generate(sources: Vec<SourceFile>, options: &Options) -> Generation {
    let overlays: Vec<String> = options.overlays.iter().map(|overlay| overlay.path.clone()).collect();
    let sources = Sources::new(sources.into_iter().chain(options.overlays.iter().cloned()).collect());
    let mut diagnostics = if options.lenient { Diagnostics::lenient() } else { Diagnostics::default() };
    let input = openapi::read(&sources, &options.entries, &overlays, &mut diagnostics);
    let krate = lower::lower(&input, &sources, options, &mut diagnostics);
    if diagnostics.has_errors() {
        let diagnostics = diagnostics.into_sorted(&sources);
        let (files, examples, calls) = (Vec::new(), Vec::new(), Vec::new());
        return Generation { files, model: None, examples, calls, diagnostics, sources };
    }
    // Neither needs the other, and each takes its time.
    let (files, diagnostics) = emit::emit(&krate, || {
        drop(input);
        diagnostics.into_sorted(&sources)
    });
    let examples = emit::examples(&krate, &sources);
    let calls = if options.calls { emit::calls(&krate) } else { Vec::new() };
    Generation { files, model: Some(krate), examples, calls, diagnostics, sources }
}
