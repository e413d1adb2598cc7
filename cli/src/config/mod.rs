//! The configuration: `wireright.toml`, or `[package.metadata.wireright]` in `Cargo.toml`.
//!
//! - `diff`: what `wireright diff` denies and ignores
//! - `error`: problems of a configuration, with their places
//! - `folders`: the folders of clients, which differ
//! - `keys`: the keys with their documentation
//! - `package`: what `Cargo.toml` of a client says, and the rules of Cargo and crates.io
//! - `reference`: the documentation of all keys, as a page and as a JSON Schema
//! - `selector`: selectors of operations
//! - `types`: rules for types

mod diff;
mod error;
mod folders;
pub mod keys;
mod package;
pub mod reference;
mod selector;
mod types;

pub use error::ConfigError;
pub use package::PackageConfig;
pub use selector::{SelectorText, parse_selector};
pub use types::TypesConfig;

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

pub use diff::{DiffConfig, DiffDeny, DiffIgnore, DiffRule, DiffSeverity};
use serde::Deserialize;
use toml::Spanned;
use wireright_codegen::{Options, SourceFile};

use crate::{
    crate_files::{Dependency, RuntimeDependency},
    generator,
    load::LoadError,
    paths::display,
    phrases::io_reason,
};

/// The name of the configuration file.
pub const FILE_NAME: &str = "wireright.toml";

/// The configuration of all clients.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// The clients.
    pub client: Vec<ClientConfig>,
    /// Comparisons of documents.
    #[serde(default)]
    pub diff: DiffConfig,
}

/// The configuration of one client. Paths are relative to the folder of the file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ClientConfig {
    /// The OpenAPI document.
    pub spec: PathBuf,
    /// Folder of the crate.
    pub out: Spanned<PathBuf>,
    /// Package name of the crate.
    pub name: Option<String>,
    /// The operations to generate.
    #[serde(default)]
    pub include: Vec<Spanned<SelectorText>>,
    /// The operations to omit.
    #[serde(default)]
    pub exclude: Vec<Spanned<SelectorText>>,
    /// Whether to generate schemas that no operation uses.
    pub unused_types: Option<bool>,
    /// What groups operations.
    pub group_by: Option<GroupBy>,
    /// OpenAPI Overlays, in the order of application.
    #[serde(default)]
    pub overlays: Vec<PathBuf>,
    /// Folder that references of the document cannot leave.
    pub root: Option<PathBuf>,
    /// Whether a warning fails.
    #[serde(default)]
    pub deny_warnings: bool,
    /// Where the runtime crate comes from. Default: a copy beside the client.
    pub runtime: Option<RuntimeConfig>,
    /// What `Cargo.toml` says about the crate.
    #[serde(default)]
    pub package: PackageConfig,
    /// Rules for generated types.
    #[serde(default)]
    pub types: Vec<Spanned<TypesConfig>>,
    /// Further dependencies of the crate, as in `Cargo.toml`.
    #[serde(default)]
    pub dependencies: BTreeMap<String, toml::Value>,
}

/// What groups the operations of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GroupBy {
    /// The first tag.
    Tag,
}

/// Where the runtime crate comes from: one of `path`, `version` and `git`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RuntimeConfig {
    /// Folder of the crate.
    pub path: Option<PathBuf>,
    /// Version requirement of the published crate.
    pub version: Option<String>,
    /// URL of a git repository.
    pub git: Option<String>,
    /// Commit of the git repository.
    pub rev: Option<String>,
    /// Tag of the git repository.
    pub tag: Option<String>,
    /// Branch of the git repository.
    pub branch: Option<String>,
}

impl RuntimeConfig {
    /// The dependency. Paths are relative to `folder`.
    fn dependency(&self, folder: &Path) -> Result<RuntimeDependency, String> {
        let references = [("rev", &self.rev), ("tag", &self.tag), ("branch", &self.branch)];
        let mut references = references.into_iter().filter_map(|(key, value)| Some((key, value.clone()?)));
        let reference = references.next();
        let conflict = || Err("`rev`, `tag` and `branch` exclude each other, and belong to `git`".to_owned());
        if references.next().is_some() || reference.is_some() && self.git.is_none() {
            return conflict();
        }
        match (&self.path, &self.version, &self.git) {
            (Some(path), None, None) => Ok(RuntimeDependency::Path(folder.join(path))),
            (None, Some(version), None) => Ok(RuntimeDependency::Version(version.clone())),
            (None, None, Some(url)) => Ok(RuntimeDependency::Git { url: url.clone(), reference }),
            _ => Err("`runtime` needs exactly one of `path`, `version` and `git`".to_owned()),
        }
    }
}

impl ClientConfig {
    /// Where the runtime crate comes from.
    ///
    /// # Errors
    ///
    /// The keys of `runtime` contradict each other.
    pub fn runtime(&self, folder: &Path) -> Result<RuntimeDependency, String> {
        self.runtime.as_ref().map_or(Ok(RuntimeDependency::Bundled), |runtime| runtime.dependency(folder))
    }

