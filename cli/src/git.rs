//! Documents of a git revision, by the command `git`. Changes nothing in the repository.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::load::{self, LoadError, LoadedDocuments};

/// A repository.
#[derive(Debug)]
pub struct Repository {
    /// The folder of the working tree.
    pub root: PathBuf,
}

impl Repository {
    /// The repository that contains a folder.
    pub fn find(folder: &Path) -> Result<Self, LoadError> {
        let root = run(folder, &["rev-parse", "--show-toplevel"]).map_err(|_| LoadError {
            excerpt: Vec::new(),
            message: format!("`{}` is not in a git repository", folder.display()),
            help: "compare two files: `wireright diff OLD NEW`".to_owned(),
        })?;
        let root = String::from_utf8_lossy(&root).trim().to_owned();
        Ok(Self { root: PathBuf::from(root) })
    }

    /// The commit of a revision, shortened.
    pub fn commit(&self, revision: &str) -> Result<String, LoadError> {
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
            LoadError { excerpt: Vec::new(), message: format!("unknown revision `{revision}`"), help }
        })?;
        Ok(String::from_utf8_lossy(&output).trim().to_owned())
    }

    /// The documents of a revision with the files that they reference. A path may be a folder. Paths that the revision
    /// does not have are left out.
    pub fn documents(&self, revision: &str, paths: &[PathBuf]) -> Result<LoadedDocuments, LoadError> {
        let mut entries = Vec::new();
        for path in paths {
            let path = self.relative(path)?;
            let listed = run(&self.root, &["ls-tree", "-z", "--name-only", revision, "--", &format!("{path}/")]);
            let listed = listed.map(|output| String::from_utf8_lossy(&output).into_owned()).unwrap_or_default();
            let of_folder: Vec<String> =
                listed.split('\0').filter(|name| load::is_document_name(name)).map(str::to_owned).collect();
            if of_folder.is_empty() {
                entries.push(path);
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
            return Err(LoadError {
                excerpt: Vec::new(),
                message: format!("the revision `{revision}` has no {}", names.join(", ")),
                help: "compare with a revision that has the document".to_owned(),
            });
        }
        load::follow_references(&mut loaded, read);
        Ok(loaded)
    }

    /// The content that a file has in a revision. `None` if the revision does not have it.
    pub fn file(&self, revision: &str, path: &Path) -> Result<Option<Vec<u8>>, LoadError> {
        Ok(self.blob(revision, &self.relative(path)?))
    }

    fn blob(&self, revision: &str, path: &str) -> Option<Vec<u8>> {
        run(&self.root, &["cat-file", "blob", &format!("{revision}:{path}")]).ok()
    }

    /// The path below the working tree, with `/` as the separator.
    fn relative(&self, path: &Path) -> Result<String, LoadError> {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        let absolute = std::fs::canonicalize(&absolute).unwrap_or(absolute);
        let root = std::fs::canonicalize(&self.root).unwrap_or_else(|_| self.root.clone());
        let below = absolute.strip_prefix(&root).map_err(|_| LoadError {
            excerpt: Vec::new(),
            message: format!("`{}` is not below `{}`", path.display(), self.root.display()),
            help: "`--base` compares documents of one repository".to_owned(),
        })?;
        let parts = below.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
        Ok(parts.collect::<Vec<_>>().join("/"))
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
