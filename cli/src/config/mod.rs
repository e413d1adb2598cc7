//! The configuration: `wireright.toml`, or `[package.metadata.wireright]` in `Cargo.toml`.
//!
//! - `client`: the table of a client
//! - `diff`: what `wireright diff` denies and ignores
//! - `error`: problems of a configuration, with their places
//! - `files`: the files and folders that a configuration names
//! - `folders`: the folders of clients, which differ
//! - `keys`: the keys with their documentation
//! - `package`: what `Cargo.toml` of a client says, and the rules of Cargo and crates.io
//! - `reference`: the documentation of all keys, as a page and as a JSON Schema
//! - `runtime`: where the runtime crate comes from
//! - `selector`: selectors of operations
//! - `types`: rules for types

mod client;
mod diff;
mod error;
mod files;
mod folders;
pub mod keys;
mod package;
pub mod reference;
mod runtime;
mod selector;
mod types;

pub use client::{ClientConfig, GroupBy};
pub use error::ConfigError;
pub use files::Overrides;
pub use package::PackageConfig;
pub use runtime::RuntimeConfig;
pub use selector::parse_selector;
pub use types::TypesConfig;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

pub use diff::{DiffConfig, DiffDeny, DiffIgnore, DiffRule, DiffSeverity};
use serde::Deserialize;
use toml::Spanned;
use wireright_codegen::SourceFile;

use crate::{load::LoadError, paths::display, phrases::io_reason};
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
    LoadError { message: error.message, excerpt: error.excerpt, help: error.help.unwrap_or_else(keys) }
}

