//! Syntax errors of TOML. Each mistake is one problem, and those after an unclosed list are found too: a statement with
//! a mistake is blanked, and the rest is read again.

use std::ops::Range;

use toml::de::{DeTable, Error};

use super::error::{Problem, line_of};
use crate::phrases::toml_message;

/// The maximum number of problems in one run.
const MAX_PROBLEMS: usize = 50;

/// The problems of a text that is no TOML, in their order.
pub(super) fn problems(text: &str) -> Vec<Problem> {
    let mut rest = text.as_bytes().to_vec();
    let mut problems = Vec::new();
    while let (Ok(current), true) = (std::str::from_utf8(&rest), problems.len() < MAX_PROBLEMS) {
        let Some(error) = first_error(current) else { break };
        let (problem, statement) = problem(current, &error);
        problems.push(problem);
        let before = rest.clone();
        blank(&mut rest, statement, problems.len());
        if rest == before {
            break;
        }
    }
    problems
}

/// The first error, by its place.
fn first_error(text: &str) -> Option<Error> {
    let (_, errors) = DeTable::parse_recoverable(text);
    errors.into_iter().min_by_key(|error| error.span().map_or(0, |span| span.start))
}

/// The problem of an error, and the bytes of the statement that contains the mistake.
fn problem(text: &str, error: &Error) -> (Problem, Range<usize>) {
    let span = error.span().unwrap_or_default();
    let lines = lines(text);
    let line = lines.iter().rposition(|line| line.start <= span.start).unwrap_or_default();
    let begins = |line: &Range<usize>| begins_statement(text.get(line.clone()).unwrap_or_default());
    let is_at_end = text.get(span.start..).is_some_and(|rest| rest.trim().is_empty());
    // An error at the beginning of a statement is a mistake of the one before it: its list has no end.
    let end = if is_at_end { lines.len() } else { line };
    let before = lines.iter().take(end).rposition(begins);
    if let Some(unclosed) = before.and_then(|first| unclosed(text, &lines, first..end)) {
        return unclosed;
    }
    let first = lines.iter().take(line + 1).rposition(begins).unwrap_or(line);
    let next = lines.iter().skip(line + 1).position(begins).map_or(lines.len(), |next| line + 1 + next);
    let statement = bytes(&lines, first..next);
    let message = toml_message(error);
    let is_escape = ["escaped value", "unicode value"].iter().any(|words| message.contains(words));
    let help = || text.get(statement.clone()).and_then(quotes_help);
    let help = if is_escape { Some(BACKSLASH_HELP.to_owned()) } else { help() };
    let message = if is_escape { format!("invalid escape in a string: {message}") } else { message };
    (Problem { help, ..Problem::new(span, message) }, statement)
}

/// How to write a string with a backslash.
pub(super) const BACKSLASH_HELP: &str =
    "`\\` begins an escape in double quotes; write `/` between folders, or put the string into single quotes";

/// How to write a string that is not in quotes, if the value of a statement looks like one.
fn quotes_help(statement: &str) -> Option<String> {
    let (_, value) = statement.lines().next()?.split_once('=')?;
    let value = value.split('#').next().unwrap_or_default().trim();
    let is_bare = value.starts_with(|first: char| first.is_alphanumeric() || ['.', '/', '~'].contains(&first));
    let is_invalid = !DeTable::parse_recoverable(&format!("value = {value}\n")).1.is_empty();
    (is_bare && is_invalid && !value.contains(['"', '\'', '\\']))
        .then(|| format!("a string is in quotes: `\"{value}\"`"))
}

/// The problem of a statement whose list or table has no end, if these lines are one.
fn unclosed(text: &str, lines: &[Range<usize>], range: Range<usize>) -> Option<(Problem, Range<usize>)> {
    let next = lines.get(range.end).filter(|next| begins_statement(text.get((*next).clone()).unwrap_or_default()));
    if next.is_none() && range.end < lines.len() {
        return None;
    }
    let statement = bytes(lines, range);
    let written = text.get(statement.clone())?;
    let (_, errors) = DeTable::parse_recoverable(written);
    if !errors.iter().any(|error| error.message().contains("unclosed")) {
        return None;
    }
    let value = statement.start + written.find('=')? + 1;
    let opening = value + text.get(value..)?.find(|letter: char| !letter.is_whitespace())?;
    let (noun, bracket) = match text.get(opening..)?.chars().next()? {
        '[' => ("list", ']'),
        '{' => ("table", '}'),
        _ => return None,
    };
    let place = next.map(|next| format!(" before line {}", line_of(text, next.start))).unwrap_or_default();
    let message = format!("unclosed {noun}: `{bracket}` is missing{place}");
    Some((Problem::new(opening..opening + 1, message), statement))
}

