//! `wireright api`: the public API of the clients, without writing them.

use std::path::{Path, PathBuf};

use clap::Args;
use wireright_codegen::{Generation, Options, SourceFile, analyze, api, api_text};

use crate::{
    config::{self, ClientConfig, LoadedConfig},
    generator_options,
    load::{self, LoadError},
    report,
    shared_types::{self, ClientInput},
    terminal::{Outcome, Terminal},
};

const HELP: &str = "\
One line for each item that other code can name, sorted. Documentation is left out. Commit the
output beside the client: a pull request then shows changes of the API in a few lines.

Examples:
  wireright api petstore.yaml               the client of this document, without wireright.toml
  wireright api > api.txt                   the clients of wireright.toml

Exit codes:
  0  success
  1  the document has an error, or a file could not be read
  2  invalid arguments";

/// Arguments of `wireright api`.
#[derive(Args, Debug)]
#[command(after_help = HELP)]
pub struct ApiArguments {
    /// OpenAPI documents, or folders of them [default: those of wireright.toml]
    #[arg(value_name = "SPEC")]
    pub specs: Vec<PathBuf>,
}

/// Runs the command.
pub fn run(current_folder: &Path, arguments: &ApiArguments, terminal: &mut Terminal) -> Outcome {
    let inputs = match inputs(current_folder, arguments) {
        Ok(inputs) => inputs,
        Err(error) => {
            error.print(terminal);
            return Outcome::Failure;
        }
    };
    for (files, options) in inputs {
        match analyze(files, &options) {
            Ok(analysis) => terminal.print_raw(&api_text(&api(&analysis.model))),
            Err(failure) => {
                report::print_diagnostics(&failure, false, terminal);
                return Outcome::Failure;
            }
        }
    }
    Outcome::Success
}

/// The API of a generation, one item a line.
pub fn text(generation: &Generation) -> String {
    generation.model.as_ref().map(|krate| api_text(&api(krate))).unwrap_or_default()
}

/// The documents of each client, and its options.
fn inputs(current_folder: &Path, arguments: &ApiArguments) -> Result<Vec<(Vec<SourceFile>, Options)>, LoadError> {
    if arguments.specs.is_empty() {
        return of_config(current_folder);
    }
    let loaded = load::documents(&load::expand_folders(&arguments.specs)?, None)?;
    let options = Options { entries: loaded.entries.clone(), ..generator_options::for_crate() };
    Ok(vec![(loaded.into_sources(), options)])
}

fn of_config(current_folder: &Path) -> Result<Vec<(Vec<SourceFile>, Options)>, LoadError> {
    let loaded = config::load(None, current_folder).map_err(config::needed)?;
    loaded.config.client.iter().map(|client| of_client(&loaded, client)).collect()
}

fn of_client(config: &LoadedConfig, client: &ClientConfig) -> Result<(Vec<SourceFile>, Options), LoadError> {
    shared_types::input(config, client).map(|ClientInput { sources, options, .. }| (sources, options))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const PETS: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      operationId: listPets
      responses: { '204': { description: Done. } }
";

    fn run_in(folder: &Path, specs: Vec<PathBuf>) -> (Outcome, String, String) {
        let (mut terminal, results, problems) = Terminal::captured();
        let outcome = run(folder, &ApiArguments { specs }, &mut terminal);
        (outcome, results.text(), problems.text())
    }

    #[test]
    fn the_api_of_a_document_or_of_the_configuration_is_printed() {
        let folder = tempfile::tempdir().unwrap();
        let spec = folder.path().join("pets.yaml");
        fs::write(&spec, PETS).unwrap();
        let (outcome, given, _) = run_in(folder.path(), vec![spec]);
        assert_eq!(outcome, Outcome::Success);
        let method = "pub fn client::Client::list_pets(&self) -> client::list_pets::ListPets\n";
        assert!(given.contains(method), "{given}");
        let (outcome, _, problems) = run_in(folder.path(), Vec::new());
        assert_eq!(outcome, Outcome::Failure);
        assert!(problems.contains("nor a `wireright.toml`"), "{problems}");
        fs::write(folder.path().join("wireright.toml"), "[[client]]\nspec = \"pets.yaml\"\nout = \"x\"\n").unwrap();
        assert_eq!(run_in(folder.path(), Vec::new()).1, given.replace("client::", "x::"));
    }

    #[test]
    fn a_derive_of_the_configuration_is_listed_once() {
        let folder = tempfile::tempdir().unwrap();
        let pet = "components: { schemas: { Pet: { type: object, properties: { name: { type: string } } } } }\n";
        fs::write(folder.path().join("pets.yaml"), format!("{PETS}{pet}")).unwrap();
        let client = "[[client]]\nspec = \"pets.yaml\"\nout = \"x\"\nunused-types = true\n";
        let rule = "[[client.types]]\nschema = \"Pet\"\nderive = [\"PartialOrd\"]\n";
        fs::write(folder.path().join("wireright.toml"), format!("{client}{rule}")).unwrap();
        let (_, text, problems) = run_in(folder.path(), Vec::new());
        assert_eq!(text.matches("PartialOrd").count(), 1, "{text}{problems}");
    }

    #[test]
    fn a_problem_of_the_configuration_is_shown_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("wireright.toml"), "[[client]]\nspec = \"pets.yaml\"\nouts = \"x\"\n").unwrap();
        let (outcome, _, problems) = run_in(folder.path(), Vec::new());
        assert_eq!(outcome, Outcome::Failure);
        let line = "wireright.toml:3:1: unknown key `outs`";
        assert!(problems.contains(line) && problems.contains("\n3 | outs = \"x\"\n  | ^^^^\n"), "{problems}");
    }

    #[test]
    fn the_api_of_a_client_is_that_of_its_configuration() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        let with_tag = PETS.replace("operationId: listPets", "operationId: listPets\n      tags: [animals]");
        put("pets.yaml", &format!("{with_tag}components: {{ schemas: {{ Cat: {{ properties: {{ a: {{}} }} }} }} }}\n"));
        put(
            "fix.yaml",
            "overlay: 1.0.0\ninfo: { title: Fix, version: '1' }\nactions: [{ target: '$.paths[\"/pets\"].get', \
             update: { x-rust-name: all } }]\n",
        );
        put(
            "wireright.toml",
            "[[client]]\nspec = \"pets.yaml\"\nout = \"x\"\ngroup-by = \"tag\"\nunused-types = true\n\
             overlays = [\"fix.yaml\"]\n[[client]]\nspec = \"pets.yaml\"\nout = \"y\"\n",
        );
        let (outcome, results, problems) = run_in(folder.path(), Vec::new());
        assert_eq!(outcome, Outcome::Success, "{problems}");
        let is_line = |text: &str| results.lines().any(|line| line == text);
        assert!(is_line("pub fn x::Animals::all(&self) -> x::all::All"), "{results}");
        assert!(is_line("pub fn y::Client::list_pets(&self) -> y::list_pets::ListPets"), "{results}");
        assert_eq!(results.matches("pub struct x::types::Cat\n").count(), 1, "only the first client: {results}");
    }

    #[test]
    fn a_broken_document_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let spec = folder.path().join("pets.yaml");
        fs::write(&spec, "openapi: [\n").unwrap();
        let (outcome, results, problems) = run_in(folder.path(), vec![spec]);
        assert_eq!((outcome, results.as_str()), (Outcome::Failure, ""));
        assert!(problems.contains("invalid YAML"), "{problems}");
    }
}
