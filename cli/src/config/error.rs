//! Problems of a configuration, with their places and the line there.

use std::ops::Range;

use wireright_codegen::diagnostic::suggest;

use crate::{phrases::toml_message, terminal::Terminal};

/// Why there is no configuration, or why it is invalid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfigError {
    /// The problem on one line, after its place: `wireright.toml:4:1: unknown key`.
    pub message: String,
    /// The line of the file with its number, between two lines with a margin. Empty without a place.
    pub excerpt: Vec<String>,
    /// How to fix it.
    pub help: Option<String>,
    /// Whether there is no configuration.
    pub is_missing: bool,
    /// Further problems of the same file.
    pub others: Vec<Self>,
}

/// The maximum number of characters of a line in an excerpt.
const MAX_LINE: usize = 100;

/// A value that is refused, and its bytes in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) span: Range<usize>,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

impl Problem {
    /// A problem at these bytes.
    pub(crate) fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: None }
    }

    /// Adds how to fix it.
    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

impl ConfigError {
    /// Prints the message, the excerpt and the help, and the other problems.
    pub fn print(&self, terminal: &mut Terminal) {
        terminal.error(&self.message);
        for line in &self.excerpt {
            terminal.progress(line);
        }
        if let Some(help) = &self.help {
            terminal.help(help);
        }
        self.others.iter().for_each(|other| other.print(terminal));
    }

    /// A problem without a place.
    pub(super) fn new(message: String) -> Self {
        Self { message, ..Self::default() }
    }

    /// A problem at these bytes of a file.
    pub(super) fn at(name: &str, text: &str, span: &Range<usize>, problem: &str) -> Self {
        let before = text.get(..span.start).unwrap_or(text);
        let line = line_of(text, span.start);
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        let column = before.get(line_start..).unwrap_or_default().chars().count();
        // A tab is as wide as the mark below it.
        let content = text.get(line_start..).unwrap_or_default().lines().next().unwrap_or_default().replace('\t', " ");
        let marked = text.get(span.clone()).unwrap_or_default().lines().next().unwrap_or_default().chars().count();
        let number = line.to_string();
        let margin = " ".repeat(number.len());
        let (content, before, marked) = shortened(&content, column, marked.max(1));
        let mark = format!("{}{}", " ".repeat(before), "^".repeat(marked));
        Self {
            message: format!("{name}:{line}:{}: {problem}", column + 1),
            excerpt: vec![format!("{margin} |"), format!("{number} | {content}"), format!("{margin} | {mark}")],
            ..Self::default()
        }
    }

    /// The first of these problems, with the others.
    ///
    /// # Errors
    ///
    /// There is a problem.
    pub fn of_all(errors: impl IntoIterator<Item = Self>) -> Result<(), Self> {
        let mut errors = errors.into_iter();
        let Some(mut first) = errors.next() else { return Ok(()) };
        for mut other in errors {
            let inner = std::mem::take(&mut other.others);
            first.others.push(other);
            first.others.extend(inner);
        }
        Err(first)
    }

    /// A problem with its place.
    pub(super) fn of_problem(name: &str, text: &str, problem: Problem) -> Self {
        Self { help: problem.help, ..Self::at(name, text, &problem.span, &problem.message) }
    }

    /// A problem that the reader of TOML found.
    pub(crate) fn of_toml(name: &str, text: &str, error: &toml::de::Error) -> Self {
        let problem = toml_message(error);
        match error.span() {
            Some(span) => Self { help: key_help(&problem), ..Self::at(name, text, &span, &problem) },
            None => Self::new(format!("in `{name}`: {problem}")),
        }
    }
}

/// The part of a long line around a mark, and the place of the mark in it.
fn shortened(line: &str, column: usize, marked: usize) -> (String, usize, usize) {
    let length = line.chars().count();
    if length <= MAX_LINE {
        return (line.to_owned(), column, marked);
    }
    let start = column.saturating_sub(MAX_LINE / 2).min(length - MAX_LINE);
    let part: String = line.chars().skip(start).take(MAX_LINE).collect();
    let begin = if start > 0 { "…" } else { "" };
    let end = if start + MAX_LINE < length { "…" } else { "" };
    let before = column - start;
    (format!("{begin}{part}{end}"), before + begin.chars().count(), marked.min(MAX_LINE.saturating_sub(before).max(1)))
}

/// The key or value that is similar to an unknown one.
pub(super) fn key_help(problem: &str) -> Option<String> {
    let (noun, rest) = ["key", "value"].iter().find_map(|noun| {
        let (_, rest) = problem.split_once(&format!("unknown {noun} `"))?;
        Some((noun, rest))
    })?;
    let (word, others) = rest.split_once('`')?;
    let similar = suggest(word, others.split('`').skip(1).step_by(2))?;
    Some(format!("a similar {noun} exists: `{similar}`"))
}

/// The number of the line with this byte, from 1 on.
pub(super) fn line_of(text: &str, byte: usize) -> usize {
    text.get(..byte).unwrap_or(text).matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_below_the_bytes() {
        let text = "a = 1\n\t\u{e4} = [\n2]\n";
        let start = text.find('[').unwrap();
        let error = ConfigError::at("w.toml", text, &(start..text.len()), "wrong");
        assert_eq!(error.message, "w.toml:2:6: wrong");
        assert_eq!(error.excerpt, ["  |", "2 |  \u{e4} = [", "  |      ^"]);
        let error = ConfigError::at("w.toml", "a", &(1..1), "wrong");
        assert_eq!((error.message.as_str(), error.excerpt[2].as_str()), ("w.toml:1:2: wrong", "  |  ^"));
    }

    #[test]
    fn a_long_line_is_shown_around_the_mark() {
        let text = format!("a = [{}5, 6]\n", "\"x\", ".repeat(200));
        let at = text.find('5').unwrap();
        let error = ConfigError::at("w.toml", &text, &(at..at + 1), "wrong");
        let (line, mark) = (&error.excerpt[1], &error.excerpt[2]);
        assert!(line.chars().count() < 120 && line.contains('…'), "{line}");
        let column = mark.chars().position(|it| it == '^').unwrap();
        assert_eq!(line.chars().nth(column), Some('5'), "{line}\n{mark}");
        let error = ConfigError::at("w.toml", &text, &(0..text.len()), "wrong");
        assert!(error.excerpt.iter().all(|line| line.chars().count() < 120), "{:?}", error.excerpt);
        assert!(error.excerpt[1].starts_with("1 | a = [") && error.excerpt[1].ends_with('…'));
    }
}
