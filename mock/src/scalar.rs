//! Texts and numbers that a schema may have.

use serde_json::{Number, Value as Json};

use crate::{documents::Place, pattern};

/// A text of each format whose texts have a form.
const FORMATS: [(&str, &str); 20] = [
    ("date-time", "2024-02-29T12:30:00Z"),
    ("date", "2024-02-29"),
    ("time", "12:30:00Z"),
    ("duration", "PT1H"),
    ("uuid", "7b2bd1a0-9c2f-4d3e-8f60-5a4b3c2d1e0f"),
    ("email", "somebody@example.com"),
    ("idn-email", "somebody@example.com"),
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

/// A text.
pub(crate) fn text(parts: &[Place<'_>]) -> String {
    let first = |key: &str| parts.iter().find_map(|(_, part)| part.get(key)?.as_str());
    let (least, most) = (bound(parts, "minLength").unwrap_or_default(), bound(parts, "maxLength"));
    if let Some(text) = first("pattern").and_then(|pattern| pattern::text(pattern, least)) {
        return text;
    }
    if first("contentEncoding") == Some("base64") {
        return "dGV4dA==".to_owned();
    }
    let formatted = first("format").and_then(|format| FORMATS.iter().find(|(name, _)| *name == format));
    if let Some((_, text)) = formatted {
        return (*text).to_owned();
    }
    let text = "text".repeat(least.div_ceil(4).max(1));
    text.chars().take(most.unwrap_or(usize::MAX).min(least.max(4))).collect()
}

/// A number.
pub(crate) fn number(parts: &[Place<'_>], is_whole: bool) -> Json {
    let limit = |key: &str| parts.iter().find_map(|(_, part)| part.get(key)?.as_f64());
    let is_set = |key: &str| parts.iter().any(|(_, part)| part.get(key) == Some(&Json::Bool(true)));
    let step = limit("multipleOf").filter(|step| *step > 0.0);
    let unit = step.unwrap_or(1.0);
    let above = |bound: f64| (bound / unit).floor() * unit + unit;
    let mut number = if is_whole || step.is_some() { unit } else { 1.5 };
    let reach = |number: f64, bound: f64| if number < bound { (bound / unit).ceil() * unit } else { number };
    if let Some(least) = limit("minimum") {
        number = reach(number, least);
        if is_set("exclusiveMinimum") && number <= least {
            number = above(least);
        }
    }
    if let Some(bound) = limit("exclusiveMinimum").filter(|bound| number <= *bound) {
        number = above(bound);
    }
    if let Some(most) = limit("maximum").filter(|most| number > *most) {
        number = most;
    }
    if let Some(bound) = limit("exclusiveMaximum").filter(|bound| number >= *bound) {
        number =
            limit("minimum").or(limit("exclusiveMinimum")).map_or(bound - unit, |least| f64::midpoint(least, bound));
    }
    // Within the range of whole numbers that a float holds exactly.
    #[expect(clippy::cast_possible_truncation, reason = "it is checked to be whole, and saturates")]
    let whole = number as i64;
    if is_whole || number.fract() == 0.0 {
        return Json::from(whole);
    }
    Number::from_f64(number).map_or(Json::from(whole), Json::Number)
}

/// A bound that is a count.
pub(crate) fn bound(parts: &[Place<'_>], key: &str) -> Option<usize> {
    let number = parts.iter().find_map(|(_, part)| part.get(key)?.as_u64())?;
    usize::try_from(number).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_have_their_form_and_length() {
        let made = |schema: Json| text(&[("a", &schema)]);
        assert_eq!(made(json!({})), "text");
        assert_eq!(made(json!({ "maxLength": 2 })), "te");
        assert_eq!(made(json!({ "minLength": 5 })), "textt");
        assert_eq!(made(json!({ "format": "ipv4" })), "192.0.2.1");
        assert_eq!(made(json!({ "pattern": "^[a-z]+$", "minLength": 3 })), "aaa");
    }

    #[test]
    fn numbers_are_within_their_bounds() {
        let whole = |schema: Json| number(&[("a", &schema)], true);
        let made = |schema: Json| number(&[("a", &schema)], false);
        assert_eq!(whole(json!({})), json!(1));
        assert_eq!(whole(json!({ "minimum": 5, "multipleOf": 4 })), json!(8));
        assert_eq!(whole(json!({ "minimum": 5, "exclusiveMinimum": true })), json!(6));
        assert_eq!(whole(json!({ "exclusiveMinimum": 5 })), json!(6));
        assert_eq!(whole(json!({ "maximum": -3 })), json!(-3));
        assert_eq!(made(json!({})), json!(1.5));
        assert_eq!(made(json!({ "minimum": 0, "exclusiveMaximum": 1 })), json!(0.5));
    }
}
