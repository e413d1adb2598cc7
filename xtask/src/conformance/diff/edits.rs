//! The edits of the tests of `wireright-diff`, and random pairs of them.

/// An edited document.
#[derive(Debug)]
pub(super) struct Edit {
    pub(super) name: String,
    pub(super) text: String,
}

/// The document that is edited.
pub(super) fn base() -> String {
    include_str!("../../../../diff/src/tests/base.txt").to_owned()
}

/// A name, and strings with their replacements.
type Replacements = (String, Vec<(String, String)>);

/// Each edit alone, and this many pairs.
pub(super) fn all(base: &str, pairs: usize) -> Vec<Edit> {
    let cases = read(include_str!("../../../../diff/src/tests/cases.txt"));
    let mut edits: Vec<Edit> = cases
        .iter()
        .filter_map(|(name, replacements)| Some(Edit { name: name.clone(), text: apply(base, name, replacements)? }))
        .collect();
    // A linear congruential generator: the same pairs in every run.
    let mut state: usize = 17;
    let mut next = || {
        state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345) & 0x7fff_ffff;
        (state >> 8) % cases.len().max(1)
    };
    let mut left = pairs;
    for _ in 0..pairs * 4 {
        let (Some((one, first)), Some((other, second))) = (cases.get(next()), cases.get(next())) else { break };
        let text = apply(base, one, first).and_then(|text| apply(&text, other, second));
        let Some(text) = text.filter(|_| left > 0 && one != other) else { continue };
        edits.push(Edit { name: format!("{one} + {other}"), text });
        left -= 1;
    }
    edits
}

fn apply(text: &str, name: &str, replacements: &[(String, String)]) -> Option<String> {
    replacements.iter().try_fold(text.to_owned(), |text, (old, new)| {
        let all = name.contains("component renamed");
        text.contains(old).then(|| if all { text.replace(old, new) } else { text.replacen(old, new, 1) })
    })
}

fn read(text: &str) -> Vec<Replacements> {
    let mut cases = Vec::new();
    for paragraph in text.split("\n\n").skip(1) {
        let mut lines = paragraph.trim().lines();
        let Some(name) = lines.next() else { continue };
        let mut replacements: Vec<(String, String)> = Vec::new();
        for line in lines {
            let value = line.get(2..).unwrap_or_default().replace("\\n", "\n");
            match line.get(..1) {
                Some("-") => replacements.push((value, String::new())),
                Some("+") => replacements.last_mut().into_iter().for_each(|last| last.1.clone_from(&value)),
                _ => {}
            }
        }
        cases.push((name.to_owned(), replacements));
    }
    cases
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_at_least_sixty_edits_and_random_pairs() {
        let base = base();
        let alone = all(&base, 0);
        assert!(alone.len() >= 60 && alone.iter().all(|edit| edit.text != base));
        assert_eq!(all(&base, 24).len(), alone.len() + 24);
    }
}
