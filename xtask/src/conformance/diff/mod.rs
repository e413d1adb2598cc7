//! `cargo xtask conformance diff`: the verdicts on Rust agree with the compiler.
//!
//! - `edits`: the edits of the tests of `wireright-diff`, and random pairs of them
//! - `judges`: cargo-semver-checks and cargo-public-api
//! - `uses`: a function for each item of the old API, which uses it
//! - `workspace`: the generated clients and their users, compiled by one run of cargo

mod edits;
mod judges;
mod uses;
mod workspace;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    rc::Rc,
};

use clap::{ArgAction, Args};
use wireright::terminal::{Outcome, Terminal};
use wireright_codegen::{ApiItem, Generation, Options, SourceFile, api, api::ApiItemKind, generate};
use wireright_diff::{Report, RustLevel, Side, compare};

use self::{
    edits::{Edit, EditGroup},
    uses::Use,
    workspace::Workspace,
};

const HELP: &str = "\
Each edit of a document gives a new client. A user program has a function for each item of the old
public API, and is compiled with the new client. The functions that do not compile must be those
whose items the comparison calls breaking: no fewer and no more.

With --pair, two documents are compared in place of the edits.

With --judges, cargo-semver-checks and cargo-public-api compare the two clients of each edit, too.
Both must be installed. Each item that they find broken must be predicted.

Exit codes:
  0  the judges and the comparison agree
  1  anything else
  2  invalid arguments";

/// Arguments of `cargo xtask conformance diff`.
#[derive(Args, Debug)]
#[command(after_help = HELP)]
pub(super) struct DiffArguments {
    /// Folder of the crates and their build results [default: target/conformance-diff of the workspace]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Only edits whose names contain this
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// Number of random pairs of edits, besides each edit alone
    #[arg(long, value_name = "COUNT", default_value_t = 24)]
    pairs: usize,
    /// Only these two documents, in place of the edits; several times for several pairs
    #[arg(long, value_names = ["OLD", "NEW"], num_args = 2, action = ArgAction::Append, conflicts_with = "only")]
    pair: Vec<PathBuf>,
    /// Also ask cargo-semver-checks and cargo-public-api
    #[arg(long)]
    judges: bool,
}

/// Runs the command.
pub(super) fn run(root: &Path, arguments: &DiffArguments, terminal: &mut Terminal) -> Outcome {
    match judge(root, arguments, terminal) {
        Ok(outcome) => outcome,
        Err(problem) => terminal.error(&problem),
    }
}

/// An edit with its client and what is predicted of it.
struct Judged {
    name: String,
    /// The number of the client, and that of the client before the edit.
    client: usize,
    old_client: usize,
    report: Report,
    api: Rc<Vec<ApiItem>>,
    uses: Rc<Vec<Use>>,
}

fn judge(root: &Path, arguments: &DiffArguments, terminal: &mut Terminal) -> Result<Outcome, String> {
    let out = arguments.out.clone().unwrap_or_else(|| root.join("target/conformance-diff"));
    let mut workspace = Workspace::new(root, &out)?;
    let groups = if arguments.pair.is_empty() {
        vec![edits::of_base(arguments.pairs), edits::of_specs(root).map_err(|error| error.message)?]
    } else {
        edits::of_pairs(&arguments.pair)?
    };
    let mut judged = Vec::new();
    for group in groups {
        add_group(group, arguments.only.as_deref(), &mut workspace, &mut judged)?;
    }
    let failures = workspace.compile()?;
    let (mut differences, mut broken) = (0, 0);
    for edit in &judged {
        let failed = failures.get(edit.client).cloned().unwrap_or_default();
        broken += usize::from(!failed.is_empty());
        let predicted = predicted(&edit.report, &edit.api, &edit.uses);
        for (label, items) in [("not predicted", &failed - &predicted), ("compiles", &predicted - &failed)] {
            for item in items {
                differences += 1;
                let name = edit.uses.get(item).map_or("", |one| one.name.as_str());
                terminal.print_line(&format!("{}: {label}: {name}", edit.name));
            }
        }
    }
    let edits = judged.iter().filter(|edit| edit.client != edit.old_client).count();
    let items: usize = judged.iter().map(|edit| edit.uses.len()).sum();
    terminal.print_line(&format!(
        "compiler: {edits} edits, {items} uses of items: {broken} edits break, {differences} items judged differently",
    ));
    if arguments.judges {
        differences += judges::run(&workspace, &judged, terminal)?;
    }
    Ok(if differences == 0 { Outcome::Success } else { Outcome::Failure })
}

