//! The document's prose as Markdown that rustdoc accepts without a warning, and that never becomes code.
//!
//! Descriptions are CommonMark by the specification, and contain anything in practice. The following is escaped: text
//! that rustdoc would run as a test (an unlabelled fence, an indented block), link to a Rust item (`[text]`) or
//! render as HTML.

use std::borrow::Cow;

use super::{
    html,
    inline::{escape, is_web_address, joined_link},
};

/// Prose as safe Markdown: no blank line at either end, no two in a row.
pub(in crate::lower) fn lines(text: &str) -> Vec<String> {
    let mut result: Vec<String> = Vec::new();
    let mut fence: Option<Fence> = None;
    let mut line_context = LineContext::default();
    let mut is_broken = false;
    let mut rest = text.lines().peekable();
    while let Some(line) = rest.next() {
        let mut line = without_unprintable(line.trim_end());
        // The lines of one link are joined: each line is escaped alone.
        while let Some(joined) = rest.peek().filter(|_| fence.is_none()).and_then(|next| joined_link(&line, next)) {
            line = Cow::Owned(joined);
            rest.next();
        }
        match &fence {
            Some(open) if open.is_closed_by(&line) => {
                result.push(open.marker.clone());
                fence = None;
            }
            Some(_) => result.push(line.into_owned()),
            None => match Fence::opened_by(&line) {
                Some(open) => {
                    line_context.continuation.clear();
                    // The label is always `text`: rustdoc runs code blocks that it takes for Rust.
                    result.push(format!("{}text", open.marker));
                    fence = Some(open);
                }
                None => {
                    for html::Line { text, is_broken: is_broken_after } in html::lines(&line) {
                        push_prose(text.trim_end(), is_broken, &mut result, &mut line_context);
                        is_broken = is_broken_after;
                    }
                }
            },
        }
    }
    result.extend(fence.map(|open| open.marker));
    while result.last().is_some_and(String::is_empty) {
        result.pop();
    }
    result
}

/// Adds a line outside code blocks. With `is_broken`, it does not continue the line before it.
fn push_prose(line: &str, is_broken: bool, result: &mut Vec<String>, line_context: &mut LineContext) {
    // A list item or a blank line begins a new block anyway.
    let is_paragraph = || !line.is_empty() && containers(line.trim_start()).0.is_empty();
    match result.last_mut() {
        None if line.is_empty() => return,
        Some(last) if line.is_empty() && last.is_empty() => return,
        // A hard line break (CommonMark, section 6.7).
        Some(last) if is_broken && is_paragraph() && !last.is_empty() && !last.starts_with(['#', '|']) => {
            last.push('\\');
        }
        _ => {}
    }
    result.push(prose(line, line_context));
}

/// Prose as one line of safe Markdown, for summaries and lists.
pub(in crate::lower) fn line(text: &str) -> String {
    let joined = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = joined(text);
    let lines: Vec<Cow<'_, str>> = html::lines(&text).into_iter().map(|line| line.text).collect();
    prose(&without_unprintable(&joined(&lines.join(" "))), &mut LineContext::default())
}

/// Prose as a list item after a label. Its further lines are indented, so that lists in it stay lists.
pub(in crate::lower) fn list_item(label: &str, text: &str) -> Vec<String> {
    let mut lines = lines(text);
    // A list or a code block begins on a line of its own.
    let is_block = |line: &String| Fence::opened_by(line).is_some() || marker(line.trim_start()).is_some();
    let first = match lines.first() {
        None => format!("- {label}"),
        Some(first) if is_block(first) => {
            lines.insert(0, String::new());
            format!("- {label}")
        }
        Some(_) => format!("- {label}: {}", lines.remove(0)),
    };
    let rest = lines.into_iter().map(|line| if line.is_empty() { line } else { format!("  {line}") });
    std::iter::once(first).chain(rest).collect()
}

