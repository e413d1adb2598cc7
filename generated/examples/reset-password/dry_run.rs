//! A signed request as people may see it: without passwords, tokens and the signature.
//!
//! The signature is omitted, because it is valid for a quarter of an hour: a reader of the output could send a request
//! without a body.

use huaweicloud_reset_password::runtime::RequestBody;
use serde_json::{Value, json};

use crate::outcome::{DryRun, Outcome};

const HIDDEN: &str = "***";

/// The request as it would be sent, each secret replaced.
pub(crate) fn describe_request(request: &http::Request<RequestBody>) -> Outcome {
    let headers = request.headers().iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes());
        let value = match (name.as_str(), value.split_once("Signature=")) {
            ("authorization", Some((before, _))) => format!("{before}Signature={HIDDEN}"),
            ("authorization" | "x-auth-token" | "x-security-token", _) => HIDDEN.to_owned(),
            _ => value.into_owned(),
        };
        (name.to_string(), value)
    });
    Outcome::DryRun(DryRun {
        method: request.method().to_string(),
        url: request.uri().to_string(),
        headers: headers.collect(),
        body: body(request.body().as_bytes()),
    })
}

/// The properties of these bodies are passwords. A body that is not an object of strings is hidden as a whole.
fn body(bytes: &[u8]) -> Option<Value> {
    if bytes.is_empty() {
        return None;
    }
    Some(match serde_json::from_slice(bytes) {
        Ok(Value::Object(members)) => members.into_iter().map(|(name, _)| (name, json!(HIDDEN))).collect(),
        _ => json!(HIDDEN),
    })
}
