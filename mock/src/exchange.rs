//! HTTP/1.1 on a connection: reading a request whole, and writing an answer.

use std::io::{self, Read, Write};

use crate::{
    answer::{Reply, has_no_body},
    refusal::Refusal,
    wire::{RawRequest, head_length},
};

const LONGEST_HEAD: usize = 64 * 1024;
const LONGEST_BODY: usize = 64 * 1024 * 1024;

/// What comes next on a connection.
pub(crate) enum Next {
    Request(RawRequest),
    /// Nothing more can be read after this.
    Refused(Refusal),
    Closed,
}

/// A connection, with what was read of it and not yet used.
pub(crate) struct Exchange<S> {
    stream: S,
    unread: Vec<u8>,
}

/// Reading ends with an answer, or with a connection that is of no use any more.
enum Stop {
    Refused(Refusal),
    Closed,
}

impl From<io::Error> for Stop {
    fn from(_: io::Error) -> Self {
        Self::Closed
    }
}

fn refused<T>(status: u16, problem: &str) -> Result<T, Stop> {
    Err(Stop::Refused(Refusal::new(status, problem)))
}

impl<S: Read + Write> Exchange<S> {
    pub(crate) fn new(stream: S) -> Self {
        Self { stream, unread: Vec::new() }
    }

    pub(crate) fn next(&mut self) -> Next {
        match self.read() {
            Ok(request) => Next::Request(request),
            Err(Stop::Refused(refusal)) => Next::Refused(refusal),
            Err(Stop::Closed) => Next::Closed,
        }
    }

    fn read(&mut self) -> Result<RawRequest, Stop> {
        let length = loop {
            if let Some(length) = head_length(&self.unread) {
                break length;
            }
            if self.unread.len() > LONGEST_HEAD {
                return refused(431, "the head of the request is too long");
            }
            self.more()?;
        };
        let head = self.taken(length);
        let mut request = match RawRequest::parse_head(&head) {
            Ok(request) => request,
            Err(problem) => return refused(400, &problem),
        };
        // A proxy is asked with the whole address.
        if let Some((_, rest)) = request.target.split_once("://") {
            let path = rest.find('/').map_or("/", |at| &rest[at..]).to_owned();
            request.target = path;
        }
        let encoding = request.header("transfer-encoding").map(|value| value.to_ascii_lowercase());
        if request.header("expect").is_some_and(|value| value.eq_ignore_ascii_case("100-continue")) {
            self.stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        }
        request.body = match encoding.as_deref() {
            Some("chunked") if request.header("content-length").is_none() => self.chunks()?,
            Some(_) => return refused(400, "the Transfer-Encoding is not `chunked` alone"),
            None => match request.content_length() {
                Ok(Some(length)) if length > LONGEST_BODY => return refused(413, "the body is too long"),
                Ok(length) => self.exactly(length.unwrap_or(0))?,
                Err(problem) => return refused(400, &problem),
            },
        };
        Ok(request)
    }

    fn chunks(&mut self) -> Result<Vec<u8>, Stop> {
        let mut body = Vec::new();
        loop {
            let line = self.line()?;
            let digits = line.split(';').next().unwrap_or_default().trim();
            let Ok(length) = usize::from_str_radix(digits, 16) else { return refused(400, "a chunk has no length") };
            if length > LONGEST_BODY || body.len() + length > LONGEST_BODY {
                return refused(413, "the body is too long");
            }
            if length == 0 {
                // Trailers are read and of no interest.
                while !self.line()?.is_empty() {}
                return Ok(body);
            }
            body.extend(self.exactly(length)?);
            if !self.line()?.is_empty() {
                return refused(400, "a chunk is longer than its length");
            }
        }
    }

    fn line(&mut self) -> Result<String, Stop> {
        loop {
            if let Some(end) = self.unread.windows(2).position(|window| window == b"\r\n") {
                let line = self.taken(end + 2);
                return Ok(String::from_utf8_lossy(&line).trim_end().to_owned());
            }
            if self.unread.len() > LONGEST_HEAD {
                return refused(400, "a line of the body is too long");
            }
            self.more()?;
        }
    }

    fn exactly(&mut self, length: usize) -> Result<Vec<u8>, Stop> {
        while self.unread.len() < length {
            self.more()?;
        }
        Ok(self.taken(length))
    }

    fn taken(&mut self, length: usize) -> Vec<u8> {
        let rest = self.unread.split_off(length.min(self.unread.len()));
        std::mem::replace(&mut self.unread, rest)
    }

    fn more(&mut self) -> Result<(), Stop> {
        let mut buffer = [0; 16 * 1024];
        match self.stream.read(&mut buffer)? {
            0 => Err(Stop::Closed),
            count => {
                self.unread.extend_from_slice(buffer.get(..count).unwrap_or_default());
                Ok(())
            }
        }
    }

    /// Writes an answer; to `HEAD`, only how it would begin.
    pub(crate) fn write(&mut self, reply: &Reply, is_head: bool, is_last: bool) -> io::Result<()> {
        let mut bytes = format!("HTTP/1.1 {} {}\r\n", reply.status, reason(reply.status));
        let plain = |text: &str| text.replace(['\r', '\n'], " ");
        bytes.extend(reply.headers.iter().map(|(name, value)| format!("{}: {}\r\n", plain(name), plain(value))));
        if !has_no_body(reply.status) {
            bytes += &format!("Content-Length: {}\r\n", reply.body.len());
        }
        bytes += if is_last { "Connection: close\r\n\r\n" } else { "\r\n" };
        let body: &[u8] = if is_head || has_no_body(reply.status) { &[] } else { &reply.body };
        self.stream.write_all(&[bytes.as_bytes(), body].concat())?;
        self.stream.flush()
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        431 => "Request Header Fields Too Large",
        _ => "Status",
    }
}
