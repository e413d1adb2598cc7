//! Spans and events for `tracing`, behind the feature of that name; without it all of this is nothing.
//!
//! A call is a span, and each of its attempts is one in it. Fields have the names of OpenTelemetry's semantic
//! conventions for HTTP clients where these have one. Nothing secret is in them: they say what hooks are told.

#[cfg(not(feature = "tracing"))]
mod disabled;
#[cfg(feature = "tracing")]
mod spans;

#[cfg(not(feature = "tracing"))]
pub(crate) use disabled::{AttemptSpan, CallSpan, budget_spent, circuit_closed, circuit_opened};
#[cfg(feature = "tracing")]
pub(crate) use spans::{AttemptSpan, CallSpan, budget_spent, circuit_closed, circuit_opened};
