//! `cargo xtask codegen`: descriptions to a crate on disk.

use std::path::Path;

use wireright_codegen::diagnostic::{Format, render};

use crate::{
    arguments::CodegenArguments,
    difference, disk,
    generation::{self, Count, number},
    outcome::Outcome,
    paths::shown,
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
    let format = Format::Human { color: terminal.colors_problems() };
    terminal.raw_problem(&render(&generation.diagnostics, &generation.sources, format));
    let count = Count::of(&generation);
    if count.errors > 0 {
        return terminal.failure(&format!("nothing was written: {}", count.words()));
    }
    let plan = match disk::snapshot(&out) {
        Ok(snapshot) => plan(generation.files, &snapshot),
        Err(problem) => return terminal.failure(&problem),
    };
    if !plan.obstacles.is_empty() {
        for obstacle in &plan.obstacles {
            terminal.failure(&format!("in `{name}`, {obstacle}"));
        }
        terminal.help("move it away; nothing was written");
        return Outcome::Found;
    }
    if arguments.check {
        check(&plan, &name, terminal)
    } else if arguments.dry_run {
        announce(&plan, &name, ["would create", "would update", "would delete"], terminal);
        Outcome::Fine
    } else {
        if let Err(problem) = write::carry_out(&plan, &out) {
            return terminal.failure(&format!("in `{name}`, {problem}"));
        }
        announce(&plan, &name, ["created", "updated", "deleted"], terminal);
        Outcome::Fine
    }
}

/// Says what is done with each file, in these words, and how many there are.
fn announce(plan: &Plan, out: &str, words: [&str; 3], terminal: &mut Terminal) {
    let [created, updated, deleted] = words;
    for action in &plan.actions {
        let (color, word) = match action.change {
            Change::Create { .. } => (Color::Green, created),
            Change::Update { .. } => (Color::Yellow, updated),
            Change::Delete { .. } => (Color::Red, deleted),
        };
        terminal.labelled(color, word, &format!(" {out}/{}", action.path));
    }
    if plan.actions.is_empty() {
        terminal.line(&format!("{out} is up to date: {}", number(plan.unchanged, "file")));
    } else {
        terminal.line(&format!("{} of {out}, {} unchanged", number(plan.actions.len(), "file"), plan.unchanged));
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