    /// The options of the generator. Their overlays, entry documents and package name are missing.
    ///
    /// # Errors
    ///
    /// As for [`dependencies`](Self::dependencies).
    pub fn options(&self, loaded: &LoadedConfig) -> Result<Options, String> {
        let dependencies = self.dependencies(&loaded.folder)?;
        Ok(Options {
            include: selector::with_places(&self.include),
            exclude: selector::with_places(&self.exclude),
            unused_types: self.unused_types,
            group_by_tag: self.group_by == Some(GroupBy::Tag),
            types: self.types.iter().map(|rule| rule.get_ref().rule(rule.span())).collect(),
            dependencies: Some(dependencies.iter().map(Dependency::crate_name).collect()),
            configuration: Some(loaded.source.clone()),
            ..generator::crate_options()
        })
    }

    /// The folder that references of the document cannot leave: the configured one, or the folder of the configuration
    /// if the document is below it. `None`: the default of [`documents`](crate::load::documents).
    pub fn root(&self, folder: &Path) -> Option<PathBuf> {
        let is_below = || {
            let spec = fs::canonicalize(folder.join(&self.spec)).ok()?;
            Some(spec.starts_with(fs::canonicalize(folder).ok()?))
        };
        let default = || is_below().unwrap_or(false).then(|| folder.to_path_buf());
        self.root.as_ref().map(|root| folder.join(root)).or_else(default)
    }

    /// The further dependencies of the crate. Their paths are relative to `folder`.
    ///
    /// # Errors
    ///
    /// One has no name of a package, or is neither a version nor a table.
    pub fn dependencies(&self, folder: &Path) -> Result<Vec<Dependency>, String> {
        self.dependencies.iter().map(|(name, value)| Dependency::new(name, value, folder)).collect()
    }
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
    /// A problem of the configuration without a place.
    pub fn error(&self, message: &str) -> ConfigError {
        ConfigError::new(format!("in `{}`: {message}", self.name))
    }
}

/// A problem of a configuration, for commands that read documents.
pub fn invalid(error: ConfigError) -> LoadError {
    let keys = "https://github.com/wireright/wireright/blob/main/docs/wireright-toml.md";
    LoadError { message: error.message, excerpt: error.excerpt, help: format!("{keys} lists the keys") }
}

/// The path of the configuration: this file, or `wireright.toml` or `Cargo.toml` in the current folder.
pub fn path(file: Option<&Path>, current_folder: &Path) -> PathBuf {
    let path = current_folder.join(file.unwrap_or(Path::new(FILE_NAME)));
    if file.is_none() && !path.exists() { current_folder.join("Cargo.toml") } else { path }
}

/// Reads the configuration: this file, or `wireright.toml` or `Cargo.toml` in the current folder.
///
/// # Errors
///
/// There is none, or it is invalid. The message contains the place.
pub fn load(file: Option<&Path>, current_folder: &Path) -> Result<LoadedConfig, ConfigError> {
    let file = match file {
        Some(file) => current_folder.join(file),
        None => current_folder.join(FILE_NAME),
    };
    match fs::read_to_string(&file) {
        Ok(text) => of_text(&text, &file, current_folder),
        Err(error) if error.kind() == io::ErrorKind::NotFound && file.ends_with(FILE_NAME) => {
            let manifest = current_folder.join("Cargo.toml");
            let text = fs::read_to_string(&manifest).ok().filter(|text| text.contains("metadata.wireright"));
            text.map(|text| of_text(&text, &manifest, current_folder)).transpose()?.ok_or_else(|| ConfigError {
                is_missing: true,
                ..ConfigError::new(format!(
                    "there is neither a document among the arguments nor a `{FILE_NAME}` in the current folder"
                ))
            })
        }
        Err(error) => {
            let name = display(&file, current_folder);
            Err(ConfigError::new(format!("cannot read `{name}`: {}", io_reason(&error))))
        }
    }
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
        parse(text, file, current_folder, |text| toml::from_str::<Config>(text))
    }
}

/// The configuration in a `Cargo.toml`.
fn of_manifest(text: &str) -> Result<Config, toml::de::Error> {
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

    let manifest: Manifest = toml::from_str(text)?;
    let metadata = manifest.package.and_then(|package| package.metadata);
    Ok(metadata.and_then(|metadata| metadata.wireright).unwrap_or_default())
}

fn parse(
    text: &str,
    file: &Path,
    current_folder: &Path,
    read: impl FnOnce(&str) -> Result<Config, toml::de::Error>,
) -> Result<LoadedConfig, ConfigError> {
    let name = display(file, current_folder);
    let config = read(text).map_err(|error| ConfigError::of_toml(&name, text, &error))?;
    if config.client.is_empty() {
        let message = format!("`{name}` describes no client; add a table `[[client]]` with `spec` and `out`");
        return Err(ConfigError::new(message));
    }
    let folder = file.parent().unwrap_or(current_folder).to_path_buf();
    let outs: Vec<&Spanned<PathBuf>> = config.client.iter().map(|client| &client.out).collect();
    folders::check(&outs, &folder, &name, text)?;
    for client in &config.client {
        client.package.check().map_err(|problem| ConfigError::at(&name, text, &problem.span, &problem.message))?;
    }
    let source = SourceFile { path: name.clone(), bytes: text.into() };
    Ok(LoadedConfig { config, file: file.to_path_buf(), folder, name, source })
}

