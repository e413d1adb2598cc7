//! The settings of each client: those of the arguments, or of the configuration with arguments that override it.

use std::path::{Path, PathBuf};

use toml::Spanned;
use wireright_codegen::{ConfigSelector, Options, Selector, diagnostic::Code};

use super::{GenerateArguments, GenerateError};
use crate::{
    config::{self, ClientConfig, ConfigError, LoadedConfig, Overrides},
    crate_files::{Dependency, Metadata, RuntimeDependency},
    generator_options,
    shared_types::{self, Provider},
};

/// The settings of one client. Paths are absolute, or relative to the current folder.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Settings {
    /// The folder with the lock: that of the configuration, or the current one.
    pub(super) folder: PathBuf,
    pub(super) spec: PathBuf,
    pub(super) out: PathBuf,
    pub(super) name: Option<String>,
    /// The options of the generator. Their overlays, entry documents and package name are missing.
    pub(super) options: Options,
    pub(super) overlays: Vec<PathBuf>,
    pub(super) runtime: RuntimeDependency,
    pub(super) root: Option<PathBuf>,
    pub(super) deny_warnings: bool,
    pub(super) allowed_warnings: Vec<Code>,
    pub(super) metadata: Metadata,
    pub(super) dependencies: Vec<Dependency>,
    /// The clients that this one takes types from, or why there are none: a document of theirs is invalid.
    pub(super) providers: Result<Vec<Provider>, ConfigError>,
    /// Whether the files and folders that the configuration names exist.
    pub(super) files: Result<(), ConfigError>,
}

/// The settings of all clients.
pub(super) fn of(current_folder: &Path, arguments: &GenerateArguments) -> Result<Vec<Settings>, GenerateError> {
    let runtime = arguments.runtime.clone().map(RuntimeDependency::Path);
    let (Some(spec), Some(out)) = (&arguments.spec, &arguments.out) else {
        return of_config(current_folder, arguments);
    };
    Ok(vec![Settings {
        folder: current_folder.to_path_buf(),
        spec: spec.clone(),
        out: out.clone(),
        name: arguments.name.clone(),
        options: with_arguments(generator_options::for_crate(), arguments),
        overlays: arguments.overlay.clone(),
        runtime: runtime.unwrap_or_default(),
        root: arguments.root.clone(),
        deny_warnings: arguments.deny_warnings,
        allowed_warnings: arguments.allow_warning.clone(),
        metadata: Metadata::default(),
        dependencies: Vec::new(),
        providers: Ok(Vec::new()),
        files: Ok(()),
    }])
}

/// The options, with those of the command line in place of the configured ones.
fn with_arguments(mut options: Options, arguments: &GenerateArguments) -> Options {
    let selectors = |given: &[Selector]| given.iter().cloned().map(ConfigSelector::from).collect();
    if !arguments.include.is_empty() {
        options.include = selectors(&arguments.include);
    }
    if !arguments.exclude.is_empty() {
        options.exclude = selectors(&arguments.exclude);
    }
    if arguments.unused_types {
        options.unused_types = Some(true);
    }
    options
}

fn of_config(current_folder: &Path, arguments: &GenerateArguments) -> Result<Vec<Settings>, GenerateError> {
    const HELP: &str = "`wireright init SPEC` writes one; `wireright generate SPEC --out DIR` needs none";
    let loaded = config::load(arguments.config.as_deref(), current_folder).map_err(|error| {
        let help = error.is_missing.then(|| HELP.to_owned());
        GenerateError { help: error.help.clone().or(help), ..error }
    })?;
    let all = &loaded.config.client;
    let is_wanted = |client: &&ClientConfig| arguments.client.as_ref().is_none_or(|wanted| client.has_name(wanted));
    let clients: Vec<&ClientConfig> = all.iter().filter(is_wanted).collect();
    if clients.is_empty() {
        let wanted = arguments.client.as_deref().unwrap_or_default();
        let names = all.iter().map(|client| format!("`{}`", client.display_name()));
        let help = Some(format!("it has: {}", names.collect::<Vec<_>>().join(", ")));
        return Err(GenerateError { help, ..format!("unknown client `{wanted}` in `{}`", loaded.name).into() });
    }
    let for_one_client = [("--out", arguments.out.is_some()), ("--name", arguments.name.is_some())];
    if let Some((flag, _)) = for_one_client.iter().find(|(_, is_set)| *is_set && clients.len() > 1) {
        let message = format!("`{flag}` is for one client, and `{}` has {}", loaded.name, clients.len());
        return Err(GenerateError { help: Some("select one with `--client NAME`".to_owned()), ..message.into() });
    }
    clients.into_iter().map(|client| combine(&loaded, client, arguments)).collect()
}

fn combine(
    loaded: &LoadedConfig,
    client: &ClientConfig,
    arguments: &GenerateArguments,
) -> Result<Settings, GenerateError> {
    let path = |path: &Spanned<PathBuf>| loaded.folder.join(path.get_ref());
    let overrides = Overrides {
        out: arguments.out.is_some(),
        overlays: !arguments.overlay.is_empty(),
        root: arguments.root.is_some(),
        runtime: arguments.runtime.is_some(),
    };
    let configured = client.runtime(loaded)?;
    Ok(Settings {
        files: loaded.check_files(client, overrides),
        folder: loaded.folder.clone(),
        out: arguments.out.clone().unwrap_or_else(|| path(&client.out)),
        name: arguments.name.clone().or_else(|| client.name.as_ref().map(|name| name.get_ref().clone())),
        options: with_arguments(client.options(loaded)?, arguments),
        overlays: match arguments.overlay.as_slice() {
            [] => client.overlays.iter().map(path).collect(),
            given => given.to_vec(),
        },
        runtime: arguments.runtime.clone().map_or(configured, RuntimeDependency::Path),
        root: arguments.root.clone().or_else(|| client.root(&loaded.folder)),
        deny_warnings: arguments.deny_warnings || client.deny_warnings,
        allowed_warnings: [client.allowed_warnings(), arguments.allow_warning.clone()].concat(),
        metadata: client.package.metadata(),
        dependencies: client.dependencies(loaded)?,
        providers: shared_types::providers(loaded, client).map_err(ConfigError::from),
        spec: path(&client.spec),
    })
}