/// A string as a code span, with as many backticks as it needs. A blank string is described in words.
pub(in crate::lower) fn code(text: &str) -> String {
    if text.trim().is_empty() {
        return describe_blank(text);
    }
    let text = text.replace(['\n', '\r'], " ");
    let text = without_unprintable(&text);
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    // A span with a backtick or a space at an edge needs a space, which rendering removes.
    let needs_space = |edge: Option<char>| edge.is_none_or(|character| character == '`' || character == ' ');
    if needs_space(text.chars().next()) || needs_space(text.chars().next_back()) {
        format!("{ticks} {text} {ticks}")
    } else {
        format!("{ticks}{text}{ticks}")
    }
}

pub(in crate::lower) fn capitalized(words: &str) -> String {
    let mut rest = words.chars();
    rest.next().map(|first| format!("{}{}", first.to_uppercase(), rest.as_str())).unwrap_or_default()
}

/// The words for a string that is empty or blank.
fn describe_blank(text: &str) -> String {
    match text.len() {
        0 => "the empty string".to_owned(),
        1 if text == " " => "a space".to_owned(),
        count if text.bytes().all(|byte| byte == b' ') => format!("{count} spaces"),
        _ => format!("`{}`", text.escape_default()),
    }
}

/// JSON as a code block. No line of printed JSON begins with a backtick, so nothing closes the block early.
pub(in crate::lower) fn json_block(json: &str) -> Vec<String> {
    let lines = json.lines().map(|line| without_unprintable(line).into_owned());
    ["```json".to_owned()].into_iter().chain(lines).chain(["```".to_owned()]).collect()
}

/// A link to a page, or its plain address if the words would need escaping.
pub(in crate::lower) fn see_link(words: Option<&str>, address: &str) -> String {
    let words = words.map(line).filter(|words| !words.contains(['\\', '`', '<']));
    let is_plain = is_web_address(address) && !address.contains([' ', '<', '>', '(', ')', '\\']);
    match words {
        Some(words) if is_plain => format!("See [{words}]({address})."),
        Some(words) => format!("See {words}: {}", line(address)),
        None => format!("See {}", line(address)),
    }
}

struct Fence {
    marker: String,
}

impl Fence {
    fn opened_by(line: &str) -> Option<Self> {
        let trimmed = line.trim_start();
        let marker = ['`', '~'].into_iter().find_map(|character| {
            let count = trimmed.chars().take_while(|next| *next == character).count();
            (count >= 3).then(|| character.to_string().repeat(count))
        })?;
        // The label of a backtick fence has no backtick: otherwise the line is a code span.
        let label = trimmed.get(marker.len()..).unwrap_or_default();
        (!(marker.starts_with('`') && label.contains('`'))).then_some(Self { marker })
    }

    fn is_closed_by(&self, line: &str) -> bool {
        let trimmed = line.trim();
        trimmed.starts_with(&self.marker) && trimmed.chars().all(|character| self.marker.starts_with(character))
    }
}

/// Removes invisible characters: controls, and marks that change the text direction (CVE-2021-42574).
fn without_unprintable(line: &str) -> Cow<'_, str> {
    // A tab is a control character too.
    let is_plain = line.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if is_plain || !line.contains(is_unprintable) {
        return Cow::Borrowed(line);
    }
    Cow::Owned(line.replace('\t', "    ").chars().filter(|character| !is_unprintable(*character)).collect())
}

