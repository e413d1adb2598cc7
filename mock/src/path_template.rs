//! Path templates: which requests they match, and the values of their parameters.

use std::{cmp::Reverse, collections::BTreeSet};

use crate::values::{normalized_path, parse_pairs, percent_decoded, raw_pairs};

/// A path template: `/pets/{id}.json` has the segments `pets` and `{id}.json`.
#[derive(Clone, Debug)]
pub(crate) struct PathTemplate {
    segments: Vec<Vec<Part>>,
    /// The segment whose parameter has several segments of a path.
    reserved: Option<usize>,
    /// The query in a template, which OpenAPI does not allow: decoded constants, or placeholders such as `{id}`.
    query: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// In the normal form of paths.
    Literal(String),
    Parameter(String),
}

impl PathTemplate {
    /// HTTP sends no fragment: that of a template has no effect.
    pub(crate) fn parse(template: &str) -> Self {
        let template = template.split('#').next().unwrap_or_default();
        let (path, query) = template.split_once('?').unwrap_or((template, ""));
        let segments = path.split('/').skip(1).map(parts).collect();
        Self { segments, reserved: None, query: parse_pairs(query) }
    }

    /// A template in which these parameters have several segments. Two of them in one path are ambiguous: the first one
    /// has.
    pub(crate) fn with_reserved(mut self, names: &BTreeSet<String>) -> Self {
        let is_reserved = |segment: &Vec<Part>| match segment.as_slice() {
            [Part::Parameter(name)] => names.contains(name) || name.ends_with('+'),
            _ => false,
        };
        self.reserved = self.segments.iter().position(is_reserved);
        self
    }

    /// The percent-encoded parameters of a matching request. The path is in its normal form.
    pub(crate) fn values(&self, path: &str, query: &str) -> Option<Vec<(String, String)>> {
        let mut actual: Vec<&str> = path.split('/').skip(1).collect();
        let joined;
        if let Some(place) = self.reserved
            && let Some(more) = actual.len().checked_sub(self.segments.len())
        {
            joined = actual.get(place..=place + more)?.join("/");
            actual.splice(place..=place + more, [joined.as_str()]);
        }
        if actual.len() != self.segments.len() {
            return None;
        }
        let mut values = Vec::new();
        for (segment, text) in self.segments.iter().zip(actual) {
            match_segment(segment, text, &mut values)?;
        }
        let sent = parse_pairs(query);
        for (name, expected) in &self.query {
            if let Some(parameter) = placeholder(expected) {
                let (_, value) = raw_pairs(query).find(|(known, _)| percent_decoded(known) == *name)?;
                values.push((parameter.to_owned(), value.to_owned()));
            } else if !sent.iter().any(|(known, value)| (known, value) == (name, expected)) {
                return None;
            }
        }
        Some(values)
    }

    /// Whether the path has a parameter.
    pub(crate) fn has_parameters(&self) -> bool {
        self.segments.iter().flatten().any(|part| matches!(part, Part::Parameter(_)))
    }

    /// The rest of a path that begins with this template. It starts with `/`.
    pub(crate) fn strip_prefix<'p>(&self, path: &'p str) -> Option<&'p str> {
        let mut rest = path;
        for segment in &self.segments {
            let text = rest.strip_prefix('/')?;
            let end = text.find('/').unwrap_or(text.len());
            match_segment(segment, text.get(..end)?, &mut Vec::new())?;
            rest = text.get(end..)?;
        }
        Some(if rest.is_empty() { "/" } else { rest })
    }

    /// The names in the query of the template.
    pub(crate) fn query_names(&self) -> impl Iterator<Item = &str> {
        self.query.iter().map(|(name, _)| name.as_str())
    }

    /// Sort key: literal segments precede parameters, from the left, and longer queries precede shorter ones.
    pub(crate) fn order(&self) -> (Vec<usize>, Reverse<(usize, usize)>) {
        let is_parameter = |part: &&Part| matches!(part, Part::Parameter(_));
        let parameters = self.segments.iter().map(|parts| parts.iter().filter(is_parameter).count()).collect();
        let constants = self.query.iter().filter(|(_, value)| placeholder(value).is_none()).count();
        (parameters, Reverse((constants, self.query.len())))
    }
}

