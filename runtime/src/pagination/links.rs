//! Addresses of next pages: the header `Link` (RFC 8288), and references of a service resolved against the current
//! page (RFC 3986).

use std::borrow::Cow;

use http::{HeaderMap, header::LINK};

use crate::{
    endpoint::Endpoint,
    json::decode_lossy,
    request::Target,
    text::{split_unquoted, unquote, unquoted_positions},
};

/// Target of the first link with the relation `next`.
pub(super) fn next_link(headers: &HeaderMap) -> Option<String> {
    let next_of =
        |value: &str| links(value).find(|(_, parameters)| is_next(parameters)).map(|(target, _)| target.to_owned());
    headers.get_all(LINK).into_iter().find_map(|value| next_of(&decode_lossy(value.as_bytes())))
}

/// Links of a header with their parameters (RFC 8288, section 3).
fn links(value: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = value;
    std::iter::from_fn(move || {
        let (_, after) = rest.split_once('<')?;
        let (target, after) = after.split_once('>')?;
        let (parameters, others) = after.split_at_checked(end_of_link(after))?;
        rest = others;
        Some((target, parameters))
    })
}

/// End of the parameters of a link: a comma outside quotes.
fn end_of_link(text: &str) -> usize {
    unquoted_positions(text, ',').next().unwrap_or(text.len())
}

/// Whether the parameters contain `rel=next`, possibly among other relations. The first `rel` counts (section 3.3).
/// A link with another context (`anchor`) is ignored (section 3.2).
fn is_next(parameters: &str) -> bool {
    let parts = split_unquoted(parameters, ';').filter_map(|part| part.split_once('='));
    let pairs: Vec<(&str, Cow<'_, str>)> = parts.map(|(name, value)| (name.trim(), unquote(value.trim()))).collect();
    let has = |wanted: &str| {
        pairs.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.as_ref())
    };
    let is_elsewhere = has("anchor").is_some_and(|anchor| !anchor.is_empty());
    let relations = has("rel").unwrap_or_default();
    !is_elsewhere && relations.split_ascii_whitespace().any(|relation| relation.eq_ignore_ascii_case("next"))
}

/// Resolves an address against that of its page (RFC 3986, section 5.2). The host must be the same. The error
/// completes "the response's body …".
pub(super) fn resolve(reference: &str, of: &Target, at: &Endpoint) -> Result<Target, String> {
    let reference = reference.trim().split('#').next().unwrap_or_default();
    if !reference.bytes().all(|byte| byte.is_ascii_graphic() && !b"\\\"<>".contains(&byte)) {
        return Err("has a malformed address of the next page".to_owned());
    }
    let (authority, rest) = match reference.split_once("://") {
        Some((scheme, rest)) if scheme.bytes().all(|byte| byte.is_ascii_alphabetic()) => split_authority(rest),
        _ => match reference.strip_prefix("//") {
            Some(rest) => split_authority(rest),
            None => (None, reference),
        },
    };
    if let Some(authority) = authority {
        // The scheme of the endpoint is kept: a service behind a proxy may return `http`.
        let host = Endpoint::parse(&format!("https://{authority}"), false).map(|host| host.authority().to_owned());
        let plain = Endpoint::parse(&format!("http://{authority}"), true).map(|host| host.authority().to_owned());
        let own = at.authority();
        if host.as_deref().ok() != Some(own) && plain.as_deref().ok() != Some(own) {
            let other = host.unwrap_or_else(|_| "a malformed host".to_owned());
            return Err(format!("has a next page at another host, `{other}`, which is not followed"));
        }
    }
    let (path, query) = rest.split_once('?').map_or((rest, None), |(path, query)| (path, Some(query)));
    let path = match path {
        "" if authority.is_some() => "/".to_owned(),
        // RFC 3986, section 5.2.2: an empty path keeps the path, and an absent query keeps the query.
        "" => return Ok(Target { path: of.path.clone(), query: query.unwrap_or(&of.query).to_owned() }),
        path if path.starts_with('/') => without_dots(path),
        path => {
            let folder = of.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            without_dots(&format!("{folder}/{path}"))
        }
    };
    Ok(Target { path, query: query.unwrap_or_default().to_owned() })
}

/// Splits off the authority.
fn split_authority(rest: &str) -> (Option<&str>, &str) {
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    rest.split_at_checked(end).map_or((Some(rest), ""), |(authority, rest)| (Some(authority), rest))
}

