//! HTTP/1.1 connection: reads complete requests and writes responses.

use std::io::{self, Read, Write};

use crate::http::{RawRequest, Rejection, Response, head_length};

const MAX_HEAD_BYTES: usize = 64 * 1024;
const MAX_BODY_BYTES: usize = 64 * 1024 * 1024;

/// The next event of a connection.
pub(crate) enum ConnectionEvent {
    Request(RawRequest),
    /// The request is malformed. The connection must be closed.
    Rejected(Rejection),
    Closed,
}

/// A connection with its unconsumed input.
pub(crate) struct Connection<S> {
    stream: S,
    unread: Vec<u8>,
}

enum ReadError {
    Rejected(Rejection),
    Closed,
}

impl From<io::Error> for ReadError {
    fn from(_: io::Error) -> Self {
        Self::Closed
    }
}

fn reject<T>(status: u16, problem: &str) -> Result<T, ReadError> {
    Err(ReadError::Rejected(Rejection::new(status, problem)))
}

impl<S: Read + Write> Connection<S> {
    pub(crate) fn new(stream: S) -> Self {
        Self { stream, unread: Vec::new() }
    }

    pub(crate) fn next(&mut self) -> ConnectionEvent {
        match self.read() {
            Ok(request) => ConnectionEvent::Request(request),
            Err(ReadError::Rejected(rejection)) => ConnectionEvent::Rejected(rejection),
            Err(ReadError::Closed) => ConnectionEvent::Closed,
        }
    }

    fn read(&mut self) -> Result<RawRequest, ReadError> {
        let length = loop {
            if let Some(length) = head_length(&self.unread) {
                break length;
            }
            if self.unread.len() > MAX_HEAD_BYTES {
                return reject(431, "the request head is too long");
            }
            self.read_more()?;
        };
        let head = self.take(length);
        let mut request = match RawRequest::parse_head(&head) {
            Ok(request) => request,
            Err(problem) => return reject(400, &problem),
        };
        // Requests to a proxy contain an absolute URL.
        if let Some((_, rest)) = request.target.split_once("://") {
            let path = rest.find('/').map_or("/", |at| &rest[at..]).to_owned();
            request.target = path;
        }
        let encoding = request.header("transfer-encoding").map(|value| value.to_ascii_lowercase());
        if request.header("expect").is_some_and(|value| value.eq_ignore_ascii_case("100-continue")) {
            self.stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        }
        request.body = match encoding.as_deref() {
            Some("chunked") if request.header("content-length").is_none() => self.read_chunks()?,
            Some(_) => return reject(400, "unsupported Transfer-Encoding: only `chunked` is supported"),
            None => match request.content_length() {
                Ok(Some(length)) if length > MAX_BODY_BYTES => return reject(413, "the body is too long"),
                Ok(length) => self.read_exactly(length.unwrap_or(0))?,
                Err(problem) => return reject(400, &problem),
            },
        };
        Ok(request)
    }

    fn read_chunks(&mut self) -> Result<Vec<u8>, ReadError> {
        let mut body = Vec::new();
        loop {
            let line = self.read_line()?;
            let digits = line.split(';').next().unwrap_or_default().trim();
            let Ok(length) = usize::from_str_radix(digits, 16) else { return reject(400, "invalid chunk length") };
            if length > MAX_BODY_BYTES || body.len() + length > MAX_BODY_BYTES {
                return reject(413, "the body is too long");
            }
            if length == 0 {
                // Trailers are discarded.
                while !self.read_line()?.is_empty() {}
                return Ok(body);
            }
            body.extend(self.read_exactly(length)?);
            if !self.read_line()?.is_empty() {
                return reject(400, "a chunk is longer than its length");
            }
        }
    }

    fn read_line(&mut self) -> Result<String, ReadError> {
        loop {
            if let Some(end) = self.unread.windows(2).position(|window| window == b"\r\n") {
                let line = self.take(end + 2);
                return Ok(String::from_utf8_lossy(&line).trim_end().to_owned());
            }
            if self.unread.len() > MAX_HEAD_BYTES {
                return reject(400, "a line of the body is too long");
            }
            self.read_more()?;
        }
    }

    fn read_exactly(&mut self, length: usize) -> Result<Vec<u8>, ReadError> {
        while self.unread.len() < length {
            self.read_more()?;
        }
        Ok(self.take(length))
    }

    fn take(&mut self, length: usize) -> Vec<u8> {
        let rest = self.unread.split_off(length.min(self.unread.len()));
        std::mem::replace(&mut self.unread, rest)
    }

    fn read_more(&mut self) -> Result<(), ReadError> {
        let mut buffer = [0; 16 * 1024];
        match self.stream.read(&mut buffer)? {
            0 => Err(ReadError::Closed),
            count => {
                self.unread.extend_from_slice(buffer.get(..count).unwrap_or_default());
                Ok(())
            }
        }
    }

    /// Writes a response. The response to `HEAD` has no body.
    pub(crate) fn write(&mut self, response: &Response, is_head: bool, is_last: bool) -> io::Result<()> {
        let mut bytes = format!("HTTP/1.1 {} {}\r\n", response.status, reason(response.status));
        let single_line = |text: &str| text.replace(['\r', '\n'], " ");
        bytes.extend(
            response.headers.iter().map(|(name, value)| format!("{}: {}\r\n", single_line(name), single_line(value))),
        );
        if !response.forbids_body() {
            bytes += &format!("Content-Length: {}\r\n", response.body.len());
        }
        bytes += if is_last { "Connection: close\r\n\r\n" } else { "\r\n" };
        let body: &[u8] = if is_head || response.forbids_body() { &[] } else { &response.body };
        self.stream.write_all(&[bytes.as_bytes(), body].concat())?;
        self.stream.flush()
    }
}

/// The reason phrase of a status line, as in the IANA HTTP Status Code Registry.
fn reason(status: u16) -> &'static str {
    match status {
        100 => "Continue",
        101 => "Switching Protocols",
        102 => "Processing",
        103 => "Early Hints",
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        203 => "Non-Authoritative Information",
        204 => "No Content",
        205 => "Reset Content",
        206 => "Partial Content",
        207 => "Multi-Status",
        208 => "Already Reported",
        226 => "IM Used",
        300 => "Multiple Choices",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        305 => "Use Proxy",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        407 => "Proxy Authentication Required",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        414 => "URI Too Long",
        415 => "Unsupported Media Type",
        416 => "Range Not Satisfiable",
        417 => "Expectation Failed",
        421 => "Misdirected Request",
        422 => "Unprocessable Content",
        423 => "Locked",
        424 => "Failed Dependency",
        425 => "Too Early",
        426 => "Upgrade Required",
        428 => "Precondition Required",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        451 => "Unavailable For Legal Reasons",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        506 => "Variant Also Negotiates",
        507 => "Insufficient Storage",
        508 => "Loop Detected",
        511 => "Network Authentication Required",
        // It may be empty (RFC 9112, section 4).
        _ => "",
    }
}
