//! Paths as people and generated files see them, and which of them may be written.

use std::path::{Component, Path, PathBuf};

/// A path as it is shown: from the workspace on where it lies below it, with `/` between folders.
pub(crate) fn shown(path: &Path, root: &Path) -> String {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let short = absolute.strip_prefix(root).unwrap_or(path);
    let parts = short.components().filter_map(|part| match part {
        Component::CurDir => None,
        Component::RootDir => Some(String::new()),
        part => Some(part.as_os_str().to_string_lossy().into_owned()),
    });
    parts.collect::<Vec<_>>().join("/")
}

/// The place of a generated file below a folder. Refuses every path that could lead out of it.
///
/// Only the text is looked at; links on the way are found when the folder is read.
pub(crate) fn inside(folder: &Path, path: &str) -> Result<PathBuf, String> {
    // A backslash divides and a colon names a drive where Windows reads the path.
    let divides = |character: char| character.is_control() || ['\\', ':'].contains(&character);
    let allowed = |part: &str| !["", ".", ".."].contains(&part) && !part.contains(divides);
    if path.split('/').all(allowed) {
        Ok(folder.join(path))
    } else {
        Err(format!("`{path}` is no path of a generated file; nothing was written"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_shown_from_the_workspace_on() {
        let root = Path::new("/w");
        assert_eq!(shown(Path::new("/w/specs/a.yaml"), root), "specs/a.yaml");
        assert_eq!(shown(Path::new("/elsewhere/a.yaml"), root), "/elsewhere/a.yaml");
        assert_eq!(shown(Path::new("./specs/a.yaml"), Path::new("/w")), "specs/a.yaml");
    }

    #[test]
    fn no_path_leads_out() {
        let folder = Path::new("/out");
        assert_eq!(inside(folder, "src/kafka/client.rs"), Ok(PathBuf::from("/out/src/kafka/client.rs")));
        let wrong = ["", "/etc/passwd", "../x", "src/../../x", "src/./x", "src//x", "src/", "C:\\x", "a\\..\\b", "a:b", "a\0b"];
        for path in wrong {
            assert!(inside(folder, path).is_err(), "{path}");
        }
    }
}
