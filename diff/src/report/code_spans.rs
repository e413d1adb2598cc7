//! Code spans of CommonMark: text of a report has names between backticks, and names can contain any character.

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'t> {
    /// Text outside of code.
    Text(&'t str),
    /// The content of a code span, with the number of backticks on each side.
    Code(&'t str, usize),
}

/// The parts of a text. Backticks without a counterpart are text.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    let mut start = 0;
    while let Some((at, length)) = next_run(rest, start) {
        let after = at + length;
        let end = std::iter::successors(next_run(rest, after), |(at, length)| next_run(rest, at + length));
        match end.into_iter().find(|(_, other)| *other == length) {
            Some((end, _)) => {
                parts.push(Part::Text(&rest[..at]));
                parts.push(Part::Code(&rest[after..end], length));
                rest = &rest[end + length..];
                start = 0;
            }
            None => start = after,
        }
    }
    parts.push(Part::Text(rest));
    parts.retain(|part| *part != Part::Text(""));
    parts
}

/// The position and the length of the next run of backticks.
fn next_run(text: &str, from: usize) -> Option<(usize, usize)> {
    let at = from + text.get(from..)?.find('`')?;
    let length = text[at..].bytes().take_while(|byte| *byte == b'`').count();
    Some((at, length))
}

/// Text as Markdown: code spans stay, and nothing else has a meaning. In a table, no column ends early.
pub(super) fn markdown(text: &str, is_table: bool) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let in_table = |part: &str| if is_table { part.replace('|', "\\|") } else { part.to_owned() };
    let escaped = |part: &Part<'_>| match part {
        Part::Code(code, length) => {
            let fence = "`".repeat(*length);
            format!("{fence}{}{fence}", in_table(code))
        }
        Part::Text(text) => in_table(&escape(text)),
    };
    parts(&text).iter().map(escaped).collect()
}

/// A name as a code span, whatever characters it has.
pub(super) fn code_span(name: &str) -> String {
    let mut lengths = std::iter::successors(next_run(name, 0), |(at, length)| next_run(name, at + length));
    let fence = match lengths.next() {
        None => "`".to_owned(),
        Some((_, first)) => "`".repeat(lengths.map(|(_, length)| length).fold(first, usize::max) + 1),
    };
    let space = if name.starts_with('`') || name.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{name}{space}{fence}")
}

/// Escapes what has a meaning in Markdown and HTML.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => escaped += "&lt;",
            '&' => escaped += "&amp;",
            '\\' | '`' | '*' | '[' | ']' | '~' => escaped.extend(['\\', character]),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_special_characters_stay_inside_their_code() {
        for (text, table) in [
            ("`Pet.name` removed", "`Pet.name` removed"),
            ("`a|b` x|y", "`a\\|b` x\\|y"),
            ("`<b>` <b> &", "`<b>` &lt;b> &amp;"),
            ("`a``<b>", "\\`a\\`\\`&lt;b>"),
            ("`a``<b>` x", "`a``<b>` x"),
            ("`a`<b>` x", "`a`&lt;b>\\` x"),
            ("``a`b`` x", "``a`b`` x"),
            ("GET /a_b/*x*\n# y", "GET /a_b/\\*x\\* # y"),
            ("[x](y) \\", "\\[x\\](y) \\\\"),
        ] {
            assert_eq!(markdown(text, true), table);
        }
        assert_eq!(markdown("`a|b` c|d", false), "`a|b` c|d");
    }

    #[test]
    fn a_code_span_contains_backticks() {
        assert_eq!(code_span("a"), "`a`");
        assert_eq!(code_span("a`b``c"), "```a`b``c```");
        assert_eq!(code_span("`a"), "`` `a ``");
    }
}
