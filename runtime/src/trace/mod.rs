//! Spans and events for `tracing`, behind the feature `tracing`.
//!
//! - `disabled`: empty functions, without the feature
//! - `spans`: the spans and events
//!
//! A call is a span that contains a span per attempt. Fields follow the semantic conventions of OpenTelemetry for
//! HTTP clients where these define one. They contain no secret: the same data as hooks receive.

#[cfg(not(feature = "tracing"))]
mod disabled;
#[cfg(feature = "tracing")]
mod spans;

#[cfg(not(feature = "tracing"))]
pub(crate) use disabled::{AttemptSpan, CallSpan, budget_spent, circuit_closed, circuit_opened};
#[cfg(feature = "tracing")]
pub(crate) use spans::{AttemptSpan, CallSpan, budget_spent, circuit_closed, circuit_opened};
