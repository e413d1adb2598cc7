//! `wireright lint`: problems of OpenAPI documents. Writes nothing.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use wireright_codegen::{
    Options, SourceFile,
    diagnostic::{Code, Format, render},
    generate,
};

use crate::{
    config::{parse_warning, warnings},
    documents::{DocumentArguments, DocumentInput, with_overlays},
    example_check,
    load::{self, LoadError, LoadedDocuments},
    phrases::count_of,
    report::DiagnosticCount,
    terminal::{Outcome, Terminal},
};

const HELP: &str = "\
Examples:
  wireright lint specs/*.yaml                    these documents
  wireright lint specs/                          all documents of a folder
  wireright lint                                 the documents of wireright.toml
  wireright lint api.yaml --format github        annotations on the lines of a pull request
  wireright lint api.yaml --format json | jq     one JSON object per line

Without SPEC, the documents of wireright.toml are checked, with their overlays, as `generate` reads
them.

Everything that the specification's own JSON Schema rejects is an error here, also where `generate`
reports a warning or nothing. Valid keywords without effect on a client, such as `links`, are warnings,
and so are examples that contradict their schema.

Exit codes:
  0  no errors; with --deny-warnings: and no warnings
  1  an error was found, or a file could not be read
  2  invalid arguments";

/// Arguments of `wireright lint`.
#[derive(Args, Debug)]
#[command(after_help = HELP)]
pub struct LintArguments {
    /// OpenAPI documents, or folders of them [default: those of wireright.toml]
    #[arg(value_name = "SPEC")]
    pub specs: Vec<PathBuf>,
    /// The configuration [default: wireright.toml, or `package.metadata.wireright` in Cargo.toml]
    #[arg(long, value_name = "FILE", conflicts_with = "specs")]
    pub config: Option<PathBuf>,
    /// OpenAPI Overlay to apply to the document first; several are applied in order
    #[arg(long, value_name = "FILE", requires = "specs")]
    pub overlay: Vec<PathBuf>,
    /// Folder that references of the documents cannot leave [default: the current folder if it contains the
    /// documents, otherwise the nearest folder above them]
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Output format
    #[arg(long, value_enum, default_value_t = LintFormat::Human)]
    pub format: LintFormat,
    /// Treat warnings as errors
    #[arg(long)]
    pub deny_warnings: bool,
    /// Neither show nor deny warnings with this code, such as W0106; may be repeated
    #[arg(long, value_name = "CODE", value_parser = parse_warning)]
    pub allow_warning: Vec<Code>,
}

/// Output format of `wireright lint`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LintFormat {
    /// Diagnostics with the source line
    Human,
    /// One JSON object per line
    Json,
    /// Workflow commands of GitHub Actions
    Github,
}

/// Runs the command.
pub fn run(current_folder: &Path, arguments: &LintArguments, terminal: &mut Terminal) -> Outcome {
    let batches = match batches(current_folder, arguments) {
        Ok(batches) => batches,
        Err(error) => {
            error.print(terminal);
            return Outcome::Failure;
        }
    };
    let (mut documents, mut total) = (0, DiagnosticCount::default());
    for Batch { loaded, overlays, allowed_warnings } in batches {
        documents += loaded.entries.len();
        let allowed = [allowed_warnings, arguments.allow_warning.clone()].concat();
        let count = lint(loaded, overlays, &allowed, arguments.format, terminal);
        total.errors += count.errors;
        total.warnings += count.warnings;
    }
    if arguments.format == LintFormat::Human {
        terminal.print_line(&format!("{} in {}", total.phrase(), count_of(documents, "document")));
    }
    let found = total.errors > 0 || (arguments.deny_warnings && total.warnings > 0);
    if found { Outcome::Failure } else { Outcome::Success }
}

/// Documents that are read together.
struct Batch {
    loaded: LoadedDocuments,
    overlays: Vec<SourceFile>,
    /// What the configuration allows.
    allowed_warnings: Vec<Code>,
}

/// All documents of the arguments together, or each one that has overlays or is in the configuration.
fn batches(current_folder: &Path, arguments: &LintArguments) -> Result<Vec<Batch>, LoadError> {
    let LintArguments { specs, config, overlay: overlays, root, .. } = arguments;
    let (config, root) = (config.as_deref(), root.as_deref());
    if !specs.is_empty() && overlays.is_empty() {
        let loaded = load::documents(&load::expand_folders(specs)?, root)?;
        return Ok(vec![Batch { loaded, overlays: Vec::new(), allowed_warnings: Vec::new() }]);
    }
    let inputs = DocumentArguments { specs, config, overlays, root }.inputs(current_folder)?;
    let batch = |input: DocumentInput| {
        let (loaded, overlays) = input.load(current_folder)?;
        Ok(Batch { loaded, overlays, allowed_warnings: input.allowed_warnings })
    };
    inputs.into_iter().map(batch).collect()
}

/// Prints the diagnostics of documents.
fn lint(
    mut loaded: LoadedDocuments,
    overlays: Vec<SourceFile>,
    allowed: &[Code],
    format: LintFormat,
    terminal: &mut Terminal,
) -> DiagnosticCount {
    // `generate` makes a client of each document.
    let entries = loaded.entries.clone();
    let options =
        Options { entries, overlays: overlays.clone(), separate_clients: true, examples: true, ..Options::default() };
    let mut generation = generate(loaded.sources(), &options);
    // A problem of the overlays is among the diagnostics.
    if with_overlays(&mut loaded, overlays).is_ok() {
        let invalid_examples = example_check::invalid_examples(&loaded, &generation);
        generation.add_problems(invalid_examples);
    }
    // A valid keyword without effect on a client is no error of the document.
    for problem in generation.diagnostics.iter_mut().filter(|problem| problem.code == Code::UnsupportedKeyword) {
        problem.code = Code::UnsupportedKeywordIgnored;
    }
    warnings::remove(&mut generation, allowed);
    let format = match format {
        LintFormat::Human => Format::Human { color: terminal.colors_results() },
        LintFormat::Json => Format::Json,
        LintFormat::Github => Format::Github,
    };
    terminal.print_raw(&render(&generation.diagnostics, &generation.sources, format));
    DiagnosticCount::of(&generation)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const VALID: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1', x-module: pets }
servers: [{ url: 'https://pets.example.com' }]
paths:
  /pets:
    get:
      operationId: listPets
      responses: { '204': { description: Done. } }
";

    fn of(specs: Vec<PathBuf>, format: LintFormat) -> LintArguments {
        LintArguments {
            specs,
            config: None,
            overlay: Vec::new(),
            root: None,
            format,
            deny_warnings: true,
            allow_warning: Vec::new(),
        }
    }

    fn lint(text: &str, format: LintFormat) -> (Outcome, String, String) {
        let root = tempfile::tempdir().unwrap();
        let specs = root.path().join("specs");
        fs::create_dir(&specs).unwrap();
        fs::write(specs.join("pets.yaml"), text).unwrap();
        let (mut terminal, results, problems) = Terminal::captured();
        let arguments =
            LintArguments { root: Some(root.path().to_path_buf()), deny_warnings: false, ..of(vec![specs], format) };
        let outcome = run(root.path(), &arguments, &mut terminal);
        (outcome, results.text(), problems.text())
    }

    #[test]
    fn a_valid_document_has_no_problems() {
        let expected = (Outcome::Success, "no problems in 1 document\n".to_owned(), String::new());
        assert_eq!(lint(VALID, LintFormat::Human), expected);
        assert_eq!(lint(VALID, LintFormat::Json), (Outcome::Success, String::new(), String::new()));
    }

    #[test]
    fn documents_of_a_folder_may_have_the_same_title() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("v1.yaml"), VALID).unwrap();
        fs::write(root.path().join("v2.yaml"), VALID.replace("version: '1'", "version: '2'")).unwrap();
        let (mut terminal, results, _) = Terminal::captured();
        let arguments = of(vec![root.path().to_path_buf()], LintFormat::Human);
        assert_eq!(run(root.path(), &arguments, &mut terminal), Outcome::Success, "{}", results.text());
        assert_eq!(results.text(), "no problems in 2 documents\n");
    }

    #[test]
    fn a_valid_keyword_without_effect_on_a_client_is_a_warning() {
        let links = "links: { next: { operationId: listPets } }";
        let text = VALID.replace("description: Done.", &format!("description: Done., {links}"));
        let (outcome, results, _) = lint(&text, LintFormat::Human);
        assert_eq!(outcome, Outcome::Success, "{results}");
        assert!(results.starts_with("warning[W0106]: unsupported keyword `links`"), "{results}");
        let (outcome, results, _) =
            lint(&text.replace("operationId: listPets }", "operationId: 1 }"), LintFormat::Human);
        assert_eq!(outcome, Outcome::Failure, "{results}");
        assert!(results.contains("error[E0202]: wrong type: expected a string, found a number"), "{results}");
    }

    #[test]
    fn an_example_that_contradicts_its_schema_is_a_warning_at_the_contradiction() {
        let schema = "{ type: object, required: [id], properties: { id: { type: integer }, tag: { type: string } } }";
        let media_type = |examples: &str| {
            let content = format!("content: {{ application/json: {{ schema: {schema}, {examples} }} }}");
            VALID.replace("'204': { description: Done. }", &format!("'200': {{ description: Done., {content} }}"))
        };
        let (outcome, results, _) = lint(&media_type("example: { id: 1, tag: a }"), LintFormat::Human);
        assert_eq!((outcome, results.as_str()), (Outcome::Success, "no problems in 1 document\n"));

        let examples =
            "examples: { one: { value: { id: 1 } }, two: { value: { id: '2', tag: 3 } }, three: { value: {} } }";
        let (outcome, results, _) = lint(&media_type(examples), LintFormat::Json);
        assert_eq!(outcome, Outcome::Success);
        let expected = [
            r#"example contradicts its schema: it is not of type \"integer\""#,
            r#"example contradicts its schema: \"id\" is a required property"#,
        ];
        assert_eq!(results.lines().count(), 2, "{results}");
        for (line, message) in results.lines().zip(expected) {
            assert!(line.contains("W0117") && line.contains(message), "{line}");
        }
        let (_, results, _) = lint(&media_type(examples), LintFormat::Human);
        assert!(results.contains("1 more contradiction"), "{results}");
    }

    #[test]
    fn an_error_is_printed_in_each_format() {
        let text = VALID.replace("get:", "get:\n      get: 1");
        let (outcome, results, _) = lint(&text, LintFormat::Human);
        assert_eq!(outcome, Outcome::Failure);
        assert!(
            results.contains("--> specs/pets.yaml:7:7") && results.ends_with("1 error in 1 document\n"),
            "{results}"
        );
        assert!(lint(&text, LintFormat::Json).1.starts_with("{\"code\":\"E0207\""));
        assert!(lint(&text, LintFormat::Github).1.starts_with("::error file=specs/pets.yaml,line=7,col=7"));
    }

    #[test]
    fn referenced_files_are_read_and_not_counted() {
        let root = tempfile::tempdir().unwrap();
        let (spec, part) = (root.path().join("api.yaml"), root.path().join("parts.yaml"));
        fs::write(&spec, VALID.replace("{ '204': { description: Done. } }", "{ '204': { $ref: 'parts.yaml#/done' } }"))
            .unwrap();
        fs::write(part, "done: { description: Done. }\n").unwrap();
        let (mut terminal, results, _) = Terminal::captured();
        let arguments = of(vec![spec], LintFormat::Human);
        assert_eq!(run(root.path(), &arguments, &mut terminal), Outcome::Success);
        assert_eq!(results.text(), "no problems in 1 document\n");
    }

    #[test]
    fn a_missing_file_is_an_error() {
        let (mut terminal, _, problems) = Terminal::captured();
        let arguments = of(vec![PathBuf::from("/nowhere/x.yaml")], LintFormat::Human);
        assert_eq!(run(Path::new("/nowhere"), &arguments, &mut terminal), Outcome::Failure);
        assert!(problems.text().starts_with("error: cannot read `/nowhere/x.yaml`: not found\nhelp: "));
    }
    #[test]
    fn without_arguments_the_documents_of_the_configuration_are_checked_with_their_overlays() {
        let root = tempfile::tempdir().unwrap();
        let example = "content: { application/json: { schema: { type: integer }, example: a } }";
        let text = VALID.replace("'204': { description: Done. }", &format!("'200': {{ description: x, {example} }}"));
        fs::write(root.path().join("pets.yaml"), text.replace("title: Pets, ", "")).unwrap();
        fs::write(root.path().join("cats.yaml"), VALID).unwrap();
        let fix = |actions: &str| format!("overlay: 1.0.0\ninfo: {{ title: Fix, version: '1' }}\nactions:\n{actions}");
        let actions = "  - { target: $.info, update: { title: Pets } }\n";
        fs::write(root.path().join("fix.yaml"), fix(actions)).unwrap();
        let config = "[[client]]\nspec = \"pets.yaml\"\nout = \"a\"\noverlays = [\"fix.yaml\"]\n\
                      [[client]]\nspec = \"cats.yaml\"\nout = \"b\"\n";
        let arguments = of(Vec::new(), LintFormat::Human);
        let lint = || {
            let (mut terminal, results, problems) = Terminal::captured();
            let outcome = run(root.path(), &arguments, &mut terminal);
            (outcome, results.text() + &problems.text())
        };
        let (outcome, text) = lint();
        assert_eq!(outcome, Outcome::Failure);
        assert!(text.contains("neither a document among the arguments nor a `wireright.toml`"), "{text}");
        fs::write(root.path().join("wireright.toml"), config).unwrap();
        let (outcome, text) = lint();
        assert_eq!(outcome, Outcome::Failure, "{text}");
        assert!(text.contains("example contradicts") && text.ends_with("1 warning in 2 documents\n"), "{text}");
        let allowed = config.replacen("out = \"a\"", "out = \"a\"\nallow-warnings = [\"W0117\"]", 1);
        fs::write(root.path().join("wireright.toml"), allowed).unwrap();
        assert_eq!(lint(), (Outcome::Success, "no problems in 2 documents\n".to_owned()));
        fs::write(root.path().join("wireright.toml"), config).unwrap();
        let example = "  - { target: \"$.paths..content['application/json']\", update: { example: 5 } }\n";
        fs::write(root.path().join("fix.yaml"), fix(&format!("{actions}{example}"))).unwrap();
        assert_eq!(lint(), (Outcome::Success, "no problems in 2 documents\n".to_owned()));
        fs::write(root.path().join("fix.yaml"), fix("  - { target: $.nothing, remove: true }\n")).unwrap();
        let (outcome, text) = lint();
        assert!(outcome == Outcome::Failure && text.contains("fix.yaml:4"), "{text}");
    }
}
