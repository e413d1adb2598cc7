//! `cargo run -q -p tests --bin replay -- requests FILE` (or `responses FILE`): replays the cases of a file with the
//! generated clients on loopback, and prints one line of JSON for each case. A case with an unknown format is
//! unsupported. A file that is not a JSON array is an error with exit code 2.

use std::{
    env,
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use serde::Serialize;
use serde_json::{json, value::RawValue};
use tests::{
    replay::{self, InvalidCase},
    vectors::{self, RequestCase, ResponseCase},
};

const USAGE: &str = "usage: replay requests|responses FILE";

/// A case with its outcome, as one line.
#[derive(Serialize)]
struct Line<'l, T> {
    id: &'l str,
    #[serde(flatten)]
    result: T,
}

fn main() -> ExitCode {
    match run(env::args().skip(1).collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            // Standard output is closed. The error cannot be reported.
            drop(writeln!(io::stderr(), "{message}"));
            ExitCode::from(2)
        }
    }
}

fn run(arguments: Vec<String>) -> Result<(), String> {
    let [what, file] = <[String; 2]>::try_from(arguments).map_err(|_| USAGE)?;
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
    let content = || vectors::read::<Vec<Box<RawValue>>>(Path::new(&file));
    match what.as_str() {
        "requests" => {
            for case in replay::cases::<RequestCase>(&content()?) {
                match case {
                    Ok(case) => print(&Line { id: &case.id, result: runtime.block_on(replay::request(&case)) })?,
                    Err(case) => print_unsupported(&case)?,
                }
            }
        }
        "responses" => {
            for case in replay::cases::<ResponseCase>(&content()?) {
                match case {
                    Ok(case) => print(&Line { id: &case.id, result: runtime.block_on(replay::response(&case)) })?,
                    Err(case) => print_unsupported(&case)?,
                }
            }
        }
        _ => return Err(USAGE.to_owned()),
    }
    Ok(())
}

fn print_unsupported(case: &InvalidCase) -> Result<(), String> {
    print(&json!({ "id": case.id, "outcome": "unsupported" }))
}

fn print(line: &impl Serialize) -> Result<(), String> {
    let line = serde_json::to_string(line).map_err(|error| error.to_string())?;
    writeln!(io::stdout(), "{line}").map_err(|error| error.to_string())
}
