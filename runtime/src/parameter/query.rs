//! Query parameters and form fields: the styles `form`, `spaceDelimited`, `pipeDelimited` and `deepObject`.

use super::{
    Encoding, QueryStyle, StyleProblem,
    value_tree::{FlatValue, ValueTree},
};

/// Encoded pairs of name and value. Empty for null and an empty list or object.
pub(crate) fn query_pairs(
    name: &str,
    tree: &ValueTree,
    style: QueryStyle,
    encoding: Encoding,
) -> Result<Vec<(String, String)>, StyleProblem> {
    let delimiter = match style {
        QueryStyle::DeepObject => return Ok(deep_pairs(name, tree, encoding)),
        QueryStyle::Form { explode: true } => return explode_pairs(name, tree, encoding),
        QueryStyle::Form { explode: false } => None,
        QueryStyle::SpaceDelimited => Some(' '),
        QueryStyle::PipeDelimited => Some('|'),
    };
    let Some(flat) = FlatValue::of(tree)?.filter(|flat| !flat.is_empty()) else {
        return Ok(Vec::new());
    };
    let value = match (&flat, delimiter) {
        (FlatValue::One(text), _) => encoding.value(text),
        (_, None) => join_items(&flat, ",", encoding),
        (_, Some(delimiter)) => {
            // An encoded comma inside an item differs from a separating comma. These delimiters are encoded
            // everywhere.
            if flat.strings().iter().any(|text| text.contains(delimiter)) {
                return Err("has an item with the delimiter of its style, which would be read as two items");
            }
            join_items(&flat, &encoding.value(&delimiter.to_string()), encoding)
        }
    };
    Ok(vec![(encoding.name(name), value)])
}

fn join_items(flat: &FlatValue<'_>, separator: &str, encoding: Encoding) -> String {
    let elements: Vec<String> = flat.strings().into_iter().map(|text| encoding.element(text)).collect();
    elements.join(separator)
}

/// A pair per item, or per property under its own name. A property that is a list gives several pairs.
fn explode_pairs(name: &str, tree: &ValueTree, encoding: Encoding) -> Result<Vec<(String, String)>, StyleProblem> {
    let named = |name: &str, text: &str| (encoding.name(name), encoding.value(text));
    if let ValueTree::Object(properties) = tree {
        let mut pairs = Vec::new();
        for (name, value) in properties {
            match FlatValue::of(value)? {
                Some(FlatValue::One(text)) => pairs.push(named(name, text)),
                Some(FlatValue::List(elements)) => pairs.extend(elements.into_iter().map(|text| named(name, text))),
                Some(FlatValue::Object(_)) => {
                    return Err("contains a nested list or object, which its style cannot express");
                }
                None => {}
            }
        }
        return Ok(pairs);
    }
    let strings = FlatValue::of(tree)?.map_or_else(Vec::new, |flat| flat.strings());
    Ok(strings.into_iter().map(|text| named(name, text)).collect())
}

/// Encoded pairs of the style `deepObject`. See [`QueryStyle::DeepObject`](super::QueryStyle::DeepObject).
fn deep_pairs(name: &str, tree: &ValueTree, encoding: Encoding) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    collect(name, tree, encoding, &mut pairs);
    pairs
}

