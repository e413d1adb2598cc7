//! `wireright lint`: problems of OpenAPI documents. Writes nothing.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use wireright_codegen::{
    Options,
    diagnostic::{Code, Format, render},
    generate,
};

use crate::{
    example_check, load,
    phrases::count_of,
    report::DiagnosticCount,
    terminal::{Outcome, Terminal},
};

const HELP: &str = "\
Examples:
  wireright lint specs/*.yaml                    these documents
  wireright lint specs/                          all documents of a folder
  wireright lint api.yaml --format github        annotations on the lines of a pull request
  wireright lint api.yaml --format json | jq     one JSON object per line

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
    /// OpenAPI documents, or folders of them
    #[arg(value_name = "SPEC", required = true)]
    pub specs: Vec<PathBuf>,
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
pub fn run(arguments: &LintArguments, terminal: &mut Terminal) -> Outcome {
    let specs = load::expand_folders(&arguments.specs);
    let loaded = match specs.and_then(|specs| load::documents(&specs, arguments.root.as_deref())) {
        Ok(loaded) => loaded,
        Err(error) => {
            error.print(terminal);
            return Outcome::Failure;
        }
    };
    let documents = loaded.entries.len();
    // `generate` makes a client of each document.
    let entries = loaded.entries.clone();
    let options = Options { entries, separate_clients: true, examples: true, ..Options::default() };
    let mut generation = generate(loaded.sources(), &options);
    let invalid_examples = example_check::invalid_examples(&loaded, &generation);
    generation.add_problems(invalid_examples);
    // A valid keyword without effect on a client is no error of the document.
    for problem in generation.diagnostics.iter_mut().filter(|problem| problem.code == Code::UnsupportedKeyword) {
        problem.code = Code::UnsupportedKeywordIgnored;
    }
    let format = match arguments.format {
        LintFormat::Human => Format::Human { color: terminal.colors_results() },
        LintFormat::Json => Format::Json,
        LintFormat::Github => Format::Github,
    };
    terminal.print_raw(&render(&generation.diagnostics, &generation.sources, format));
    let count = DiagnosticCount::of(&generation);
    if arguments.format == LintFormat::Human {
        terminal.print_line(&format!("{} in {}", count.phrase(), count_of(documents, "document")));
    }
    let found = count.errors > 0 || (arguments.deny_warnings && count.warnings > 0);
    if found { Outcome::Failure } else { Outcome::Success }
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

    fn lint(text: &str, format: LintFormat) -> (Outcome, String, String) {
        let root = tempfile::tempdir().unwrap();
        let specs = root.path().join("specs");
        fs::create_dir(&specs).unwrap();
        fs::write(specs.join("pets.yaml"), text).unwrap();
        let (mut terminal, results, problems) = Terminal::captured();
        let root = Some(root.path().to_path_buf());
        let arguments = LintArguments { specs: vec![specs], root, format, deny_warnings: false };
        let outcome = run(&arguments, &mut terminal);
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
        let specs = vec![root.path().to_path_buf()];
        let arguments = LintArguments { specs, root: None, format: LintFormat::Human, deny_warnings: true };
        assert_eq!(run(&arguments, &mut terminal), Outcome::Success, "{}", results.text());
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
        let arguments = LintArguments { specs: vec![spec], root: None, format: LintFormat::Human, deny_warnings: true };
        assert_eq!(run(&arguments, &mut terminal), Outcome::Success);
        assert_eq!(results.text(), "no problems in 1 document\n");
    }

    #[test]
    fn a_missing_file_is_an_error() {
        let (mut terminal, _, problems) = Terminal::captured();
        let specs = vec![PathBuf::from("/nowhere/x.yaml")];
        let arguments = LintArguments { specs, root: None, format: LintFormat::Human, deny_warnings: true };
        assert_eq!(run(&arguments, &mut terminal), Outcome::Failure);
        assert!(problems.text().starts_with("error: cannot read `/nowhere/x.yaml`: not found\nhelp: "));
    }
}
