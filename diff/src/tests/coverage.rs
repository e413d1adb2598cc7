//! `docs/diff.md` names every rule and every case, and nothing that does not exist.

use super::cases;
use crate::rules::RULES;

const DOCS: &str = include_str!("../../../docs/diff.md");

#[test]
fn every_rule_and_every_case_is_documented() {
    let missing: Vec<&str> = RULES.iter().map(|rule| rule.id).filter(|id| !DOCS.contains(&format!("`{id}`"))).collect();
    assert!(missing.is_empty(), "docs/diff.md lacks the rules {missing:?}");
    let rows: Vec<&str> = DOCS.lines().filter(|line| line.starts_with("| ")).collect();
    let is_documented = |name: &str| rows.iter().any(|row| row.contains(name));
    let cases = cases::all();
    let missing: Vec<&str> = cases.iter().map(|case| case.name).filter(|name| !is_documented(name)).collect();
    assert!(missing.is_empty(), "docs/diff.md lacks the cases {missing:?}");
}

#[test]
fn every_rule_has_a_case() {
    let cases = cases::all();
    // The name of the package is in no document.
    let tested = |id: &str| {
        id == "package-renamed"
            || cases.iter().any(|case| case.expected.iter().any(|line| line.starts_with(&format!("{id}: "))))
    };
    let missing: Vec<&str> = RULES.iter().map(|rule| rule.id).filter(|id| !tested(id)).collect();
    assert!(missing.is_empty(), "no case has {missing:?}");
}

#[test]
fn names_of_cases_are_different() {
    let cases = cases::all();
    let mut names: Vec<&str> = cases.iter().map(|case| case.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), cases.len());
}
