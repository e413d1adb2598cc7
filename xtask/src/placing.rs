//! What is said about the files of a plan.

use crate::{
    generation::number,
    plan::{Change, Plan},
    terminal::{Color, Terminal},
};

/// Says what is in the way of a plan; whether nothing is. `out` is the folder as it is shown.
pub(crate) fn is_clear(plan: &Plan, out: &str, terminal: &mut Terminal) -> bool {
    for obstacle in &plan.obstacles {
        terminal.failure(&format!("in `{out}`, {obstacle}"));
    }
    if !plan.obstacles.is_empty() {
        terminal.help("move it away; nothing was written");
    }
    plan.obstacles.is_empty()
}

/// Says what is done with each file, in these words, and how many there are.
pub(crate) fn announce(plan: &Plan, out: &str, words: [&str; 3], terminal: &mut Terminal) {
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
