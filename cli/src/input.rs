//! Files of input: [`read`] and [`read_text`]. Only regular files are read: opening a named pipe waits for a writer,
//! and a device may never end.

use std::{
    fs::{self, FileType},
    io::{self, Read as _},
    path::Path,
};

use wireright_codegen::parser::MAX_FILE_SIZE;

/// The content of a file. Of one that is too large, only as many bytes that the generator reports it.
///
/// # Errors
///
/// It is not a regular file, or it cannot be read.
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    check_is_file(path)?;
    let file = fs::File::open(path)?;
    let limit = MAX_FILE_SIZE + 1;
    let size = file.metadata().map_or(0, |metadata| usize::try_from(metadata.len()).unwrap_or(limit));
    let mut bytes = Vec::with_capacity(size.min(limit));
    file.take(limit as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether [`read`] may have left out a part of the file.
pub(crate) fn is_too_large(bytes: &[u8]) -> bool {
    bytes.len() > MAX_FILE_SIZE
}

/// The content of a file as text.
///
/// # Errors
///
/// It is not a regular file, it cannot be read, or it is not UTF-8.
pub(crate) fn read_text(path: &Path) -> io::Result<String> {
    check_is_file(path)?;
    fs::read_to_string(path)
}

/// Fails unless a path names a regular file, or a symbolic link to one.
///
/// # Errors
///
/// It is something else, or it is missing.
pub(crate) fn check_is_file(path: &Path) -> io::Result<()> {
    let metadata = fs::metadata(path).map_err(|error| {
        let is_link = error.kind() == io::ErrorKind::NotFound && path.is_symlink();
        if is_link { io::Error::other("the file that this symbolic link names is missing") } else { error }
    });
    let kind = metadata?.file_type();
    if kind.is_file() {
        return Ok(());
    }
    Err(if kind.is_dir() { io::ErrorKind::IsADirectory.into() } else { io::Error::other(description(kind)) })
}

/// The reason why a pipe is not read.
pub(crate) const PIPE: &str = "it is a pipe, not a file";

/// What a path names that is neither a file nor a folder.
#[cfg(unix)]
fn description(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;

    if kind.is_fifo() {
        PIPE
    } else if kind.is_socket() {
        "it is a socket, not a file"
    } else {
        "it is a device, not a file"
    }
}

#[cfg(not(unix))]
fn description(_kind: FileType) -> &'static str {
    "it is not a file"
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::phrases::io_reason;

    #[test]
    fn only_files_and_links_to_them_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("file"), "text").unwrap();
        std::os::unix::fs::symlink(path("file"), path("link")).unwrap();
        let made = std::process::Command::new("mkfifo").arg(path("pipe")).status().unwrap();
        assert!(made.success());
        let _socket = std::os::unix::net::UnixListener::bind(path("socket")).unwrap();

        let large = fs::File::create(path("large")).unwrap();
        large.set_len(3 * MAX_FILE_SIZE as u64).unwrap();
        assert!(is_too_large(&read(&path("large")).unwrap()));

        assert_eq!(read(&path("link")).unwrap(), b"text");
        assert_eq!(read_text(&path("file")).unwrap(), "text");
        std::os::unix::fs::symlink(path("gone"), path("broken")).unwrap();
        for (path, reason) in [
            (path("broken"), "the file that this symbolic link names is missing"),
            (path("pipe"), PIPE),
            (path("socket"), "it is a socket, not a file"),
            ("/dev/zero".into(), "it is a device, not a file"),
            (path("."), "it is a folder"),
            (path("gone"), "not found"),
        ] {
            assert_eq!(io_reason(&read(&path).unwrap_err()), reason);
            assert_eq!(io_reason(&read_text(&path).unwrap_err()), reason);
        }
    }
}
