//! Programs, run as their users run them: the command line for operators, `replay` and `soak`.
//!
//! - `operator`: the command line for operators against a server that verifies signatures
//! - `program`: runs the example `reset-password` with a given environment

mod operator;
mod program;
mod replay;
mod soak;
