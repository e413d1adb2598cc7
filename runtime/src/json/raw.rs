//! Access to JSON without a tree. Nothing recurses, so neither depth nor large numbers are a problem.
//!
//! Each value is a [`RawValue`], which `serde_json` has validated.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;

use super::Key;

/// Kind of a JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonKind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl JsonKind {
    /// The kind, by the first character of valid JSON.
    pub fn of(value: &RawValue) -> Self {
        Self::of_text(value.get())
    }

    /// The kind of valid JSON text without leading whitespace.
    pub(crate) fn of_text(text: &str) -> Self {
        match text.bytes().next() {
            Some(b'{') => Self::Object,
            Some(b'[') => Self::Array,
            Some(b'"') => Self::String,
            Some(b't' | b'f') => Self::Boolean,
            Some(b'n') => Self::Null,
            _ => Self::Number,
        }
    }
}

/// The properties of an object in order, including duplicates.
pub(crate) struct RawObject<'j>(pub(crate) Vec<(Key<'j>, &'j RawValue)>);

impl<'j> RawObject<'j> {
    /// Parses a document; `None` if it is not a JSON object.
    pub(crate) fn parse(json: &'j str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }

    /// Value of the first property of this name.
    pub(crate) fn get(&self, name: &str) -> Option<&'j RawValue> {
        self.0.iter().find(|(key, _)| key.as_str() == name).map(|&(_, value)| value)
    }
}

impl<'de> Deserialize<'de> for RawObject<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = RawObject<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut properties = Vec::new();
                while let Some(property) = map.next_entry()? {
                    properties.push(property);
                }
                Ok(RawObject(properties))
            }
        }

        deserializer.deserialize_map(Object)
    }
}

/// Items of an array; `None` if the text is not a JSON array.
pub(crate) fn elements(json: &str) -> Option<Vec<&RawValue>> {
    serde_json::from_str(json).ok()
}

/// A string, or other JSON as written.
pub(crate) fn text_of(value: &RawValue) -> String {
    match serde_json::from_str::<String>(value.get()) {
        Ok(text) => text,
        Err(_) => value.get().to_owned(),
    }
}

/// JSON without whitespace between tokens.
pub(crate) fn compact(value: &RawValue) -> String {
    let mut compact = String::with_capacity(value.get().len());
    let mut in_string = false;
    let mut escaped = false;
    for character in value.get().chars() {
        if in_string || !matches!(character, ' ' | '\t' | '\n' | '\r') {
            compact.push(character);
        }
        match character {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            _ => {}
        }
    }
    compact
}

/// Maximum nesting. The text must be JSON.
pub(super) fn nesting(json: &str) -> usize {
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

/// Value at a JSON pointer (RFC 6901).
pub(crate) fn pointer<'j>(json: &'j str, pointer: &str) -> Option<&'j RawValue> {
    let mut value: &RawValue = serde_json::from_str(json).ok()?;
    let Some(path) = pointer.strip_prefix('/') else {
        return pointer.is_empty().then_some(value);
    };
    for token in path.split('/') {
        // This order is required: `~01` is the escape of `~1`.
        let token = token.replace("~1", "/").replace("~0", "~");
        value = match JsonKind::of(value) {
            JsonKind::Object => RawObject::parse(value.get())?.get(&token)?,
            JsonKind::Array => elements(value.get())?.get(token.parse::<usize>().ok()?).copied()?,
            _ => return None,
        };
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(json: &str, path: &str) -> Option<String> {
        pointer(json, path).map(|value| value.get().to_owned())
    }

    #[test]
    fn pointers_follow_rfc_6901() {
        let json = r#"{"a":{"b":[10,{"c/d":true}]},"~1":5,"":6}"#;
        assert_eq!(at(json, "/a/b/0").as_deref(), Some("10"));
        assert_eq!(at(json, "/a/b/1/c~1d").as_deref(), Some("true"));
        assert_eq!(at(json, "/~01").as_deref(), Some("5"));
        assert_eq!(at(json, "/").as_deref(), Some("6"));
        assert_eq!(at(json, "/a/x"), None);
        assert_eq!(at("not json", "/a"), None);
    }

    #[test]
    fn compacting_keeps_strings_and_numbers() {
        let value: &RawValue = serde_json::from_str(r#"{ "a b" : [ 1.50 , "x \" y" ] }"#).unwrap();
        assert_eq!(compact(value), r#"{"a b":[1.50,"x \" y"]}"#);
    }

    #[test]
    fn depth_is_unlimited() {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(RawObject::parse(&deep).unwrap().get("a").is_some());
        assert!(at(&deep, "/a/0/0").is_some());
    }

    #[test]
    fn brackets_in_strings_do_not_nest() {
        assert_eq!(nesting(r#"["[[[\"[[[",{"a":[]}]"#), 3);
        assert_eq!(nesting("5"), 0);
    }
}
