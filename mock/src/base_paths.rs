//! The paths of server URLs, which a request may have before the path of an operation.

use std::{cmp::Reverse, collections::BTreeSet};

use serde_json::Value as Json;

use crate::path_template::PathTemplate;

/// Maximum number of URLs of one server, whose variables have several values. Further ones are ignored.
const MAX_URLS: usize = 100;

/// The paths of Server Objects, longest first. A variable without listed values is a parameter.
pub(crate) fn base_paths<'a>(servers: impl Iterator<Item = &'a Json>) -> Vec<PathTemplate> {
    let paths: BTreeSet<String> = servers.flat_map(urls).filter_map(|url| path(&url).map(str::to_owned)).collect();
    let mut paths: Vec<String> = paths.into_iter().collect();
    paths.sort_by_key(|path| Reverse((path.matches('/').count(), path.len())));
    paths.iter().map(|path| PathTemplate::parse(path)).collect()
}

/// The URLs of a server with the values of its variables.
fn urls(server: &Json) -> Vec<String> {
    let Some(url) = server.get("url").and_then(Json::as_str) else { return Vec::new() };
    let mut urls = vec![url.to_owned()];
    for (name, variable) in server.get("variables").and_then(Json::as_object).into_iter().flatten() {
        let placeholder = format!("{{{name}}}");
        let mut values: Vec<&str> =
            variable.get("enum").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str).collect();
        if values.is_empty() {
            values.push(&placeholder);
        }
        values.extend(variable.get("default").and_then(Json::as_str));
        let with_value = |url: &String| values.iter().map(|value| url.replace(&placeholder, value)).collect::<Vec<_>>();
        urls = urls.iter().flat_map(with_value).take(MAX_URLS).collect();
    }
    urls
}

/// The path of a URL, which may be relative. `None` if it has none.
fn path(url: &str) -> Option<&str> {
    let after_host = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..))?,
        None => url,
    };
    let path = after_host.trim_end_matches('/');
    path.starts_with('/').then_some(path)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn servers_have_base_paths() {
        let servers = [
            json!({"url": "https://example.com"}),
            json!({"url": "https://example.com/v1/"}),
            json!({"url": "/v1"}),
            json!({"url": "https://{host}{base}", "variables": {
                "host": {"default": "a.example.com"},
                "base": {"default": "", "enum": ["", "/v2", "/a b/c"]},
            }}),
            json!({"url": "https://example.com/{account}/v3", "variables": {"account": {"default": "public/x"}}}),
        ];
        let bases = base_paths(servers.iter());
        let rest = |path| bases.iter().find_map(|base| base.strip_prefix(path));
        assert_eq!(rest("/v1/pets"), Some("/pets"));
        assert_eq!(rest("/v2/pets/1"), Some("/pets/1"));
        assert_eq!(rest("/a%20b/c/pets"), Some("/pets"));
        assert_eq!(rest("/me/v3/pets"), Some("/pets"));
        assert_eq!(rest("/public/x/v3/pets"), Some("/pets"));
        assert_eq!((rest("/v1"), rest("/v11/pets"), rest("/pets")), (Some("/"), None, None));
    }
}
