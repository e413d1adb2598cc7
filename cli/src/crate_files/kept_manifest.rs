//! What a `Cargo.toml` that the user keeps lacks of the generated one. Does no I/O.

use toml::{Table, Value};

use super::manifest::entries;
use crate::phrases::toml_message;

/// The lines of the generated manifest whose keys a kept one lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingLines {
    /// The path of the kept manifest in the folder of the crate.
    pub path: String,
    /// The table, such as `dependencies`.
    pub table: &'static str,
    /// The lines to add, each with its key.
    pub lines: Vec<(String, String)>,
}

/// The keys of a package that come from the configuration.
const PACKAGE_KEYS: [&str; 6] = ["license", "repository", "homepage", "authors", "keywords", "categories"];

/// Compares a kept manifest with the generated text. Only the presence of keys counts: the user can change a version,
/// or turn a feature off with `name = []`.
///
/// # Errors
///
/// The kept manifest is not TOML.
pub fn missing_lines(path: &str, generated: &str, kept: &str) -> Result<Vec<MissingLines>, String> {
    let kept: Table = kept.parse().map_err(|error| toml_message(&error))?;
    let wanted: Table = generated.parse().unwrap_or_default();
    let missing = ["package", "features", "dependencies"].into_iter().filter_map(|table| {
        let wanted = wanted.get(table).and_then(Value::as_table)?;
        let has = |(name, value): &(&String, &Value)| match table {
            "package" => !PACKAGE_KEYS.contains(&name.as_str()) || key_of(&kept, table, name).is_some(),
            "features" => key_of(&kept, table, name).is_some() || is_optional_dependency(&kept, name),
            _ => dependency_tables(&kept)
                .filter_map(|table| dependency_of(table, name))
                .any(|found| has_features(found, value)),
        };
        let lines = wanted.iter().filter(|entry| !has(entry)).map(|(name, _)| {
            let line = entries(generated, table).find(|(key, _)| key.trim_matches('"') == name);
            let line = line.map_or_else(|| name.clone(), |(key, text)| format!("{key} ={text}"));
            (name.clone(), line)
        });
        let lines: Vec<_> = lines.collect();
        (!lines.is_empty()).then(|| MissingLines { path: path.to_owned(), table, lines })
    });
    Ok(missing.collect())
}

fn key_of<'t>(manifest: &'t Table, table: &str, key: &str) -> Option<&'t Value> {
    manifest.get(table)?.as_table()?.get(key)
}

/// The tables of dependencies, also those of a platform.
fn dependency_tables(manifest: &Table) -> impl Iterator<Item = &Table> {
    let platforms = manifest.get("target").and_then(Value::as_table).into_iter().flatten().map(|(_, table)| table);
    let all = platforms.filter_map(|platform| platform.get("dependencies")).chain(manifest.get("dependencies"));
    all.filter_map(Value::as_table)
}

/// The dependency with the same name in Rust.
fn dependency_of<'t>(dependencies: &'t Table, name: &str) -> Option<&'t Value> {
    let in_rust = |name: &str| name.replace('-', "_");
    dependencies.iter().find(|(key, _)| in_rust(key) == in_rust(name)).map(|(_, value)| value)
}

/// Whether a dependency has the features of the generated one. Those of a workspace are unknown.
fn has_features(kept: &Value, generated: &Value) -> bool {
    let features = |value: &Value| value.get("features").and_then(Value::as_array).cloned().unwrap_or_default();
    let (found, wanted) = (features(kept), features(generated));
    kept.get("workspace").is_some() || wanted.iter().all(|feature| found.contains(feature))
}

/// Whether Cargo makes a feature for an optional dependency.
fn is_optional_dependency(manifest: &Table, feature: &str) -> bool {
    let dependency = key_of(manifest, "dependencies", feature);
    dependency.and_then(|value| value.get("optional")).and_then(Value::as_bool) == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GENERATED: &str = "\
[package]
name = \"pets\"
license = \"MIT\"

[features]
default = [\"gzip\"]
## Documented.
gzip = [\"wireright-runtime/gzip\"]
jiff = [\"wireright-runtime/jiff\"]

[dependencies]
wireright-runtime = { path = \"runtime\", default-features = false }
my-types = { version = \"1\", features = [\"serde\"] }
";

    fn lines(kept: &str) -> Vec<String> {
        let missing = missing_lines("Cargo.toml", GENERATED, kept).unwrap();
        missing.iter().flat_map(|one| one.lines.iter().map(|(_, line)| format!("[{}] {line}", one.table))).collect()
    }

    #[test]
    fn each_missing_key_has_its_line() {
        assert_eq!(
            lines("[package]\nname = \"mine\"\n"),
            [
                "[package] license = \"MIT\"",
                "[features] default = [\"gzip\"]",
                "[features] gzip = [\"wireright-runtime/gzip\"]",
                "[features] jiff = [\"wireright-runtime/jiff\"]",
                "[dependencies] my-types = { version = \"1\", features = [\"serde\"] }",
                "[dependencies] wireright-runtime = { path = \"runtime\", default-features = false }",
            ]
        );
    }

    #[test]
    fn other_values_and_other_tables_are_no_lack() {
        let kept = "\
            package.license.workspace = true\n\
            features = { default = [], gzip = [] }\n\
            [dependencies.my_types]\nversion = \"2\"\nfeatures = [\"other\", \"serde\"]\n\
            [dependencies.jiff]\nversion = \"0.2\"\noptional = true\n\
            [target.'cfg(unix)'.dependencies]\nwireright-runtime.workspace = true\n";
        assert_eq!(lines(kept), [""; 0]);
        let without_features = kept.replace("\"serde\"", "\"std\"");
        assert_eq!(lines(&without_features), ["[dependencies] my-types = { version = \"1\", features = [\"serde\"] }"]);
    }

    #[test]
    fn a_broken_manifest_is_an_error() {
        assert!(missing_lines("Cargo.toml", GENERATED, "[package\n").is_err());
    }
}
