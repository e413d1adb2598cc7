//! Further dependencies of a client, from the configuration.

use std::path::{Path, PathBuf};

use semver::VersionReq;
use serde::Deserialize;
use toml::Value;

use super::manifest::{quote, quote_all};
use crate::{paths, phrases::toml_message};

/// A dependency, as in `Cargo.toml`.
#[derive(Clone, Debug, PartialEq)]
pub struct Dependency {
    name: String,
    keys: DependencyKeys,
    /// The folder of a dependency by path.
    path: Option<PathBuf>,
}

impl Dependency {
    /// A dependency whose path is relative to `folder`.
    ///
    /// # Errors
    ///
    /// Cargo would refuse the value, for this reason.
    pub fn new(name: &str, value: &Value, folder: &Path) -> Result<Self, String> {
        let keys = match value {
            Value::String(version) => match requirement_problem(version) {
                Some(problem) => return Err(problem),
                None => DependencyKeys { version: Some(version.clone()), ..DependencyKeys::default() },
            },
            Value::Table(_) => read_keys(value).map_err(|problem| format!("the dependency `{name}`{problem}"))?,
            _ => {
                return Err(format!(
                    "the dependency `{name}` is neither a version nor a table: write `{name} = \"1.2\"`"
                ));
            }
        };
        let path = keys.path.as_ref().map(|path| folder.join(path));
        Ok(Self { name: name.to_owned(), keys, path })
    }

    /// The name of the crate in Rust.
    pub fn crate_name(&self) -> String {
        self.name.replace('-', "_")
    }

    /// The name under which the manifest lists it.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Whether a feature enables it.
    pub fn is_optional(&self) -> bool {
        self.keys.optional == Some(true)
    }

    /// The line of `Cargo.toml` in the folder `out`.
    pub(super) fn line(&self, out: &Path) -> String {
        let path = self.path.as_ref().map(|path| relative(out, path).to_string_lossy().into_owned());
        format!("{} = {}\n", self.name, DependencyKeys { path, ..self.keys.clone() }.text())
    }
}

/// The keys of a dependency in `Cargo.toml`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct DependencyKeys {
    version: Option<String>,
    path: Option<String>,
    git: Option<String>,
    rev: Option<String>,
    tag: Option<String>,
    branch: Option<String>,
    registry: Option<String>,
    features: Option<Vec<String>>,
    default_features: Option<bool>,
    optional: Option<bool>,
    package: Option<String>,
}

impl DependencyKeys {
    /// The value in `Cargo.toml`: a version alone, or a table.
    fn text(&self) -> String {
        let strings = [
            ("version", &self.version),
            ("path", &self.path),
            ("git", &self.git),
            ("rev", &self.rev),
            ("tag", &self.tag),
            ("branch", &self.branch),
            ("registry", &self.registry),
            ("package", &self.package),
        ];
        let strings = strings.into_iter().filter_map(|(key, value)| Some((key, quote(value.as_ref()?))));
        let flags = [("default-features", self.default_features), ("optional", self.optional)];
        let flags = flags.into_iter().filter_map(|(key, value)| Some((key, value?.to_string())));
        let features = self.features.iter().map(|features| ("features", quote_all(features)));
        let entries: Vec<(&str, String)> = strings.chain(flags).chain(features).collect();
        if let [("version", version)] = &entries[..] {
            return version.clone();
        }
        let entries: Vec<String> = entries.iter().map(|(key, value)| format!("{key} = {value}")).collect();
        format!("{{ {} }}", entries.join(", "))
    }
}

/// Reads the table of a dependency. An error continues "the dependency `name`".
fn read_keys(value: &Value) -> Result<DependencyKeys, String> {
    let mut values = value.as_table().into_iter().flatten();
    if let Some(problem) = values.find_map(|(key, value)| type_problem(key, value)) {
        return Err(format!(": {problem}"));
    }
    let keys = DependencyKeys::deserialize(value.clone()).map_err(|error| format!(": {}", toml_message(&error)))?;
    if keys.version.is_none() && keys.path.is_none() && keys.git.is_none() {
        return Err(" has none of `version`, `path` and `git`".to_owned());
    }
    keys.version.as_deref().and_then(requirement_problem).map_or(Ok(keys), |problem| Err(format!(": {problem}")))
}

/// How to write the value of a key that has a wrong type.
fn type_problem(key: &str, value: &Value) -> Option<String> {
    let (is_right, example) = match key {
        "features" => (value.as_array().is_some_and(|all| all.iter().all(Value::is_str)), "[\"serde\"]"),
        "default-features" => (value.is_bool(), "false"),
        "optional" => (value.is_bool(), "true"),
        "version" => (value.is_str(), "\"1.2\""),
        "path" => (value.is_str(), "\"../name\""),
        "git" => (value.is_str(), "\"https://example.com/name.git\""),
        "rev" | "tag" | "branch" | "registry" | "package" => (value.is_str(), "\"name\""),
        _ => return None,
    };
    (!is_right).then(|| format!("wrong type of `{key}`: write it as `{key} = {example}`"))
}

/// Why Cargo refuses a version requirement.
pub fn requirement_problem(version: &str) -> Option<String> {
    let error = VersionReq::parse(version).err()?;
    Some(format!("invalid version requirement `{}`: {error}; write it as `1.2`", version.escape_debug()))
}

/// The path relative to a folder if both are below one that is not the root, otherwise absolute.
fn relative(from: &Path, to: &Path) -> PathBuf {
    let absolute = |path: &Path| std::path::absolute(path).map(|path| normalized(&path)).unwrap_or_default();
    let (from, to) = (absolute(from), absolute(to));
    let common = from.ancestors().find(|folder| to.starts_with(folder)).filter(|folder| folder.parent().is_some());
    common.and_then(|common| paths::relative(&from, &to, common)).unwrap_or(to)
}

/// The path without `.` and `..`.
fn normalized(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => {
                normal.pop();
            }
            part => normal.push(part),
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dependency(line: &str) -> Result<Dependency, String> {
        let table: toml::Table = line.parse().unwrap();
        let (name, value) = table.iter().next().unwrap();
        Dependency::new(name, value, Path::new("/w/api"))
    }

    #[test]
    fn a_path_is_relative_to_the_client() {
        let line = |text: &str| dependency(text).unwrap().line(Path::new("/w/api/clients/pets"));
        assert_eq!(line("schemars = \"1\""), "schemars = \"1\"\n");
        assert_eq!(line("my-types = { path = \"../types\" }"), "my-types = { path = \"../../../types\" }\n");
        assert_eq!(
            line("x = { version = \"1\", features = [\"a\"] }"),
            "x = { version = \"1\", features = [\"a\"] }\n"
        );
        assert_eq!(dependency("my-types = \"1\"").unwrap().crate_name(), "my_types");
    }

    #[test]
    fn mistakes_are_reported() {
        for (line, expected) in [
            ("a = 1", "the dependency `a` is neither a version nor a table"),
            ("a = \"one\"", "invalid version requirement `one`"),
            ("a = { version = \"1.x.y.z\" }", "invalid version requirement `1.x.y.z`"),
            ("a = { verison = \"1\" }", "the dependency `a`: unknown key `verison`, expected one of `version`, "),
            ("a = { version = \"1\", features = \"serde\" }", "wrong type of `features`: write it as `features = "),
            ("a = { features = [\"serde\"] }", "the dependency `a` has none of `version`, `path` and `git`"),
            ("a = { workspace = true }", "unknown key `workspace`"),
        ] {
            assert!(dependency(line).unwrap_err().contains(expected), "{line}");
        }
    }
}
