//! Inline elements of Markdown: which of them stay, and what is escaped.

use std::{iter::Peekable, str::Chars};

/// The next position that may need escaping, or that starts something that must not be escaped.
fn next_special(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().position(|(at, byte)| match byte {
        b'`' | b'[' | b']' | b'~' | b'<' | b'\\' => true,
        // The second letter excludes most candidates.
        b'h' => bytes.get(at + 1) == Some(&b't') && text.get(at..).is_some_and(is_web_address),
        _ => false,
    })
}

/// Escapes links and HTML outside code spans.
pub(super) fn escape(text: &str) -> String {
    let mut result = String::with_capacity(text.len() + 8);
    let mut rest = text;
    loop {
        let (plain, marked) = rest.split_at_checked(next_special(rest).unwrap_or(rest.len())).unwrap_or((rest, ""));
        result.push_str(plain);
        rest = marked;
        let Some(character) = rest.chars().next() else { return result };
        let taken = match character {
            '`' => code_span(rest).map(str::to_owned).ok_or("\\`"),
            '[' => match relative_link(rest) {
                Some((label, address, length)) => {
                    result.push_str(label);
                    if !address.starts_with('#') {
                        result.push_str(&format!(" ({address})"));
                    }
                    rest = rest.get(length..).unwrap_or_default();
                    continue;
                }
                None => link(rest).map(str::to_owned).ok_or("\\["),
            },
            ']' => Err("\\]"),
            // Three of them start a code block.
            '~' if rest.starts_with("~~~") || result.ends_with("\\~") => Err("\\~"),
            '<' => autolink(rest).map(str::to_owned).ok_or("\\<"),
            '\\' => escaped_pair(rest).map(str::to_owned).ok_or("\\\\"),
            'h' => bare_url(rest, &result).map(str::to_owned).ok_or("h"),
            _ => Err("~"),
        };
        match taken {
            Ok(kept) => {
                rest = rest.get(kept.len()..).unwrap_or_default();
                let is_bare_url = kept.starts_with('h');
                result.push_str(&if is_bare_url { format!("<{kept}>") } else { kept });
            }
            Err(escaped) => {
                result.push_str(escaped);
                rest = rest.get(character.len_utf8()..).unwrap_or_default();
            }
        }
    }
}

/// The part of a text that is searched for an end. A line may have megabytes, with many starts.
pub(super) fn search_window(text: &str) -> &str {
    text.char_indices().nth(1000).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// A closed code span at the start of the text.
pub(super) fn code_span(text: &str) -> Option<&str> {
    let text = search_window(text);
    let ticks = text.len() - text.trim_start_matches('`').len();
    let mut searched = ticks;
    loop {
        let start = searched + text.get(searched..)?.find('`')?;
        let run = text.get(start..)?.chars().take_while(|character| *character == '`').count();
        if run == ticks {
            return text.get(..start + run);
        }
        searched = start + run;
    }
}

/// An inline link to the web at the start of the text, if its label needs no escaping.
fn link(text: &str) -> Option<&str> {
    let (_, target, length) = labelled_target(text)?;
    is_web_address(target).then(|| text.get(..length))?
}

/// The label, the address and the length of a link to another part of the vendor's pages, at the start of the text.
/// Such an address leads nowhere in the documentation of a crate.
fn relative_link(text: &str) -> Option<(&str, &str, usize)> {
    let (label, address, length) = labelled_target(text)?;
    let is_relative = is_relative_address(address);
    (is_relative && !label.trim().is_empty() && !address.contains(['`', '[', ']', '~', '*']))
        .then_some((label, address, length))
}

/// The label, the target and the length of an inline link at the start of the text, if neither needs escaping.
fn labelled_target(text: &str) -> Option<(&str, &str, usize)> {
    let text = search_window(text);
    let label_end = text.find(']')?;
    let label = text.get(1..label_end)?;
    let target = text.get(label_end + 1..)?.strip_prefix('(')?;
    let target = target.get(..target.find(')')?)?;
    let has_code_spans = label.matches('`').count() % 2 == 0 && !label.contains("``");
    let is_plain_label = has_code_spans && !label.contains(['[', '<', '\\', '~']) && !label.contains("://");
    let is_plain_target = !target.contains([' ', '<', '(', '\\']);
    (is_plain_label && is_plain_target).then_some((label, target, label_end + 2 + target.len() + 1))
}

/// Both lines as one, if a link begins on the first and ends on the second.
pub(super) fn joined_link(line: &str, next: &str) -> Option<String> {
    let start = line.rfind('[').filter(|start| line.get(*start..).is_some_and(|text| link(text).is_none()))?;
    let joined = format!("{line} {}", next.trim());
    joined.get(start..).is_some_and(|text| link(text).is_some()).then_some(joined)
}

/// `<https://…>` at the start of the text.
fn autolink(text: &str) -> Option<&str> {
    let text = search_window(text);
    let end = text.find('>')?;
    let address = text.get(1..end)?;
    (is_web_address(address) && !address.contains([' ', '<'])).then(|| text.get(..=end))?
}

/// A backslash that escapes a punctuation mark already.
fn escaped_pair(text: &str) -> Option<&str> {
    let next = text.chars().nth(1)?;
    next.is_ascii_punctuation().then(|| text.get(..2))?
}

/// A web address without markup at the start of the text.
fn bare_url<'t>(text: &'t str, before: &str) -> Option<&'t str> {
    if !is_web_address(text) || before.ends_with(|last: char| last.is_alphanumeric()) {
        return None;
    }
    let mut characters = text.chars().peekable();
    let mut length = address_length(&mut characters);
    // Punctuation at the end belongs to the sentence.
    while text.get(..length)?.ends_with(['.', ',', ';', ':', '!', '?', '\'', '"', ')', '*', '_']) {
        length -= 1;
    }
    text.get(..length)
}

fn address_length(characters: &mut Peekable<Chars<'_>>) -> usize {
    let mut length = 0;
    while let Some(next) = characters.next_if(|next| !next.is_whitespace() && !"<>[]`\\|{}".contains(*next)) {
        length += next.len_utf8();
    }
    length
}

/// Whether an address is relative to the page that contains it, and looks like one.
pub(super) fn is_relative_address(address: &str) -> bool {
    ["#", "/", "./", "../"].iter().any(|start| address.starts_with(start))
}

pub(super) fn is_web_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}
