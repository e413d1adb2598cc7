//! Where a next page is: an address that a service gave, which must be at the same host.

use crate::{endpoint::Endpoint, request::Target};

/// What an address comes to, relative to that of the page which named it (RFC 3986, section 5.2). The words of an error complete
/// "the answer's body …".
pub(super) fn resolve(reference: &str, of: &Target, at: &Endpoint) -> Result<Target, String> {
    let reference = reference.trim().split('#').next().unwrap_or_default();
    if !reference.bytes().all(|byte| byte.is_ascii_graphic() && !b"\\\"<>".contains(&byte)) {
        return Err("is followed by a page whose address is malformed".to_owned());
    }
    let (authority, rest) = match reference.split_once("://") {
        Some((scheme, rest)) if scheme.bytes().all(|byte| byte.is_ascii_alphabetic()) => split_authority(rest),
        _ => match reference.strip_prefix("//") {
            Some(rest) => split_authority(rest),
            None => (None, reference),
        },
    };
    if let Some(authority) = authority {
        // The scheme is that of the endpoint in any case: a service behind a proxy may know itself by `http`.
        let host = Endpoint::parse(&format!("https://{authority}"), false).map(|host| host.authority().to_owned());
        let plain = Endpoint::parse(&format!("http://{authority}"), true).map(|host| host.authority().to_owned());
        let own = at.authority();
        if host.as_deref().ok() != Some(own) && plain.as_deref().ok() != Some(own) {
            let other = host.unwrap_or_else(|_| "a malformed host".to_owned());
            return Err(format!("is followed by a page at another host, `{other}`, to which nothing is sent"));
        }
    }
    let (path, query) = rest.split_once('?').map_or((rest, None), |(path, query)| (path, Some(query)));
    let path = match path {
        "" if authority.is_some() => "/".to_owned(),
        // Section 5.2.2: no path is that of the base, and no query then is the base's own.
        "" => return Ok(Target { path: of.path.clone(), query: query.unwrap_or(&of.query).to_owned() }),
        path if path.starts_with('/') => without_dots(path),
        path => {
            let folder = of.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            without_dots(&format!("{folder}/{path}"))
        }
    };
    Ok(Target { path, query: query.unwrap_or_default().to_owned() })
}

/// The authority, and what stands after it.
fn split_authority(rest: &str) -> (Option<&str>, &str) {
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    rest.split_at_checked(end).map_or((Some(rest), ""), |(authority, rest)| (Some(authority), rest))
}

/// The path without the segments `.` and `..` (section 5.2.4).
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

    fn at(reference: &str, path: &str, query: &str, endpoint: &str) -> Result<String, String> {
        let of = Target { path: path.to_owned(), query: query.to_owned() };
        let endpoint = Endpoint::parse(endpoint, true).unwrap();
        resolve(reference, &of, &endpoint).map(|target| format!("{}?{}", target.path, target.query))
    }

    #[test]
    fn references_are_resolved_as_rfc_3986_has_it() {
        // Section 5.4, as far as it is about one host. An empty query is written as none.
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
    fn a_page_is_at_the_same_host() {
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
        // The text is a path of the same host, whatever it looks like.
        assert_eq!(own("x:y://evil.example/").as_deref(), Ok("/v1/x:y://evil.example/?"));
    }
}
