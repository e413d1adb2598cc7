//! Reading an API description with every file that it refers to.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use wireright_codegen::{SourceFile, source::links};
use wireright_mock::parsed;

use crate::{
    paths::shown,
    specs::{Missing, words},
};

/// A description and the files that belong to it. Their paths are from the folder that they may not leave.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Description {
    /// The path of the description itself.
    pub(crate) entry: String,
    /// All files by path, the description among them.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

impl Description {
    /// The files as the generator takes them.
    pub(crate) fn into_sources(self) -> Vec<SourceFile> {
        self.files.into_iter().map(|(path, bytes)| SourceFile { path, bytes }).collect()
    }

    /// A copy of the files, as the generator takes them.
    pub(crate) fn sources(&self) -> Vec<SourceFile> {
        self.files.iter().map(|(path, bytes)| SourceFile { path: path.clone(), bytes: bytes.clone() }).collect()
    }
}

/// Reads a description and everything that it refers to, as far as it is there: what is missing or broken is for the
/// generator to report, with the place that refers to it.
pub(crate) fn description(spec: &Path, root: Option<&Path>) -> Result<Description, Missing> {
    let spec_path = real(spec)?;
    let root = match root {
        Some(root) => real(root)?,
        None => usual_root(&spec_path),
    };
    if !spec_path.starts_with(&root) {
        return Err(Missing {
            problem: format!("`{}` is not below `{}`", spec.display(), root.display()),
            help: "`--root` names a folder above the description and above all files that it refers to".to_owned(),
        });
    }
    let entry = shown(&spec_path, &root);
    let mut files = BTreeMap::from([(entry.clone(), read(&spec_path, spec)?)]);
    let mut unread = vec![entry.clone()];
    while let Some(path) = unread.pop() {
        for referred in files.get(&path).map(|bytes| referred(&path, bytes)).unwrap_or_default() {
            let place = root.join(&referred);
            // A file that is not there is missed by nobody but the generator.
            if !files.contains_key(&referred)
                && place.is_file()
                && let Ok(bytes) = fs::read(&place)
            {
                files.insert(referred.clone(), bytes);
                unread.push(referred);
            }
        }
    }
    Ok(Description { entry, files })
}

/// The paths that a file refers to.
fn referred(path: &str, bytes: &[u8]) -> Vec<String> {
    if std::str::from_utf8(bytes).is_ok_and(|text| !links::may_link(text)) {
        return Vec::new();
    }
    let Some(document) = parsed(path, bytes) else { return Vec::new() };
    links::linked_files(&document).iter().filter_map(|reference| links::resolve_path(path, reference)).collect()
}

fn usual_root(spec: &Path) -> PathBuf {
    let current = std::env::current_dir().and_then(fs::canonicalize).ok();
    let own = spec.parent().unwrap_or(spec).to_path_buf();
    current.filter(|current| spec.starts_with(current)).unwrap_or(own)
}

fn real(path: &Path) -> Result<PathBuf, Missing> {
    fs::canonicalize(path).map_err(|error| unreadable(path, &error))
}

fn read(path: &Path, named: &Path) -> Result<Vec<u8>, Missing> {
    fs::read(path).map_err(|error| unreadable(named, &error))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Missing {
    Missing {
        problem: format!("`{}` cannot be read: {}", path.display(), words(error)),
        help: "name a file that is there and that you may read".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(root: &Path, path: &str, text: &str) {
        fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        fs::write(root.join(path), text).unwrap();
    }

    fn paths(description: &Description) -> Vec<&str> {
        description.files.keys().map(String::as_str).collect()
    }

    #[test]
    fn everything_that_is_referred_to_is_read_once() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        put(
            root,
            "api/src/openapi.yaml",
            "a: { $ref: './parts/b.yaml#/x' }\nd: [{ $ref: ../common.json }, { $ref: gone.yaml }]\n",
        );
        put(
            root,
            "api/src/parts/b.yaml",
            "x: { $ref: '../openapi.yaml#/a' }\ny: { $ref: 'c%20d.yaml' }\nz: { $ref: ../parts }\n",
        );
        put(root, "api/src/parts/c d.yaml", "broken: [\n");
        put(
            root,
            "api/common.json",
            "{\"a\": {\"$ref\": \"../../../etc/passwd\"}, \"b\": {\"$ref\": \"https://x.example\"}}",
        );
        put(root, "api/src/unused.yaml", "a: 1\n");
        let spec = root.join("api/src/openapi.yaml");
        let found = description(&spec, Some(&root.join("api"))).unwrap();
        assert_eq!(found.entry, "src/openapi.yaml");
        assert_eq!(paths(&found), ["common.json", "src/openapi.yaml", "src/parts/b.yaml", "src/parts/c d.yaml"]);
        let alone = description(&spec, None).unwrap();
        assert_eq!(alone.entry, "openapi.yaml");
        assert_eq!(paths(&alone), ["openapi.yaml", "parts/b.yaml", "parts/c d.yaml"]);
    }

    #[test]
    fn what_is_not_there_or_not_below_is_said() {
        let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        put(folder.path(), "a.yaml", "a: 1\n");
        let missing = description(&folder.path().join("b.yaml"), None).unwrap_err();
        assert!(missing.problem.ends_with("b.yaml` cannot be read: it is not there"), "{missing:?}");
        let missing = description(&folder.path().join("a.yaml"), Some(elsewhere.path())).unwrap_err();
        assert!(missing.problem.contains("is not below"), "{missing:?}");
    }
}
