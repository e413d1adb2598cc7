//! What stands in the folder that is written to. Links are never followed.

use std::{fs, path::Path};

use wireright_codegen::HEADER;

use crate::{
    plan::{Found, Snapshot},
    specs::words,
};

/// The only folder of a crate that generated files are in.
const SOURCES: &str = "src";

/// Looks at everything below `src/` of a crate, and at these other files, each with the mark of one that is generated.
pub(crate) fn snapshot(out: &Path, others: &[(&str, &str)]) -> Result<Snapshot, String> {
    let mut snapshot = Snapshot::new();
    if out.is_symlink() {
        return Err(format!("`{}` is a symbolic link; name the folder that it leads to", out.display()));
    }
    look(out, SOURCES, HEADER, &mut snapshot)?;
    for (path, mark) in others {
        look(out, path, mark, &mut snapshot)?;
    }
    Ok(snapshot)
}

fn look(out: &Path, path: &str, mark: &str, snapshot: &mut Snapshot) -> Result<(), String> {
    let place = out.join(path);
    let unreadable = |error: std::io::Error| format!("`{}` cannot be read: {}", place.display(), words(&error));
    let kind = match fs::symlink_metadata(&place) {
        Ok(metadata) => metadata.file_type(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(unreadable(error)),
    };
    let found = if kind.is_symlink() {
        Found::Link
    } else if kind.is_dir() {
        for entry in fs::read_dir(&place).map_err(unreadable)? {
            // A name that is no text is none of ours.
            if let Ok(name) = entry.map_err(unreadable)?.file_name().into_string() {
                look(out, &format!("{path}/{name}"), mark, snapshot)?;
            }
        }
        Found::Folder
    } else if kind.is_file() {
        let bytes = fs::read(&place).map_err(unreadable)?;
        String::from_utf8(bytes).ok().filter(|text| text.starts_with(mark)).map_or(Found::Foreign, Found::Generated)
    } else {
        Found::Foreign
    };
    snapshot.insert(path.to_owned(), found);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_not_there_is_empty() {
        let out = tempfile::tempdir().unwrap();
        assert_eq!(snapshot(&out.path().join("none"), &[("Cargo.toml", "#")]), Ok(Snapshot::new()));
    }

    #[test]
    fn a_header_makes_a_file_ours() {
        let out = tempfile::tempdir().unwrap();
        fs::create_dir_all(out.path().join("src/a")).unwrap();
        let text = format!("{HEADER} from x. Do not edit.\n");
        fs::write(out.path().join("src/a/ours.rs"), &text).unwrap();
        fs::write(out.path().join("src/theirs.rs"), format!("\n{text}")).unwrap();
        fs::write(out.path().join("src/bytes"), [0xFF]).unwrap();
        fs::write(out.path().join("outside.rs"), &text).unwrap();
        let snapshot = snapshot(out.path(), &[]).unwrap();
        let expected = [
            ("src", Found::Folder),
            ("src/a", Found::Folder),
            ("src/a/ours.rs", Found::Generated(text)),
            ("src/bytes", Found::Foreign),
            ("src/theirs.rs", Found::Foreign),
        ];
        assert_eq!(snapshot, expected.map(|(path, found)| (path.to_owned(), found)).into());
    }

    #[test]
    fn other_files_have_marks_of_their_own() {
        let out = tempfile::tempdir().unwrap();
        fs::write(out.path().join("Cargo.toml"), "# mark\n").unwrap();
        fs::write(out.path().join("README.md"), "# mark\n").unwrap();
        let snapshot = snapshot(out.path(), &[("Cargo.toml", "# mark"), ("README.md", "<!--"), ("x", "")]).unwrap();
        let expected = [("Cargo.toml", Found::Generated("# mark\n".to_owned())), ("README.md", Found::Foreign)];
        assert_eq!(snapshot, expected.map(|(path, found)| (path.to_owned(), found)).into());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let (out, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(elsewhere.path().join("x.rs"), HEADER).unwrap();
        fs::create_dir(out.path().join("src")).unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), out.path().join("src/link")).unwrap();
        let snapshot = snapshot(out.path(), &[]).unwrap();
        assert_eq!(snapshot.keys().collect::<Vec<_>>(), ["src", "src/link"]);
        assert_eq!(snapshot["src/link"], Found::Link);

        let link = elsewhere.path().join("out");
        std::os::unix::fs::symlink(out.path(), &link).unwrap();
        assert!(super::snapshot(&link, &[]).unwrap_err().contains("is a symbolic link"));
    }
}
