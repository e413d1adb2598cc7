//! [`Endpoint`]: the validated base URL of a service. Does no I/O.
//!
//! The spelling is normalized, so a signed URL is the one that is sent.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use crate::{InvalidRequest, RegionId, Service};

/// Scheme, host, port and base path of a service. The host is in lower case. The default port of the scheme is absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    secure: bool,
    /// `https://dcs.example.com:8443`. Cached, because every request needs it several times.
    origin: String,
    /// Length of the host in `origin`, including the brackets of an IPv6 address.
    host_length: usize,
    port: Option<u16>,
    /// The base path, such as `/v1`, without a trailing slash. Empty if there is none.
    base: String,
    /// Whether the base path had a trailing slash, which matters for relative references.
    is_folder: bool,
}

impl Endpoint {
    /// Parses scheme, host and port, such as `https://api.example.com`.
    ///
    /// # Errors
    ///
    /// If there is a path, a query or user information, if the host is invalid, or for `http://` without `allow_http`.
    pub fn parse(text: &str, allow_http: bool) -> Result<Self, InvalidRequest> {
        let endpoint = Self::parse_with_base(text, allow_http)?;
        if !endpoint.base.is_empty() {
            let text = without_user(text);
            let problem = format!("must have no path, because the paths of the operations are absolute: `{text}`");
            return Err(InvalidRequest::Endpoint { problem });
        }
        Ok(endpoint)
    }

    /// Parses an endpoint that may have a path.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse), except for the path.
    pub fn parse_with_base(text: &str, allow_http: bool) -> Result<Self, InvalidRequest> {
        let refuse =
            |problem: &str| Err(InvalidRequest::Endpoint { problem: format!("{problem}: `{}`", without_user(text)) });
        let Some((scheme, rest)) = text.split_once("://") else {
            return refuse("must begin with `https://`");
        };
        let secure = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" if allow_http => false,
            "http" => return refuse("must be https (`allow_http(true)` lifts this, for tests)"),
            _ => return refuse("must begin with `https://`"),
        };
        if rest.contains('#') {
            return refuse("must have no fragment");
        }
        if rest.contains('?') {
            return refuse("must have no query");
        }
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        if authority.contains('@') {
            return refuse("must have no user information");
        }
        let Some(base) = base_path(path) else {
            return refuse("has a malformed path");
        };
        let Some((host, port)) = split_port(authority) else {
            return refuse("has a malformed port");
        };
        let Some(host) = host_name(host) else {
            return refuse("has a malformed host");
        };
        let default_port = if secure { 443 } else { 80 };
        let port = port.filter(|&port| port != default_port);
        let port_suffix = port.map(|port| format!(":{port}")).unwrap_or_default();
        let origin = [scheme_of(secure), &host, &port_suffix].concat();
        Ok(Self { secure, origin, host_length: host.len(), port, base, is_folder: path.ends_with('/') })
    }

    /// Parses a URL into endpoint, path, and query without the `?`.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse), or if path or query contain a character that must be percent-encoded.
    pub fn parse_url(url: &str, allow_http: bool) -> Result<(Self, String, String), InvalidRequest> {
        let refuse = |problem: &str| {
            let shown = url.split('?').next().unwrap_or_default();
            InvalidRequest::Endpoint { problem: format!("{problem}: `{shown}`") }
        };
        let Some((scheme, rest)) = url.split_once("://") else {
            return Err(refuse("must begin with `https://` or be relative to the service"));
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, target) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let endpoint = Self::parse(&format!("{scheme}://{authority}"), allow_http)?;
        let (path, query) = split_target(target).ok_or_else(|| refuse("is malformed"))?;
        Ok((endpoint, path.to_owned(), query.to_owned()))
    }

    /// Scheme, host and port: the start of a URL.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The host in lower case. An IPv6 address has brackets.
    pub fn host(&self) -> &str {
        self.authority().get(..self.host_length).unwrap_or_default()
    }

    /// The port. Default: that of the scheme.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(if self.secure { 443 } else { 80 })
    }

    /// Whether the scheme is `https`.
    pub fn is_secure(&self) -> bool {
        self.secure
    }

    /// Whether the host is an address of this machine or of a local network: loopback, link-local or private.
    pub fn is_local_network(&self) -> bool {
        let host = self.host().trim_start_matches('[').trim_end_matches(']');
        match host.parse::<IpAddr>() {
            Ok(IpAddr::V4(address)) => address.is_loopback() || address.is_link_local() || address.is_private(),
            Ok(IpAddr::V6(address)) => {
                address.is_loopback() || address.is_unicast_link_local() || address.is_unique_local()
            }
            Err(_) => host == "localhost",
        }
    }

    /// The base path without a trailing slash. Empty if there is none.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// The prefix of a relative path: the base path up to and including its last slash (RFC 3986, section 5.2.3).
    pub(crate) fn folder(&self) -> String {
        let path = if self.is_folder {
            self.base.as_str()
        } else {
            self.base.rsplit_once('/').map_or("", |(folder, _)| folder)
        };
        format!("{path}/")
    }

    /// The same host with another base path: a relative server URL of a document, such as `/v1` or `./v1`.
    pub(crate) fn with_base(&self, reference: &str) -> Result<Self, InvalidRequest> {
        let path = reference.trim_start_matches("./").trim_start_matches('/');
        let base = base_path(path).ok_or_else(|| InvalidRequest::Endpoint {
            problem: format!("cannot be resolved from the relative server URL of the document: `{reference}`"),
        })?;
        Ok(Self { base, is_folder: path.ends_with('/'), ..self.clone() })
    }

    /// The value of the `Host` header: host, and port if it is not the default of the scheme.
    pub(crate) fn authority(&self) -> &str {
        self.origin.get(scheme_of(self.secure).len()..).unwrap_or_default()
    }
}

