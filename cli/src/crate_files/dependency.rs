//! Further dependencies of a client, from the configuration.

use std::path::{Path, PathBuf};

use semver::VersionReq;
use serde::Deserialize;
use toml::Value;

use crate::{paths, phrases::toml_message};

/// A dependency, as in `Cargo.toml`.
#[derive(Clone, Debug, PartialEq)]
pub struct Dependency {
    name: String,
    value: Value,
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
        let problem = match value {
            Value::String(version) => requirement_problem(version),
            Value::Table(_) => table_problem(name, value),
            _ => Some(format!("the dependency `{name}` is neither a version nor a table: write `{name} = \"1.2\"`")),
        };
        if let Some(problem) = problem {
            return Err(problem);
        }
        let path = value.get("path").and_then(Value::as_str).map(|path| folder.join(path));
        Ok(Self { name: name.to_owned(), value: value.clone(), path })
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
        self.value.get("optional").and_then(Value::as_bool) == Some(true)
    }

    /// The line of `Cargo.toml` in the folder `out`.
    pub(super) fn line(&self, out: &Path) -> String {
        let mut value = self.value.clone();
        if let (Some(path), Value::Table(table)) = (&self.path, &mut value) {
            table.insert("path".to_owned(), relative(out, path).to_string_lossy().into_owned().into());
        }
        format!("{} = {value}\n", self.name)
    }
}

/// The keys of a dependency in `Cargo.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(dead_code, reason = "the values are written as they are")]
struct DependencyTable {
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

/// Why Cargo refuses the table of a dependency.
fn table_problem(name: &str, value: &Value) -> Option<String> {
    let mut values = value.as_table().into_iter().flatten();
    if let Some(problem) = values.find_map(|(key, value)| type_problem(key, value)) {
        return Some(format!("the dependency `{name}`: {problem}"));
    }
    let table = match DependencyTable::deserialize(value.clone()) {
        Ok(table) => table,
        Err(error) => return Some(format!("the dependency `{name}`: {}", toml_message(&error))),
    };
    if table.version.is_none() && table.path.is_none() && table.git.is_none() {
        return Some(format!("the dependency `{name}` has none of `version`, `path` and `git`"));
    }
    table.version.as_deref().and_then(requirement_problem)
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
            "x = { features = [\"a\"], version = \"1\" }\n"
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
