//! The source checkout of Wireright that this program was built from.
//!
//! A client with an authenticator of this project depends on its crates by path.

use std::path::{Path, PathBuf};

use crate::{crate_files::manifest, input};

/// Package name of the runtime crate.
pub(crate) const RUNTIME_PACKAGE: &str = "wireright-runtime";

/// Folder of the runtime crate in the checkout. `None` if the checkout was moved or deleted after the build.
///
/// Checkouts may share a build folder, so the folder that cargo passes at run time takes precedence over the one at
/// compile time.
pub(crate) fn runtime_folder() -> Option<PathBuf> {
    let at_run_time = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let at_compile_time = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    [at_run_time, Some(at_compile_time)].into_iter().flatten().find_map(|package| runtime_beside(&package))
}

/// Whether a folder contains the runtime crate.
pub(crate) fn is_runtime(folder: &Path) -> bool {
    let text = input::read_text(&folder.join("Cargo.toml")).unwrap_or_default();
    manifest::package_name(&text).as_deref() == Some(RUNTIME_PACKAGE)
}

fn runtime_beside(package: &Path) -> Option<PathBuf> {
    let runtime = package.parent()?.join("runtime");
    is_runtime(&runtime).then_some(runtime)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn runtime_is_found_beside_this_crate() {
        assert!(is_runtime(&runtime_folder().unwrap()));
    }

    #[test]
    fn other_crates_are_not_the_runtime() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("runtime")).unwrap();
        fs::write(folder.path().join("runtime/Cargo.toml"), "[package]\nname = \"x\"\n").unwrap();
        assert_eq!(runtime_beside(&folder.path().join("cli")), None);
    }
}