/// A missing configuration, or a problem of it, for commands that can also be given documents.
pub fn needed(error: ConfigError) -> LoadError {
    if !error.is_missing {
        return invalid(error);
    }
    let help = "name a document, or write wireright.toml with `wireright init SPEC`".to_owned();
    LoadError { excerpt: Vec::new(), message: error.message, help }
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
    match fs::read(&file) {
        Ok(bytes) => of_text(&decoded(&bytes, &file, current_folder)?, &file, current_folder),
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
    let checked = config.client.iter().try_for_each(|client| client.check(&folder));
    checked.and_then(|()| config.diff.check()).map_err(|problem| ConfigError::of_problem(&name, text, problem))?;
    let source = SourceFile { path: name.clone(), bytes: text.into() };
    Ok(LoadedConfig { config, file: file.to_path_buf(), folder, name, source })
}

#[cfg(test)]
mod tests {
    use wireright_codegen::Selector;

    use super::*;
    use crate::crate_files::RuntimeDependency;

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
        let loaded = loaded(text).unwrap();
        let client = &loaded.config.client[0];
        assert_eq!(client.options(&loaded).unwrap().include[0].selector, Selector::Tag("Cats".to_owned()));
        let reference = Some(("tag", "v1".to_owned()));
        let git = RuntimeDependency::Git { url: "https://example.com/r".to_owned(), reference };
        assert_eq!(client.runtime(&loaded), Ok(git));
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
                "wireright.toml:4:12: invalid selector `Cats`: expected operation:ID, tag:NAME, path:PREFIX",
            ),
            ("# a\n[[client]]\nout = \"b\"\n".to_owned(), "wireright.toml:2:1: missing key `spec`"),
            ("client = []\n".to_owned(), "describes no client"),
            (
                format!("{client}[client.package]\nversion = \"1\"\n"),
                "wireright.toml:5:11: invalid version `1`: unexpected end of input while",
            ),
            (
                format!("{client}[client.package]\nlicense = \"Apache 2.0\"\n"),
                "wireright.toml:5:11: `Apache 2.0` is no SPDX expression: unknown term `Apache`",
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
            (
                format!("{client}name = \"My Pets\"\n"),
                "wireright.toml:4:8: invalid package name `My Pets`: it contains a character other than",
            ),
            (
                format!("{client}name = \"{}\"\n", "a".repeat(60)),
                "wireright.toml:4:8: the name of the copied runtime, `aaaaa",
            ),
            (
                format!("{client}[client.dependencies]\n\"a b\" = \"1\"\n"),
                "wireright.toml:5:1: `dependencies` has the name `a b`, which no package has",
            ),
            (
                format!("{client}[client.dependencies]\nserde = 1\n"),
                "wireright.toml:5:9: the dependency `serde` is neither a version nor a table",
            ),
            (
                format!("{client}[client.dependencies]\na = \"1\"\n[client.dependencies.b]\nverison = \"1\"\n"),
                "wireright.toml:6:1: the dependency `b`: unknown key `verison`, expected one of `version`, ",
            ),
            (
                format!("{client}[[diff.rule]]\nid = \"property-remove\"\nseverity = \"info\"\n"),
                "wireright.toml:5:6: unknown rule `property-remove`, did you mean `property-removed`?",
            ),
            (
                format!("{client}[[diff.ignore]]\nrule = \"nothing\"\nreason = \"none\"\n"),
                "wireright.toml:5:8: unknown rule `nothing`",
            ),
            (
                format!("{client}[[diff.ignore]]\nreason = \"none\"\n"),
                "wireright.toml:4:1: an ignored change needs a `fingerprint`, a `rule` or a `subject`",
            ),
        ] {
            let error = loaded(&text).unwrap_err().message;
            assert!(error.contains(expected) && error.contains("wireright.toml"), "{error}");
        }
    }

    #[test]
    fn a_wrong_type_has_a_place_and_advice() {
        let client = "[[client]]\nspec = \"a\"\nout = \"b\"\n";
        for (text, expected, help) in [
            ("[[client]]\nspec = 1\n".to_owned(), "2:8: wrong type: integer `1`, expected a path in quotes", None),
            (
                format!("{client}include = \"tag:A\"\n"),
                "4:11: wrong type: string \"tag:A\", expected a list",
                Some("write a list: `[\"tag:A\"]`"),
            ),
            (
                "[client]\nspec = \"a\"\n".to_owned(),
                "1:1: wrong type: a table, expected a list",
                Some("write `[[client]]`"),
            ),
            (
                format!("{client}[client.types]\nschema = \"a\"\n"),
                "4:1: wrong type: a table, expected a list",
                Some("write `[[client.types]]`"),
            ),
            (format!("{client}package = \"x\"\n"), "4:11: wrong type: string \"x\", expected a table", None),
            (format!("{client}group-by = 1\n"), "4:12: wrong type: expected a string", None),
            (format!("{client}dependencies = [1]\n"), "4:16: wrong type: a list, expected a table", None),
            (
                format!("{client}[client.pakage]\n"),
                "4:9: unknown key `pakage`, expected one of `spec`",
                Some("a similar key exists: `package`"),
            ),
            (
                format!("{client}group-by = \"tags\"\n"),
                "4:12: unknown value `tags`, expected `tag`",
                Some("a similar value exists: `tag`"),
            ),
            (format!("{client}exclude = [\"tag\"]\n"), "4:12: invalid selector `tag`: expected operation:ID", None),
            ("\u{feff}clients = 1\n".to_owned(), "1:1: unknown key `clients`", Some("a similar key exists: `client`")),
        ] {
            let error = loaded(&text).unwrap_err();
            assert!(error.message.starts_with(&format!("wireright.toml:{expected}")), "{}", error.message);
            assert_eq!(error.help.as_deref(), help, "{text}");
        }
        assert!(loaded("").unwrap_err().message.contains("describes no client"));
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE_NAME), b"[[client]]\nspec = \"\xFF\"\n").unwrap();
        assert_eq!(load(None, folder.path()).unwrap_err().message, "wireright.toml:2:9: invalid UTF-8");
    }

    #[test]
    fn keys_of_the_runtime_exclude_each_other() {
        let config = |text: &str| {
            let loaded = loaded(&format!("[[client]]\nspec = \"a\"\nout = \"b\"\n[client.runtime]\n{text}"))?;
            loaded.config.client[0].runtime(&loaded)
        };
        assert!(matches!(config("path = \"r\""), Ok(RuntimeDependency::Path(path)) if path.ends_with("r")));
        for (text, expected) in [
            ("path = \"r\"\nversion = \"1\"", "6:11: `runtime` has `path` and `version`, which exclude each other"),
            ("", "4:1: `runtime` needs one of `path`, `version` and `git`"),
            ("version = \"1\"\nrev = \"a\"", "6:7: `rev` belongs to `git`, which is missing"),
            ("git = \"https://a.example\"\nrev = \"a\"\ntag = \"b\"", "7:7: `rev` and `tag` exclude each other"),
            ("version = \"one\"", "5:11: invalid version requirement `one`: "),
            ("git = \"a.example\"", "5:7: `a.example` is no URL; it begins with `https://` or `ssh://`"),
        ] {
            let error = config(text).unwrap_err();
            assert!(error.message.starts_with(&format!("wireright.toml:{expected}")), "{}", error.message);
            assert_eq!(error.excerpt.len(), 3);
        }
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
