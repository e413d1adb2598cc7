//! The spans and events.

use tracing::{Instrument as _, Span, debug, field::Empty, info, info_span, instrument::Instrumented, warn};

use crate::{AttemptInfo, CallInfo, Error, Operation, OutcomeInfo, Service};

/// Span of a call: lookups, attempts and delays.
pub(crate) struct CallSpan(Span);

impl CallSpan {
    pub(crate) fn new(operation: &Operation) -> Self {
        Self(info_span!(
            "wireright.call",
            otel.name = operation.name,
            otel.kind = "internal",
            otel.status_code = Empty,
            wireright.service = operation.service.name,
            wireright.operation = operation.name,
            wireright.attempts = Empty,
            wireright.request_id = Empty,
            http.response.status_code = Empty,
            error.type = Empty,
        ))
    }

    pub(crate) fn instrument<F: Future>(&self, future: F) -> Instrumented<F> {
        future.instrument(self.0.clone())
    }

    pub(crate) fn end(&self, call: &CallInfo<'_>) {
        self.0.record("wireright.attempts", call.attempts);
        finish(&self.0, call.status, call.request_id, call.error);
        if let Some(error) = call.error {
            debug!(parent: &self.0, error.type = &*error.error_type(), exception.message = %error, "the call failed");
        }
    }
}

/// Span of an attempt.
pub(crate) struct AttemptSpan(Span);

impl AttemptSpan {
    pub(crate) fn new(attempt: &AttemptInfo<'_>) -> Self {
        let span = info_span!(
            "http.request",
            otel.name = format!("{} {}", attempt.method, attempt.operation.path),
            otel.kind = "client",
            otel.status_code = Empty,
            http.request.method = attempt.method.as_str(),
            http.request.resend_count = Empty,
            http.response.status_code = Empty,
            url.template = attempt.operation.path,
            url.full = attempt.url,
            server.address = attempt.host,
            server.port = attempt.port,
            wireright.operation = attempt.operation.name,
            wireright.request_id = Empty,
            error.type = Empty,
        );
        // The convention sets it only for retries.
        if attempt.number > 1 {
            span.record("http.request.resend_count", attempt.number - 1);
        }
        Self(span)
    }

    pub(crate) fn instrument<F: Future>(&self, future: F) -> Instrumented<F> {
        future.instrument(self.0.clone())
    }

    /// Runs code inside the span, so hooks can propagate it to the service.
    pub(crate) fn in_scope<T>(&self, run: impl FnOnce() -> T) -> T {
        self.0.in_scope(run)
    }

    pub(crate) fn end(&self, outcome: &OutcomeInfo<'_>) {
        finish(&self.0, outcome.status, outcome.request_id, outcome.error);
        if let (Some(error), Some(wait)) = (outcome.error, outcome.retry_after) {
            let wait = wait.as_secs_f64();
            debug!(parent: &self.0, error.type = &*error.error_type(), exception.message = %error, wait, "retrying");
        }
    }
}

/// Fields of the end of an attempt or a call.
fn finish(span: &Span, status: Option<u16>, request_id: Option<&str>, error: Option<&Error>) {
    span.record("http.response.status_code", status);
    span.record("wireright.request_id", request_id);
    if let Some(error) = error {
        span.record("error.type", &*error.error_type());
        span.record("otel.status_code", "ERROR");
    }
}

pub(crate) fn circuit_opened(service: &Service) {
    warn!(wireright.service = service.name, "the circuit opened: the service only fails");
}

pub(crate) fn circuit_closed(service: &Service) {
    info!(wireright.service = service.name, "the circuit closed: the service has recovered");
}

pub(crate) fn budget_spent(service: &Service) {
    warn!(wireright.service = service.name, "the retry budget is spent: failures are not retried");
}
