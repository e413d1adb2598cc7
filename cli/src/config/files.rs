//! The files and folders that a configuration names: each is looked at before it is used, so that a wrong name has a
//! place.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use toml::Spanned;

use super::{ClientConfig, ConfigError, LoadedConfig, error::Problem, syntax::BACKSLASH_HELP};
use crate::{checkout, input, load, paths::canonical, phrases::io_reason};

/// The keys that arguments override. Their values are not looked at.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "one for each key")]
pub struct Overrides {
    /// `out`.
    pub out: bool,
    /// `overlays`.
    pub overlays: bool,
    /// `root`.
    pub root: bool,
    /// `runtime`.
    pub runtime: bool,
}

impl Overrides {
    /// For a command that reads documents and writes no client.
    pub const DOCUMENTS: Self = Self { out: true, overlays: false, root: false, runtime: true };
}

impl LoadedConfig {
    /// Checks that the document and the overlays of a client can be read, and that its folders are folders.
    ///
    /// # Errors
    ///
    /// Some are missing or of another kind.
    pub fn check_files(&self, client: &ClientConfig, overrides: Overrides) -> Result<(), ConfigError> {
        ConfigError::of_all(self.file_problems(client, overrides).into_iter().map(|problem| self.error(problem)))
    }

    /// Checks the files of all clients.
    ///
    /// # Errors
    ///
    /// As for [`check_files`](Self::check_files).
    pub fn check_all_files(&self, overrides: Overrides) -> Result<(), ConfigError> {
        let problems = self.config.client.iter().flat_map(|client| self.file_problems(client, overrides));
        ConfigError::of_all(problems.map(|problem| self.error(problem)))
    }

    fn file_problems(&self, client: &ClientConfig, overrides: Overrides) -> Vec<Problem> {
        let path = |path: &Spanned<PathBuf>| self.folder.join(path.get_ref());
        let mut problems = Vec::new();
        let is_path = load::check_is_path(client.spec.get_ref());
        let overlays: &[Spanned<PathBuf>] = if overrides.overlays { &[] } else { &client.overlays };
        for file in [&client.spec].into_iter().filter(|_| is_path.is_ok()).chain(overlays) {
            if let Err(reason) = check_file(&path(file)) {
                problems.push(refused(file, &format!("cannot read `{}`: {reason}", file.get_ref().display())));
            }
        }
        if let Err(error) = is_path {
            problems.push(Problem::new(client.spec.span(), error.message).help(error.help));
        }
        let root = client.root.as_ref().filter(|_| !overrides.root);
        problems.extend(root.and_then(|root| check_root(root, &path(root), &path(&client.spec)).err()));
        if !overrides.out {
            problems.extend(check_out(&client.out, &path(&client.out)).err());
        }
        let runtime = client.runtime.as_ref().and_then(|runtime| runtime.get_ref().path.as_ref());
        let runtime = runtime.filter(|_| !overrides.runtime);
        problems.extend(runtime.and_then(|runtime| check_runtime(runtime, &path(runtime)).err()));
        problems
    }
}

fn refused(value: &Spanned<PathBuf>, message: &str) -> Problem {
    let problem = Problem::new(value.span(), message);
    if has_control_character(value.get_ref()) {
        return problem.help(BACKSLASH_HELP);
    }
    // A path that was found is relative to the right folder.
    if message.ends_with("permission denied") || message.contains(": it is ") {
        problem
    } else if let Some(path) = with_slashes(value.get_ref()) {
        problem.help(format!("`/` separates folders on every system: `{path}`"))
    } else {
        problem.help("paths are relative to the folder of this file")
    }
}

/// Whether a path has a line break or the like: `"api\new"` in TOML is `api`, a line break and `ew`.
fn has_control_character(path: &Path) -> bool {
    path.to_string_lossy().contains(char::is_control)
}

/// The path with `/` in place of each backslash, which is a letter of a name here. `None` if it has none.
fn with_slashes(path: &Path) -> Option<String> {
    let text = path.to_string_lossy();
    (cfg!(not(windows)) && text.contains('\\')).then(|| text.replace('\\', "/"))
}

/// Why a file cannot be read.
fn check_file(path: &Path) -> Result<(), String> {
    let opened = input::check_is_file(path).and_then(|()| fs::File::open(path));
    opened.map(drop).map_err(|error| io_reason(&error))
}

fn check_root(root: &Spanned<PathBuf>, path: &Path, spec: &Path) -> Result<(), Problem> {
    let name = root.get_ref().display();
    if !path.is_dir() {
        let reason = if path.exists() { "is not a folder" } else { "does not exist" };
        return Err(refused(root, &format!("`{name}` {reason}")));
    }
    let is_below = canonical(path).zip(canonical(spec)).is_none_or(|(root, spec)| spec.starts_with(root));
    if is_below {
        return Ok(());
    }
    Err(Problem::new(root.span(), format!("the document is not below `{name}`"))
        .help("`root` is a folder above the document and above all files that it references"))
}

fn check_out(out: &Spanned<PathBuf>, path: &Path) -> Result<(), Problem> {
    let name = out.get_ref().display();
    let problem = |message: String| Err(Problem::new(out.span(), message));
    if has_control_character(out.get_ref()) {
        let name = out.get_ref().to_string_lossy().escape_debug().to_string();
        return Err(Problem::new(out.span(), format!("`{name}` has a control character")).help(BACKSLASH_HELP));
    }
    if let Some(path) = with_slashes(out.get_ref()) {
        let message = format!("`{name}` has a backslash, which separates no folders here");
        return Err(Problem::new(out.span(), message).help(format!("`/` separates folders on every system: `{path}`")));
    }
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_symlink() => {
            problem(format!("`{name}` is a symbolic link; name its target instead"))
        }
        Ok(metadata) if !metadata.is_dir() => problem(format!("`{name}` is a file; `out` is a folder")),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            problem(format!("`{name}` is inside a file; `out` is a folder"))
        }
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            problem(format!("cannot read `{name}`: {}", io_reason(&error)))
        }
        _ => Ok(()),
    }
}

fn check_runtime(runtime: &Spanned<PathBuf>, path: &Path) -> Result<(), Problem> {
    let name = runtime.get_ref().display();
    let problem = match path.exists() {
        false => format!("`{name}` does not exist"),
        true if checkout::is_runtime(path) => return Ok(()),
        true => format!("`{name}` is not the folder of the runtime crate"),
    };
    Err(Problem::new(runtime.span(), problem).help(
        "`path` names the folder of the crate `wireright-runtime`, relative to the folder of this file; without the \
         table `runtime`, its source is copied beside the client",
    ))
}
