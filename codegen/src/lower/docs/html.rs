//! HTML in prose, as Markdown: line breaks, paragraphs, lists, emphasis, code and links. Other tags stay as they are,
//! and are escaped later.

use std::borrow::Cow;

use super::inline::{code_span, is_relative_address, is_web_address, search_window};

/// Tags that begin a new line, and what the line begins with.
const LINES: [(&str, &str); 12] = [
    ("<p>", "\n"),
    ("</p>", "\n"),
    ("<div>", "\n"),
    ("</div>", "\n"),
    ("<ul>", ""),
    ("</ul>", "\n"),
    ("<ol>", ""),
    ("</ol>", "\n"),
    ("<li>", "- "),
    ("</li>", ""),
    ("<blockquote>", "\n> "),
    ("</blockquote>", "\n"),
];

/// Tags around text, and the mark of Markdown around it.
const MARKS: [(&str, &str); 5] = [("b", "**"), ("strong", "**"), ("i", "*"), ("em", "*"), ("code", "`")];

/// A line of prose.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line<'t> {
    pub(super) text: Cow<'t, str>,
    /// Whether the next line does not continue this one.
    pub(super) is_broken: bool,
}

/// A line as Markdown: one line, or several.
pub(super) fn lines(line: &str) -> Vec<Line<'_>> {
    if !line.contains('<') {
        return vec![Line { text: Cow::Borrowed(line), is_broken: false }];
    }
    let mut lines = Vec::new();
    let mut current = String::with_capacity(line.len());
    let mut rest = line;
    let mut end = |text: &mut String, is_broken: bool| {
        let text = Cow::Owned(std::mem::take(text));
        lines.push(Line { text, is_broken });
    };
    while let Some(at) = rest.find(['`', '<']) {
        let (plain, special) = rest.split_at_checked(at).unwrap_or((rest, ""));
        current.push_str(plain);
        rest = special;
        if let Some(code) = rest.starts_with('`').then(|| code_span(rest)).flatten() {
            current.push_str(code);
            rest = rest.get(code.len()..).unwrap_or_default();
        } else if let Some(after) = strip_any(rest, &["<br>", "<br/>", "<br />", "</br>"]) {
            end(&mut current, true);
            rest = after.trim_start();
        } else if let Some((after, begin)) =
            LINES.iter().find_map(|(tag, begin)| Some((strip_block(rest, tag)?, *begin)))
        {
            if !current.trim().is_empty() {
                end(&mut current, false);
            }
            current.clear();
            if begin.starts_with('\n') {
                end(&mut String::new(), false);
            }
            current.push_str(begin.trim_start_matches('\n'));
            rest = after.trim_start();
        } else if let Some((text, length)) = element(rest, &current) {
            current.push_str(&text);
            rest = rest.get(length..).unwrap_or_default();
        } else {
            // Both characters are ASCII.
            current.push_str(rest.get(..1).unwrap_or_default());
            rest = rest.get(1..).unwrap_or_default();
        }
    }
    current.push_str(rest);
    if !current.trim().is_empty() || lines.is_empty() {
        lines.push(Line { text: Cow::Owned(current), is_broken: false });
    }
    lines
}

/// The text after a tag that may have attributes.
fn strip_block<'t>(text: &'t str, tag: &str) -> Option<&'t str> {
    strip_tag(text, tag).or_else(|| {
        let attributes = strip_tag(text, tag.strip_suffix('>')?)?.strip_prefix(' ')?;
        let end = attributes
            .find(['<', '>', '`'])
            .filter(|end| attributes.get(*end..).is_some_and(|rest| rest.starts_with('>')))?;
        attributes.get(end + 1..)
    })
}

fn strip_tag<'t>(text: &'t str, tag: &str) -> Option<&'t str> {
    let begin = text.get(..tag.len())?;
    begin.eq_ignore_ascii_case(tag).then(|| text.get(tag.len()..))?
}

fn strip_any<'t>(text: &'t str, tags: &[&str]) -> Option<&'t str> {
    tags.iter().find_map(|tag| strip_tag(text, tag))
}

/// An element at the start of the text as Markdown, and its length. `before` is the text in front of it.
fn element(text: &str, before: &str) -> Option<(String, usize)> {
    let window = search_window(text);
    let (markdown, after) = marked(window, before).or_else(|| link(window))?;
    Some((markdown, window.len() - after.len()))
}

