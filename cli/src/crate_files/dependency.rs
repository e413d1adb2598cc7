//! Further dependencies of a client, from the configuration.

use std::path::{Path, PathBuf};

use toml::Value;

use crate::paths;

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
    /// The name is none of a package, or the value is neither a version nor a table.
    pub fn new(name: &str, value: &Value, folder: &Path) -> Result<Self, String> {
        let is_word = |character: char| character.is_ascii_alphanumeric() || ['-', '_'].contains(&character);
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) || !name.chars().all(is_word) {
            return Err(format!("`dependencies` has the name `{}`, which no package has", name.escape_debug()));
        }
        if name.replace('_', "-") == "wireright-runtime" {
            return Err("`dependencies` has the runtime; the table `runtime` selects it".to_owned());
        }
        if !matches!(value, Value::String(_) | Value::Table(_)) {
            return Err(format!("the dependency `{name}` is neither a version nor a table"));
        }
        let path = value.get("path").and_then(Value::as_str).map(|path| folder.join(path));
        Ok(Self { name: name.to_owned(), value: value.clone(), path })
    }

    /// The name of the crate in Rust.
    pub fn crate_name(&self) -> String {
        self.name.replace('-', "_")
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
            ("\"a b\" = \"1\"", "which no package has"),
            ("a = 1", "neither a version nor a table"),
            ("wireright_runtime = \"1\"", "the table `runtime` selects it"),
        ] {
            assert!(dependency(line).unwrap_err().contains(expected), "{line}");
        }
    }
}
