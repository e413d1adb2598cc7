//! [`InvalidRequest`]: why a request or a setting is invalid.

use std::fmt;

use crate::transport::CertificatePart;

/// Why a request or a setting is invalid. `Display` contains no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidRequest {
    /// A required value is not set.
    Missing {
        /// The parameter.
        name: String,
    },
    /// A required list or object is empty, so nothing of it would be sent.
    Empty {
        /// The parameter.
        name: String,
    },
    /// A value of a parameter cannot be sent.
    Parameter {
        /// The parameter.
        name: String,
        /// What is wrong with the value.
        problem: String,
    },
    /// A header that only the client may set.
    ReservedHeader {
        /// The header, in lower case.
        name: String,
    },
    /// A header cannot be sent.
    Header {
        /// The header.
        name: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The body cannot be written.
    Body {
        /// What is wrong with it.
        problem: String,
    },
    /// An endpoint is malformed.
    Endpoint {
        /// What is wrong with it.
        problem: String,
    },
    /// The service has no known endpoint in a region.
    UnknownRegion {
        /// The service.
        service: &'static str,
        /// The unknown region.
        region: String,
        /// Known regions with similar names, the nearest first.
        near: Vec<&'static str>,
    },
    /// The credentials are incomplete, malformed, or not of the kind that the operation needs.
    Credentials {
        /// What is wrong with them.
        problem: String,
    },
    /// The client certificate or its private key is missing. Mutual TLS needs both.
    ClientCertificate {
        /// The missing part.
        missing: CertificatePart,
        /// Where the client looked for it.
        problem: String,
    },
    /// A setting of the client is invalid or missing.
    Setting {
        /// What is wrong.
        problem: String,
    },
    /// The transport cannot send the request.
    Transport {
        /// What is wrong.
        problem: String,
    },
    /// A blocking call was made inside an async task.
    WouldBlock,
    /// The values violate rules of the document.
    Violations(crate::Violations),
}

impl fmt::Display for InvalidRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { name } => write!(formatter, "required value `{name}` is not set"),
            Self::Empty { name } => {
                write!(formatter, "required value `{name}` is empty, so nothing of it would be sent: add an item")
            }
            Self::Parameter { name, problem } => write!(formatter, "`{name}` {problem}"),
            Self::ReservedHeader { name } => {
                write!(formatter, "the header `{name}` is reserved: only the client sets it")
            }
            Self::Header { name, problem } => write!(formatter, "the header `{name}` {problem}"),
            Self::Body { problem } => write!(formatter, "the body {problem}"),
            Self::Endpoint { problem } => write!(formatter, "the endpoint {problem}"),
            Self::UnknownRegion { service, region, near } => {
                write!(formatter, "{service} has no known endpoint in the region `{region}`")?;
                match near.split_last() {
                    None => formatter.write_str(".")?,
                    Some((last, [])) => write!(formatter, "; is it `{last}`?")?,
                    Some((last, others)) => {
                        write!(formatter, "; is it `{}` or `{last}`?", others.join("`, `"))?;
                    }
                }
                formatter.write_str(" For a region that this version does not know, give its `endpoint`")
            }
            Self::Credentials { problem }
            | Self::ClientCertificate { problem, .. }
            | Self::Setting { problem }
            | Self::Transport { problem } => formatter.write_str(problem),
            Self::WouldBlock => formatter.write_str(
                "a blocking call inside an async task would block other tasks: `.await` it, or call it in a thread \
                 that may block, such as by `spawn_blocking`",
            ),
            Self::Violations(violations) => violations.fmt(formatter),
        }
    }
}

impl std::error::Error for InvalidRequest {}
