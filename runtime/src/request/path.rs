//! Fills an operation's path with values, each of which stays within its segment.

use super::encode;
use crate::Refusal;

/// The path with each `{name}` replaced, in a single pass: a value that looks like a placeholder is not replaced again.
pub(crate) fn fill(template: &str, values: &[(&str, String)]) -> Result<String, Refusal> {
    for (name, value) in values {
        check(name, value)?;
        if !has_place(template, name) {
            return Err(refuse(name, "has no place in the path"));
        }
    }
    let mut path = String::with_capacity(template.len());
    for (index, segment) in template.split('/').enumerate() {
        if index > 0 {
            path.push('/');
        }
        let begin = path.len();
        let mut last = None;
        for piece in pieces(segment) {
            match piece {
                Piece::Text(text) => path.push_str(text),
                Piece::Place(name) => {
                    let value = values
                        .iter()
                        .find(|(given, _)| *given == name)
                        .map(|(_, value)| value);
                    path.push_str(&encode(value.ok_or_else(|| Refusal::Missing {
                        name: name.to_owned(),
                    })?));
                    last = Some(name);
                }
            }
        }
        // Encoding is no help: URL parsers take `%2e%2e` for `..`. Looked at as a whole, since several values may share a segment.
        if let (Some(name), Some("." | "..")) = (last, path.get(begin..)) {
            return Err(refuse(
                name,
                "must not be `.` or `..`: it would address another resource",
            ));
        }
    }
    Ok(path)
}

/// Whether the path has a place for a value of this name.
pub(crate) fn has_place(template: &str, name: &str) -> bool {
    pieces(template).any(|piece| matches!(piece, Piece::Place(place) if place == name))
}

/// Refuses a value that no segment of a path can hold.
fn check(name: &str, value: &str) -> Result<(), Refusal> {
    if value.is_empty() {
        return Err(refuse(
            name,
            "must not be empty: it is a segment of the path",
        ));
    }
    if value.chars().any(char::is_control) {
        return Err(refuse(name, "has a control character in it"));
    }
    Ok(())
}

fn refuse(name: &str, problem: &str) -> Refusal {
    Refusal::Parameter {
        name: name.to_owned(),
        problem: problem.to_owned(),
    }
}

enum Piece<'t> {
    Text(&'t str),
    Place(&'t str),
}

/// The pieces of a template. A brace without its partner is text.
fn pieces(template: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = template;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some((name, after)) = rest.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
            rest = after;
            return Some(Piece::Place(name));
        }
        // From the second character on, so that a lone brace is passed.
        let end = rest
            .char_indices()
            .skip(1)
            .find(|&(_, character)| character == '{')
            .map_or(rest.len(), |(at, _)| at);
        let (text, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(Piece::Text(text))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::request::percent::decode;

    const TEMPLATE: &str = "/v2/{project_id}/users/{user_name}";

    fn user(value: &str) -> Result<String, Refusal> {
        fill(
            TEMPLATE,
            &[
                ("project_id", "p".to_owned()),
                ("user_name", value.to_owned()),
            ],
        )
    }

    #[test]
    fn values_are_encoded_and_stay_one_segment() {
        assert_eq!(user("a/b").unwrap(), "/v2/p/users/a%2Fb");
        assert_eq!(
            user("{project_id}").unwrap(),
            "/v2/p/users/%7Bproject_id%7D"
        );
        assert_eq!(user("%2e%2e").unwrap(), "/v2/p/users/%252e%252e");
        assert_eq!(user("...").unwrap(), "/v2/p/users/...");
        assert_eq!(user(" x ").unwrap(), "/v2/p/users/%20x%20");
    }

    #[test]
    fn values_that_address_something_else_are_refused() {
        for value in ["", ".", "..", "a\nb", "a\0", "\u{7f}", "\u{85}"] {
            assert!(user(value).is_err(), "{value:?}");
        }
        let side_by_side =
            |a: &str, b: &str| fill("/{a}{b}/x", &[("a", a.to_owned()), ("b", b.to_owned())]);
        assert_eq!(side_by_side("v", ".").unwrap(), "/v./x");
        assert!(
            side_by_side(".", ".")
                .unwrap_err()
                .to_string()
                .starts_with("`b` must not be")
        );
    }

    #[test]
    fn what_is_missing_or_too_much_is_refused() {
        assert_eq!(
            fill("/{a}", &[]),
            Err(Refusal::Missing {
                name: "a".to_owned()
            })
        );
        assert!(fill("/a", &[("b", "x".to_owned())]).is_err());
        assert_eq!(fill("/a{", &[]).unwrap(), "/a{");
    }

    proptest! {
        #[test]
        fn a_value_is_refused_or_is_exactly_one_segment(value in any::<String>()) {
            if let Ok(path) = user(&value) {
                let segments: Vec<_> = path.split('/').collect();
                prop_assert_eq!(segments.len(), 5);
                prop_assert_eq!(decode(segments[4]), value.as_bytes());
            }
        }
    }
}
