//! The root folder of the workspace.

use std::path::{Path, PathBuf};

/// Finds the root folder.
///
/// Checkouts may share a build folder, so the package folder that cargo passes at run time takes precedence over the
/// one at compile time.
pub(crate) fn root() -> Result<PathBuf, String> {
    let at_run_time = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let at_compile_time = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    [at_run_time, Some(at_compile_time)]
        .into_iter()
        .flatten()
        .find_map(|package| find_workspace(&package))
        .ok_or_else(|| "no workspace found; run `cargo xtask` inside the workspace".to_owned())
}

/// The nearest folder at or above this one whose `Cargo.toml` has a `[workspace]` table.
fn find_workspace(folder: &Path) -> Option<PathBuf> {
    let is_workspace = |folder: &&Path| {
        let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
        manifest.lines().any(|line| line.trim() == "[workspace]")
    };
    folder.ancestors().find(is_workspace).map(Path::to_path_buf)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workspace_is_above_this_package() {
        let root = root().unwrap();
        assert!(root.join("xtask/Cargo.toml").is_file(), "{}", root.display());
    }

    #[test]
    fn a_folder_outside_of_a_workspace_has_none() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("Cargo.toml"), "[package]\n").unwrap();
        assert_eq!(find_workspace(folder.path()), None);
    }
}
