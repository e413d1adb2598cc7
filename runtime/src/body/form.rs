//! Bodies `application/x-www-form-urlencoded`.

use zeroize::Zeroizing;

use super::request_body::WipedBuffer;
use crate::{
    QueryStyle,
    parameter::{Encoding, StyleProblem, ValueTree, query_pairs},
};

/// Style of a form field (OpenAPI 3.0.4, "Encoding Object").
///
/// Without a style, a list is sent as several fields of one name, and an object, also inside a list, as JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormField {
    /// The field.
    pub name: &'static str,
    /// Its style.
    pub style: QueryStyle,
}

/// Encodes an object as a form. The buffer is zeroed on drop.
pub(super) fn form_bytes(tree: &ValueTree, fields: &[FormField]) -> Result<Zeroizing<Vec<u8>>, StyleProblem> {
    let ValueTree::Object(properties) = tree else {
        return Err("is not an object: only objects can be sent as a form");
    };
    let mut form = WipedBuffer::default();
    for (name, value) in properties {
        let style = fields.iter().find(|field| field.name == name).map(|field| field.style);
        let pairs = match style {
            Some(style) => query_pairs(name, value, style, Encoding::Form)?,
            None => default_pairs(name, value),
        };
        for (name, value) in pairs {
            let value = Zeroizing::new(value);
            if !form.is_empty() {
                form.extend(b"&");
            }
            form.extend(name.as_bytes());
            form.extend(b"=");
            form.extend(value.as_bytes());
        }
    }
    Ok(form.into_inner())
}

fn default_pairs(name: &str, value: &ValueTree) -> Vec<(String, String)> {
    let pair = |text: &str| (Encoding::Form.name(name), Encoding::Form.value(text));
    match value {
        ValueTree::Null => Vec::new(),
        ValueTree::Scalar(scalar) => vec![pair(&scalar.text)],
        ValueTree::Object(_) => vec![pair(&value.to_json())],
        ValueTree::List(elements) => elements
            .iter()
            .filter_map(|element| match element {
                ValueTree::Null => None,
                ValueTree::Scalar(scalar) => Some(pair(&scalar.text)),
                nested => Some(pair(&nested.to_json())),
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde_json::json;

    use super::*;

    fn form<T: Serialize>(value: &T, fields: &[FormField]) -> Result<String, StyleProblem> {
        form_bytes(&ValueTree::of(value).unwrap().0, fields).map(|bytes| String::from_utf8(bytes.to_vec()).unwrap())
    }

    #[test]
    fn by_default_lists_are_several_fields_and_objects_are_json() {
        #[derive(Serialize)]
        struct Body {
            name: &'static str,
            tags: [&'static str; 2],
            address: serde_json::Value,
            gone: Option<u8>,
            rows: Vec<serde_json::Value>,
        }
        let body = Body {
            name: "a b&c=é+",
            tags: ["x", "y"],
            address: json!({"zip": "1 2"}),
            gone: None,
            rows: vec![json!({"n": 1})],
        };
        // The example of OpenAPI 3.0.4, "Encoding the x-www-form-urlencoded Media Type", has the JSON of the
        // address encoded so.
        let written =
            "name=a+b%26c%3D%C3%A9%2B&tags=x&tags=y&address=%7B%22zip%22%3A%221+2%22%7D&rows=%7B%22n%22%3A1%7D";
        assert_eq!(form(&body, &[]).unwrap(), written);
    }

    #[test]
    fn fields_follow_their_style() {
        let fields = [
            FormField { name: "expand", style: QueryStyle::DeepObject },
            FormField { name: "metadata", style: QueryStyle::DeepObject },
            FormField { name: "tags", style: QueryStyle::Form { explode: false } },
        ];
        let body = json!({"expand": ["a", "b"], "metadata": {"order id": "6"}, "tags": ["x", "y,z"]});
        let written = "expand%5B%5D=a&expand%5B%5D=b&metadata%5Border+id%5D=6&tags=x,y%2Cz";
        assert_eq!(form(&body, &fields).unwrap(), written);
    }

    #[test]
    fn only_objects_are_forms() {
        assert!(form(&[1], &[]).is_err());
        assert_eq!(form(&json!({}), &[]).unwrap(), "");
    }
}
