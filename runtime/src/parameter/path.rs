//! Path parameters: the styles `simple`, `label` and `matrix`.

use super::{
    PathStyle, StyleProblem,
    style::encode_reserved_path,
    value_tree::{FlatValue, ValueTree},
};
use crate::percent::encode;

/// Encoded text of a path parameter.
pub(crate) fn path_text(name: &str, tree: &ValueTree, style: PathStyle) -> Result<String, StyleProblem> {
    if tree.has_control() {
        return Err("contains a control character");
    }
    let flat =
        FlatValue::of(tree)?.filter(|flat| !flat.is_empty()).ok_or("must not be empty: it is a segment of the path")?;
    let text = match style {
        PathStyle::Simple { explode } => join_pairs(&flat, explode, ","),
        PathStyle::Label { explode: true } if has_dotted_element(&flat) => {
            return Err("has an item with a dot, which would be read as two items");
        }
        PathStyle::Label { explode: true } => format!(".{}", join_pairs(&flat, true, ".")),
        PathStyle::Label { explode: false } => format!(".{}", join_pairs(&flat, false, ",")),
        PathStyle::Matrix { explode } => matrix(&encode(name), &flat, explode),
    };
    if text.is_empty() {
        return Err("must not be empty: it is a segment of the path");
    }
    Ok(text)
}

/// Encoded text of a path parameter whose reserved characters stand for themselves. A value may have several segments.
pub(crate) fn reserved_path_text(tree: &ValueTree) -> Result<String, StyleProblem> {
    if tree.has_control() {
        return Err("contains a control character");
    }
    let ValueTree::Scalar(scalar) = tree else {
        return Err("is a list or an object, which cannot keep reserved characters");
    };
    if scalar.text.is_empty() {
        return Err("must not be empty: it is a segment of the path");
    }
    Ok(encode_reserved_path(&scalar.text))
}

/// Whether an item contains a dot, which is not percent-encoded, unlike other delimiters.
fn has_dotted_element(flat: &FlatValue<'_>) -> bool {
    !matches!(flat, FlatValue::One(_)) && flat.strings().iter().any(|text| text.contains('.'))
}

/// Items or properties, joined. `explode` joins names and values of properties by `=`.
fn join_pairs(flat: &FlatValue<'_>, explode: bool, separator: &str) -> String {
    let pieces: Vec<String> = match flat {
        FlatValue::One(text) => return encode(text),
        FlatValue::Object(properties) if explode => {
            properties.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect()
        }
        _ => flat.strings().into_iter().map(encode).collect(),
    };
    pieces.join(separator)
}

