//! `cargo xtask conformance values`: generated types decode, encode and validate as the JSON Schema Test Suite says.
//!
//! - `suite`: the schemas and instances of the suite
//! - `program`: a crate with a type for each schema, and a program that tries each instance

mod program;
mod suite;

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::Value;
use wireright::terminal::{Outcome, Terminal};
use wireright_codegen::{Generation, Options, SourceFile, diagnostic::SourceLocation, generate};

use self::program::Trial;
pub(super) use self::suite::{Case, Instance};

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

/// The document that refers to all schemas.
const ENTRY: &str = "suite.json";

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
    judge(root, arguments.out.as_deref(), &cases, arguments.reported, terminal)
}

/// Generates a type for each case, and compares the results of its instances. `out` is the folder of the crate.
pub(super) fn judge(
    root: &Path,
    out: Option<&Path>,
    cases: &[Case],
    shows_reported: bool,
    terminal: &mut Terminal,
) -> Result<Outcome, String> {
    let generation = generate(sources(cases), &options());
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

fn options() -> Options {
    Options { package: "suite".to_owned(), entries: vec![ENTRY.to_owned()], lenient: true, ..Options::default() }
}

/// Each schema in its own file, so that its references start at its root, and the document that refers to all.
fn sources(cases: &[Case]) -> Vec<SourceFile> {
    let source = |path: String, value: &Value| SourceFile { path, bytes: value.to_string().into() };
    let mut schemas = serde_json::Map::new();
    let mut all = serde_json::Map::new();
    let mut sources = Vec::new();
    for case in cases {
        let file = format!("schema_of_{}.json", case.type_name);
        let property = serde_json::json!({ "$ref": file });
        let schema = serde_json::json!({
            "type": "object", "required": ["value"], "properties": { "value": property }
        });
        schemas.insert(case.type_name.clone(), schema);
        let reference = format!("#/components/schemas/{}", case.type_name);
        all.insert(case.type_name.clone(), serde_json::json!({ "$ref": reference }));
        sources.push(source(file, &case.schema));
    }
    let body = serde_json::json!({ "content": { "application/json": { "schema": {
        "type": "object", "properties": all
    } } } });
    let document = serde_json::json!({
        "openapi": "3.1.1",
        "info": { "title": "Suite", "version": "1" },
        "servers": [{ "url": "https://example.com" }],
        "paths": { "/all": { "post": {
            "operationId": "sendAll",
            "requestBody": body,
            "responses": { "204": { "description": "Done." } },
        } } },
        "components": { "schemas": schemas },
    });
    sources.push(source(ENTRY.to_owned(), &document));
    sources
}

/// The messages about a case.
fn diagnostics_of(generation: &Generation, case: &Case) -> Vec<String> {
    let file = format!("schema_of_{}.json", case.type_name);
    let wrapper = format!("/components/schemas/{}", case.type_name);
    let concerns = |location: &SourceLocation| {
        let path = &generation.sources.get(location.file()).path;
        let pointer = match location {
            SourceLocation::Node(at) => at.pointer.to_string(),
            _ => String::new(),
        };
        *path == file || (path == ENTRY && (pointer == wrapper || pointer.starts_with(&format!("{wrapper}/"))))
    };
    let problems = generation.diagnostics.iter().filter(|problem| concerns(&problem.location));
    problems.map(|problem| format!("{}: {}", problem.code, problem.message)).collect()
}

/// How a trial differs from the suite. `None` if they agree.
fn difference(instance: &Instance, trial: &Trial) -> Option<String> {
    match (instance.is_valid, trial) {
        (false, Trial::Rejected(_)) => None,
        (false, Trial::Accepted(json)) => {
            // Null is read as a missing optional property, which is not sent.
            let is_dropped = serde_json::from_str(json)
                .is_ok_and(|value| value != instance.value && are_equal(&value, &without_nulls(&instance.value)));
            (!is_dropped).then(|| format!("accepts {}", instance.value))
        }
        (true, Trial::Rejected(reason)) => Some(format!("rejects {}: {reason}", instance.value)),
        (true, Trial::Accepted(json)) => {
            let is_equal = serde_json::from_str(json).is_ok_and(|value| are_equal(&value, &instance.value));
            (!is_equal).then(|| format!("changes {} to {json}", instance.value))
        }
    }
}

/// The value without properties that are null.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        Value::Object(properties) => {
            let kept = properties.iter().filter(|(_, value)| !value.is_null());
            Value::Object(kept.map(|(name, value)| (name.clone(), without_nulls(value))).collect())
        }
        other => other.clone(),
    }
}

/// Whether two values are equal in the sense of JSON Schema: `1` and `1.0` are.
fn are_equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| are_equal(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let has_equal =
                |(key, value): (&String, &Value)| other.get(key).is_some_and(|other| are_equal(value, other));
            one.len() == other.len() && one.iter().all(has_equal)
        }
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

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
        let generation = generate(sources(&cases), &options());
        let types = &generation.model.as_ref().unwrap().services[0].types;
        assert!(cases.iter().all(|case| types.iter().any(|definition| definition.name.as_str() == case.type_name)));
        assert_eq!(diagnostics_of(&generation, &cases[0]), [""; 0]);
        let found = diagnostics_of(&generation, &cases[1]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("`xml`"), "{found:?}");
    }
}
