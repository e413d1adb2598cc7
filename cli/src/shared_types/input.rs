//! The documents and the options of a client of a configuration.

use std::path::PathBuf;

use wireright_codegen::{Options, SourceFile};

use crate::{
    config::{self, ClientConfig, LoadedConfig, Overrides},
    load::{self, LoadError},
};

/// What a client is generated from.
#[derive(Debug)]
pub(crate) struct ClientInput {
    /// The documents.
    pub(crate) sources: Vec<SourceFile>,
    /// The options of the generator.
    pub(crate) options: Options,
    /// The files that were read.
    pub(super) files: Vec<PathBuf>,
}

/// Reads the documents and overlays of a client.
pub(super) fn read(config: &LoadedConfig, client: &ClientConfig) -> Result<ClientInput, LoadError> {
    let folder = &config.folder;
    config.check_files(client, Overrides::DOCUMENTS).map_err(config::invalid)?;
    let loaded = load::documents(&[folder.join(client.spec.get_ref())], client.root(folder).as_deref())?;
    let options = client.options(config).map_err(config::invalid)?;
    let paths: Vec<PathBuf> = client.overlays.iter().map(|path| folder.join(path.get_ref())).collect();
    let overlays = paths.iter().map(|path| load::file(path, folder)).collect::<Result<_, _>>()?;
    let files = loaded.files.keys().map(|file| loaded.root.join(file)).chain(paths).collect();
    let package = client.package_name(folder);
    let options = Options { package, entries: loaded.entries.clone(), overlays, ..options };
    Ok(ClientInput { sources: loaded.into_sources(), options, files })
}
