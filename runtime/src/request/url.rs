//! Path and query of a request: as text, and with secrets redacted.

use std::fmt;

use crate::{
    InvalidRequest, PathStyle,
    parameter::{ValueTree, path_text},
    percent::{decode, encode},
    secret::REDACTED,
};

/// Value of a path parameter.
#[derive(Clone)]
pub(crate) struct PathValue {
    /// The value before encoding, if it is a scalar and not secret.
    raw: Option<String>,
    encoded: String,
    is_secret: bool,
}

impl PathValue {
    /// A value and its encoded form.
    pub(crate) fn new(tree: ValueTree, encoded: String, is_secret: bool) -> Self {
        let raw = match tree {
            ValueTree::Scalar(mut scalar) if !is_secret => Some(std::mem::take(&mut *scalar.text)),
            _ => None,
        };
        Self { raw, encoded, is_secret }
    }

    /// A string in the style `simple`.
    pub(crate) fn of_text(name: &str, text: &str) -> Result<Self, InvalidRequest> {
        let tree = ValueTree::string(text);
        let encoded =
            path_text(name, &tree, PathStyle::Simple { explode: false }).map_err(|problem| invalid(name, problem))?;
        Ok(Self::new(tree, encoded, false))
    }

    /// The value before it was encoded, if it is one text and no secret.
    pub(crate) fn into_raw(self) -> Option<String> {
        self.raw
    }

    /// The value with secrets redacted.
    fn redacted(&self) -> &str {
        if self.is_secret { "***" } else { &self.encoded }
    }
}

impl fmt::Debug for PathValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.redacted())
    }
}

/// A path with its values.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ExpandedPath {
    /// With all values.
    pub(crate) text: String,
    /// With secrets redacted, if it contains any.
    pub(crate) redacted: Option<String>,
}

impl ExpandedPath {
    fn push(&mut self, text: &str, redacted: &str) {
        self.text.push_str(text);
        if let Some(path) = &mut self.redacted {
            path.push_str(redacted);
        }
    }
}

/// Replaces each `{name}` in one pass, so a value that looks like a placeholder is not replaced.
pub(crate) fn expand_path(
    base: &str,
    template: &str,
    values: &[(&str, PathValue)],
) -> Result<ExpandedPath, InvalidRequest> {
    if let Some((name, _)) = values.iter().find(|(name, _)| !has_placeholder(template, name)) {
        return Err(invalid(name, "has no placeholder in the path"));
    }
    let length = values.iter().map(|(_, value)| value.encoded.len()).sum::<usize>() + base.len() + template.len();
    let redacted = values.iter().any(|(_, value)| value.is_secret).then(String::new);
    let mut path = ExpandedPath { text: String::with_capacity(length), redacted };
    path.push(base, base);
    for (index, segment) in template.split('/').enumerate() {
        if index > 0 {
            path.push("/", "/");
        }
        let begin = path.text.len();
        let mut last = None;
        for piece in pieces(segment) {
            match piece {
                Piece::Text(text) => path.push(text, text),
                Piece::Placeholder(name) => {
                    let value = values.iter().find(|(given, _)| *given == name).map(|(_, value)| value);
                    let value = value.ok_or_else(|| InvalidRequest::Missing { name: name.to_owned() })?;
                    path.push(&value.encoded, value.redacted());
                    last = Some(name);
                }
            }
        }
        // Encoding does not help: URL parsers read `%2e%2e` as `..`. Checked per segment, since several values may
        // share one, and one value may have several.
        let is_dots = |segment: &str| matches!(decode(segment).as_slice(), b"." | b"..");
        let mut written = path.text.get(begin..).unwrap_or_default().split('/');
        if let Some(name) = last
            && written.any(is_dots)
        {
            return Err(invalid(name, "must not be `.` or `..`, which address another resource"));
        }
    }
    Ok(path)
}

/// Whether the path has a placeholder of this name.
pub(crate) fn has_placeholder(template: &str, name: &str) -> bool {
    pieces(template).any(|piece| matches!(piece, Piece::Placeholder(place) if place == name))
}

fn invalid(name: &str, problem: &str) -> InvalidRequest {
    InvalidRequest::Parameter { name: name.to_owned(), problem: problem.to_owned() }
}

enum Piece<'t> {
    Text(&'t str),
    Placeholder(&'t str),
}

/// Splits a template. A brace without its partner is literal.
fn pieces(template: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = template;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some((name, after)) = rest.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
            rest = after;
            return Some(Piece::Placeholder(name));
        }
        // Starts at the second character, so a single brace is consumed.
        let end = rest.bytes().skip(1).position(|byte| byte == b'{').map_or(rest.len(), |at| at + 1);
        let (text, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(Piece::Text(text))
    })
}

/// An encoded query, also with secrets redacted.
#[derive(Clone, Default)]
pub(crate) struct Query {
    text: String,
    redacted: String,
}

