//! `Display` of [`Error`]: one bounded line, safe to print on any terminal.

use std::fmt::{self, Write as _};

use http::{header::LOCATION, uri::Authority};

use super::{Error, ErrorKind, Inner};
use crate::RawResponse;

/// Maximum length of a code or an identifier, a message, and a URI or host, in characters.
const CODE: usize = 128;
const MESSAGE: usize = 1024;
const URI: usize = 256;

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if let Some(operation) = inner.operation {
            write!(formatter, "{}: ", operation.name)?;
        }
        match inner.kind {
            ErrorKind::Service => failure(formatter, self)?,
            ErrorKind::Decode => {
                let status = self.status().unwrap_or_default();
                write!(formatter, "the response is a success (HTTP {status}), but ")?;
                match &inner.source {
                    // A header's.
                    Some(source) => formatter.write_str(&one_line(&source.to_string(), MESSAGE))?,
                    None => {
                        write!(formatter, "the response's body {}", one_line(&inner.description, MESSAGE))?;
                        body_length(formatter, inner)?;
                    }
                }
            }
            ErrorKind::InvalidRequest => {
                if let Some(invalid) = &inner.invalid_request {
                    write!(formatter, "invalid request, not sent: {}", one_line(&invalid.to_string(), 4 * MESSAGE))?;
                }
            }
            // The description contains that of the failed lookup, with all that belongs to it.
            ErrorKind::ParameterLookup => return formatter.write_str(&one_line(&inner.description, 2 * MESSAGE)),
            ErrorKind::Credentials => formatter.write_str(&one_line(&inner.description, 4 * MESSAGE))?,
            ErrorKind::Token
            | ErrorKind::CircuitOpen
            | ErrorKind::Connect
            | ErrorKind::Tls
            | ErrorKind::Timeout
            | ErrorKind::Interrupted => {
                formatter.write_str(&one_line(&inner.description, MESSAGE))?;
                if let Some(status) = self.status() {
                    write!(formatter, " (after HTTP {status})")?;
                }
            }
        }
        if let Some(id) = self.request_id() {
            write!(formatter, " (request id {})", one_line(id, CODE))?;
        }
        if inner.attempts > 1 {
            write!(formatter, " (after {} attempts)", inner.attempts)?;
        }
        if inner.is_budget_spent {
            formatter.write_str(" (not sent again: the client's retry budget is spent)")?;
        }
        Ok(())
    }
}

/// `HTTP 400, code DCS.4961: message`, or `HTTP 400, type https://example.com/closed: title: detail`, with a note for a
/// success status and a redirect.
fn failure(formatter: &mut fmt::Formatter<'_>, error: &Error) -> fmt::Result {
    let status = error.status().unwrap_or_default();
    write!(formatter, "HTTP {status}")?;
    match status {
        200..=299 => formatter.write_str(", but the service reports a failure")?,
        300..=399 => redirect(formatter, error)?,
        _ => {}
    }
    let problem = error.problem();
    match (error.code(), problem) {
        (Some(code), _) => write!(formatter, ", code {}", one_line(code, CODE))?,
        (None, Some(problem)) if problem.has_type() => {
            write!(formatter, ", type {}", one_line(&problem.type_uri, URI))?;
        }
        (None, _) => {}
    }
    let sentences = match problem.map(|problem| (problem.title.as_deref(), problem.detail.as_deref())) {
        Some((Some(title), Some(detail))) => [Some(title), Some(detail)],
        Some((Some(only), None) | (None, Some(only))) => [Some(only), None],
        Some((None, None)) | None => [error.message(), None],
    };
    let is_broken_off = error.0.source.is_some();
    let mut sentences = sentences.into_iter().flatten().peekable();
    while let Some(sentence) = sentences.next() {
        let is_followed = is_broken_off || sentences.peek().is_some();
        let sentence = if is_followed { without_period(sentence) } else { sentence };
        write!(formatter, ": {}", one_line(sentence, MESSAGE))?;
    }
    if error.code().is_none() && error.message().is_none() {
        body_length(formatter, &error.0)?;
    }
    if is_broken_off {
        formatter.write_str("; its body broke off")?;
    }
    Ok(())
}

/// A sentence without the period at its end, before other text on the same line. An ellipsis stays.
fn without_period(sentence: &str) -> &str {
    let sentence = sentence.trim_end();
    sentence.strip_suffix('.').filter(|rest| !rest.ends_with('.')).unwrap_or(sentence)
}

/// A redirect is not followed. Only the host is shown: path and query may contain secrets.
fn redirect(formatter: &mut fmt::Formatter<'_>, error: &Error) -> fmt::Result {
    let Some(location) = error.headers().and_then(|headers| headers.get(LOCATION)?.to_str().ok()) else {
        return Ok(());
    };
    let host = match authority_of(location) {
        None => "elsewhere on the same host".to_owned(),
        Some(text) => text
            .parse::<Authority>()
            .map_or("to another host".to_owned(), |authority| format!("to `{}`", authority.host())),
    };
    write!(formatter, ", a redirect {}, and none is followed", one_line(&host, URI))
}

/// The authority of a reference, which is empty in a URI without one, such as `app:path` (RFC 3986, section 4.1).
/// `None` if the reference is relative to the same authority.
fn authority_of(reference: &str) -> Option<&str> {
    let first_segment = reference.split(['/', '?', '#']).next().unwrap_or_default();
    let (has_scheme, rest) = match first_segment.find(':') {
        Some(end) => (true, reference.get(end + 1..).unwrap_or_default()),
        None => (false, reference),
    };
    match rest.strip_prefix("//") {
        Some(rest) => rest.split(['/', '?', '#', '\\']).next(),
        None => has_scheme.then_some(""),
    }
}

/// Length and media type of the body. Its content may be personal data, which does not belong into logs.
fn body_length(formatter: &mut fmt::Formatter<'_>, inner: &Inner) -> fmt::Result {
    let Some(response) = &inner.response else { return Ok(()) };
    if response.body.is_empty() && response.is_body_truncated {
        return formatter.write_str("; the body was not kept");
    }
    if response.body.is_empty() {
        return formatter.write_str("; no body");
    }
    let over = if response.is_body_truncated { "over " } else { "" };
    write!(formatter, "; the body has {over}{} bytes", response.body.len())?;
    match RawResponse::new(response.status, &response.headers, &response.body).content_type() {
        "" => Ok(()),
        content_type => write!(formatter, " of {}", one_line(content_type, CODE)),
    }
}

/// The text on one line of at most `max_length` characters. Control characters and marks of direction are escaped.
pub(crate) fn one_line(text: &str, max_length: usize) -> String {
    let mut line = String::new();
    for (index, character) in text.trim().chars().enumerate() {
        if index == max_length {
            line.push('…');
            break;
        }
        if is_unprintable(character) {
            // Writing to a `String` cannot fail.
            let _ = write!(line, "{}", character.escape_default());
        } else {
            line.push(character);
        }
    }
    line
}

/// Control characters, line separators and marks of direction.
fn is_unprintable(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_is_one_bounded_line() {
        assert_eq!(one_line("a\nb\u{1b}[31m\u{202e}é", 100), "a\\nb\\u{1b}[31m\\u{202e}é");
        assert_eq!(one_line("abcdef", 3), "abc…");
        assert_eq!(one_line(" abc ", 3), "abc");
    }
}
