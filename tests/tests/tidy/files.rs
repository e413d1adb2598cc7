//! Files: the text files of the workspace, its packages and their manifests.

use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

/// A file with its text.
pub(crate) struct TextFile {
    /// Path relative to the workspace, with `/`.
    pub(crate) path: String,
    /// Contents.
    pub(crate) text: String,
}

/// The folder of the workspace: the parent of the package that Cargo runs, or else of the one that was compiled.
pub(crate) fn workspace() -> &'static Path {
    static WORKSPACE: LazyLock<PathBuf> = LazyLock::new(|| {
        let package = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        Path::new(&package).join("..")
    });
    &WORKSPACE
}

/// Every text file outside of snapshots: code, documents, documentation, manifests and scripts.
pub(crate) fn all() -> &'static [TextFile] {
    static FILES: LazyLock<Vec<TextFile>> = LazyLock::new(|| {
        let mut paths = Vec::new();
        walk(workspace(), "", &mut paths);
        paths.sort();
        let read = |path: String| fs::read_to_string(workspace().join(&path)).ok().map(|text| TextFile { path, text });
        paths.into_iter().filter_map(read).collect()
    });
    &FILES
}

/// The manifests of the workspace's packages.
pub(crate) fn manifests() -> Vec<&'static TextFile> {
    all().iter().filter(|file| file.path.ends_with("/Cargo.toml")).collect()
}

/// The root files of all hand-written crates, each target a crate of its own.
pub(crate) fn crates() -> Vec<String> {
    let mut roots = Vec::new();
    for manifest in manifests() {
        let Some(name) = manifest.path.strip_suffix("/Cargo.toml") else { continue };
        let in_package = |file: &&TextFile| file.path.starts_with(&format!("{name}/"));
        for file in all().iter().filter(in_package) {
            let inner = &file.path[name.len() + 1..];
            let parts: Vec<&str> = inner.split('/').collect();
            let is_root = match parts.as_slice() {
                _ if file.path.starts_with("generated/src/") => false,
                ["src", "lib.rs" | "main.rs"] | ["tests" | "examples" | "benches", _, "main.rs"] => true,
                ["src", "bin", _] | ["tests" | "examples" | "benches", _] => has_extension(inner, "rs"),
                _ => false,
            };
            if is_root {
                roots.push(file.path.clone());
            }
        }
    }
    roots
}

fn walk(folder: &Path, prefix: &str, paths: &mut Vec<String>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("an entry").path())
        .collect();
    entries.sort();
    for entry in entries {
        let name = entry.file_name().expect("a name").to_string_lossy().into_owned();
        let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}/{name}") };
        if entry.is_dir() {
            let is_hidden = name.starts_with('.') && name != ".ci" && name != ".cargo";
            if !is_hidden && name != "target" && name != "snapshots" {
                walk(&entry, &path, paths);
            }
        } else if is_text(&path) {
            paths.push(path);
        }
    }
}

/// Whether a path has an extension, which is written without its dot.
pub(crate) fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|it| it == extension)
}

fn is_text(path: &str) -> bool {
    path == ".ci/run" || ["rs", "md", "yaml", "toml"].iter().any(|extension| has_extension(path, extension))
}
