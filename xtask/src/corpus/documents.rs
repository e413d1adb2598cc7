//! Which files of a folder are descriptions, and which are only parts of one.

use std::{
    fs,
    path::{Path, PathBuf},
};

use wireright_codegen::source::Value;
use wireright_mock::parsed;

use wireright::{
    load::{self, LoadedDocuments},
    paths::join_inside,
    wording::io_reason,
};

/// The list that a folder may have: the first column names the descriptions.
const MANIFEST: &str = "MANIFEST.tsv";

/// A description of the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Document {
    /// Its path from the folder on, with `/` between folders.
    pub(super) name: String,
    pub(super) place: PathBuf,
    /// The folder of all.
    pub(super) folder: PathBuf,
}

impl Document {
    /// Reads it with everything that it refers to.
    pub(super) fn read(&self) -> Result<LoadedDocuments, String> {
        load::documents(std::slice::from_ref(&self.place), Some(&self.folder)).map_err(|error| error.message)
    }
}

/// The descriptions of a folder, those of these names where any are given.
pub(super) fn find(folder: &Path, only: &[String]) -> Result<Vec<Document>, String> {
    let unreadable =
        |error: std::io::Error| format!("the folder `{}` cannot be read: {}", folder.display(), io_reason(&error));
    let folder = fs::canonicalize(folder).map_err(unreadable)?;
    let names = match fs::read_to_string(folder.join(MANIFEST)) {
        Ok(manifest) => listed(&manifest),
        Err(_) => {
            let mut names = Vec::new();
            search(&folder, "", &mut names).map_err(unreadable)?;
            names.sort();
            names
        }
    };
    if names.is_empty() {
        return Err(format!("the folder `{}` holds no API description", folder.display()));
    }
    if let Some(name) = only.iter().find(|wanted| !names.iter().any(|name| is_called(name, wanted))) {
        return Err(format!("no description is called `{name}`; these are: {}", names.join(", ")));
    }
    let wanted = |name: &String| only.is_empty() || only.iter().any(|wanted| is_called(name, wanted));
    let document = |name: String| Ok(Document { place: join_inside(&folder, &name)?, name, folder: folder.clone() });
    names.into_iter().filter(wanted).map(document).collect()
}

/// The first column of a list, without its heading.
fn listed(manifest: &str) -> Vec<String> {
    let rows = manifest.lines().filter_map(|line| line.split('\t').next());
    rows.map(str::trim).filter(|name| !["", "document"].contains(name)).map(str::to_owned).collect()
}

/// Whether a description goes by a name: its path, its path without the ending, or a folder that it is in.
fn is_called(document: &str, name: &str) -> bool {
    let name = name.trim_end_matches('/');
    let without_ending = document.rsplit_once('.').map_or(document, |(stem, _)| stem);
    document == name || without_ending == name || document.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'))
}

/// Adds the descriptions of a folder and of those below it.
fn search(folder: &Path, prefix: &str, names: &mut Vec<String>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder.join(prefix))? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}/{name}") };
        let kind = entry.file_type()?;
        if name.starts_with('.') || kind.is_symlink() {
            continue;
        }
        if kind.is_dir() {
            search(folder, &path, names)?;
        } else if is_description(&folder.join(&path), &path, prefix.is_empty()) {
            names.push(path);
        }
    }
    Ok(())
}

/// Whether a file says that it is a description. One at the top that cannot be read is taken for one: it should be told.
fn is_description(place: &Path, path: &str, at_top: bool) -> bool {
    let ending = place.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    if !["yaml", "yml", "json"].contains(&ending.as_str()) {
        return false;
    }
    let Ok(bytes) = fs::read(place) else { return at_top };
    match parsed(path, &bytes).map(|document| document.root) {
        Some(Value::Object(root)) => root.get("openapi").is_some() || root.get("swagger").is_some(),
        Some(_) => false,
        None => at_top,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let place = folder.path().join(path);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(place, text).unwrap();
        }
        folder
    }

    fn names(folder: &tempfile::TempDir, only: &[&str]) -> Result<Vec<String>, String> {
        let only: Vec<String> = only.iter().map(|name| (*name).to_owned()).collect();
        find(folder.path(), &only).map(|documents| documents.into_iter().map(|document| document.name).collect())
    }

    const FILES: &[(&str, &str)] = &[
        ("b.json", "{\"openapi\": \"3.0.0\"}"),
        ("a.yaml", "swagger: '2.0'\n"),
        ("broken.yaml", "a: [\n"),
        ("fix.overlay.yaml", "overlay: 1.0.0\n"),
        ("notes.md", "openapi: 3.0.0\n"),
        ("tree/src/openapi.yaml", "openapi: 3.1.0\n"),
        ("tree/src/parts/x.yaml", "type: object\n"),
        ("tree/src/parts/broken.yaml", "a: [\n"),
        (".hidden/a.yaml", "openapi: 3.1.0\n"),
    ];

    #[test]
    fn descriptions_are_found_and_parts_are_not() {
        let folder = folder(FILES);
        assert_eq!(names(&folder, &[]).unwrap(), ["a.yaml", "b.json", "broken.yaml", "tree/src/openapi.yaml"]);
        assert_eq!(names(&folder, &["tree", "b"]).unwrap(), ["b.json", "tree/src/openapi.yaml"]);
        assert_eq!(names(&folder, &["a.yaml"]).unwrap(), ["a.yaml"]);
        assert!(
            names(&folder, &["tre"]).unwrap_err().starts_with("no description is called `tre`; these are: a.yaml, ")
        );
    }

    #[test]
    fn a_list_decides_where_there_is_one() {
        let mut files = FILES.to_vec();
        files.push(("MANIFEST.tsv", "document\tsource\nb.json\tx\n\ngone.yaml\n"));
        assert_eq!(names(&folder(&files), &[]).unwrap(), ["b.json", "gone.yaml"]);
        assert!(names(&folder(&[("MANIFEST.tsv", "../x.yaml\n")]), &[]).is_err());
    }

    #[test]
    fn an_empty_folder_is_said() {
        assert!(names(&folder(&[]), &[]).unwrap_err().ends_with("holds no API description"));
        assert!(find(Path::new("/nowhere"), &[]).unwrap_err().ends_with("cannot be read: not found"));
    }
}
