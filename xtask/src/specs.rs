//! Reading API descriptions from disk.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use wireright_codegen::SourceFile;

use crate::paths::shown;

/// Why no documents are there, and what can be done about it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Missing {
    pub(crate) problem: String,
    pub(crate) help: String,
}

const ENDINGS: [&str; 3] = ["yaml", "yml", "json"];

/// Reads every description of a folder, by name. Other files and hidden ones are left alone, and so are folders.
pub(crate) fn folder(folder: &Path, root: &Path) -> Result<Vec<SourceFile>, Missing> {
    let name = shown(folder, root);
    let entries = fs::read_dir(folder).map_err(|error| Missing {
        problem: format!("the folder `{name}` cannot be read: {}", words(&error)),
        help: "the API descriptions stand in `specs/` of the workspace, or where `--specs DIR` says".to_owned(),
    })?;
    let mut paths = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| unreadable(&name, &error))?;
        if is_description(&entry.path()) {
            paths.push(entry.path());
        }
    }
    if paths.is_empty() {
        return Err(Missing {
            problem: format!("the folder `{name}` holds no API description"),
            help: "a description is a file that ends in .yaml, .yml or .json".to_owned(),
        });
    }
    files(&paths, root)
}

/// Reads what is named: files as they are, and the descriptions of folders.
pub(crate) fn named(paths: &[PathBuf], root: &Path) -> Result<Vec<SourceFile>, Missing> {
    let (folders, single): (Vec<PathBuf>, Vec<PathBuf>) = paths.iter().cloned().partition(|path| path.is_dir());
    let mut sources = files(&single, root)?;
    for name in &folders {
        sources.extend(folder(name, root)?);
    }
    sources.sort_by(|one, other| one.path.cmp(&other.path));
    sources.dedup_by(|one, other| one.path == other.path);
    Ok(sources)
}

/// Reads these files, in the order of their paths.
pub(crate) fn files(paths: &[PathBuf], root: &Path) -> Result<Vec<SourceFile>, Missing> {
    let mut paths = paths.to_vec();
    paths.sort();
    paths.dedup();
    paths.iter().map(|path| file(path, root)).collect()
}

fn file(path: &Path, root: &Path) -> Result<SourceFile, Missing> {
    let name = shown(path, root);
    match fs::read(path) {
        Ok(bytes) => Ok(SourceFile { path: name, bytes }),
        Err(error) => Err(unreadable(&name, &error)),
    }
}

fn unreadable(name: &str, error: &io::Error) -> Missing {
    Missing {
        problem: format!("`{name}` cannot be read: {}", words(error)),
        help: "name files that are there and that you may read".to_owned(),
    }
}

/// What an error of the system means, without its number.
pub(crate) fn words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "it is not there".to_owned(),
        io::ErrorKind::PermissionDenied => "you may not".to_owned(),
        io::ErrorKind::NotADirectory => "it is no folder".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}

fn is_description(path: &Path) -> bool {
    let hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    !hidden && ENDINGS.contains(&ending.as_str()) && !path.is_dir()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_are_read_by_name() {
        let root = tempfile::tempdir().unwrap();
        let specs = root.path().join("specs");
        fs::create_dir_all(specs.join("folder.yaml")).unwrap();
        for name in ["b.yaml", "a.json", "c.YML", "README.md", ".hidden.yaml"] {
            fs::write(specs.join(name), name).unwrap();
        }
        let sources = folder(&specs, root.path()).unwrap();
        let paths: Vec<&str> = sources.iter().map(|source| source.path.as_str()).collect();
        assert_eq!(paths, ["specs/a.json", "specs/b.yaml", "specs/c.YML"]);
        assert_eq!(sources[1].bytes, b"b.yaml");
    }

    #[test]
    fn a_folder_is_named_like_a_file() {
        let root = tempfile::tempdir().unwrap();
        let specs = root.path().join("specs");
        fs::create_dir(&specs).unwrap();
        for name in ["b.yaml", "a.yaml"] {
            fs::write(specs.join(name), "").unwrap();
        }
        let sources = named(&[specs.join("b.yaml"), specs.clone()], root.path()).unwrap();
        let paths: Vec<&str> = sources.iter().map(|source| source.path.as_str()).collect();
        assert_eq!(paths, ["specs/a.yaml", "specs/b.yaml"]);
    }

    #[test]
    fn what_is_missing_is_said() {
        let root = tempfile::tempdir().unwrap();
        let specs = root.path().join("specs");
        let missing = folder(&specs, root.path()).unwrap_err();
        assert_eq!(missing.problem, "the folder `specs` cannot be read: it is not there");
        fs::create_dir(&specs).unwrap();
        let empty = folder(&specs, root.path()).unwrap_err();
        assert_eq!(empty.problem, "the folder `specs` holds no API description");
        let file = files(&[specs.join("x.yaml")], root.path()).unwrap_err();
        assert_eq!(file.problem, "`specs/x.yaml` cannot be read: it is not there");
        let folder = files(&[specs], root.path()).unwrap_err();
        assert_eq!(folder.problem, "`specs` cannot be read: it is a folder");
    }
}
