//! One client: generated from its documents, compared with its folder, and written.

use std::{
    fs,
    mem::{forget, take},
    path::{Path, PathBuf},
    time::Instant,
};

use wireright_codegen::{GeneratedFile, Generation, Options, SourceFile, model::Crate};

use super::{GenerateArguments, GenerateError, result, settings::Settings};
use crate::{
    checkout,
    config::warnings,
    crate_files::{self, CrateInfo, Dependency, HEADERS, MissingLines, RuntimeDependency, package_name},
    deviations::Deviations,
    load::{self, LoadError},
    lock::Lock,
    output::{self, Entry, Plan, Snapshot},
    paths::{canonical, display, relative},
    phrases::{count_of, io_reason},
    report, shared_types,
    summary::Summary,
    terminal::{Outcome, Terminal},
};

/// Generates a client and writes it, unless the arguments ask for a comparison only. The files that the result depends
/// on are added to `read`, and the counts to `summary`.
pub(super) fn generate(
    current_folder: &Path,
    settings: &Settings,
    arguments: &GenerateArguments,
    read: &mut Vec<PathBuf>,
    summary: &mut Summary,
    terminal: &mut Terminal,
) -> Result<Outcome, GenerateError> {
    let client = ClientFolder::open(settings, current_folder)?;
    let started = Instant::now();
    let mut generated = client.generate(current_folder, read)?;
    *summary = Summary::of(&generated.generation, started.elapsed().as_secs_f64());
    let mut outcome = Outcome::Failure;
    if report::print_diagnostics(&generated.generation, settings.deny_warnings, terminal) {
        let plan = client.plan(&mut generated, terminal)?;
        outcome = client.execute(&plan, &generated, arguments, summary, terminal)?;
        if !arguments.watch {
            forget(plan);
        }
    }
    // Otherwise the process ends soon. Freeing the memory piece by piece would take a twentieth of the run.
    if !arguments.watch {
        forget(generated);
    }
    Ok(outcome)
}

/// A client and its folder, as it is before the run.
struct ClientFolder<'s> {
    settings: &'s Settings,
    package: String,
    /// The display path of the folder.
    name: String,
    snapshot: Snapshot,
}

/// What was generated for a client.
struct GeneratedClient {
    generation: Generation,
    /// The path of its document.
    spec: String,
    /// The dependencies of the configuration, and those on other clients.
    dependencies: Vec<Dependency>,
    deviations: Deviations,
    /// What the manifests that the user keeps lack, set by the plan.
    missing_lines: Vec<MissingLines>,
}

impl<'s> ClientFolder<'s> {
    fn open(settings: &'s Settings, current_folder: &Path) -> Result<Self, GenerateError> {
        let package = resolve_package(settings)?;
        let snapshot = output::snapshot(&settings.out, &HEADERS).map_err(|message| GenerateError {
            help: Some("`out` is the folder of the crate: one that you may read and write, or a new one".to_owned()),
            ..message.into()
        })?;
        Ok(Self { settings, package, name: display(&settings.out, current_folder), snapshot })
    }

