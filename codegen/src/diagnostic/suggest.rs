//! Suggestions: the known name that a misspelled one resembles most.

/// Longer words are not compared: the time grows with the square of the length.
const MAX_LENGTH: usize = 80;

/// The minimum number of letters for a prefix match.
const MIN_PREFIX: usize = 4;

/// The candidate that is most similar to a word, if one is similar enough.
///
/// A candidate is similar if it differs by at most a third of the word's letters: added, removed, changed or swapped
/// with a neighbour. Case is ignored, so `resetpasword` finds `ResetPassword`. The first of several equally similar
/// candidates wins. If none is similar, the first candidate that begins with the word wins: `special` finds
/// `special-characters`.
pub fn suggest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let letters = lower_case_letters(word)?;
    let allowed = (letters.len() / 3).max(1);
    let mut best: Option<(usize, &'a str)> = None;
    let mut by_prefix = None;
    let is_plausible = |candidate: &&str| *candidate != word && may_be_similar(word, candidate, allowed);
    for candidate in candidates.filter(is_plausible) {
        let Some(other) = lower_case_letters(candidate) else { continue };
        if letters.len() >= MIN_PREFIX && other.starts_with(&letters) {
            by_prefix = by_prefix.or(Some(candidate));
        }
        // At least one letter must stay.
        let within = allowed.min(letters.len().max(other.len()).saturating_sub(1));
        if letters.len().abs_diff(other.len()) > within {
            continue;
        }
        let Some(distance) = distance(&letters, &other, within) else { continue };
        if best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate).or(by_prefix)
}

/// A cheap check by length and prefix that rules out most candidates.
fn may_be_similar(word: &str, candidate: &str, allowed: usize) -> bool {
    let has_prefix = || candidate.get(..word.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(word));
    !word.is_ascii() || !candidate.is_ascii() || word.len().abs_diff(candidate.len()) <= allowed || has_prefix()
}

/// The letters of a word in lower case, or `None` if there are none or too many.
fn lower_case_letters(word: &str) -> Option<Vec<char>> {
    let letters: Vec<char> = word.chars().take(MAX_LENGTH + 1).flat_map(char::to_lowercase).collect();
    (!letters.is_empty() && letters.len() <= MAX_LENGTH).then_some(letters)
}

/// The number of letters to add, remove, change or swap with a neighbour (optimal string alignment).
///
/// `None` if that is more than `most`.
fn distance(one: &[char], other: &[char], most: usize) -> Option<usize> {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut current = Vec::with_capacity(other.len() + 1);
        current.push(row + 1);
        for (column, other_letter) in other.iter().enumerate() {
            let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX - 1);
            let changed = at(&above, column) + usize::from(letter != other_letter);
            let removed = at(&above, column + 1) + 1;
            let added = at(&current, column) + 1;
            let mut least = changed.min(removed).min(added);
            let swapped = row > 0
                && column > 0
                && one.get(row - 1) == Some(other_letter)
                && other.get(column - 1) == Some(letter);
            if swapped {
                least = least.min(at(&before, column - 1) + 1);
            }
            current.push(least);
        }
        // Later rows never cost less than the minimum of two adjacent rows.
        if above.iter().chain(&current).all(|cost| *cost > most) {
            return None;
        }
        before = std::mem::replace(&mut above, current);
    }
    above.last().copied().filter(|cost| *cost <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn among(word: &str, candidates: &[&'static str]) -> Option<&'static str> {
        suggest(word, candidates.iter().copied())
    }

    #[test]
    fn a_misspelled_word_finds_its_name() {
        let names = ["ResetPasswordReq", "ResetUserPassword", "Error"];
        assert_eq!(among("ResetPaswordReq", &names), Some("ResetPasswordReq"));
        assert_eq!(among("resetpasswordreq", &names), Some("ResetPasswordReq"));
        assert_eq!(among("Errro", &names), Some("Error"));
        assert_eq!(among("Instance", &names), None);
        assert_eq!(among("ResetUser", &names), Some("ResetUserPassword"));
        assert_eq!(among("Res", &names), None);
    }

    #[test]
    fn short_words_allow_one_change_and_one_letter_must_stay() {
        assert_eq!(among("ge", &["get", "put"]), Some("get"));
        assert_eq!(among("x", &["y"]), None);
        assert_eq!(among("", &["y"]), None);
        assert_eq!(among("same", &["same"]), None);
    }

    #[test]
    fn the_first_of_equally_similar_candidates_wins() {
        assert_eq!(among("cat", &["bat", "rat"]), Some("bat"));
    }

    #[test]
    fn distances_are_computed_up_to_a_maximum() {
        let distance =
            |one: &str, other: &str| distance(&one.chars().collect::<Vec<_>>(), &other.chars().collect::<Vec<_>>(), 3);
        assert_eq!(distance("kitten", "sitting"), Some(3));
        assert_eq!(distance("ab", "ba"), Some(1));
        assert_eq!(distance("", "abc"), Some(3));
        assert_eq!(distance("abc", "abc"), Some(0));
        assert_eq!(distance("abcdefgh", "zyxwvuts"), None);
        assert_eq!(distance("abcd", "zyxw"), None);
    }
}
