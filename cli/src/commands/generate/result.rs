//! The result of a client: what is printed after it was written, or could not be written completely.

use wireright_codegen::model::Crate;
use wireright_diff::api_lines::{ApiDifference, compare_api_text};

use super::GenerateError;
use crate::{
    crate_files::{self, HEADERS, MissingLines},
    deviations::Deviations,
    output::{Action, Change, Entry, Plan, Snapshot, WriteError},
    phrases::count_of,
    report,
    terminal::{Color, Terminal},
};

/// Why a client was not written completely. Lists the files that were changed.
pub(super) fn write_error(error: &WriteError, plan: &Plan, out: &str, terminal: &mut Terminal) -> GenerateError {
    let changed = |action: &&Action| error.changed.contains(&action.path);
    let done: Vec<&Action> = plan.actions.iter().filter(changed).collect();
    report::print_actions(&done, out, MAX_LISTED, terminal);
    let help = match done.len() {
        0 => "no file was changed; remove the cause and run the command again".to_owned(),
        count => {
            let counts = format!("{count} of {} were changed, each completely", count_of(plan.actions.len(), "file"));
            format!("{counts}; remove the cause and run the command again, which changes the others")
        }
    };
    GenerateError { help: Some(help), ..format!("in `{out}`, {}", error.message).into() }
}

/// Maximum number of unused schemas that are named.
const MAX_SHOWN_SCHEMAS: usize = 3;

/// Prints how many schemas were omitted, because nothing uses them.
pub(super) fn print_omitted_components(model: Option<&Crate>, terminal: &mut Terminal) {
    let omitted = model.iter().flat_map(|model| &model.services).flat_map(|service| &service.omitted_components);
    let names: Vec<String> = omitted.map(|name| format!("`{}`", name.name)).collect();
    if !names.is_empty() {
        let (count, shown) =
            (names.len(), names.iter().take(MAX_SHOWN_SCHEMAS).cloned().collect::<Vec<_>>().join(", "));
        let rest = if count > MAX_SHOWN_SCHEMAS { ", …" } else { "" };
        let text = format!(" {count} omitted ({shown}{rest}); `--unused-types` generates them");
        terminal.print_labelled(Color::Cyan, "unused schemas:", &text);
    }
}

/// Maximum number of changed files that are listed.
const MAX_LISTED: usize = 20;

/// Prints the files that the user keeps.
pub(super) fn print_kept_files(out: &str, snapshot: &Snapshot, terminal: &mut Terminal) {
    for (path, _) in HEADERS.iter().filter(|(path, _)| snapshot.get(*path) == Some(&Entry::OtherFile)) {
        terminal.print_labelled(Color::Yellow, "kept", &format!(" {out}/{path}: no generated header"));
    }
}

/// Prints the files that the user keeps, the changed files of an older client, and their number.
pub(super) fn print_files(package: &str, out: &str, plan: &Plan, snapshot: &Snapshot, terminal: &mut Terminal) {
    print_kept_files(out, snapshot, terminal);
    // The files of a new crate say nothing.
    let is_update = snapshot.values().any(|entry| matches!(entry, Entry::Generated(_)));
    if is_update {
        report::print_actions(&plan.actions.iter().collect::<Vec<_>>(), out, MAX_LISTED, terminal);
    }
    let changed = count_of(plan.actions.len(), "file");
    let counts = if is_update { format!("{changed}, {} unchanged", plan.unchanged) } else { changed };
    terminal.print_labelled(Color::Green, "wrote", &format!(" {package} to {out}: {counts}"));
}

/// Prints the verdict on the public API, if there was an older one.
pub(super) fn print_api_difference(plan: &Plan, terminal: &mut Terminal) {
    let api = plan.actions.iter().find(|action| action.path == crate_files::API);
    let Some(Change::Update { before, text }) = api.map(|action| &action.change) else { return };
    let ApiDifference { renamed, breaking, added, step } = compare_api_text(before, text);
    let (color, counts) = match breaking {
        0 => (Color::Green, format!("{} new", count_of(added, "item"))),
        _ => (Color::Red, format!("{} gone or changed, {added} new or changed", count_of(breaking, "item"))),
    };
    let (color, counts) = match renamed {
        Some((old, new)) if breaking + added == 0 => (Color::Red, format!("the crate `{old}` is now `{new}`")),
        Some((old, new)) => (Color::Red, format!("the crate `{old}` is now `{new}`; {counts}")),
        None => (color, counts),
    };
    terminal.print_labelled(color, "public API:", &format!(" {counts}; version step: {step}"));
}

/// Warns of each dependency whose version the document does not have.
pub(super) fn print_packages_without_version(packages: &[String], out: &str, terminal: &mut Terminal) {
    for package in packages {
        terminal.warning(&format!("unknown version of `{package}`: `{out}/Cargo.toml` depends on `*`"));
        terminal.help("set the version or the path there, and remove the first line of the file to keep it");
    }
}

/// Warns of what the manifests that the user keeps lack, with the lines to add.
pub(super) fn print_missing_lines(missing: &[MissingLines], out: &str, terminal: &mut Terminal) {
    for MissingLines { path, table, lines } in missing {
        let keys: Vec<String> = lines.iter().map(|(key, _)| format!("`{key}`")).collect();
        terminal.warning(&format!("`{out}/{path}` is kept, but lacks in `[{table}]`: {}", keys.join(", ")));
        for (_, line) in lines {
            terminal.progress(&format!("  {line}"));
        }
        let off = if *table == "features" { "; `name = []` turns a feature off" } else { "" };
        terminal
            .help(&format!("add {} to `[{table}]`{off}", if lines.len() == 1 { "this line" } else { "these lines" }));
    }
}

/// Prints where the client differs from its document.
pub(super) fn print_deviations(deviations: &Deviations, terminal: &mut Terminal) {
    if let Some(phrase) = deviations.phrase() {
        terminal.print_labelled(Color::Yellow, "deviations from the document:", &format!(" {phrase}"));
    }
}
