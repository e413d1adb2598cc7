//! `wireright generate`: a client crate from one OpenAPI document.
//!
//! - `arguments`: the arguments and the help text

mod arguments;

use std::{
    fs,
    mem::{forget, take},
    path::{Path, PathBuf},
    time::Instant,
};

pub use arguments::GenerateArguments;
use wireright_codegen::SourceFile;

use crate::{
    crate_files::{self, CrateInfo, HEADERS, manifest, package_name},
    deviations::Deviations,
    generator::{self, CrateRequest},
    load::{self, LoadError},
    output::{self, Entry, Plan, Snapshot},
    paths::{display, relative},
    phrases::count_of,
    report, runtime_path,
    summary::Summary,
    terminal::{Color, Outcome, Terminal},
};

/// Runs the command. Messages show paths relative to the current folder.
pub fn run(current_folder: &Path, arguments: &GenerateArguments, terminal: &mut Terminal) -> Outcome {
    match generate(current_folder, arguments, terminal) {
        Ok(outcome) => outcome,
        Err(GenerateError { message, help }) => {
            terminal.error(&message);
            if let Some(help) = help {
                terminal.help(&help);
            }
            Outcome::Failure
        }
    }
}

struct GenerateError {
    message: String,
    help: Option<String>,
}

impl From<String> for GenerateError {
    fn from(message: String) -> Self {
        Self { message, help: None }
    }
}

impl From<LoadError> for GenerateError {
    fn from(error: LoadError) -> Self {
        Self { message: error.message, help: Some(error.help) }
    }
}

fn generate(
    current_folder: &Path,
    arguments: &GenerateArguments,
    terminal: &mut Terminal,
) -> Result<Outcome, GenerateError> {
    let out = &arguments.out;
    let out_name = display(out, current_folder);
    let package = resolve_package(arguments)?;
    let runtime = resolve_runtime(arguments)?;
    let snapshot = output::snapshot(out, &HEADERS)?;

    let started = Instant::now();
    let loaded = load::documents(std::slice::from_ref(&arguments.spec), arguments.root.as_deref())?;
    let entry = loaded.entry().to_owned();
    let request = CrateRequest {
        package: package.clone(),
        entries: loaded.entries.clone(),
        overlays: overlays(&arguments.overlay, current_folder)?,
        include: arguments.include.clone(),
        exclude: arguments.exclude.clone(),
        examples: false,
        calls: false,
    };
    let mut generation = generator::generate_crate(request, loaded.into_sources());
    let mut summary = Summary::of(&generation, started.elapsed().as_secs_f64());
    let mut outcome = Outcome::Failure;
    if report::print_diagnostics(&generation, arguments.deny_warnings, terminal) {
        let info = CrateInfo { package: &package, spec: &entry, runtime: &runtime };
        let crate_files = crate_files::files(info, generation.model.as_ref());
        let is_generated = |path: &str| snapshot.get(path) != Some(&Entry::OtherFile);
        generation.files.extend(crate_files.into_iter().filter(|file| is_generated(&file.path)));
        let plan = output::plan(take(&mut generation.files), &snapshot);
        if report::print_conflicts(&plan, &out_name, terminal) {
            output::execute(&plan, out).map_err(|message| format!("in `{out_name}`, {message}"))?;
            summary.package = Some(package.clone());
            outcome = Outcome::Success;
            if let Some(model) = generation.model.as_ref().filter(|_| is_generated("Cargo.toml")) {
                print_packages_without_version(&crate_files::packages_without_version(model), &out_name, terminal);
            }
            if !arguments.json {
                print_result(&package, &out_name, &plan, &snapshot, terminal);
                if let Some(phrase) = Deviations::of(&generation.diagnostics).phrase() {
                    terminal.print_labelled(Color::Yellow, "deviations from the document:", &format!(" {phrase}"));
                }
            }
        }
        forget(plan);
    }
    if arguments.json {
        terminal.print_raw(&format!("{}\n", summary.to_json()));
    }
    // The process ends here. Freeing the memory piece by piece would take a twentieth of the run.
    forget(generation);
    Ok(outcome)
}

