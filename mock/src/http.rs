//! HTTP/1.1 messages: a strict request parser, responses and rejections. Uses no HTTP library.
//!
//! The parser is strict: a line break other than CRLF, a folded header or a wrong `Content-Length` could let a proxy
//! read another request than the one that was signed.

use std::fmt;

use serde_json::json;

/// A received request.
#[derive(Clone, PartialEq, Eq)]
pub struct RawRequest {
    /// Method, in uppercase.
    pub method: String,
    /// Path and query, unmodified.
    pub target: String,
    /// Names and values in order of arrival. Values are trimmed and may be invalid UTF-8.
    pub headers: Vec<(String, Vec<u8>)>,
    /// Body.
    pub body: Vec<u8>,
}

impl RawRequest {
    /// Parses a complete request. The error is a message.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let end = head_length(bytes).ok_or("the head has no blank line at its end")?;
        let (head, body) = bytes.split_at(end);
        let request = Self { body: body.to_vec(), ..Self::parse_head(head)? };
        let expected = request.content_length()?.unwrap_or(0);
        if expected != body.len() {
            return Err(format!("expected a body of {expected} bytes, received {}", body.len()));
        }
        Ok(request)
    }

    /// Parses a head with its blank line. The body stays empty.
    pub(crate) fn parse_head(head: &[u8]) -> Result<Self, String> {
        let head = head.strip_suffix(b"\r\n\r\n").unwrap_or(head);
        let mut lines = split_lines(head)?.into_iter();

        let request_line = text(lines.next().unwrap_or_default(), "the request line")?;
        let mut words = request_line.split(' ');
        let (method, target) = match (words.next(), words.next(), words.next(), words.next()) {
            (Some(method), Some(target), Some("HTTP/1.1"), None) if !method.is_empty() && !target.is_empty() => {
                (method, target)
            }
            _ => return Err(format!("invalid HTTP/1.1 request line: {request_line:?}")),
        };
        let headers = lines.map(header).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { method: method.to_owned(), target: target.to_owned(), headers, body: Vec::new() })
    }

    /// All values of a header. Names are case-insensitive.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        self.headers.iter().filter(move |(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_slice())
    }

    /// The first value of a header. Invalid UTF-8 is replaced.
    pub fn header(&self, name: &str) -> Option<String> {
        self.values(name).next().map(|value| String::from_utf8_lossy(value).into_owned())
    }

    /// The body as a string. Invalid UTF-8 is replaced.
    pub fn body_text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The value of `Content-Length`.
    pub(crate) fn content_length(&self) -> Result<Option<usize>, String> {
        match self.header("content-length") {
            None => Ok(None),
            Some(value) => value.parse().map(Some).map_err(|_| format!("invalid Content-Length: {value:?}")),
        }
    }
}

impl fmt::Debug for RawRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", self.method, self.target)?;
        for (name, value) in &self.headers {
            writeln!(f, "{name}: {}", String::from_utf8_lossy(value))?;
        }
        write!(f, "\n{}", self.body_text())
    }
}

/// Length of the head with its blank line. `None` if the head is incomplete.
pub fn head_length(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|window| window == b"\r\n\r\n").map(|start| start + 4)
}

/// Length of the request. `None` if the head is incomplete. An invalid `Content-Length` counts as 0.
pub fn request_length(bytes: &[u8]) -> Option<usize> {
    let head = head_length(bytes)?;
    let body = split_lines(&bytes[..head - 4])
        .ok()?
        .into_iter()
        .filter_map(|line| header(line).ok())
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| std::str::from_utf8(&value).ok()?.parse::<usize>().ok());
    Some(head + body.unwrap_or(0))
}

fn split_lines(head: &[u8]) -> Result<Vec<&[u8]>, String> {
    let mut lines = Vec::new();
    let mut rest = head;
    while let Some(end) = rest.windows(2).position(|window| window == b"\r\n") {
        lines.push(&rest[..end]);
        rest = &rest[end + 2..];
    }
    lines.push(rest);
    match lines.iter().find(|line| line.iter().any(|byte| matches!(byte, b'\r' | b'\n'))) {
        Some(line) => Err(format!("line break without CRLF in {:?}", String::from_utf8_lossy(line))),
        None => Ok(lines),
    }
}