fn is_unprintable(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The state between lines of prose.
#[derive(Default)]
struct LineContext {
    in_list: bool,
    /// The prefix of a next line that continues the list item or the quote of this one.
    continuation: String,
}

/// A line outside code blocks. It never starts a code block, at any depth of lists and quotes: rustdoc would run it.
fn prose(line: &str, line_context: &mut LineContext) -> String {
    let LineContext { in_list, continuation } = line_context;
    let body = line.trim_start();
    let (markers, words) = containers(body);
    if markers.is_empty() && !words.is_empty() && !continuation.is_empty() {
        // Markdown accepts such a line anywhere. Clippy wants it aligned with its item.
        return format!("{continuation}{}", escape(words));
    }
    let is_item = !markers.is_empty() && !markers.starts_with('>') && words.contains(char::is_alphanumeric);
    // Four spaces would start a code block. A nested item may be a little deeper.
    let most = if is_item && *in_list { 5 } else { 3 };
    *in_list = is_item && (*in_list || markers.starts_with(['-', '*', '+']));
    let indent = (line.len() - body.len()).min(most);
    let covered = markers.chars().map(|mark| if mark == '>' { '>' } else { ' ' });
    *continuation = if is_item || markers.starts_with('>') {
        " ".repeat(indent).chars().chain(covered).collect()
    } else {
        String::new()
    };
    format!("{}{markers}{}", " ".repeat(indent), escape(words))
}

/// The list and quote markers at the start of a line, each followed by one space, and the rest of the line.
fn containers(body: &str) -> (String, &str) {
    let mut markers = String::new();
    let mut rest = body;
    while let Some(length) = marker(rest) {
        let (mark, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        markers.push_str(mark);
        rest = after.trim_start();
        if rest.is_empty() {
            break;
        }
        markers.push(' ');
    }
    (markers, rest)
}

/// The length of a list or quote marker at the start of the text.
fn marker(text: &str) -> Option<usize> {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let length = match text.chars().nth(digits)? {
        '>' if digits == 0 => return Some(1),
        '-' | '*' | '+' if digits == 0 => 1,
        '.' | ')' if (1..=9).contains(&digits) => digits + 1,
        _ => return None,
    };
    let after = text.get(length..)?;
    (after.is_empty() || after.starts_with(' ')).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_links_stay_links() {
        let cases = [
            ("see [a page](https://example.com/a_b)", "see [a page](https://example.com/a_b)"),
            ("see [Thing]", "see \\[Thing\\]"),
            ("see [Thing](Thing)", "see \\[Thing\\](Thing)"),
            ("see [`Meta` data](#section/Meta).", "see `Meta` data."),
            ("see [the guide](/docs/a_b#c).", "see the guide (/docs/a_b#c)."),
            ("see [x](#[y](z)", "see \\[x\\](#\\[y\\](z)"),
            ("see [<b>](#x)", "see \\[\\<b>\\](#x)"),
            ("at https://example.com/x, then", "at <https://example.com/x>, then"),
            ("at <https://example.com/x>", "at <https://example.com/x>"),
            ("<script>", "\\<script>"),
            ("`[code]` and ` alone", "`[code]` and \\` alone"),
            ("already \\[escaped\\]", "already \\[escaped\\]"),
        ];
        for (text, expected) in cases {
            assert_eq!(lines(text), [expected], "{text}");
        }
    }

    #[test]
    fn a_link_may_have_several_lines_and_code() {
        assert_eq!(
            lines("See [the\n  long guide](https://a.b/c) first."),
            ["See [the long guide](https://a.b/c) first."]
        );
        assert_eq!(
            lines("See [the\nguide](\nhttps://a.b/c) first."),
            ["See \\[the", "guide\\](", "<https://a.b/c>) first."]
        );
        assert_eq!(lines("See [the\n\nguide](https://a.b)"), ["See \\[the", "", "guide\\](<https://a.b>)"]);
        assert_eq!(lines("```\n[the\nguide](https://a.b)\n```"), ["```text", "[the", "guide](https://a.b)", "```"]);
        assert_eq!(
            line("[`code`](https://a.b) and [`open](https://a.b)"),
            "[`code`](https://a.b) and \\[\\`open\\](<https://a.b>)"
        );
    }

    #[test]
    fn code_blocks_never_run_as_tests() {
        assert_eq!(lines("```\nfn x() {}\n```"), ["```text", "fn x() {}", "```"]);
        assert_eq!(lines("~~~rust\nfn x() {}"), ["~~~text", "fn x() {}", "~~~"], "an open fence is closed");
        assert_eq!(lines("a\n\n        fn x() {}"), ["a", "", "   fn x() {}"], "an indented block is none");
        let hidden = [
            ("- ~~~\n  x();", ["- \\~\\~\\~", "  x();"]),
            ("> ~~~rust\n> x();", ["> \\~\\~\\~rust", "> x();"]),
            ("-      x();\n     * y();", ["- x();", "     * y();"]),
            (">     x();\n1.       y();", ["> x();", "1. y();"]),
            ("2 * 3\n     *p = x();", ["2 * 3", "   *p = x();"]),
        ];
        for (text, expected) in hidden {
            assert_eq!(lines(text), expected, "{text}");
        }
        assert_eq!(lines("a\n\n     - x();"), ["a", "", "   - x();"], "nor is it one behind an item's mark");
        assert_eq!(line("~~~rust"), "\\~\\~\\~rust");
    }

    #[test]
    fn continued_lines_are_aligned_with_their_item() {
        let cases = [
            ("- one\nmore\n- two", vec!["- one", "  more", "- two"]),
            ("- one\n      more", vec!["- one", "  more"]),
            ("1. one\nmore", vec!["1. one", "   more"]),
            ("> said\nmore", vec!["> said", "> more"]),
            ("- one\n\nmore", vec!["- one", "", "more"]),
            ("- one\n```\nx\n```\nmore", vec!["- one", "```text", "x", "```", "more"]),
        ];
        for (text, expected) in cases {
            assert_eq!(lines(text), expected, "{text}");
        }
    }

    #[test]
    fn html_becomes_markdown_outside_of_code() {
        let cases = [
            (
                "Limits:<br>Burst: `1/s`<br>Steady<br><br>**Scopes**",
                vec!["Limits:\\", "Burst: `1/s`\\", "Steady", "", "**Scopes**"],
            ),
            ("<p>One of:<ul><li>a</li><li>b</li></ul></p>", vec!["One of:", "- a", "- b"]),
            ("- one<br/>more", vec!["- one\\", "  more"]),
            ("a<br>", vec!["a"]),
            ("a<br>\n- b", vec!["a", "- b"]),
            ("```\n<br>\n```", vec!["```text", "<br>", "```"]),
            ("x<br>```rust<br>fn x() {}", vec!["x\\", "\\`\\`\\`rust\\", "fn x() {}"]),
            ("x<p>    fn x() {}", vec!["x", "", "fn x() {}"]),
            ("<code>a</code> <table>", vec!["`a` \\<table>"]),
        ];
        for (text, expected) in cases {
            assert_eq!(lines(text), expected, "{text}");
        }
        assert_eq!(line("A<br>b <b>c</b>."), "A b **c**.");
    }

    #[test]
    fn repeated_blank_lines_and_invisible_characters_are_removed() {
        assert_eq!(lines("\n\na\n\n\nb\u{202e}\u{7}\n\n"), ["a", "", "b"]);
    }

    #[test]
    fn code_spans_escape_backticks() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("`a``b"), "``` `a``b ```");
        assert_eq!(code(" a"), "`  a `");
    }

    #[test]
    fn blank_strings_are_described() {
        assert_eq!([code(""), code(" "), code("   ")], ["the empty string", "a space", "3 spaces"]);
        assert_eq!([code("\n"), code("\t\u{a0}")], [r"`\n`", r"`\t\u{a0}`"]);
    }

    proptest::proptest! {
        #[test]
        fn any_prose_is_one_printable_line(text in ".*") {
            for line in lines(&text) {
                proptest::prop_assert!(!line.chars().any(is_unprintable));
                proptest::prop_assert!(!line.contains('\n'));
            }
        }
    }
}
