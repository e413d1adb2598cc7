//! Exemptions: folders that a rule does not cover, each with its reason.

/// Rules with the folders that they do not cover.
const ALLOWED: &[(&str, &[&str])] = &[
    // The documentation of generated code is one line per paragraph of the document, as rustdoc reads it.
    ("lines", &["generated/src/"]),
];

/// Whether a rule does not cover a file. `TIDY_ALL=1` shows everything.
pub(crate) fn is_allowed(rule: &str, path: &str) -> bool {
    ALLOWED.iter().any(|(name, folders)| *name == rule && folders.iter().any(|folder| path.starts_with(folder)))
}
