//! One call: its attempts, and the decision whether a failed attempt is retried.

use std::{ops::ControlFlow, pin::pin, time::Duration};

use super::{
    Client, Deadline,
    credentials::ProvidedValue,
    plan::Plan,
    response::{Reading, Success},
};
use crate::{
    CallInfo, Error, ErrorKind, InvalidRequest, OutcomeInfo, Request, RequestBody,
    resilience::{CircuitPermit, Transition, retry_after},
    trace::{self, AttemptSpan, CallSpan},
};

/// One call: its plan, and the state of its attempts.
struct Call<'c> {
    client: &'c Client,
    /// Boxed, because futures that contain it are moved into each other.
    plan: Box<Plan>,
    deadline: Deadline,
    reading: Reading,
    /// The number of the attempt. The first is 1.
    number: u32,
    /// The number of endpoints that are left to try.
    endpoints_left: usize,
    credentials_renewed: bool,
    clock_skew_corrected: bool,
    /// Whether any attempt may have been applied. A later failure does not undo it.
    may_have_been_applied: bool,
}

/// An attempt that is ready to be sent.
struct PreparedAttempt {
    request: http::Request<RequestBody>,
    tokens: Vec<ProvidedValue>,
    skew: i64,
    limit: Duration,
    span: AttemptSpan,
}

/// Whether a failed attempt is retried, and when.
enum RetryDecision {
    Immediate,
    After(Duration),
    NextEndpoint,
    GiveUp { is_budget_spent: bool },
}

impl RetryDecision {
    const GIVE_UP: Self = Self::GiveUp { is_budget_spent: false };

    /// The delay before the next attempt, if there is one.
    fn wait(&self) -> Option<Duration> {
        match self {
            Self::After(wait) => Some(*wait),
            Self::Immediate | Self::NextEndpoint => Some(Duration::ZERO),
            Self::GiveUp { .. } => None,
        }
    }
}

impl Client {
    /// Sends a request until it succeeds, fails finally, or the overall timeout ends. Hooks are told of the call.
    pub(super) async fn execute(
        &self,
        request: Box<Request>,
        deadline: Deadline,
        reading: Reading,
    ) -> Result<Success, Error> {
        let operation = request.operation;
        let begin = self.shared.clock.instant();
        let span = CallSpan::new(operation);
        let answer = pin!(self.execute_inner(request, deadline, reading));
        let result = span.around(answer).await.map_err(|error| error.of(operation));
        let elapsed = self.shared.clock.instant().saturating_duration_since(begin);
        let call = CallInfo::new(operation, elapsed, result.as_ref().map(Success::call_success));
        span.end(&call);
        for hook in &self.shared.hooks {
            hook.after_call(&call);
        }
        result
    }

