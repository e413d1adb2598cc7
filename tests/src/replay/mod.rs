//! Replays recorded cases with the generated clients.
//!
//! A case that the clients cannot express is reported as unsupported. A case that a client rejects, or that would not
//! compile, is reported as rejected.
//!
//! - `inputs`: conversion of the inputs of a case to a call
//! - `providers`: credentials from files, the environment and OpenID Connect
//! - `request`: replay of a case of `requests.json`: the request that the client sends for the recorded inputs
//! - `response`: replay of a case of `responses.json`: the outcome of a call with the recorded responses
//! - `served`: responses of the loopback server for a case of `responses.json`
//! - `signing`: conversion of names of the official SDK to signing settings
//! - `tunnel`: HTTP proxy that opens tunnels, for cases with a proxy and TLS

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

/// The reason why a case is not replayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SkipReason {
    /// The clients do not support it.
    Unsupported(String),
    /// The client or the compiler rejects it.
    Refused(String),
}

impl SkipReason {
    pub(crate) fn unsupported(what: impl Into<String>) -> Self {
        Self::Unsupported(what.into())
    }
}

/// A case with an unknown format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidCase {
    /// The id, if the case has one.
    pub id: String,
}

/// The cases of a file. An invalid case does not affect the others.
///
/// Each case is parsed from its own JSON, so unread parts may have numbers of any size and invalid Unicode.
pub fn cases<T: DeserializeOwned>(file: &[Box<RawValue>]) -> Vec<Result<T, InvalidCase>> {
    #[derive(Deserialize)]
    struct CaseId {
        id: Value,
    }
    let id = |case: &RawValue| match serde_json::from_str(case.get()) {
        Ok(CaseId { id: Value::String(id) }) => id,
        Ok(CaseId { id }) => id.to_string(),
        Err(_) => String::new(),
    };
    file.iter().map(|case| serde_json::from_str(case.get()).map_err(|_| InvalidCase { id: id(case) })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vectors::RequestCase;

    #[test]
    fn an_invalid_case_affects_no_other_case() {
        let file: Vec<Box<RawValue>> = serde_json::from_str(
            r#"[{"id":"odd","endpoint":7},{"service":"dcs"},
                {"id":"good","service":"dcs","operation":"x","endpoint":null,"region":"cn-north-4",
                 "clock":"20260101T000000Z",
                 "inputs":{},"credentials":{"kind":"basic","ak":"a","sk":"b"}}]"#,
        )
        .unwrap();
        let cases = cases::<RequestCase>(&file);
        let ids = cases.iter().map(|case| case.as_ref().map(|case| case.id.as_str()).map_err(|odd| odd.id.as_str()));
        assert_eq!(ids.collect::<Vec<_>>(), [Err("odd"), Err(""), Ok("good")]);
    }
}
