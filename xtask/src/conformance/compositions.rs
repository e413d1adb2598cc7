//! `cargo xtask conformance compositions`: generated types and the crate `jsonschema`, on random schemas.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use codegen_tests::judge::{Case, Version, compositions};
use serde_json::Value;
use wireright::terminal::{Outcome, Terminal};

use super::values;

const HELP: &str = "\
Each schema combines allOf, oneOf, anyOf, null, required, $ref with other keywords, enums and limits. A test
agrees if a value that the crate `jsonschema` accepts decodes, passes validate() and encodes to an equal value,
and if a value that it rejects is rejected by decoding or validate(). Null for an optional property is read as
a missing property, which is not sent. The same seed gives the same schemas.

Exit codes:
  0  no test differs silently
  1  anything else
  2  invalid arguments";

/// Arguments of `cargo xtask conformance compositions`.
#[derive(Args, Debug)]
#[command(after_help = HELP)]
pub(super) struct CompositionsArguments {
    /// Seed of the random numbers
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Version of OpenAPI
    #[arg(long, value_enum, default_value_t = OpenApi::V3_1)]
    openapi: OpenApi,
    /// Number of schemas
    #[arg(long, default_value_t = 300)]
    count: usize,
    /// Folder of the crate and its build results [default: target/conformance of the workspace]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Also list the reported differences
    #[arg(long)]
    reported: bool,
}

/// A version of OpenAPI that has random schemas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum OpenApi {
    /// With `nullable`, and without `const`, `contains`, `dependentRequired` and keywords beside `$ref`
    #[value(name = "3.0")]
    V3_0,
    /// With JSON Schema 2020-12
    #[value(name = "3.1")]
    V3_1,
}

impl From<OpenApi> for Version {
    fn from(version: OpenApi) -> Self {
        match version {
            OpenApi::V3_0 => Self::V3_0,
            OpenApi::V3_1 => Self::V3_1,
        }
    }
}

/// Runs the command.
pub(super) fn run(root: &Path, arguments: &CompositionsArguments, terminal: &mut Terminal) -> Outcome {
    let version = arguments.openapi.into();
    let cases = cases(version, arguments.seed, arguments.count);
    match values::judge(root, version, arguments.out.as_deref(), &cases, arguments.reported, terminal) {
        Ok(outcome) => outcome,
        Err(problem) => terminal.error(&problem),
    }
}

/// Random schemas with instances that the crate `jsonschema` judges.
fn cases(version: Version, seed: u64, count: usize) -> Vec<Case> {
    compositions(version, seed, count, |schema: &Value, values: &[Value]| {
        let judge = jsonschema::draft202012::new(schema).ok();
        values.iter().map(|value| judge.as_ref().is_some_and(|judge| judge.is_valid(value))).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_cases_and_both_verdicts() {
        let strings =
            |seed| -> Vec<String> { cases(Version::V3_1, seed, 40).into_iter().map(|case| case.description).collect() };
        assert_eq!(strings(1), strings(1));
        assert_ne!(strings(1), strings(2));
        let all = cases(Version::V3_0, 1, 200);
        let count = |is_valid: bool| {
            all.iter().flat_map(|case| &case.instances).filter(|instance| instance.is_valid == is_valid).count()
        };
        assert!(count(true) > 200 && count(false) > 200, "{} valid, {} invalid", count(true), count(false));
        let is_schema = |case: &Case| jsonschema::draft202012::new(&case.schema).is_ok();
        assert!(all.iter().all(is_schema), "each schema is valid");
    }
}
