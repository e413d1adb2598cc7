//! An HTTP/1.1 request as raw bytes, taken apart without the help of any HTTP library.
//!
//! It is strict on purpose: a line break that is not CRLF, a folded header or a body of another length than the head says would
//! mean that somebody on the way may read the request in another way than the one who signed it.

use std::fmt;

/// A request as it arrived.
#[derive(Clone, PartialEq, Eq)]
pub struct RawRequest {
    /// `PUT`, `POST`, …
    pub method: String,
    /// The path and the query, byte for byte as they stood in the request line.
    pub target: String,
    /// Names and values in the order in which they came; a value is trimmed and need not be text.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body.
    pub body: Vec<u8>,
}

impl RawRequest {
    /// Takes a whole request apart. The error says in words what is wrong with it.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let end = head_length(bytes).ok_or("the head never ends: no blank line")?;
        let (head, body) = bytes.split_at(end);
        let request = Self { body: body.to_vec(), ..Self::parse_head(head)? };
        let promised = request.content_length()?.unwrap_or(0);
        if promised != body.len() {
            return Err(format!("the head promises {promised} bytes of body, {} came", body.len()));
        }
        Ok(request)
    }

    /// Takes a head with its blank line apart; the body is empty.
    pub(crate) fn parse_head(head: &[u8]) -> Result<Self, String> {
        let head = head.strip_suffix(b"\r\n\r\n").unwrap_or(head);
        let mut lines = split_lines(head)?.into_iter();

        let request_line = text(lines.next().unwrap_or_default(), "the request line")?;
        let mut words = request_line.split(' ');
        let (method, target) = match (words.next(), words.next(), words.next(), words.next()) {
            (Some(method), Some(target), Some("HTTP/1.1"), None) if !method.is_empty() && !target.is_empty() => {
                (method, target)
            }
            _ => return Err(format!("not a request line of HTTP/1.1: {request_line:?}")),
        };
        let headers = lines.map(header).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { method: method.to_owned(), target: target.to_owned(), headers, body: Vec::new() })
    }

    /// Every value of a header, whatever the case of its name.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        self.headers
            .iter()
            .filter(move |(given, _)| given.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_slice())
    }

    /// The first value of a header as text; what is not UTF-8 is replaced.
    pub fn header(&self, name: &str) -> Option<String> {
        self.values(name).next().map(|value| String::from_utf8_lossy(value).into_owned())
    }

    /// The body as text; what is not UTF-8 is replaced.
    pub fn body_text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// What `Content-Length` says, if it is there.
    pub(crate) fn content_length(&self) -> Result<Option<usize>, String> {
        match self.header("content-length") {
            None => Ok(None),
            Some(value) => value.parse().map(Some).map_err(|_| format!("Content-Length is not a number: {value:?}")),
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

/// The length of the head with its blank line, once all of it is there.
pub fn head_length(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|window| window == b"\r\n\r\n").map(|start| start + 4)
}

/// How long the request will be, once its head is there; an unreadable length counts as none.
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
        Some(line) => Err(format!("a lone line break in {:?}", String::from_utf8_lossy(line))),
        None => Ok(lines),
    }
}

fn header(line: &[u8]) -> Result<(String, Vec<u8>), String> {
    let shown = || String::from_utf8_lossy(line).into_owned();
    let colon =
        line.iter().position(|&byte| byte == b':').ok_or_else(|| format!("a header without a colon: {:?}", shown()))?;
    let name = &line[..colon];
    let token =
        !name.is_empty() && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte));
    if !token {
        return Err(format!("not a header name: {:?}", shown()));
    }
    Ok((text(name, "a header name")?, line[colon + 1..].trim_ascii().to_vec()))
}

fn text(bytes: &[u8], what: &str) -> Result<String, String> {
    if !bytes.is_ascii() {
        return Err(format!("{what} is not ASCII: {:?}", String::from_utf8_lossy(bytes)));
    }
    Ok(String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_taken_apart() {
        let request =
            RawRequest::parse(b"PUT /a%20b?c=d HTTP/1.1\r\nHost: h\r\nx-Two:  spaced \r\nContent-Length: 2\r\n\r\nhi")
                .unwrap();
        assert_eq!((request.method.as_str(), request.target.as_str()), ("PUT", "/a%20b?c=d"));
        assert_eq!(request.header("X-TWO").as_deref(), Some("spaced"));
        assert_eq!(request.body, b"hi");
    }

    #[test]
    fn what_two_readers_could_read_differently_is_refused() {
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
    fn the_length_is_known_once_the_head_is_there() {
        assert_eq!(request_length(b"PUT / HTTP/1.1\r\nContent-Length: 7\r\n"), None);
        assert_eq!(request_length(b"PUT / HTTP/1.1\r\nContent-Length: 7\r\n\r\n"), Some(44));
        assert_eq!(request_length(b"GET / HTTP/1.1\r\n\r\n"), Some(18));
    }
}
