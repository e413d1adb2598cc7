//! Reads JSON text into a [`Tree`]: a value may hold JSON as text ([`RawValue`]), whose numbers are kept as they are written.

use serde_json::value::RawValue;

use super::tree::Tree;
use crate::json::{JsonKind, RawObject, elements, text_of};

/// How deep JSON may be nested: no parameter is, and reading it recurses.
const DEEPEST: usize = 128;

/// The tree that a JSON text is; `None` if it is nested too deep.
pub(super) fn read(json: &str) -> Option<Tree> {
    read_value(serde_json::from_str(json).ok()?, DEEPEST)
}

fn read_value(value: &RawValue, depth: usize) -> Option<Tree> {
    let depth = depth.checked_sub(1)?;
    Some(match JsonKind::of(value) {
        JsonKind::Null => Tree::Null,
        JsonKind::String => Tree::string(text_of(value)),
        JsonKind::Boolean | JsonKind::Number => Tree::literal(value.get()),
        JsonKind::Array => {
            let elements = elements(value.get())?;
            Tree::List(elements.into_iter().map(|element| read_value(element, depth)).collect::<Option<_>>()?)
        }
        JsonKind::Object => {
            let members = RawObject::parse(value.get())?.0.into_iter();
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