/// The name of the parameter that is a whole value of a query.
fn placeholder(value: &str) -> Option<&str> {
    value.strip_prefix('{')?.strip_suffix('}')
}

fn parts(segment: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = segment;
    while let Some((text, (name, after))) =
        rest.split_once('{').and_then(|(text, after)| Some((text, after.split_once('}')?)))
    {
        if !text.is_empty() {
            parts.push(Part::Literal(normalized_path(text)));
        }
        parts.push(Part::Parameter(name.to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Literal(normalized_path(rest)));
    }
    parts
}

/// Matches a segment. A parameter is never empty and ends before the literal that follows it.
fn match_segment(parts: &[Part], text: &str, values: &mut Vec<(String, String)>) -> Option<()> {
    let mut rest = text;
    let mut parts = parts.iter().peekable();
    while let Some(part) = parts.next() {
        match part {
            Part::Literal(expected) => {
                rest = rest.strip_prefix(expected.as_str())?;
            }
            Part::Parameter(name) => {
                let end = match parts.peek() {
                    // The last occurrence: in `{name}.json`, `a.b.json` has the name `a.b`.
                    Some(Part::Literal(after)) => rest.rfind(after.as_str())?,
                    _ => rest.len(),
                };
                let (value, after) = rest.split_at_checked(end)?;
                if value.is_empty() {
                    return None;
                }
                values.push((name.clone(), value.to_owned()));
                rest = after;
            }
        }
    }
    rest.is_empty().then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(template: &str, path: &str) -> Option<Vec<(String, String)>> {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        PathTemplate::parse(template).values(&normalized_path(path), query)
    }

    #[test]
    fn parameters_match_segments_or_parts_of_them() {
        let of = |pairs: &[(&str, &str)]| {
            Some(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>())
        };
        assert_eq!(values("/a/{b}/c", "/a/x%2Fy/c"), of(&[("b", "x%2Fy")]));
        assert_eq!(values("/{a}.json", "/x.y.json"), of(&[("a", "x.y")]));
        assert_eq!(values("/{a}-{b}", "/1-2"), of(&[("a", "1"), ("b", "2")]));
        assert_eq!(values("/a/{b}", "/a/"), None);
        assert_eq!(values("/a/{b}", "/a/b/c"), None);
        let reserved = PathTemplate::parse("/a/{b}/{c}").with_reserved(&BTreeSet::from(["b".to_owned()]));
        assert_eq!(reserved.values("/a/x/y/z", ""), of(&[("b", "x/y"), ("c", "z")]));
        assert_eq!((reserved.values("/a/x", ""), reserved.values("/b/x/y/z", "")), (None, None));
        assert_eq!(values("/a", "/a/"), None);
        assert_eq!(values("/", "/"), of(&[]));
        assert_eq!(values("/a b/{c} d/é", "/a%20b/1,%2c%20d/%c3%a9"), of(&[("c", "1,%2C")]));
        assert_eq!(values("/a%20b-%7E%2c", "/a%20b%2D~%2C"), of(&[]));
        assert_eq!((values("/a,b", "/a%2Cb"), values("/a/b", "/a%2Fb")), (None, None));
    }

    #[test]
    fn the_query_of_a_template_is_matched() {
        let of = |pairs: &[(&str, &str)]| {
            Some(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>())
        };
        let template = "/rpc?action=get%20one&id={itemId}&raw#fragment";
        assert_eq!(values(template, "/rpc?raw=&id=a%2Fb&more=1&action=get+one"), of(&[("itemId", "a%2Fb")]));
        for wrong in ["/rpc", "/rpc?action=get&id=a&raw", "/rpc?action=get%20one&raw", "/rpc?action=get%20one&id=a"] {
            assert_eq!(values(template, wrong), None, "{wrong}");
        }
        let order = |template| PathTemplate::parse(template).order();
        assert!(order("/rpc?action=list") < order("/rpc?action={action}"));
        assert!(order("/rpc?action={action}") < order("/rpc"));
    }

    #[test]
    fn literal_paths_precede_templates() {
        assert!(PathTemplate::parse("/pets/mine").order() < PathTemplate::parse("/pets/{id}").order());
    }
}