fn print_result(package: &str, out: &str, plan: &Plan, snapshot: &Snapshot, terminal: &mut Terminal) {
    for (path, _) in HEADERS.iter().filter(|(path, _)| snapshot.get(*path) == Some(&Entry::OtherFile)) {
        terminal.print_labelled(Color::Yellow, "kept", &format!(" {out}/{path}: no generated header"));
    }
    let changed = count_of(plan.actions.len(), "file");
    let counts = format!("{changed}, {} unchanged", plan.unchanged);
    terminal.print_labelled(Color::Green, "wrote", &format!(" {package} to {out}: {counts}"));
}

/// Warns of each dependency whose version the document does not have.
fn print_packages_without_version(packages: &[String], out: &str, terminal: &mut Terminal) {
    for package in packages {
        terminal.warning(&format!("unknown version of `{package}`: `{out}/Cargo.toml` depends on `*`"));
        terminal.help("set the version or the path there, and remove the first line of the file to keep it");
    }
}

/// The package name: `--name`, the name in an existing `Cargo.toml`, or one made from the folder's name.
fn resolve_package(arguments: &GenerateArguments) -> Result<String, GenerateError> {
    if let Some(name) = &arguments.name {
        let help = || Some(format!("a valid name is `{}`", package_name::sanitize(name)));
        return match package_name::check(name) {
            Ok(()) => Ok(name.clone()),
            Err(message) => Err(GenerateError { message, help: help() }),
        };
    }
    let existing = fs::read_to_string(arguments.out.join("Cargo.toml")).unwrap_or_default();
    let from_folder = || {
        let absolute = std::path::absolute(&arguments.out).unwrap_or_else(|_| arguments.out.clone());
        package_name::sanitize(&absolute.file_name().unwrap_or_default().to_string_lossy())
    };
    let named = manifest::package_name(&existing).filter(|name| package_name::check(name).is_ok());
    Ok(named.unwrap_or_else(from_folder))
}

/// The path of the runtime crate for `Cargo.toml`: relative if the client is in the same checkout or beside it.
fn resolve_runtime(arguments: &GenerateArguments) -> Result<PathBuf, GenerateError> {
    const HELP: &str = "`--runtime` names the folder of the crate `wireright-runtime`";
    let error = |message: String| GenerateError { message, help: Some(HELP.to_owned()) };
    let no_default = || error("the checkout that this command was built from is missing".to_owned());
    let folder = match &arguments.runtime {
        Some(folder) => folder.clone(),
        None => runtime_path::runtime_folder().ok_or_else(no_default)?,
    };
    let invalid = |problem: &str| error(format!("`{}` {problem}", folder.display()));
    let runtime = fs::canonicalize(&folder).map_err(|_| invalid("does not exist"))?;
    if !runtime_path::is_runtime(&runtime) {
        return Err(invalid("is not the folder of the runtime crate"));
    }
    let out = canonical(&arguments.out).ok_or_else(|| invalid("cannot be accessed"))?;
    let checkout = runtime.parent().unwrap_or(&runtime);
    let common = checkout.parent().filter(|parent| parent.parent().is_some()).unwrap_or(checkout);
    Ok(relative(&out, &runtime, common).unwrap_or(runtime))
}

/// The absolute path without `..` and symbolic links. The folder may be missing.
fn canonical(path: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(path).ok()?;
    let existing = absolute.ancestors().find_map(|folder| Some((folder, fs::canonicalize(folder).ok()?)));
    let (existing, canonical) = existing?;
    Some(canonical.join(absolute.strip_prefix(existing).ok()?))
}

fn overlays(paths: &[PathBuf], current_folder: &Path) -> Result<Vec<SourceFile>, LoadError> {
    paths.iter().map(|path| load::file(path, current_folder)).collect()
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod untrusted_names;
