//! Where the workspace is.

use std::path::{Path, PathBuf};

/// The folder of the workspace.
///
/// Cargo tells the folder of this package when it runs it; that is more to be trusted than where the package was when it
/// was compiled, since checkouts may share what they build. Without cargo, the latter must do.
pub(crate) fn root() -> Result<PathBuf, String> {
    let told = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let compiled = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    [told, Some(compiled)]
        .into_iter()
        .flatten()
        .find_map(|package| above(&package))
        .ok_or_else(|| "no workspace found; run this as `cargo xtask` inside the workspace".to_owned())
}

/// The nearest folder from here upwards whose manifest is that of a workspace.
fn above(folder: &Path) -> Option<PathBuf> {
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
    fn a_folder_without_workspace_above_has_none() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("Cargo.toml"), "[package]\n").unwrap();
        assert_eq!(above(folder.path()), None);
    }
}
