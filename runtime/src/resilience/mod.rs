//! Resilience: bounds on the time and the attempts of a call. Does no I/O and reads no clock.
//!
//! The decision whether to retry is in `client::retry_decision`.
//!
//! - `circuit_breaker`: [`CircuitBreaker`], when a client stops sending to a service that only fails
//! - `failover`: [`EndpointFailover`], the endpoint to use after one that is unreachable
//! - `retry`: [`RetryPolicy`], how often and after what delay a failed attempt is sent again
//! - `retry_budget`: [`RetryBudget`], how many retries all calls of a client may make together
//! - `timeouts`: [`Timeouts`], how long a call may take

mod circuit_breaker;
mod failover;
mod retry;
mod retry_budget;
mod timeouts;

pub use circuit_breaker::CircuitBreaker;
pub(crate) use circuit_breaker::{Circuit, CircuitPermit, Transition};
pub(crate) use failover::EndpointFailover;
pub(crate) use retry::retry_after;
pub use retry::{Jitter, RetryPolicy};
pub use retry_budget::RetryBudget;
pub(crate) use retry_budget::RetryTokenBucket;
pub use timeouts::Timeouts;
