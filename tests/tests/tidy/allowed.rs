//! Allowed: folders that a rule does not cover yet. An entry goes when its folder is clean; none may be added.

/// Rules with the folders that they do not cover yet.
const ALLOWED: &[(&str, &[&str])] = &[
    ("cycles", &["codegen/", "runtime/", "tests/"]),
    ("lines", &["Cargo.toml", "codegen/", "generated/", "runtime/", "tests/"]),
    ("modules", &["codegen/", "generated/", "runtime/", "tests/"]),
    ("vendor", &["codegen/", "runtime/"]),
    ("words", &["codegen/", "generated/", "runtime/", "tests/"]),
];

/// Whether a rule does not cover a file yet. `TIDY_ALL=1` shows everything.
pub(crate) fn is_allowed(rule: &str, path: &str) -> bool {
    ALLOWED.iter().any(|(name, folders)| *name == rule && folders.iter().any(|folder| path.starts_with(folder)))
}
