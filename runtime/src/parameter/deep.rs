//! The style deepObject, as far as OpenAPI says it, and beyond as servers read it.

use super::{Encoding, tree::Tree};

/// The pairs of name and value, both encoded. See [`QueryStyle::DeepObject`](super::QueryStyle::DeepObject).
pub(super) fn deep_pairs(name: &str, tree: &Tree, encoding: Encoding) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    collect(name, tree, encoding, &mut pairs);
    pairs
}

fn collect(name: &str, tree: &Tree, encoding: Encoding, pairs: &mut Vec<(String, String)>) {
    match tree {
        Tree::Null => {}
        Tree::Scalar(scalar) => pairs.push((encoding.name(name), encoding.value(&scalar.text))),
        Tree::List(elements) => {
            // `a[][b]=1&a[][c]=2` could be one element or two.
            let is_numbered = elements.iter().any(Tree::is_nested);
            for (index, element) in elements.iter().enumerate() {
                let name = if is_numbered { format!("{name}[{index}]") } else { format!("{name}[]") };
                collect(&name, element, encoding, pairs);
            }
        }
        Tree::Object(members) => {
            for (member, value) in members {
                collect(&format!("{name}[{member}]"), value, encoding, pairs);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::percent::decode;

    fn deep(name: &str, value: &Value) -> String {
        let pairs = deep_pairs(name, &Tree::of(value).unwrap().0, Encoding::Strict);
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
        let (tree, _) = Tree::of(&json!({"b&=": "x"})).unwrap();
        assert_eq!(deep_pairs("a", &tree, Encoding::Strict), [("a%5Bb%26%3D%5D".to_owned(), "x".to_owned())]);
    }
}
