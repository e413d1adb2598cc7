//! Strings and numbers that satisfy a schema.

use regex_syntax::hir::{Class, Hir, HirKind};
use serde_json::{Number, Value as Json};

use crate::documents::LocatedSchema;

/// A string for each format.
const FORMATS: [(&str, &str); 20] = [
    ("date-time", "2024-02-29T12:30:00Z"),
    ("date", "2024-02-29"),
    ("time", "12:30:00Z"),
    ("duration", "PT1H"),
    ("uuid", "7b2bd1a0-9c2f-4d3e-8f60-5a4b3c2d1e0f"),
    ("email", "user@example.com"),
    ("idn-email", "user@example.com"),
    ("hostname", "example.com"),
    ("idn-hostname", "example.com"),
    ("ipv4", "192.0.2.1"),
    ("ip", "192.0.2.1"),
    ("ipv6", "2001:db8::1"),
    ("uri", "https://example.com/a"),
    ("url", "https://example.com/a"),
    ("uri-reference", "/a"),
    ("iri", "https://example.com/a"),
    ("byte", "dGV4dA=="),
    ("json-pointer", "/a"),
    ("regex", "a"),
    ("decimal", "1.5"),
];

/// A string that satisfies all schemas.
pub(super) fn string(parts: &[LocatedSchema<'_>]) -> String {
    let first = |key: &str| parts.iter().find_map(|(_, part)| part.get(key)?.as_str());
    let (minimum, maximum) = (count_keyword(parts, "minLength").unwrap_or_default(), count_keyword(parts, "maxLength"));
    if let Some(text) = first("pattern").and_then(|pattern| matching_string(pattern, minimum)) {
        return text;
    }
    if first("contentEncoding") == Some("base64") {
        return "dGV4dA==".to_owned();
    }
    let formatted = first("format").and_then(|format| FORMATS.iter().find(|(name, _)| *name == format));
    if let Some((_, text)) = formatted {
        return (*text).to_owned();
    }
    let text = "text".repeat(minimum.div_ceil(4).max(1));
    text.chars().take(maximum.unwrap_or(usize::MAX).min(minimum.max(4))).collect()
}

/// A number that satisfies all schemas.
pub(super) fn number(parts: &[LocatedSchema<'_>], is_integer: bool) -> Json {
    let limit = |key: &str| parts.iter().find_map(|(_, part)| part.get(key)?.as_f64());
    let is_set = |key: &str| parts.iter().any(|(_, part)| part.get(key) == Some(&Json::Bool(true)));
    let step = limit("multipleOf").filter(|step| *step > 0.0);
    let unit = step.unwrap_or(1.0);
    let above = |bound: f64| (bound / unit).floor() * unit + unit;
    let mut number = if is_integer || step.is_some() { unit } else { 1.5 };
    let reach = |number: f64, bound: f64| if number < bound { (bound / unit).ceil() * unit } else { number };
    if let Some(minimum) = limit("minimum") {
        number = reach(number, minimum);
        if is_set("exclusiveMinimum") && number <= minimum {
            number = above(minimum);
        }
    }
    if let Some(bound) = limit("exclusiveMinimum").filter(|bound| number <= *bound) {
        number = above(bound);
    }
    if let Some(maximum) = limit("maximum").filter(|maximum| number > *maximum) {
        number = maximum;
    }
    if let Some(bound) = limit("exclusiveMaximum").filter(|bound| number >= *bound) {
        number = limit("minimum")
            .or(limit("exclusiveMinimum"))
            .map_or(bound - unit, |minimum| f64::midpoint(minimum, bound));
    }
    #[expect(clippy::cast_possible_truncation, reason = "the number is an integer, and the conversion saturates")]
    let whole = number as i64;
    if is_integer || number.fract() == 0.0 {
        return Json::from(whole);
    }
    Number::from_f64(number).map_or(Json::from(whole), Json::Number)
}

/// A length or count keyword.
pub(super) fn count_keyword(parts: &[LocatedSchema<'_>], key: &str) -> Option<usize> {
    let number = parts.iter().find_map(|(_, part)| part.get(key)?.as_u64())?;
    usize::try_from(number).ok()
}

/// Preferred characters of a class.
const PREFERRED: [char; 5] = ['a', 'A', '0', '-', ' '];

/// A short string that matches a pattern. `None` if the pattern needs look-around or back-references.
///
/// The first unbounded repetition extends the string to at minimum `minimum` characters.
fn matching_string(pattern: &str, minimum: usize) -> Option<String> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let shortest = expand(&hir, &mut 0)?;
    let mut missing = minimum.saturating_sub(shortest.chars().count());
    if missing == 0 { Some(shortest) } else { expand(&hir, &mut missing) }
}

/// A string that matches a part. Repetitions add up to `missing` characters.
fn expand(hir: &Hir, missing: &mut usize) -> Option<String> {
    Some(match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => String::new(),
        HirKind::Literal(literal) => String::from_utf8(literal.0.to_vec()).ok()?,
        HirKind::Class(class) => character(class)?.to_string(),
        HirKind::Repetition(repetition) => {
            let maximum = repetition.max.map_or(usize::MAX, |maximum| maximum as usize);
            let times = (repetition.min as usize).saturating_add(*missing).min(maximum);
            *missing = missing.saturating_sub(times - repetition.min as usize);
            expand(&repetition.sub, &mut 0)?.repeat(times)
        }
        HirKind::Capture(capture) => expand(&capture.sub, missing)?,
        HirKind::Concat(parts) => parts.iter().map(|part| expand(part, missing)).collect::<Option<String>>()?,
        HirKind::Alternation(branches) => branches.iter().find_map(|branch| expand(branch, missing))?,
    })
}

fn character(class: &Class) -> Option<char> {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class.iter().map(|range| (range.start(), range.end())).collect(),
        Class::Bytes(class) => class.iter().map(|range| (range.start().into(), range.end().into())).collect(),
    };
    let holds = |character: &char| ranges.iter().any(|(first, last)| (first..=last).contains(&character));
    PREFERRED.into_iter().find(holds).or_else(|| ranges.first().map(|(first, _)| *first))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn strings_have_their_format_and_length() {
        let sample = |schema: Json| string(&[("a", &schema)]);
        assert_eq!(sample(json!({})), "text");
        assert_eq!(sample(json!({ "maxLength": 2 })), "te");
        assert_eq!(sample(json!({ "minLength": 5 })), "textt");
        assert_eq!(sample(json!({ "format": "ipv4" })), "192.0.2.1");
        assert_eq!(sample(json!({ "pattern": "^[a-z]+$", "minLength": 3 })), "aaa");
    }

    #[test]
    fn numbers_are_within_their_bounds() {
        let whole = |schema: Json| number(&[("a", &schema)], true);
        let sample = |schema: Json| number(&[("a", &schema)], false);
        assert_eq!(whole(json!({})), json!(1));
        assert_eq!(whole(json!({ "minimum": 5, "multipleOf": 4 })), json!(8));
        assert_eq!(whole(json!({ "minimum": 5, "exclusiveMinimum": true })), json!(6));
        assert_eq!(whole(json!({ "exclusiveMinimum": 5 })), json!(6));
        assert_eq!(whole(json!({ "maximum": -3 })), json!(-3));
        assert_eq!(sample(json!({})), json!(1.5));
        assert_eq!(sample(json!({ "minimum": 0, "exclusiveMaximum": 1 })), json!(0.5));
    }

    #[test]
    fn strings_match_their_pattern() {
        assert_eq!(matching_string("^[a-z]{2}-\\d{3,}$", 0).as_deref(), Some("aa-000"));
        assert_eq!(matching_string("^(cat|dog)s?$", 0).as_deref(), Some("cat"));
        assert_eq!(matching_string("^pet_[A-Z0-9]+$", 8).as_deref(), Some("pet_AAAA"));
        assert_eq!(matching_string("^[^/]*$", 3).as_deref(), Some("aaa"));
        assert_eq!(matching_string("^(?=a)b$", 0), None);
    }
}
