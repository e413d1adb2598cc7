//! Programs, run as their users run them: the command line for operators, `replay` and `soak`.

mod operator;
mod program;
mod replay;
mod soak;