impl Query {
    /// Adds a pair of encoded name and value.
    pub(crate) fn push(&mut self, name: &str, value: &str, is_secret: bool) {
        let redacted = if is_secret { REDACTED } else { value };
        for (query, value) in [(&mut self.text, value), (&mut self.redacted, redacted)] {
            let separator = if query.is_empty() { "" } else { "&" };
            query.push_str(&format!("{separator}{name}={value}"));
        }
    }

    /// A query that a service returned, unchanged. All values are redacted: any of them may be secret.
    pub(crate) fn of_service<'q>(pairs: impl Iterator<Item = &'q str>) -> Self {
        let mut query = Self::default();
        for pair in pairs {
            let name = pair.split('=').next().unwrap_or_default();
            let separator = if query.text.is_empty() { "" } else { "&" };
            query.text.push_str(&format!("{separator}{pair}"));
            query.redacted.push_str(&format!("{separator}{name}={REDACTED}"));
        }
        query
    }

    /// Decoded value of the first pair of this name.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        let pair = self.text.split('&').find(|pair| is_of(pair, name))?;
        let value = pair.split_once('=').map_or("", |(_, value)| value);
        String::from_utf8(decode(value)).ok()
    }

    /// Replaces all pairs of this name by one with this value, which is encoded here.
    pub(crate) fn replace(&mut self, name: &str, value: &str) {
        let pairs = self.text.split('&').zip(self.redacted.split('&'));
        let others = pairs.filter(|(pair, _)| !pair.is_empty() && !is_of(pair, name));
        let (text, redacted): (Vec<&str>, Vec<&str>) = others.unzip();
        let (text, redacted) = (text.join("&"), redacted.join("&"));
        *self = Self { text, redacted };
        self.push(&encode(name), &encode(value), false);
    }

    /// With all values.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// With secrets redacted.
    pub(crate) fn redacted(&self) -> &str {
        &self.redacted
    }
}

/// Whether a pair has this name.
fn is_of(pair: &str, name: &str) -> bool {
    decode(pair.split('=').next().unwrap_or_default()) == name.as_bytes()
}

impl fmt::Debug for Query {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.redacted, formatter)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEMPLATE: &str = "/v2/{project_id}/users/{user_name}";

    /// Fills a template with strings.
    fn fill_template(template: &str, values: &[(&'static str, &str)]) -> Result<String, InvalidRequest> {
        let values = values.iter().map(|(name, text)| Ok((*name, PathValue::of_text(name, text)?)));
        Ok(expand_path("", template, &values.collect::<Result<Vec<_>, _>>()?)?.text)
    }

    fn user(value: &str) -> Result<String, InvalidRequest> {
        fill_template(TEMPLATE, &[("project_id", "p"), ("user_name", value)])
    }

    #[test]
    fn values_are_encoded_and_stay_one_segment() {
        assert_eq!(user("a/b").unwrap(), "/v2/p/users/a%2Fb");
        assert_eq!(user("{project_id}").unwrap(), "/v2/p/users/%7Bproject_id%7D");
        assert_eq!(user("%2e%2e").unwrap(), "/v2/p/users/%252e%252e");
        assert_eq!(user("...").unwrap(), "/v2/p/users/...");
        assert_eq!(user(" x ").unwrap(), "/v2/p/users/%20x%20");
    }

    #[test]
    fn values_that_address_another_resource_are_rejected() {
        for value in ["", ".", "..", "a\nb", "a\0", "\u{7f}", "\u{85}"] {
            assert!(user(value).is_err(), "{value:?}");
        }
        let side_by_side = |a: &str, b: &str| fill_template("/{a}{b}/x", &[("a", a), ("b", b)]);
        assert_eq!(side_by_side("v", ".").unwrap(), "/v./x");
        assert!(side_by_side(".", ".").unwrap_err().to_string().starts_with("`b` must not be"));
    }

    #[test]
    fn missing_and_extra_values_are_rejected() {
        assert_eq!(fill_template("/{a}", &[]), Err(InvalidRequest::Missing { name: "a".to_owned() }));
        assert!(fill_template("/a", &[("b", "x")]).is_err());
        assert_eq!(fill_template("/a{", &[]).unwrap(), "/a{");
    }

    proptest! {
        #[test]
        fn a_value_is_rejected_or_is_exactly_one_segment(value in any::<String>()) {
            if let Ok(path) = user(&value) {
                let segments: Vec<_> = path.split('/').collect();
                prop_assert_eq!(segments.len(), 5);
                prop_assert_eq!(decode(segments[4]), value.as_bytes());
            }
        }
    }

    #[test]
    fn a_secret_is_sent_and_redacted() {
        let token = PathValue::new(ValueTree::string("hunter2"), "hunter2".to_owned(), true);
        let path = expand_path("/v1", "/bot{token}/send", &[("token", token)]).unwrap();
        assert_eq!((path.text.as_str(), path.redacted.as_deref()), ("/v1/bothunter2/send", Some("/v1/bot***/send")));
    }
}
