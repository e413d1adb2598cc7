//! [`Endpoint`]: where a service is, checked so that what is signed is what is sent.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use crate::{InvalidRequest, RegionId, Service};

/// Scheme, host and port of a service, and the path that the paths of all operations begin with. The host is in lower case. The
/// port is absent where it is the default of the scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    secure: bool,
    /// `https://dcs.example.com:8443`, written once, since every request has it several times.
    origin: String,
    /// How long the host is in it, with brackets around an IPv6 address.
    host_length: usize,
    port: Option<u16>,
    /// What the paths of all operations begin with, `/v1`, or nothing.
    base: String,
    /// Whether that was written with a slash at its end, which matters to what is relative to it.
    is_folder: bool,
}

impl Endpoint {
    /// Parses scheme, host and port, such as `https://api.example.com`.
    ///
    /// # Errors
    ///
    /// If there is a path, a query or user information, if the host is invalid, or for `http://` unless it is allowed.
    pub fn parse(text: &str, allow_http: bool) -> Result<Self, InvalidRequest> {
        let endpoint = Self::parse_with_base(text, allow_http)?;
        if !endpoint.base.is_empty() {
            let text = without_user(text);
            let problem = format!("must have no path, since the paths of the operations are whole: `{text}`");
            return Err(InvalidRequest::Endpoint { problem });
        }
        Ok(endpoint)
    }

    /// Parses an endpoint that may have a path.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse), but for the path.
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
        let own_port = if secure { 443 } else { 80 };
        let port = port.filter(|&port| port != own_port);
        let shown_port = port.map(|port| format!(":{port}")).unwrap_or_default();
        let origin = [scheme_of(secure), &host, &shown_port].concat();
        Ok(Self { secure, origin, host_length: host.len(), port, base, is_folder: path.ends_with('/') })
    }

    /// Parses a URL: its endpoint, its path and its query without the `?`.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse), or if path or query have a character that must be percent-encoded.
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

    /// Scheme, host and port, as a URL begins with them.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The host as it stands in a URL, in lower case.
    pub fn host(&self) -> &str {
        self.authority().get(..self.host_length).unwrap_or_default()
    }

    /// The port, the scheme's own where it says none.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(if self.secure { 443 } else { 80 })
    }

    /// Whether it is reached over TLS.
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

    /// What the paths of all operations begin with: nothing, or a path without a slash at its end.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// What a relative path begins with (RFC 3986, section 5.2.3): the base path up to its last slash, that included.
    pub(crate) fn folder(&self) -> String {
        let path = if self.is_folder {
            self.base.as_str()
        } else {
            self.base.rsplit_once('/').map_or("", |(folder, _)| folder)
        };
        format!("{path}/")
    }

    /// The same host, with another base path; a reference such as `/v1` or `./v1` that a document has for a server.
    pub(crate) fn with_base(&self, reference: &str) -> Result<Self, InvalidRequest> {
        let path = reference.trim_start_matches("./").trim_start_matches('/');
        let base = base_path(path).ok_or_else(|| InvalidRequest::Endpoint {
            problem: format!("cannot be made of the relative server of the document: `{reference}`"),
        })?;
        Ok(Self { base, is_folder: path.ends_with('/'), ..self.clone() })
    }

    /// The value of the `Host` header, which is signed: host, and port where it is not the scheme's own.
    pub(crate) fn authority(&self) -> &str {
        self.origin.get(scheme_of(self.secure).len()..).unwrap_or_default()
    }
}

/// Splits path and query, and checks that they are sent as they are. An empty path is `/`.
pub(crate) fn split_target(target: &str) -> Option<(&str, &str)> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let is_sent_as_is = |part: &str| part.bytes().all(|byte| byte.is_ascii_graphic() && !b"#\\\"<>".contains(&byte));
    (is_sent_as_is(path) && is_sent_as_is(query)).then_some((if path.is_empty() { "/" } else { path }, query))
}

/// Finds the endpoints of a service in a region, in place of the documented servers.
///
/// A client asks it when it is built, if it has a region and neither an endpoint nor a
/// [server](crate::ClientBuilder::server): [`ClientBuilder::endpoint_resolver`](crate::ClientBuilder::endpoint_resolver).
pub trait EndpointResolver: fmt::Debug + Send + Sync {
    /// The endpoints, the preferred first: as [`ClientBuilder::endpoints`](crate::ClientBuilder::endpoints). None: the documented
    /// servers are used.
    ///
    /// # Errors
    ///
    /// If the endpoints cannot be found out.
    fn endpoints(&self, service: &Service, region: &RegionId) -> Result<Vec<String>, InvalidRequest>;
}

/// As a URL: `https://dcs.example.com`, `https://api.example.com/v1`.
impl fmt::Display for Endpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.origin(), self.base)
    }
}

/// What a URL begins with.
fn scheme_of(is_secure: bool) -> &'static str {
    if is_secure { "https://" } else { "http://" }
}

/// The base path that stands after the first slash of a URL; `None` if it would be changed, or read as another one, on the way.
fn base_path(path: &str) -> Option<String> {
    if path.is_empty() {
        return Some(String::new());
    }
    let path = path.strip_suffix('/').unwrap_or(path);
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&()*+,;=:@".contains(&byte);
    let is_good = |segment: &str| !matches!(segment, "" | "." | "..") && segment.bytes().all(is_allowed);
    path.split('/').all(is_good).then(|| format!("/{path}"))
}

/// Splits `host:port`; the colons inside the brackets of an IPv6 address are not meant. `None` if the port is none.
fn split_port(authority: &str) -> Option<(&str, Option<u16>)> {
    let end_of_address = authority.rfind(']').unwrap_or(0);
    let Some(colon) = authority.rfind(':').filter(|&colon| colon >= end_of_address) else {
        return Some((authority, None));
    };
    let (host, port) = authority.split_at_checked(colon)?;
    let port = port.strip_prefix(':')?;
    // `parse` would take a sign too.
    if port.is_empty() || !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    port.parse().ok().filter(|&port| port != 0).map(|port| (host, Some(port)))
}

/// A host in the one spelling that is signed and sent; `None` if it is none, or one that URL parsers read in more than one way.
fn host_name(host: &str) -> Option<String> {
    if let Some(address) = host.strip_prefix('[') {
        let address: Ipv6Addr = address.strip_suffix(']')?.parse().ok()?;
        return Some(format!("[{address}]"));
    }
    let host = host.to_ascii_lowercase();
    let label_is_good = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    if host.len() > 253 || !host.split('.').all(label_is_good) {
        return None;
    }
    // URL parsers take a host whose last label is a number for an IPv4 address, in forms such as `127.1` or `0x7f000001` too.
    let last = host.rsplit('.').next()?;
    let is_number = last.bytes().all(|byte| byte.is_ascii_digit()) || last.starts_with("0x");
    if is_number && host.parse::<Ipv4Addr>().is_err() {
        return None;
    }
    Some(host)
}

/// The text without what may be a password in it.
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
    fn host_is_lowered_and_own_port_dropped() {
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
    fn more_than_scheme_host_and_port_is_refused() {
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
            let refusal = Endpoint::parse(text, false).expect_err(text);
            assert!(!refusal.to_string().contains("hunter2"), "{refusal}");
        }
    }

    #[test]
    fn a_base_path_is_kept_without_its_last_slash() {
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
