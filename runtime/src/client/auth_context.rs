//! The interface of a client for authenticators: [`AuthCall`], a call to authenticate, and [`AuthContext`], access to
//! the client's transport, clock and timeouts.

use std::{fmt, sync::Arc, time::Duration};

use super::{Client, Deadline, timing::first_of};
use crate::{
    Error, Operation, RegionId, SecurityScheme, Service,
    clock::Clock,
    security::{AuthState, ResolvedCredentials, choose},
    transport::Transport,
};

/// A call that an [`Authenticator`](crate::Authenticator) resolves credentials for.
#[derive(Clone, Copy)]
pub struct AuthCall<'a> {
    pub(super) client: &'a Client,
    pub(super) operation: &'static Operation,
    pub(super) missing: &'a [&'static str],
    /// The deadline of the call; `None` if nothing is sent.
    pub(super) deadline: Option<Deadline>,
}

impl AuthCall<'_> {
    /// The operation.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The parameters among [`Authenticator::parameters`](crate::Authenticator::parameters) that the path of the
    /// request needs and that neither the call nor the client sets.
    pub fn missing_parameters(&self) -> &[&'static str] {
        self.missing
    }

    /// The security schemes of the request that these credentials would satisfy.
    pub fn schemes(&self, credentials: &dyn ResolvedCredentials) -> Vec<&'static SecurityScheme> {
        let chosen = choose(self.operation, AuthState::Resolved(credentials), &self.client.shared.keys);
        let schemes = chosen.into_iter().flat_map(|(_, materials)| materials);
        schemes.filter_map(|material| material.authenticator_scheme()).collect()
    }

    /// Whether the request is sent. If not, [`Authenticator::resolve`](crate::Authenticator::resolve) is not called.
    pub fn is_sent(&self) -> bool {
        self.deadline.is_some()
    }

    /// The client's region, if one is set.
    pub fn region(&self) -> Option<&RegionId> {
        self.client.region()
    }

    /// The client's clock.
    pub fn clock(&self) -> &dyn Clock {
        &*self.client.shared.clock
    }

    /// The transport, clock and timeouts of the client, for requests of the authenticator.
    pub fn context(&self) -> AuthContext {
        let deadline = self.deadline.unwrap_or_else(|| self.client.deadline());
        AuthContext { client: self.client.clone(), deadline }
    }
}

impl fmt::Debug for AuthCall<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("AuthCall").field("operation", &self.operation.name).finish_non_exhaustive()
    }
}

/// Access of an authenticator to the transport, clock, timeouts and hooks of a client, for its own requests.
#[derive(Clone)]
pub struct AuthContext {
    pub(super) client: Client,
    pub(super) deadline: Deadline,
}

/// The service of a context that belongs to no client.
static NO_SERVICE: Service = Service {
    name: "none",
    title: "None",
    user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
    servers: &[crate::Server { region: None, url: "https://localhost", variables: &[] }],
    security_schemes: &[],
    client_parameters: &[],
};

impl AuthContext {
    /// A context that belongs to no client, with the default timeouts.
    ///
    /// # Errors
    ///
    /// Never at present.
    pub fn new(transport: impl Transport + 'static, clock: impl Clock + 'static) -> Result<Self, Error> {
        let client =
            Client::with_transport(&NO_SERVICE, Arc::new(transport), Arc::new(clock)).map_err(Error::invalid)?;
        let deadline = client.deadline();
        Ok(Self { client, deadline })
    }

    /// The client's transport.
    pub fn transport(&self) -> &dyn Transport {
        &*self.client.shared.transport
    }

    /// The client's clock.
    pub fn clock(&self) -> &dyn Clock {
        &*self.client.shared.clock
    }

    /// The client's region, if one is set.
    pub fn region(&self) -> Option<&RegionId> {
        self.client.region()
    }

    /// Whether the client may send secrets without TLS.
    pub fn allows_http(&self) -> bool {
        self.client.shared.endpoints.allow_http
    }

    /// The time until the overall timeout of the call.
    pub fn remaining(&self) -> Duration {
        self.deadline.remaining(self.clock())
    }

    /// Waits for a future until the overall timeout of the call; `None` if that ends first.
    pub async fn within_timeout<T>(&self, future: impl Future<Output = T>) -> Option<T> {
        let clock = self.clock();
        first_of(future, async { clock.sleep(self.remaining()).await }).await
    }
}

impl fmt::Debug for AuthContext {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("AuthContext").field("region", &self.region()).finish_non_exhaustive()
    }
}
