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
    /// Parses a complete request. The error is a message. It quotes nothing of the request, which may have secrets at
    /// any place if it is malformed.
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
            _ => return Err("invalid HTTP/1.1 request line".to_owned()),
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
        content_length(self.values("content-length"))
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
    let lengths = split_lines(&bytes[..head - 4])
        .ok()?
        .into_iter()
        .filter_map(|line| header(line).ok())
        .filter(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map(|(_, value)| value);
    let body = content_length(lengths.collect::<Vec<_>>().iter().map(Vec::as_slice));
    Some(head + body.ok().flatten().unwrap_or(0))
}

/// The value of the `Content-Length` headers: only digits (RFC 9110, section 8.6), and the same in each. With another
/// length, a proxy would read another request.
fn content_length<'v>(mut values: impl Iterator<Item = &'v [u8]>) -> Result<Option<usize>, String> {
    let Some(first) = values.next() else { return Ok(None) };
    if values.any(|value| value != first) {
        return Err("several different Content-Length headers".to_owned());
    }
    let digits = std::str::from_utf8(first).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    let length = digits.and_then(|digits| digits.parse().ok());
    length.map(Some).ok_or_else(|| "invalid Content-Length: it is not a number of bytes".to_owned())
}

fn split_lines(head: &[u8]) -> Result<Vec<&[u8]>, String> {
    let mut lines = Vec::new();
    let mut rest = head;
    while let Some(end) = rest.windows(2).position(|window| window == b"\r\n") {
        lines.push(&rest[..end]);
        rest = &rest[end + 2..];
    }
    lines.push(rest);
    match lines.iter().position(|line| line.iter().any(|byte| matches!(byte, b'\r' | b'\n'))) {
        Some(index) => Err(format!("line break without CRLF in line {}", index + 1)),
        None => Ok(lines),
    }
}

fn header(line: &[u8]) -> Result<(String, Vec<u8>), String> {
    let colon = line.iter().position(|&byte| byte == b':').ok_or("header without a colon")?;
    let name = &line[..colon];
    let token =
        !name.is_empty() && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte));
    if !token {
        return Err("invalid header name".to_owned());
    }
    Ok((text(name, "a header name")?, line[colon + 1..].trim_ascii().to_vec()))
}

fn text(bytes: &[u8], what: &str) -> Result<String, String> {
    if !bytes.is_ascii() {
        return Err(format!("{what} is not ASCII"));
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
            "title": "The request does not match the OpenAPI document", "status": self.status,
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
            b"PUT / HTTP/1.1\r\nContent-Length: +2\r\n\r\nhi",
            b"PUT / HTTP/1.1\r\nContent-Length: 2, 2\r\n\r\nhi",
            b"PUT / HTTP/1.1\r\nContent-Length: \r\n\r\n",
            b"PUT / HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nhi",
            b"PUT / HTTP/1.1\r\nContent-Length: 3\r\ncontent-length: 2\r\n\r\nhi",
        ] {
            assert!(RawRequest::parse(bytes).is_err(), "{:?}", String::from_utf8_lossy(bytes));
        }
        let twice = b"PUT / HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nhi";
        assert_eq!(RawRequest::parse(twice).unwrap().body, b"hi");
    }

    #[test]
    fn the_message_about_a_malformed_request_quotes_nothing() {
        for bytes in [
            &b"GET /?key=hunter2\r\n\r\n"[..],
            b"GET /?key=hunter2 HTTP/1.0\r\n\r\n",
            b"GET /?key=hunter2\xc3 HTTP/1.1\r\n\r\n",
            b"GET / HTTP/1.1\r\nX-Key: hunter2\nX: y\r\n\r\n",
            b"GET / HTTP/1.1\r\nX-Key hunter2\r\n\r\n",
            b"GET / HTTP/1.1\r\nX Key: hunter2\r\n\r\n",
            b"GET / HTTP/1.1\r\nContent-Length: hunter2\r\n\r\n",
        ] {
            let problem = RawRequest::parse(bytes).unwrap_err();
            assert!(!problem.contains("hunter2"), "{problem}");
        }
    }

    #[test]
    fn the_length_is_known_after_the_head() {
        assert_eq!(request_length(b"PUT / HTTP/1.1\r\nContent-Length: 7\r\n"), None);
        assert_eq!(request_length(b"PUT / HTTP/1.1\r\nContent-Length: 7\r\n\r\n"), Some(44));
        assert_eq!(request_length(b"GET / HTTP/1.1\r\n\r\n"), Some(18));
    }
}
