//! The documents of a folder, without files that are only parts of one.

use std::{
    fs,
    path::{Path, PathBuf},
};

use wireright_codegen::source::Value;
use wireright_mock::{Documents, parse_document};

use wireright::{
    load::{self, LoadedDocuments},
    paths::join_inside,
    phrases::io_reason,
};

/// Optional list of the documents, in its first column.
const MANIFEST: &str = "MANIFEST.tsv";

/// A document of the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Document {
    /// Path relative to the folder, with `/` as the separator.
    pub(super) name: String,
    pub(super) path: PathBuf,
    /// The folder of all documents.
    pub(super) folder: PathBuf,
}

impl Document {
    /// Reads the document with the files that it references.
    pub(super) fn read(&self) -> Result<LoadedDocuments, String> {
        load::documents(std::slice::from_ref(&self.path), Some(&self.folder)).map_err(|error| error.message)
    }
}

/// A document as the generator reads it: OpenAPI 3.0 instead of Swagger 2.0. Without files if it cannot be read.
pub(super) fn effective(loaded: &LoadedDocuments) -> Documents {
    let roots = wireright::documents::effective(loaded, Vec::new()).unwrap_or_default();
    Documents::of_roots(&roots, loaded.entry())
}

/// The documents of a folder. With names, only these.
pub(super) fn find(folder: &Path, only: &[String]) -> Result<Vec<Document>, String> {
    let unreadable =
        |error: std::io::Error| format!("cannot read the folder `{}`: {}", folder.display(), io_reason(&error));
    let folder = fs::canonicalize(folder).map_err(unreadable)?;
    let names = match fs::read_to_string(folder.join(MANIFEST)) {
        Ok(manifest) => first_column(&manifest),
        Err(_) => {
            let mut names = Vec::new();
            search(&folder, "", &mut names).map_err(unreadable)?;
            names.sort();
            names
        }
    };
    if names.is_empty() {
        return Err(format!("the folder `{}` contains no OpenAPI document", folder.display()));
    }
    if let Some(name) = only.iter().find(|wanted| !names.iter().any(|name| has_name(name, wanted))) {
        return Err(format!("unknown document `{name}`: expected one of {}", names.join(", ")));
    }
    let wanted = |name: &String| only.is_empty() || only.iter().any(|wanted| has_name(name, wanted));
    let document = |name: String| Ok(Document { path: join_inside(&folder, &name)?, name, folder: folder.clone() });
    names.into_iter().filter(wanted).map(document).collect()
}

/// The first column of the manifest, without the heading.
fn first_column(manifest: &str) -> Vec<String> {
    let rows = manifest.lines().filter_map(|line| line.split('\t').next());
    rows.map(str::trim).filter(|name| !["", "document"].contains(name)).map(str::to_owned).collect()
}

/// Whether a name selects a document: its path, its path without extension, or a folder above it.
fn has_name(document: &str, name: &str) -> bool {
    let name = name.trim_end_matches('/');
    let without_ending = document.rsplit_once('.').map_or(document, |(stem, _)| stem);
    document == name || without_ending == name || document.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'))
}

/// Adds the documents of a folder and its subfolders.
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
        } else if is_document(&folder.join(&path), &path, prefix.is_empty()) {
            names.push(path);
        }
    }
    Ok(())
}

/// Whether a file has the key `openapi` or `swagger`.
///
/// A malformed file at the top level counts as a document, so that it is reported.
fn is_document(file: &Path, name: &str, at_top: bool) -> bool {
    let ending = file.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    if !["yaml", "yml", "json"].contains(&ending.as_str()) {
        return false;
    }
    let Ok(bytes) = fs::read(file) else { return at_top };
    match parse_document(name, &bytes).map(|document| document.root) {
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
            let file = folder.path().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
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
    fn documents_are_found_without_their_parts() {
        let folder = folder(FILES);
        assert_eq!(names(&folder, &[]).unwrap(), ["a.yaml", "b.json", "broken.yaml", "tree/src/openapi.yaml"]);
        assert_eq!(names(&folder, &["tree", "b"]).unwrap(), ["b.json", "tree/src/openapi.yaml"]);
        assert_eq!(names(&folder, &["a.yaml"]).unwrap(), ["a.yaml"]);
        assert!(names(&folder, &["tre"]).unwrap_err().starts_with("unknown document `tre`: expected one of a.yaml, "));
    }

    #[test]
    fn a_manifest_takes_precedence() {
        let mut files = FILES.to_vec();
        files.push(("MANIFEST.tsv", "document\tsource\nb.json\tx\n\ngone.yaml\n"));
        assert_eq!(names(&folder(&files), &[]).unwrap(), ["b.json", "gone.yaml"]);
        assert!(names(&folder(&[("MANIFEST.tsv", "../x.yaml\n")]), &[]).is_err());
    }

    #[test]
    fn an_empty_folder_is_an_error() {
        assert!(names(&folder(&[]), &[]).unwrap_err().ends_with("contains no OpenAPI document"));
        assert!(find(Path::new("/nowhere"), &[]).unwrap_err().ends_with("`/nowhere`: not found"));
    }
}
