//! Buffering, discriminators and errors of unions (`oneOf`, `anyOf`).

use std::{borrow::Cow, fmt::Write as _};

use serde::{Deserialize, Deserializer, de::Error};
use serde_json::value::RawValue;

use super::{JsonKind, Key, RawObject};

/// Maximum nesting of a buffered value, that of `serde_json`. Each deserialization of a buffered value starts a new
/// count, so a recursive union could overflow the stack on a hostile response.
const MAX_DEPTH: usize = 128;

/// Maximum length of the reason per variant, in characters.
const MAX_REASON: usize = 200;

/// Buffers a value as its text. Only a JSON deserializer supports it.
///
/// # Errors
///
/// The text is not JSON, or is nested deeper than 128 levels.
pub fn buffer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Box<RawValue>, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    if nesting(raw.get()) > MAX_DEPTH {
        return Err(D::Error::custom(format_args!("the value is nested deeper than {MAX_DEPTH} levels")));
    }
    Ok(raw)
}

/// Deserializes a buffered value.
///
/// # Errors
///
/// The value does not match the type.
pub fn from_raw<'de, T: Deserialize<'de>>(raw: &'de RawValue) -> Result<T, serde_json::Error> {
    serde_json::from_str(raw.get())
}

/// Value of a property of a buffered object: a string, or a number or boolean as written. `None` if the value is
/// not an object or has no such property.
///
/// Used for discriminators (OpenAPI 3.0.3, "Discriminator Object").
pub fn tag<'r>(raw: &'r RawValue, name: &str) -> Option<Cow<'r, str>> {
    let value = RawObject::parse(raw.get())?.get(name)?;
    match JsonKind::of(value) {
        JsonKind::String => serde_json::from_str::<Key<'r>>(value.get()).ok().map(Key::into_cow),
        JsonKind::Number | JsonKind::Boolean => Some(Cow::Borrowed(value.get())),
        JsonKind::Null | JsonKind::Array | JsonKind::Object => None,
    }
}

/// Error of a union without a matching variant, with the reason per variant.
pub fn union_error<E: Error>(type_name: &str, variants: &[(&str, serde_json::Error)]) -> E {
    let mut words = format!("the value matches no variant of `{type_name}`");
    for (index, (variant, error)) in variants.iter().enumerate() {
        let separator = if index == 0 { ": " } else { "; " };
        let reason: String = error.to_string().chars().take(MAX_REASON).collect();
        // Writing to a `String` cannot fail.
        let _ = write!(words, "{separator}not `{variant}`, since {reason}");
    }
    E::custom(words)
}

/// Maximum nesting. The text must be JSON.
fn nesting(json: &str) -> usize {
    let mut depth: usize = 0;
    let mut deepest = 0;
    let mut in_string = false;
    let mut escaped = false;
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(json: &str) -> Box<RawValue> {
        buffer(&mut serde_json::Deserializer::from_str(json)).unwrap()
    }

    /// A recursive union, as generated code reads one.
    #[derive(Debug)]
    enum Node {
        Leaf(u8),
        Branch(Vec<Node>),
    }

    impl<'de> Deserialize<'de> for Node {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let raw = buffer(deserializer)?;
            let leaf = match from_raw(&raw) {
                Ok(leaf) => return Ok(Self::Leaf(leaf)),
                Err(error) => error,
            };
            let branch = match from_raw(&raw) {
                Ok(branch) => return Ok(Self::Branch(branch)),
                Err(error) => error,
            };
            Err(union_error("Node", &[("Leaf", leaf), ("Branch", branch)]))
        }
    }

    #[test]
    fn a_discriminator_may_be_anywhere() {
        assert_eq!(tag(&raw(r#"{"a":{"kind":"no"},"kind":"cat"}"#), "kind").as_deref(), Some("cat"));
        assert_eq!(tag(&raw(r#"{"kind":"c\u0061t"}"#), "kind").as_deref(), Some("cat"));
        assert_eq!(tag(&raw(r#"{"kind":7}"#), "kind").as_deref(), Some("7"));
        assert!(matches!(tag(&raw(r#"{"kind":"cat"}"#), "kind"), Some(Cow::Borrowed("cat"))));
        for other in [r#"{"kind":null}"#, r#"{"kind":[]}"#, "{}", "[]", "5"] {
            assert_eq!(tag(&raw(other), "kind"), None, "{other}");
        }
    }

    #[test]
    fn an_error_names_each_variant() {
        assert!(matches!(serde_json::from_str("7").unwrap(), Node::Leaf(7)));
        let error = serde_json::from_str::<Node>(r#""x""#).unwrap_err().to_string();
        assert!(error.starts_with("the value matches no variant of `Node`: not `Leaf`, since invalid type"), "{error}");
        assert!(error.contains("; not `Branch`, since"), "{error}");
    }

    #[test]
    fn the_depth_of_a_recursive_union_is_bounded() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let Node::Branch(items) = serde_json::from_str(&nested(100)).unwrap() else { panic!("a leaf") };
        assert_eq!(items.len(), 1);
        for depth in [129, 1_000_000] {
            let error = serde_json::from_str::<Node>(&nested(depth)).unwrap_err();
            assert!(error.to_string().contains("nested deeper"), "{error}");
        }
    }

    #[test]
    fn brackets_in_strings_do_not_nest() {
        assert_eq!(nesting(r#"["[[[\"[[[",{"a":[]}]"#), 3);
        assert_eq!(nesting("5"), 0);
    }
}
