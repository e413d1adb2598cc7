//! Names in an untrusted document never write outside the crate and never change the structure of its manifest.

use std::collections::BTreeSet;

use super::*;

const NAMES: [&str; 22] = [
    "../../evil",
    "/etc/evil",
    "a/../../../evil",
    "..",
    ".",
    "C:\\evil",
    "\\\\host\\evil",
    "con",
    "AUX",
    "nul.rs",
    "Cargo.toml",
    "lib",
    "main",
    "bin",
    "default",
    "reqwest",
    "serde",
    "wireright-runtime",
    "重置密码",
    "x\"]\n[dependencies]\nevil = \"1\"",
    "evil\"\nbuild = \"evil.rs",
    "``` --> <!-- evil -->",
];

/// A document that uses a name wherever it could become a file, a feature or a part of the manifest.
fn document(name: &str) -> String {
    let name = serde_json::to_string(name).unwrap();
    format!(
        r#"{{
  "openapi": "3.0.3",
  "info": {{
    "title": {name}, "version": {name}, "description": {name},
    "license": {{ "name": {name} }}, "contact": {{ "name": {name} }}
  }},
  "servers": [{{ "url": "https://pets.example.com", "description": {name} }}],
  "tags": [{{ "name": {name} }}],
  "paths": {{ "/pets": {{ "get": {{ "operationId": {name}, "tags": [{name}], "summary": {name},
    "parameters": [{{ "name": {name}, "in": "query", "schema": {{ "type": "string", "default": {name} }} }}],
    "responses": {{ "200": {{ "description": {name}, "content": {{ "application/json": {{
      "schema": {{ "type": "object", "properties": {{ {name}: {{ "type": "string" }} }} }}
    }} }} }} }}
  }} }} }},
  "components": {{ "schemas": {{ {name}: {{
    "type": "object", "properties": {{ {name}: {{ "type": "string", "enum": [{name}] }} }}
  }} }} }}
}}"#
    )
}

/// Every file below a folder.
fn files(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path);
        }
    }
    found
}

/// Generates a crate from this name in a temporary folder.
fn generated(name: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("deep/below")).unwrap();
    let spec = folder.path().join("deep/below/api.json");
    fs::write(&spec, document(name)).unwrap();
    let out = folder.path().join("deep/below/out");
    let arguments =
        GenerateArguments { spec: Some(spec.clone()), out: Some(out.clone()), ..GenerateArguments::default() };
    let (mut terminal, _, problems) = Terminal::captured();
    let outcome = run(folder.path(), &arguments, &mut terminal);
    assert_eq!(outcome, Outcome::Success, "{name:?}: {}", problems.text());
    let outside: Vec<PathBuf> = files(folder.path()).into_iter().filter(|file| !file.starts_with(&out)).collect();
    assert_eq!(outside, [spec], "{name:?}");
    folder
}

/// The keys of a manifest and of its tables, without the names of features.
fn keys(manifest: &str) -> BTreeSet<String> {
    let manifest: toml::Table = manifest.parse().unwrap_or_else(|error| panic!("{error}\n{manifest}"));
    let mut keys = BTreeSet::new();
    for (name, value) in &manifest {
        keys.insert(name.clone());
        let inner = value.as_table().into_iter().flat_map(toml::Table::keys).filter(|_| name != "features");
        keys.extend(inner.map(|key| format!("{name}.{key}")));
    }
    keys
}

#[test]
fn names_never_leave_the_crate_or_change_its_manifest() {
    let manifest = |folder: &TempDir| fs::read_to_string(folder.path().join("deep/below/out/Cargo.toml")).unwrap();
    let features = |manifest: &str| manifest.parse::<toml::Table>().unwrap()["features"].as_table().unwrap().len();
    let expected = manifest(&generated("pets"));
    let (expected, count) = (keys(&expected), features(&expected));
    for name in NAMES {
        let folder = generated(name);
        let text = manifest(&folder);
        assert_eq!(keys(&text), expected, "{name:?}");
        assert_eq!(features(&text), count, "{name:?}: {text}");
        let readme = fs::read_to_string(folder.path().join("deep/below/out/README.md")).unwrap();
        assert_eq!(readme.matches("\n```").count(), 2, "{readme}");
        assert_eq!(readme.matches("<!--").count() - readme.matches("(\"``` --> <!--").count(), 1, "{readme}");

        let out = folder.path().join("deep/below/out");
        let mut lower = BTreeSet::new();
        for file in files(&out) {
            let path = file.strip_prefix(&out).unwrap().to_str().unwrap().to_owned();
            assert!(path.is_ascii() && path.split('/').all(|part| part.len() <= 120), "{name:?}: {path}");
            let stems = path.split('/').map(|part| part.split('.').next().unwrap_or_default());
            assert!(stems.into_iter().all(|stem| !["con", "aux", "nul", "prn"].contains(&stem)), "{name:?}: {path}");
            let is_source = path != "src/main.rs" && !path.starts_with("src/bin/");
            assert!(is_source, "Cargo would build {path} as a program");
            assert!(
                lower.insert(path.to_lowercase()),
                "{name:?}: {path} exists twice on a case-insensitive file system"
            );
        }
    }
}
