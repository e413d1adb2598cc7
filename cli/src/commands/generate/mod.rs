//! `wireright generate`: client crates from OpenAPI documents.
//!
//! - `arguments`: the arguments and the help text
//! - `settings`: arguments and configuration, combined
//! - `watch`: waiting for changes of the files that were read

mod arguments;
mod settings;
mod watch;

use std::{
    fs,
    mem::{forget, take},
    path::{Path, PathBuf},
    time::Instant,
};

pub use arguments::GenerateArguments;
use settings::Settings;
use watch::WatchedFiles;
use wireright_codegen::{Options, SourceFile, model::Crate};
use wireright_diff::api_lines::{ApiDifference, compare_api_text};

use crate::{
    checkout,
    config::{self, ConfigError, warnings},
    crate_files::{self, CrateInfo, HEADERS, RuntimeDependency, package_name},
    deviations::Deviations,
    load::{self, LoadError},
    lock::Lock,
    output::{self, Action, Change, Entry, Plan, Snapshot, WriteError},
    paths::{canonical, display, relative},
    phrases::count_of,
    report, shared_types,
    summary::Summary,
    terminal::{Color, Outcome, Terminal},
};

/// Runs the command. Messages show paths relative to the current folder.
pub fn run(current_folder: &Path, arguments: &GenerateArguments, terminal: &mut Terminal) -> Outcome {
    if let Some(spec) = arguments.spec.as_ref().filter(|_| arguments.out.is_none()) {
        match load::check_is_path(spec) {
            Err(error) => error.print(terminal),
            Ok(()) => {
                terminal.error("missing argument `--out DIR`: the folder of the crate");
                terminal.help("`wireright init SPEC` chooses one, and writes wireright.toml for the next runs");
            }
        }
        return Outcome::Invalid;
    }
    let mut watched = WatchedFiles::default();
    loop {
        let mut read = Vec::new();
        watched.note_versions();
        let outcome = run_once(current_folder, arguments, &mut read, terminal);
        if !arguments.watch || read.is_empty() {
            return outcome;
        }
        watched.set_files(read);
        terminal.print_line(&format!("watching {}; Ctrl-C ends", count_of(watched.count(), "file")));
        watched.wait_for_change();
    }
}

/// Generates once. The files that the result depends on are added to `read`.
fn run_once(
    current_folder: &Path,
    arguments: &GenerateArguments,
    read: &mut Vec<PathBuf>,
    terminal: &mut Terminal,
) -> Outcome {
    match generate(current_folder, arguments, read, terminal) {
        Ok(outcome) => outcome,
        Err(error) => {
            error.print(terminal);
            print_summary(Summary::default(), arguments, terminal);
            Outcome::Failure
        }
    }
}

/// Prints the summary of a client with the errors that were printed, if the arguments ask for it.
fn print_summary(mut summary: Summary, arguments: &GenerateArguments, terminal: &mut Terminal) {
    summary.failures = terminal.take_errors();
    if arguments.json {
        terminal.print_raw(&format!("{}\n", summary.to_json()));
    }
}

/// Why nothing is generated, with its place if it is a problem of the configuration.
type GenerateError = ConfigError;

impl From<String> for ConfigError {
    fn from(message: String) -> Self {
        Self { message, ..Self::default() }
    }
}

impl From<LoadError> for ConfigError {
    fn from(error: LoadError) -> Self {
        let LoadError { message, excerpt, help, others } = error;
        let others = others.into_iter().map(Self::from).collect();
        Self { message, excerpt, help: Some(help), others, is_missing: false }
    }
}

fn generate(
    current_folder: &Path,
    arguments: &GenerateArguments,
    read: &mut Vec<PathBuf>,
    terminal: &mut Terminal,
) -> Result<Outcome, GenerateError> {
    let mut outcome = Outcome::Success;
    if arguments.spec.is_none() {
        read.extend(config::paths(arguments.config.as_deref(), current_folder));
    }
    let all = settings::of(current_folder, arguments)?;
    for settings in &all {
        read.push(settings.spec.clone());
        read.extend(settings.overlays.iter().cloned());
        read.extend(settings.providers.iter().flatten().flat_map(|provider| provider.files.iter().cloned()));
    }
    // A mistake in the configuration of one client stops all: nothing is written.
    ConfigError::of_all(all.iter().filter_map(|settings| settings.files.clone().err()))?;
    let mut failed = Vec::new();
    for settings in &all {
        let mut summary = Summary::default();
        let result = generate_client(current_folder, settings, arguments, read, (&mut summary, terminal));
        if !matches!(result, Ok(Outcome::Success)) {
            failed.push(format!("`{}`", display(&settings.out, current_folder)));
            outcome = Outcome::Failure;
        }
        if let Err(error) = result {
            error.print(terminal);
        }
        print_summary(summary, arguments, terminal);
    }
    // The problems of one client may be far above the results of the next ones.
    if !failed.is_empty() && all.len() > 1 {
        terminal.error(&format!("{} of {} failed: {}", failed.len(), count_of(all.len(), "client"), failed.join(", ")));
    }
    Ok(outcome)
}

