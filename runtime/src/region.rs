//! [`RegionId`], and suggestions for misspelled names.

use std::{borrow::Cow, fmt};

/// The id of a region, such as `cn-north-4`. Generated code has a constant for each documented region. Other ids are
/// accepted too.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RegionId(Cow<'static, str>);

impl RegionId {
    /// A region id from a static string.
    pub const fn from_static(id: &'static str) -> Self {
        Self(Cow::Borrowed(id))
    }

    /// The id as a string.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RegionId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl From<&str> for RegionId {
    fn from(id: &str) -> Self {
        Self(Cow::Owned(id.to_owned()))
    }
}

impl From<String> for RegionId {
    fn from(id: String) -> Self {
        Self(Cow::Owned(id))
    }
}

impl From<&String> for RegionId {
    fn from(id: &String) -> Self {
        Self::from(id.as_str())
    }
}

impl From<&RegionId> for RegionId {
    fn from(id: &RegionId) -> Self {
        id.clone()
    }
}

/// Up to three names of `known` that are similar to `name`, the most similar first. For error messages.
pub(crate) fn nearest(name: &str, known: impl IntoIterator<Item = &'static str>) -> Vec<&'static str> {
    // Ids are short. A longer name is similar to none, and the search would be slow.
    if name.len() > 64 {
        return Vec::new();
    }
    let name = name.to_ascii_lowercase();
    let mut near: Vec<(usize, &'static str)> = known
        .into_iter()
        .map(|id| (distance(&name, &id.to_ascii_lowercase()), id))
        .filter(|&(distance, _)| distance <= 3)
        .collect();
    near.sort_unstable();
    near.into_iter().take(3).map(|(_, id)| id).collect()
}

/// Levenshtein distance: the number of characters to insert, remove or replace.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, left) in left.chars().enumerate() {
        let mut diagonal = index;
        let mut previous = index + 1;
        let mut next = vec![previous];
        for (above, right) in row.iter().skip(1).zip(&right) {
            let replaced = diagonal + usize::from(left != *right);
            previous = replaced.min(above + 1).min(previous + 1);
            diagonal = *above;
            next.push(previous);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_edits() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", ""), 3);
        assert_eq!(distance("same", "same"), 0);
    }

    #[test]
    fn most_similar_name_comes_first() {
        let known = ["cn-north-4", "cn-north-1", "ap-southeast-1"];
        assert_eq!(nearest("CN-NORTH-4", known), ["cn-north-4", "cn-north-1"]);
        assert_eq!(nearest("cn-noth-4", known), ["cn-north-4", "cn-north-1"]);
        assert!(nearest("mars", known).is_empty());
    }
}
