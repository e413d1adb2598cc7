//! Markdown: a comment of a pull request.

use super::{
    code_spans::{code_span, markdown},
    wording::{groups, verdict_line},
};
use crate::{change::Change, comparison::Report};

/// How many lines of the public API a change shows.
const MAX_API_LINES: usize = 12;

/// The report.
pub(super) fn render(report: &Report) -> String {
    let mut text = format!("### API changes: {}\n", verdict_line(report));
    for (title, changes) in groups(report) {
        let is_folded = matches!(title, "Compatible" | "Ignored");
        text += &if is_folded {
            format!("\n<details><summary>{title}: {}</summary>\n", changes.len())
        } else {
            format!("\n#### {title}\n")
        };
        text += "\n| change | wire | Rust | place |\n|---|---|---|---|\n";
        for change in &changes {
            text += &row(change);
        }
        if is_folded {
            text += "\n</details>\n";
        }
    }
    text += &api(report);
    text
}

fn row(change: &Change) -> String {
    let cell = |text: &str| markdown(text, true);
    let keep = change.rename.as_ref().and_then(|rename| rename.keep.as_ref());
    let keep = keep.map(|keep| format!("<br>keep the Rust name: {}", cell(&code_span(keep)))).unwrap_or_default();
    let ignored = change.ignored.as_ref().map(|reason| format!("<br>ignored: {}", cell(reason))).unwrap_or_default();
    let places = [&change.old, &change.new].map(|place| place.as_ref().map(ToString::to_string));
    let places = match places {
        [Some(old), Some(new)] if old == new => new,
        [Some(old), Some(new)] => format!("{old} → {new}"),
        [old, new] => old.or(new).unwrap_or_default(),
    };
    format!(
        "| {} {}{keep}{ignored} | **{}**: {} | **{}**: {} | {} |\n",
        cell(&change.subject),
        cell(&change.summary),
        change.wire.level,
        cell(&change.wire.reason),
        change.rust.level,
        cell(&change.rust.reason),
        cell(&places)
    )
}

/// The public API as a diff.
fn api(report: &Report) -> String {
    let lines: Vec<String> = report
        .changes
        .iter()
        .flat_map(|change| {
            let all = change.api.iter().flat_map(|one| {
                let same = one.old == one.new;
                let old = one.old.iter().filter(move |_| !same).map(|line| format!("-{line}\n"));
                old.chain(one.new.iter().filter(move |_| !same).map(|line| format!("+{line}\n")))
            });
            let all: Vec<String> = all.collect();
            let more = all.len().saturating_sub(MAX_API_LINES);
            let more = (more > 0).then(|| format!("# and {more} more lines\n"));
            all.into_iter().take(MAX_API_LINES).chain(more)
        })
        .collect();
    if lines.is_empty() {
        return String::new();
    }
    format!("\n<details><summary>Public API</summary>\n\n```diff\n{}```\n\n</details>\n", lines.concat())
}
