//! The two sets of documents of each comparison: from arguments, a git revision, and the configuration.

use std::{
    path::{Path, PathBuf},
    thread,
};

use wireright_codegen::{Options, SourceFile};
use wireright_diff::{Side, settings::Settings};

use super::DiffArguments;
use crate::{
    config::{self, ClientConfig, FILE_NAME, LoadedConfig, Overrides},
    generator_options,
    git::Repository,
    load::{self, LoadError, LoadedDocuments},
    paths::display,
};

/// What is compared.
#[derive(Debug)]
pub struct PairOfSides {
    /// The old documents.
    pub old: Side,
    /// The new documents.
    pub new: Side,
    /// The version of the client, if it is known.
    pub version: Option<String>,
}

/// The comparisons that the arguments describe, and the settings.
pub(super) fn of(current_folder: &Path, arguments: &DiffArguments) -> Result<(Vec<PairOfSides>, Settings), LoadError> {
    let config = configuration(current_folder, arguments)?;
    let mut settings = config.as_ref().map(|loaded| loaded.config.diff.settings()).unwrap_or_default();
    // Documents of other clients may have the changes that are ignored.
    settings.is_complete =
        arguments.specs.is_empty() || config.as_ref().is_some_and(|loaded| loaded.config.client.len() < 2);
    arguments.specs.iter().try_for_each(|spec| load::check_is_path(spec))?;
    let specs: Vec<PathBuf> = arguments.specs.iter().map(|spec| current_folder.join(spec)).collect();
    let Some(revision) = &arguments.base else {
        let [old, new] = specs.as_slice() else {
            return Err(LoadError::new(
                "two documents or folders are needed, or one with `--base REV`",
                "`wireright diff OLD NEW`, or `wireright diff --base main SPEC`",
            ));
        };
        let pair = of_files(old, new, config.as_ref(), current_folder);
        return Ok((vec![pair.map_err(|error| error.relative_to(current_folder))?], settings));
    };
    let repository = Repository::find(current_folder)?;
    let mut pairs = Vec::new();
    if specs.is_empty() {
        let help = "name a document, or write wireright.toml with `wireright init SPEC`";
        let config = config.ok_or_else(|| {
            LoadError::new(
                "no document is given, and there is no `wireright.toml`",
                config::parent_help(current_folder).unwrap_or_else(|| help.to_owned()),
            )
        })?;
        config.check_all_files(Overrides::DOCUMENTS).map_err(config::invalid)?;
        for client in &config.config.client {
            let spec = vec![config.folder.join(client.spec.get_ref())];
            pairs.push(of_revision(&repository, revision, &spec, Some((&config, client)))?);
        }
    } else {
        let client = config.as_ref().and_then(|config| Some((config, client_of(config, &specs)?)));
        pairs.push(of_revision(&repository, revision, &specs, client)?);
    }
    Ok((pairs, settings))
}

/// The configuration, if one is named or exists.
fn configuration(current_folder: &Path, arguments: &DiffArguments) -> Result<Option<LoadedConfig>, LoadError> {
    let is_named = arguments.config.is_some();
    if !is_named && !current_folder.join(FILE_NAME).is_file() {
        return Ok(None);
    }
    config::load(arguments.config.as_deref(), current_folder).map(Some).map_err(config::invalid)
}

/// The client of the configuration whose document is the only one of these.
fn client_of<'c>(config: &'c LoadedConfig, specs: &[PathBuf]) -> Option<&'c ClientConfig> {
    let [spec] = specs else { return None };
    let canonical = |path: &Path| std::fs::canonicalize(path).ok();
    let spec = canonical(spec)?;
    config
        .config
        .client
        .iter()
        .find(|client| canonical(&config.folder.join(client.spec.get_ref())).as_ref() == Some(&spec))
}

/// The options of the generator for a client. `read` reads an overlay.
fn options(
    loaded: &LoadedDocuments,
    client: Option<(&LoadedConfig, &ClientConfig)>,
    read: impl Fn(&Path) -> Result<SourceFile, LoadError>,
) -> Result<Options, LoadError> {
    let entries = loaded.entries.clone();
    let Some((config, client)) = client else { return Ok(Options { entries, ..generator_options::for_crate() }) };
    let options = client.options(config).map_err(config::invalid)?;
    let overlays = client.overlays.iter().map(|path| read(&config.folder.join(path.get_ref())));
    let package = client.package_name(&config.folder);
    Ok(Options { package, entries, overlays: overlays.collect::<Result<_, _>>()?, ..options })
}

