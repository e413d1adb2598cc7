//! Header parameters (style `simple`) and cookie parameters (styles `form` and `cookie`).

use super::{
    StyleProblem,
    value_tree::{FlatValue, ValueTree},
};
use crate::{
    percent::encode,
    text::{trim_blanks, unquoted_positions},
};

/// Text of a header; `None` for null and an empty list or object. Headers have no percent-encoding.
pub(crate) fn header_text(tree: &ValueTree, explode: bool) -> Result<Option<String>, StyleProblem> {
    let Some(flat) = FlatValue::of(tree)?.filter(|flat| !flat.is_empty()) else {
        return Ok(None);
    };
    if let FlatValue::One(text) = flat {
        return Ok(Some(text.to_owned()));
    }
    let items: Vec<String> = match flat {
        FlatValue::Object(properties) if explode => {
            if properties.iter().any(|(name, _)| name.contains('=')) {
                return Err("has a property whose name contains an equals sign");
            }
            properties.iter().map(|(name, value)| format!("{name}={value}")).collect()
        }
        _ => flat.strings().into_iter().map(str::to_owned).collect(),
    };
    check_items(&items)?;
    Ok(Some(items.join(",")))
}

/// Rejects items that would be read as other items (RFC 9110, section 5.6.1). A comma in a quoted string separates
/// nothing.
fn check_items(items: &[String]) -> Result<(), StyleProblem> {
    if items.len() > 1 && items.iter().any(|item| trim_blanks(item).is_empty()) {
        return Err("has an empty item, which readers of a header ignore");
    }
    if items.iter().any(|item| unquoted_positions(item, ',').next().is_some()) {
        return Err("has an item with a comma outside quotation marks, which would be read as two items");
    }
    if unquoted_positions(&items.join(","), ',').count() + 1 != items.len() {
        return Err("has an item with an unclosed quotation mark, which would be read as one with the next item");
    }
    Ok(())
}

/// Style of a cookie parameter.
#[derive(Clone, Copy)]
pub(crate) struct CookieStyle {
    /// Whether each item or property is a cookie.
    pub(crate) explode: bool,
    /// Whether values are percent-encoded (style `form`). Otherwise the caller escapes them (style `cookie`).
    pub(crate) encode: bool,
}

/// Cookies of a parameter, each as `name=value`.
pub(crate) fn cookies(name: &str, tree: &ValueTree, style: CookieStyle) -> Result<Vec<String>, StyleProblem> {
    let CookieStyle { explode, encode } = style;
    if tree.has_control() {
        return Err("contains a control character");
    }
    let Some(flat) = FlatValue::of(tree)?.filter(|flat| !flat.is_empty()) else {
        return Ok(Vec::new());
    };
    if !encode && flat.strings().iter().any(|text| text.contains(';')) {
        return Err("contains a semicolon, which would end the cookie: escape it");
    }
    let is_joined = !explode && !matches!(flat, FlatValue::One(_));
    if !encode && is_joined && flat.strings().iter().any(|text| text.contains(',')) {
        return Err("has an item with a comma, which would be read as two items");
    }
    let value = |text: &str| if encode { value(text) } else { text.to_owned() };
    match flat {
        FlatValue::List(elements) if explode => elements.into_iter().map(|text| cookie(name, &value(text))).collect(),
        FlatValue::Object(properties) if explode => {
            properties.into_iter().map(|(name, text)| cookie(name, &value(text))).collect()
        }
        FlatValue::One(text) => Ok(vec![cookie(name, &value(text))?]),
        _ => {
            let elements: Vec<String> = flat.strings().into_iter().map(value).collect();
            Ok(vec![cookie(name, &elements.join(","))?])
        }
    }
}

fn cookie(name: &str, value: &str) -> Result<String, StyleProblem> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_token) {
        return Err("has a name that is not a valid cookie name");
    }
    Ok(format!("{name}={value}"))
}

/// A valid cookie value without a percent sign is sent as it is, since most cookies are opaque. Any other is
/// percent-encoded, so that no two values are sent alike.
fn value(text: &str) -> String {
    let is_cookie_octet = |byte: u8| byte.is_ascii_graphic() && !b"\",;\\%".contains(&byte);
    if text.bytes().all(is_cookie_octet) { text.to_owned() } else { encode(text) }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn text(value: &Value, explode: bool) -> Result<Option<String>, StyleProblem> {
        header_text(&ValueTree::of(value).unwrap().0, explode)
    }

    #[test]
    fn lists_and_objects_are_joined_by_commas() {
        for explode in [false, true] {
            assert_eq!(text(&json!("a,b c%"), explode).unwrap().as_deref(), Some("a,b c%"));
            assert_eq!(text(&json!(["a b", 2]), explode).unwrap().as_deref(), Some("a b,2"));
        }
        let object = ValueTree::of_json(r#"{"R":100,"G":200}"#).unwrap();
        assert_eq!(header_text(&object, false).unwrap().as_deref(), Some("R,100,G,200"));
        assert_eq!(header_text(&object, true).unwrap().as_deref(), Some("R=100,G=200"));
        assert_eq!(text(&json!([]), false).unwrap(), None);
        assert_eq!(text(&json!(null), false).unwrap(), None);
    }

    #[test]
    fn ambiguous_values_are_rejected() {
        assert!(text(&json!(["a,b"]), false).is_err());
        assert!(text(&json!({"a=b": 1}), true).is_err());
        for items in [json!(["a", ""]), json!([" ", "a"]), json!(["\"a", "b\""]), json!(["\"a\",b"])] {
            assert!(text(&items, false).is_err(), "{items}");
        }
        let tags = json!(["\"a,b\"", "W/\"c\"", "5\" pipe"]);
        assert_eq!(text(&tags, false).unwrap().as_deref(), Some("\"a,b\",W/\"c\",5\" pipe"));
        assert_eq!(text(&json!({"a": ""}), true).unwrap().as_deref(), Some("a="));
        assert!(text(&json!({"a": [1]}), true).is_err());
    }

    fn serialize(value: &Value, explode: bool) -> Result<Vec<String>, StyleProblem> {
        cookies("c", &ValueTree::of(value).unwrap().0, CookieStyle { explode, encode: true })
    }

    #[test]
    fn a_token_is_sent_as_it_is_and_other_text_encoded() {
        assert_eq!(serialize(&json!("YWJj+/="), true).unwrap(), ["c=YWJj+/="]);
        // Otherwise it is sent like `a;b`.
        assert_eq!(serialize(&json!("a%3Bb"), true).unwrap(), ["c=a%253Bb"]);
        assert_eq!(serialize(&json!("a;b"), true).unwrap(), ["c=a%3Bb"]);
        assert_eq!(serialize(&json!("a b;é%"), true).unwrap(), ["c=a%20b%3B%C3%A9%25"]);
        assert_eq!(serialize(&json!(""), true).unwrap(), ["c="]);
        assert!(serialize(&json!("a\r\nb"), true).is_err());
    }

    #[test]
    fn lists_and_objects_follow_explode() {
        assert_eq!(serialize(&json!(["a", "b,"]), true).unwrap(), ["c=a", "c=b%2C"]);
        assert_eq!(serialize(&json!(["a", "b,"]), false).unwrap(), ["c=a,b%2C"]);
        assert_eq!(serialize(&json!({"R": 100}), true).unwrap(), ["R=100"]);
        assert_eq!(serialize(&json!({"R": 100}), false).unwrap(), ["c=R,100"]);
        assert!(serialize(&json!({"a b": 1}), true).is_err());
        assert!(serialize(&json!(null), true).unwrap().is_empty());
    }
}