/// Whether a line looks like the beginning of a statement: a key with a value, or the header of a table.
fn begins_statement(line: &str) -> bool {
    let line = line.trim();
    let is_letter = |letter: char| letter.is_alphanumeric() || ['_', '-', '.', '"', '\''].contains(&letter);
    let is_key = |key: &str| !key.trim_end().is_empty() && key.trim_end().chars().all(is_letter);
    let is_header = line.trim_start_matches('[').starts_with(|first: char| first.is_ascii_alphabetic());
    (line.starts_with('[') && is_header) || line.split_once('=').is_some_and(|(key, _)| is_key(key))
}

/// The bytes of each line, with its end.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let lengths = text.split_inclusive('\n').map(str::len);
    let ranges = lengths.map(|length| {
        start += length;
        start - length..start
    });
    ranges.collect()
}

fn bytes(lines: &[Range<usize>], range: Range<usize>) -> Range<usize> {
    let start = lines.get(range.start).map_or(0, |line| line.start);
    start..lines.get(range.end.saturating_sub(1)).map_or(start, |line| line.end)
}

/// Replaces a statement by spaces, and a header by another one: the keys below it must not be those of the table above.
fn blank(text: &mut [u8], statement: Range<usize>, number: usize) {
    let Some(statement) = text.get_mut(statement) else { return };
    let is_header = statement.trim_ascii_start().starts_with(b"[");
    statement.iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
    let header = format!("[{number}]");
    let line = statement.split_mut(|byte| *byte == b'\n').next().unwrap_or_default();
    if let Some(start) = line.get_mut(..header.len()).filter(|_| is_header) {
        start.copy_from_slice(header.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The place and the message of each problem.
    fn found(text: &str) -> Vec<String> {
        let problems = problems(text);
        problems.iter().map(|problem| format!("{}: {}", line_of(text, problem.span.start), problem.message)).collect()
    }

    #[test]
    fn mistakes_after_an_unclosed_list_are_found() {
        let text = "[[client]]\nspec = \"a\"\ninclude = [\"tag:x\",\n  \"tag:y\"\nexclude = [\"deprecated\"]\n\
                    name = \"x\n[client.package]\nversion = 1.2.3\nkeywords = [\n";
        assert_eq!(
            found(text),
            [
                "3: unclosed list: `]` is missing before line 5",
                "6: invalid basic string, expected `\"`",
                "8: invalid float, expected nothing",
                "9: unclosed list: `]` is missing",
            ]
        );
        let help: Vec<Option<String>> = problems(text).into_iter().map(|problem| problem.help).collect();
        assert_eq!(help, [None, None, Some("a string is in quotes: `\"1.2.3\"`".to_owned()), None]);
        assert_eq!(problems(text)[0].span, text.find("[\"tag").map(|at| at..at + 1).unwrap());
    }

    #[test]
    fn each_mistake_is_reported_once() {
        assert_eq!(found("[[client]\nspec = \n[[client]]\nout = [\"a\" \"b\"]\n\"ä\" = é\n").len(), 4);
        assert_eq!(found("x = { a = 1\ny = 2\n"), ["1: unclosed table: `}` is missing before line 2"]);
        assert_eq!(found("a = 1\n"), [""; 0]);
        assert_eq!(problems("a = 1\na = 2\n")[0].help, None, "the value is no mistake");
        // Both tables have the key.
        assert_eq!(found("[[a]\nspec = 1\n[[b]\nspec = 2\n").len(), 2);
    }

    #[test]
    fn a_text_without_problems_is_toml() {
        const LETTERS: [char; 16] = ['a', 'b', '[', ']', '{', '}', '=', '"', '\'', '\n', '\n', ',', '#', '1', '.', 'é'];
        let mut state = 1_u64;
        for _ in 0..3000 {
            let letters = (0..40).map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                LETTERS[usize::try_from(state >> 60).unwrap()]
            });
            let text: String = letters.collect();
            assert_eq!(problems(&text).is_empty(), text.parse::<toml::Table>().is_ok(), "{text:?}");
        }
    }
}
