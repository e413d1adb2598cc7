//! Diagnostics and plans as terminal output.

use wireright_codegen::{
    Generation,
    diagnostic::{Format, Severity, render},
};

use crate::{
    output::{self, Action, Change, Plan},
    phrases::count_of,
    terminal::{Color, Outcome, Terminal},
};

/// Prints all diagnostics to standard error. Returns whether files may be written.
pub fn print_diagnostics(generation: &Generation, deny_warnings: bool, terminal: &mut Terminal) -> bool {
    print_problems(generation, terminal);
    let count = DiagnosticCount::of(generation);
    if count.errors > 0 {
        terminal.error(&format!("nothing was written: {}", count.phrase()));
        return false;
    }
    if count.warnings > 0 && deny_warnings {
        terminal.error(&format!("nothing was written: {}, denied by `--deny-warnings`", count.phrase()));
        return false;
    }
    true
}

/// Prints all diagnostics to standard error.
pub fn print_problems(generation: &Generation, terminal: &mut Terminal) {
    let format = Format::Human { color: terminal.colors_problems() };
    terminal.print_raw_problem(&render(&generation.diagnostics, &generation.sources, format));
}

/// Number of diagnostics by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DiagnosticCount {
    /// Number of errors.
    pub errors: usize,
    /// Number of warnings.
    pub warnings: usize,
}

impl DiagnosticCount {
    /// Counts the diagnostics of a generation.
    pub fn of(generation: &Generation) -> Self {
        let mut count = Self::default();
        for problem in &generation.diagnostics {
            match problem.severity() {
                Severity::Error => count.errors += 1,
                Severity::Warning => count.warnings += 1,
            }
        }
        count
    }

    /// The count as a phrase: `2 errors and 1 warning`.
    pub fn phrase(self) -> String {
        let (errors, warnings) = (count_of(self.errors, "error"), count_of(self.warnings, "warning"));
        match (self.errors, self.warnings) {
            (0, 0) => "no problems".to_owned(),
            (_, 0) => errors,
            (0, _) => warnings,
            _ => format!("{errors} and {warnings}"),
        }
    }
}

/// Maximum number of conflicts that are listed.
const MAX_CONFLICTS: usize = 20;

/// Prints the conflicts of a plan. Returns whether it has none. `out` is the display path of the output folder.
pub fn print_conflicts(plan: &Plan, out: &str, terminal: &mut Terminal) -> bool {
    for conflict in plan.conflicts.iter().take(MAX_CONFLICTS) {
        terminal.error(&format!("in `{out}`, {conflict}"));
    }
    if let Some(more) = plan.conflicts.len().checked_sub(MAX_CONFLICTS).filter(|more| *more > 0) {
        terminal.error(&format!("in `{out}`, {more} more of these problems"));
    }
    if !plan.conflicts.is_empty() {
        let them = if plan.conflicts.len() == 1 { "it" } else { "them" };
        terminal.help(&format!(
            "move {them} away, or restore the line with `@generated` at the beginning of a generated file; nothing was \
             written"
        ));
    }
    plan.conflicts.is_empty()
}

/// Prints each change with one of the labels for created, updated and deleted files, and the number of files.
pub fn print_changes(plan: &Plan, out: &str, labels: [&str; 3], terminal: &mut Terminal) {
    let [created, updated, deleted] = labels;
    for action in &plan.actions {
        let (color, label) = match action.change {
            Change::Create { .. } => (Color::Green, created),
            Change::Update { .. } => (Color::Yellow, updated),
            Change::Delete { .. } => (Color::Red, deleted),
        };
        terminal.print_labelled(color, label, &format!(" {out}/{}", action.path));
    }
    if plan.actions.is_empty() {
        terminal.print_line(&format!("{out} is up to date: {}", count_of(plan.unchanged, "file")));
    } else {
        terminal.print_line(&format!(
            "{} of {out}, {} unchanged",
            count_of(plan.actions.len(), "file"),
            plan.unchanged
        ));
    }
}

/// Prints files that were changed, up to a maximum number.
pub fn print_actions(actions: &[&Action], out: &str, maximum: usize, terminal: &mut Terminal) {
    for action in actions.iter().take(maximum) {
        let (color, label) = match action.change {
            Change::Create { .. } => (Color::Green, "created"),
            Change::Update { .. } => (Color::Yellow, "updated"),
            Change::Delete { .. } => (Color::Red, "deleted"),
        };
        terminal.print_labelled(color, label, &format!(" {out}/{}", action.path));
    }
    if actions.len() > maximum {
        terminal.print_line(&format!("and {} more", actions.len() - maximum));
    }
}

/// Prints the diff of a plan. `command` brings the folder up to date.
pub fn print_check(plan: &Plan, out: &str, command: &str, terminal: &mut Terminal) -> Outcome {
    if plan.actions.is_empty() {
        terminal.print_line(&format!("{out} is up to date: {}", count_of(plan.unchanged, "file")));
        return Outcome::Success;
    }
    for action in &plan.actions {
        print_diff(action, out, terminal);
    }
    let count = |wanted: fn(&Change) -> bool| plan.actions.iter().filter(|action| wanted(&action.change)).count();
    let kinds = [
        (count(|change| matches!(change, Change::Create { .. })), "missing"),
        (count(|change| matches!(change, Change::Update { .. })), "outdated or edited"),
        (count(|change| matches!(change, Change::Delete { .. })), "obsolete"),
    ];
    let kinds = kinds.iter().filter(|(count, _)| *count > 0).map(|(count, kind)| format!("{count} {kind}"));
    let kinds: Vec<String> = kinds.collect();
    terminal.error(&format!("{out} is out of date: {}", kinds.join(", ")));
    terminal.help(&format!("run `{command}` and commit the result"));
    Outcome::Failure
}

fn print_diff(action: &Action, out: &str, terminal: &mut Terminal) {
    for line in output::unified_diff(action, out) {
        let color = match line.chars().next() {
            Some('+') => Color::Green,
            Some('-') => Color::Red,
            Some('@') => Color::Cyan,
            _ => {
                terminal.print_line(&line);
                continue;
            }
        };
        terminal.print_colored(color, &line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_conflicts_are_counted() {
        let (mut terminal, _, problems) = Terminal::captured();
        let conflicts = (0..25).map(|number| format!("`src/{number}.rs` is a folder")).collect();
        assert!(!print_conflicts(&Plan { conflicts, ..Plan::default() }, "out", &mut terminal));
        let problems = problems.text();
        assert_eq!(problems.matches("is a folder").count(), 20);
        let end = "\nerror: in `out`, 5 more of these problems\nhelp: move them away, or restore the line with \
                   `@generated` at the beginning of a generated file; nothing was written\n";
        assert!(problems.ends_with(end), "{problems}");
    }

    #[test]
    fn diagnostic_counts_are_phrases() {
        let phrase = |errors, warnings| DiagnosticCount { errors, warnings }.phrase();
        assert_eq!(
            [phrase(0, 0), phrase(1, 0), phrase(0, 2), phrase(2, 1)],
            ["no problems", "1 error", "2 warnings", "2 errors and 1 warning"]
        );
    }
}
