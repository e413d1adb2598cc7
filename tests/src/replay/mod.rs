//! Plays cases in the format of the vectors through the generated clients, and says what came of them.
//!
//! A case may ask for anything: what no client of this project can do is answered as unsupported, and what the client refuses, or
//! what could not even be written in Rust, as refused.

mod inputs;
mod request;
mod response;
mod served;

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

pub use request::{RequestResult, Wire, request};
pub use response::{ResponseResult, response};

/// Why a case is not played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotPlayed {
    /// It asks for what these clients do not have.
    Unsupported(String),
    /// The client refuses it, or the compiler would.
    Refused(String),
}

impl NotPlayed {
    pub(crate) fn unsupported(what: impl Into<String>) -> Self {
        Self::Unsupported(what.into())
    }
}

/// The cases of a file. The error says which one is malformed, and how.
///
/// A case is read from its text, so that what this project does not look at may be anything: numbers of any size, broken Unicode.
pub fn cases<T: DeserializeOwned>(file: &[Box<RawValue>]) -> Result<Vec<T>, String> {
    let texts = file.iter().map(|case| case.get()).enumerate();
    texts.map(|(number, case)| serde_json::from_str(case).map_err(|error| format!("case {number}: {error}"))).collect()
}