/// Removes the segments `.` and `..` (RFC 3986, section 5.2.4).
pub(crate) fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    for (place, segment) in segments.iter().enumerate() {
        let is_dot = matches!(*segment, "." | "..");
        if *segment == ".." {
            kept.pop();
        }
        if !is_dot {
            kept.push(segment);
        } else if place + 1 == segments.len() {
            kept.push("");
        }
    }
    format!("/{}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next_of(values: &[&str]) -> Option<String> {
        next_of_bytes(&values.iter().map(|value| value.as_bytes()).collect::<Vec<_>>())
    }

    fn next_of_bytes(values: &[&[u8]]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(LINK, http::HeaderValue::from_bytes(value).unwrap());
        }
        next_link(&headers)
    }

    #[test]
    fn the_examples_of_rfc_8288_are_read() {
        // Section 3.5, with the relation that is looked for.
        assert_eq!(
            next_of(&[r#"<http://example.com/TheBook/chapter2>; rel="next"; title="next chapter""#]).as_deref(),
            Some("http://example.com/TheBook/chapter2")
        );
        let several = concat!(
            r#"</TheBook/chapter2>; rel="previous"; title*=UTF-8'de'letztes%20Kapitel, "#,
            r#"</TheBook/chapter4>; rel="next"; title*=UTF-8'de'n%c3%a4chstes%20Kapitel"#,
        );
        assert_eq!(next_of(&[several]).as_deref(), Some("/TheBook/chapter4"));
        assert_eq!(next_of(&[r#"<http://example.org/>; rel="start http://example.net/relation/other""#]), None);
        assert_eq!(next_of(&["<https://example.org/>; rel=index", "<?page=2>;REL=Next"]).as_deref(), Some("?page=2"));
    }

    #[test]
    fn separators_in_quotes_and_targets_are_ignored() {
        let value = r#"<https://a.example/x,y;z>; title="a, \"b\"; rel=next"; rel="prev next""#;
        assert_eq!(next_of(&[value]).as_deref(), Some("https://a.example/x,y;z"));
        assert_eq!(next_of(&[r#"</a>; title="; rel=next""#]), None);
        assert_eq!(next_of(&["</a>; rel=prev; rel=next"]), None);
        assert_eq!(next_of(&[r#"</a>; rel=next; anchor="/b""#]), None);
        for broken in ["", "<", "</a", "</a>", "</a>; rel", r#"</a>; rel="next"#] {
            let _ = next_of(&[broken]);
        }
    }

    /// A missed link would end the pages too early.
    #[test]
    fn other_parameters_need_not_be_ascii() {
        for title in ["Nächste".as_bytes(), b"N\xe4chste"] {
            let value = [b"</a>; title=\"", title, b"\"; rel=next"].concat();
            assert_eq!(next_of_bytes(&[&value]).as_deref(), Some("/a"));
        }
    }

    fn at(reference: &str, path: &str, query: &str, endpoint: &str) -> Result<String, String> {
        let of = Target { path: path.to_owned(), query: query.to_owned() };
        let endpoint = Endpoint::parse(endpoint, true).unwrap();
        resolve(reference, &of, &endpoint).map(|target| format!("{}?{}", target.path, target.query))
    }

    #[test]
    fn references_are_resolved_by_rfc_3986() {
        // RFC 3986, section 5.4, for references to the same host. An empty query is dropped.
        for (reference, target) in [
            ("g", "/b/c/g?"),
            ("./g", "/b/c/g?"),
            ("g/", "/b/c/g/?"),
            ("/g", "/g?"),
            ("?y", "/b/c/d;p?y"),
            ("g?y", "/b/c/g?y"),
            ("#s", "/b/c/d;p?q"),
            ("g#s", "/b/c/g?"),
            (";x", "/b/c/;x?"),
            ("", "/b/c/d;p?q"),
            (".", "/b/c/?"),
            ("..", "/b/?"),
            ("../g", "/b/g?"),
            ("../../../g", "/g?"),
            ("/./g", "/g?"),
            ("g;x=1/../y", "/b/c/y?"),
        ] {
            assert_eq!(at(reference, "/b/c/d;p", "q", "http://a").as_deref(), Ok(target), "{reference}");
        }
    }

    #[test]
    fn a_next_page_must_be_at_the_same_host() {
        let own = |reference: &str| at(reference, "/v1/a", "", "https://api.example.com");
        assert_eq!(own("https://API.example.com:443/v1/a?page=2").as_deref(), Ok("/v1/a?page=2"));
        assert_eq!(own("http://api.example.com?c=1").as_deref(), Ok("/?c=1"));
        assert_eq!(own("//api.example.com/x").as_deref(), Ok("/x?"));
        for elsewhere in [
            "https://evil.example/v1/a",
            "//evil.example/",
            "https://api.example.com.evil.example/",
            "https://api.example.com@evil.example/",
            "https://api.example.com:444/",
            "https://evil.example?x=//api.example.com/",
            "ftp://evil.example/",
        ] {
            let words = own(elsewhere).unwrap_err();
            assert!(words.contains("host"), "{elsewhere}: {words}");
        }
        assert!(own("https://api.example.com\\@evil.example/").is_err());
        assert!(own("/a b").is_err());
        // This is a path of the same host.
        assert_eq!(own("x:y://evil.example/").as_deref(), Ok("/v1/x:y://evil.example/?"));
    }
}
