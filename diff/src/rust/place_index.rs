//! [`PlaceIndex`]: the changes at places of documents, found by a place at, above or below them.

use std::collections::BTreeMap;

use wireright_codegen::source::FileId;

use crate::document::NodeKey;

/// A place as text: pointers are compared often.
pub(super) type PlaceText = (FileId, String);

pub(super) fn place_text(key: &NodeKey) -> PlaceText {
    (key.0, key.1.to_string())
}

/// Changes by place. A document can have thousands of each, so no search compares all pairs.
#[derive(Debug, Default)]
pub(super) struct PlaceIndex(BTreeMap<PlaceText, Vec<usize>>);

impl PlaceIndex {
    /// The changes at this place.
    pub(super) fn at(&self, place: &PlaceText) -> impl Iterator<Item = usize> {
        self.0.get(place).into_iter().flatten().copied()
    }

    /// The changes at this place, above it and below it.
    pub(super) fn near<'i>(&'i self, place: &'i PlaceText) -> impl Iterator<Item = usize> + 'i {
        let (file, pointer) = place;
        // `0` is the character after `/`.
        let below = self.0.range((*file, format!("{pointer}/"))..(*file, format!("{pointer}0")));
        let ends = pointer.match_indices('/').map(|(end, _)| end).chain([pointer.len()]);
        let above = ends.filter_map(|end| self.0.get(&(*file, pointer.get(..end)?.to_owned())));
        above.chain(below.map(|(_, changes)| changes)).flatten().copied()
    }
}

impl FromIterator<(PlaceText, usize)> for PlaceIndex {
    fn from_iter<I: IntoIterator<Item = (PlaceText, usize)>>(places: I) -> Self {
        let mut index = Self::default();
        for (place, change) in places {
            index.0.entry(place).or_default().push(change);
        }
        index
    }
}

/// How close a change is to an item: 0 if they have nothing to do with each other.
pub(super) fn closeness(item: &PlaceText, change: &PlaceText) -> usize {
    let (one, other) = (item.1.as_str(), change.1.as_str());
    if item.0 != change.0 {
        return 0;
    }
    if one == other {
        return 400;
    }
    let depth = |pointer: &str| pointer.bytes().filter(|byte| *byte == b'/').count();
    let is_below = |outer: &str, inner: &str| inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'));
    if is_below(one, other) {
        // The nearer, the better.
        return 300_usize.saturating_sub(10 * (depth(other) - depth(one))).max(101);
    }
    if is_below(other, one) {
        return 90_usize.saturating_sub(10 * (depth(one) - depth(other))).max(1);
    }
    0
}

#[cfg(test)]
mod tests {
    use wireright_codegen::{SourceFile, Sources};

    use super::*;

    #[test]
    fn what_is_near_has_a_closeness() {
        let sources = Sources::new(vec![SourceFile { path: "a.yaml".to_owned(), bytes: Vec::new() }]);
        let file = sources.iter().next().unwrap().0;
        let pointers = ["", "/a", "/a/b", "/a/b/c", "/a/b/c/d", "/a/b0", "/a/b-", "/a/bc", "/b"];
        let places = pointers.map(|pointer| (file, pointer.to_owned()));
        let index: PlaceIndex = places.iter().cloned().zip(0..).collect();
        for place in &places {
            let mut found: Vec<usize> = index.near(place).collect();
            found.sort_unstable();
            let expected: Vec<usize> = (0..places.len()).filter(|at| closeness(place, &places[*at]) > 0).collect();
            assert_eq!(found, expected, "{place:?}");
        }
    }
}
