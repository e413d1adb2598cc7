//! The recorded vectors, as types. Unknown keys are let through: a file may know more than this client does.

mod request;
mod response;

use std::{fs, path::Path};

use serde::de::DeserializeOwned;

pub use request::{Body, Credentials, Derived, Inputs, RequestCase, Sent, Sources};
pub use response::{Config, Header, LongBody, ResponseCase, Served, Text};

/// The cases of `requests.json`.
pub fn requests() -> Vec<RequestCase> {
    recorded("requests.json")
}

/// The cases of `responses.json`.
pub fn responses() -> Vec<ResponseCase> {
    recorded("responses.json")
}

/// Any of the files in `vectors/`.
///
/// # Panics
///
/// If it cannot be read: it is part of the sources.
pub fn recorded<T: DeserializeOwned>(name: &str) -> T {
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors").join(name)).unwrap_or_else(|why| panic!("{why}"))
}

/// A file in the same format. The error says which file, and what is wrong with it.
pub fn read<T: DeserializeOwned>(path: &Path) -> Result<T, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}