/// Adds a client and a user for each edit. The first user checks the program itself: it compiles with the old client.
fn add_group(
    group: EditGroup,
    only: Option<&str>,
    workspace: &mut Workspace,
    judged: &mut Vec<Judged>,
) -> Result<(), String> {
    let EditGroup { files, mut edits } = group;
    edits.retain(|edit| only.is_none_or(|only| edit.name.contains(only)));
    if edits.is_empty() {
        return Ok(());
    }
    edits.insert(0, Edit { name: "no edit".to_owned(), files: files.clone() });
    let old = generation(files.clone())?;
    let api = Rc::new(old.model.as_ref().map(api).unwrap_or_default());
    let uses = Rc::new(uses::of(&api));
    let mut old_client = None;
    for Edit { name, files: new } in edits {
        let client = workspace.add(&generation(new.clone())?, &uses)?;
        let old_client = *old_client.get_or_insert(client);
        let report = compare(side(files.clone()), side(new)).map_err(|error| format!("{name}: {error:?}"))?;
        judged.push(Judged { name, client, old_client, report, api: Rc::clone(&api), uses: Rc::clone(&uses) });
    }
    Ok(())
}

fn options(files: &[SourceFile]) -> Options {
    let package = workspace::CLIENT.to_owned();
    Options {
        package,
        entries: files.iter().map(|file| file.path.clone()).collect(),
        lenient: true,
        ..Options::default()
    }
}

fn generation(files: Vec<SourceFile>) -> Result<Generation, String> {
    let options = options(&files);
    let generation = generate(files, &options);
    if generation.model.is_none() {
        return Err(format!("nothing was generated: {:?}", generation.diagnostics.first()));
    }
    Ok(generation)
}

fn side(files: Vec<SourceFile>) -> Side {
    let options = options(&files);
    Side { name: "the documents".to_owned(), files, options }
}

/// The uses of items that the comparison calls breaking. What belongs to an item that is gone is gone, too.
fn predicted(report: &Report, old: &[ApiItem], uses: &[Use]) -> BTreeSet<usize> {
    let breaking = || report.changes.iter().flat_map(|change| &change.api).filter(|api| api.level == RustLevel::Breaks);
    let lines: BTreeSet<String> = breaking().filter_map(|api| api.old.clone()).collect();
    let is_trait = |line: &Option<String>| line.as_ref().is_some_and(|line| line.starts_with("impl "));
    let gone: BTreeSet<&str> =
        breaking().filter(|api| api.new.is_none() && !is_trait(&api.old)).map(|api| api.path.as_str()).collect();
    // Code that uses a request names the type with all its const parameters.
    let other_parameters: BTreeSet<&str> = breaking()
        .filter(|api| api.new.is_some() && api.old.as_ref().is_some_and(|line| line.starts_with("pub struct ")))
        .map(|api| api.path.as_str())
        .collect();
    let kind_of = |path: &str| {
        old.iter().filter(|item| item.path == path).map(|item| item.kind).find(|kind| uses::is_container(*kind))
    };
    // A field or a variant that differs breaks the use of a type that is constructed or matched completely.
    let parents: BTreeSet<&str> = breaking()
        .filter_map(|api| api.path.rsplit_once("::").map(|(parent, _)| parent))
        .filter(|parent| matches!(kind_of(parent), Some(ApiItemKind::ExhaustiveStruct | ApiItemKind::ExhaustiveEnum)))
        .collect();
    let is_gone =
        |path: &str| gone.contains(path) || path.match_indices("::").any(|(end, _)| gone.contains(&path[..end]));
    let is_broken = |index: &usize| {
        let Some(item) = uses.get(*index).and_then(|one| old.get(one.item)) else { return false };
        let is_owned = item.path.match_indices("::").any(|(end, _)| is_gone_type(&item.path[..end], old, &gone));
        lines.contains(&item.to_string())
            || is_owned
            || (item.kind == ApiItemKind::Trait && is_gone_type(&item.path, old, &gone))
            || (item.kind != ApiItemKind::Trait && parents.contains(item.path.as_str()))
            || other_parameters.contains(item.path.as_str())
            || item.path.rsplit_once("::").is_some_and(|(parent, _)| other_parameters.contains(parent))
            // A function whose types are gone cannot be written, whatever it is called.
            || uses.get(*index).is_some_and(|one| one.paths.iter().any(|path| is_gone(path)))
    };
    (0..uses.len()).filter(|index| is_broken(index)).collect()
}

/// Whether a type or a module is gone.
fn is_gone_type(path: &str, old: &[ApiItem], gone: &BTreeSet<&str>) -> bool {
    gone.contains(path) && old.iter().any(|item| item.path == path && uses::is_container(item.kind))
}
