//! [`JsonTree`]: a JSON value as a tree that keeps the digits of numbers.

use std::borrow::Cow;

use super::number::Decimal;
use crate::json::{JsonKind, Key, RawObject, RawValue, elements};

/// Maximum nesting.
const MAX_DEPTH: usize = 200;

/// A JSON value.
#[derive(Clone, Debug)]
pub(super) enum JsonTree<'j> {
    Null,
    Boolean(bool),
    /// The number as written.
    Number(&'j str),
    String(Cow<'j, str>),
    Array(Vec<Self>),
    /// The properties, in order.
    Object(Vec<(Cow<'j, str>, Self)>),
}

impl<'j> JsonTree<'j> {
    /// Parses JSON text. `None` if it is not JSON, or nested too deeply.
    pub(super) fn parse(text: &'j str) -> Option<Self> {
        let value: &RawValue = serde_json::from_str(text).ok()?;
        Self::of(value.get(), 0)
    }

    fn of(text: &'j str, depth: usize) -> Option<Self> {
        if depth > MAX_DEPTH {
            return None;
        }
        Some(match JsonKind::of_text(text) {
            JsonKind::Null => Self::Null,
            JsonKind::Boolean => Self::Boolean(text == "true"),
            JsonKind::Number => Self::Number(text),
            JsonKind::String => Self::String(serde_json::from_str::<Key<'j>>(text).ok()?.into_cow()),
            JsonKind::Array => {
                let items = elements(text)?.into_iter().map(|item| Self::of(item.get(), depth + 1));
                Self::Array(items.collect::<Option<_>>()?)
            }
            JsonKind::Object => {
                let properties = RawObject::parse(text)?.0.into_iter();
                let properties =
                    properties.map(|(name, value)| Some((name.into_cow(), Self::of(value.get(), depth + 1)?)));
                Self::Object(properties.collect::<Option<_>>()?)
            }
        })
    }

    /// The value of a property. `None` if it is missing, or the value is not an object.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(properties) => properties.iter().find(|(known, _)| known == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text of a string.
    pub(super) fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// A count, such as that of `minItems`. `2.0` is 2.
    pub(super) fn as_count(&self) -> Option<u64> {
        match self {
            Self::Number(text) => text.split('.').next()?.parse().ok(),
            _ => None,
        }
    }

    /// The items of an array, or nothing.
    pub(super) fn items(&self) -> &[Self] {
        match self {
            Self::Array(items) => items,
            _ => &[],
        }
    }

    /// The properties of an object, or nothing.
    pub(super) fn properties(&self) -> &[(Cow<'j, str>, Self)] {
        match self {
            Self::Object(properties) => properties,
            _ => &[],
        }
    }

    /// Whether the value has a type of JSON Schema.
    pub(super) fn has_type(&self, name: &str) -> bool {
        match (self, name) {
            (Self::Null, "null")
            | (Self::Boolean(_), "boolean")
            | (Self::Number(_), "number")
            | (Self::String(_), "string")
            | (Self::Array(_), "array")
            | (Self::Object(_), "object") => true,
            (Self::Number(text), "integer") => Decimal::parse(text).is_none_or(Decimal::is_integer),
            _ => false,
        }
    }

    /// A text that equal values share: numbers are equal by value, and objects in any order.
    pub(super) fn canonical(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Boolean(value) => value.to_string(),
            Self::Number(text) => Decimal::parse(text).map_or_else(|| (*text).to_owned(), Decimal::canonical),
            Self::String(text) => format!("{text:?}"),
            Self::Array(items) => {
                let items: Vec<String> = items.iter().map(Self::canonical).collect();
                format!("[{}]", items.join(","))
            }
            Self::Object(properties) => {
                let mut properties: Vec<String> =
                    properties.iter().map(|(name, value)| format!("{name:?}:{}", value.canonical())).collect();
                properties.sort();
                format!("{{{}}}", properties.join(","))
            }
        }
    }

    /// Whether two values are equal in the sense of JSON Schema.
    pub(super) fn equals(&self, other: &JsonTree<'_>) -> bool {
        match (self, other) {
            (Self::Null, JsonTree::Null) => true,
            (Self::Boolean(one), JsonTree::Boolean(other)) => one == other,
            (Self::String(one), JsonTree::String(other)) => one == other,
            (Self::Number(one), JsonTree::Number(other)) if one == other => true,
            (Self::Number(_), JsonTree::Number(_))
            | (Self::Array(_), JsonTree::Array(_))
            | (Self::Object(_), JsonTree::Object(_)) => self.canonical() == other.canonical(),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> JsonTree<'_> {
        JsonTree::parse(text).unwrap()
    }

    #[test]
    fn equal_values_have_any_spelling() {
        for (one, other) in [("1", "1.0"), ("[1e1]", "[10]"), (r#"{"a":1,"b":"A"}"#, r#"{"b":"\u0041","a":1.0}"#)] {
            assert!(tree(one).equals(&tree(other)), "{one} {other}");
        }
        for (one, other) in [("1", "true"), ("0", "false"), ("[1,2]", "[2,1]"), ("\"1\"", "1"), ("null", "0")] {
            assert!(!tree(one).equals(&tree(other)), "{one} {other}");
        }
    }

    #[test]
    fn an_integer_has_no_fraction() {
        assert!(tree("1.0").has_type("integer") && tree("1e3").has_type("number"));
        assert!(!tree("1.5").has_type("integer") && !tree("\"1\"").has_type("number"));
    }

    #[test]
    fn depth_is_bounded() {
        assert!(JsonTree::parse(&format!("{}{}", "[".repeat(100), "]".repeat(100))).is_some());
        assert!(JsonTree::parse(&format!("{}{}", "[".repeat(10_000), "]".repeat(10_000))).is_none());
        assert!(JsonTree::parse("{").is_none());
    }
}
