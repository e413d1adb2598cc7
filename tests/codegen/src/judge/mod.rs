//! Comparison of generated types with judges of JSON Schema: cases, the document of their schemas, and differences.
//!
//! - `difference`: how the result of a generated type differs from a judge
//! - `document`: the document of the cases, its diagnostics, and the functions that try a value
//! - `instances`: values near a schema
//! - `random`: numbers from a seed
//! - `schemas`: random schemas
//! - `version`: schemas as OpenAPI 3.0 and 3.1 write them

mod difference;
mod document;
mod instances;
mod random;
mod schemas;
mod version;

use serde::Deserialize;
use serde_json::Value;

pub use self::{
    difference::{Trial, difference},
    document::{diagnostics_of, functions, options, sources},
    random::Random,
    version::Version,
};

/// The seed of the random schemas that the package `constructs` compiles.
pub const SEED: u64 = 3;

/// The number of these schemas of a version. Each costs the compiler about 50 ms.
#[must_use]
pub const fn count(version: Version) -> usize {
    match version {
        Version::V3_0 => 100,
        Version::V3_1 => 200,
    }
}

/// A schema with its instances.
#[derive(Debug)]
pub struct Case {
    /// The file of the judge, without extension.
    pub file: String,
    /// The title of the case.
    pub description: String,
    /// The name of the type: `Case17`.
    pub type_name: String,
    /// The schema.
    pub schema: Value,
    /// The values.
    pub instances: Vec<Instance>,
}

/// A value, and whether the schema accepts it.
#[derive(Debug, Deserialize)]
pub struct Instance {
    /// The title of the value.
    pub description: String,
    /// The value.
    #[serde(rename = "data")]
    pub value: Value,
    /// The verdict of the judge.
    #[serde(rename = "valid")]
    pub is_valid: bool,
}

/// Random schemas with values near them. `judge` tells which values a schema accepts. The same seed gives the same
/// cases.
pub fn compositions(
    version: Version,
    seed: u64,
    count: usize,
    judge: impl Fn(&Value, &[Value]) -> Vec<bool>,
) -> Vec<Case> {
    let mut random = Random::new(seed);
    let case = |index: usize| {
        let mut schema = schemas::schema(&mut random);
        version.restrict(&mut schema);
        let values = instances::values(&mut random, &schema);
        let verdicts = judge(&schema, &values);
        let instance = |(value, is_valid): (Value, bool)| Instance { description: value.to_string(), value, is_valid };
        Case {
            file: format!("seed {seed}"),
            description: schema.to_string(),
            type_name: format!("Case{index}"),
            instances: values.into_iter().zip(verdicts).map(instance).collect(),
            schema,
        }
    };
    (1..=count).map(case).collect()
}