fn generate_client(
    current_folder: &Path,
    settings: &Settings,
    arguments: &GenerateArguments,
    read: &mut Vec<PathBuf>,
    (summary, terminal): (&mut Summary, &mut Terminal),
) -> Result<Outcome, GenerateError> {
    let out = &settings.out;
    let out_name = display(out, current_folder);
    let package = resolve_package(settings)?;
    let snapshot = output::snapshot(out, &HEADERS).map_err(|message| GenerateError {
        help: Some("`out` is the folder of the crate: one that you may read and write, or a new one".to_owned()),
        ..message.into()
    })?;

    let started = Instant::now();
    let loaded = load::documents(std::slice::from_ref(&settings.spec), settings.root.as_deref())?;
    let files: Vec<(&str, &[u8])> =
        loaded.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    Lock::read(&settings.folder)?.check(&settings.folder, &loaded.root, &files)?;
    let entry = loaded.entry().to_owned();
    read.extend(loaded.files.keys().map(|file| loaded.root.join(file)));
    let mut options = Options {
        package: package.clone(),
        entries: loaded.entries.clone(),
        overlays: overlays(&settings.overlays, current_folder)?,
        ..settings.options.clone()
    };
    let sources = loaded.into_sources();
    let providers = settings.providers.as_ref().map_err(Clone::clone)?;
    let shared = shared_types::apply(providers, &sources, &mut options);
    let mut generation = wireright_codegen::generate(sources, &options);
    let deviations = Deviations::of(&generation.diagnostics);
    shared.report(&mut generation, &options);
    warnings::remove(&mut generation, &settings.allowed_warnings);
    *summary = Summary::of(&generation, started.elapsed().as_secs_f64());
    let mut outcome = Outcome::Failure;
    if report::print_diagnostics(&generation, settings.deny_warnings, terminal) {
        let runtime = resolve_runtime(settings, generation.model.as_ref(), terminal)?;
        let dependencies = [settings.dependencies.clone(), shared.dependencies(&settings.dependencies)].concat();
        let (metadata, dependencies) = (&settings.metadata, dependencies.as_slice());
        let info = CrateInfo { package: &package, spec: &entry, runtime: &runtime, metadata, out, dependencies };
        let crate_files = crate_files::files(info, generation.model.as_ref());
        let is_generated = |path: &str| snapshot.get(path) != Some(&Entry::OtherFile);
        // In a folder without generated files, the manifest is that of another crate, not one that the user keeps.
        let is_new = !snapshot.values().any(|entry| matches!(entry, Entry::Generated(_)));
        let is_other = |path: &str| HEADERS.iter().any(|(name, _)| *name == path);
        let is_wanted = |path: &str| !is_other(path) || is_generated(path) || is_new && path == "Cargo.toml";
        let wanted = crate_files.into_iter().filter(|file| is_wanted(&file.path));
        generation.files.extend(wanted);
        let plan = output::plan(take(&mut generation.files), &snapshot);
        if !report::print_conflicts(&plan, &out_name, terminal) {
            outcome = Outcome::Failure;
        } else if arguments.check {
            outcome = report::print_check(&plan, &out_name, "wireright generate", terminal);
        } else if arguments.dry_run {
            report::print_changes(&plan, &out_name, ["would create", "would update", "would delete"], terminal);
            outcome = Outcome::Success;
        } else {
            output::remove_drafts(out, &HEADERS);
            output::execute(&plan, out).map_err(|error| write_error(&error, &plan, &out_name, terminal))?;
            summary.package = Some(package.clone());
            outcome = Outcome::Success;
            if let Some(model) = generation.model.as_ref().filter(|_| is_generated("Cargo.toml")) {
                print_packages_without_version(
                    &crate_files::packages_without_version(model, dependencies),
                    &out_name,
                    terminal,
                );
            }
            if !arguments.json {
                print_result(&package, &out_name, &plan, &snapshot, terminal);
                print_api_difference(&plan, terminal);
                print_omitted_components(generation.model.as_ref(), terminal);
                if let Some(phrase) = deviations.phrase() {
                    terminal.print_labelled(Color::Yellow, "deviations from the document:", &format!(" {phrase}"));
                }
            }
        }
        if !arguments.watch {
            forget(plan);
        }
    }
    // Otherwise the process ends soon. Freeing the memory piece by piece would take a twentieth of the run.
    if !arguments.watch {
        forget(generation);
    }
    Ok(outcome)
}

