//! [`Tree`]: what a value holds, once its type no longer matters.

use std::fmt::Write as _;

use serde::Serialize;
use zeroize::Zeroizing;

use super::serializer::TreeSerializer;
use crate::{Secret, secret::witness, text::has_control};

/// A value as scalars, lists and objects.
#[derive(Clone, PartialEq)]
pub(crate) enum Tree {
    /// Null, or absent.
    Null,
    Scalar(Scalar),
    List(Vec<Tree>),
    /// RawObject in their order.
    Object(Vec<(String, Tree)>),
}

/// A text, number or boolean. Its text is wiped when it is dropped, since it may be a secret.
#[derive(Clone, PartialEq)]
pub(crate) struct Scalar {
    pub(crate) text: Zeroizing<String>,
    /// Whether JSON writes it with quotes.
    pub(crate) is_string: bool,
}

impl Tree {
    /// Reads a value, and the secrets in it; or says why it cannot be read, in words that hold no value.
    pub(crate) fn of<T: Serialize + ?Sized>(value: &T) -> Result<(Self, Vec<Secret>), String> {
        let (tree, secrets) = witness(|| value.serialize(TreeSerializer));
        tree.map(|tree| (tree, secrets)).map_err(|problem| problem.to_string())
    }

    /// Reads JSON text; `None` if it is none, or nested too deep.
    pub(crate) fn of_json(json: &str) -> Option<Self> {
        super::json_tree::read(json)
    }

    /// A string.
    pub(crate) fn string(text: impl Into<String>) -> Self {
        Self::Scalar(Scalar { text: Zeroizing::new(text.into()), is_string: true })
    }

    /// A number or a boolean, as JSON writes it.
    pub(crate) fn literal(text: impl Into<String>) -> Self {
        Self::Scalar(Scalar { text: Zeroizing::new(text.into()), is_string: false })
    }

    /// Whether it holds others.
    pub(crate) fn is_nested(&self) -> bool {
        matches!(self, Self::List(_) | Self::Object(_))
    }

    /// Whether a control character stands anywhere in it.
    pub(crate) fn has_control(&self) -> bool {
        match self {
            Self::Null => false,
            Self::Scalar(scalar) => has_control(&scalar.text),
            Self::List(elements) => elements.iter().any(Self::has_control),
            Self::Object(members) => members.iter().any(|(name, value)| has_control(name) || value.has_control()),
        }
    }

    /// The value as compact JSON.
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
            Self::Object(members) => {
                json.push('{');
                for (index, (name, value)) in members.iter().enumerate() {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn debug_of_a_tree_is_not_there() {
        // A tree may hold secrets; without `Debug` none can be shown by mistake.
        let value = serde_json::json!({"a": [1, "x", null, true], "b": {}});
        let (tree, _) = Tree::of(&value).unwrap();
        assert_eq!(*tree.to_json(), r#"{"a":[1,"x",null,true],"b":{}}"#);
    }

    proptest! {
        #[test]
        fn json_is_what_serde_json_writes(text in any::<String>(), number in any::<i64>()) {
            let value = (text, number, Some([true]), None::<u8>);
            let (tree, _) = Tree::of(&value).unwrap();
            prop_assert_eq!(&*tree.to_json(), &serde_json::to_string(&value).unwrap());
        }
    }
}
