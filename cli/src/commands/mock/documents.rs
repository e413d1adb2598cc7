//! The documents that `wireright mock` serves: those of the arguments or of the configuration, with their overlays.

use std::path::{Path, PathBuf};

use toml::Spanned;
use wireright_codegen::{SourceFile, apply_overlays};
use wireright_mock::to_file;

use super::MockArguments;
use crate::{
    config::{self, ClientConfig, Overrides},
    load::{self, LoadError, LoadedDocuments},
    report,
    terminal::Terminal,
};

/// A document that is served.
pub(super) struct Served {
    spec: PathBuf,
    root: Option<PathBuf>,
    overlays: Vec<PathBuf>,
}

/// The documents of the arguments, or those of the configuration.
pub(super) fn served(current_folder: &Path, arguments: &MockArguments) -> Result<Vec<Served>, LoadError> {
    if !arguments.specs.is_empty() {
        let specs = load::expand_folders(&arguments.specs)?;
        if specs.len() > 1 && !arguments.overlay.is_empty() {
            return Err(LoadError {
                excerpt: Vec::new(),
                message: format!("`--overlay` is for one document, and there are {}", specs.len()),
                help: "name one document, or the overlays of each document in wireright.toml".to_owned(),
            });
        }
        let served = |spec| Served { spec, root: arguments.root.clone(), overlays: arguments.overlay.clone() };
        return Ok(specs.into_iter().map(served).collect());
    }
    let loaded = config::load(arguments.config.as_deref(), current_folder).map_err(config::needed)?;
    let of_client = |client: &ClientConfig| {
        loaded.check_files(client, Overrides::DOCUMENTS).map_err(config::invalid)?;
        let path = |path: &Spanned<PathBuf>| loaded.folder.join(path.get_ref());
        let root = arguments.root.clone().or_else(|| client.root(&loaded.folder));
        Ok(Served { spec: path(&client.spec), root, overlays: client.overlays.iter().map(path).collect() })
    };
    let mut all = loaded.config.client.iter().map(of_client).collect::<Result<Vec<Served>, LoadError>>()?;
    // Several clients may have the same document.
    all.sort_by(|one, other| (&one.spec, &one.overlays).cmp(&(&other.spec, &other.overlays)));
    all.dedup_by(|one, other| (&one.spec, &one.overlays) == (&other.spec, &other.overlays));
    Ok(all)
}

/// The document with its overlays.
pub(super) fn load(
    current_folder: &Path,
    served: &Served,
    terminal: &mut Terminal,
) -> Result<LoadedDocuments, LoadError> {
    let mut loaded = load::documents(std::slice::from_ref(&served.spec), served.root.as_deref())?;
    if served.overlays.is_empty() {
        return Ok(loaded);
    }
    let overlays = served.overlays.iter().map(|path| load::file(path, current_folder));
    let overlays = overlays.collect::<Result<Vec<_>, _>>()?;
    let path = loaded.entry().to_owned();
    let document = SourceFile { bytes: loaded.files.get(&path).cloned().unwrap_or_default(), path: path.clone() };
    match apply_overlays(document, overlays) {
        Ok(root) => {
            loaded.files.insert(path, to_file(&root));
            Ok(loaded)
        }
        Err(failure) => {
            report::print_problems(&failure, terminal);
            Err(LoadError {
                excerpt: Vec::new(),
                message: format!("the overlays of `{path}` cannot be applied"),
                help: "`wireright generate` reports the same problems".to_owned(),
            })
        }
    }
}
