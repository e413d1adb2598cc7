//! [`Who`]: by whose credentials a call is made, and the project or account that belongs to them.

use std::sync::Arc;

use super::{Client, Deadline, first_of::first_of};
use crate::{
    Error, InvalidRequest, Operation, Request,
    credentials::{CredentialsContext, CredentialsSource},
    security::{Freshness, choose},
    signature::Credentials,
};

/// By whose credentials a call is made.
#[derive(Clone)]
pub(super) struct Who {
    pub(super) credentials: Arc<Credentials>,
    /// The number of the holder: an id that was looked up belongs to one.
    pub(super) holder: u64,
    /// Whether they were used before, so that others may be better.
    is_known: bool,
}

/// The id of a project or account that was looked up, and the holder of whose credentials.
#[derive(Clone)]
pub(super) struct TenantId {
    holder: u64,
    pub(super) id: String,
}

impl Client {
    /// By whose credentials a call is made that is about to be sent, with the id of their project or account looked up if it is
    /// needed. All else is checked first: what is refused is refused before anything is sent, to those who give credentials and to IAM too.
    pub(super) async fn who_sends(&self, request: &Request, deadline: Deadline) -> Result<Option<Who>, Error> {
        let operation = request.operation;
        let known = self.who_is_known(operation);
        let must_ask = known.is_none() && self.needs_credentials(operation);
        if must_ask || self.lacks_tenant(request, known.as_ref()) {
            let stand_in =
                || Who { credentials: Arc::new(Credentials::new("unknown", "unknown")), holder: 0, is_known: false };
            let trial = request.clone().with_client_parameter(self.shared.tenant.parameter(), "unknown");
            let trial = self.plan(Box::new(trial), known.clone().or_else(|| must_ask.then(stand_in)));
            match trial.map_err(|refusal| (must_ask, refusal)) {
                // Nobody knows yet of which kind they will be.
                Ok(_) | Err((true, InvalidRequest::Credentials { .. })) => {}
                Err((_, refusal)) => return Err(Error::invalid(refusal)),
            }
        }
        let who = self.who(operation, deadline).await?;
        if self.lacks_tenant(request, who.as_ref()) {
            Box::pin(self.look_up_tenant(who.as_ref(), deadline)).await?;
        }
        Ok(who)
    }

    /// By whose credentials an attempt is made, asked for within the bound of the call. `None`: by nobody's.
    pub(super) async fn who(&self, operation: &Operation, deadline: Deadline) -> Result<Option<Who>, Error> {
        let Some(source) = self.source(operation) else { return Ok(None) };
        if !source.is_provided() {
            return self.who_signs(operation);
        }
        // Boxed, since most clients are given their credentials, and would carry this along.
        Box::pin(self.who_is_provided(source, deadline)).await
    }

    async fn who_is_provided(&self, source: &CredentialsSource, deadline: Deadline) -> Result<Option<Who>, Error> {
        let clock = &*self.shared.clock;
        let limit = async { clock.sleep(deadline.remaining(clock)).await };
        let context = || CredentialsContext::of(self.clone(), deadline);
        match first_of(source.get(clock, context), limit).await {
            Some(Ok((held, is_known))) => {
                Ok(Some(Who { credentials: held.credentials, holder: held.holder, is_known }))
            }
            Some(Err(error)) => Err(Error::credentials(error)),
            None => Err(Error::out_of_time("no time was left once credentials were provided")),
        }
    }

    /// By whose credentials a call would be made, as far as that is known without asking.
    pub(super) fn who_is_known(&self, operation: &Operation) -> Option<Who> {
        let source = self.source(operation)?;
        source.peek().map(|held| Who { credentials: held.credentials, holder: held.holder, is_known: true })
    }

    /// The same for a request that is shown and not sent: they must be good now.
    pub(super) fn who_signs(&self, operation: &Operation) -> Result<Option<Who>, Error> {
        let Some(source) = self.source(operation) else { return Ok(None) };
        let held = source.now(&*self.shared.clock).map_err(Error::credentials)?;
        Ok(Some(Who { credentials: held.credentials, holder: held.holder, is_known: true }))
    }

    /// Tells the source that the service refused credentials. Gives whether others can be had.
    pub(super) fn forget_credentials(&self, who: Option<&Who>) -> bool {
        let (Some(source), Some(who)) = (self.shared.credentials.as_deref(), who) else { return false };
        who.is_known && source.forget(&who.credentials)
    }

    /// What an operation has its credentials from. Nobody is asked for what is not needed.
    fn source(&self, operation: &Operation) -> Option<&CredentialsSource> {
        let source = self.shared.credentials.as_deref()?;
        (!source.is_provided() || self.needs_credentials(operation)).then_some(source)
    }

    /// Whether an operation is sent by credentials, and not by keys of its schemes or by nothing.
    fn needs_credentials(&self, operation: &Operation) -> bool {
        let without = choose(operation, None, &self.shared.keys);
        self.shared.credentials.is_some()
            && !operation.security.is_empty()
            && without.map_or(true, |(_, proofs)| proofs.is_empty())
    }

    /// The id of the project or account that was looked up for these credentials.
    pub(super) fn tenant_of(&self, who: Option<&Who>) -> Option<String> {
        let holder = who.map_or(0, |who| who.holder);
        self.shared.tenant_id.peek().filter(|tenant| tenant.holder == holder).map(|tenant| tenant.id)
    }

    /// Looks that id up, once for all clones: calls that come meanwhile wait for the one that asks. A failure is not kept.
    async fn look_up_tenant(&self, who: Option<&Who>, deadline: Deadline) -> Result<(), Error> {
        let holder = who.map_or(0, |who| who.holder);
        let judge = |tenant: &TenantId| if tenant.holder == holder { Freshness::Good } else { Freshness::Gone };
        let ask = |_| async { Ok(TenantId { holder, id: self.ask_iam(who, deadline).await? }) };
        self.shared.tenant_id.get(judge, ask).await.map(drop)
    }
}
