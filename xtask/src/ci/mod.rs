//! `cargo xtask ci`: every check that a change must pass.
//!
//! - `steps`: the steps as data

mod steps;

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use clap::Args;
use steps::{BARE_TARGET, Part, Step, Work, aws_lc, bare_target, steps};
use wireright::{
    crate_files::manifest,
    phrases::count_of,
    terminal::{Color, Outcome, Terminal},
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
    /// Run only the steps of one part, so that several machines share the work
    #[arg(long, value_enum)]
    pub(crate) only: Option<Part>,

    /// Continue with the other steps after a failure
    #[arg(long)]
    pub(crate) keep_going: bool,

    /// Also check the feature `tls-aws-lc-rs`, which compiles a C library for a minute
    #[arg(long)]
    pub(crate) aws_lc: bool,
}

/// Runs the command.
pub(crate) fn run(root: &Path, arguments: &CiArguments, terminal: &mut Terminal) -> Outcome {
    let manifest = match fs::read_to_string(root.join("generated/Cargo.toml")) {
        Ok(manifest) => manifest,
        Err(error) => return terminal.error(&format!("cannot read `generated/Cargo.toml`: {error}")),
    };
    let Some(package) = manifest::package_name(&manifest) else {
        return terminal.error("missing package name in `generated/Cargo.toml`");
    };
    let features = manifest::features(&manifest);
    let mut steps = steps(&package, &features, arguments.only);
    if arguments.only.is_none_or(|part| part == Part::Features) {
        // Before the last step, which is slow.
        if arguments.aws_lc {
            steps.insert(steps.len() - 1, aws_lc());
        }
        if is_installed(BARE_TARGET) {
            steps.insert(steps.len() - 1, bare_target(&package));
        } else {
            let install = format!("`rustup target add {BARE_TARGET}` enables it");
            terminal.print_line(&format!("skipped the check for the missing target {BARE_TARGET}: {install}"));
        }
    }
    run_all(&steps, arguments.keep_going, terminal, |step, terminal| execute(step, root, terminal))
}

/// Whether the standard library of a target is installed.
fn is_installed(target: &str) -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).args(["--print", "target-libdir", "--target", target]).output();
    let folder = output.ok().and_then(|output| String::from_utf8(output.stdout).ok());
    folder.is_some_and(|folder| !folder.trim().is_empty() && Path::new(folder.trim()).is_dir())
}

/// Runs the steps and prints a summary. The first failure ends the run unless `keep_going`.
fn run_all(
    steps: &[Step],
    keep_going: bool,
    terminal: &mut Terminal,
    mut execute: impl FnMut(&Step, &mut Terminal) -> bool,
) -> Outcome {
    let mut failed = Vec::new();
    let started = Instant::now();
    for (index, step) in steps.iter().enumerate() {
        terminal.print_colored(Color::Cyan, &format!("[{}/{}] {}", index + 1, steps.len(), step.command()));
        let step_started = Instant::now();
        if execute(step, terminal) {
            terminal.print_labelled(Color::Green, "passed", &format!(" in {}", seconds(step_started.elapsed())));
            continue;
        }
        terminal.print_labelled(Color::Red, "failed", &format!(" in {}", seconds(step_started.elapsed())));
        failed.push(step.command());
        if !keep_going {
            break;
        }
    }
    if failed.is_empty() {
        terminal.print_line(&format!("{} passed in {}", count_of(steps.len(), "step"), seconds(started.elapsed())));
        return Outcome::Success;
    }
    for command in &failed {
        terminal.error(&format!("failed step: {command}"));
    }
    Outcome::Failure
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

/// Runs a step. Returns whether it passed.
fn execute(step: &Step, root: &Path, terminal: &mut Terminal) -> bool {
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
                    terminal.error(&format!("cannot run cargo: {error}"));
                    false
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run_steps(keep_going: bool, passes: fn(&str) -> bool) -> (Outcome, usize, String) {
        let (mut terminal, _, problems) = Terminal::captured();
        let steps = steps("pets", &["cats".to_owned()], None);
        let mut executed = 0;
        let outcome = run_all(&steps, keep_going, &mut terminal, |step, _| {
            executed += 1;
            passes(&step.command())
        });
        (outcome, executed, problems.text())
    }

    #[test]
    fn only_installed_targets_are_checked() {
        assert!(!is_installed("no-such-target"));
        assert_eq!(
            bare_target("pets").command(),
            "cargo check --package pets --target wasm32-unknown-unknown --no-default-features"
        );
    }

    #[test]
    fn every_step_runs_when_all_pass() {
        let (outcome, executed, problems) = run_steps(false, |_| true);
        assert_eq!((outcome, problems.as_str()), (Outcome::Success, ""));
        assert_eq!(executed, steps("pets", &["cats".to_owned()], None).len());
    }

    #[test]
    fn the_first_failure_ends_the_run_unless_keep_going() {
        let fails = |command: &str| !command.contains("clippy --workspace");
        let (outcome, executed, problems) = run_steps(false, fails);
        assert_eq!((outcome, executed), (Outcome::Failure, 3));
        assert!(problems.starts_with("error: failed step: cargo clippy --workspace"), "{problems}");
        let (outcome, executed, _) = run_steps(true, fails);
        assert_eq!(outcome, Outcome::Failure);
        assert!(executed > 3);
    }
}
