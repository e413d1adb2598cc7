//! Checks the signature of a request as the service would: from the bytes that arrived.
//!
//! Written from the descriptions of the algorithms, and sharing no code with the signer in the runtime: a mistake made there would
//! have to be made here again, independently, to go unseen.

mod algorithm;
mod authorization;
mod canonical;
mod curve;
mod date;
mod der;
mod mismatch;

use std::time::{Duration, SystemTime};

use crate::wire::RawRequest;
use algorithm::{Algorithm, KeyPair};
use authorization::Authorization;

pub use date::{format_date, parse_date};
pub use mismatch::Mismatch;

/// How far the date of a request may be from the clock of the service.
const FRESH: Duration = Duration::from_secs(15 * 60);

/// A service's side of a key pair.
#[derive(Clone, Debug)]
pub struct Verifier {
    access_key: String,
    secret_key: String,
    now: Option<SystemTime>,
}

/// What is known of a request whose signature is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The name of the algorithm.
    pub algorithm: &'static str,
    /// For what the key was derived, if it was: `yyyymmdd/region/service`.
    pub scope: Option<String>,
    /// The names of the signed headers, as they stood in the request.
    pub signed_headers: Vec<String>,
    /// The text of `X-Sdk-Date`.
    pub date: String,
}

impl Verifier {
    /// A service that knows this key pair and does not care about the date.
    pub fn new(access_key: &str, secret_key: &str) -> Self {
        Self { access_key: access_key.to_owned(), secret_key: secret_key.to_owned(), now: None }
    }

    /// Refuses a request whose date is more than 15 minutes from this time.
    pub fn at(mut self, now: SystemTime) -> Self {
        self.now = Some(now);
        self
    }

    /// Says whether the key pair signed exactly this request.
    pub fn verify(&self, request: &RawRequest) -> Result<Verified, Mismatch> {
        let authorization = Authorization::of(request)?;
        if authorization.access_key != self.access_key {
            return Err(Mismatch::UnknownAccessKey(authorization.access_key));
        }
        let date = self.date(request)?;
        let Authorization { algorithm, scope, signed_headers, signature, .. } = authorization;
        if scope.as_ref().is_some_and(|scope| !is_scope_of(scope, &date)) {
            return Err(Mismatch::Scope { scope: scope.unwrap_or_default(), date });
        }
        let canonical_request = canonical::request(request, algorithm, &signed_headers)?;
        let hash = hex(&algorithm.digest(&canonical_request));
        let lines = [algorithm.name(), &date].into_iter().chain(scope.as_deref()).chain([hash.as_str()]);
        let string_to_sign = lines.collect::<Vec<_>>().join("\n");
        let (access_key, secret_key) = (self.access_key.as_str(), self.secret_key.as_str());
        let key = KeyPair { access_key, secret_key, scope: scope.as_deref().unwrap_or_default() };
        if let Err(expected) = algorithm.check(&key, &string_to_sign, &signature) {
            return Err(Mismatch::Signature {
                expected,
                given: signature,
                canonical_request: String::from_utf8_lossy(&canonical_request).into_owned(),
                string_to_sign,
            });
        }
        Ok(Verified { algorithm: algorithm.name(), scope, signed_headers, date })
    }

    fn date(&self, request: &RawRequest) -> Result<String, Mismatch> {
        let date = request.header("x-sdk-date").ok_or(Mismatch::NoDate)?;
        let given = parse_date(&date).ok_or_else(|| Mismatch::UnreadableDate(date.clone()))?;
        if let Some(now) = self.now {
            let apart = now.duration_since(given).unwrap_or_else(|later| later.duration());
            if apart > FRESH {
                return Err(Mismatch::Stale { date, apart });
            }
        }
        Ok(date)
    }
}

/// Whether a key was derived for the day on which the request is dated, and for a region and a service.
fn is_scope_of(scope: &str, date: &str) -> bool {
    let parts = scope.split('/').collect::<Vec<_>>();
    matches!(parts.as_slice(), [day, region, service]
        if date.starts_with(&format!("{day}T")) && !region.is_empty() && !service.is_empty())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
