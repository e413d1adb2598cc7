//! Media types and ranges of them: which of the documented ones is meant (RFC 9110, sections 8.3.1 and 12.5.1).

/// How exactly a documented media type says what came. A later one says more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Exactness {
    /// It has parameters that differ from those that came, or that are not there.
    OtherParameters,
    /// `*/*`
    Anything,
    /// `text/*`
    Kind,
    /// `application/*+json`, which is no range of HTTP but is met.
    Suffix,
    /// `text/csv`
    Same,
    /// `text/csv; header=present`
    SameParameters,
}

/// The documented media type that says most exactly what came; the first of equals.
pub(crate) fn most_specific(came: &str, documented: &[&'static str]) -> Option<&'static str> {
    let mut best: Option<(Exactness, &'static str)> = None;
    for &candidate in documented {
        let Some(exactness) = exactness(came, candidate) else { continue };
        if best.is_none_or(|(other, _)| other < exactness) {
            best = Some((exactness, candidate));
        }
    }
    best.map(|(_, name)| name)
}

fn exactness(came: &str, documented: &str) -> Option<Exactness> {
    let (came_kind, came_subtype) =
        essence(came).split_once('/').filter(|(kind, subtype)| !kind.is_empty() && !subtype.is_empty())?;
    let (kind, subtype) = essence(documented).split_once('/')?;
    if kind == "*" && subtype == "*" {
        return Some(Exactness::Anything);
    }
    if !kind.eq_ignore_ascii_case(came_kind) {
        return None;
    }
    if subtype == "*" {
        return Some(Exactness::Kind);
    }
    if let Some(suffix) = subtype.strip_prefix('*') {
        return ends_with(came_subtype, suffix).then_some(Exactness::Suffix);
    }
    if !subtype.eq_ignore_ascii_case(came_subtype) {
        return None;
    }
    let came_too = |wanted| parameters(came).any(|other| is_same(wanted, other));
    Some(match parameters(documented).count() {
        0 => Exactness::Same,
        _ if parameters(documented).all(came_too) => Exactness::SameParameters,
        _ => Exactness::OtherParameters,
    })
}

/// The media type without its parameters.
fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// The parameters but for the charset, which says how the text is written and not what it is.
fn parameters(media_type: &str) -> impl Iterator<Item = (&str, &str)> {
    let pairs = media_type.split(';').skip(1).filter_map(|pair| pair.split_once('='));
    let pairs = pairs.map(|(name, value)| (name.trim(), value.trim().trim_matches('"')));
    pairs.filter(|(name, _)| !name.eq_ignore_ascii_case("charset"))
}

fn is_same((name, value): (&str, &str), (other_name, other_value): (&str, &str)) -> bool {
    name.eq_ignore_ascii_case(other_name) && value == other_value
}

fn ends_with(text: &str, ending: &str) -> bool {
    let start = text.len().checked_sub(ending.len());
    start.and_then(|start| text.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [&str; 7] = [
        "*/*",
        "application/*",
        "application/*+json",
        "application/json",
        "application/json; version=2",
        "application/json; version=3",
        "text/csv; charset=utf-8",
    ];

    #[test]
    fn the_most_specific_is_meant() {
        for (came, meant) in [
            ("application/json", "application/json"),
            ("Application/JSON; charset=UTF-8", "application/json"),
            ("application/json;Version=\"3\"", "application/json; version=3"),
            ("application/problem+json", "application/*+json"),
            ("application/pdf", "application/*"),
            ("image/png", "*/*"),
            ("text/csv", "text/csv; charset=utf-8"),
            ("text/csv;charset=latin1", "text/csv; charset=utf-8"),
        ] {
            assert_eq!(most_specific(came, &ALL), Some(meant), "{came}");
        }
    }

    #[test]
    fn what_is_not_documented_is_none_of_them() {
        for came in ["", "json", "/", "text/html", "text/csvx", "application/xml"] {
            assert_eq!(most_specific(came, &["text/csv", "application/json", "image/*"]), None, "{came}");
        }
        assert_eq!(most_specific("", &["*/*"]), None);
        // Better one of two versions than none.
        assert_eq!(most_specific("text/csv", &["text/csv; v=1", "text/csv; v=2"]), Some("text/csv; v=1"));
        assert_eq!(most_specific("text/csv; v=2", &["text/csv; v=1", "text/csv; v=2"]), Some("text/csv; v=2"));
        assert_eq!(most_specific("text/csv; v=3", &["text/csv; v=1", "text/*"]), Some("text/*"));
    }
}
