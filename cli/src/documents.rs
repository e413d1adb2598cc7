//! `DocumentInput`: the documents of the arguments or of the configuration, with their overlays, for commands that
//! write no client. [`effective`]: documents as the generator reads them.

use std::path::{Path, PathBuf};

use toml::Spanned;
use wireright_codegen::{Generation, Options, SourceFile, diagnostic::Code, effective_documents, source::Value};

use crate::{
    config::{self, ClientConfig, Overrides},
    load::{self, LoadError, LoadedDocuments},
};

/// A document with its overlays.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DocumentInput {
    spec: PathBuf,
    overlays: Vec<PathBuf>,
    root: Option<PathBuf>,
    /// Warnings that are not shown.
    pub(crate) allowed_warnings: Vec<Code>,
}

/// The arguments that select documents.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DocumentArguments<'a> {
    /// Documents and folders of them. Empty: those of the configuration.
    pub(crate) specs: &'a [PathBuf],
    pub(crate) config: Option<&'a Path>,
    pub(crate) overlays: &'a [PathBuf],
    pub(crate) root: Option<&'a Path>,
}

impl DocumentArguments<'_> {
    /// The documents.
    ///
    /// # Errors
    ///
    /// A folder cannot be read, the overlays belong to several documents, or the configuration is invalid.
    pub(crate) fn inputs(self, current_folder: &Path) -> Result<Vec<DocumentInput>, LoadError> {
        let root = self.root.map(Path::to_path_buf);
        if !self.specs.is_empty() {
            let specs = load::expand_folders(self.specs)?;
            if specs.len() > 1 && !self.overlays.is_empty() {
                return Err(LoadError::new(
                    format!("`--overlay` is for one document, and there are {}", specs.len()),
                    "name one document, or the overlays of each document in wireright.toml",
                ));
            }
            let (overlays, allowed_warnings) = (self.overlays.to_vec(), Vec::new());
            let base = DocumentInput { spec: PathBuf::new(), overlays, root, allowed_warnings };
            let input = |spec| DocumentInput { spec, ..base.clone() };
            return Ok(specs.into_iter().map(input).collect());
        }
        let loaded = config::load(self.config, current_folder).map_err(config::needed)?;
        loaded.check_all_files(Overrides::DOCUMENTS).map_err(config::invalid)?;
        let of_client = |client: &ClientConfig| {
            let path = |path: &Spanned<PathBuf>| loaded.folder.join(path.get_ref());
            let root = root.clone().or_else(|| client.root(&loaded.folder));
            let overlays = client.overlays.iter().map(path).collect();
            DocumentInput { spec: path(&client.spec), overlays, root, allowed_warnings: client.allowed_warnings() }
        };
        let mut all: Vec<DocumentInput> = loaded.config.client.iter().map(of_client).collect();
        // Several clients may have the same document.
        all.sort();
        all.dedup();
        Ok(all)
    }
}

impl DocumentInput {
    /// The document with the files that it references, and its overlays.
    ///
    /// # Errors
    ///
    /// A file cannot be read.
    pub(crate) fn load(&self, current_folder: &Path) -> Result<(LoadedDocuments, Vec<SourceFile>), LoadError> {
        let loaded = load::documents(std::slice::from_ref(&self.spec), self.root.as_deref())?;
        let overlays = self.overlays.iter().map(|path| load::file(path, current_folder));
        Ok((loaded, overlays.collect::<Result<_, _>>()?))
    }
}

/// The roots of documents by path, as the generator reads them: after the overlays, and in OpenAPI 3.0 instead of
/// Swagger 2.0.
///
/// # Errors
///
/// A document is malformed, or an overlay cannot be applied. The result has the diagnostics.
pub fn effective(loaded: &LoadedDocuments, overlays: Vec<SourceFile>) -> Result<Vec<(String, Value)>, Box<Generation>> {
    let options = Options { entries: loaded.entries.clone(), overlays, ..Options::default() };
    effective_documents(loaded.sources(), &options)
}
