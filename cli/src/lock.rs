//! `wireright.lock`: the URL and the hash of each downloaded document.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::{
    config::ConfigError,
    crate_files::manifest::{quote, quote_all},
    input,
    load::LoadError,
    output,
    phrases::io_reason,
};

/// The name of the file. It lies beside the configuration.
pub const FILE_NAME: &str = "wireright.lock";

const HEADER: &str = "# Written by `wireright fetch`. Commit it with the documents.\n\n";

/// The downloaded documents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// The documents, sorted by file.
    #[serde(default)]
    pub document: Vec<LockedDocument>,
}

/// A downloaded document.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedDocument {
    /// The file, relative to the folder of the lock.
    pub file: PathBuf,
    /// Where it was downloaded from.
    pub url: String,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Headers of the request: `Authorization=API_TOKEN`, the name of an environment variable.
    #[serde(default)]
    pub headers: Vec<String>,
}

impl LockedDocument {
    /// The table in the lock.
    fn text(&self) -> String {
        let file = quote(&self.file.to_string_lossy());
        let (url, sha256) = (quote(&self.url), quote(&self.sha256));
        let headers = match &self.headers[..] {
            [] => String::new(),
            headers => format!("headers = {}\n", quote_all(headers)),
        };
        format!("[[document]]\nfile = {file}\nurl = {url}\nsha256 = {sha256}\n{headers}")
    }
}

/// The SHA-256 of some bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(bytes) {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// What to do about a malformed lock.
const RESTORE: &str = "restore the file from version control, or delete it and fetch each document again";

impl Lock {
    /// Reads the lock in a folder. A missing file is an empty lock.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or is malformed.
    pub fn read(folder: &Path) -> Result<Self, LoadError> {
        match input::read_text(&folder.join(FILE_NAME)) {
            Ok(text) => toml::from_str(&text).map_err(|error| {
                let ConfigError { message, excerpt, .. } = ConfigError::of_toml(FILE_NAME, &text, &error);
                LoadError { excerpt, ..LoadError::new(message, RESTORE) }
            }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => {
                let help = format!("`{FILE_NAME}` is a file of `wireright fetch`: make it one that you may read");
                Err(LoadError::new(format!("cannot read `{FILE_NAME}`: {}", io_reason(&error)), help))
            }
        }
    }

    /// Writes the lock into a folder.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), LoadError> {
        let documents: Vec<String> = self.document.iter().map(LockedDocument::text).collect();
        output::replace(&folder.join(FILE_NAME), format!("{HEADER}{}", documents.join("\n")).as_bytes()).map_err(
            |error| {
                let help = "make the folder and the file writable, and run the command again";
                LoadError::new(format!("cannot write `{FILE_NAME}`: {}", io_reason(&error)), help)
            },
        )
    }

    /// Records a document in place of an earlier one in the same file.
    pub fn record(&mut self, document: LockedDocument) {
        self.document.retain(|other| other.file != document.file);
        self.document.push(document);
        self.document.sort_by(|one, other| one.file.cmp(&other.file));
    }

    /// Checks that these documents are as they were downloaded. Other files are not checked.
    ///
    /// # Errors
    ///
    /// One of them has changed.
    pub fn check(&self, folder: &Path, root: &Path, files: &[(&str, &[u8])]) -> Result<(), LoadError> {
        let absolute = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        for document in &self.document {
            let locked = absolute(&folder.join(&document.file));
            let Some((_, bytes)) = files.iter().find(|(file, _)| absolute(&root.join(file)) == locked) else {
                continue;
            };
            let found = sha256(bytes);
            // Git may change the line ends of a file.
            let is_other = |other: fn(&[u8]) -> Vec<u8>| sha256(&other(bytes)) != document.sha256;
            if found != document.sha256 && is_other(with_unix_lines) && is_other(with_windows_lines) {
                let file = document.file.display();
                return Err(LoadError {
                    excerpt: Vec::new(),
                    others: Vec::new(),
                    message: format!(
                        "`{file}` is not the document that was downloaded: its SHA-256 is {found}, and `{FILE_NAME}` \
                         has {}",
                        document.sha256
                    ),
                    help:
                        "`wireright fetch --update` downloads it again; an overlay fixes a document without changing \
                           it"
                        .to_owned(),
                });
            }
        }
        Ok(())
    }
}

/// The file with `\n` at the end of each line.
fn with_unix_lines(bytes: &[u8]) -> Vec<u8> {
    let next = bytes.iter().skip(1).map(Some).chain([None]);
    let kept = bytes.iter().zip(next).filter(|(byte, next)| **byte != b'\r' || *next != Some(&b'\n'));
    kept.map(|(byte, _)| *byte).collect()
}

/// The file with `\r\n` at the end of each line.
fn with_windows_lines(bytes: &[u8]) -> Vec<u8> {
    let lines = with_unix_lines(bytes);
    lines.iter().flat_map(|byte| if *byte == b'\n' { [b'\r', b'\n'].to_vec() } else { vec![*byte] }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_document_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        assert_eq!(Lock::read(folder), Ok(Lock::default()));
        let mut lock = Lock::default();
        for (file, url) in [("b.yaml", "https://example.com/old"), ("b.yaml", "https://example.com/b"), ("a.yaml", "x")]
        {
            let (url, headers) = (url.to_owned(), vec!["Authorization=TOKEN".to_owned()]);
            lock.record(LockedDocument { file: file.into(), url, sha256: sha256(b"abc"), headers });
        }
        lock.write(folder).unwrap();
        assert_eq!(Lock::read(folder), Ok(lock.clone()));
        assert_eq!(
            lock.document.iter().map(|one| one.url.as_str()).collect::<Vec<_>>(),
            ["x", "https://example.com/b"]
        );
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        fs::write(folder.join("b.yaml"), "abc").unwrap();
        assert_eq!(lock.check(folder, folder, &[("b.yaml", b"abc"), ("c.yaml", b"x")]), Ok(()));
        let error = lock.check(folder, folder, &[("b.yaml", b"abd")]).unwrap_err();
        assert!(error.message.starts_with("`b.yaml` is not the document that was downloaded: "), "{error:?}");
        fs::write(folder.join(FILE_NAME), "[[document]]\nfile = 1\n").unwrap();
        assert!(Lock::read(folder).unwrap_err().message.starts_with("wireright.lock:2:"));
    }

    #[test]
    fn line_ends_that_git_changes_are_no_difference() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        for (downloaded, found) in [("a\nb\n", "a\r\nb\r\n"), ("a\r\nb\r\n", "a\nb\n"), ("a\rb\r", "a\rb\r")] {
            let mut lock = Lock::default();
            let sha256 = sha256(downloaded.as_bytes());
            lock.record(LockedDocument { file: "a.yaml".into(), url: "x".to_owned(), sha256, headers: Vec::new() });
            assert_eq!(lock.check(folder, folder, &[("a.yaml", found.as_bytes())]), Ok(()), "{found:?}");
            assert!(lock.check(folder, folder, &[("a.yaml", b"a\nb")]).is_err());
        }
    }
}
