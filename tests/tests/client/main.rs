//! Generated clients against a loopback server: requests, responses, errors, retries, timeouts, TLS and redaction.

mod documented_errors;
mod failover;
mod hostile_responses;
mod loopback_server;
mod passwords;
mod recorder;
mod redaction;
mod redirects;
mod requests;
mod resilience;
mod response_limits;
mod responses;
mod retries;
mod retry_delays;
mod timeouts;
mod tls;
mod tracing;
mod wire_format;
