//! Load test with faults: many concurrent calls against a faulty server, and a comparison of both sides.
//!
//! The server is a separate process, so the measured memory is that of the client. The number of a call selects its
//! faults, so every run is the same.
//!
//! - `call_counts`: comparison of the outcomes that callers saw with the actions of the server
//! - `faults`: faults of the server
//! - `load`: concurrent calls, half of them of an idempotent operation
//! - `memory`: memory and open files of this process
//! - `server`: the faulty server

pub mod call_counts;
pub mod faults;
pub mod load;
pub mod memory;
pub mod server;
