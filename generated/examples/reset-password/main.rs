//! Resets one password on Huawei Cloud: a tool for operators. `cargo run --example reset-password -- --help` says
//! how.
//!
//! The new password comes from a prompt, a file or standard input, and never from an argument: arguments stay in the
//! history of the shell and are seen by everybody on the machine.
//!
//! - `arguments`: arguments of the command line
//! - `client`: the client of a service, from the arguments and the environment
//! - `dry_run`: the signed request without passwords, tokens and the signature
//! - `operations`: the five resets
//! - `outcome`: output and exit code
//! - `password`: the new password from a prompt, a file or standard input

mod arguments;
mod client;
mod dry_run;
mod operations;
mod outcome;
mod password;

use std::process::ExitCode;

use clap::Parser;

use arguments::Arguments;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match operations::run(&arguments).await {
        Ok(outcome) | Err(outcome) => outcome,
    };
    outcome.print(arguments.format);
    outcome.exit_code()
}