/// `;name=value`, or `;name` for an empty value (RFC 6570, section 3.2.7).
fn matrix(name: &str, flat: &FlatValue<'_>, explode: bool) -> String {
    let pair = |name: &str, value: &str| {
        if value.is_empty() { format!(";{name}") } else { format!(";{name}={value}") }
    };
    match flat {
        FlatValue::List(elements) if explode => elements.iter().map(|element| pair(name, &encode(element))).collect(),
        FlatValue::Object(properties) if explode => {
            properties.iter().map(|(name, value)| pair(&encode(name), &encode(value))).collect()
        }
        _ => pair(name, &join_pairs(flat, false, ",")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::percent::decode;

    fn text(value: &Value, style: PathStyle) -> Result<String, StyleProblem> {
        path_text("color", &ValueTree::of(value).unwrap().0, style)
    }

    /// The rows of OpenAPI 3.0.4 and 3.1.1, "Style Examples": string, array, object.
    #[test]
    fn the_examples_of_openapi_hold() {
        let rows = [
            (
                PathStyle::Matrix { explode: false },
                [";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"],
            ),
            (
                PathStyle::Matrix { explode: true },
                [";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"],
            ),
            (PathStyle::Label { explode: false }, [".blue", ".blue,black,brown", ".R,100,G,200,B,150"]),
            (PathStyle::Label { explode: true }, [".blue", ".blue.black.brown", ".R=100.G=200.B=150"]),
            (PathStyle::Simple { explode: false }, ["blue", "blue,black,brown", "R,100,G,200,B,150"]),
            (PathStyle::Simple { explode: true }, ["blue", "blue,black,brown", "R=100,G=200,B=150"]),
        ];
        let object: Value = serde_json::from_str(r#"{"R":100,"G":200,"B":150}"#).unwrap();
        // `serde_json` sorts the properties of a `Value`; the table has them in the order of the document.
        let object_tree = ValueTree::of_json(r#"{"R":100,"G":200,"B":150}"#).unwrap();
        assert!(object.is_object());
        for (style, [string, array, of_object]) in rows {
            assert_eq!(text(&json!("blue"), style).unwrap(), string, "{style:?}");
            assert_eq!(text(&json!(["blue", "black", "brown"]), style).unwrap(), array, "{style:?}");
            assert_eq!(path_text("color", &object_tree, style).unwrap(), of_object, "{style:?}");
        }
        // The column "empty". A single label would be the segment `.`, which `expand_path` rejects.
        assert_eq!(text(&json!(""), PathStyle::Matrix { explode: false }).unwrap(), ";color");
        assert_eq!(text(&json!(""), PathStyle::Label { explode: true }).unwrap(), ".");
        assert!(text(&json!(""), PathStyle::Simple { explode: false }).is_err());
    }

    /// RFC 6570, sections 3.2.2, 3.2.5 and 3.2.7.
    #[test]
    fn the_examples_of_rfc_6570_hold() {
        let hello = json!("Hello World!");
        assert_eq!(text(&hello, PathStyle::Simple { explode: false }).unwrap(), "Hello%20World%21");
        assert_eq!(text(&json!(["", "a,b"]), PathStyle::Matrix { explode: true }).unwrap(), ";color;color=a%2Cb");
        assert_eq!(text(&json!({"a;b": "c/d"}), PathStyle::Label { explode: true }).unwrap(), ".a%3Bb=c%2Fd");
    }

    #[test]
    fn reserved_characters_of_a_path_pass() {
        let text = |value: &Value| reserved_path_text(&ValueTree::of(value).unwrap().0);
        assert_eq!(text(&json!("a/b@c:d;e=f,g+h&i'j(k)!$*~")).unwrap(), "a/b@c:d;e=f,g+h&i'j(k)!$*~");
        assert_eq!(text(&json!("a b/50%25/50%/?#[é]\\")).unwrap(), "a%20b/50%25/50%25/%3F%23%5B%C3%A9%5D%5C");
        assert_eq!(text(&json!(7)).unwrap(), "7");
        for invalid in [json!(""), json!(["a"]), json!({"a": 1}), json!("a\nb")] {
            assert!(text(&invalid).is_err(), "{invalid}");
        }
    }

    #[test]
    fn values_without_a_form_are_rejected() {
        let style = PathStyle::Simple { explode: false };
        let dotted = PathStyle::Label { explode: true };
        assert!(text(&json!(["1.5"]), dotted).is_err());
        assert_eq!(text(&json!("1.5"), dotted).unwrap(), ".1.5");
        for value in [json!(null), json!([]), json!({}), json!([null]), json!([[1]]), json!({"a": {}}), json!("a\nb")] {
            assert!(text(&value, style).is_err(), "{value}");
        }
    }

    proptest! {
        #[test]
        fn any_string_stays_one_segment_and_can_be_decoded(strings in proptest::collection::vec("[^\\pC]{1,8}", 1..4)) {
            let (tree, _) = ValueTree::of(&strings).unwrap();
            let bytes: Vec<_> = strings.iter().map(|text| text.as_bytes().to_vec()).collect();
            let simple = path_text("color", &tree, PathStyle::Simple { explode: false }).unwrap();
            prop_assert_eq!(&simple.split(',').map(decode).collect::<Vec<_>>(), &bytes);
            let matrix = path_text("color", &tree, PathStyle::Matrix { explode: true }).unwrap();
            let pairs = matrix.split(';').skip(1);
            let read: Vec<_> = pairs.map(|pair| decode(pair.strip_prefix("color=").unwrap())).collect();
            prop_assert_eq!(&read, &bytes);
            prop_assert!(simple.bytes().chain(matrix.bytes()).all(|byte| !b"/?#%".contains(&byte) || byte == b'%'));
        }
    }
}
