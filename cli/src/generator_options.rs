//! Options of the generator for a stand-alone crate. Does no I/O.

use wireright_codegen::Options;

/// The command that regenerates a crate, as the header of each generated file names it.
pub const COMMAND: &str = "wireright generate";

/// The options for a crate with a `README.md`, in lenient mode: an invalid construct disables only the element that
/// contains it, with a warning. The crate has no dependency but the runtime.
pub fn for_crate() -> Options {
    Options {
        command: Some(COMMAND.to_owned()),
        has_readme: true,
        lenient: true,
        dependencies: Some(Vec::new()),
        ..Options::default()
    }
}
