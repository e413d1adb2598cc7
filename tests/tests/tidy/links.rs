//! Links: relative links of Markdown files lead to a file, and to a heading of it.

use std::{fs, path::Path};

use crate::{
    files::{has_extension, workspace},
    finding::Finding,
};

/// Relative links of a Markdown file that lead nowhere.
pub(crate) fn check(path: &str, text: &str) -> Vec<Finding> {
    if !has_extension(path, "md") {
        return Vec::new();
    }
    let folder = Path::new(path).parent().unwrap_or(Path::new(""));
    let mut findings = Vec::new();
    let mut is_code = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        }
        let targets = line.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next());
        for target in targets.filter(|target| !is_code && !target.contains("://")) {
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let file = if file.is_empty() { workspace().join(path) } else { workspace().join(folder).join(file) };
            let page = if file.is_dir() { file.join("README.md") } else { file.clone() };
            let has_heading = || {
                let page = fs::read_to_string(&page).unwrap_or_default();
                page.lines().any(|line| line.starts_with('#') && anchor(line.trim_start_matches('#')) == heading)
            };
            if !file.exists() || !heading.is_empty() && !has_heading() {
                let message = format!("the link `{target}` leads nowhere: correct or remove it");
                findings.push(Finding { path: path.to_owned(), line: index + 1, message });
            }
        }
    }
    findings
}

/// The anchor that GitHub gives to a heading.
fn anchor(heading: &str) -> String {
    let heading = heading.trim().to_lowercase().replace(' ', "-");
    heading.chars().filter(|character| character.is_alphanumeric() || matches!(character, '-' | '_')).collect()
}

#[test]
fn a_link_that_leads_nowhere_is_found() {
    let text = "[here](README.md) [code](#style)\n\n## `Style`\n\n[gone](absent.md) [web](https://example.com)\n";
    let found = check("ARCHITECTURE.md", text);
    assert_eq!(found.iter().map(|finding| finding.line).collect::<Vec<_>>(), [1, 5]);
    assert_eq!(anchor(" How to add a `x-` key?"), "how-to-add-a-x--key");
}
