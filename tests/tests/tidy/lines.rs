//! Lines: at most 120 columns, comments and Markdown included, and no conflict markers.

use crate::{files::has_extension, finding::Finding};

const MAX_COLUMNS: usize = 120;

/// Lines that are longer than 120 characters. Rows of a Markdown table and lines of one long word, as an address,
/// cannot be wrapped and are exempt.
pub(crate) fn check(path: &str, text: &str) -> Vec<Finding> {
    let is_markdown = has_extension(path, "md");
    let mut findings = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if ["<<<<<<<", ">>>>>>>"].iter().any(|marker| line.starts_with(marker)) {
            let message = "conflict marker: resolve the merge".to_owned();
            findings.push(Finding { path: path.to_owned(), line: index + 1, message });
        }
        let columns = line.chars().count();
        let is_table_row = is_markdown && line.trim_start().starts_with('|');
        let longest_word = line.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
        if columns > MAX_COLUMNS && !is_table_row && longest_word < 100 {
            let message = format!("{columns} columns: wrap the line at {MAX_COLUMNS} or before");
            findings.push(Finding { path: path.to_owned(), line: index + 1, message });
        }
    }
    findings
}

#[test]
fn one_long_line_is_found() {
    let long = "word ".repeat(24) + "w";
    let found = check("codegen/src/lib.rs", &format!("//! Short.\n// {long}\n"));
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].path.as_str(), found[0].line), ("codegen/src/lib.rs", 2));
    assert!(check("README.md", &format!("| {long} |\n")).is_empty(), "a row of a table cannot be wrapped");
    assert!(check("README.md", &"ü".repeat(120)).is_empty(), "columns are characters, not bytes");
}
