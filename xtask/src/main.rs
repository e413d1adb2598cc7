//! The commands of this workspace: `cargo xtask --help`.
//!
//! This is the only code that reads arguments, files and the terminal. The generator itself is a library without any of
//! that: what is here reads documents, hands them over, and puts what comes back in its place.
#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::todo,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

mod arguments;
mod ci;
mod codegen;
mod corpus;
mod crate_files;
mod departures;
mod difference;
mod disk;
mod filter;
mod generate;
mod generation;
mod lint;
mod load;
mod manifest;
mod mock;
mod outcome;
mod package;
mod paths;
mod placing;
mod plan;
mod specs;
mod summary;
mod tally;
mod terminal;
mod workspace;
mod write;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use terminal::Terminal;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut terminal = Terminal::standard();
    let root = match workspace::root() {
        Ok(root) => root,
        Err(problem) => return terminal.failure(&problem).into(),
    };
    let outcome = match arguments.command {
        Command::Codegen(arguments) => codegen::run(&root, &arguments, &mut terminal),
        Command::Generate(arguments) => generate::run(&root, &arguments, &mut terminal),
        Command::Lint(arguments) => lint::run(&root, &arguments, &mut terminal),
        Command::Ci(arguments) => ci::run(&root, &arguments, &mut terminal),
        Command::Mock(arguments) => mock::run(&root, &arguments, &mut terminal),
        Command::Corpus(arguments) => corpus::run(&root, &arguments, &mut terminal),
    };
    outcome.into()
}