fn header(line: &[u8]) -> Result<(String, Vec<u8>), String> {
    let line_text = || String::from_utf8_lossy(line).into_owned();
    let colon = line
        .iter()
        .position(|&byte| byte == b':')
        .ok_or_else(|| format!("header without a colon: {:?}", line_text()))?;
    let name = &line[..colon];
    let token =
        !name.is_empty() && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte));
    if !token {
        return Err(format!("invalid header name: {:?}", line_text()));
    }
    Ok((text(name, "a header name")?, line[colon + 1..].trim_ascii().to_vec()))
}

fn text(bytes: &[u8], what: &str) -> Result<String, String> {
    if !bytes.is_ascii() {
        return Err(format!("{what} is not ASCII: {:?}", String::from_utf8_lossy(bytes)));
    }
    Ok(String::from_utf8_lossy(bytes).into_owned())
}

/// A response of the mock server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// Status code.
    pub status: u16,
    /// Headers, without `Content-Length`.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
}

impl Response {
    pub(crate) fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    /// Whether HTTP forbids a body.
    pub(crate) fn forbids_body(&self) -> bool {
        forbids_body(self.status)
    }
}

/// Whether HTTP forbids a body in a response with this status.
pub(crate) fn forbids_body(status: u16) -> bool {
    status == 204 || status == 304 || status < 200
}

/// Why a request is rejected. Contains no values of the request except its path and the names of its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// Status code of the response.
    pub status: u16,
    /// All problems of the request.
    pub problems: Vec<String>,
    /// The methods of the path, for a response with status 405.
    pub(crate) allow: Option<String>,
}

impl Rejection {
    pub(crate) fn new(status: u16, problem: impl Into<String>) -> Self {
        Self { status, problems: vec![problem.into()], allow: None }
    }

    /// All problems on one line.
    pub fn message(&self) -> String {
        self.problems.join("; ")
    }

    /// The response: problem details (RFC 9457), with `message` for clients that read that property.
    pub(crate) fn to_response(&self) -> Response {
        let message = self.message();
        let body = json!({
            "title": "The request does not match the OpenAPI document.", "status": self.status,
            "detail": message, "message": message, "problems": self.problems,
        });
        let mut response = Response::new(self.status);
        response.headers.push(("Content-Type".to_owned(), "application/problem+json".to_owned()));
        response.headers.extend(self.allow.iter().map(|methods| ("Allow".to_owned(), methods.clone())));
        response.body = body.to_string().into_bytes();
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_parsed() {
        let request =
            RawRequest::parse(b"PUT /a%20b?c=d HTTP/1.1\r\nHost: h\r\nx-Two:  spaced \r\nContent-Length: 2\r\n\r\nhi")
                .unwrap();
        assert_eq!((request.method.as_str(), request.target.as_str()), ("PUT", "/a%20b?c=d"));
        assert_eq!(request.header("X-TWO").as_deref(), Some("spaced"));
        assert_eq!(request.body, b"hi");
    }

    #[test]
    fn ambiguous_requests_are_errors() {
        for bytes in [
            &b"PUT / HTTP/1.1\r\nHost: h\r\n"[..],
            b"PUT  / HTTP/1.1\r\n\r\n",
            b"PUT / HTTP/1.0\r\n\r\n",
            b"PUT / HTTP/1.1\r\nHost: h\nX: y\r\n\r\n",
            b"PUT / HTTP/1.1\r\nHost: h\r\n folded\r\n\r\n",
            b"PUT / HTTP/1.1\r\nHost : h\r\n\r\n",
            b"PUT / HTTP/1.1\r\nContent-Length: 3\r\n\r\nhi",
            b"PUT / HTTP/1.1\r\nContent-Length: 1\r\n\r\nhi",
            b"PUT /\xc3\xa9 HTTP/1.1\r\n\r\n",
        ] {
            assert!(RawRequest::parse(bytes).is_err(), "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn the_length_is_known_after_the_head() {
        assert_eq!(request_length(b"PUT / HTTP/1.1\r\nContent-Length: 7\r\n"), None);
        assert_eq!(request_length(b"PUT / HTTP/1.1\r\nContent-Length: 7\r\n\r\n"), Some(44));
        assert_eq!(request_length(b"GET / HTTP/1.1\r\n\r\n"), Some(18));
    }
}
