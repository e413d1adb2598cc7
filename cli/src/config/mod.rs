//! The configuration: `wireright.toml`, or `[package.metadata.wireright]` in `Cargo.toml`.
//!
//! - `client`: the table of a client
//! - `diff`: what `wireright diff` denies and ignores
//! - `error`: problems of a configuration, with their places
//! - `files`: the files and folders that a configuration names
//! - `folders`: the folders of clients, which differ
//! - `keys`: all tables, in the order of their documentation
//! - `package`: what `Cargo.toml` of a client says, and the rules of Cargo and crates.io
//! - `reader`: reading TOML with all problems of one run
//! - `reference`: the documentation of all keys, as a page and as a JSON Schema
//! - `rename`: names of schemas and operations
//! - `runtime`: where the runtime crate comes from
//! - `selector`: selectors of operations
//! - `shared_types`: types of other clients
//! - `syntax`: syntax errors of TOML
//! - `tables`: the tables with the documentation of their keys
//! - `types`: rules for types
//! - `types_of_clients`: clients that take types from others
//! - `warnings`: warnings that are allowed
//! - `wrong_type`: how to write a value of a wrong type

mod client;
mod diff;
mod error;
mod files;
mod folders;
pub mod keys;
mod package;
mod reader;
pub mod reference;
mod rename;
mod runtime;
mod selector;
mod shared_types;
mod syntax;
mod tables;
mod types;
mod types_of_clients;
pub(crate) mod warnings;
mod wrong_type;

pub use client::{ClientConfig, GroupBy};
pub use error::ConfigError;
pub use files::Overrides;
pub use package::PackageConfig;
pub use rename::RenameConfig;
pub use runtime::RuntimeConfig;
pub(crate) use selector::parse_or_explain;
pub use selector::parse_selector;
pub use shared_types::SharedTypesConfig;
pub use types::TypesConfig;
pub use types_of_clients::find_client;
pub use warnings::parse_warning;

use std::{
    io,
    path::{Path, PathBuf},
};

pub use diff::{DiffConfig, DiffDeny, DiffIgnore, DiffRule, DiffSeverity};
use serde::Deserialize;
use toml::Spanned;
use wireright_codegen::SourceFile;

use crate::{input, load::LoadError, paths::display, phrases::io_reason};
use error::Problem;

/// The name of the configuration file.
pub const FILE_NAME: &str = "wireright.toml";

/// The configuration of all clients.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// The clients.
    #[serde(default)]
    pub client: Vec<ClientConfig>,
    /// Comparisons of documents.
    #[serde(default)]
    pub diff: DiffConfig,
}

/// A configuration, and the folder to which its paths are relative.
#[derive(Debug, PartialEq)]
pub struct LoadedConfig {
    /// The configuration.
    pub config: Config,
    /// The path of the file.
    pub file: PathBuf,
    /// The folder of the file.
    pub folder: PathBuf,
    /// The display path of the file.
    pub name: String,
    /// The file, for diagnostics.
    pub source: SourceFile,
}

impl LoadedConfig {
    /// A problem at its place.
    fn error(&self, problem: Problem) -> ConfigError {
        ConfigError::of_problem(&self.name, &String::from_utf8_lossy(&self.source.bytes), problem)
    }
}

/// A problem of a configuration, for commands that read documents.
pub fn invalid(error: ConfigError) -> LoadError {
    let keys = || "https://github.com/wireright/wireright/blob/main/docs/wireright-toml.md lists the keys".to_owned();
    let help = error.help.unwrap_or_else(keys);
    let others = error.others.into_iter().map(invalid).collect();
    LoadError { message: error.message, excerpt: error.excerpt, help, others }
}

/// A missing configuration, or a problem of it, for commands that can also be given documents.
pub fn needed(error: ConfigError) -> LoadError {
    if !error.is_missing {
        return invalid(error);
    }
    let help = || "name a document, or write wireright.toml with `wireright init SPEC`".to_owned();
    let help = error.help.unwrap_or_else(help);
    LoadError::new(error.message, help)
}

/// Advice if a folder above the current one has a configuration.
pub fn parent_help(current_folder: &Path) -> Option<String> {
    let has_configuration = |folder: &Path| match manifest_text(folder) {
        _ if folder.join(FILE_NAME).is_file() => Some(FILE_NAME),
        manifest => manifest.map(|_| "Cargo.toml"),
    };
    let mut above = current_folder.ancestors().skip(1).enumerate();
    let (levels, file) = above.find_map(|(index, folder)| Some((index + 1, has_configuration(folder)?)))?;
    let folder = vec![".."; levels].join("/");
    Some(format!("`{folder}/{file}` has a configuration: run the command in the folder `{folder}`"))
}

/// The text of `Cargo.toml` in a folder, if it has a configuration.
fn manifest_text(folder: &Path) -> Option<String> {
    input::read_text(&folder.join("Cargo.toml")).ok().filter(|text| text.contains("metadata.wireright"))
}

/// The paths where [`load`] looks for the configuration: this file, or `wireright.toml` in the current folder and, if
/// there is none, `Cargo.toml`.
pub fn paths(file: Option<&Path>, current_folder: &Path) -> Vec<PathBuf> {
    let path = current_folder.join(file.unwrap_or(Path::new(FILE_NAME)));
    let manifest = (file.is_none() && !path.exists()).then(|| current_folder.join("Cargo.toml"));
    [path].into_iter().chain(manifest).collect()
}

