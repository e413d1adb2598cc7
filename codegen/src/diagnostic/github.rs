//! Problems for GitHub: workflow commands, which it shows beside the lines of a pull request.

use super::{Diagnostic, Workaround, jsonl::positions, resolve::Resolver, sanitize::escaped};

/// Shows problems, a command each.
pub(super) fn render(problems: &[Diagnostic], resolver: &Resolver<'_>) -> String {
    let mut text = String::new();
    for problem in problems {
        let mut properties = format!("file={}", property(resolver.path(&problem.location)));
        if let Some((start, end)) = positions(&problem.location, resolver) {
            properties.push_str(&format!(",line={},col={}", start.line, start.column));
            // GitHub takes the column of an end as the last one that is marked, and only within one line.
            if end.line == start.line && end.column > start.column {
                properties.push_str(&format!(",endLine={},endColumn={}", end.line, end.column - 1));
            }
        }
        let mut message = data(&problem.message);
        let instead: Vec<String> = problem.workaround.iter().map(Workaround::in_words).collect();
        for (word, sentences) in [("note", &problem.notes), ("note", &instead), ("help", &problem.helps)] {
            for sentence in sentences {
                message.push_str(&format!("%0A{word}: {}", data(sentence)));
            }
        }
        let severity = problem.severity().as_str();
        text.push_str(&format!("::{severity} {properties},title={}::{message}\n", problem.code));
    }
    text
}

/// Text after the colons.
fn data(text: &str) -> String {
    escaped(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