#[cfg(test)]
mod tests {
    use wireright_codegen::Selector;

    use super::*;

    fn loaded(text: &str) -> Result<LoadedConfig, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE_NAME), text).unwrap();
        load(None, folder.path())
    }

    #[test]
    fn a_client_has_a_document_and_a_folder() {
        let text = "[[client]]\nspec = \"pets.yaml\"\nout = \"pets\"\ninclude = [\"tag:Cats\"]\n\
                    [client.runtime]\ngit = \"https://example.com/r\"\ntag = \"v1\"\n\
                    [client.package]\nlicense = \"MIT\"\n";
        let client = loaded(text).unwrap().config.client.remove(0);
        assert_eq!(client.include[0].get_ref(), &SelectorText(Selector::Tag("Cats".to_owned())));
        let reference = Some(("tag", "v1".to_owned()));
        let git = RuntimeDependency::Git { url: "https://example.com/r".to_owned(), reference };
        assert_eq!(client.runtime(Path::new("")), Ok(git));
        assert_eq!(
            (client.package.metadata().license.as_deref(), client.package.metadata().version.as_str()),
            (Some("MIT"), "0.1.0")
        );
    }

    #[test]
    fn mistakes_have_a_place() {
        let client = "[[client]]\nspec = \"a\"\nout = \"b\"\n";
        for (text, expected) in [
            (
                format!("{client}licence = \"MIT\"\n"),
                "wireright.toml:4:1: unknown key `licence`, expected one of `spec`, `out`",
            ),
            (
                format!("{client}include = [\"Cats\"]\n"),
                "wireright.toml:4:11: expected operation:ID, tag:NAME, path:PREFIX or deprecated",
            ),
            ("# a\n[[client]]\nout = \"b\"\n".to_owned(), "wireright.toml:2:1: missing key `spec`"),
            ("client = []\n".to_owned(), "describes no client"),
            (
                format!("{client}[client.package]\nversion = \"1\"\n"),
                "wireright.toml:5:11: invalid version `1`; write three numbers, such as `1.0.0`",
            ),
            (
                format!("{client}[client.package]\nlicense = \"Apache 2.0\"\n"),
                "wireright.toml:5:11: `Apache 2.0` is no SPDX expression: unexpected `2.0`",
            ),
            (
                format!("{client}[client.package]\nkeywords = [\"a\", \"b c\"]\n"),
                "wireright.toml:5:18: crates.io refuses the keyword `b c`",
            ),
            (
                format!("{client}[client.package]\ncategories = [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\"]\n"),
                "wireright.toml:5:40: crates.io accepts at most 5 categories",
            ),
            (
                format!("{client}[client.package]\nhomepage = \"example.com\"\n"),
                "wireright.toml:5:12: `example.com` is no URL",
            ),
            (
                format!("{client}[client.package]\nrust-version = \"1.70\"\n"),
                "wireright.toml:5:16: generated code needs Rust",
            ),
        ] {
            let error = loaded(&text).unwrap_err().message;
            assert!(error.contains(expected) && error.contains("wireright.toml"), "{error}");
        }
    }

    #[test]
    fn keys_of_the_runtime_exclude_each_other() {
        let config = |text: &str| {
            let text = format!("[[client]]\nspec = \"a\"\nout = \"b\"\n[client.runtime]\n{text}");
            loaded(&text).unwrap().config.client.remove(0).runtime(Path::new("/f"))
        };
        assert_eq!(config("path = \"r\""), Ok(RuntimeDependency::Path("/f/r".into())));
        assert!(config("path = \"r\"\nversion = \"1\"").unwrap_err().contains("exactly one of"));
        assert!(config("").unwrap_err().contains("exactly one of"));
        assert!(config("version = \"1\"\nrev = \"a\"").unwrap_err().contains("belong to `git`"));
    }

    #[test]
    fn cargo_toml_may_contain_the_configuration() {
        let folder = tempfile::tempdir().unwrap();
        assert!(load(None, folder.path()).unwrap_err().message.contains("nor a `wireright.toml`"));
        let text = "[package]\nname = \"app\"\n[[package.metadata.wireright.client]]\nspec = \"a\"\nout = \"b\"\n";
        fs::write(folder.path().join("Cargo.toml"), text).unwrap();
        assert_eq!(load(None, folder.path()).unwrap().config.client[0].out.get_ref(), Path::new("b"));
        fs::write(folder.path().join("Cargo.toml"), text.replace("out", "output")).unwrap();
        assert!(load(None, folder.path()).unwrap_err().message.contains("Cargo.toml:5:1: unknown key `output`"));
    }
}
