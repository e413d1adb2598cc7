//! The edits of the tests of `wireright-diff`: those of its base document with random pairs of them, and those of
//! `specs/`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use wireright::load::{self, LoadError};
use wireright_codegen::SourceFile;

/// Edited documents.
#[derive(Debug)]
pub(super) struct Edit {
    pub(super) name: String,
    pub(super) files: Vec<SourceFile>,
}

/// Documents, and edits of them.
#[derive(Debug)]
pub(super) struct EditGroup {
    pub(super) files: Vec<SourceFile>,
    pub(super) edits: Vec<Edit>,
}

/// The base document, with each edit alone and this many pairs.
pub(super) fn of_base(pairs: usize) -> EditGroup {
    let base = include_str!("../../../../diff/src/tests/base.txt");
    let files = |text: String| vec![SourceFile { path: "shop.yaml".to_owned(), bytes: text.into_bytes() }];
    let edits = all(base, pairs).into_iter().map(|(name, text)| Edit { name, files: files(text) });
    EditGroup { files: files(base.to_owned()), edits: edits.collect() }
}

/// The documents in `specs/`, with each edit.
pub(super) fn of_specs(root: &Path) -> Result<EditGroup, LoadError> {
    let loaded = load::documents(&load::folder(&root.join("specs"))?, Some(root))?;
    let files = loaded.into_sources();
    let edit = |case: Case| {
        let mut files = files.clone();
        let file = files.iter_mut().find(|file| file.path.ends_with(&case.document))?;
        file.bytes = apply(str::from_utf8(&file.bytes).ok()?, &case)?.into_bytes();
        Some(Edit { name: case.name, files })
    };
    let edits = read(include_str!("../../../../diff/src/tests/spec_edits.txt")).into_iter().filter_map(edit).collect();
    Ok(EditGroup { files, edits })
}

/// Each two of these documents, as an edit of its own.
pub(super) fn of_pairs(paths: &[PathBuf]) -> Result<Vec<EditGroup>, String> {
    let read = |path: &PathBuf| {
        let bytes = fs::read(path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
        let name = format!("document.{}", path.extension().unwrap_or_default().to_string_lossy());
        Ok::<_, String>(vec![SourceFile { path: name, bytes }])
    };
    let (pairs, _) = paths.as_chunks::<2>();
    let groups = pairs.iter().map(|[old, new]| {
        let edit = Edit { name: new.display().to_string(), files: read(new)? };
        Ok(EditGroup { files: read(old)?, edits: vec![edit] })
    });
    groups.collect()
}

/// A name, a document, and strings with their replacements.
struct Case {
    name: String,
    document: String,
    replacements: Vec<(String, String)>,
}

/// Each edit alone, and this many pairs.
fn all(base: &str, pairs: usize) -> Vec<(String, String)> {
    let cases = read(include_str!("../../../../diff/src/tests/cases.txt"));
    let mut edits: Vec<(String, String)> =
        cases.iter().filter_map(|case| Some((case.name.clone(), apply(base, case)?))).collect();
    // A linear congruential generator: the same pairs in every run.
    let mut state: usize = 17;
    let mut next = || {
        state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345) & 0x7fff_ffff;
        (state >> 8) % cases.len().max(1)
    };
    let mut left = pairs;
    for _ in 0..pairs * 4 {
        let (Some(one), Some(other)) = (cases.get(next()), cases.get(next())) else { break };
        let text = apply(base, one).and_then(|text| apply(&text, other));
        let Some(text) = text.filter(|_| left > 0 && one.name != other.name) else { continue };
        edits.push((format!("{} + {}", one.name, other.name), text));
        left -= 1;
    }
    edits
}

fn apply(text: &str, case: &Case) -> Option<String> {
    case.replacements.iter().try_fold(text.to_owned(), |text, (old, new)| {
        let all = case.name == "component renamed";
        text.contains(old).then(|| if all { text.replace(old, new) } else { text.replacen(old, new, 1) })
    })
}

fn read(text: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    for paragraph in text.split("\n\n").skip(1) {
        let mut lines = paragraph.trim().lines();
        let Some(name) = lines.next() else { continue };
        let mut case = Case { name: name.to_owned(), document: String::new(), replacements: Vec::new() };
        for line in lines {
            let value = line.get(2..).unwrap_or_default().replace("\\n", "\n");
            match line.get(..1) {
                Some("@") => case.document = value,
                Some("-") => case.replacements.push((value, String::new())),
                Some("+") => case.replacements.last_mut().into_iter().for_each(|last| last.1.clone_from(&value)),
                _ => {}
            }
        }
        cases.push(case);
    }
    cases
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_at_least_sixty_edits_and_random_pairs() {
        let alone = of_base(0);
        assert!(alone.edits.len() >= 60 && alone.edits.iter().all(|edit| edit.files != alone.files));
        assert_eq!(of_base(24).edits.len(), alone.edits.len() + 24);
    }

    #[test]
    fn ten_edits_change_the_specs() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let group = of_specs(&root).unwrap();
        assert_eq!(group.edits.iter().filter(|edit| edit.files != group.files).count(), 10);
    }
}
