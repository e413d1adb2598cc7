//! The header `Link` (RFC 8288).

use http::{HeaderMap, header::LINK};

/// The target of the first link whose relation is `next`.
pub(super) fn next(headers: &HeaderMap) -> Option<String> {
    let values = headers.get_all(LINK).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(links).find(|(_, parameters)| is_next(parameters)).map(|(target, _)| target.to_owned())
}

/// The links of a header, each with the text of its parameters (section 3).
fn links(value: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = value;
    std::iter::from_fn(move || {
        let (_, after) = rest.split_once('<')?;
        let (target, after) = after.split_once('>')?;
        let (parameters, others) = after.split_at_checked(end_of_link(after))?;
        rest = others;
        Some((target, parameters))
    })
}

/// Where the parameters of a link end: at a comma that is not quoted.
fn end_of_link(text: &str) -> usize {
    unquoted(text, ',').next().unwrap_or(text.len())
}

/// Where a sign stands outside of quotes.
fn unquoted(text: &str, sign: char) -> impl Iterator<Item = usize> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    text.char_indices().filter_map(move |(place, character)| {
        let was_escaped = std::mem::take(&mut is_escaped);
        match character {
            '\\' if is_quoted && !was_escaped => is_escaped = true,
            '"' if !was_escaped => is_quoted = !is_quoted,
            _ => {}
        }
        (character == sign && !is_quoted).then_some(place)
    })
}

/// Whether the parameters say `rel=next`, among other relations too. The first `rel` counts (section 3.3), and a link whose context
/// is another (`anchor`) is about something else (section 3.2).
fn is_next(parameters: &str) -> bool {
    let ends: Vec<usize> = unquoted(parameters, ';').chain([parameters.len()]).collect();
    let starts = std::iter::once(0).chain(ends.iter().map(|end| end + 1));
    let parts = starts.zip(&ends).filter_map(|(start, end)| parameters.get(start..*end));
    let pairs: Vec<(&str, &str)> = parts
        .filter_map(|part| part.split_once('='))
        .map(|(name, value)| (name.trim(), value.trim().trim_matches('"')))
        .collect();
    let has = |wanted: &str| pairs.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| *value);
    let is_elsewhere = has("anchor").is_some_and(|anchor| !anchor.is_empty());
    let relations = has("rel").unwrap_or_default();
    !is_elsewhere && relations.split_ascii_whitespace().any(|relation| relation.eq_ignore_ascii_case("next"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next_of(values: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(LINK, value.parse().unwrap());
        }
        next(&headers)
    }

    #[test]
    fn the_examples_of_rfc_8288_are_read() {
        // Section 3.5, with the relation that is looked for.
        assert_eq!(
            next_of(&[r#"<http://example.com/TheBook/chapter2>; rel="next"; title="next chapter""#]).as_deref(),
            Some("http://example.com/TheBook/chapter2")
        );
        let several = r#"</TheBook/chapter2>; rel="previous"; title*=UTF-8'de'letztes%20Kapitel, </TheBook/chapter4>; rel="next"; title*=UTF-8'de'n%c3%a4chstes%20Kapitel"#;
        assert_eq!(next_of(&[several]).as_deref(), Some("/TheBook/chapter4"));
        assert_eq!(next_of(&[r#"<http://example.org/>; rel="start http://example.net/relation/other""#]), None);
        assert_eq!(next_of(&["<https://example.org/>; rel=index", "<?page=2>;REL=Next"]).as_deref(), Some("?page=2"));
    }

    #[test]
    fn signs_in_quotes_and_targets_are_no_separators() {
        let value = r#"<https://a.example/x,y;z>; title="a, \"b\"; rel=next"; rel="prev next""#;
        assert_eq!(next_of(&[value]).as_deref(), Some("https://a.example/x,y;z"));
        assert_eq!(next_of(&[r#"</a>; title="; rel=next""#]), None);
        assert_eq!(next_of(&["</a>; rel=prev; rel=next"]), None);
        assert_eq!(next_of(&[r#"</a>; rel=next; anchor="/b""#]), None);
        for broken in ["", "<", "</a", "</a>", "</a>; rel", r#"</a>; rel="next"#] {
            let _ = next_of(&[broken]);
        }
    }
}
