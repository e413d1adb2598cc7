//! Files of input: [`read`] and [`read_text`]. Only regular files are read: opening a named pipe waits for a writer,
//! and a device may never end.

use std::{
    fs::{self, FileType},
    io,
    path::Path,
};

/// The content of a file.
///
/// # Errors
///
/// It is not a regular file, or it cannot be read.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    check_is_file(path)?;
    fs::read(path)
}

/// The content of a file as text.
///
/// # Errors
///
/// It is not a regular file, it cannot be read, or it is not UTF-8.
pub fn read_text(path: &Path) -> io::Result<String> {
    check_is_file(path)?;
    fs::read_to_string(path)
}

/// Fails unless a path names a regular file, or a symbolic link to one.
///
/// # Errors
///
/// It is something else, or it is missing.
pub fn check_is_file(path: &Path) -> io::Result<()> {
    let kind = fs::metadata(path)?.file_type();
    if kind.is_file() {
        return Ok(());
    }
    Err(if kind.is_dir() { io::ErrorKind::IsADirectory.into() } else { io::Error::other(description(kind)) })
}

/// What a path names that is neither a file nor a folder.
#[cfg(unix)]
fn description(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;

    if kind.is_fifo() {
        "it is a named pipe, not a file"
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

        assert_eq!(read(&path("link")).unwrap(), b"text");
        assert_eq!(read_text(&path("file")).unwrap(), "text");
        for (path, reason) in [
            (path("pipe"), "it is a named pipe, not a file"),
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
