//! Paths: as messages show them, and relative from one folder to another.

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

/// A path for messages: relative to `base` if below it, with `/` as the separator. `base` itself is `.`.
pub fn display(path: &Path, base: &Path) -> String {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let short = absolute.strip_prefix(base).unwrap_or(path);
    let parts = short.components().filter_map(|part| match part {
        Component::CurDir => None,
        Component::RootDir => Some(String::new()),
        part => Some(part.as_os_str().to_string_lossy().into_owned()),
    });
    match parts.collect::<Vec<_>>().as_slice() {
        [] => ".".to_owned(),
        [root] if root.is_empty() => "/".to_owned(),
        parts => parts.join("/"),
    }
}

/// The absolute path without `..` and symbolic links. The folder may be missing.
pub fn canonical(path: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(path).ok()?;
    let existing = absolute.ancestors().find_map(|folder| Some((folder, fs::canonicalize(folder).ok()?)));
    let (existing, mut canonical) = existing?;
    for part in absolute.strip_prefix(existing).ok()?.components() {
        match part {
            Component::ParentDir => drop(canonical.pop()),
            part => canonical.push(part),
        }
    }
    Some(canonical)
}

/// The relative path from one folder to another. `None` unless both are below `common` and have no `..`.
pub fn relative(from: &Path, to: &Path, common: &Path) -> Option<PathBuf> {
    let (from, to) = (from.strip_prefix(common).ok()?, to.strip_prefix(common).ok()?);
    if from.components().chain(to.components()).any(|part| !matches!(part, Component::Normal(_))) {
        return None;
    }
    let shared = from.components().zip(to.components()).take_while(|(one, other)| one == other).count();
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    Some(up.chain(to.components().skip(shared)).collect())
}

/// The absolute path of a generated file. Rejects every path that could leave the folder.
///
/// Looks at the path only. Symbolic links are found when the folder is read.
pub fn join_inside(folder: &Path, path: &str) -> Result<PathBuf, String> {
    // On Windows, a backslash separates folders and a colon follows a drive letter.
    let is_unsafe = |character: char| character.is_control() || ['\\', ':'].contains(&character);
    let allowed = |part: &str| !["", ".", ".."].contains(&part) && !part.contains(is_unsafe);
    if path.split('/').all(allowed) {
        Ok(folder.join(path))
    } else {
        Err(format!("`{path}` is not a valid path of a generated file; nothing was written"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_below_the_base_are_displayed_relative() {
        let base = Path::new("/w");
        assert_eq!(display(Path::new("/w/specs/a.yaml"), base), "specs/a.yaml");
        assert_eq!(display(Path::new("/elsewhere/a.yaml"), base), "/elsewhere/a.yaml");
        assert_eq!(display(Path::new("./specs/a.yaml"), base), "specs/a.yaml");
        assert_eq!(["/w", "/w/.", ".", "/"].map(|path| display(Path::new(path), base)), [".", ".", ".", "/"]);
    }

    #[test]
    fn relative_path_goes_through_the_common_folder() {
        let path = |from: &str, to: &str| relative(Path::new(from), Path::new(to), Path::new("/w"));
        assert_eq!(path("/w/target/a/b", "/w/runtime"), Some(PathBuf::from("../../../runtime")));
        assert_eq!(path("/w/a/b", "/w/a/c"), Some(PathBuf::from("../c")));
        assert_eq!(path("/elsewhere/a", "/w/runtime"), None);
        assert_eq!(path("/w/../x", "/w/runtime"), None);
    }

    #[test]
    fn paths_that_leave_the_folder_are_rejected() {
        let folder = Path::new("/out");
        assert_eq!(join_inside(folder, "src/kafka/client.rs"), Ok(PathBuf::from("/out/src/kafka/client.rs")));
        let wrong =
            ["", "/etc/passwd", "../x", "src/../../x", "src/./x", "src//x", "src/", "C:\\x", "a\\..\\b", "a:b", "a\0b"];
        for path in wrong {
            assert!(join_inside(folder, path).is_err(), "{path}");
        }
    }
}
