//! Header parameters: the style simple, without percent-encoding, which headers do not have.

use super::{Problem, flat::Flat, tree::Tree};

/// The text of a header; `None` if the value is null, or a list or an object with nothing in it.
pub(crate) fn header_text(tree: &Tree, explode: bool) -> Result<Option<String>, Problem> {
    let Some(flat) = Flat::of(tree)?.filter(|flat| !flat.is_empty()) else {
        return Ok(None);
    };
    if let Flat::One(text) = flat {
        return Ok(Some(text.to_owned()));
    }
    if flat.texts().iter().any(|text| text.contains(',')) {
        return Err("has an element with a comma in it, which would be read as two");
    }
    Ok(Some(match flat {
        Flat::Object(members) if explode => {
            if members.iter().any(|(name, _)| name.contains('=')) {
                return Err("has a member whose name has an equals sign in it, which would be read as its end");
            }
            members.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(",")
        }
        _ => flat.texts().join(","),
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::parameter::json_tree;

    fn text(value: &Value, explode: bool) -> Result<Option<String>, Problem> {
        header_text(&Tree::of(value).unwrap().0, explode)
    }

    #[test]
    fn lists_and_objects_are_joined_by_commas() {
        for explode in [false, true] {
            assert_eq!(text(&json!("a,b c%"), explode).unwrap().as_deref(), Some("a,b c%"));
            assert_eq!(text(&json!(["a b", 2]), explode).unwrap().as_deref(), Some("a b,2"));
        }
        let object = json_tree::read(r#"{"R":100,"G":200}"#).unwrap();
        assert_eq!(header_text(&object, false).unwrap().as_deref(), Some("R,100,G,200"));
        assert_eq!(header_text(&object, true).unwrap().as_deref(), Some("R=100,G=200"));
        assert_eq!(text(&json!([]), false).unwrap(), None);
        assert_eq!(text(&json!(null), false).unwrap(), None);
    }

    #[test]
    fn what_would_be_read_otherwise_is_refused() {
        assert!(text(&json!(["a,b"]), false).is_err());
        assert!(text(&json!({"a=b": 1}), true).is_err());
        assert!(text(&json!({"a": [1]}), true).is_err());
    }
}
