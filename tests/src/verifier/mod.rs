//! Checks the signature of a request as the service would: from the bytes that arrived.
//!
//! Written from the description of SDK-HMAC-SHA256, and sharing no code with the signer in the runtime: a mistake made there would
//! have to be made here again, independently, to go unseen.

mod authorization;
mod canonical;
mod date;
mod mismatch;

use std::time::{Duration, SystemTime};

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::wire::RawRequest;
use authorization::Authorization;

pub use date::{format_date, parse_date};
pub use mismatch::Mismatch;

const ALGORITHM: &str = "SDK-HMAC-SHA256";
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
        let canonical_request = canonical::request(request, &authorization.signed_headers)?;
        let string_to_sign = format!("{ALGORITHM}\n{date}\n{}", hex(&Sha256::digest(canonical_request.as_slice())));
        let expected = hex(&self.hmac(string_to_sign.as_bytes()));
        if expected != authorization.signature {
            return Err(Mismatch::Signature {
                expected,
                given: authorization.signature,
                canonical_request: String::from_utf8_lossy(&canonical_request).into_owned(),
                string_to_sign,
            });
        }
        Ok(Verified { signed_headers: authorization.signed_headers, date })
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

    fn hmac(&self, message: &[u8]) -> Vec<u8> {
        let mut hmac =
            Hmac::<Sha256>::new_from_slice(self.secret_key.as_bytes()).expect("HMAC takes a key of any length");
        hmac.update(message);
        hmac.finalize().into_bytes().to_vec()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
