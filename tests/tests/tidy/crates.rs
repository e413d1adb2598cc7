//! Crates: dependencies between the workspace's packages run one way.

use crate::finding::Finding;

/// Each package with the packages of the workspace that it may depend on.
const ALLOWED: [(&str, &[&str]); 9] = [
    ("codegen", &[]),
    ("runtime", &[]),
    ("huaweicloud", &["wireright-runtime"]),
    ("generated", &["wireright-runtime", "wireright-huaweicloud"]),
    ("mock", &["wireright-codegen"]),
    ("diff", &["wireright-codegen"]),
    // It copies the source of the runtime, and calls nothing of it.
    ("cli", &["wireright-codegen", "wireright-diff", "wireright-mock", "wireright-runtime"]),
    ("xtask", &["wireright-codegen", "wireright-diff", "wireright-mock", "wireright"]),
    ("fuzz", &["wireright-codegen", "wireright-runtime", "wireright-huaweicloud"]),
];

const WORKSPACE_CRATES: [&str; 7] = [
    "huaweicloud-reset-password",
    "wireright",
    "wireright-codegen",
    "wireright-diff",
    "wireright-huaweicloud",
    "wireright-mock",
    "wireright-runtime",
];

/// Dependencies of a manifest that point the wrong way. Development dependencies count, too.
pub(crate) fn check(path: &str, text: &str) -> Vec<Finding> {
    let package = path.strip_suffix("/Cargo.toml").unwrap_or(path);
    let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| *name == package) else { return Vec::new() };
    let mut findings = Vec::new();
    let mut in_dependencies = false;
    for (index, line) in text.lines().enumerate() {
        if let Some(section) = line.strip_prefix('[') {
            in_dependencies = section.contains("dependencies");
        }
        let name = line.split(['=', '.', ' ']).next().unwrap_or_default();
        if in_dependencies && WORKSPACE_CRATES.contains(&name) && !allowed.contains(&name) {
            let message = format!("{package} must not depend on {name}: see the directions in ARCHITECTURE.md");
            findings.push(Finding { path: path.to_owned(), line: index + 1, message });
        }
    }
    findings
}

#[test]
fn a_dependency_against_the_direction_is_found() {
    let text = "[package]\nname = \"wireright-codegen\"\n[dependencies]\nwireright-runtime = { workspace = true }\n";
    assert_eq!(check("codegen/Cargo.toml", text)[0].line, 4);
    assert!(check("huaweicloud/Cargo.toml", text).is_empty());
}
