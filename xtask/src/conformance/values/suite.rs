//! The schemas and instances of the JSON Schema Test Suite.

use std::{fs, path::Path};

use codegen_tests::judge::{Case, Instance};
use serde::Deserialize;
use serde_json::Value;

/// Files with tests that do not concern a generator of types.
const NOT_APPLICABLE: [&str; 7] =
    ["content", "default", "dynamicRef", "format", "infinite-loop-detection", "refRemote", "vocabulary"];

/// A group of tests, as a file of the suite has it.
#[derive(Deserialize)]
struct Group {
    description: String,
    schema: Value,
    tests: Vec<Instance>,
}

/// All applicable cases of a folder, or those of some files.
pub(super) fn read(folder: &Path, only: &[String]) -> Result<Vec<Case>, String> {
    let failed = |error: &dyn std::fmt::Display| format!("cannot read `{}`: {error}", folder.display());
    let entries = fs::read_dir(folder).map_err(|error| failed(&error))?;
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let mut cases = Vec::new();
    for path in paths {
        let file = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if NOT_APPLICABLE.contains(&file.as_str()) || !(only.is_empty() || only.contains(&file)) {
            continue;
        }
        let text = fs::read_to_string(&path).map_err(|error| failed(&error))?;
        let groups: Vec<Group> = serde_json::from_str(&text).map_err(|error| failed(&error))?;
        for Group { description, schema, tests } in groups {
            let type_name = format!("Case{}", cases.len() + 1);
            cases.push(Case { file: file.clone(), description, type_name, schema, instances: tests });
        }
    }
    if cases.is_empty() {
        return Err(format!("`{}` contains no tests", folder.display()));
    }
    Ok(cases)
}
