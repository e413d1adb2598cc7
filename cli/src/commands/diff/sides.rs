//! The two sets of documents of each comparison: from arguments, a git revision, and the configuration.

use std::path::{Path, PathBuf};

use wireright_codegen::{Options, SourceFile};
use wireright_diff::{Side, settings::Settings};

use super::DiffArguments;
use crate::{
    config::{self, ClientConfig, LoadedConfig},
    git::Repository,
    load::{self, LoadError, LoadedDocuments},
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
    let settings = config.as_ref().map(|loaded| loaded.config.diff.settings()).transpose().map_err(invalid)?;
    let settings = settings.unwrap_or_default();
    let specs: Vec<PathBuf> = arguments.specs.iter().map(|spec| current_folder.join(spec)).collect();
    let Some(revision) = &arguments.base else {
        let [old, new] = specs.as_slice() else {
            return Err(LoadError {
                message: "two documents or folders are needed, or one with `--base REV`".to_owned(),
                help: "`wireright diff OLD NEW`, or `wireright diff --base main SPEC`".to_owned(),
            });
        };
        return Ok((vec![of_files(old, new, config.as_ref())?], settings));
    };
    let repository = Repository::find(current_folder)?;
    let mut pairs = Vec::new();
    if specs.is_empty() {
        let help = "name a document, or write wireright.toml with `wireright init SPEC`";
        let config = config.ok_or_else(|| LoadError {
            message: "no document is given, and there is no `wireright.toml`".to_owned(),
            help: help.to_owned(),
        })?;
        for client in &config.config.client {
            let spec = vec![config.folder.join(&client.spec)];
            pairs.push(of_revision(&repository, revision, &spec, Some((&config, client)))?);
        }
    } else {
        let client = config.as_ref().and_then(|config| Some((config, client_of(config, &specs)?)));
        pairs.push(of_revision(&repository, revision, &specs, client)?);
    }
    Ok((pairs, settings))
}

fn invalid(message: String) -> LoadError {
    let keys = "https://github.com/wireright/wireright/blob/main/docs/wireright-toml.md";
    LoadError { message, help: format!("{keys} lists the keys") }
}

/// The configuration, if one is named or exists.
fn configuration(current_folder: &Path, arguments: &DiffArguments) -> Result<Option<LoadedConfig>, LoadError> {
    let is_named = arguments.config.is_some();
    if !is_named && !current_folder.join(config::FILE_NAME).is_file() {
        return Ok(None);
    }
    config::load(arguments.config.as_deref(), current_folder).map(Some).map_err(|error| invalid(error.message))
}

/// The client of the configuration whose document is the only one of these.
fn client_of<'c>(config: &'c LoadedConfig, specs: &[PathBuf]) -> Option<&'c ClientConfig> {
    let [spec] = specs else { return None };
    let canonical = |path: &Path| std::fs::canonicalize(path).ok();
    let spec = canonical(spec)?;
    config.config.client.iter().find(|client| canonical(&config.folder.join(&client.spec)).as_ref() == Some(&spec))
}

/// The options of the generator for a client.
fn options(loaded: &LoadedDocuments, client: Option<(&LoadedConfig, &ClientConfig)>) -> Result<Options, LoadError> {
    let mut options = Options { entries: loaded.entries.clone(), lenient: true, ..Options::default() };
    if let Some((config, client)) = client {
        options.include = client.include.iter().map(|selector| selector.0.clone()).collect();
        options.exclude = client.exclude.iter().map(|selector| selector.0.clone()).collect();
        let overlays = client.overlays.iter().map(|path| load::file(&config.folder.join(path), &config.folder));
        options.overlays = overlays.collect::<Result<Vec<SourceFile>, _>>()?;
    }
    Ok(options)
}

fn side(name: String, loaded: LoadedDocuments, options: Options) -> Side {
    Side { name, files: loaded.into_sources(), options }
}

/// Two files or folders. The paths of each side are relative to its own folder.
fn of_files(old: &Path, new: &Path, config: Option<&LoadedConfig>) -> Result<PairOfSides, LoadError> {
    let client = config.and_then(|config| Some((config, client_of(config, &[new.to_path_buf()])?)));
    let load = |path: &Path| -> Result<Side, LoadError> {
        let paths = load::expand_folders(&[path.to_path_buf()])?;
        let loaded = load::documents(&paths, None)?;
        let options = options(&loaded, client)?;
        Ok(side(path.display().to_string(), loaded, options))
    };
    let version = client.map(|(_, client)| client.metadata().version);
    Ok(PairOfSides { old: load(old)?, new: load(new)?, version })
}

/// Documents of the working tree, and the same ones of a revision.
fn of_revision(
    repository: &Repository,
    revision: &str,
    specs: &[PathBuf],
    client: Option<(&LoadedConfig, &ClientConfig)>,
) -> Result<PairOfSides, LoadError> {
    let commit = repository.commit(revision)?;
    let loaded = load::documents(&load::expand_folders(specs)?, Some(&repository.root))?;
    let old_documents = repository.documents(revision, specs)?;
    let (old_options, new_options) = (options(&old_documents, client)?, options(&loaded, client)?);
    let old = side(format!("{revision} ({commit})"), old_documents, old_options);
    let version = client.map(|(_, client)| client.metadata().version);
    Ok(PairOfSides { old, new: side("the working tree".to_owned(), loaded, new_options), version })
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