/// Text between two tags with its mark, and the rest. `before` is the text in front of the tag.
fn marked<'t>(text: &'t str, before: &str) -> Option<(String, &'t str)> {
    let (name, mark) = MARKS.iter().find(|(name, _)| strip_tag(text, &format!("<{name}>")).is_some())?;
    let (inner, after) = until_closed(text.get(name.len() + 2..)?, name)?;
    let trimmed = inner.trim();
    let (lead, trail) = (inner.len() - inner.trim_start().len(), inner.len() - inner.trim_end().len());
    let space = |count: usize| if count > 0 { " " } else { "" };
    // Markdown takes a mark between a letter and a punctuation mark for text.
    let is_word = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    let begins = lead > 0 || !is_word(before.chars().next_back()) || is_word(trimmed.chars().next());
    let ends = trail > 0 || !is_word(after.chars().next()) || is_word(trimmed.chars().next_back());
    let is_plain = !trimmed.is_empty() && !trimmed.contains(['`', '*', '<']);
    let mark = if is_plain && (*mark == "`" || (begins && ends)) { mark } else { "" };
    Some((format!("{}{mark}{trimmed}{mark}{}", space(lead), space(trail)), after))
}

/// A link to the web or to another part of the vendor's pages, and the rest.
fn link(text: &str) -> Option<(String, &str)> {
    let attributes = strip_tag(text, "<a ")?;
    let (attributes, content) = attributes.split_once('>')?;
    let (label, after) = until_closed(content, "a")?;
    let address = attributes.split_once("href=")?.1;
    let quote = address.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let address = address.get(1..)?.split(quote).next()?;
    let label = label.trim();
    let is_known = is_web_address(address) || is_relative_address(address);
    let is_plain = is_known && !address.contains(['(', ')', ' ', '\\']) && !label.contains(['[', ']', '<']);
    (is_plain && !label.is_empty()).then(|| (format!("[{label}]({address})"), after))
}

/// The text before the closing tag, and the text after it.
fn until_closed<'t>(text: &'t str, name: &str) -> Option<(&'t str, &'t str)> {
    let closing = format!("</{name}>");
    let end = text
        .match_indices("</")
        .find(|(at, _)| text.get(*at..).is_some_and(|rest| strip_tag(rest, &closing).is_some()))?;
    Some((text.get(..end.0)?, text.get(end.0 + closing.len()..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> String {
        let lines = lines(line);
        let shown = lines.iter().map(|line| format!("{}{}", line.text, if line.is_broken { "\\" } else { "" }));
        shown.collect::<Vec<_>>().join("\n")
    }

    /// Otherwise a line of many tags takes quadratic time.
    #[test]
    fn the_end_of_an_element_is_searched_in_a_window() {
        let text = "x".repeat(1000);
        for html in [format!("<b>{text}</b>"), format!("<a href='#a' {text}>b</a>"), format!("<a href='#a'>{text}</a>")]
        {
            assert_eq!(shown(&html), html);
        }
    }

    #[test]
    fn simple_html_becomes_markdown() {
        let cases = [
            ("a<br>b<BR/>c", "a\\\nb\\\nc"),
            ("<p>One.</p><p>Two.</p>", "\nOne.\n\n\nTwo.\n"),
            ("Either:<ul><li>one</li><li>two</li></ul>then", "Either:\n- one\n- two\n\nthen"),
            ("the <code>id</code> of <b>all</b>", "the `id` of **all**"),
            ("<b>Note: </b>take <i>care</i>", "**Note:** take *care*"),
            ("x<b>(y)</b>z", "x(y)z"),
            ("<a href=\"https://a.b/c\">here</a>.", "[here](https://a.b/c)."),
            ("`<b>x</b>` stays, <b>open too", "`<b>x</b>` stays, <b>open too"),
            ("<a class='x' href='#tag/Pets'>pets</a>.", "[pets](#tag/Pets)."),
            ("a<div class=\"note\">b</div>", "a\n\nb\n"),
            ("a<div <b>", "a<div <b>"),
            ("<script>alert()</script>", "<script>alert()</script>"),
            ("<a href=\"javascript:x()\">here</a>", "<a href=\"javascript:x()\">here</a>"),
            ("1 < 2", "1 < 2"),
        ];
        for (html, expected) in cases {
            assert_eq!(shown(html), expected, "{html}");
        }
    }
}
