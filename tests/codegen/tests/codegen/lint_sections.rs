//! The sections that `docs/lint.md` names exist in the specifications.

use std::{collections::BTreeSet, fs};

use codegen_tests::project;

/// Headings of OpenAPI 3.1.1, OpenAPI 3.0.4, and JSON Schema 2020-12. Each is named by a row of the page.
const HEADINGS: [(&str, &str, &str); 20] = [
    ("OAS", "3.5", "Path Templating"),
    ("OAS", "4.4.1", "Data Type Format"),
    ("OAS", "4.8.5", "Server Object"),
    ("OAS", "4.8.6", "Server Variable Object"),
    ("OAS", "4.8.7", "Components Object"),
    ("OAS", "4.8.8", "Paths Object"),
    ("OAS", "4.8.10.1", "Operation Object: Fixed Fields"),
    ("OAS", "4.8.12.2", "Parameter Object: Fixed Fields"),
    ("OAS", "4.8.19", "Example Object"),
    ("OAS", "4.8.23", "Reference Object"),
    ("OAS 3.0.4", "4.7.24.1", "Schema Object: JSON Schema Keywords"),
    ("JSON Schema Core", "6.4", "Regular Expressions"),
    ("JSON Schema Core", "6.5", "Extending JSON Schema"),
    ("JSON Schema Core", "9.4.1", "Guarding Against Infinite Recursion"),
    ("JSON Schema Core", "10.2.1", "Keywords for Applying Subschemas With Logic"),
    ("JSON Schema Core", "10.2.1.1", "allOf"),
    ("JSON Schema Validation", "6", "A Vocabulary for Structural Validation"),
    ("JSON Schema Validation", "6.1", "Validation Keywords for Any Instance Type"),
    ("JSON Schema Validation", "9.2", "default"),
    ("JSON Schema Validation", "9.4", "\"readOnly\" and \"writeOnly\""),
];

/// The specification and the sections of one part of a cell: `OAS 3.0.4, 4.7.24.1`.
fn sections(part: &str) -> (&'static str, Vec<&str>) {
    let prefixes = HEADINGS.iter().map(|(specification, ..)| *specification);
    let specification = prefixes.filter(|name| part.starts_with(name)).max_by_key(|name| name.len()).unwrap_or("");
    let is_section =
        |word: &&str| word.starts_with(char::is_numeric) && word.chars().all(|one| one.is_numeric() || one == '.');
    let rest = part[specification.len()..].split([' ', ',']);
    (specification, rest.filter(is_section).collect())
}

#[test]
fn each_section_of_the_page_has_a_heading() {
    let page = fs::read_to_string(project().join("docs/lint.md")).expect("the page exists");
    let rows = page.lines().skip_while(|line| !line.starts_with("| code ")).skip(2);
    let mut named = BTreeSet::new();
    let mut rules = 0;
    for row in rows.take_while(|line| line.starts_with('|')) {
        rules += 1;
        let cell = row.trim_end_matches('|').rsplit('|').next().unwrap_or_default();
        for part in cell.split(';').map(str::trim) {
            let (specification, sections) = sections(part);
            let is_named = !sections.is_empty() || ["none", "["].iter().any(|start| part.starts_with(start));
            assert!(is_named || part == "`generate` accepts it", "no section in {row}");
            for section in sections {
                let is_known = HEADINGS.iter().any(|(known, number, _)| (*known, *number) == (specification, section));
                assert!(is_known, "{specification} has no known section {section}: {row}");
                named.insert((specification, section));
            }
        }
    }
    assert!(rules > 20, "{rules} rules were found");
    for (specification, section, heading) in HEADINGS {
        assert!(named.contains(&(specification, section)), "no row names {specification} {section}, {heading}");
    }
}
