//! A soak: very many calls at once against a server that does what servers do on bad days, and an account of what became of each.
//!
//! The server is a process of its own, so that the memory of the client is the client's alone. What goes wrong with a call is decided
//! by its number, so that each run is the same.

pub mod account;
pub mod faults;
pub mod load;
pub mod memory;
pub mod server;