/// Why a client was not written completely. Lists the files that were changed.
fn write_error(error: &WriteError, plan: &Plan, out: &str, terminal: &mut Terminal) -> GenerateError {
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

fn print_omitted_components(model: Option<&Crate>, terminal: &mut Terminal) {
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

fn print_result(package: &str, out: &str, plan: &Plan, snapshot: &Snapshot, terminal: &mut Terminal) {
    for (path, _) in HEADERS.iter().filter(|(path, _)| snapshot.get(*path) == Some(&Entry::OtherFile)) {
        terminal.print_labelled(Color::Yellow, "kept", &format!(" {out}/{path}: no generated header"));
    }
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
fn print_api_difference(plan: &Plan, terminal: &mut Terminal) {
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
fn print_packages_without_version(packages: &[String], out: &str, terminal: &mut Terminal) {
    for package in packages {
        terminal.warning(&format!("unknown version of `{package}`: `{out}/Cargo.toml` depends on `*`"));
        terminal.help("set the version or the path there, and remove the first line of the file to keep it");
    }
}

/// The package name: the configured one, the name in an existing `Cargo.toml`, or one made from the folder's name.
fn resolve_package(settings: &Settings) -> Result<String, GenerateError> {
    if let Some(name) = &settings.name {
        let help = || Some(format!("a valid name is `{}`", package_name::sanitize(name)));
        return match package_name::check(name) {
            Ok(()) => Ok(name.clone()),
            Err(message) => Err(GenerateError { message, help: help(), ..GenerateError::default() }),
        };
    }
    Ok(package_name::of_folder(&settings.out))
}

/// The runtime dependency for `Cargo.toml`. A path is relative if the client is in the same checkout or beside it.
fn resolve_runtime(
    settings: &Settings,
    model: Option<&Crate>,
    terminal: &mut Terminal,
) -> Result<RuntimeDependency, GenerateError> {
    const HELP: &str = "`--runtime` names the folder of the crate `wireright-runtime`";
    let error = |message: String| GenerateError { help: Some(HELP.to_owned()), ..message.into() };
    let folder = match &settings.runtime {
        RuntimeDependency::Path(folder) => folder.clone(),
        // The copy has no authenticators.
        RuntimeDependency::Bundled => match model.and_then(crate_files::authenticator_of_this_project) {
            Some(package) => {
                let no_checkout =
                    || error(format!("`x-authenticator` names `{package}`, which is not copied with the runtime"));
                let folder = checkout::runtime_folder().ok_or_else(no_checkout)?;
                terminal.warning(&format!(
                    "`x-authenticator` names `{package}`: the crate depends on the checkout of Wireright, not on a copy"
                ));
                folder
            }
            None => return Ok(RuntimeDependency::Bundled),
        },
        other => return Ok(other.clone()),
    };
    let invalid = |problem: &str| error(format!("`{}` {problem}", folder.display()));
    let runtime = fs::canonicalize(&folder).map_err(|_| invalid("does not exist"))?;
    if !checkout::is_runtime(&runtime) {
        return Err(invalid("is not the folder of the runtime crate"));
    }
    let out = canonical(&settings.out).ok_or_else(|| invalid("cannot be accessed"))?;
    let checkout = runtime.parent().unwrap_or(&runtime);
    let common = checkout.parent().filter(|parent| parent.parent().is_some()).unwrap_or(checkout);
    Ok(RuntimeDependency::Path(relative(&out, &runtime, common).unwrap_or(runtime)))
}

fn overlays(paths: &[PathBuf], current_folder: &Path) -> Result<Vec<SourceFile>, LoadError> {
    paths.iter().map(|path| load::file(path, current_folder)).collect()
}

#[cfg(test)]
mod config_files;

#[cfg(test)]
mod tests;

#[cfg(test)]
mod type_rules;

#[cfg(test)]
mod untrusted_names;
