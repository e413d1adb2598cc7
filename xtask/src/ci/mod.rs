//! `cargo xtask ci`: everything that a change must pass, step by step.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

mod steps;

use steps::{BARE_TARGET, Step, Work, bare, steps};

use clap::Args;
use wireright::{
    crate_files::manifest,
    terminal::{Color, Outcome, Terminal},
    wording::count_of,
};

use crate::codegen::{self, CodegenArguments};

const HELP: &str = "\
Each step is printed as the command that runs it alone. The first failed step ends the run.

Exit codes:
  0  every step passed
  1  a step failed
  2  invalid arguments";

/// Arguments of `cargo xtask ci`.
#[derive(Args, Debug)]
#[command(after_help = HELP)]
pub(crate) struct CiArguments {
    /// Continue with the other steps after a failure
    #[arg(long)]
    pub(crate) keep_going: bool,
}

/// Runs the command.
pub(crate) fn run(root: &Path, arguments: &CiArguments, terminal: &mut Terminal) -> Outcome {
    let manifest = match fs::read_to_string(root.join("generated/Cargo.toml")) {
        Ok(manifest) => manifest,
        Err(error) => return terminal.error(&format!("`generated/Cargo.toml` cannot be read: {error}")),
    };
    let Some(package) = manifest::package_name(&manifest) else {
        return terminal.error("`generated/Cargo.toml` names no package");
    };
    let features = manifest::features(&manifest);
    let mut steps = steps(&package, &features);
    if is_installed(BARE_TARGET) {
        steps.push(bare(&package));
    } else {
        terminal
            .print_line(&format!("the check for {BARE_TARGET} is left out: `rustup target add {BARE_TARGET}` adds it"));
    }
    run_all(&steps, arguments.keep_going, terminal, |step, terminal| perform(step, root, terminal))
}

/// Whether the standard library is there for a target.
fn is_installed(target: &str) -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).args(["--print", "target-libdir", "--target", target]).output();
    let folder = output.ok().and_then(|output| String::from_utf8(output.stdout).ok());
    folder.is_some_and(|folder| !folder.trim().is_empty() && Path::new(folder.trim()).is_dir())
}

/// Runs steps until one fails, or all of them, and sums up.
fn run_all(
    steps: &[Step],
    keep_going: bool,
    terminal: &mut Terminal,
    mut perform: impl FnMut(&Step, &mut Terminal) -> bool,
) -> Outcome {
    let mut failed = Vec::new();
    let begun = Instant::now();
    for (index, step) in steps.iter().enumerate() {
        terminal.print_colored(Color::Cyan, &format!("[{}/{}] {}", index + 1, steps.len(), step.written()));
        let step_begun = Instant::now();
        if perform(step, terminal) {
            terminal.print_labelled(Color::Green, "passed", &format!(" in {}", seconds(step_begun.elapsed())));
            continue;
        }
        terminal.print_labelled(Color::Red, "failed", &format!(" in {}", seconds(step_begun.elapsed())));
        failed.push(step.written());
        if !keep_going {
            break;
        }
    }
    if failed.is_empty() {
        terminal.print_line(&format!("{} passed in {}", count_of(steps.len(), "step"), seconds(begun.elapsed())));
        return Outcome::Success;
    }
    for command in &failed {
        terminal.error(&format!("this step failed: {command}"));
    }
    Outcome::Failure
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

/// Does the work of a step; whether it passed.
fn perform(step: &Step, root: &Path, terminal: &mut Terminal) -> bool {
    match &step.work {
        Work::CheckGenerated => {
            let arguments = CodegenArguments { check: true, dry_run: false, specs: None, out: None };
            codegen::run(root, &arguments, terminal) == Outcome::Success
        }
        Work::Cargo(arguments) => {
            let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
            let mut command = Command::new(cargo);
            command.args(arguments).current_dir(root).stdin(Stdio::null());
            if let Some((name, value)) = step.variable {
                command.env(name, value);
            }
            match command.status() {
                Ok(status) => status.success(),
                Err(error) => {
                    terminal.error(&format!("cargo cannot be run: {error}"));
                    false
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ran(keep_going: bool, passes: fn(&str) -> bool) -> (Outcome, usize, String) {
        let (mut terminal, _, problems) = Terminal::captured();
        let steps = steps("pets", &["cats".to_owned()]);
        let mut performed = 0;
        let outcome = run_all(&steps, keep_going, &mut terminal, |step, _| {
            performed += 1;
            passes(&step.written())
        });
        (outcome, performed, problems.text())
    }

    #[test]
    fn only_a_target_that_is_there_is_checked() {
        assert!(!is_installed("no-such-target"));
        assert_eq!(
            bare("pets").written(),
            "cargo check --package pets --target wasm32-unknown-unknown --no-default-features"
        );
    }

    #[test]
    fn every_step_runs_when_all_pass() {
        let (outcome, performed, problems) = ran(false, |_| true);
        assert_eq!((outcome, problems.as_str()), (Outcome::Success, ""));
        assert_eq!(performed, steps("pets", &["cats".to_owned()]).len());
    }

    #[test]
    fn the_first_failure_ends_the_run_unless_it_is_to_go_on() {
        let fails = |command: &str| !command.contains("clippy --workspace");
        let (outcome, performed, problems) = ran(false, fails);
        assert_eq!((outcome, performed), (Outcome::Failure, 2));
        assert!(problems.starts_with("error: this step failed: cargo clippy --workspace"), "{problems}");
        let (outcome, performed, _) = ran(true, fails);
        assert_eq!(outcome, Outcome::Failure);
        assert!(performed > 2);
    }
}