fn side(name: String, loaded: LoadedDocuments, options: Options) -> Side {
    Side { name, files: loaded.into_sources(), options }
}

/// An overlay in the working tree.
fn overlay(path: &Path) -> Result<SourceFile, LoadError> {
    load::file(path, path.parent().unwrap_or(path))
}

/// Two files or folders. The paths of each side are relative to its own folder.
fn of_files(
    old: &Path,
    new: &Path,
    config: Option<&LoadedConfig>,
    current_folder: &Path,
) -> Result<PairOfSides, LoadError> {
    let client = config.and_then(|config| Some((config, client_of(config, &[new.to_path_buf()])?)));
    let load = |path: &Path, ignore_unmatched: bool| -> Result<Side, LoadError> {
        let paths = load::expand_folders(&[path.to_path_buf()])?;
        let loaded = load::documents(&paths, None)?;
        let options = Options { ignore_unmatched, ..options(&loaded, client, overlay)? };
        Ok(side(display(path, current_folder), loaded, options))
    };
    let version = client.map(|(_, client)| client.package.metadata().version);
    let (old, new) = thread::scope(|scope| {
        let old = scope.spawn(|| load(old, true));
        let new = load(new, false);
        (old.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), new)
    });
    Ok(PairOfSides { old: old?, new: new?, version })
}

/// Documents of the working tree, and the same ones of a revision, each with its own configuration.
fn of_revision(
    repository: &Repository,
    revision: &str,
    specs: &[PathBuf],
    client: Option<(&LoadedConfig, &ClientConfig)>,
) -> Result<PairOfSides, LoadError> {
    let commit = repository.commit(revision)?;
    let loaded = load::documents(&load::expand_folders(specs)?, Some(&repository.root))?;
    let old_config = client.and_then(|(config, _)| configuration_of_revision(repository, revision, config));
    let old_client = old_config.as_ref().zip(client).and_then(|(old, (_, client))| {
        let is_same = |other: &&ClientConfig| other.out.get_ref() == client.out.get_ref();
        let has_spec = |other: &&ClientConfig| other.spec.get_ref() == client.spec.get_ref();
        let mut clients = old.config.client.iter();
        let both = clients.clone().find(|other| is_same(other) && has_spec(other));
        Some((old, both.or_else(|| clients.clone().find(is_same)).or_else(|| clients.find(has_spec))?))
    });
    let old_specs = old_client.map(|(old, client)| vec![old.folder.join(client.spec.get_ref())]);
    let old_loaded = repository.documents(revision, old_specs.as_deref().unwrap_or(specs))?;
    let overlay_of_revision = |path: &Path| {
        let missing = || {
            LoadError::new(
                format!("the revision `{revision}` has no `{}`", path.display()),
                format!("`{FILE_NAME}` of that revision names it as an overlay"),
            )
        };
        let bytes = repository.file(revision, path)?.ok_or_else(missing)?;
        Ok(SourceFile { path: display(path, path.parent().unwrap_or(path)), bytes })
    };
    let old_options = match old_client {
        Some(_) => options(&old_loaded, old_client, overlay_of_revision)?,
        None => Options { ignore_unmatched: true, ..options(&old_loaded, client, overlay)? },
    };
    let new_options = options(&loaded, client, overlay)?;
    let old = side(format!("{revision} ({commit})"), old_loaded, old_options);
    let version = old_client.or(client).map(|(_, client)| client.package.metadata().version);
    Ok(PairOfSides { old, new: side("the working tree".to_owned(), loaded, new_options), version })
}

/// The configuration of a revision. `None` if the revision has none, or one that this version cannot read.
fn configuration_of_revision(repository: &Repository, revision: &str, config: &LoadedConfig) -> Option<LoadedConfig> {
    let bytes = repository.file(revision, &config.file).ok()??;
    config::of_text(&String::from_utf8(bytes).ok()?, &config.file, &config.folder).ok()
}

impl PairOfSides {
    /// The documents of a folder of a repository, in the working tree and in a revision.
    ///
    /// # Errors
    ///
    /// The folder is in no repository, the revision is unknown, or a document cannot be read.
    pub fn of_folder(folder: &Path, revision: &str, version: Option<String>) -> Result<Self, LoadError> {
        let repository = Repository::find(folder)?;
        let pair = of_revision(&repository, revision, &[folder.to_path_buf()], None)?;
        Ok(Self { version, ..pair })
    }
}