/// Splits path and query. `None` if they contain a character that must be percent-encoded. An empty path becomes `/`.
pub(crate) fn split_target(target: &str) -> Option<(&str, &str)> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let is_encoded = |part: &str| part.bytes().all(|byte| byte.is_ascii_graphic() && !b"#\\\"<>".contains(&byte));
    (is_encoded(path) && is_encoded(query)).then_some((if path.is_empty() { "/" } else { path }, query))
}

/// Resolves the endpoints of a service in a region, instead of the documented servers.
///
/// Called when a client is built with a region, but without an endpoint or a [server](crate::ClientBuilder::server).
/// Set it by [`ClientBuilder::endpoint_resolver`](crate::ClientBuilder::endpoint_resolver).
pub trait EndpointResolver: fmt::Debug + Send + Sync {
    /// The endpoints, the preferred one first, as in [`ClientBuilder::endpoints`](crate::ClientBuilder::endpoints). If
    /// empty, the documented servers are used.
    ///
    /// # Errors
    ///
    /// If the endpoints cannot be determined.
    fn endpoints(&self, service: &Service, region: &RegionId) -> Result<Vec<String>, InvalidRequest>;
}

/// Writes the URL, such as `https://dcs.example.com` or `https://api.example.com/v1`.
impl fmt::Display for Endpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.origin(), self.base)
    }
}

fn scheme_of(is_secure: bool) -> &'static str {
    if is_secure { "https://" } else { "http://" }
}

/// The base path of a URL, from the part after its first slash. `None` if a URL parser could normalize it.
fn base_path(path: &str) -> Option<String> {
    if path.is_empty() {
        return Some(String::new());
    }
    let path = path.strip_suffix('/').unwrap_or(path);
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&()*+,;=:@".contains(&byte);
    let is_valid = |segment: &str| !matches!(segment, "" | "." | "..") && segment.bytes().all(is_allowed);
    path.split('/').all(is_valid).then(|| format!("/{path}"))
}

/// Splits `host:port`. Colons inside the brackets of an IPv6 address are part of the host. `None` if the port is
/// invalid.
fn split_port(authority: &str) -> Option<(&str, Option<u16>)> {
    let end_of_address = authority.rfind(']').unwrap_or(0);
    let Some(colon) = authority.rfind(':').filter(|&colon| colon >= end_of_address) else {
        return Some((authority, None));
    };
    let (host, port) = authority.split_at_checked(colon)?;
    let port = port.strip_prefix(':')?;
    // `parse` accepts a sign too.
    if port.is_empty() || !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    port.parse().ok().filter(|&port| port != 0).map(|port| (host, Some(port)))
}

