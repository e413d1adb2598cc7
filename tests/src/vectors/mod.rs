//! Recorded requests and responses of the official SDK, as types. Unknown keys are ignored.
//!
//! - `request`: a case of `requests.json`: inputs and the request that the official SDK sent
//! - `response`: a case of `responses.json`: what was served

mod request;
mod response;

use std::{fs, path::Path};

use serde::de::DeserializeOwned;

pub use request::{Body, Credentials, DerivedSigningCase, Inputs, RequestCase, SentRequest, Sources};
pub use response::{Config, Header, LongBody, ResponseCase, ServedResponse, Text};

/// The cases of `requests.json`.
pub fn requests() -> Vec<RequestCase> {
    read_cases("requests.json")
}

/// The cases of `responses.json`.
pub fn responses() -> Vec<ResponseCase> {
    read_cases("responses.json")
}

/// Any of the files in `vectors/`.
///
/// # Panics
///
/// If the file cannot be read.
pub fn read_cases<T: DeserializeOwned>(name: &str) -> T {
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors").join(name)).unwrap_or_else(|why| panic!("{why}"))
}

/// Reads a file in the same format. The error names the file and the problem.
pub fn read<T: DeserializeOwned>(path: &Path) -> Result<T, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}
