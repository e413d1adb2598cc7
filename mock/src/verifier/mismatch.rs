//! Why a request is not taken to be signed.

use std::{error::Error, fmt, time::Duration};

/// The reason for which a service would refuse a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// There is no `Authorization` header.
    NoAuthorization,
    /// `Authorization` is there, but is not `SDK-HMAC-SHA256 Access=…, SignedHeaders=…, Signature=…` or as that of another algorithm.
    Malformed(String),
    /// The key is not the one that this service knows.
    UnknownAccessKey(String),
    /// There is no `X-Sdk-Date` header.
    NoDate,
    /// `X-Sdk-Date` is not a date.
    UnreadableDate(String),
    /// The signature is too old, or from the future.
    Stale {
        /// The text of `X-Sdk-Date`.
        date: String,
        /// How far it is from the clock of the service.
        apart: Duration,
    },
    /// The key is derived for another day, or for no region and service.
    Scope {
        /// What it is derived for.
        scope: String,
        /// The text of `X-Sdk-Date`.
        date: String,
    },
    /// A header is said to be signed and is not there.
    AbsentHeader(String),
    /// The names of the signed headers are not in order, so that nobody else can arrive at the same text.
    UnsortedHeaders(Vec<String>),
    /// The signature is that of another request.
    Signature {
        /// What the signature of this request is.
        expected: String,
        /// What it is said to be.
        given: String,
        /// What the service would sign.
        canonical_request: String,
        /// What the service would sign, in the end.
        string_to_sign: String,
    },
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAuthorization => f.write_str("no Authorization header"),
            Self::Malformed(value) => write!(f, "an Authorization header of another form: {value:?}"),
            Self::UnknownAccessKey(key) => write!(f, "unknown access key {key:?}"),
            Self::NoDate => f.write_str("no X-Sdk-Date header"),
            Self::UnreadableDate(date) => write!(f, "X-Sdk-Date is not a date: {date:?}"),
            Self::Stale { date, apart } => write!(f, "signed at {date}, {} seconds from now", apart.as_secs()),
            Self::Scope { scope, date } => write!(f, "signed at {date} with a key for {scope:?}"),
            Self::AbsentHeader(name) => write!(f, "{name} is said to be signed and is not there"),
            Self::UnsortedHeaders(names) => write!(f, "the signed headers are not sorted: {}", names.join(";")),
            Self::Signature { expected, given, canonical_request, .. } => {
                write!(f, "the signature is {given} and should be {expected} for\n{canonical_request}")
            }
        }
    }
}

impl Error for Mismatch {}
