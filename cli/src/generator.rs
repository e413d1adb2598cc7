//! Options of the generator for a stand-alone crate. Does no I/O.

use wireright_codegen::{Generation, Options, Selector, SourceFile, TypeRule, generate};

/// The command that regenerates a crate, as the header of each generated file names it.
pub const COMMAND: &str = "wireright generate";

/// Input of the generator for a stand-alone crate.
#[derive(Debug, Default)]
pub struct CrateRequest {
    /// Package name of the crate.
    pub package: String,
    /// Paths of the documents that describe a service. The other files are only referenced.
    pub entries: Vec<String>,
    /// OpenAPI Overlays, in the order of application.
    pub overlays: Vec<SourceFile>,
    /// The operations to generate. Default: all.
    pub include: Vec<Selector>,
    /// The operations to omit.
    pub exclude: Vec<Selector>,
    /// Whether to generate schemas that no operation uses.
    pub unused_types: Option<bool>,
    /// Whether the operations of a tag are a group.
    pub group_by_tag: bool,
    /// Rules for generated types.
    pub types: Vec<TypeRule>,
    /// The names in Rust of the crates of the configuration.
    pub dependencies: Vec<String>,
    /// The file with these rules.
    pub configuration: Option<SourceFile>,
    /// Whether to return [`Generation::examples`].
    pub examples: bool,
    /// Whether to return [`Generation::calls`].
    pub calls: bool,
}

/// Generates a crate with a `README.md` in lenient mode: an invalid construct disables only the element that contains
/// it, with a warning.
pub fn generate_crate(request: CrateRequest, files: Vec<SourceFile>) -> Generation {
    let CrateRequest { package, entries, overlays, include, exclude, types, configuration, .. } = request;
    let dependencies = Some(request.dependencies);
    let options = Options {
        package,
        command: Some(COMMAND.to_owned()),
        has_readme: true,
        entries,
        overlays,
        lenient: true,
        include,
        exclude,
        unused_types: request.unused_types,
        group_by_tag: request.group_by_tag,
        types,
        dependencies,
        configuration,
        examples: request.examples,
        calls: request.calls,
        ..Options::default()
    };
    generate(files, &options)
}
