//! `cargo run -q -p tests --bin replay -- requests FILE` (or `responses FILE`): plays the cases of a file through the generated
//! clients on loopback, and prints a JSON line a case. A case of another shape than ours is unsupported; a
//! file that is no list of JSON is an error: exit 2.

use std::{
    env,
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use serde::Serialize;
use serde_json::{json, value::RawValue};
use tests::{
    replay::{self, Foreign},
    vectors::{self, RequestCase, ResponseCase},
};

const USAGE: &str = "usage: replay requests|responses FILE";

/// A case and what became of it, on one line.
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
            // There is nobody left to tell when this fails.
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
                    Err(foreign) => print_unsupported(&foreign)?,
                }
            }
        }
        "responses" => {
            for case in replay::cases::<ResponseCase>(&content()?) {
                match case {
                    Ok(case) => print(&Line { id: &case.id, result: runtime.block_on(replay::response(&case)) })?,
                    Err(foreign) => print_unsupported(&foreign)?,
                }
            }
        }
        _ => return Err(USAGE.to_owned()),
    }
    Ok(())
}

fn print_unsupported(foreign: &Foreign) -> Result<(), String> {
    print(&json!({ "id": foreign.id, "outcome": "unsupported" }))
}

fn print(line: &impl Serialize) -> Result<(), String> {
    let line = serde_json::to_string(line).map_err(|error| error.to_string())?;
    writeln!(io::stdout(), "{line}").map_err(|error| error.to_string())
}
