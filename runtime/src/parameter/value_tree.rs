//! [`ValueTree`]: the value of a parameter as scalars, lists and objects, independent of its type. [`FlatValue`]: one
//! level of it.

use std::fmt::Write as _;

use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::StyleProblem;
use crate::{
    json::{JsonKind, RawObject, elements, text_of},
    text::has_control,
};

/// A value as scalars, lists and objects. It has no `Debug`: it may contain secrets.
#[derive(Clone, PartialEq)]
pub(crate) enum ValueTree {
    /// Null, or absent.
    Null,
    Scalar(Scalar),
    List(Vec<ValueTree>),
    /// Properties in order.
    Object(Vec<(String, ValueTree)>),
}

/// A string, number or boolean. It is zeroed on drop, since it may be a secret.
#[derive(Clone, PartialEq)]
pub(crate) struct Scalar {
    pub(crate) text: Zeroizing<String>,
    /// Whether it is a string in JSON.
    pub(crate) is_string: bool,
}

impl ValueTree {
    /// Parses JSON; `None` if the text is not JSON, or is nested deeper than 128 levels.
    pub(crate) fn of_json(json: &str) -> Option<Self> {
        read_value(serde_json::from_str(json).ok()?, MAX_DEPTH)
    }

    /// A string.
    pub(crate) fn string(text: impl Into<String>) -> Self {
        Self::Scalar(Scalar { text: Zeroizing::new(text.into()), is_string: true })
    }

    /// A number or a boolean, as JSON.
    pub(crate) fn literal(text: impl Into<String>) -> Self {
        Self::Scalar(Scalar { text: Zeroizing::new(text.into()), is_string: false })
    }

    /// Whether it is a list or an object.
    pub(crate) fn is_nested(&self) -> bool {
        matches!(self, Self::List(_) | Self::Object(_))
    }

    /// Whether it contains a control character.
    pub(crate) fn has_control(&self) -> bool {
        match self {
            Self::Null => false,
            Self::Scalar(scalar) => has_control(&scalar.text),
            Self::List(elements) => elements.iter().any(Self::has_control),
            Self::Object(properties) => properties.iter().any(|(name, value)| has_control(name) || value.has_control()),
        }
    }

    /// Compact JSON.
    pub(crate) fn to_json(&self) -> Zeroizing<String> {
        let mut json = Zeroizing::new(String::new());
        self.write_json(&mut json);
        json
    }

    fn write_json(&self, json: &mut String) {
        match self {
            Self::Null => json.push_str("null"),
            Self::Scalar(Scalar { text, is_string: true }) => write_string(json, text),
            Self::Scalar(Scalar { text, is_string: false }) => json.push_str(text),
            Self::List(elements) => {
                json.push('[');
                for (index, element) in elements.iter().enumerate() {
                    if index > 0 {
                        json.push(',');
                    }
                    element.write_json(json);
                }
                json.push(']');
            }
            Self::Object(properties) => {
                json.push('{');
                for (index, (name, value)) in properties.iter().enumerate() {
                    if index > 0 {
                        json.push(',');
                    }
                    write_string(json, name);
                    json.push(':');
                    value.write_json(json);
                }
                json.push('}');
            }
        }
    }
}

/// A JSON string (RFC 8259, section 7).
fn write_string(json: &mut String, text: &str) {
    json.push('"');
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            '\0'..='\u{1f}' => {
                // Writing to a `String` cannot fail.
                let _ = write!(json, "\\u{:04x}", u32::from(character));
            }
            _ => json.push(character),
        }
    }
    json.push('"');
}

/// Maximum nesting of JSON: reading recurses.
const MAX_DEPTH: usize = 128;

fn read_value(value: &RawValue, depth: usize) -> Option<ValueTree> {
    let depth = depth.checked_sub(1)?;
    Some(match JsonKind::of(value) {
        JsonKind::Null => ValueTree::Null,
        JsonKind::String => ValueTree::string(text_of(value)),
        JsonKind::Boolean | JsonKind::Number => ValueTree::literal(value.get()),
        JsonKind::Array => {
            let elements = elements(value.get())?;
            ValueTree::List(elements.into_iter().map(|element| read_value(element, depth)).collect::<Option<_>>()?)
        }
        JsonKind::Object => {
            let properties = RawObject::parse(value.get())?.0.into_iter();
            let read = properties.map(|(name, value)| Some((name.into_string(), read_value(value, depth)?)));
            ValueTree::Object(read.collect::<Option<_>>()?)
        }
    })
}

/// A value of one level, which is all that most styles can express. Nulls are omitted: RFC 6570, section 2.3,
/// treats them as undefined.
pub(super) enum FlatValue<'t> {
    One(&'t str),
    List(Vec<&'t str>),
    Object(Vec<(&'t str, &'t str)>),
}

impl<'t> FlatValue<'t> {
    /// The tree as one level; `None` if it is null.
    pub(super) fn of(tree: &'t ValueTree) -> Result<Option<Self>, StyleProblem> {
        Ok(match tree {
            ValueTree::Null => None,
            ValueTree::Scalar(scalar) => Some(Self::One(&scalar.text)),
            ValueTree::List(elements) => {
                let strings: Result<Vec<_>, _> =
                    elements.iter().filter_map(|element| text(element).transpose()).collect();
                Some(Self::List(strings?))
            }
            ValueTree::Object(properties) => {
                let strings: Result<Vec<_>, _> = properties
                    .iter()
                    .filter_map(|(name, value)| Some(text(value).transpose()?.map(|text| (name.as_str(), text))))
                    .collect();
                Some(Self::Object(strings?))
            }
        })
    }

    /// Whether a list or an object is empty.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::One(_) => false,
            Self::List(elements) => elements.is_empty(),
            Self::Object(properties) => properties.is_empty(),
        }
    }

    /// All strings in order, including names.
    pub(super) fn strings(&self) -> Vec<&'t str> {
        match self {
            Self::One(text) => vec![text],
            Self::List(elements) => elements.clone(),
            Self::Object(properties) => properties.iter().flat_map(|&(name, value)| [name, value]).collect(),
        }
    }
}

fn text(tree: &ValueTree) -> Result<Option<&str>, StyleProblem> {
    match tree {
        ValueTree::Null => Ok(None),
        ValueTree::Scalar(scalar) => Ok(Some(&scalar.text)),
        ValueTree::List(_) | ValueTree::Object(_) => {
            Err("contains a nested list or object, which its style cannot express")
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn values_are_written_as_compact_json() {
        let value = serde_json::json!({"a": [1, "x", null, true], "b": {}});
        let (tree, _) = ValueTree::of(&value).unwrap();
        assert_eq!(*tree.to_json(), r#"{"a":[1,"x",null,true],"b":{}}"#);
    }

    proptest! {
        #[test]
        fn json_is_what_serde_json_writes(text in any::<String>(), number in any::<i64>()) {
            let value = (text, number, Some([true]), None::<u8>);
            let (tree, _) = ValueTree::of(&value).unwrap();
            prop_assert_eq!(&*tree.to_json(), &serde_json::to_string(&value).unwrap());
        }
    }

    #[test]
    fn numbers_stay_as_written() {
        let json = r#"{"a":[1.50,"x\"",null],"b":12345678901234567890123}"#;
        assert_eq!(*ValueTree::of_json(json).unwrap().to_json(), json);
        assert!(ValueTree::of_json(&format!("{}{}", "[".repeat(200), "]".repeat(200))).is_none());
    }
}
