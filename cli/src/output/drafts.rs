//! Drafts: files under temporary names, which a run renames when all of them are complete. A run that was killed leaves
//! some, and the next one removes them.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use wireright_codegen::HEADER;

/// The folders of a crate that contain generated source files.
pub(super) const SOURCES: [&str; 2] = ["src", "runtime/src"];

/// The temporary name of a file, beside it: renaming it replaces the file at once, and readers see the old or the new
/// content.
pub(super) fn draft(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.draft", std::process::id()))
}

/// The name of the file, and the process that wrote the draft. `None` if this is not the name of a draft.
fn parse(name: &str) -> Option<(&str, u32)> {
    let (name, process) = name.strip_prefix('.')?.strip_suffix(".draft")?.rsplit_once('.')?;
    let is_number = !process.is_empty() && process.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| process.parse().ok()).flatten().map(|process| (name, process))
}

/// Whether a regular file of this name and content is a draft of a file with this header. It may be incomplete.
pub(super) fn is_draft(name: &str, bytes: &[u8], header: &str) -> bool {
    parse(name).is_some() && (bytes.starts_with(header.as_bytes()) || header.as_bytes().starts_with(bytes))
}

/// Removes the drafts that ended runs left in the folders of a crate. `other_files` are the files outside of the
/// sources, each with its generated header. Other files, and drafts that cannot be removed, stay.
pub fn remove_drafts(out: &Path, other_files: &[(&str, &str)]) {
    for folder in SOURCES {
        remove_in_sources(&out.join(folder));
    }
    for (path, header) in other_files {
        let path = out.join(path);
        for_each_draft(path.parent().unwrap_or(out), |draft, name| {
            if path.file_name().is_some_and(|known| known == name) {
                remove_if_ended(draft, header);
            }
        });
    }
}

fn remove_in_sources(folder: &Path) {
    if folder.is_symlink() {
        return;
    }
    for_each_draft(folder, |draft, _| remove_if_ended(draft, HEADER));
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            remove_in_sources(&entry.path());
        }
    }
}

/// Removes the drafts of one file that ended runs left.
pub(super) fn remove_drafts_of(path: &Path) {
    for_each_draft(path.parent().unwrap_or(path), |draft, name| {
        if path.file_name().is_some_and(|known| known == name) && has_ended(draft) {
            let _ = fs::remove_file(draft);
        }
    });
}

/// Calls a function for each regular file with the name of a draft, with the name of its file.
fn for_each_draft(folder: &Path, mut found: impl FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if let Some(name) = entry.file_name().to_str()
            && let Some((name, _)) = parse(name)
            && entry.file_type().is_ok_and(|kind| kind.is_file())
        {
            found(&entry.path(), name);
        }
    }
}

fn remove_if_ended(draft: &Path, header: &str) {
    let name = draft.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if has_ended(draft) && fs::read(draft).is_ok_and(|bytes| is_draft(&name, &bytes, header)) {
        let _ = fs::remove_file(draft);
    }
}

/// No run takes as long.
const MAX_AGE: Duration = Duration::from_secs(60 * 60);

/// Whether the process that wrote the draft has ended: it is not in the list of Linux, or the draft is old.
fn has_ended(draft: &Path) -> bool {
    let processes = Path::new("/proc");
    let name = draft.file_name().unwrap_or_default().to_string_lossy();
    let Some((_, process)) = parse(&name) else { return false };
    if processes.join("self").exists() {
        return !processes.join(process.to_string()).exists();
    }
    let age = || -> io::Result<Duration> {
        fs::metadata(draft)?.modified()?.elapsed().map_err(|_| io::Error::from(io::ErrorKind::Other))
    };
    age().is_ok_and(|age| age > MAX_AGE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_drafts_have_a_process() {
        assert_eq!(parse(".a.rs.17.draft"), Some(("a.rs", 17)));
        assert_eq!(parse("..gitignore.17.draft"), Some((".gitignore", 17)));
        for other in ["a.rs.17.draft", ".a.rs.draft", ".a.rs.17", ".a.rs.+1.draft", ".a.rs.99999999999.draft", ".draft"]
        {
            assert_eq!(parse(other), None, "{other}");
        }
        assert_eq!(parse(&draft(Path::new("x/a.rs")).file_name().unwrap().to_string_lossy()).unwrap().0, "a.rs");
    }

    /// A number that no process has.
    const ENDED: u32 = u32::MAX;

    #[cfg(target_os = "linux")]
    #[test]
    fn only_drafts_of_ended_processes_are_removed() {
        let out = tempfile::tempdir().unwrap();
        let path = |path: &str| out.path().join(path);
        fs::create_dir_all(path("src/types")).unwrap();
        fs::create_dir_all(path(&format!("src/.c.rs.{ENDED}.draft"))).unwrap();
        let own = std::process::id();
        let text = format!("{HEADER} from x. Do not edit.\n");
        let removed = [
            (format!("src/.a.rs.{ENDED}.draft"), text.as_str()),
            (format!("src/types/.b.rs.{ENDED}.draft"), "// @gen"),
            (format!("src/types/.b.rs.{}.draft", ENDED - 1), ""),
            (format!(".Cargo.toml.{ENDED}.draft"), "# header\nname"),
        ];
        let kept = [
            (format!("src/.a.rs.{own}.draft"), text.as_str()),
            (format!("src/.mine.rs.{ENDED}.draft"), "fn mine() {}\n"),
            (format!("src/a.rs.{ENDED}.draft"), text.as_str()),
            (format!(".Cargo.toml.{own}.draft"), ""),
            (format!(".Cargo.lock.{ENDED}.draft"), ""),
            (format!(".README.md.{ENDED}.draft"), "Mine."),
        ];
        for (name, text) in removed.iter().chain(&kept) {
            fs::write(path(name), text).unwrap();
        }
        remove_drafts(out.path(), &[("Cargo.toml", "# header"), ("README.md", "<!--")]);
        for (name, _) in &removed {
            assert!(!path(name).exists(), "{name}");
        }
        for (name, text) in &kept {
            assert_eq!(fs::read_to_string(path(name)).unwrap(), *text, "{name}");
        }
        assert!(path(&format!("src/.c.rs.{ENDED}.draft")).is_dir());
        remove_drafts(&path("none"), &[("Cargo.toml", "")]);
    }
}