/// Reads the configuration: this file, or `wireright.toml` or `Cargo.toml` in the current folder.
///
/// # Errors
///
/// There is none, or it is invalid. The message contains the place.
pub fn load(file: Option<&Path>, current_folder: &Path) -> Result<LoadedConfig, ConfigError> {
    let is_named = file.is_some();
    let file = current_folder.join(file.unwrap_or(Path::new(FILE_NAME)));
    match input::read(&file) {
        Ok(bytes) => of_text(&decoded(&bytes, &file, current_folder)?, &file, current_folder),
        Err(error) if error.kind() == io::ErrorKind::NotFound && !is_named => {
            let manifest = current_folder.join("Cargo.toml");
            let loaded = manifest_text(current_folder).map(|text| of_text(&text, &manifest, current_folder));
            loaded.transpose()?.ok_or_else(|| ConfigError {
                is_missing: true,
                help: parent_help(current_folder),
                ..ConfigError::new(format!(
                    "there is neither a document among the arguments nor a `{FILE_NAME}` in the current folder"
                ))
            })
        }
        Err(error) => {
            let name = display(&file, current_folder);
            let help = match error.kind() {
                io::ErrorKind::NotFound => "name an existing configuration, or write one with `wireright init SPEC`",
                _ => "the configuration is a file in TOML that you may read",
            };
            let message = format!("cannot read `{name}`: {}", io_reason(&error));
            Err(ConfigError { help: Some(help.to_owned()), ..ConfigError::new(message) })
        }
    }
}

/// The text of a file without a byte order mark.
fn decoded(bytes: &[u8], file: &Path, current_folder: &Path) -> Result<String, ConfigError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map(str::to_owned).map_err(|error| {
        let at = error.valid_up_to();
        let valid = String::from_utf8_lossy(bytes.get(..at).unwrap_or_default());
        ConfigError::at(&display(file, current_folder), &valid, &(at..at), "invalid UTF-8")
    })
}

/// The configuration with this text: that of `wireright.toml`, or of a `Cargo.toml`.
///
/// # Errors
///
/// It is invalid. The message contains the place.
pub fn of_text(text: &str, file: &Path, current_folder: &Path) -> Result<LoadedConfig, ConfigError> {
    if file.file_name().is_some_and(|name| name == "Cargo.toml") {
        parse(text, file, current_folder, of_manifest)
    } else {
        parse(text, file, current_folder, Config::deserialize)
    }
}

/// The configuration in a `Cargo.toml`.
fn of_manifest(manifest: toml::Deserializer<'_>) -> Result<Config, toml::de::Error> {
    #[derive(Deserialize)]
    struct Manifest {
        package: Option<Package>,
    }

    #[derive(Deserialize)]
    struct Package {
        metadata: Option<PackageMetadata>,
    }

    #[derive(Deserialize)]
    struct PackageMetadata {
        wireright: Option<Config>,
    }

    let manifest = Manifest::deserialize(manifest)?;
    let metadata = manifest.package.and_then(|package| package.metadata);
    Ok(metadata.and_then(|metadata| metadata.wireright).unwrap_or_default())
}

fn parse<'t>(
    text: &'t str,
    file: &Path,
    current_folder: &Path,
    read: impl Fn(toml::Deserializer<'t>) -> Result<Config, toml::de::Error>,
) -> Result<LoadedConfig, ConfigError> {
    let name = display(file, current_folder);
    let folder = file.parent().unwrap_or(current_folder).to_path_buf();
    let reader::Reading { value, problems, incomplete } = reader::read(text, read);
    let with_place = |problem: Problem| (problem.span.start, ConfigError::of_problem(&name, text, problem));
    let mut errors: Vec<(usize, ConfigError)> = problems.into_iter().map(with_place).collect();
    if let Some(config) = &value {
        if config.client.is_empty() && errors.is_empty() {
            let is_manifest = file.file_name().is_some_and(|name| name == "Cargo.toml");
            let table = if is_manifest { "[[package.metadata.wireright.client]]" } else { "[[client]]" };
            let message = format!("`{name}` describes no client; add a table `{table}` with `spec` and `out`");
            return Err(ConfigError::new(message));
        }
        // A key that is missing has a problem already, and no place.
        let outs: Vec<&Spanned<PathBuf>> =
            config.client.iter().map(|client| &client.out).filter(|out| !out.span().is_empty()).collect();
        let mut found = folders::problems(&outs, &folder, text);
        found.extend(config.client.iter().flat_map(|client| client.problems(&folder, &incomplete)));
        found.extend(types_of_clients::problems(&config.client));
        found.extend(config.diff.problems(&incomplete));
        errors.extend(found.into_iter().filter(|problem| !problem.span.is_empty()).map(with_place));
    }
    errors.sort_by_key(|(start, _)| *start);
    ConfigError::of_all(errors.into_iter().map(|(_, error)| error))?;
    let config = value.unwrap_or_default();
    let source = SourceFile { path: name.clone(), bytes: text.into() };
    Ok(LoadedConfig { config, file: file.to_path_buf(), folder, name, source })
}

#[cfg(test)]
mod tests;