    /// Reads the documents and generates the sources.
    fn generate(&self, current_folder: &Path, read: &mut Vec<PathBuf>) -> Result<GeneratedClient, GenerateError> {
        let settings = self.settings;
        let loaded = load::documents(std::slice::from_ref(&settings.spec), settings.root.as_deref())?;
        let files: Vec<(&str, &[u8])> =
            loaded.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
        Lock::read(&settings.folder)?.check(&settings.folder, &loaded.root, &files)?;
        let spec = loaded.entry().to_owned();
        read.extend(loaded.files.keys().map(|file| loaded.root.join(file)));
        let mut options = Options {
            package: self.package.clone(),
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
        let dependencies = [settings.dependencies.clone(), shared.dependencies(&settings.dependencies)].concat();
        Ok(GeneratedClient { generation, spec, dependencies, deviations, missing_lines: Vec::new() })
    }

    /// The changes that bring the folder to the generated files. Takes the files out of the generation.
    fn plan(&self, generated: &mut GeneratedClient, terminal: &mut Terminal) -> Result<Plan, GenerateError> {
        let GeneratedClient { generation, spec, dependencies, missing_lines, .. } = generated;
        let runtime = resolve_runtime(self.settings, generation.model.as_ref(), terminal)?;
        let info = CrateInfo {
            package: &self.package,
            spec,
            runtime: &runtime,
            metadata: &self.settings.metadata,
            out: &self.settings.out,
            dependencies,
        };
        let crate_files = crate_files::files(info, generation.model.as_ref());
        // In a folder without generated files, the manifest is that of another crate, not one that the user keeps.
        let is_new = self.is_new();
        let is_other = |path: &str| HEADERS.iter().any(|(name, _)| *name == path);
        let is_wanted = |path: &str| !is_other(path) || self.is_generated(path) || is_new && path == "Cargo.toml";
        let (wanted, kept): (Vec<_>, Vec<_>) = crate_files.into_iter().partition(|file| is_wanted(&file.path));
        generation.files.extend(wanted);
        for manifest in kept.iter().filter(|file| file.path.ends_with("Cargo.toml")) {
            missing_lines.extend(self.missing_lines(manifest)?);
        }
        Ok(output::plan(take(&mut generation.files), &self.snapshot))
    }

    /// Whether the folder has no generated file.
    fn is_new(&self) -> bool {
        !self.snapshot.values().any(|entry| matches!(entry, Entry::Generated(_)))
    }

    /// What a manifest that the user keeps lacks of the generated one.
    fn missing_lines(&self, generated: &GeneratedFile) -> Result<Vec<MissingLines>, GenerateError> {
        let name = format!("{}/{}", self.name, generated.path);
        let kept = fs::read_to_string(self.settings.out.join(&generated.path))
            .map_err(|error| format!("cannot read `{name}`: {}", io_reason(&error)))?;
        crate_files::missing_lines(&generated.path, &generated.text, &kept).map_err(|problem| GenerateError {
            help: Some("correct it, or move it away: then it is generated; nothing was written".to_owned()),
            ..format!("`{name}` is invalid: {problem}").into()
        })
    }

    /// Whether the user does not keep a file of this path.
    fn is_generated(&self, path: &str) -> bool {
        self.snapshot.get(path) != Some(&Entry::OtherFile)
    }

    /// Executes a plan, or shows it if the arguments ask for that.
    fn execute(
        &self,
        plan: &Plan,
        generated: &GeneratedClient,
        arguments: &GenerateArguments,
        summary: &mut Summary,
        terminal: &mut Terminal,
    ) -> Result<Outcome, GenerateError> {
        let has_conflicts = !report::print_conflicts(plan, &self.name, terminal);
        let missing = &generated.missing_lines;
        result::print_missing_lines(missing, &self.name, terminal);
        if has_conflicts {
            // The next run would report these.
            if !self.is_new() {
                result::print_kept_files(&self.name, &self.snapshot, terminal);
            }
            if arguments.check && !plan.actions.is_empty() {
                report::print_check(plan, &self.name, "wireright generate", terminal);
            }
            return Ok(Outcome::Failure);
        }
        if arguments.check {
            let has_plan = missing.is_empty() || !plan.actions.is_empty();
            if has_plan {
                return Ok(report::print_check(plan, &self.name, "wireright generate", terminal));
            }
            return Ok(terminal.error(&format!("{} is out of date: a file that you keep lacks lines", self.name)));
        }
        if self.settings.deny_warnings && !missing.is_empty() {
            let count = count_of(missing.len(), "warning");
            return Ok(terminal.error(&format!("nothing was written: {count}, denied by `--deny-warnings`")));
        }
        if arguments.dry_run {
            report::print_changes(plan, &self.name, ["would create", "would update", "would delete"], terminal);
            return Ok(Outcome::Success);
        }
        output::remove_drafts(&self.settings.out, &HEADERS);
        output::execute(plan, &self.settings.out)
            .map_err(|error| result::write_error(&error, plan, &self.name, terminal))?;
        summary.package = Some(self.package.clone());
        let model = generated.generation.model.as_ref();
        if let Some(model) = model.filter(|_| self.is_generated("Cargo.toml")) {
            let packages = crate_files::packages_without_version(model, &generated.dependencies);
            result::print_packages_without_version(&packages, &self.name, terminal);
        }
        if !arguments.json {
            result::print_files(&self.package, &self.name, plan, &self.snapshot, terminal);
            result::print_api_difference(plan, terminal);
            result::print_omitted_components(model, terminal);
            result::print_deviations(&generated.deviations, terminal);
        }
        Ok(Outcome::Success)
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
