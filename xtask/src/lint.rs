//! `cargo xtask lint`: what is wrong with the descriptions.

use std::path::Path;

use wireright_codegen::diagnostic::{Format, render};

use crate::{
    arguments::{LintArguments, LintFormat},
    generation::{self, Count, number},
    outcome::Outcome,
    specs,
    terminal::Terminal,
};

/// Runs the command.
pub(crate) fn run(root: &Path, arguments: &LintArguments, terminal: &mut Terminal) -> Outcome {
    let sources = if arguments.specs.is_empty() {
        specs::folder(&root.join("specs"), root)
    } else {
        specs::named(&arguments.specs, root)
    };
    let sources = match sources {
        Ok(sources) => sources,
        Err(missing) => {
            terminal.failure(&missing.problem);
            terminal.help(&missing.help);
            return Outcome::Found;
        }
    };
    let documents = sources.len();
    let generation = generation::run(sources, &root.join("generated"));
    let format = match arguments.format {
        LintFormat::Human => Format::Human { color: terminal.colors_results() },
        LintFormat::Json => Format::Json,
        LintFormat::Github => Format::Github,
    };
    terminal.raw_result(&render(&generation.diagnostics, &generation.sources, format));
    let count = Count::of(&generation);
    if arguments.format == LintFormat::Human {
        terminal.line(&format!("{} in {}", count.words(), number(documents, "document")));
    }
    let found = count.errors > 0 || (arguments.deny_warnings && count.warnings > 0);
    if found { Outcome::Found } else { Outcome::Fine }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::PathBuf};

    use super::*;
    use crate::terminal::testing;

    const GOOD: &str = "\
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
        fs::create_dir(root.path().join("specs")).unwrap();
        fs::write(root.path().join("specs/pets.yaml"), text).unwrap();
        let (mut terminal, results, problems) = testing::terminal();
        let arguments = LintArguments { specs: Vec::new(), format, deny_warnings: false };
        let outcome = run(root.path(), &arguments, &mut terminal);
        (outcome, results.text(), problems.text())
    }

    #[test]
    fn a_good_document_has_no_problems() {
        let expected = (Outcome::Fine, "no problems in 1 document\n".to_owned(), String::new());
        assert_eq!(lint(GOOD, LintFormat::Human), expected);
        assert_eq!(lint(GOOD, LintFormat::Json), (Outcome::Fine, String::new(), String::new()));
    }

    #[test]
    fn an_error_is_shown_in_each_form() {
        let text = GOOD.replace("get:", "get:\n      get: 1");
        let (outcome, results, _) = lint(&text, LintFormat::Human);
        assert_eq!(outcome, Outcome::Found);
        assert!(
            results.contains("--> specs/pets.yaml:7:7") && results.ends_with("1 error in 1 document\n"),
            "{results}"
        );
        assert!(lint(&text, LintFormat::Json).1.starts_with("{\"code\":\"E0207\""));
        assert!(lint(&text, LintFormat::Github).1.starts_with("::error file=specs/pets.yaml,line=7,col=7"));
    }

    #[test]
    fn a_file_that_is_not_there_is_said() {
        let root = tempfile::tempdir().unwrap();
        let (mut terminal, _, problems) = testing::terminal();
        let specs = vec![PathBuf::from("/nowhere/x.yaml")];
        let arguments = LintArguments { specs, format: LintFormat::Human, deny_warnings: true };
        assert_eq!(run(root.path(), &arguments, &mut terminal), Outcome::Found);
        assert!(problems.text().starts_with("error: `/nowhere/x.yaml` cannot be read: it is not there\nhelp: "));
    }
}
