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

/// The way from one folder to another, where both are written as lying below `root`.
pub(crate) fn between(from: &Path, to: &Path, root: &Path) -> Option<PathBuf> {
    let (from, to) = (from.strip_prefix(root).ok()?, to.strip_prefix(root).ok()?);
    if from.components().chain(to.components()).any(|part| !matches!(part, Component::Normal(_))) {
        return None;
    }
    let common = from.components().zip(to.components()).take_while(|(one, other)| one == other).count();
    let up = from.components().skip(common).map(|_| Component::ParentDir);
    Some(up.chain(to.components().skip(common)).collect())
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
    fn the_way_between_two_folders_goes_through_the_one_above_both() {
        let way = |from: &str, to: &str| between(Path::new(from), Path::new(to), Path::new("/w"));
        assert_eq!(way("/w/target/a/b", "/w/runtime"), Some(PathBuf::from("../../../runtime")));
        assert_eq!(way("/w/a/b", "/w/a/c"), Some(PathBuf::from("../c")));
        assert_eq!(way("/elsewhere/a", "/w/runtime"), None);
        assert_eq!(way("/w/../x", "/w/runtime"), None);
    }

    #[test]
    fn no_path_leads_out() {
        let folder = Path::new("/out");
        assert_eq!(inside(folder, "src/kafka/client.rs"), Ok(PathBuf::from("/out/src/kafka/client.rs")));
        let wrong =
            ["", "/etc/passwd", "../x", "src/../../x", "src/./x", "src//x", "src/", "C:\\x", "a\\..\\b", "a:b", "a\0b"];
        for path in wrong {
            assert!(inside(folder, path).is_err(), "{path}");
        }
    }
}
