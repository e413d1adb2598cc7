//! Load test with faults: many concurrent calls against a faulty server, and a comparison of both sides.
//!
//! The server is a separate process, so the measured memory is that of the client. The number of a call selects its faults, so
//! every run is the same.

pub mod account;
pub mod faults;
pub mod load;
pub mod memory;
pub mod server;
