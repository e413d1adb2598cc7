//! Files with credentials or tokens: read as a whole, and checked for changes by their metadata.

use std::{
    fs,
    io::{ErrorKind, Read as _},
    path::{Path, PathBuf},
    time::SystemTime,
};

use zeroize::Zeroizing;

use wireright_runtime::{Environment, Secret};

use super::{CredentialsError, variables};

/// The maximum size of a file, in bytes.
const MAX_BYTES: u64 = 1024 * 1024;

/// The metadata that tells one version of a file from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    /// The inode, which differs after a file was replaced by renaming.
    #[cfg(unix)]
    number: u64,
}

impl Stamp {
    /// The metadata of a file; `None` if there is none.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let data = fs::metadata(path).ok()?;
        Some(Self {
            modified: data.modified().ok(),
            length: data.len(),
            #[cfg(unix)]
            number: std::os::unix::fs::MetadataExt::ino(&data),
        })
    }
}

/// Reads a file. Error messages call it `what`.
pub(super) fn read(what: &str, path: &Path) -> Result<Zeroizing<String>, CredentialsError> {
    let shown = path.display();
    let fail = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => CredentialsError::not_configured(format!("there is no {what} `{shown}`")),
        ErrorKind::InvalidData => CredentialsError::unreadable(format!("the {what} `{shown}` is not UTF-8")),
        _ => CredentialsError::unreadable(format!("the {what} `{shown}` cannot be read: {error}")).caused_by(error),
    };
    let file = fs::File::open(path).map_err(fail)?;
    let mut text = Zeroizing::new(String::new());
    file.take(MAX_BYTES + 1).read_to_string(&mut text).map_err(fail)?;
    if u64::try_from(text.len()).is_ok_and(|length| length > MAX_BYTES) {
        return Err(CredentialsError::unreadable(format!("the {what} `{shown}` is longer than {MAX_BYTES} bytes")));
    }
    Ok(text)
}

/// Reads a token from a configured file, without the blanks and line ends around it. A missing file is an error.
pub(super) fn token(what: &str, path: &Path) -> Result<Secret, CredentialsError> {
    let text = read(what, path).map_err(|error| CredentialsError::unreadable(error.to_string()))?;
    match text.trim() {
        "" => Err(CredentialsError::unreadable(format!("the {what} `{}` is empty", path.display()))),
        token => Ok(Secret::new(token)),
    }
}

/// A file that a variable names, else one in the folder `.huaweicloud` of the user. `None` if the home folder is
/// unknown.
pub(crate) fn of_user(environment: &Environment, variable: &str, name: &str) -> Option<PathBuf> {
    if let Some(path) = variables::path(environment, variable) {
        return Some(path);
    }
    let home = variables::path(environment, if cfg!(windows) { "USERPROFILE" } else { "HOME" })?;
    Some(home.join(".huaweicloud").join(name))
}
