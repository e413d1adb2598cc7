//! [`CredentialsProvider`]: where credentials come from that do not last, or that are found elsewhere than in the program.

use std::{fmt, sync::Arc};

use wireright_runtime::transport::BoxFuture;

use super::{Credentials, CredentialsContext, CredentialsError};

/// Gives credentials.
///
/// A client keeps what it is given until shortly before [`Credentials::expires_at`], so a provider need not. It is asked by one
/// call at a time.
pub trait CredentialsProvider: fmt::Debug + Send + Sync {
    /// What it is called in an error, as `profile file`.
    fn name(&self) -> &str;

    /// Credentials that are good now. The words of an error must hold no secret.
    ///
    /// An error of the kind [`NotConfigured`](super::CredentialsErrorKind::NotConfigured) says that there is nothing to be had here:
    /// a chain goes on to the next provider.
    fn provide<'a>(&'a self, context: &'a CredentialsContext) -> BoxFuture<'a, Result<Credentials, CredentialsError>>;

    /// Whether what was given last has been replaced where it came from, so that it must be asked for anew before it expires. It is
    /// asked before each request, so it must be quick: a look at the date of a file.
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
