//! [`NamePattern`]: a pattern of names, in which `*` stands for any characters.

/// A pattern of names: `*` stands for any characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamePattern(String);

impl NamePattern {
    /// The pattern with this text.
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Whether the whole name matches.
    pub fn matches(&self, name: &str) -> bool {
        self.captures(name).is_some()
    }

    /// What each `*` stands for, if the whole name matches. An earlier one stands for as much as possible.
    pub(super) fn captures<'n>(&self, name: &'n str) -> Option<Vec<&'n str>> {
        let Some((first, rest)) = self.0.split_once('*') else { return (self.0 == name).then(Vec::new) };
        let name = name.strip_prefix(first)?;
        let mut parts = rest.split('*').rev();
        let mut name = name.strip_suffix(parts.next()?)?;
        let mut captures = Vec::new();
        for part in parts {
            let (before, capture) = name.rsplit_once(part)?;
            captures.push(capture);
            name = before;
        }
        captures.push(name);
        captures.reverse();
        Some(captures)
    }

    /// The number of `*`.
    pub(super) fn stars(&self) -> usize {
        self.0.matches('*').count()
    }

    /// The number of other characters: a pattern with more is more special.
    pub(super) fn literal_length(&self) -> usize {
        self.0.chars().filter(|letter| *letter != '*').count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_characters() {
        for (pattern, name) in [("Pet", "Pet"), ("Pet*", "Pet"), ("*Pet", "MyPet"), ("*", ""), ("a*b*c", "a_b_bc")] {
            assert!(NamePattern::new(pattern).matches(name), "{pattern} {name}");
        }
        for (pattern, name) in [("Pet", "Pets"), ("Pet", "pet"), ("a*a", "a"), ("a*b*c", "acb"), ("", "a")] {
            assert!(!NamePattern::new(pattern).matches(name), "{pattern} {name}");
        }
    }

    #[test]
    fn each_star_captures_its_characters() {
        for (pattern, name, expected) in [
            ("Pet", "Pet", vec![]),
            ("io.*", "io.k8s.Job", vec!["k8s.Job"]),
            ("*.*", "io.k8s.Job", vec!["io.k8s", "Job"]),
            ("io.*.v1.*", "io.batch.v1.Job", vec!["batch", "Job"]),
            ("a**b", "axyb", vec!["xy", ""]),
            ("*", "", vec![""]),
        ] {
            assert_eq!(NamePattern::new(pattern).captures(name), Some(expected), "{pattern} {name}");
        }
    }
}
