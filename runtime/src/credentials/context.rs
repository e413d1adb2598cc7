//! [`CredentialsContext`]: what a provider has of the client that asks it.

use std::{fmt, sync::Arc, time::Duration};

use http::HeaderMap;
use zeroize::Zeroizing;

use super::{CredentialsError, iam};
use crate::{
    Error, InvalidRequest, RegionId, Request, RetryPolicy, Secret,
    client::{Client, Deadline},
    clock::Clock,
    endpoint::Endpoint,
    security::{Key, Keyring},
    transport::Transport,
};

/// What a provider has of the client that asks it: its transport, its clock and its region. BlockingIter for a provider counts towards
/// the overall bound of a call.
#[derive(Clone)]
pub struct CredentialsContext {
    client: Client,
    deadline: Deadline,
}

/// A question to somebody who gives credentials.
pub(super) struct Question<'q> {
    pub(super) endpoint: Endpoint,
    pub(super) request: Request,
    /// The key of a scheme of this module's service.
    pub(super) key: Option<(&'static str, &'q Secret)>,
    /// How long an attempt may take, if that is less than usual.
    pub(super) limit: Option<Duration>,
    /// How often it is asked, if not as often as the client asks its service.
    pub(super) retry: Option<RetryPolicy>,
}

/// A good answer. It may hold keys.
pub(super) struct Reply {
    pub(super) headers: HeaderMap,
    pub(super) body: Zeroizing<Vec<u8>>,
}

impl CredentialsContext {
    /// A context for asking a provider without a client.
    ///
    /// # Errors
    ///
    /// If the client that asks cannot be made, which no transport and no clock prevents today.
    pub fn new(transport: impl Transport + 'static, clock: impl Clock + 'static) -> Result<Self, Error> {
        let client =
            Client::for_providers(&iam::SERVICE, Arc::new(transport), Arc::new(clock)).map_err(Error::invalid)?;
        let deadline = client.deadline();
        Ok(Self { client, deadline })
    }

    pub(crate) fn of(client: Client, deadline: Deadline) -> Self {
        Self { client, deadline }
    }

    /// The client's transport.
    pub fn transport(&self) -> &dyn Transport {
        self.client.transport()
    }

    /// The client's clock.
    pub fn clock(&self) -> &dyn Clock {
        self.client.clock()
    }

    /// The client's region, if one was given.
    pub fn region(&self) -> Option<&RegionId> {
        self.client.region()
    }

    /// Whether the client's service is global, so that the credentials are for an account and not for a project.
    pub fn is_global(&self) -> bool {
        self.client.is_global()
    }

    /// Whether the client may send secrets without TLS.
    pub fn allows_http(&self) -> bool {
        self.client.allows_http()
    }

    /// Where somebody is, by an address that has no path.
    pub(super) fn endpoint(&self, text: &str) -> Result<Endpoint, CredentialsError> {
        let refused = |refusal: InvalidRequest| CredentialsError::refusal(&refusal);
        Endpoint::parse(text.trim_end_matches('/'), self.allows_http()).map_err(refused)
    }

    /// Asks with the client's means: its transport, its bounds, and its hooks, which are told but add nothing.
    pub(super) async fn ask(&self, question: Question<'_>) -> Result<Reply, Error> {
        let mut keys = Keyring::default();
        if let Some((scheme, key)) = question.key {
            keys.set(scheme.to_owned(), Key::Api(key.clone()));
        }
        let asker = self.client.asking(&iam::SERVICE, question.endpoint, keys, question.limit, question.retry);
        let (headers, body) = asker.ask(question.request, self.deadline).await?;
        Ok(Reply { headers, body })
    }
}

impl fmt::Debug for CredentialsContext {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("CredentialsContext").field("region", &self.region()).finish_non_exhaustive()
    }
}
