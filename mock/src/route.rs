//! Path templates, and which of them a path is.

use crate::text::decoded;

/// A template, taken apart: `/pets/{id}.json` is the segments `pets` and `{id}.json`.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    segments: Vec<Vec<Part>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Parameter(String),
}

impl Template {
    pub(crate) fn parse(path: &str) -> Self {
        Self { segments: path.split('/').skip(1).map(parts).collect() }
    }

    /// The raw values of the parameters, if the path is one of these.
    pub(crate) fn values(&self, path: &str) -> Option<Vec<(String, String)>> {
        let given: Vec<&str> = path.split('/').skip(1).collect();
        if given.len() != self.segments.len() {
            return None;
        }
        let mut values = Vec::new();
        for (segment, text) in self.segments.iter().zip(given) {
            matched(segment, text, &mut values)?;
        }
        Some(values)
    }

    /// Concrete segments go before templated ones, from the left: the smaller key wins.
    pub(crate) fn order(&self) -> Vec<usize> {
        self.segments
            .iter()
            .map(|parts| parts.iter().filter(|part| matches!(part, Part::Parameter(_))).count())
            .collect()
    }
}

fn parts(segment: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = segment;
    while let Some((text, (name, after))) =
        rest.split_once('{').and_then(|(text, after)| Some((text, after.split_once('}')?)))
    {
        if !text.is_empty() {
            parts.push(Part::Text(text.to_owned()));
        }
        parts.push(Part::Parameter(name.to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest.to_owned()));
    }
    parts
}

/// Walks a segment. A parameter reaches to the first place where the text after it stands, and is never empty.
fn matched(parts: &[Part], text: &str, values: &mut Vec<(String, String)>) -> Option<()> {
    let mut rest = text;
    let mut parts = parts.iter().peekable();
    while let Some(part) = parts.next() {
        match part {
            Part::Text(expected) => {
                let is_there = rest.get(..expected.len()).is_some_and(|start| decoded(start) == *expected);
                rest = rest.get(expected.len()..).filter(|_| is_there)?;
            }
            Part::Parameter(name) => {
                let end = match parts.peek() {
                    // The last occurrence serves the last part: `a.b.json` is the `a.b` of `{name}.json`.
                    Some(Part::Text(after)) => rest.rfind(after.as_str())?,
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
        Template::parse(template).values(path)
    }

    #[test]
    fn parameters_are_segments_or_parts_of_them() {
        let of = |pairs: &[(&str, &str)]| {
            Some(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>())
        };
        assert_eq!(values("/a/{b}/c", "/a/x%2Fy/c"), of(&[("b", "x%2Fy")]));
        assert_eq!(values("/{a}.json", "/x.y.json"), of(&[("a", "x.y")]));
        assert_eq!(values("/{a}-{b}", "/1-2"), of(&[("a", "1"), ("b", "2")]));
        assert_eq!(values("/a/{b}", "/a/"), None);
        assert_eq!(values("/a/{b}", "/a/b/c"), None);
        assert_eq!(values("/a", "/a/"), None);
        assert_eq!(values("/", "/"), of(&[]));
    }

    #[test]
    fn concrete_paths_go_first() {
        assert!(Template::parse("/pets/mine").order() < Template::parse("/pets/{id}").order());
    }
}
