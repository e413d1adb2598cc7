//! The `wireright` command.

use std::process::ExitCode;

use clap::Parser;
use wireright::{
    commands::{self, Arguments},
    terminal::Terminal,
};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut terminal = Terminal::standard();
    match std::env::current_dir() {
        Ok(folder) => commands::run(&arguments.command, &folder, &mut terminal).into(),
        Err(error) => terminal.error(&format!("cannot determine the current folder: {error}")).into(),
    }
}