fn collect(name: &str, tree: &ValueTree, encoding: Encoding, pairs: &mut Vec<(String, String)>) {
    match tree {
        ValueTree::Null => {}
        ValueTree::Scalar(scalar) => pairs.push((encoding.name(name), encoding.value(&scalar.text))),
        ValueTree::List(elements) => {
            // `a[][b]=1&a[][c]=2` could be one element or two.
            let is_numbered = elements.iter().any(ValueTree::is_nested);
            for (index, element) in elements.iter().enumerate() {
                let name = if is_numbered { format!("{name}[{index}]") } else { format!("{name}[]") };
                collect(&name, element, encoding, pairs);
            }
        }
        ValueTree::Object(properties) => {
            for (member, value) in properties {
                collect(&format!("{name}[{member}]"), value, encoding, pairs);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::percent::decode;

    fn serialize(value: &Value, style: QueryStyle) -> Result<String, StyleProblem> {
        write(&ValueTree::of(value).unwrap().0, style, Encoding::Strict)
    }

    fn write(tree: &ValueTree, style: QueryStyle, encoding: Encoding) -> Result<String, StyleProblem> {
        let pairs = query_pairs("color", tree, style, encoding)?;
        let pairs: Vec<_> = pairs.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        Ok(pairs.join("&"))
    }

    const FORM: QueryStyle = QueryStyle::Form { explode: false };
    const EXPLODED: QueryStyle = QueryStyle::Form { explode: true };

    /// The rows of OpenAPI 3.0.4 and 3.1.1, "Style Examples".
    #[test]
    fn the_examples_of_openapi_hold() {
        let array = json!(["blue", "black", "brown"]);
        let object = ValueTree::of_json(r#"{"R":100,"G":200,"B":150}"#).unwrap();
        let of_object = |style| write(&object, style, Encoding::Strict).unwrap();
        for style in [FORM, EXPLODED] {
            assert_eq!(serialize(&json!(""), style).unwrap(), "color=");
            assert_eq!(serialize(&json!("blue"), style).unwrap(), "color=blue");
        }
        assert_eq!(serialize(&array, FORM).unwrap(), "color=blue,black,brown");
        assert_eq!(of_object(FORM), "color=R,100,G,200,B,150");
        assert_eq!(serialize(&array, EXPLODED).unwrap(), "color=blue&color=black&color=brown");
        assert_eq!(of_object(EXPLODED), "R=100&G=200&B=150");
        assert_eq!(serialize(&array, QueryStyle::SpaceDelimited).unwrap(), "color=blue%20black%20brown");
        assert_eq!(of_object(QueryStyle::SpaceDelimited), "color=R%20100%20G%20200%20B%20150");
        assert_eq!(serialize(&array, QueryStyle::PipeDelimited).unwrap(), "color=blue%7Cblack%7Cbrown");
        assert_eq!(of_object(QueryStyle::PipeDelimited), "color=R%7C100%7CG%7C200%7CB%7C150");
        assert_eq!(of_object(QueryStyle::DeepObject), "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150");
    }

    #[test]
    fn null_and_empty_values_are_omitted() {
        for style in [FORM, EXPLODED, QueryStyle::PipeDelimited, QueryStyle::DeepObject] {
            for value in [json!(null), json!([]), json!({}), json!([null]), json!({"a": null})] {
                assert_eq!(serialize(&value, style).unwrap(), "", "{value} {style:?}");
            }
        }
        assert_eq!(serialize(&json!(["a", null, "b"]), FORM).unwrap(), "color=a,b");
    }

    #[test]
    fn values_without_a_form_are_rejected() {
        assert!(serialize(&json!([[1]]), EXPLODED).is_err());
        assert!(serialize(&json!({"a": {"b": 1}}), EXPLODED).is_err());
        assert!(serialize(&json!({"a": [1]}), FORM).is_err());
        assert!(serialize(&json!(["a b"]), QueryStyle::SpaceDelimited).is_err());
        assert!(serialize(&json!(["a|b"]), QueryStyle::PipeDelimited).is_err());
        assert_eq!(serialize(&json!("a b"), QueryStyle::SpaceDelimited).unwrap(), "color=a%20b");
        assert_eq!(serialize(&json!({"a": [1, 2]}), EXPLODED).unwrap(), "a=1&a=2");
    }

    #[test]
    fn reserved_characters_of_a_list_do_not_split_it() {
        let (tree, _) = ValueTree::of(&["a,b", "/c?"]).unwrap();
        assert_eq!(write(&tree, FORM, Encoding::Reserved).unwrap(), "color=a%2Cb,/c?");
    }

    proptest! {
        #[test]
        fn a_list_can_be_read_back(strings in proptest::collection::vec("[^\\pC]{0,8}", 1..5)) {
            let (tree, _) = ValueTree::of(&strings).unwrap();
            let exploded = write(&tree, EXPLODED, Encoding::Strict).unwrap();
            let read: Vec<_> = exploded.split('&').map(|pair| decode(pair.strip_prefix("color=").unwrap())).collect();
            prop_assert_eq!(&read, &strings.iter().map(|text| text.as_bytes().to_vec()).collect::<Vec<_>>());
            let joined = write(&tree, FORM, Encoding::Strict).unwrap();
            let read: Vec<_> = joined.strip_prefix("color=").unwrap().split(',').map(decode).collect();
            prop_assert_eq!(&read, &strings.iter().map(|text| text.as_bytes().to_vec()).collect::<Vec<_>>());
        }

        #[test]
        fn encodings_leave_the_query_whole(text in any::<String>()) {
            for encoding in [Encoding::Strict, Encoding::Reserved, Encoding::Form] {
                let encoded = encoding.value(&text);
                let may_stand = |byte: u8| byte.is_ascii_graphic() && !b"&#[]'\"<>".contains(&byte);
                prop_assert!(encoded.bytes().all(may_stand), "{}", encoded);
            }
        }
    }

    fn deep(name: &str, value: &Value) -> String {
        let pairs = deep_pairs(name, &ValueTree::of(value).unwrap().0, Encoding::Strict);
        let pairs =
            pairs.into_iter().map(|(name, value)| format!("{}={value}", String::from_utf8(decode(&name)).unwrap()));
        pairs.collect::<Vec<_>>().join("&")
    }

    #[test]
    fn objects_and_lists_are_written_as_servers_read_them() {
        assert_eq!(deep("created", &json!({"gt": 1, "lt": 2})), "created[gt]=1&created[lt]=2");
        assert_eq!(deep("created", &json!(5)), "created=5");
        assert_eq!(deep("expand", &json!(["a", "b"])), "expand[]=a&expand[]=b");
        assert_eq!(deep("a", &json!({"b": {"c": 1, "d": [2, 3]}})), "a[b][c]=1&a[b][d][]=2&a[b][d][]=3");
        assert_eq!(
            deep("items", &json!([{"price": "p", "tags": ["x"]}, {"price": "q"}])),
            "items[0][price]=p&items[0][tags][]=x&items[1][price]=q"
        );
        assert_eq!(deep("a", &json!([[1], [2]])), "a[0][]=1&a[1][]=2");
    }

    #[test]
    fn names_are_encoded() {
        let (tree, _) = ValueTree::of(&json!({"b&=": "x"})).unwrap();
        assert_eq!(deep_pairs("a", &tree, Encoding::Strict), [("a%5Bb%26%3D%5D".to_owned(), "x".to_owned())]);
    }
}
