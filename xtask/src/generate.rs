//! `cargo xtask generate`: a description of anybody's to a crate of its own.

use std::{
    fs,
    mem::{forget, take},
    path::{Path, PathBuf},
    time::Instant,
};

use wireright_codegen::SourceFile;

use crate::{
    arguments::GenerateArguments,
    crate_files::{self, About, MARKS},
    departures::Departures,
    disk,
    generation::{self, Request, number},
    load, manifest,
    outcome::Outcome,
    package,
    paths::{between, shown},
    placing,
    plan::{Found, Plan, Snapshot, plan},
    specs,
    summary::Summary,
    terminal::{Color, Terminal},
    write,
};

/// Runs the command.
pub(crate) fn run(root: &Path, arguments: &GenerateArguments, terminal: &mut Terminal) -> Outcome {
    match generate(root, arguments, terminal) {
        Ok(outcome) => outcome,
        Err(Refusal { problem, help }) => {
            terminal.failure(&problem);
            if let Some(help) = help {
                terminal.help(&help);
            }
            Outcome::Found
        }
    }
}

/// Why nothing could be generated.
struct Refusal {
    problem: String,
    help: Option<String>,
}

impl From<String> for Refusal {
    fn from(problem: String) -> Self {
        Self { problem, help: None }
    }
}

impl From<specs::Missing> for Refusal {
    fn from(missing: specs::Missing) -> Self {
        Self { problem: missing.problem, help: Some(missing.help) }
    }
}

fn generate(root: &Path, arguments: &GenerateArguments, terminal: &mut Terminal) -> Result<Outcome, Refusal> {
    let out = &arguments.out;
    let name = shown(out, root);
    let package = package_name(arguments)?;
    let runtime = runtime(root, arguments)?;
    let snapshot = disk::snapshot(out, &MARKS)?;

    let begun = Instant::now();
    let description = load::description(&arguments.spec, arguments.root.as_deref())?;
    let request = Request {
        package: package.clone(),
        entries: vec![description.entry.clone()],
        overlays: overlays(&arguments.overlay, root)?,
        include: arguments.include.clone(),
        exclude: arguments.exclude.clone(),
        examples: false,
        calls: false,
    };
    let entry = description.entry.clone();
    let mut generation = generation::of(request, description.into_sources());
    let mut summary = Summary::of(&generation, begun.elapsed().as_secs_f64());
    let is_good = generation::report(&generation, arguments.deny_warnings, terminal);
    let mut outcome = Outcome::Found;
    if is_good {
        let about = About { package: &package, spec: &entry, runtime: &runtime };
        let beside = crate_files::files(about, &generation.files);
        generation.files.extend(beside.into_iter().filter(|file| snapshot.get(&file.path) != Some(&Found::Foreign)));
        let plan = plan(take(&mut generation.files), &snapshot);
        if placing::is_clear(&plan, &name, terminal) {
            write::carry_out(&plan, out).map_err(|problem| format!("in `{name}`, {problem}"))?;
            summary.package = Some(package.clone());
            outcome = Outcome::Fine;
            if !arguments.json {
                announce(&package, &name, &plan, &snapshot, terminal);
                if let Some(words) = Departures::of(&generation.diagnostics).in_words() {
                    terminal.labelled(Color::Yellow, "not as the description says:", &format!(" {words}"));
                }
            }
        }
        forget(plan);
    }
    if arguments.json {
        terminal.raw_result(&format!("{}\n", summary.json()));
    }
    // The process ends here, and gives all its memory back at once: piece by piece, that takes a twentieth of the whole run.
    forget(generation);
    Ok(outcome)
}

fn announce(package: &str, out: &str, plan: &Plan, snapshot: &Snapshot, terminal: &mut Terminal) {
    for (path, _) in MARKS.iter().filter(|(path, _)| snapshot.get(*path) == Some(&Found::Foreign)) {
        terminal.labelled(Color::Yellow, "kept", &format!(" {out}/{path}, which is not generated"));
    }
    let changed = number(plan.actions.len(), "file");
    terminal.labelled(Color::Green, "wrote", &format!(" {package} to {out}: {changed}, {} unchanged", plan.unchanged));
}

/// The name that is given, or that of the crate that is there, or one made of the folder's.
fn package_name(arguments: &GenerateArguments) -> Result<String, Refusal> {
    if let Some(name) = &arguments.name {
        let help = || Some(format!("one like it is `{}`", package::sanitised(name)));
        return match package::check(name) {
            Ok(()) => Ok(name.clone()),
            Err(problem) => Err(Refusal { problem, help: help() }),
        };
    }
    let there = fs::read_to_string(arguments.out.join("Cargo.toml")).unwrap_or_default();
    let folder = || {
        let absolute = std::path::absolute(&arguments.out).unwrap_or_else(|_| arguments.out.clone());
        package::sanitised(&absolute.file_name().unwrap_or_default().to_string_lossy())
    };
    Ok(manifest::package_name(&there).filter(|name| package::check(name).is_ok()).unwrap_or_else(folder))
}

/// Where the runtime is, as the manifest of the crate writes it: relative where both are in the workspace or beside it.
fn runtime(root: &Path, arguments: &GenerateArguments) -> Result<PathBuf, Refusal> {
    let given = arguments.runtime.clone().unwrap_or_else(|| root.join("runtime"));
    let refused = |problem: &str| Refusal {
        problem: format!("`{}` {problem}", given.display()),
        help: Some("`--runtime` names the folder of the crate `wireright-runtime`".to_owned()),
    };
    let runtime = fs::canonicalize(&given).map_err(|_| refused("is not there"))?;
    let manifest = fs::read_to_string(runtime.join("Cargo.toml")).unwrap_or_default();
    if manifest::package_name(&manifest).as_deref() != Some("wireright-runtime") {
        return Err(refused("is not the folder of the runtime crate"));
    }
    let out = resolved(&arguments.out).ok_or_else(|| refused("cannot be reached"))?;
    let common = root.parent().filter(|parent| parent.parent().is_some()).unwrap_or(root);
    Ok(between(&out, &runtime, common).unwrap_or(runtime))
}

/// An absolute path without `..` and links, of a folder that need not be there yet.
fn resolved(path: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(path).ok()?;
    let there = absolute.ancestors().find_map(|folder| Some((folder, fs::canonicalize(folder).ok()?)));
    let (there, canonical) = there?;
    Some(canonical.join(absolute.strip_prefix(there).ok()?))
}

fn overlays(paths: &[PathBuf], root: &Path) -> Result<Vec<SourceFile>, Refusal> {
    // One by one: their order is that in which they are applied.
    let mut overlays = Vec::new();
    for path in paths {
        overlays.extend(specs::files(std::slice::from_ref(path), root)?);
    }
    Ok(overlays)
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod hostile;
