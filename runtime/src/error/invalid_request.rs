//! [`InvalidRequest`]: why something that was given is wrong.

use std::fmt;

use crate::transport::CertificatePart;

/// Why something that was given is wrong. `Display` says it in words, and holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidRequest {
    /// A value that the request needs has not been given.
    Missing {
        /// The parameter.
        name: String,
    },
    /// A list or an object with nothing in it was given, for a parameter that the document requires: nothing of it
    /// would be sent.
    Empty {
        /// The parameter.
        name: String,
    },
    /// A parameter's value cannot be sent.
    Parameter {
        /// The parameter.
        name: String,
        /// What is wrong with the value.
        problem: String,
    },
    /// A header that the client itself decides was given.
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
    /// An endpoint is not one.
    Endpoint {
        /// What is wrong with it.
        problem: String,
    },
    /// The service is not known in a region.
    UnknownRegion {
        /// The service.
        service: &'static str,
        /// The region that was given.
        region: String,
        /// Known regions with similar names, the nearest first.
        near: Vec<&'static str>,
    },
    /// The credentials are incomplete, malformed, or not of the sort that the operation takes.
    Credentials {
        /// What is wrong with them.
        problem: String,
    },
    /// A certificate of the client, or its private key, is not there: for mutual TLS both are needed.
    ClientCertificate {
        /// What is not there.
        missing: CertificatePart,
        /// Where it was looked for.
        problem: String,
    },
    /// A setting of the client is wrong or missing.
    Setting {
        /// What is wrong.
        problem: String,
    },
    /// The transport cannot send such a request.
    Transport {
        /// What is wrong.
        problem: String,
    },
    /// A call was to wait for its response within an async task, which would keep others from going on.
    WouldBlock,
    /// The values break rules that the document states.
    Violations(crate::Violations),
}

impl fmt::Display for InvalidRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { name } => write!(formatter, "`{name}` has not been given"),
            Self::Empty { name } => {
                write!(
                    formatter,
                    "`{name}` is empty, so that nothing of it would be sent, and the document requires it: give it an element"
                )
            }
            Self::Parameter { name, problem } => write!(formatter, "`{name}` {problem}"),
            Self::ReservedHeader { name } => {
                write!(formatter, "the header `{name}` is decided by the client and cannot be given")
            }
            Self::Header { name, problem } => write!(formatter, "the header `{name}` {problem}"),
            Self::Body { problem } => write!(formatter, "the body {problem}"),
            Self::Endpoint { problem } => write!(formatter, "the endpoint {problem}"),
            Self::UnknownRegion { service, region, near } => {
                write!(formatter, "{service} is not known in a region `{region}`")?;
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
                "the call was to wait within an async task, which would keep others from going on: `.await` it, or wait in a thread \
                 that may block, as by `spawn_blocking`",
            ),
            Self::Violations(violations) => violations.fmt(formatter),
        }
    }
}

impl std::error::Error for InvalidRequest {}
