//! Documents of a git revision, by the command `git`. Changes nothing in the repository.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    process::Command,
};

use crate::load::{self, LoadError, LoadedDocuments};

/// A repository.
#[derive(Debug)]
pub(crate) struct Repository {
    /// The folder of the working tree.
    pub(crate) root: PathBuf,
}

impl Repository {
    /// The repository that contains a folder.
    pub(crate) fn find(folder: &Path) -> Result<Self, LoadError> {
        let root = run(folder, &["rev-parse", "--show-toplevel"]).map_err(|_| {
            LoadError::new(
                format!("`{}` is not in a git repository", folder.display()),
                "compare two files: `wireright diff OLD NEW`",
            )
        })?;
        let root = String::from_utf8_lossy(&root).trim().to_owned();
        Ok(Self { root: PathBuf::from(root) })
    }

    /// The commit of a revision, shortened.
    pub(crate) fn commit(&self, revision: &str) -> Result<String, LoadError> {
        let find = |revision: &str| {
            run(&self.root, &["rev-parse", "--verify", "--quiet", "--short", &format!("{revision}^{{commit}}")])
        };
        // A revision that begins with a hyphen would be an option.
        let found = (!revision.starts_with('-')).then(|| find(revision).ok()).flatten();
        let output = found.ok_or_else(|| {
            // A clone has only the branches that were checked out.
            let remote = format!("origin/{revision}");
            let help = match find(&remote) {
                Ok(_) => format!("a remote branch has this name: `{remote}`"),
                Err(_) => "name a branch, a tag or a commit; in CI, fetch it first (`fetch-depth: 0`)".to_owned(),
            };
            LoadError::new(format!("unknown revision `{revision}`"), help)
        })?;
        Ok(String::from_utf8_lossy(&output).trim().to_owned())
    }

    /// The documents of a revision with the files that they reference. A path may be a folder. A document that was
    /// moved since is read at its old path. Paths that the revision does not have are left out.
    pub(crate) fn documents(&self, revision: &str, paths: &[PathBuf]) -> Result<LoadedDocuments, LoadError> {
        let mut entries = Vec::new();
        let moved = self.moved(revision);
        for path in paths {
            let path = self.relative(path)?;
            let is_inside = |new: &str| {
                let name = new.strip_prefix(&path).and_then(|rest| rest.strip_prefix('/'));
                name.is_some_and(|name| !name.contains('/') && load::is_document_name(name))
            };
            let came: Vec<&String> = moved.iter().filter(|(new, _)| is_inside(new)).map(|(_, old)| old).collect();
            entries.extend(came.iter().copied().cloned());
            let mut of_folder = self.folder(revision, &path);
            // A folder that was moved.
            let folders = came.iter().filter_map(|old| old.rsplit_once('/')).map(|(folder, _)| folder);
            if let (true, Some(folder)) = (of_folder.is_empty(), folders.min()) {
                of_folder = self.folder(revision, folder);
            }
            if of_folder.is_empty() {
                entries.push(moved.get(&path).cloned().unwrap_or(path));
            } else {
                entries.extend(of_folder);
            }
        }
        let read = |path: &str| self.blob(revision, path);
        let mut loaded = LoadedDocuments { root: self.root.clone(), ..LoadedDocuments::default() };
        for entry in entries {
            if let Some(bytes) = read(&entry) {
                loaded.files.insert(entry.clone(), bytes);
                loaded.entries.push(entry);
            }
        }
        loaded.entries.sort();
        loaded.entries.dedup();
        if loaded.entries.is_empty() {
            let names: Vec<String> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
            return Err(LoadError::new(
                format!("the revision `{revision}` has no {}", names.join(", ")),
                "compare with a revision that has the document; a moved one is found after `git add`",
            ));
        }
        load::follow_references(&mut loaded, read);
        Ok(loaded)
    }

    /// The documents directly in a folder of a revision.
    fn folder(&self, revision: &str, path: &str) -> Vec<String> {
        let listed = run(&self.root, &["ls-tree", "-z", "--name-only", revision, "--", &format!("{path}/")]);
        let listed = listed.map(|output| String::from_utf8_lossy(&output).into_owned()).unwrap_or_default();
        listed.split('\0').filter(|name| load::is_document_name(name)).map(str::to_owned).collect()
    }

    /// The content that a file has in a revision. `None` if the revision does not have it.
    pub(crate) fn file(&self, revision: &str, path: &Path) -> Result<Option<Vec<u8>>, LoadError> {
        Ok(self.blob(revision, &self.relative(path)?))
    }

    /// The old paths of the files that were moved since a revision, by their new paths.
    fn moved(&self, revision: &str) -> HashMap<String, String> {
        let arguments = ["diff", "--find-renames", "--diff-filter=R", "--name-status", "-z", revision, "--"];
        let listed = run(&self.root, &arguments).unwrap_or_default();
        let listed = String::from_utf8_lossy(&listed).into_owned();
        let mut parts = listed.split('\0');
        let mut moved = HashMap::new();
        // `R086`, the old path, the new path.
        while let (Some(_), Some(old), Some(new)) = (parts.next(), parts.next(), parts.next()) {
            moved.insert(new.to_owned(), old.to_owned());
        }
        moved
    }

    fn blob(&self, revision: &str, path: &str) -> Option<Vec<u8>> {
        run(&self.root, &["cat-file", "blob", &format!("{revision}:{path}")]).ok()
    }

    /// The path below the working tree, with `/` as the separator.
    fn relative(&self, path: &Path) -> Result<String, LoadError> {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        let absolute = canonicalize_existing(&absolute);
        let root = std::fs::canonicalize(&self.root).unwrap_or_else(|_| self.root.clone());
        let below = absolute.strip_prefix(&root).map_err(|_| {
            LoadError::new(
                format!("`{}` is not below `{}`", path.display(), self.root.display()),
                "`--base` compares documents of one repository",
            )
        })?;
        let parts = below.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
        Ok(parts.collect::<Vec<_>>().join("/"))
    }
}

/// The path without links in the part that exists: a revision can have files that the working tree lacks.
fn canonicalize_existing(path: &Path) -> PathBuf {
    let existing = path.ancestors().find_map(|outer| Some((outer, std::fs::canonicalize(outer).ok()?)));
    let Some((outer, canonical)) = existing else { return path.to_path_buf() };
    match path.strip_prefix(outer) {
        Ok(rest) if rest.as_os_str().is_empty() => canonical,
        Ok(rest) => canonical.join(rest),
        Err(_) => path.to_path_buf(),
    }
}

fn run(folder: &Path, arguments: &[&str]) -> Result<Vec<u8>, String> {
    let output =
        Command::new("git").arg("-C").arg(folder).args(arguments).output().map_err(|error| error.to_string())?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
    }
}
