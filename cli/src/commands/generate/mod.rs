//! `wireright generate`: client crates from OpenAPI documents.
//!
//! - `arguments`: the arguments and the help text
//! - `settings`: arguments and configuration, combined
//! - `client`: one client, from its documents to its files
//! - `result`: what is printed about a client that was written
//! - `watch`: waiting for changes of the files that were read

mod arguments;
mod client;
mod result;
mod settings;
mod watch;

use std::path::{Path, PathBuf};

pub use arguments::GenerateArguments;
use watch::WatchedFiles;

use crate::{
    config::{self, ConfigError},
    load::{self, LoadError},
    paths::display,
    phrases::count_of,
    summary::Summary,
    terminal::{Outcome, Terminal},
};

/// Runs the command. Messages show paths relative to the current folder.
pub fn run(current_folder: &Path, arguments: &GenerateArguments, terminal: &mut Terminal) -> Outcome {
    if let Some(spec) = arguments.spec.as_ref().filter(|_| arguments.out.is_none()) {
        match load::check_is_path(spec) {
            Err(error) => error.print(terminal),
            Ok(()) => {
                terminal.error("missing argument `--out DIR`: the folder of the crate");
                terminal.help("`wireright init SPEC` chooses one, and writes wireright.toml for the next runs");
            }
        }
        return Outcome::Invalid;
    }
    let mut watched = WatchedFiles::default();
    loop {
        let mut read = Vec::new();
        watched.note_versions();
        let outcome = run_once(current_folder, arguments, &mut read, terminal);
        if !arguments.watch || read.is_empty() {
            return outcome;
        }
        watched.set_files(read);
        terminal.print_line(&format!("watching {}; Ctrl-C ends", count_of(watched.count(), "file")));
        watched.wait_for_change();
    }
}

/// Generates once. The files that the result depends on are added to `read`.
fn run_once(
    current_folder: &Path,
    arguments: &GenerateArguments,
    read: &mut Vec<PathBuf>,
    terminal: &mut Terminal,
) -> Outcome {
    match generate(current_folder, arguments, read, terminal) {
        Ok(outcome) => outcome,
        Err(error) => {
            print_error(&error, terminal);
            print_summary(Summary::default(), arguments, terminal);
            Outcome::Failure
        }
    }
}

/// Prints why nothing is generated. After errors with places, the last line is that of errors in documents.
fn print_error(error: &GenerateError, terminal: &mut Terminal) {
    error.print(terminal);
    if !error.excerpt.is_empty() {
        terminal.error(&format!("nothing was written: {}", count_of(1 + error.others.len(), "error")));
    }
}

/// Prints the summary of a client with the errors that were printed, if the arguments ask for it.
fn print_summary(mut summary: Summary, arguments: &GenerateArguments, terminal: &mut Terminal) {
    summary.failures = terminal.take_errors();
    if arguments.json {
        terminal.print_raw(&format!("{}\n", summary.to_json()));
    }
}

/// Why nothing is generated, with its place if it is a problem of the configuration.
type GenerateError = ConfigError;

impl From<String> for ConfigError {
    fn from(message: String) -> Self {
        Self { message, ..Self::default() }
    }
}

impl From<LoadError> for ConfigError {
    fn from(error: LoadError) -> Self {
        let LoadError { message, excerpt, help, others } = error;
        let others = others.into_iter().map(Self::from).collect();
        Self { message, excerpt, help: Some(help), others, is_missing: false }
    }
}

fn generate(
    current_folder: &Path,
    arguments: &GenerateArguments,
    read: &mut Vec<PathBuf>,
    terminal: &mut Terminal,
) -> Result<Outcome, GenerateError> {
    let mut outcome = Outcome::Success;
    if arguments.spec.is_none() {
        read.extend(config::paths(arguments.config.as_deref(), current_folder));
    }
    let all = settings::of(current_folder, arguments)?;
    for settings in &all {
        read.push(settings.spec.clone());
        read.extend(settings.overlays.iter().cloned());
        read.extend(settings.providers.iter().flatten().flat_map(|provider| provider.files.iter().cloned()));
    }
    // A mistake in the configuration of one client stops all: nothing is written.
    ConfigError::of_all(all.iter().filter_map(|settings| settings.files.clone().err()))?;
    let mut failed = Vec::new();
    for settings in &all {
        let mut summary = Summary::default();
        let result = client::generate(current_folder, settings, arguments, read, &mut summary, terminal);
        if !matches!(result, Ok(Outcome::Success)) {
            failed.push(format!("`{}`", display(&settings.out, current_folder)));
            outcome = Outcome::Failure;
        }
        if let Err(error) = result {
            print_error(&error, terminal);
        }
        print_summary(summary, arguments, terminal);
    }
    // The problems of one client may be far above the results of the next ones.
    if !failed.is_empty() && all.len() > 1 {
        terminal.error(&format!("{} of {} failed: {}", failed.len(), count_of(all.len(), "client"), failed.join(", ")));
    }
    Ok(outcome)
}

#[cfg(test)]
mod tests;
