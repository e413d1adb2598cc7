//! [`TokenProvider`]: where bearer tokens come from that do not last.

use std::sync::Arc;

use crate::{Secret, transport::BoxFuture};

/// Gives bearer tokens, as those of OAuth 2.0 and OpenID Connect, which expire.
///
/// It is asked before each attempt, so it should keep a token for as long as it is good. BlockingIter for it counts towards the overall
/// bound of a call.
pub trait TokenProvider: Send + Sync {
    /// A token that is good now. An error ends the call before it is sent; its words must hold no secret.
    fn token(&self) -> BoxFuture<'_, Result<Secret, Box<dyn std::error::Error + Send + Sync>>>;

    /// Is told that the service answered 401 to a token: it should not be given again.
    ///
    /// Where this gives true and the operation may be repeated, the request is sent once more, with what [`token`](Self::token)
    /// gives then.
    fn refused(&self, token: &Secret) -> bool {
        let _ = token;
        false
    }
}

impl<P: TokenProvider + ?Sized> TokenProvider for Arc<P> {
    fn token(&self) -> BoxFuture<'_, Result<Secret, Box<dyn std::error::Error + Send + Sync>>> {
        P::token(self)
    }

    fn refused(&self, token: &Secret) -> bool {
        P::refused(self, token)
    }
}
