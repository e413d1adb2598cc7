//! The excerpt of a source line that is shown with a problem.

use std::ops::Range;

use crate::{
    diagnostic::escape::visible,
    source::{Lines, Position},
};

/// The number of characters shown before the location, and from its start on.
const BEFORE: usize = 60;
const AFTER: usize = 100;

/// A part of a source line, fit to be shown.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// The start of the location in the document, and the position after its last character.
    pub(super) start: Position,
    pub(super) end: Position,
    /// The excerpt without control characters.
    pub(super) text: String,
    /// The number of characters of the line that are missing before `text`.
    pub(super) skipped: usize,
    /// The bytes of `text` that are marked.
    pub(super) span: Range<usize>,
}

/// The excerpt of the line in which these bytes begin. Of a location with several lines the first is shown.
pub(super) fn excerpt(lines: &Lines<'_>, span: &Range<usize>) -> Excerpt {
    let start = lines.position(span.start);
    let line = lines.line(start.line);
    let from = span.start.clamp(line.start, line.end);
    let to = span.end.clamp(from, line.end);
    let part = |range: Range<usize>| lines.text().get(range).unwrap_or_default();
    let before = last(part(line.start..from), BEFORE);
    let within = first(part(from..to), AFTER);
    let left = AFTER.saturating_sub(within.chars().count());
    let after = first(part(from + within.len()..line.end), if within.len() < to - from { 0 } else { left });

    let mut text = String::new();
    let mut skipped = 0;
    if before.len() < from - line.start {
        text.push('…');
        // The ellipsis replaces one character.
        skipped = start.column.saturating_sub(before.chars().count() + 2);
    }
    text.push_str(&visible(before));
    let begin = text.len();
    text.push_str(&visible(within));
    let end = text.len();
    text.push_str(&visible(after));
    if from + within.len() + after.len() < line.end {
        text.push('…');
    }
    Excerpt { start, end: lines.position(span.end.max(span.start)), skipped, text, span: begin..end }
}

fn first(text: &str, characters: usize) -> &str {
    let end = text.char_indices().nth(characters).map_or(text.len(), |(index, _)| index);
    text.get(..end).unwrap_or_default()
}

fn last(text: &str, characters: usize) -> &str {
    let Some(back) = characters.checked_sub(1) else { return "" };
    let start = text.char_indices().rev().nth(back).map_or(0, |(index, _)| index);
    text.get(start..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_line_is_shown_whole() {
        let lines = Lines::new("a: 1\n  ключ: 'value'\n");
        let at = lines.text().find("'value'").unwrap();
        let excerpt = excerpt(&lines, &(at..at + 7));
        assert_eq!(excerpt.text, "  ключ: 'value'");
        assert_eq!(&excerpt.text[excerpt.span.clone()], "'value'");
        assert_eq!((excerpt.start, excerpt.end), (Position { line: 2, column: 9 }, Position { line: 2, column: 16 }));
    }

    #[test]
    fn a_long_line_is_cut_on_both_sides() {
        let text = format!("{}X{}", "a".repeat(5000), "b".repeat(5000));
        let excerpt = excerpt(&Lines::new(&*text), &(5000..5001));
        assert_eq!(excerpt.text, format!("…{}X{}…", "a".repeat(60), "b".repeat(99)));
        assert_eq!(&excerpt.text[excerpt.span.clone()], "X");
        assert_eq!((excerpt.start.column, excerpt.skipped), (5001, 4939));
    }

    #[test]
    fn a_long_location_is_cut() {
        let text = "x".repeat(1000);
        let excerpt = excerpt(&Lines::new(&*text), &(0..1000));
        assert_eq!(excerpt.text, format!("{}…", "x".repeat(100)));
        assert_eq!(excerpt.span, 0..100);
        assert_eq!(excerpt.end.column, 1001);
    }

    #[test]
    fn locations_of_several_lines_or_beyond_the_text_are_harmless() {
        let lines = Lines::new("ab\ncd");
        assert_eq!(excerpt(&lines, &(1..4)).span, 1..2);
        assert_eq!(excerpt(&lines, &(70..90)).text, "cd");
    }
}
