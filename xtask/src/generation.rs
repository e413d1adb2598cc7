//! Running the generator for a crate that stands on disk.

use std::path::Path;

use wireright_codegen::{
    Generation, Options, SourceFile,
    diagnostic::{Format, Severity, render},
    generate,
};

use crate::{filter::Filter, manifest, terminal::Terminal};

/// What a crate of its own is generated from.
#[derive(Debug, Default)]
pub(crate) struct Request {
    pub(crate) package: String,
    /// The paths of the descriptions among the files; the others are only referred to.
    pub(crate) entries: Vec<String>,
    pub(crate) overlays: Vec<SourceFile>,
    pub(crate) include: Vec<Filter>,
    pub(crate) exclude: Vec<Filter>,
    /// Whether to tell which type stands for which example.
    pub(crate) examples: bool,
    /// Whether to tell how each operation is called.
    pub(crate) calls: bool,
}

/// Generates a crate of its own, with a `README.md`, from somebody else's document. This is the one place that turns a
/// command into the generator's options.
pub(crate) fn of(request: Request, files: Vec<SourceFile>) -> Generation {
    let Request { package, entries, overlays, include, exclude, examples, calls } = request;
    let selectors = |filters: Vec<Filter>| filters.into_iter().map(Filter::into_selector).collect();
    let options = Options {
        package,
        command: Some("cargo xtask generate".to_owned()),
        has_readme: true,
        entries,
        overlays,
        lenient: true,
        include: selectors(include),
        exclude: selectors(exclude),
        examples,
        calls,
        ..Options::default()
    };
    generate(files, &options)
}

/// Shows every problem; whether none forbids to write.
pub(crate) fn report(generation: &Generation, deny_warnings: bool, terminal: &mut Terminal) -> bool {
    let format = Format::Human { color: terminal.colors_problems() };
    terminal.raw_problem(&render(&generation.diagnostics, &generation.sources, format));
    let count = Count::of(generation);
    if count.errors > 0 {
        terminal.failure(&format!("nothing was written: {}", count.words()));
    }
    if count.errors == 0 && count.warnings > 0 && deny_warnings {
        terminal.failure(&format!("nothing was written: {}, and `--deny-warnings` forbids any", count.words()));
        return false;
    }
    count.errors == 0
}

/// Generates the crate of a folder from documents.
pub(crate) fn run(sources: Vec<SourceFile>, out: &Path) -> Generation {
    generate(sources, &options(out))
}

/// What the folder of a crate says about it: its name stands in its manifest.
fn options(out: &Path) -> Options {
    let manifest = std::fs::read_to_string(out.join("Cargo.toml")).unwrap_or_default();
    let package = manifest::package_name(&manifest).unwrap_or_else(|| Options::default().package);
    let command = Some("cargo xtask codegen".to_owned());
    Options { package, command, has_readme: out.join("README.md").is_file(), ..Options::default() }
}

/// How many problems there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
}

impl Count {
    pub(crate) fn of(generation: &Generation) -> Self {
        let mut count = Self::default();
        for problem in &generation.diagnostics {
            match problem.severity() {
                Severity::Error => count.errors += 1,
                Severity::Warning => count.warnings += 1,
            }
        }
        count
    }

    /// The count in words: `2 errors and 1 warning`.
    pub(crate) fn words(self) -> String {
        let (errors, warnings) = (number(self.errors, "error"), number(self.warnings, "warning"));
        match (self.errors, self.warnings) {
            (0, 0) => "no problems".to_owned(),
            (_, 0) => errors,
            (0, _) => warnings,
            _ => format!("{errors} and {warnings}"),
        }
    }
}

/// So many of something: `1 file`, `2 files`.
pub(crate) fn number(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_words() {
        let words = |errors, warnings| Count { errors, warnings }.words();
        assert_eq!(
            [words(0, 0), words(1, 0), words(0, 2), words(2, 1)],
            ["no problems", "1 error", "2 warnings", "2 errors and 1 warning"]
        );
    }

    #[test]
    fn the_crate_names_itself() {
        let out = tempfile::tempdir().unwrap();
        let usual = Options { command: Some("cargo xtask codegen".to_owned()), ..Options::default() };
        assert_eq!(options(out.path()), usual);
        std::fs::write(out.path().join("Cargo.toml"), "[package]\nname = \"pets\"\n").unwrap();
        std::fs::write(out.path().join("README.md"), "").unwrap();
        assert_eq!(options(out.path()), Options { package: "pets".to_owned(), has_readme: true, ..usual });
    }
}
