//! Paths of generated files: below the output folder, whatever their text says.

use std::{
    fmt, fs,
    path::{Component, Path, PathBuf},
};

/// A path that leads out of the output folder.
#[derive(Debug)]
pub(crate) struct UnsafePath(String);

impl fmt::Display for UnsafePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the file `{}` would not be written inside the output folder", self.0.escape_debug())
    }
}

impl std::error::Error for UnsafePath {}

/// The place of a generated file below the folder. Refuses absolute paths, `..`, and links that lead elsewhere.
pub(crate) fn below(folder: &Path, relative: &str) -> Result<PathBuf, UnsafePath> {
    let refused = || UnsafePath(relative.to_owned());
    let path = Path::new(relative);
    let is_plain = path.components().all(|component| matches!(component, Component::Normal(_)));
    if relative.is_empty() || relative.contains(['\\', '\0', ':']) || !is_plain {
        return Err(refused());
    }
    let mut place = folder.to_owned();
    for component in path.components() {
        place.push(component);
        if fs::symlink_metadata(&place).is_ok_and(|metadata| metadata.is_symlink()) {
            return Err(refused());
        }
    }
    Ok(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_leads_out_is_refused() {
        let root = tempfile::tempdir().unwrap();
        for path in ["../x.rs", "/etc/x.rs", "src/../../x.rs", "", ".", "a\\..\\b.rs", "C:x.rs", "a\0b"] {
            assert!(below(root.path(), path).is_err(), "{path:?}");
        }
        assert_eq!(below(root.path(), "src/a.rs").unwrap(), root.path().join("src/a.rs"));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_out_is_refused() {
        let root = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), root.path().join("src")).unwrap();
        assert!(below(root.path(), "src/a.rs").is_err());
    }
}
