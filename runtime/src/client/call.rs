//! One call: sends attempts until one succeeds, its error is final, or the overall timeout ends. Each attempt is
//! authenticated separately. `retry_decision` decides whether a failed attempt is sent again.

use std::{ops::ControlFlow, pin::pin, sync::Arc, time::Duration};

use super::{
    Client,
    plan::Plan,
    response::{BodyMode, Success},
    retry_decision::{FailedAttempt, RetryDecision, RetryState},
    settings::ZERO_TIMEOUT,
};
use crate::{
    CallInfo, Error, InvalidRequest, OutcomeInfo, Request,
    clock::Deadline,
    json::TimeLimit,
    security::ProvidedValue,
    trace::{AttemptSpan, CallSpan},
    transport::HttpRequest,
};

/// One call: its plan, and the state that its attempts change.
struct Call<'c> {
    client: &'c Client,
    /// Boxed, to keep the futures that hold it small: moving a future copies it.
    plan: Box<Plan>,
    deadline: Deadline,
    body_mode: BodyMode,
    /// The number of the current attempt; the first is 1.
    number: u32,
    retry: RetryState,
    /// Whether the service may have executed any attempt so far. A later failure does not undo it.
    may_have_been_executed: bool,
}

/// An attempt that is ready to be sent.
struct PreparedAttempt {
    request: HttpRequest,
    tokens: Vec<ProvidedValue>,
    /// The clock skew that it is authenticated with, in seconds.
    skew: i64,
    timeout: Duration,
    span: AttemptSpan,
}

impl Client {
    /// Sends a request, with retries, and reports the result to the hooks.
    pub(super) async fn execute(
        &self,
        request: Box<Request>,
        deadline: Deadline,
        body_mode: BodyMode,
    ) -> Result<Success, Error> {
        let operation = request.operation;
        let begin = self.shared.clock.instant();
        let span = CallSpan::new(operation);
        let call = pin!(self.execute_inner(request, deadline, body_mode));
        let result = span.instrument(call).await.map_err(|error| error.of(operation));
        let elapsed = self.shared.clock.instant().saturating_duration_since(begin);
        let info = CallInfo::new(operation, elapsed, result.as_ref().map(Success::call_success));
        span.end(&info);
        for hook in &self.shared.hooks {
            hook.after_call(&info);
        }
        result
    }

    async fn execute_inner(
        &self,
        request: Box<Request>,
        deadline: Deadline,
        body_mode: BodyMode,
    ) -> Result<Success, Error> {
        if self.timeouts.has_zero() {
            return Err(Error::invalid(InvalidRequest::Setting { problem: ZERO_TIMEOUT.to_owned() }));
        }
        // An open circuit fails the call before credentials are resolved.
        self.shared.circuit.check(self.shared.clock.instant())?;
        let credentials = self.resolve_credentials(&request, deadline).await?;
        let plan = self.plan(request, credentials).map_err(Error::invalid)?;
        let call = Call {
            client: self,
            plan,
            deadline,
            body_mode,
            number: 0,
            retry: RetryState::new(self.shared.failover.len()),
            may_have_been_executed: false,
        };
        call.run().await
    }
}

