//! Reads JSON text into a [`Tree`]: a value may hold JSON as text ([`RawValue`]), whose numbers are kept as they are written.

use serde_json::value::RawValue;

use super::tree::Tree;
use crate::json::{Members, Shape, elements, text_of};

/// How deep JSON may be nested: no parameter is, and reading it recurses.
const DEEPEST: usize = 128;

/// The tree that a JSON text is; `None` if it is nested too deep.
pub(super) fn read(json: &str) -> Option<Tree> {
    read_value(serde_json::from_str(json).ok()?, DEEPEST)
}

fn read_value(value: &RawValue, depth: usize) -> Option<Tree> {
    let depth = depth.checked_sub(1)?;
    Some(match Shape::of(value) {
        Shape::Null => Tree::Null,
        Shape::String => Tree::string(text_of(value)),
        Shape::Boolean | Shape::Number => Tree::literal(value.get()),
        Shape::Array => {
            let elements = elements(value.get())?;
            Tree::List(elements.into_iter().map(|element| read_value(element, depth)).collect::<Option<_>>()?)
        }
        Shape::Object => {
            let members = Members::parse(value.get())?.0.into_iter();
            let read = members.map(|(name, value)| Some((name.into_string(), read_value(value, depth)?)));
            Tree::Object(read.collect::<Option<_>>()?)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_as_written() {
        let json = r#"{"a":[1.50,"x\"",null],"b":12345678901234567890123}"#;
        assert_eq!(*read(json).unwrap().to_json(), json);
        assert!(read(&format!("{}{}", "[".repeat(200), "]".repeat(200))).is_none());
    }
}
