//! The same client for another service: IAM, and those who give tokens and credentials.

use std::{fmt, sync::Arc, time::Duration};

use http::HeaderMap;
use zeroize::Zeroizing;

use super::{Client, Deadline, Places, Shared, answer::Reading, build::Settings, iam::user_agent_of, spare::Spare};
use crate::{
    AttemptInfo, CallInfo, Error, Hook, InvalidRequest, OutcomeInfo, Request, RetryPolicy, Service,
    clock::Clock,
    endpoint::Endpoint,
    resilience::Circuit,
    security::{Kept, Keyring},
    signature::Signing,
    tenant::Tenant,
    transport::Transport,
};

impl Shared {
    /// The same for another service, with no key of this one. Extra headers are meant for the service: they may hold what others
    /// should not see.
    pub(super) fn of_other(&self, service: &'static Service, endpoint: Endpoint) -> Self {
        Self {
            service,
            endpoint,
            spare: Spare::default(),
            places: Places::default(),
            credentials: None,
            signing: Signing::default(),
            keys: Keyring::default(),
            iam: None,
            parameters: Vec::new(),
            headers: user_agent_of(&self.headers),
            hooks: self.hooks.clone(),
            transport: self.transport.clone(),
            clock: self.clock.clone(),
            skew: Arc::default(),
            retries: self.retries.clone(),
            circuit: Circuit::default(),
            max_response_bytes: self.max_response_bytes,
            tenant: Tenant::default(),
            tenant_id: Kept::default(),
        }
    }

    /// The same, with hooks that are told but add nothing.
    pub(super) fn only_telling(mut self) -> Self {
        let only_told = |hook: &Arc<dyn Hook>| Arc::new(OnlyTold(Arc::clone(hook))) as Arc<dyn Hook>;
        self.hooks = self.hooks.iter().map(only_told).collect();
        self
    }
}

impl Client {
    /// A client that has a transport and a clock and nothing else.
    pub(crate) fn for_providers(
        service: &'static Service,
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, InvalidRequest> {
        Settings { transport: Some(transport), clock: Some(clock), ..Settings::default() }.build(service)
    }

    /// The same client for those who give credentials.
    pub(crate) fn asking(
        &self,
        service: &'static Service,
        endpoint: Endpoint,
        keys: Keyring,
        limit: Option<Duration>,
        retry: Option<RetryPolicy>,
    ) -> Self {
        let mut shared = self.shared.of_other(service, endpoint).only_telling();
        shared.keys = keys;
        let mut client = self.with(shared);
        client.retry = retry.unwrap_or(client.retry);
        client.timeouts.attempt = limit.map_or(client.timeouts.attempt, |limit| limit.min(client.timeouts.attempt));
        client
    }

    /// Sends a request, and gives the headers and the body of a success.
    pub(crate) async fn ask(
        &self,
        request: Request,
        deadline: Deadline,
    ) -> Result<(HeaderMap, Zeroizing<Vec<u8>>), Error> {
        // The same function as that which calls this one, by way of a provider: boxed.
        let answer = Box::pin(self.execute(Box::new(request), deadline, Reading::Whole)).await?;
        Ok((answer.headers().clone(), Zeroizing::new(answer.body().to_vec())))
    }

    /// The bound of a call that begins now.
    pub(crate) fn deadline(&self) -> Deadline {
        Deadline::after(&*self.shared.clock, self.timeouts.overall)
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.shared.transport
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.shared.clock
    }

    pub(crate) fn is_global(&self) -> bool {
        self.shared.tenant == Tenant::Domain
    }

    pub(crate) fn allows_http(&self) -> bool {
        self.shared.places.allow_http
    }
}

/// A hook that is told and adds nothing: what it adds is meant for the service.
struct OnlyTold(Arc<dyn Hook>);

impl Hook for OnlyTold {
    fn add_headers(&self, _: &AttemptInfo<'_>, _: &mut HeaderMap) {}

    fn before_attempt(&self, attempt: &AttemptInfo<'_>) {
        self.0.before_attempt(attempt);
    }

    fn after_attempt(&self, attempt: &AttemptInfo<'_>, outcome: &OutcomeInfo<'_>) {
        self.0.after_attempt(attempt, outcome);
    }

    fn after_call(&self, call: &CallInfo<'_>) {
        self.0.after_call(call);
    }
}

impl fmt::Debug for OnlyTold {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("OnlyTold")
    }
}
