//! [`HuaweiCloudFailures`]: what is particular to the failures of Huawei Cloud's services.

use serde_json::Value;
use wireright_runtime::{Error, Failure, FailureClassifier};

/// The codes of the API gateway for too many requests, whatever the status.
const THROTTLING: [&str; 2] = ["APIGW.0308", "APIG.0308"];

/// The largest difference between the date of a signature and the service's clock that the service accepts, in seconds.
const MAX_CLOCK_OFFSET: u64 = 15 * 60;

/// In messages about the date of a signature: `signature expired, signature time:…,server time:…`.
const SIGNATURE_EXPIRED: &str = "signature expired";

/// Classifies failures of Huawei Cloud's services: the headers of request ids, throttling by the API gateway, and
/// expired signatures.
#[derive(Clone, Copy, Debug, Default)]
pub struct HuaweiCloudFailures;

impl FailureClassifier for HuaweiCloudFailures {
    fn request_id_headers(&self) -> &'static [&'static str] {
        &["x-request-id", "x-openstack-request-id", "x-iam-trace-id"]
    }

    fn is_throttled(&self, failure: &Failure<'_>) -> bool {
        failure.status == 429 || failure.code.is_some_and(|code| THROTTLING.contains(&code))
    }

    fn is_clock_rejected(&self, failure: &Failure<'_>) -> bool {
        let is_expired = || failure.message.is_some_and(|text| text.to_ascii_lowercase().contains(SIGNATURE_EXPIRED));
        let is_too_far = failure.clock_offset.is_some_and(|offset| offset.unsigned_abs() > MAX_CLOCK_OFFSET);
        matches!(failure.status, 401 | 403) && (is_too_far || is_expired())
    }
}

/// The message that IAM can decode into the policy that denied the request, if the service sent one.
pub fn encoded_authorization_message(error: &Error) -> Option<String> {
    const KEY: &str = "encoded_authorization_message";
    let body: Value = serde_json::from_slice(error.body()?).ok()?;
    let nested = || body.as_object()?.values().find_map(|value| value.get(KEY));
    match body.get(KEY).or_else(nested)? {
        Value::Null => None,
        Value::String(message) => Some(message.clone()).filter(|message| !message.is_empty()),
        other => Some(other.to_string()),
    }
}