impl Call<'_> {
    async fn run(mut self) -> Result<Success, Error> {
        let shared = &self.client.shared;
        loop {
            self.number += 1;
            match self.attempt().await? {
                ControlFlow::Break(success) => {
                    let (clock, deadline) = (Arc::clone(&shared.clock), self.deadline);
                    let limit = TimeLimit::new(move || deadline.remaining(&*clock).is_zero());
                    return Ok(success.of_call(self.number, limit));
                }
                ControlFlow::Continue(RetryDecision::NextEndpoint) => {
                    self.retry.endpoints_left -= 1;
                    let next = shared.failover.next_after(self.plan.endpoint(), &shared.endpoint);
                    self.plan.change_endpoint(next);
                }
                ControlFlow::Continue(RetryDecision::After(delay)) => {
                    self.retry.endpoints_left = shared.failover.len();
                    shared.clock.sleep(delay).await;
                }
                ControlFlow::Continue(_) => {}
            }
        }
    }

    /// Sends an attempt. Returns a success, or the decision after a failure; an error if the call gives up.
    async fn attempt(&mut self) -> Result<ControlFlow<Success, RetryDecision>, Error> {
        let shared = &self.client.shared;
        let not_sent = |call: &Self, error: Error| error.after(call.number - 1, call.may_have_been_executed);
        let prepared = self.prepare_attempt().await.map_err(|error| not_sent(self, error))?;
        let begin = shared.clock.instant();
        let permit = shared.circuit.pass(begin).map_err(|error| not_sent(self, error))?;
        for hook in &shared.hooks {
            hook.before_attempt(&self.plan.attempt_info(self.number));
        }
        let PreparedAttempt { request, tokens, skew, timeout, span } = prepared;
        let result = {
            let sending = pin!(self.client.send_once(&self.plan, request, timeout, self.body_mode));
            span.instrument(sending).await
        };
        let end = shared.clock.instant();
        let elapsed = end.saturating_duration_since(begin);
        let error = match result {
            Ok(success) => {
                self.client.end_attempt(permit, None);
                shared.retries.succeeded();
                self.report(&span, elapsed, Ok(&success), None);
                return Ok(ControlFlow::Break(success));
            }
            Err(error) => error,
        };
        self.may_have_been_executed |= error.may_have_been_executed();
        let error = error.of(self.plan.operation).after(self.number, self.may_have_been_executed);
        let failed = FailedAttempt {
            plan: &self.plan,
            number: self.number,
            deadline: self.deadline,
            error: &error,
            tokens: &tokens,
            skew,
        };
        let decision = self.retry.decide(self.client, &failed, permit);
        let is_budget_spent = matches!(decision, RetryDecision::GiveUp { is_budget_spent: true });
        let error = if is_budget_spent { error.budget_spent() } else { error };
        self.report(&span, elapsed, Err(&error), decision.delay());
        match decision {
            RetryDecision::GiveUp { .. } => Err(error),
            decision => Ok(ControlFlow::Continue(decision)),
        }
    }

    /// Resolves credentials and tokens, and builds the request of the next attempt.
    async fn prepare_attempt(&mut self) -> Result<PreparedAttempt, Error> {
        let client = self.client;
        let timeout = self.deadline.remaining(&*client.shared.clock).min(client.timeouts.attempt);
        if timeout.is_zero() {
            return Err(Error::timeout_before_send("no time was left to send the request"));
        }
        if self.number > 1 {
            // The credentials may have expired since the previous attempt.
            client.refresh_credentials(&mut self.plan, self.deadline).await?;
        }
        let tokens = client.tokens(&self.plan, self.deadline).await?;
        self.plan.redactor.add(&tokens.iter().map(|token| token.value.clone()).collect::<Vec<_>>());
        let skew = client.shared.skew.seconds();
        let span = AttemptSpan::new(&self.plan.attempt_info(self.number));
        let request =
            span.in_scope(|| client.build_attempt(&self.plan, self.number, &tokens, skew)).map_err(Error::invalid)?;
        Ok(PreparedAttempt { request, tokens, skew, timeout, span })
    }

    /// Reports the outcome of an attempt to the hooks.
    fn report(
        &self,
        span: &AttemptSpan,
        elapsed: Duration,
        result: Result<&Success, &Error>,
        retry_after: Option<Duration>,
    ) {
        let (status, request_id) = match result {
            Ok(success) => (Some(success.status()), success.request_id()),
            Err(error) => (error.status(), error.request_id()),
        };
        let outcome = OutcomeInfo { elapsed, status, request_id, error: result.err(), retry_after };
        span.end(&outcome);
        for hook in &self.client.shared.hooks {
            hook.after_attempt(&self.plan.attempt_info(self.number), &outcome);
        }
    }
}

impl Client {
    /// Replaces the credentials of a plan with valid ones, for the next attempt.
    async fn refresh_credentials(&self, plan: &mut Plan, deadline: Deadline) -> Result<(), Error> {
        if plan.uses_authenticator() {
            plan.credentials = self.resolve_later(plan.operation, deadline).await?;
            plan.redactor.add(&plan.credentials.as_ref().map(|known| known.secrets()).unwrap_or_default());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Operation, Server, Service, clock::ManualClock, transport::CannedTransport};

    static SERVICE: Service = Service {
        name: "plain",
        title: "Plain",
        user_agent: "plain/1",
        servers: &[Server { region: None, url: "https://plain.example.com", variables: &[] }],
        security_schemes: &[],
        client_parameters: &[],
    };

    static OPERATION: Operation = Operation {
        id: "Get",
        name: "plain.get",
        method: "GET",
        path: "/",
        idempotent: true,
        security: &[],
        failures: &[],
        servers: &[],
        service: &SERVICE,
    };

    #[test]
    fn call_future_is_small() {
        let transport = Arc::new(CannedTransport::new());
        let clock = Arc::new(ManualClock::at_unix_seconds(0));
        let client = Client::with_transport(&SERVICE, transport, clock).unwrap();
        let request = Box::new(Request::builder(&OPERATION));
        let call = client.execute(request, client.deadline(), BodyMode::Buffered);
        // Without boxing, the fetching of credentials and tokens would make it 5 KB instead of 1.9 KB.
        assert!(size_of_val(&call) < 2560, "{} bytes", size_of_val(&call));
    }
}
