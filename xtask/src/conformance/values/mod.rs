//! `cargo xtask conformance values`: generated types decode, encode and validate as the JSON Schema Test Suite says.
//!
//! - `suite`: the schemas and instances of the suite
//! - `program`: a crate with a type for each schema, and a program that tries each instance

mod program;
mod suite;

use std::path::{Path, PathBuf};

use clap::Args;
use codegen_tests::judge::{Case, Trial, Version, diagnostics_of, difference, options, sources};
use wireright::terminal::{Outcome, Terminal};
use wireright_codegen::generate;

const HELP: &str = "\
DIR contains the files of the JSON Schema Test Suite, draft 2020-12:
  https://github.com/json-schema-org/JSON-Schema-Test-Suite, folder tests/draft2020-12

Each schema becomes the type of a required property. A test agrees if a valid instance decodes,
passes validate() and encodes to an equal value, and if an invalid instance is rejected by decoding or
validate(). A test that differs is reported if the generator has a diagnostic about its schema.

Not applicable are references over the network, other dialects, and what JSON Schema only annotates:
format, content, default.

Exit codes:
  0  no test differs silently
  1  anything else
  2  invalid arguments";

/// Arguments of `cargo xtask conformance values`.
#[derive(Args, Debug)]
#[command(after_help = HELP)]
pub(super) struct ValuesArguments {
    /// Folder of the test suite
    #[arg(value_name = "DIR")]
    suite: PathBuf,
    /// Folder of the crate and its build results [default: target/conformance of the workspace]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Also list the reported differences
    #[arg(long)]
    reported: bool,
    /// Only files with these names, without extension
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
}

/// Runs the command.
pub(super) fn run(root: &Path, arguments: &ValuesArguments, terminal: &mut Terminal) -> Outcome {
    match compare(root, arguments, terminal) {
        Ok(outcome) => outcome,
        Err(problem) => terminal.error(&problem),
    }
}

fn compare(root: &Path, arguments: &ValuesArguments, terminal: &mut Terminal) -> Result<Outcome, String> {
    let cases = suite::read(&arguments.suite, &arguments.only)?;
    judge(root, Version::V3_1, arguments.out.as_deref(), &cases, arguments.reported, terminal)
}

/// Generates a type for each case, and compares the results of its instances. `out` is the folder of the crate.
pub(super) fn judge(
    root: &Path,
    version: Version,
    out: Option<&Path>,
    cases: &[Case],
    shows_reported: bool,
    terminal: &mut Terminal,
) -> Result<Outcome, String> {
    let generation = generate(sources(version, cases), &options());
    let Some(model) = &generation.model else {
        return Err(format!("nothing was generated: {:?}", generation.diagnostics.first()));
    };
    let out = out.map_or_else(|| root.join("target/conformance"), Path::to_path_buf);
    let trials = program::run(root, &out, &generation, model, cases)?;
    let (mut agree, mut reported, mut silent) = (0, 0, 0);
    let mut trials = trials.into_iter();
    for case in cases {
        let diagnostics = diagnostics_of(&generation, case);
        for instance in &case.instances {
            let trial = trials.next().unwrap_or(Trial::Rejected("no result".to_owned()));
            let Some(difference) = difference(instance, &trial) else {
                agree += 1;
                continue;
            };
            let name = format!("{}: {}: {}: {difference}", case.file, case.description, instance.description);
            if diagnostics.is_empty() {
                silent += 1;
                terminal.print_line(&format!("silent: {name}"));
            } else {
                reported += 1;
                if shows_reported {
                    terminal.print_line(&format!("reported: {name}\n  {}", diagnostics.join("\n  ")));
                }
            }
        }
    }
    terminal.print_line(&format!(
        "{} applicable: {agree} agree, {reported} differ and are reported, {silent} differ silently",
        agree + reported + silent,
    ));
    Ok(if silent == 0 { Outcome::Success } else { Outcome::Failure })
}

#[cfg(test)]
mod tests {
    use codegen_tests::judge::Instance;
    use serde_json::{Value, json};

    use super::*;

    fn instance(value: Value, is_valid: bool) -> Instance {
        Instance { description: "x".to_owned(), value, is_valid }
    }

    #[test]
    fn a_trial_agrees_with_the_suite_or_has_a_difference() {
        let accepted = |json: &str| Trial::Accepted(json.to_owned());
        let rejected = Trial::Rejected("why".to_owned());
        assert_eq!(difference(&instance(json!({ "a": [1] }), true), &accepted("{\"a\":[1.0]}")), None);
        assert_eq!(difference(&instance(json!(1), false), &rejected), None);
        let found = |value, is_valid, trial: &Trial| difference(&instance(value, is_valid), trial).unwrap();
        assert_eq!(found(json!(1), false, &accepted("1")), "accepts 1");
        assert_eq!(found(json!(1), true, &rejected), "rejects 1: why");
        assert_eq!(found(json!({ "a": 1 }), true, &accepted("{}")), "changes {\"a\":1} to {}");
        assert_eq!(difference(&instance(json!({ "a": null }), false), &accepted("{}")), None);
    }

    #[test]
    fn each_schema_becomes_a_type_and_its_diagnostics_are_found() {
        let case = |type_name: &str, schema: Value| Case {
            file: "x".to_owned(),
            description: "x".to_owned(),
            type_name: type_name.to_owned(),
            schema,
            instances: Vec::new(),
        };
        let schema = json!({ "type": "object", "properties": { "a": { "$ref": "#/$defs/A" } },
            "$defs": { "A": { "type": "integer", "xml": { "name": "x" } } } });
        let cases = [case("Case1", json!({ "type": "string" })), case("Case2", schema)];
        let generation = generate(sources(Version::V3_1, &cases), &options());
        let types = &generation.model.as_ref().unwrap().services[0].types;
        assert!(cases.iter().all(|case| types.iter().any(|definition| definition.name.as_str() == case.type_name)));
        assert_eq!(diagnostics_of(&generation, &cases[0]), [""; 0]);
        let found = diagnostics_of(&generation, &cases[1]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("`xml`"), "{found:?}");
    }
}