    async fn execute_inner(
        &self,
        request: Box<Request>,
        deadline: Deadline,
        reading: Reading,
    ) -> Result<Success, Error> {
        if self.timeouts.has_zero() {
            let problem = "a timeout is zero, so that no request can succeed".to_owned();
            return Err(Error::invalid(InvalidRequest::Setting { problem }));
        }
        // Before credentials are resolved.
        self.shared.circuit.check(self.shared.clock.instant())?;
        let credentials = self.resolve_credentials(&request, deadline).await?;
        let plan = self.plan(request, credentials).map_err(Error::invalid)?;
        let call = Call {
            client: self,
            plan,
            deadline,
            reading,
            number: 0,
            endpoints_left: self.shared.failover.len(),
            credentials_renewed: false,
            clock_skew_corrected: false,
            may_have_been_applied: false,
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
                ControlFlow::Break(success) => return Ok(success.after(self.number)),
                ControlFlow::Continue(RetryDecision::NextEndpoint) => {
                    self.endpoints_left -= 1;
                    let next = shared.failover.after(self.plan.endpoint(), &shared.endpoint);
                    self.plan.move_to(next);
                }
                ControlFlow::Continue(RetryDecision::After(wait)) => {
                    self.endpoints_left = shared.failover.len();
                    shared.clock.sleep(wait).await;
                }
                ControlFlow::Continue(_) => {}
            }
        }
    }

    /// Sends an attempt. Returns a success or the next step; an error if there is none.
    async fn attempt(&mut self) -> Result<ControlFlow<Success, RetryDecision>, Error> {
        let shared = &self.client.shared;
        let not_sent = |call: &Self, error: Error| error.after(call.number - 1, call.may_have_been_applied);
        let ready = self.prepare_attempt().await.map_err(|error| not_sent(self, error))?;
        let begin = shared.clock.instant();
        let passage = shared.circuit.pass(begin).map_err(|error| not_sent(self, error))?;
        for hook in &shared.hooks {
            hook.before_attempt(&self.plan.info(self.number));
        }
        let PreparedAttempt { request, tokens, skew, limit, span } = ready;
        let result = {
            let answer = pin!(self.client.send_once(&self.plan, request, limit, self.reading));
            span.around(answer).await
        };
        let end = shared.clock.instant();
        let elapsed = end.saturating_duration_since(begin);
        let error = match result {
            Ok(success) => {
                self.end(passage, None);
                shared.retries.succeeded();
                self.report(&span, elapsed, Ok(&success), None);
                return Ok(ControlFlow::Break(success));
            }
            Err(error) => error,
        };
        self.may_have_been_applied |= error.may_have_been_applied();
        let error = error.of(self.plan.operation).after(self.number, self.may_have_been_applied);
        let next = self.decide_retry(&error, passage, &tokens, skew);
        let error =
            if matches!(next, RetryDecision::GiveUp { is_budget_spent: true }) { error.budget_spent() } else { error };
        self.report(&span, elapsed, Err(&error), next.wait());
        match next {
            RetryDecision::GiveUp { .. } => Err(error),
            next => Ok(ControlFlow::Continue(next)),
        }
    }

    /// Prepares an attempt: credentials, tokens, time and signature.
    async fn prepare_attempt(&mut self) -> Result<PreparedAttempt, Error> {
        let client = self.client;
        let limit = self.deadline.remaining(&*client.shared.clock).min(client.timeouts.attempt);
        if limit.is_zero() {
            return Err(Error::out_of_time("no time was left to send the request"));
        }
        if self.number > 1 {
            // The credentials of the previous attempt may have expired.
            client.resolve_again(&mut self.plan, self.deadline).await?;
        }
        let tokens = client.tokens(&self.plan, self.deadline).await?;
        self.plan.redactor.add(&tokens.iter().map(|token| token.text.clone()).collect::<Vec<_>>());
        let skew = client.shared.skew.seconds();
        let span = AttemptSpan::new(&self.plan.info(self.number));
        let request = span.within(|| client.attempt(&self.plan, self.number, &tokens, skew)).map_err(Error::invalid)?;
        Ok(PreparedAttempt { request, tokens, skew, limit, span })
    }

    /// Decides whether a failed attempt is retried.
    fn decide_retry(
        &mut self,
        error: &Error,
        passage: CircuitPermit<'_>,
        tokens: &[ProvidedValue],
        skew: i64,
    ) -> RetryDecision {
        let (client, plan) = (self.client, &self.plan);
        let shared = &client.shared;
        let operation = plan.operation;
        if self.endpoints_left > 0
            && error.kind() == ErrorKind::Connect
            && !plan.is_streamed()
            && operation.servers.is_empty()
        {
            return RetryDecision::NextEndpoint;
        }
        let now = shared.clock.instant();
        self.end(passage, Some(error));
        let may_go_on = !plan.is_streamed() && client.retry.delay_after(self.number).is_some();
        // The service rejected the request for its time, so nothing was carried out: any operation is sent again, once.
        let is_clock_corrected = !self.clock_skew_corrected
            && plan.has_authenticator_scheme()
            && shared.skew.learn(error, skew, shared.clock.now(), &*shared.classifier);
        self.clock_skew_corrected |= is_clock_corrected;
        if is_clock_corrected && may_go_on {
            return RetryDecision::Immediate;
        }
        // A token may have been revoked before it expires: others are tried, once.
        let is_renewed = !self.credentials_renewed
            && !is_clock_corrected
            && error.failure().is_some_and(|failure| shared.classifier.are_credentials_rejected(&failure))
            && client.renew(plan, tokens, error);
        self.credentials_renewed |= is_renewed;
        if is_renewed && operation.idempotent && may_go_on {
            return RetryDecision::Immediate;
        }
        // A streamed body can be sent only once.
        let Some(wait) = self.wait_after(error).filter(|_| may_go_on) else { return RetryDecision::GIVE_UP };
        // Waiting for a closed circuit would only delay the same error.
        if now.checked_add(wait).is_none_or(|then| shared.circuit.check(then).is_err()) {
            return RetryDecision::GIVE_UP;
        }
        if shared.retries.take(now) {
            RetryDecision::After(wait)
        } else {
            trace::budget_spent(shared.service);
            RetryDecision::GiveUp { is_budget_spent: true }
        }
    }

    /// Reports the end of an attempt to the circuit breaker.
    fn end(&self, passage: CircuitPermit<'_>, error: Option<&Error>) {
        let shared = &self.client.shared;
        match passage.end(error, shared.clock.instant()) {
            Transition::Opened => trace::circuit_opened(shared.service),
            Transition::Closed => trace::circuit_closed(shared.service),
            Transition::None => {}
        }
    }

    /// The delay before another attempt; `None` if the error is final.
    fn wait_after(&self, error: &Error) -> Option<Duration> {
        let is_safe = error.kind() == ErrorKind::Connect || self.plan.operation.idempotent;
        if !is_safe || !error.is_transient() {
            return None;
        }
        let clock = &*self.client.shared.clock;
        let wait = self.client.retry.delay_after(self.number)?;
        let asked = error.headers().and_then(|headers| retry_after(headers, clock.now()));
        let wait = asked.unwrap_or(wait);
        // Waiting until the timeout would only delay the same error.
        (wait < self.deadline.remaining(clock)).then_some(wait)
    }

    /// Tells the hooks the outcome of an attempt.
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
            hook.after_attempt(&self.plan.info(self.number), &outcome);
        }
    }
}

impl Client {
    /// Resolves the credentials of the next attempt.
    async fn resolve_again(&self, plan: &mut Plan, deadline: Deadline) -> Result<(), Error> {
        if plan.uses_authenticator() {
            plan.credentials = self.resolve_later(plan.operation, deadline).await?;
            plan.redactor.add(&plan.credentials.as_ref().map(|known| known.secrets()).unwrap_or_default());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{Method, Operation, Server, Service, clock::ManualClock, transport::CannedTransport};

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
        method: Method::GET,
        path: "/",
        idempotent: true,
        security: &[],
        failures: &[],
        servers: &[],
        service: &SERVICE,
    };

    #[test]
    fn rarely_used_futures_are_boxed() {
        let transport = Arc::new(CannedTransport::new());
        let clock = Arc::new(ManualClock::at_unix_seconds(0));
        let client = Client::with_transport(&SERVICE, transport, clock).unwrap();
        let request = Box::new(Request::builder(&OPERATION));
        let call = client.execute(request, client.deadline(), Reading::Whole);
        // 1.9 KB when this was written; 5 KB if the fetching of credentials and tokens were not boxed.
        assert!(size_of_val(&call) < 2560, "{} bytes", size_of_val(&call));
    }
}
