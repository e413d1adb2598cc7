//! Cookie parameters: the style form, within what a cookie can hold (RFC 6265, section 4.1.1).

use super::{Problem, flat::Flat, tree::Tree};
use crate::percent::encode;

/// The cookies, each as `name=value`, that a parameter is. With `explode` there is one for each element or member.
pub(crate) fn cookies(name: &str, tree: &Tree, explode: bool) -> Result<Vec<String>, Problem> {
    if tree.has_control() {
        return Err("has a control character in it");
    }
    let Some(flat) = Flat::of(tree)?.filter(|flat| !flat.is_empty()) else {
        return Ok(Vec::new());
    };
    match flat {
        Flat::List(elements) if explode => elements.into_iter().map(|text| cookie(name, &value(text))).collect(),
        Flat::Object(members) if explode => {
            members.into_iter().map(|(name, text)| cookie(name, &value(text))).collect()
        }
        Flat::One(text) => Ok(vec![cookie(name, &value(text))?]),
        _ => {
            let elements: Vec<String> = flat.texts().into_iter().map(value).collect();
            Ok(vec![cookie(name, &elements.join(","))?])
        }
    }
}

fn cookie(name: &str, value: &str) -> Result<String, Problem> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_token) {
        return Err("has a name that no cookie can have");
    }
    Ok(format!("{name}={value}"))
}

/// A value that a cookie can hold is sent as it is, since most cookies are opaque to both sides. Any other is percent-encoded.
fn value(text: &str) -> String {
    let is_cookie_octet = |byte: u8| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte);
    if text.bytes().all(is_cookie_octet) { text.to_owned() } else { encode(text) }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn written(value: &Value, explode: bool) -> Result<Vec<String>, Problem> {
        cookies("c", &Tree::of(value).unwrap().0, explode)
    }

    #[test]
    fn a_token_is_sent_as_it_is_and_other_text_encoded() {
        assert_eq!(written(&json!("YWJj+/=%2B"), true).unwrap(), ["c=YWJj+/=%2B"]);
        assert_eq!(written(&json!("a b;é%"), true).unwrap(), ["c=a%20b%3B%C3%A9%25"]);
        assert_eq!(written(&json!(""), true).unwrap(), ["c="]);
        assert!(written(&json!("a\r\nb"), true).is_err());
    }

    #[test]
    fn lists_and_objects_follow_explode() {
        assert_eq!(written(&json!(["a", "b,"]), true).unwrap(), ["c=a", "c=b%2C"]);
        assert_eq!(written(&json!(["a", "b,"]), false).unwrap(), ["c=a,b%2C"]);
        assert_eq!(written(&json!({"R": 100}), true).unwrap(), ["R=100"]);
        assert_eq!(written(&json!({"R": 100}), false).unwrap(), ["c=R,100"]);
        assert!(written(&json!({"a b": 1}), true).is_err());
        assert!(written(&json!(null), true).unwrap().is_empty());
    }
}
