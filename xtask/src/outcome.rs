//! How a command ends.

use std::process::ExitCode;

/// How a command ends, as its exit code. Bad use is 2, and found by the parser of arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All is well: 0.
    Fine,
    /// Something was found or could not be done: 1.
    Found,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Fine => Self::SUCCESS,
            Outcome::Found => Self::FAILURE,
        }
    }
}
