//! `wireright diff`: what a change of documents breaks.
//!
//! - `arguments`: the arguments and the help text
//! - `sides`: the two sets of documents of each comparison

mod arguments;
mod sides;

use std::{collections::BTreeSet, path::Path};

pub use arguments::{DenyKind, DiffArguments, DiffFormat, DiffOutput};
pub use sides::PairOfSides;
use wireright_codegen::diagnostic::suggest;
use wireright_diff::{
    CompareError, compare,
    report::{self, verdict_line},
    settings::{Ignore, Settings},
    version::next_version,
};

use crate::{
    load::LoadError,
    terminal::{Outcome, Terminal},
};

/// Runs the command.
pub fn run(current_folder: &Path, arguments: &DiffArguments, terminal: &mut Terminal) -> Outcome {
    match sides::of(current_folder, arguments) {
        Ok((pairs, settings)) => run_all(pairs, settings, arguments.output, terminal),
        Err(error) => print_load_error(&error, terminal),
    }
}

/// Compares each pair and prints the reports.
pub fn run_all(
    pairs: Vec<PairOfSides>,
    mut settings: Settings,
    output: DiffOutput,
    terminal: &mut Terminal,
) -> Outcome {
    settings.deny = output.deny.map(Into::into).or(settings.deny);
    if let Err(message) = settings.check() {
        terminal.error(&message);
        terminal.help("https://github.com/wireright/wireright/blob/main/docs/diff.md lists the rules");
        return Outcome::Invalid;
    }
    let mut outcome = Outcome::Success;
    let mut used = BTreeSet::new();
    let mut subjects: BTreeSet<String> = BTreeSet::new();
    for PairOfSides { old, new, version } in pairs {
        let mut report = match compare(old, new) {
            Ok(report) => report,
            Err(error) => return print_compare_error(&error, terminal),
        };
        used.extend(settings.apply(&mut report));
        subjects.extend(report.changes.iter().map(|change| change.subject.replace('`', "")));
        report.versions = version.and_then(|old| Some((old.clone(), next_version(&old, report.step)?)));
        let format = output.format.report(terminal.colors_results());
        terminal.print_raw(&report::render(&report, &settings, format));
        let denied = report.changes.iter().filter(|change| settings.denies(change)).count();
        if denied > 0 {
            outcome = Outcome::Failure;
            // The other formats are for programs: their reader may not see the result.
            if output.format != DiffFormat::Human {
                terminal.error(&format!("{denied} of {}", verdict_line(&report)));
            }
        }
    }
    if settings.is_complete {
        let unused = settings.ignores.iter().enumerate().filter(|(index, _)| !used.contains(index));
        unused.for_each(|(_, ignore)| print_unused(ignore, &subjects, terminal));
    }
    outcome
}

/// Prints that an entry of `[[diff.ignore]]` matches no change.
fn print_unused(ignore: &Ignore, subjects: &BTreeSet<String>, terminal: &mut Terminal) {
    terminal.warning(&format!("unused entry of `[[diff.ignore]]`: no change has {ignore}"));
    let near = ignore.subject.as_ref().and_then(|subject| suggest(subject, subjects.iter().map(String::as_str)));
    terminal.help(&match near {
        Some(near) => format!("a change has the subject `{near}`; otherwise remove the entry"),
        None => "remove the entry".to_owned(),
    });
}

/// Prints why documents cannot be loaded.
pub fn print_load_error(error: &LoadError, terminal: &mut Terminal) -> Outcome {
    error.print(terminal);
    Outcome::Invalid
}

fn print_compare_error(error: &CompareError, terminal: &mut Terminal) -> Outcome {
    match error {
        CompareError::Invalid { side, diagnostics } => {
            terminal.print_raw_problem(diagnostics);
            terminal.error(&format!("cannot compare: {side} has errors"));
        }
        CompareError::DifferentApis { titles: (old, new) } => {
            terminal.error(&format!("cannot compare: `{old}` and `{new}` have no operation in common"));
            terminal.help("compare two versions of the same API");
        }
    }
    Outcome::Invalid
}

#[cfg(test)]
mod tests;
