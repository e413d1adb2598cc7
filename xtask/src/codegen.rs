//! `cargo xtask codegen`: descriptions to a crate on disk.

use std::path::Path;

use crate::{
    arguments::CodegenArguments,
    difference, disk,
    generation::{self, number},
    outcome::Outcome,
    paths::shown,
    placing,
    plan::{Action, Change, Plan, plan},
    specs,
    terminal::{Color, Terminal},
    write,
};

/// Runs the command.
pub(crate) fn run(root: &Path, arguments: &CodegenArguments, terminal: &mut Terminal) -> Outcome {
    let folder = |given: &Option<_>, usual: &str| given.clone().unwrap_or_else(|| root.join(usual));
    let (specs, out) = (folder(&arguments.specs, "specs"), folder(&arguments.out, "generated"));
    let name = shown(&out, root);
    let sources = match specs::folder(&specs, root) {
        Ok(sources) => sources,
        Err(missing) => {
            terminal.failure(&missing.problem);
            terminal.help(&missing.help);
            return Outcome::Found;
        }
    };
    let generation = generation::run(sources, &out);
    if !generation::report(&generation, terminal) {
        return Outcome::Found;
    }
    let plan = match disk::snapshot(&out, &[]) {
        Ok(snapshot) => plan(generation.files, &snapshot),
        Err(problem) => return terminal.failure(&problem),
    };
    if !placing::is_clear(&plan, &name, terminal) {
        return Outcome::Found;
    }
    if arguments.check {
        check(&plan, &name, terminal)
    } else if arguments.dry_run {
        placing::announce(&plan, &name, ["would create", "would update", "would delete"], terminal);
        Outcome::Fine
    } else {
        if let Err(problem) = write::carry_out(&plan, &out) {
            return terminal.failure(&format!("in `{name}`, {problem}"));
        }
        placing::announce(&plan, &name, ["created", "updated", "deleted"], terminal);
        Outcome::Fine
    }
}

/// Shows how the folder differs from what it should be.
fn check(plan: &Plan, out: &str, terminal: &mut Terminal) -> Outcome {
    if plan.actions.is_empty() {
        terminal.line(&format!("{out} is up to date: {}", number(plan.unchanged, "file")));
        return Outcome::Fine;
    }
    for action in &plan.actions {
        show(action, out, terminal);
    }
    let count = |wanted: fn(&Change) -> bool| plan.actions.iter().filter(|action| wanted(&action.change)).count();
    let kinds = [
        (count(|change| matches!(change, Change::Create { .. })), "missing"),
        (count(|change| matches!(change, Change::Update { .. })), "stale or edited by hand"),
        (count(|change| matches!(change, Change::Delete { .. })), "left over"),
    ];
    let kinds = kinds.iter().filter(|(count, _)| *count > 0).map(|(count, kind)| format!("{count} {kind}"));
    let kinds: Vec<String> = kinds.collect();
    terminal.failure(&format!("{out} is not what the descriptions give: {}", kinds.join(", ")));
    terminal.help("run `cargo xtask codegen`, and commit what it writes");
    Outcome::Found
}

fn show(action: &Action, out: &str, terminal: &mut Terminal) {
    for line in difference::unified(action, out) {
        let color = match line.chars().next() {
            Some('+') => Color::Green,
            Some('-') => Color::Red,
            Some('@') => Color::Cyan,
            _ => {
                terminal.line(&line);
                continue;
            }
        };
        terminal.colored_line(color, &line);
    }
}

#[cfg(test)]
mod tests;
