//! The name that a mistyped one was meant to be.

/// Longer words are not compared: nobody mistypes one, and comparing takes time by the square of the length.
const LONGEST: usize = 80;

/// The fewest letters that are taken for the beginning of a longer word.
const SHORTEST_BEGINNING: usize = 4;

/// The candidate nearest to a word, if one is near enough to be meant.
///
/// Near is a third of the word in letters added, left out, changed or swapped with their neighbour; upper and lower case
/// count as the same, so `resetpasword` finds `ResetPassword`. Of several that are equally near, the first one counts. Where
/// none is, the first that begins with the word counts: `special` finds `special-characters`.
pub fn suggest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let letters = folded(word)?;
    let allowed = (letters.len() / 3).max(1);
    let mut nearest: Option<(usize, &'a str)> = None;
    let mut longer = None;
    let is_possible = |candidate: &&str| *candidate != word && may_be_near(word, candidate, allowed);
    for candidate in candidates.filter(is_possible) {
        let Some(other) = folded(candidate) else { continue };
        if letters.len() >= SHORTEST_BEGINNING && other.starts_with(&letters) {
            longer = longer.or(Some(candidate));
        }
        // A word of which no letter is left was not mistyped.
        let within = allowed.min(letters.len().max(other.len()).saturating_sub(1));
        if letters.len().abs_diff(other.len()) > within {
            continue;
        }
        let Some(distance) = distance(&letters, &other, within) else { continue };
        if nearest.is_none_or(|(least, _)| distance < least) {
            nearest = Some((distance, candidate));
        }
    }
    nearest.map(|(_, candidate)| candidate).or(longer)
}

/// Whether the lengths of two words allow that one is near to the other, or begins with it, as far as that is told without their letters.
fn may_be_near(word: &str, candidate: &str, allowed: usize) -> bool {
    let is_begun = || candidate.get(..word.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(word));
    !word.is_ascii() || !candidate.is_ascii() || word.len().abs_diff(candidate.len()) <= allowed || is_begun()
}

/// The letters of a word without their case; `None` where there are none or too many.
fn folded(word: &str) -> Option<Vec<char>> {
    let letters: Vec<char> = word.chars().take(LONGEST + 1).flat_map(char::to_lowercase).collect();
    (!letters.is_empty() && letters.len() <= LONGEST).then_some(letters)
}

/// How many letters must be added, left out, changed or swapped with their neighbour (optimal string alignment); `None` where
/// that is more than `most`.
fn distance(one: &[char], other: &[char], most: usize) -> Option<usize> {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut current = Vec::with_capacity(other.len() + 1);
        current.push(row + 1);
        for (column, facing) in other.iter().enumerate() {
            let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX - 1);
            let changed = at(&above, column) + usize::from(letter != facing);
            let left_out = at(&above, column + 1) + 1;
            let added = at(&current, column) + 1;
            let mut least = changed.min(left_out).min(added);
            let swapped =
                row > 0 && column > 0 && one.get(row - 1) == Some(facing) && other.get(column - 1) == Some(letter);
            if swapped {
                least = least.min(at(&before, column - 1) + 1);
            }
            current.push(least);
        }
        // What comes out of this row and the next is never less than the least of the two.
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
    fn a_slip_finds_its_name() {
        let names = ["ResetPasswordReq", "ResetUserPassword", "Error"];
        assert_eq!(among("ResetPaswordReq", &names), Some("ResetPasswordReq"));
        assert_eq!(among("resetpasswordreq", &names), Some("ResetPasswordReq"));
        assert_eq!(among("Errro", &names), Some("Error"));
        assert_eq!(among("Instance", &names), None);
        assert_eq!(among("ResetUser", &names), Some("ResetUserPassword"));
        assert_eq!(among("Res", &names), None);
    }

    #[test]
    fn short_words_allow_one_slip_and_nothing_less_than_a_letter_stays() {
        assert_eq!(among("ge", &["get", "put"]), Some("get"));
        assert_eq!(among("x", &["y"]), None);
        assert_eq!(among("", &["y"]), None);
        assert_eq!(among("same", &["same"]), None);
    }

    #[test]
    fn the_first_of_equals_counts() {
        assert_eq!(among("cat", &["bat", "rat"]), Some("bat"));
    }

    #[test]
    fn distances() {
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
