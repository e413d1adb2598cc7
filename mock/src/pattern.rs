//! A text that a pattern matches.

use regex_syntax::hir::{Class, Hir, HirKind};

/// Characters that are easier to read than others.
const READABLE: [char; 5] = ['a', 'A', '0', '-', ' '];

/// The shortest text that comes to mind; nothing where the pattern is beyond regular expressions proper. `least` repeats
/// what may be repeated, as far as one repetition can make the text long enough.
pub(crate) fn text(pattern: &str, least: usize) -> Option<String> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let shortest = write(&hir, &mut 0)?;
    let mut missing = least.saturating_sub(shortest.chars().count());
    if missing == 0 { Some(shortest) } else { write(&hir, &mut missing) }
}

/// What a part matches. The first repetition that is free to takes the characters that are missing.
fn write(hir: &Hir, missing: &mut usize) -> Option<String> {
    Some(match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => String::new(),
        HirKind::Literal(literal) => String::from_utf8(literal.0.to_vec()).ok()?,
        HirKind::Class(class) => character(class)?.to_string(),
        HirKind::Repetition(repetition) => {
            let most = repetition.max.map_or(usize::MAX, |most| most as usize);
            let times = (repetition.min as usize).saturating_add(*missing).min(most);
            *missing = missing.saturating_sub(times - repetition.min as usize);
            write(&repetition.sub, &mut 0)?.repeat(times)
        }
        HirKind::Capture(capture) => write(&capture.sub, missing)?,
        HirKind::Concat(parts) => parts.iter().map(|part| write(part, missing)).collect::<Option<String>>()?,
        HirKind::Alternation(branches) => branches.iter().find_map(|branch| write(branch, missing))?,
    })
}

fn character(class: &Class) -> Option<char> {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class.iter().map(|range| (range.start(), range.end())).collect(),
        Class::Bytes(class) => class.iter().map(|range| (range.start().into(), range.end().into())).collect(),
    };
    let holds = |character: &char| ranges.iter().any(|(first, last)| (first..=last).contains(&character));
    READABLE.into_iter().find(holds).or_else(|| ranges.first().map(|(first, _)| *first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_what_its_pattern_asks_for() {
        assert_eq!(text("^[a-z]{2}-\\d{3,}$", 0).as_deref(), Some("aa-000"));
        assert_eq!(text("^(cat|dog)s?$", 0).as_deref(), Some("cat"));
        assert_eq!(text("^pet_[A-Z0-9]+$", 8).as_deref(), Some("pet_AAAA"));
        assert_eq!(text("^[^/]*$", 3).as_deref(), Some("aaa"));
        assert_eq!(text("^(?=a)b$", 0), None);
    }
}
