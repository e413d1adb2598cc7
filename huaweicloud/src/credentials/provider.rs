//! [`CredentialsProvider`]: the extension point for sources of credentials.

use std::{fmt, sync::Arc};

use wireright_runtime::transport::BoxFuture;

use super::{Credentials, CredentialsContext, CredentialsError};

/// Supplies credentials.
///
/// A client caches them until shortly before [`Credentials::expires_at`], so a provider need not. Only one call at a
/// time fetches credentials.
pub trait CredentialsProvider: fmt::Debug + Send + Sync {
    /// The name in error messages: `profile file`.
    fn name(&self) -> &str;

    /// Supplies valid credentials. The message of an error must contain no secret.
    ///
    /// After an error of the kind [`NotConfigured`](super::CredentialsErrorKind::NotConfigured), a chain tries the
    /// next provider.
    fn provide<'a>(&'a self, context: &'a CredentialsContext) -> BoxFuture<'a, Result<Credentials, CredentialsError>>;

    /// Whether the source of the last credentials has changed, so that they are fetched again before they expire.
    /// Called before each request, so it must be fast: it may look at the date of a file. Default: never.
    fn has_changed(&self) -> bool {
        false
    }
}

impl<P: CredentialsProvider + ?Sized> CredentialsProvider for Arc<P> {
    fn name(&self) -> &str {
        P::name(self)
    }

    fn provide<'a>(&'a self, context: &'a CredentialsContext) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        P::provide(self, context)
    }

    fn has_changed(&self) -> bool {
        P::has_changed(self)
    }
}
