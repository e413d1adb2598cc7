//! Patterns of names: `*` stands for any characters.

/// A pattern of names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern(String);

impl Pattern {
    pub(super) fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Whether the whole name matches.
    pub(super) fn matches(&self, name: &str) -> bool {
        let mut parts = self.0.split('*');
        let first = parts.next().unwrap_or_default();
        let Some(mut rest) = name.strip_prefix(first) else { return false };
        let Some(last) = parts.next_back() else { return rest.is_empty() };
        for part in parts {
            match rest.split_once(part) {
                Some((_, after)) => rest = after,
                None => return false,
            }
        }
        rest.ends_with(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_characters() {
        for (pattern, name) in [("Pet", "Pet"), ("Pet*", "Pet"), ("*Pet", "MyPet"), ("*", ""), ("a*b*c", "a_b_bc")] {
            assert!(Pattern::new(pattern).matches(name), "{pattern} {name}");
        }
        for (pattern, name) in [("Pet", "Pets"), ("Pet", "pet"), ("a*a", "a"), ("a*b*c", "acb"), ("", "a")] {
            assert!(!Pattern::new(pattern).matches(name), "{pattern} {name}");
        }
    }
}