/// Normalizes a host. `None` if it is invalid or ambiguous between URL parsers.
fn host_name(host: &str) -> Option<String> {
    if let Some(address) = host.strip_prefix('[') {
        let address: Ipv6Addr = address.strip_suffix(']')?.parse().ok()?;
        return Some(format!("[{address}]"));
    }
    let host = host.to_ascii_lowercase();
    let is_valid_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    if host.len() > 253 || !host.split('.').all(is_valid_label) {
        return None;
    }
    // URL parsers read a host as an IPv4 address if its last label is a number, as in `127.1` or `0x7f000001`.
    let last = host.rsplit('.').next()?;
    let is_number = last.bytes().all(|byte| byte.is_ascii_digit()) || last.starts_with("0x");
    if is_number && host.parse::<Ipv4Addr>().is_err() {
        return None;
    }
    Some(host)
}

/// Redacts the user information of a URL.
fn without_user(text: &str) -> String {
    match (text.find("://"), text.rfind('@')) {
        (Some(scheme), Some(at)) if scheme + 3 <= at => {
            let (scheme, host) = (text.get(..scheme + 3), text.get(at..));
            format!("{}***{}", scheme.unwrap_or_default(), host.unwrap_or_default())
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn authority(text: &str) -> String {
        Endpoint::parse(text, true).unwrap().authority().to_owned()
    }

    #[test]
    fn host_is_lowercased_and_default_port_removed() {
        assert_eq!(authority("https://DCS.Example.com"), "dcs.example.com");
        assert_eq!(authority("https://a.example.com:443/"), "a.example.com");
        assert_eq!(authority("http://a.example.com:80"), "a.example.com");
        assert_eq!(authority("https://a.example.com:80"), "a.example.com:80");
        assert_eq!(authority("http://[::1]:18471"), "[::1]:18471");
        assert_eq!(authority("http://[0:0:0:0:0:0:0:1]"), "[::1]");
        assert_eq!(authority("HTTPS://127.0.0.1:8443"), "127.0.0.1:8443");
        assert_eq!(Endpoint::parse("https://a.example.com:443/", false).unwrap().to_string(), "https://a.example.com");
    }

    #[test]
    fn parse_rejects_anything_but_scheme_host_and_port() {
        for text in [
            "a.example.com",
            "ftp://a.example.com",
            "http://a.example.com",
            "https://user:hunter2@a.example.com",
            "https://a.example.com/base",
            "https://a.example.com//",
            "https://a.example.com?x=1",
            "https://a.example.com/#f",
            "https://a.example.com:",
            "https://a.example.com:+1",
            "https://a.example.com:0",
            "https://a.example.com:99999",
            "https://",
            "https://a..example.com",
            "https://a b",
            "https://é.example.com",
            "https://127.1",
            "https://0x7f000001",
            "https://2130706433",
            "https://[::1",
            "https://::1",
            "https://a\\b",
            "https://a%2fb",
        ] {
            let error = Endpoint::parse(text, false).expect_err(text);
            assert!(!error.to_string().contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn base_path_loses_its_trailing_slash() {
        let base = |text: &str| Endpoint::parse_with_base(text, false).map(|endpoint| endpoint.to_string());
        assert_eq!(base("https://a.example.com/api/v1/").unwrap(), "https://a.example.com/api/v1");
        assert_eq!(base("https://a.example.com/").unwrap(), "https://a.example.com");
        for text in [
            "https://a.example.com//",
            "https://a.example.com/a/../b",
            "https://a.example.com/a%2fb",
            "https://a.example.com/a b",
        ] {
            assert!(base(text).is_err(), "{text}");
        }
        let endpoint = Endpoint::parse("https://a.example.com", false).unwrap();
        assert_eq!(endpoint.with_base("/api/v3").unwrap().to_string(), "https://a.example.com/api/v3");
        assert_eq!(endpoint.with_base("/").unwrap(), endpoint);
        assert!(endpoint.with_base("../x").is_err());
    }
}
