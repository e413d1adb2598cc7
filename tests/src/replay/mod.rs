//! Plays cases in the format of the vectors through the generated clients, and says what came of them.
//!
//! A case may ask for anything: what no client of this project can do is answered as unsupported, and what the client refuses, or
//! what could not even be written in Rust, as refused.

mod inputs;
mod providers;
mod request;
mod response;
mod served;
mod signing;
mod tunnel;

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, value::RawValue};

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

/// A case that is no case of this project: of another shape than it knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreign {
    /// Its name, as far as it has one.
    pub id: String,
}

/// The cases of a file, each by itself: one that cannot be read takes no other with it.
///
/// A case is read from its text, so that what this project does not look at may be anything: numbers of any size, broken Unicode.
pub fn cases<T: DeserializeOwned>(file: &[Box<RawValue>]) -> Vec<Result<T, Foreign>> {
    #[derive(Deserialize)]
    struct Named {
        id: Value,
    }
    let id = |case: &RawValue| match serde_json::from_str(case.get()) {
        Ok(Named { id: Value::String(id) }) => id,
        Ok(Named { id }) => id.to_string(),
        Err(_) => String::new(),
    };
    file.iter().map(|case| serde_json::from_str(case.get()).map_err(|_| Foreign { id: id(case) })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vectors::RequestCase;

    #[test]
    fn an_invalid_case_affects_no_other_case() {
        let file: Vec<Box<RawValue>> = serde_json::from_str(
            r#"[{"id":"odd","endpoint":7},{"service":"dcs"},
                {"id":"good","service":"dcs","operation":"x","endpoint":null,"region":"cn-north-4","clock":"20260101T000000Z",
                 "inputs":{},"credentials":{"kind":"basic","ak":"a","sk":"b"}}]"#,
        )
        .unwrap();
        let cases = cases::<RequestCase>(&file);
        let ids = cases.iter().map(|case| case.as_ref().map(|case| case.id.as_str()).map_err(|odd| odd.id.as_str()));
        assert_eq!(ids.collect::<Vec<_>>(), [Err("odd"), Err(""), Ok("good")]);
    }
}
