//! Tables of `docs/keywords.md`, and the lists of keywords in the specifications.

use std::collections::{BTreeMap, BTreeSet};

use super::{Outcome, text};

/// A row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// The heading above the table: `Info Object`.
    pub object: String,
    /// The first cell without backticks: the keyword, and a case after a comma.
    pub case: String,
    /// The versions of the keyword: `3.0`.
    pub versions: Vec<String>,
    /// The documented outcome.
    pub outcome: Outcome,
}

impl Row {
    /// The keyword itself.
    pub fn keyword(&self) -> &str {
        self.case.split([',', ' ']).next().unwrap_or(&self.case)
    }
}

/// A row of the table of formats.
#[derive(Clone, Debug)]
pub struct FormatRow {
    /// The format: `date-time`.
    pub format: String,
    /// The type of the format.
    pub of: String,
    /// The type in Rust.
    pub rust: String,
}

/// The rows of all objects.
///
/// # Panics
///
/// If the page or a row is invalid.
pub fn rows() -> Vec<Row> {
    let cells = cells().into_iter().filter(|(object, _)| object.ends_with(" Object"));
    cells
        .map(|(object, cells)| {
            let [case, versions, outcome, _] = cells.as_slice() else {
                panic!("a row of the {object} has four cells: {cells:?}")
            };
            Row {
                case: case.replace('`', ""),
                versions: tested_versions(versions),
                outcome: Outcome::parse(outcome).unwrap_or_else(|| panic!("{object}, {case}: `{outcome}`")),
                object,
            }
        })
        .collect()
}

/// The versions for which a row is tested. Keywords of earlier drafts are tested with 3.1.
fn tested_versions(versions: &str) -> Vec<String> {
    let versions: &[&str] = match versions {
        "3.0+" => &["3.0", "3.1", "3.2"],
        "3.1+" => &["3.1", "3.2"],
        "earlier" => &["3.1"],
        one => &[one],
    };
    versions.iter().map(|version| (*version).to_owned()).collect()
}

/// The rows of the formats.
///
/// # Panics
///
/// If the page or a row is invalid.
pub fn formats() -> Vec<FormatRow> {
    let cells = cells().into_iter().filter(|(heading, _)| heading == "Formats");
    cells
        .map(|(_, cells)| {
            let [format, of, rust, _] = cells.as_slice() else { panic!("a format has four cells: {cells:?}") };
            let bare = |cell: &String| cell.replace('`', "");
            FormatRow { format: bare(format), of: bare(of), rust: bare(rust) }
        })
        .collect()
}

/// The cells of every row of a table of keywords, with its heading.
fn cells() -> Vec<(String, Vec<String>)> {
    let page = text("docs/keywords.md");
    let mut heading = String::new();
    let mut rows = Vec::new();
    for line in page.lines() {
        if let Some(words) = line.trim_start_matches('#').strip_prefix(' ').filter(|_| line.starts_with('#')) {
            words.clone_into(&mut heading);
        } else if line.starts_with("| `") {
            let cells = line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned());
            rows.push((heading.clone(), cells.collect()));
        }
    }
    rows
}

/// The keywords of each object by version, as in the specifications.
///
/// # Panics
///
/// If the lists cannot be read.
pub fn specification() -> BTreeMap<String, BTreeMap<String, BTreeSet<String>>> {
    serde_yaml::from_str(&text("tests/documents/keywords/specification.yaml")).expect("the lists can be read")
}
