//! Media types and ranges: selection of the documented one that matches a response (RFC 9110, sections 8.3.1 and
//! 12.5.1).

use std::borrow::Cow;

use crate::text::{split_unquoted, unquote};

/// Specificity of a match, in ascending order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Specificity {
    /// The parameters differ, or the response has none.
    OtherParameters,
    /// `*/*`
    Anything,
    /// `text/*`
    Kind,
    /// `application/*+json`, which HTTP does not define but documents use.
    Suffix,
    /// `text/csv`
    Same,
    /// `text/csv; header=present`
    SameParameters,
}

/// The documented media type that matches most specifically; the first of equals.
pub(crate) fn most_specific(received: &str, documented: &[&'static str]) -> Option<&'static str> {
    let mut best: Option<(Specificity, &'static str)> = None;
    for &candidate in documented {
        let Some(specificity) = specificity(received, candidate) else { continue };
        if best.is_none_or(|(other, _)| other < specificity) {
            best = Some((specificity, candidate));
        }
    }
    best.map(|(_, name)| name)
}

fn specificity(received: &str, documented: &str) -> Option<Specificity> {
    let (received_kind, received_subtype) =
        essence(received).split_once('/').filter(|(kind, subtype)| !kind.is_empty() && !subtype.is_empty())?;
    let (kind, subtype) = essence(documented).split_once('/')?;
    if kind == "*" && subtype == "*" {
        return Some(Specificity::Anything);
    }
    if !kind.eq_ignore_ascii_case(received_kind) {
        return None;
    }
    if subtype == "*" {
        return Some(Specificity::Kind);
    }
    if let Some(suffix) = subtype.strip_prefix('*') {
        return ends_with(received_subtype, suffix).then_some(Specificity::Suffix);
    }
    if !subtype.eq_ignore_ascii_case(received_subtype) {
        return None;
    }
    let is_received = |(wanted, value): (&str, Cow<'_, str>)| {
        parameters(received).any(|(name, other)| name.eq_ignore_ascii_case(wanted) && value == other)
    };
    Some(match parameters(documented).count() {
        0 => Specificity::Same,
        _ if parameters(documented).all(is_received) => Specificity::SameParameters,
        _ => Specificity::OtherParameters,
    })
}

/// The media type without its parameters.
pub(super) fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// The parameters except the charset, which is an encoding and not a type.
fn parameters(media_type: &str) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
    let pairs = split_unquoted(media_type, ';').skip(1).filter_map(|pair| pair.split_once('='));
    let pairs = pairs.map(|(name, value)| (name.trim(), unquote(value.trim())));
    pairs.filter(|(name, _)| !name.eq_ignore_ascii_case("charset"))
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
    fn the_most_specific_media_type_is_selected() {
        for (received, meant) in [
            ("application/json", "application/json"),
            ("Application/JSON; charset=UTF-8", "application/json"),
            ("application/json;Version=\"3\"", "application/json; version=3"),
            ("application/problem+json", "application/*+json"),
            ("application/pdf", "application/*"),
            ("image/png", "*/*"),
            ("text/csv", "text/csv; charset=utf-8"),
            ("text/csv;charset=latin1", "text/csv; charset=utf-8"),
        ] {
            assert_eq!(most_specific(received, &ALL), Some(meant), "{received}");
        }
    }

    #[test]
    fn undocumented_media_types_do_not_match() {
        for received in ["", "json", "/", "text/html", "text/csvx", "application/xml"] {
            assert_eq!(most_specific(received, &["text/csv", "application/json", "image/*"]), None, "{received}");
        }
        assert_eq!(most_specific("", &["*/*"]), None);
        assert_eq!(most_specific("text/csv", &["text/csv; v=1", "text/csv; v=2"]), Some("text/csv; v=1"));
        assert_eq!(most_specific("text/csv; v=2", &["text/csv; v=1", "text/csv; v=2"]), Some("text/csv; v=2"));
        assert_eq!(most_specific("text/csv; v=3", &["text/csv; v=1", "text/*"]), Some("text/*"));
        let quoted = ["text/csv; x=1", "text/csv; v=\"a;b\\\"c\""];
        assert_eq!(most_specific("text/csv; v=\"a;b\\\"\\c\"", &quoted), Some(quoted[1]));
    }
}
