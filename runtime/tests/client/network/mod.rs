//! The transport over the network, against servers on the loopback interface of this machine.
//!
//! - `loopback`: connections, timeouts, redirects, cancelled calls.
//! - `middleware`: middleware of `reqwest-middleware`.
//! - `pool`: how long an idle connection is kept.
//! - `protocols`: HTTP/2, gzip and SOCKS.
//! - `proxies`: HTTP proxies.
//! - `tls`: trusted certificates.
//! - `tls_server`: the TLS server of these tests.

mod loopback;
#[cfg(feature = "reqwest-middleware")]
mod middleware;
mod pool;
mod protocols;
mod proxies;
mod tls;
mod tls_server;
