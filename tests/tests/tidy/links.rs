//! Links: relative links of Markdown files lead to a file, and to a heading of it. So do paths in code spans that begin
//! with a folder of the workspace, such as `tests/tests/tidy/links.rs`.

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
        for span in line.split('`').skip(1).step_by(2).filter(|span| !is_code && is_path(span)) {
            if !workspace().join(span).exists() {
                let message = format!("the path `{span}` does not exist: correct or remove it");
                findings.push(Finding { path: path.to_owned(), line: index + 1, message });
            }
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

/// Whether a code span is the path of a file below a folder of the workspace. Files of build output do not count.
fn is_path(span: &str) -> bool {
    let is_character = |letter: char| letter.is_ascii_alphanumeric() || "/._-".contains(letter);
    let Some((folder, file)) = span.split_once('/') else { return false };
    let is_file = Path::new(file).extension().is_some() && !file.contains("..");
    is_file && span.chars().all(is_character) && folder != "target" && workspace().join(folder).is_dir()
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
    let text = "`tests/tests/tidy/links.rs` `tests/tests/gone.rs` `src/lib.rs` `cli/` `application/json`\n";
    assert_eq!(check("docs/a.md", text).len(), 1);
    assert_eq!(anchor(" How to add a `x-` key?"), "how-to-add-a-x--key");
}
