//! Generated clients against a loopback server: requests, responses, errors, retries, timeouts, TLS and redaction.
//!
//! - `documented_errors`: documented error responses as types, and details of success responses
//! - `failover`: the next endpoint is used if no connection can be made, and never after a request was sent
//! - `hostile_responses`: every call ends with a response or a readable error
//! - `loopback_server`: recorded requests and scripted responses
//! - `passwords`: password rules of each service, checked by `validate`
//! - `recorder`: subscriber of `tracing` that records spans and events
//! - `redaction`: planted secrets appear in no error, hook or debug output
//! - `redirects`: never followed, since they would send the password and the security token to another host
//! - `requests`: recorded requests of the official SDK, replayed by the generated clients
//! - `resilience`: cancellation, retry budget and circuit breaker, as the server sees them
//! - `response_limits`: size limits of responses and of kept error bodies
//! - `responses`: recorded responses, replayed with the generated clients
//! - `retries`: only if they are safe and may succeed, with a new date and signature
//! - `retry_delays`: retry delays and the default number of attempts
//! - `secrets`: a table of places and outputs: a secret at any place is sent, and is in no output
//! - `timeouts`: timeouts of attempts and calls
//! - `tls`: trusted and untrusted servers
//! - `tracing`: spans and events of `tracing`, with the names of OpenTelemetry and without secrets
//! - `wire_format`: the transport sends the request as it was built and signed, with unusual values too

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
mod secrets;
mod timeouts;
mod tls;
mod tracing;
mod wire_format;
