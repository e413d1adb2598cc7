//! Retry decision: whether a failed attempt is sent again, after what delay, and to which endpoint. Does no I/O.
//!
//! The checks, in this order:
//!
//! 1. No connection, and another endpoint is left: the next endpoint, without delay.
//! 2. The service rejected the time of the request: once more, with the corrected clock.
//! 3. The service rejected the credentials: once more, if other credentials are available and the operation is
//!    idempotent.
//! 4. A transient error, of an idempotent operation or before a connection: again after a delay. The retry policy, the
//!    overall timeout, the circuit breaker and the retry budget must permit it.
//!
//! A streamed request body is never sent again.

use std::time::Duration;

use super::{Client, plan::Plan};
use crate::{
    Error, ErrorKind,
    clock::Deadline,
    resilience::{CircuitPermit, Transition, retry_after},
    security::ProvidedValue,
    trace,
};

/// What a call does after a failed attempt.
pub(super) enum RetryDecision {
    /// Sends the next attempt without delay.
    Immediate,
    /// Sends the next attempt after a delay.
    After(Duration),
    /// Sends the next attempt to the next endpoint, without delay.
    NextEndpoint,
    /// Returns the error.
    GiveUp { is_budget_spent: bool },
}

impl RetryDecision {
    const GIVE_UP: Self = Self::GiveUp { is_budget_spent: false };

    /// The delay before the next attempt; `None` if there is none.
    pub(super) fn delay(&self) -> Option<Duration> {
        match self {
            Self::After(delay) => Some(*delay),
            Self::Immediate | Self::NextEndpoint => Some(Duration::ZERO),
            Self::GiveUp { .. } => None,
        }
    }
}

/// The state of a call that its retry decisions depend on.
pub(super) struct RetryState {
    /// The endpoints that were not tried since the last delay.
    pub(super) endpoints_left: usize,
    credentials_renewed: bool,
    clock_skew_corrected: bool,
}

/// A failed attempt.
pub(super) struct FailedAttempt<'a> {
    pub(super) plan: &'a Plan,
    /// The number of the attempt; the first is 1.
    pub(super) number: u32,
    /// The deadline of the call.
    pub(super) deadline: Deadline,
    pub(super) error: &'a Error,
    pub(super) tokens: &'a [ProvidedValue],
    /// The clock skew that the attempt was authenticated with, in seconds.
    pub(super) skew: i64,
}

impl RetryState {
    /// The state of a call before its first attempt. `endpoints` is the number of failover endpoints.
    pub(super) fn new(endpoints: usize) -> Self {
        Self { endpoints_left: endpoints, credentials_renewed: false, clock_skew_corrected: false }
    }

    /// Decides whether the call sends another attempt.
    ///
    /// Effects: ends the attempt in the circuit, unless the next endpoint is tried; corrects the client's clock skew;
    /// invalidates rejected credentials; takes a retry from the budget.
    pub(super) fn decide(
        &mut self,
        client: &Client,
        attempt: &FailedAttempt<'_>,
        permit: CircuitPermit<'_>,
    ) -> RetryDecision {
        let (plan, error) = (attempt.plan, attempt.error);
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
        client.end_attempt(permit, Some(error));
        // A streamed body cannot be sent twice.
        let is_retry_allowed = !plan.is_streamed() && client.retry.delay_after(attempt.number).is_some();
        // A rejected signature means that the service did not execute the request: any operation may be sent again.
        let is_clock_corrected = !self.clock_skew_corrected
            && plan.has_authenticator_scheme()
            && shared.skew.update(error, attempt.skew, shared.clock.now(), &*shared.classifier);
        self.clock_skew_corrected |= is_clock_corrected;
        if is_clock_corrected && is_retry_allowed {
            return RetryDecision::Immediate;
        }
        // The service may have revoked the token early: the call tries another token, once.
        let is_renewed = !self.credentials_renewed
            && !is_clock_corrected
            && error.failure().is_some_and(|failure| shared.classifier.are_credentials_rejected(&failure))
            && Client::invalidate_credentials(plan, attempt.tokens, error);
        self.credentials_renewed |= is_renewed;
        if is_renewed && operation.idempotent && is_retry_allowed {
            return RetryDecision::Immediate;
        }
        let Some(delay) = retry_delay(client, attempt).filter(|_| is_retry_allowed) else {
            return RetryDecision::GIVE_UP;
        };
        // The circuit would still be open after the delay: the call fails now instead of later.
        if now.checked_add(delay).is_none_or(|then| shared.circuit.check(then).is_err()) {
            return RetryDecision::GIVE_UP;
        }
        if shared.retries.take(now) {
            RetryDecision::After(delay)
        } else {
            trace::budget_spent(shared.service);
            RetryDecision::GiveUp { is_budget_spent: true }
        }
    }
}

/// Whether the service may receive the request twice: the operation is idempotent, or there was no connection.
fn is_safe_to_repeat(attempt: &FailedAttempt<'_>) -> bool {
    attempt.plan.operation.idempotent || attempt.error.kind() == ErrorKind::Connect
}

/// The delay before the next attempt: that of `Retry-After`, else that of the retry policy. `None` if the error is
/// final, or if the overall timeout ends first.
fn retry_delay(client: &Client, attempt: &FailedAttempt<'_>) -> Option<Duration> {
    let error = attempt.error;
    if !is_safe_to_repeat(attempt) || !error.is_transient() {
        return None;
    }
    let clock = &*client.shared.clock;
    let policy_delay = client.retry.delay_after(attempt.number)?;
    let requested_delay = error.headers().and_then(|headers| retry_after(headers, clock.now()));
    let delay = requested_delay.unwrap_or(policy_delay);
    (delay < attempt.deadline.remaining(clock)).then_some(delay)
}

impl Client {
    /// Ends an attempt in the circuit, with a success or with this error.
    pub(super) fn end_attempt(&self, permit: CircuitPermit<'_>, error: Option<&Error>) {
        let shared = &self.shared;
        match permit.end(error, shared.clock.instant()) {
            Transition::Opened => trace::circuit_opened(shared.service),
            Transition::Closed => trace::circuit_closed(shared.service),
            Transition::None => {}
        }
    }
}
