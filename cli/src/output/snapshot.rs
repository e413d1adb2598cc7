//! Reading the output folder. Never follows symbolic links.

use std::{fs, path::Path};

use wireright_codegen::HEADER;

use super::{
    drafts::{SOURCES, is_draft},
    plan::{Entry, Snapshot},
};
use crate::phrases::io_reason;

/// Reads everything below `src/` and `runtime/src/` of a crate, and these other files, each with its own generated
/// header.
pub fn snapshot(out: &Path, other_files: &[(&str, &str)]) -> Result<Snapshot, String> {
    let mut snapshot = Snapshot::new();
    if out.is_symlink() {
        return Err(format!("`{}` is a symbolic link; name its target instead", out.display()));
    }
    if out.is_file() {
        return Err(format!("`{}` is a file, and a client is a folder", out.display()));
    }
    for folder in SOURCES {
        read(out, folder, HEADER, &mut snapshot)?;
    }
    for (path, header) in other_files {
        read(out, path, header, &mut snapshot)?;
    }
    Ok(snapshot)
}

fn read(out: &Path, path: &str, header: &str, snapshot: &mut Snapshot) -> Result<(), String> {
    let location = out.join(path);
    let unreadable = |error: std::io::Error| format!("cannot read `{}`: {}", location.display(), io_reason(&error));
    let kind = match fs::symlink_metadata(&location) {
        Ok(metadata) => metadata.file_type(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(unreadable(error)),
    };
    let entry = if kind.is_symlink() {
        Entry::Link
    } else if kind.is_dir() {
        for entry in fs::read_dir(&location).map_err(unreadable)? {
            // Generated files have UTF-8 names.
            if let Ok(name) = entry.map_err(unreadable)?.file_name().into_string() {
                read(out, &format!("{path}/{name}"), header, snapshot)?;
            }
        }
        Entry::Folder
    } else if kind.is_file() {
        let bytes = fs::read(&location).map_err(unreadable)?;
        // A draft of this or another run.
        if location.file_name().is_some_and(|name| is_draft(&name.to_string_lossy(), &bytes, header)) {
            return Ok(());
        }
        let text = String::from_utf8(bytes).ok().map(with_unix_lines).filter(|text| text.starts_with(header));
        text.map_or(Entry::OtherFile, Entry::Generated)
    } else {
        Entry::OtherFile
    };
    snapshot.insert(path.to_owned(), entry);
    Ok(())
}

/// The text with the line ends that generated files have. Git writes others on Windows.
fn with_unix_lines(text: String) -> String {
    if text.contains("\r\n") { text.replace("\r\n", "\n") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_folder_is_empty() {
        let out = tempfile::tempdir().unwrap();
        assert_eq!(snapshot(&out.path().join("none"), &[("Cargo.toml", "#")]), Ok(Snapshot::new()));
        fs::write(out.path().join("file"), "").unwrap();
        assert!(
            snapshot(&out.path().join("file"), &[])
                .unwrap_err()
                .ends_with("/file` is a file, and a client is a folder")
        );
    }

    #[test]
    fn files_with_the_header_are_generated() {
        let out = tempfile::tempdir().unwrap();
        fs::create_dir_all(out.path().join("src/a")).unwrap();
        let text = format!("{HEADER} from x. Do not edit.\n");
        fs::write(out.path().join("src/a/generated.rs"), &text).unwrap();
        fs::write(out.path().join("src/other.rs"), format!("\n{text}")).unwrap();
        fs::write(out.path().join("src/bytes"), [0xFF]).unwrap();
        fs::write(out.path().join("outside.rs"), &text).unwrap();
        let snapshot = snapshot(out.path(), &[]).unwrap();
        let expected = [
            ("src", Entry::Folder),
            ("src/a", Entry::Folder),
            ("src/a/generated.rs", Entry::Generated(text)),
            ("src/bytes", Entry::OtherFile),
            ("src/other.rs", Entry::OtherFile),
        ];
        assert_eq!(snapshot, expected.map(|(path, entry)| (path.to_owned(), entry)).into());
    }

    #[test]
    fn line_ends_of_windows_are_no_difference() {
        let out = tempfile::tempdir().unwrap();
        fs::create_dir_all(out.path().join("src")).unwrap();
        let text = format!("{HEADER} from x. Do not edit.\nstruct A;\n");
        fs::write(out.path().join("src/a.rs"), text.replace('\n', "\r\n")).unwrap();
        let snapshot = snapshot(out.path(), &[]).unwrap();
        assert_eq!(snapshot["src/a.rs"], Entry::Generated(text));
    }

    #[test]
    fn other_files_have_their_own_headers() {
        let out = tempfile::tempdir().unwrap();
        fs::write(out.path().join("Cargo.toml"), "# header\n").unwrap();
        fs::write(out.path().join("README.md"), "# header\n").unwrap();
        let snapshot = snapshot(out.path(), &[("Cargo.toml", "# header"), ("README.md", "<!--"), ("x", "")]).unwrap();
        let expected = [("Cargo.toml", Entry::Generated("# header\n".to_owned())), ("README.md", Entry::OtherFile)];
        assert_eq!(snapshot, expected.map(|(path, entry)| (path.to_owned(), entry)).into());
    }

    #[cfg(unix)]
    #[test]
    fn symbolic_links_are_not_followed() {
        let (out, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(elsewhere.path().join("x.rs"), HEADER).unwrap();
        fs::create_dir(out.path().join("src")).unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), out.path().join("src/link")).unwrap();
        let snapshot = snapshot(out.path(), &[]).unwrap();
        assert_eq!(snapshot.keys().collect::<Vec<_>>(), ["src", "src/link"]);
        assert_eq!(snapshot["src/link"], Entry::Link);

        let link = elsewhere.path().join("out");
        std::os::unix::fs::symlink(out.path(), &link).unwrap();
        assert!(super::snapshot(&link, &[]).unwrap_err().contains("is a symbolic link"));
    }
}
