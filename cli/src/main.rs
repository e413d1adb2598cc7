//! The `wireright` command.

use std::process::ExitCode;

use clap::Parser;
use wireright::{
    commands::{self, Arguments},
    terminal::Terminal,
};

/// Large documents become many small values. The allocator of the system takes a fifth more time for them, and that of
/// musl several times as much.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut terminal = Terminal::standard();
    match std::env::current_dir() {
        Ok(folder) => commands::run(&arguments.command, &folder, &mut terminal).into(),
        Err(error) => terminal.error(&format!("cannot determine the current folder: {error}")).into(),
    }
}
