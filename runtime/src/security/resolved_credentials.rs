//! [`ResolvedCredentials`]: credentials that authenticate the attempts of a call. Does no I/O.

use std::fmt;

use super::AuthRequest;
use crate::{InvalidRequest, Secret, SecurityScheme};

/// Credentials, and all else that authenticates the attempts of a call. Does no I/O.
pub trait ResolvedCredentials: fmt::Debug + Send + Sync {
    /// The kind of credentials, for error messages: `an access key`.
    fn description(&self) -> &str;

    /// Whether these credentials satisfy a security scheme. Keys that the client has for the scheme go before them.
    fn supports(&self, scheme: &SecurityScheme) -> bool;

    /// The value of a client parameter, where neither the call nor the client sets it.
    fn parameter(&self, name: &str) -> Option<&str> {
        let _ = name;
        None
    }

    /// The secrets among the credentials. They are redacted in whatever the service sends back.
    fn secrets(&self) -> Vec<Secret> {
        Vec::new()
    }

    /// Adds the headers that authenticate an attempt.
    ///
    /// # Errors
    ///
    /// If the attempt cannot be authenticated. The call then ends before the attempt is sent.
    fn authenticate(&self, request: &mut AuthRequest<'_>) -> Result<(), InvalidRequest>;

    /// Called when the service rejected these credentials. Returns whether other credentials can be resolved; an idempotent request
    /// is then sent once more.
    fn invalidate(&self) -> bool {
        false
    }
}
