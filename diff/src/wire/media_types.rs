//! Names of media types: which of two names is the same type, a range that contains it, or another one.

use super::{BREAKS, Comparison, MAY_BREAK, NodePair, UNAFFECTED};
use crate::{
    change::{Direction, WireLevel},
    document::Node,
    rules,
};

/// What a media type is to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    /// The names differ at most in case and white space.
    Same,
    /// They differ in a parameter without an effect, such as `charset=utf-8`.
    Equivalent,
    /// The new name is a range that contains the old one.
    Wider,
    /// The old name is a range that contains the new one.
    Narrower,
}

/// A media type with its parameters, in lower case.
#[derive(PartialEq, Eq)]
struct MediaType {
    name: String,
    parameters: Vec<(String, String)>,
}

impl MediaType {
    fn parse(text: &str) -> Self {
        let mut parts = text.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let pairs = parts.filter_map(|part| part.split_once('='));
        let mut parameters: Vec<_> = pairs
            .map(|(key, value)| (key.trim().to_ascii_lowercase(), value.trim().trim_matches('"').into()))
            .collect();
        parameters.sort();
        Self { name, parameters }
    }

    /// Whether the types differ at most in parameters without an effect: JSON has no `charset`, and UTF-8 is usual.
    fn is_equivalent(&self, other: &Self) -> bool {
        let is_json = self.name.ends_with("json");
        let has_effect =
            |(key, value): &&(String, String)| key != "charset" || !(is_json || value.eq_ignore_ascii_case("utf-8"));
        self.name == other.name
            && self.parameters.iter().filter(has_effect).eq(other.parameters.iter().filter(has_effect))
    }

    /// Whether it is a range that contains another type.
    fn contains(&self, other: &Self) -> bool {
        let Some(group) = self.name.strip_suffix('*') else { return false };
        self.name != other.name && self.parameters.is_empty() && (group == "*/" || other.name.starts_with(group))
    }
}

fn relation(old: &str, new: &str) -> Option<Relation> {
    let (one, other) = (MediaType::parse(old), MediaType::parse(new));
    match () {
        () if one == other => Some(Relation::Same),
        () if one.is_equivalent(&other) => Some(Relation::Equivalent),
        () if other.contains(&one) => Some(Relation::Wider),
        () if one.contains(&other) => Some(Relation::Narrower),
        () => None,
    }
}

impl<'d> Comparison<'d> {
    /// Compares the media types of a body or a response.
    pub(super) fn contents(&mut self, old: &Node<'d>, new: &Node<'d>, direction: Direction) {
        let list = |body: &Node<'d>| body.get("content").iter().flat_map(Node::entries).collect::<Vec<_>>();
        let (before, after) = (list(old), list(new));
        let is_request = direction.request;
        for (name, media_type) in &before {
            let all = after.iter().filter_map(|(other, node)| Some((relation(name, other)?, *other, node)));
            // The first of the closest ones.
            match all.min_by_key(|(relation, ..)| *relation as u8) {
                Some((relation, other, same)) => {
                    self.related(relation, (name, other), NodePair::both(media_type, same), direction);
                    self.media_type(other, media_type, same, direction);
                }
                None => {
                    let verdict = (BREAKS, if is_request { "clients send it" } else { "clients expect it" });
                    let summary = format!("media type `{name}` removed");
                    let places = NodePair::removed(media_type);
                    self.report(&rules::MEDIA_TYPE_REMOVED, places, direction, summary, verdict);
                }
            }
        }
        // A range takes the place of a type that is gone.
        let replaces = |name: &str| {
            let is_gone = |old: &str| !after.iter().any(|(new, _)| relation(old, new) == Some(Relation::Same));
            before.iter().any(|(old, _)| match relation(old, name) {
                Some(Relation::Wider | Relation::Narrower) => is_gone(old),
                relation => relation.is_some(),
            })
        };
        for (name, media_type) in after.iter().filter(|(name, _)| !replaces(name)) {
            let verdict = match (is_request, old.get("content").is_some()) {
                (true, _) => (UNAFFECTED, "clients need not send it"),
                (false, true) => (UNAFFECTED, "clients get it only if they accept it"),
                (false, false) => (UNAFFECTED, "clients that expect no body ignore it"),
            };
            let summary = format!("media type `{name}` added");
            self.report(&rules::MEDIA_TYPE_ADDED, NodePair::added(media_type), direction, summary, verdict);
        }
    }

    /// Reports a media type with another name that is not another type.
    fn related(
        &mut self,
        relation: Relation,
        (old, new): (&str, &str),
        places: NodePair<'_, 'd>,
        direction: Direction,
    ) {
        let (request, response): ((WireLevel, &str), (WireLevel, &str)) = match relation {
            Relation::Same => return,
            Relation::Equivalent => {
                ((UNAFFECTED, "the parameter has no effect"), (UNAFFECTED, "the parameter has no effect"))
            }
            Relation::Wider => {
                ((UNAFFECTED, "what clients send is valid"), (MAY_BREAK, "the service may send another type"))
            }
            Relation::Narrower => {
                ((MAY_BREAK, "clients may send another type"), (UNAFFECTED, "clients expect any type"))
            }
        };
        let verdict = if direction.request { request } else { response };
        let summary = format!("media type: `{old}` → `{new}`");
        self.report(&rules::MEDIA_TYPE_CHANGED, places, direction, summary, verdict);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_by_their_types_ranges_and_parameters() {
        for (old, new, expected) in [
            ("application/json", "Application/JSON", Some(Relation::Same)),
            ("text/plain;charset=utf-8", "text/plain; charset=\"utf-8\"", Some(Relation::Same)),
            ("application/json", "application/json; charset=utf-8", Some(Relation::Equivalent)),
            ("application/json; charset=latin1", "application/json", Some(Relation::Equivalent)),
            ("text/plain", "text/plain; charset=UTF-8", Some(Relation::Equivalent)),
            ("text/plain", "text/plain; charset=latin1", None),
            ("application/json", "application/json; version=2", None),
            ("application/json", "*/*", Some(Relation::Wider)),
            ("text/plain", "text/*", Some(Relation::Wider)),
            ("text/*", "*/*", Some(Relation::Wider)),
            ("text/plain", "image/*", None),
            ("*/*", "application/json", Some(Relation::Narrower)),
            ("application/json", "application/vnd.api+json", None),
        ] {
            assert_eq!(relation(old, new), expected, "{old} and {new}");
        }
    }
}
