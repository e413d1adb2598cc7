//! [`TokenUrl`]: where tokens are fetched, checked so that a secret goes nowhere else.

use std::fmt;

use crate::{
    InvalidRequest,
    endpoint::{Endpoint, split_target},
    paging::without_dots,
};

/// Where tokens are fetched: a host, and what stands after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TokenUrl {
    pub(crate) endpoint: Endpoint,
    pub(crate) path: String,
    /// The query, which "MUST be retained" (RFC 6749, section 3.2).
    pub(crate) query: String,
}

impl TokenUrl {
    /// Reads an address. One without a host is relative to that of the service (OpenAPI 3.0.4, section 4.6, and 3.1.1, section 4.7;
    /// RFC 3986, section 5.2).
    pub(super) fn parse(text: &str, allow_http: bool, service: &Endpoint) -> Result<Self, InvalidRequest> {
        let end = text.find(['/', '?']).unwrap_or(text.len());
        let has_scheme = text.get(..end).is_some_and(|first| first.contains(':'));
        if has_scheme || text.is_empty() || text.starts_with("//") {
            return Self::parse_whole(text, allow_http);
        }
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        let path = if path.starts_with('/') { without_dots(path) } else { without_dots(&(service.folder() + path)) };
        Self::at(service.with_base("")?, &format!("{path}?{query}"), text)
    }

    /// Reads an address that has a host.
    pub(crate) fn parse_whole(text: &str, allow_http: bool) -> Result<Self, InvalidRequest> {
        let (endpoint, path, query) = Endpoint::parse_url(text, allow_http)?;
        Ok(Self { endpoint, path, query })
    }

    fn at(endpoint: Endpoint, target: &str, text: &str) -> Result<Self, InvalidRequest> {
        let (path, query) = split_target(target).ok_or_else(|| refuse("is malformed", text))?;
        Ok(Self { endpoint, path: path.to_owned(), query: query.to_owned() })
    }
}

fn refuse(problem: &str, text: &str) -> InvalidRequest {
    let shown = text.split('?').next().unwrap_or_default();
    InvalidRequest::Endpoint { problem: format!("{problem}: `{shown}`") }
}

/// Without the query.
impl fmt::Display for TokenUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.endpoint.origin(), self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_whole_or_that_of_the_service() {
        let service = Endpoint::parse_with_base("https://api.example.com/v1", false).unwrap();
        let parse = |text: &str| TokenUrl::parse(text, false, &service).map(|url| (url.to_string(), url.query));
        assert_eq!(parse("https://a.example/t/").unwrap(), ("https://a.example/t/".to_owned(), String::new()));
        assert_eq!(parse("https://a.example?x=1").unwrap(), ("https://a.example/".to_owned(), "x=1".to_owned()));
        assert_eq!(parse("/oauth/t?a=b").unwrap(), ("https://api.example.com/oauth/t".to_owned(), "a=b".to_owned()));
        // RFC 3986, section 5.2: the last segment of the base is replaced.
        assert_eq!(parse("oauth/../t").unwrap().0, "https://api.example.com/t");
        let folder = Endpoint::parse_with_base("https://api.example.com/v1/", false).unwrap();
        assert_eq!(TokenUrl::parse("t", false, &folder).unwrap().to_string(), "https://api.example.com/v1/t");
        for text in [
            "http://a.example/t",
            "//evil.example/t",
            "",
            "urn:token",
            "https://u:p@a.example/t",
            "https://a.example/#x",
            "/a b",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert!(TokenUrl::parse("http://127.0.0.1:1/t", true, &service).is_ok());
    }
}
