//! Verification of Huawei Cloud request signatures, from the received bytes.
//!
//! Implemented from the specifications of the algorithms. Shares no code with the signer, so that one mistake cannot
//! hide in both.
//!
//! - `algorithm`: the signature algorithms
//! - `canonical`: the canonical request
//! - `curve`: elliptic curves and DER signatures
//! - `date`: the date format

mod algorithm;
mod canonical;
mod curve;
mod date;

use std::{
    error::Error,
    fmt,
    time::{Duration, SystemTime},
};

use crate::http::RawRequest;
use algorithm::{Algorithm, KeyPair};

pub use date::{format_date, parse_date};

/// Maximum deviation of a request date from the current time.
const MAX_CLOCK_SKEW: Duration = Duration::from_secs(15 * 60);

/// Verifies signatures of one key pair.
#[derive(Clone, Debug)]
pub struct Verifier {
    access_key: String,
    secret_key: String,
    now: Option<SystemTime>,
}

/// Properties of a valid signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureInfo {
    /// Name of the algorithm.
    pub algorithm: &'static str,
    /// Scope of a derived key: `yyyymmdd/region/service`.
    pub scope: Option<String>,
    /// Names of the signed headers.
    pub signed_headers: Vec<String>,
    /// Value of `X-Sdk-Date`.
    pub date: String,
}

impl Verifier {
    /// A verifier that accepts any date.
    pub fn new(access_key: &str, secret_key: &str) -> Self {
        Self { access_key: access_key.to_owned(), secret_key: secret_key.to_owned(), now: None }
    }

    /// Rejects dates more than 15 minutes from this time.
    pub fn at(mut self, now: SystemTime) -> Self {
        self.now = Some(now);
        self
    }

    /// Verifies the signature of a request.
    pub fn verify(&self, request: &RawRequest) -> Result<SignatureInfo, Mismatch> {
        let authorization = Authorization::read(request)?;
        if authorization.access_key != self.access_key {
            return Err(Mismatch::UnknownAccessKey(authorization.access_key));
        }
        let date = self.date(request)?;
        let Authorization { algorithm, scope, signed_headers, signature, .. } = authorization;
        if scope.as_ref().is_some_and(|scope| !is_valid_scope(scope, &date)) {
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
                actual: signature,
                canonical_request: String::from_utf8_lossy(&canonical_request).into_owned(),
                string_to_sign,
            });
        }
        Ok(SignatureInfo { algorithm: algorithm.name(), scope, signed_headers, date })
    }

    fn date(&self, request: &RawRequest) -> Result<String, Mismatch> {
        let date = request.header("x-sdk-date").ok_or(Mismatch::NoDate)?;
        let signed_at = parse_date(&date).ok_or_else(|| Mismatch::UnreadableDate(date.clone()))?;
        if let Some(now) = self.now {
            let apart = now.duration_since(signed_at).unwrap_or_else(|later| later.duration());
            if apart > MAX_CLOCK_SKEW {
                return Err(Mismatch::Stale { date, apart });
            }
        }
        Ok(date)
    }
}

/// Whether a scope has the day of the request, a region and a service.
fn is_valid_scope(scope: &str, date: &str) -> bool {
    let parts = scope.split('/').collect::<Vec<_>>();
    matches!(parts.as_slice(), [day, region, service]
        if date.starts_with(&format!("{day}T")) && !region.is_empty() && !service.is_empty())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The `Authorization` header: `SDK-HMAC-SHA256 Access=AK, SignedHeaders=a;b;c, Signature=0123…`. With a derived key,
/// `Credential=AK/…/…/…` replaces `Access`.
struct Authorization {
    algorithm: Algorithm,
    access_key: String,
    /// Scope of a derived key: `yyyymmdd/region/service`.
    scope: Option<String>,
    signed_headers: Vec<String>,
    signature: String,
}

impl Authorization {
    fn read(request: &RawRequest) -> Result<Self, Mismatch> {
        let mut values = request.values("authorization").map(|value| String::from_utf8_lossy(value).into_owned());
        let value = values.next().ok_or(Mismatch::NoAuthorization)?;
        if values.next().is_some() {
            return Err(Mismatch::Malformed("more than one Authorization header".to_owned()));
        }
        Self::parse(&value).ok_or(Mismatch::Malformed(value))
    }

    fn parse(value: &str) -> Option<Self> {
        let (name, parts) = value.split_once(' ')?;
        let algorithm = Algorithm::of(name)?;
        let (credential, parts) = parts.split_once(", SignedHeaders=")?;
        let (access_key, scope) = match algorithm {
            Algorithm::V11HmacSha256 => {
                let (access_key, scope) = credential.strip_prefix("Credential=")?.split_once('/')?;
                (access_key, Some(scope.to_owned()))
            }
            _ => (credential.strip_prefix("Access=")?, None),
        };
        let (signed_headers, signature) = parts.split_once(", Signature=")?;
        let is_short = algorithm.name().contains("HMAC");
        let hexadecimal = (signature.len() == 64 || !is_short)
            && signature.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let lower_case = signed_headers.bytes().all(|byte| !byte.is_ascii_uppercase());
        (hexadecimal && lower_case && !signed_headers.is_empty()).then(|| Self {
            algorithm,
            access_key: access_key.to_owned(),
            scope,
            signed_headers: signed_headers.split(';').map(str::to_owned).collect(),
            signature: signature.to_owned(),
        })
    }
}

/// Why a signature is invalid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// Missing `Authorization` header.
    NoAuthorization,
    /// Malformed `Authorization` header.
    Malformed(String),
    /// Unknown access key.
    UnknownAccessKey(String),
    /// Missing `X-Sdk-Date` header.
    NoDate,
    /// Malformed `X-Sdk-Date` header.
    UnreadableDate(String),
    /// The date deviates too much from the current time.
    Stale {
        /// Value of `X-Sdk-Date`.
        date: String,
        /// Deviation from the current time.
        apart: Duration,
    },
    /// The scope of the derived key has another day, or no region or service.
    Scope {
        /// Scope of the derived key.
        scope: String,
        /// Value of `X-Sdk-Date`.
        date: String,
    },
    /// A signed header is missing.
    AbsentHeader(String),
    /// The names of the signed headers are not sorted.
    UnsortedHeaders(Vec<String>),
    /// The signature does not match the request.
    Signature {
        /// The expected signature.
        expected: String,
        /// The signature in the request.
        actual: String,
        /// The canonical request.
        canonical_request: String,
        /// The string to sign.
        string_to_sign: String,
    },
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAuthorization => f.write_str("missing Authorization header"),
            Self::Malformed(value) => write!(f, "malformed Authorization header: {value:?}"),
            Self::UnknownAccessKey(key) => write!(f, "unknown access key {key:?}"),
            Self::NoDate => f.write_str("missing X-Sdk-Date header"),
            Self::UnreadableDate(date) => write!(f, "malformed X-Sdk-Date header: {date:?}"),
            Self::Stale { date, apart } => write!(f, "signed at {date}, {} seconds from now", apart.as_secs()),
            Self::Scope { scope, date } => write!(f, "invalid scope {scope:?} of a key for {date}"),
            Self::AbsentHeader(name) => write!(f, "missing signed header {name}"),
            Self::UnsortedHeaders(names) => write!(f, "the signed headers are not sorted: {}", names.join(";")),
            Self::Signature { expected, actual, canonical_request, .. } => {
                write!(f, "expected signature {expected}, found {actual}, for\n{canonical_request}")
            }
        }
    }
}

impl Error for Mismatch {}
