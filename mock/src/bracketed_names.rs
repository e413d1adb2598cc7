//! Names with brackets, as servers read the style `deepObject`: `filter[owner][name]`, `tags[]` and `rows[0][id]`.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use crate::schema::Schema;

/// Maximum number of brackets after a name. More of them are no name of a parameter.
const MAX_KEYS: usize = 32;

/// The keys in the brackets after the name of a parameter. `None` if the text is another name.
pub(crate) fn keys<'t>(text: &'t str, name: &str) -> Option<Vec<&'t str>> {
    let mut rest = text.strip_prefix(name)?;
    let mut keys = Vec::new();
    while let Some((key, after)) = rest.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
        keys.push(key);
        rest = after;
    }
    (rest.is_empty() && keys.len() <= MAX_KEYS).then_some(keys)
}

/// A text with the keys before it.
type Pair<'t> = (&'t [&'t str], &'t str);

/// The value of these pairs, which are not empty.
pub(crate) fn value(schema: Option<&Schema<'_>>, pairs: &[Pair<'_>]) -> Json {
    if let Some((_, text)) = pairs.iter().find(|(keys, _)| keys.is_empty()) {
        return schema.map_or_else(|| Json::String((*text).to_owned()), |schema| schema.parse(text));
    }
    let is_index = |key: &str| key.bytes().all(|byte| byte.is_ascii_digit());
    let has_indices = pairs.iter().all(|(keys, _)| keys.first().is_some_and(|key| is_index(key)));
    if has_indices && schema.is_none_or(|schema| schema.allows("array") || !schema.allows("object")) {
        let items = schema.and_then(Schema::items);
        return groups(pairs).iter().map(|(_, group)| value(items.as_ref(), group)).collect();
    }
    let property = |(key, group): &(&str, Vec<Pair<'_>>)| {
        let schema = schema.and_then(|schema| schema.property(key));
        ((*key).to_owned(), value(schema.as_ref(), group))
    };
    Json::Object(groups(pairs).iter().map(property).collect::<Map<_, _>>())
}

/// The pairs with the same first key, in order, without this key. A pair with an empty key that is in the group already
/// starts another one: `rows[][id]=1&rows[][id]=2` has two rows.
fn groups<'t>(pairs: &[Pair<'t>]) -> Vec<(&'t str, Vec<Pair<'t>>)> {
    let mut groups: Vec<(&str, Vec<Pair<'_>>)> = Vec::new();
    let mut positions: BTreeMap<&str, usize> = BTreeMap::new();
    for (keys, text) in pairs {
        let Some((key, rest)) = keys.split_first() else { continue };
        let group = positions.get(key).and_then(|position| groups.get_mut(*position));
        match group {
            Some((_, group)) if !key.is_empty() || !group.iter().any(|(known, _)| *known == rest) => {
                group.push((rest, text));
            }
            _ => {
                positions.insert(key, groups.len());
                groups.push((key, vec![(rest, text)]));
            }
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(name: &str, query: &str) -> Json {
        let pairs: Vec<(Vec<&str>, &str)> = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .filter_map(|(key, text)| Some((keys(key, name)?, text)))
            .collect();
        value(None, &pairs.iter().map(|(keys, text)| (keys.as_slice(), *text)).collect::<Vec<_>>())
    }

    #[test]
    fn brackets_are_keys_of_objects_and_arrays() {
        assert_eq!(read("a", "a[b]=1&c[d]=2&a[e][f]=3"), json!({"b": "1", "e": {"f": "3"}}));
        assert_eq!(read("a", "a[]=1&a[]=2"), json!(["1", "2"]));
        assert_eq!(read("a", "a[0][b]=1&a[0][c]=2&a[1][b]=3"), json!([{"b": "1", "c": "2"}, {"b": "3"}]));
        assert_eq!(read("a", "a[][b]=1&a[][c]=2&a[][b]=3"), json!([{"b": "1", "c": "2"}, {"b": "3"}]));
        assert_eq!(read("a", "a[b][]=1&a[b][]=2"), json!({"b": ["1", "2"]}));
        assert_eq!(read("a", "a=1"), json!("1"));
    }

    #[test]
    fn other_names_have_no_keys() {
        for name in ["b", "ab", "a[", "a[b", "a]", "a[b]c"] {
            assert_eq!(keys(name, "a"), None, "{name}");
        }
        assert_eq!(keys(&format!("a{}", "[b]".repeat(32)), "a").map(|keys| keys.len()), Some(32));
        assert_eq!(keys(&format!("a{}", "[b]".repeat(33)), "a"), None);
    }
}
