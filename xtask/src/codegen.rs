//! `cargo xtask codegen`: descriptions to a crate on disk.

use std::path::Path;

use wireright_codegen::Generation;

use crate::{
    arguments::CodegenArguments,
    crate_files, difference, disk,
    generation::{self, number},
    manifest,
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
    if !generation::report(&generation, false, terminal) {
        return Outcome::Found;
    }
    let missing = missing_features(&out, &generation);
    let plan = match disk::snapshot(&out, &[]) {
        Ok(snapshot) => plan(generation.files, &snapshot),
        Err(problem) => return terminal.failure(&problem),
    };
    if !placing::is_clear(&plan, &name, terminal) {
        return Outcome::Found;
    }
    let outcome = if arguments.check {
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
    };
    // What the command cannot mend is said whatever it did.
    let beside = [strays(&plan, &name, terminal), features(&missing, &name, terminal)];
    if beside.contains(&Outcome::Found) { Outcome::Found } else { outcome }
}

/// Says which files among the generated ones somebody else wrote.
fn strays(plan: &Plan, out: &str, terminal: &mut Terminal) -> Outcome {
    for stray in &plan.strays {
        terminal
            .failure(&format!("`{out}/{stray}` was not written by the generator, and stands where only its files do"));
    }
    if plan.strays.is_empty() {
        return Outcome::Fine;
    }
    terminal.help("move it elsewhere or remove it");
    Outcome::Found
}

/// The features that the root of the crate asks for and its manifest does not have: their services would never be compiled.
fn missing_features(out: &Path, generation: &Generation) -> Vec<String> {
    // A folder without a manifest is no crate, and its sources are somebody else's to build.
    let Ok(manifest) = std::fs::read_to_string(out.join("Cargo.toml")) else { return Vec::new() };
    let there = manifest::features(&manifest);
    let asked =
        generation.files.iter().find(|file| file.path == "src/lib.rs").map(|root| crate_files::features(&root.text));
    asked.unwrap_or_default().into_iter().filter(|feature| !there.contains(feature)).collect()
}

fn features(missing: &[String], out: &str, terminal: &mut Terminal) -> Outcome {
    for feature in missing {
        terminal.failure(&format!("`{out}/Cargo.toml` has no feature `{feature}`, so its service is never compiled"));
        terminal
            .help(&format!("add the line `{feature} = []` to `[features]` there, and `\"{feature}\"` to `default`"));
    }
    if missing.is_empty() { Outcome::Fine } else { Outcome::Found }
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
