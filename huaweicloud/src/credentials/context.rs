//! [`CredentialsContext`]: the means of a client that a provider uses to fetch credentials.

use std::{fmt, time::Duration};

use wireright_runtime::{
    AuthContext, Endpoint, Error, RawResponse, RegionId, Request, Response, RetryPolicy, Secret, clock::Clock,
    decode::DecodeError, transport::Transport,
};
use zeroize::Zeroizing;

use super::{CredentialsError, iam};

/// The means of a client that a provider uses to fetch credentials: transport, clock, region and timeouts. The
/// provider counts towards the overall timeout of a call.
#[derive(Clone)]
pub struct CredentialsContext {
    context: AuthContext,
    is_global: bool,
}

/// A request for credentials.
pub(super) struct CredentialsRequest<'q> {
    pub(super) endpoint: Endpoint,
    pub(super) request: Request,
    /// The key of a scheme of this module's service.
    pub(super) key: Option<(&'static str, &'q Secret)>,
    /// The timeout of an attempt, if it is shorter than the client's.
    pub(super) timeout: Option<Duration>,
    /// The retry policy, if it is not the client's.
    pub(super) retry: Option<RetryPolicy>,
}

impl CredentialsContext {
    /// A context that belongs to no client, with the default timeouts.
    ///
    /// # Errors
    ///
    /// Never at present.
    pub fn new(transport: impl Transport + 'static, clock: impl Clock + 'static) -> Result<Self, Error> {
        Ok(Self::of(AuthContext::new(transport, clock)?, false))
    }

    pub(crate) fn of(context: AuthContext, is_global: bool) -> Self {
        Self { context, is_global }
    }

    /// The client's transport.
    pub fn transport(&self) -> &dyn Transport {
        self.context.transport()
    }

    /// The client's clock.
    pub fn clock(&self) -> &dyn Clock {
        self.context.clock()
    }

    /// The client's region, if one is set.
    pub fn region(&self) -> Option<&RegionId> {
        self.context.region()
    }

    /// Whether the client's service is global, so that the credentials are for an account and not for a project.
    pub fn is_global(&self) -> bool {
        self.is_global
    }

    /// Whether the client may send secrets without TLS.
    pub fn allows_http(&self) -> bool {
        self.context.allows_http()
    }

    /// Parses an endpoint without a path.
    pub(super) fn endpoint(&self, text: &str) -> Result<Endpoint, CredentialsError> {
        Endpoint::parse(text.trim_end_matches('/'), self.allows_http())
            .map_err(|invalid| CredentialsError::invalid_request(&invalid))
    }

    /// Sends a request over the transport of the client. Hooks observe it and add no headers. The body may hold keys.
    pub(super) async fn send(&self, request: CredentialsRequest<'_>) -> Result<Response<Zeroizing<Vec<u8>>>, Error> {
        let mut client = self.context.client(&iam::SERVICE, request.endpoint);
        if let Some((scheme, key)) = request.key {
            client = client.api_key(scheme, key);
        }
        if let Some(timeout) = request.timeout {
            client = client.attempt_timeout(timeout);
        }
        if let Some(policy) = request.retry {
            client = client.retry(policy);
        }
        client.send(request.request, bytes).await
    }
}

#[expect(clippy::unnecessary_wraps, reason = "a decoder may fail")]
fn bytes(response: &RawResponse<'_>) -> Result<Zeroizing<Vec<u8>>, DecodeError> {
    Ok(Zeroizing::new(response.body().to_vec()))
}

impl fmt::Debug for CredentialsContext {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("CredentialsContext").field("region", &self.region()).finish_non_exhaustive()
    }
}
