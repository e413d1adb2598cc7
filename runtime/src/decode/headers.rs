//! Documented response headers: [`DocumentedHeaders`], and the parsers of their values.
//!
//! Values are parsed on request, so a header that does not match the document never fails a successful call.

use std::{borrow::Cow, error::Error as StdError, fmt, str::FromStr};

use http::{
    HeaderMap,
    header::{LINK, SET_COOKIE},
};
use serde::de::{
    DeserializeOwned,
    value::{Error as ValueError, StrDeserializer},
};

use crate::{
    DateTime,
    json::{self, decode_lossy},
    text::{split_unquoted, trim_blanks, unquoted_positions},
};

/// Response headers with types. Generated code implements it.
///
/// ```
/// use wireright_runtime::{HeaderMap, HeaderValue, headers, headers::{HeaderError, TypedHeaders}};
///
/// struct ListPetsHeaders {
///     next: Option<String>,
///     total: u64,
/// }
///
/// impl TypedHeaders for ListPetsHeaders {
///     fn decode(headers: &HeaderMap) -> Result<Self, HeaderError> {
///         Ok(Self {
///             next: headers::optional(headers, "X-Next", headers::string)?,
///             total: headers::required(headers, "X-Total", headers::from_str)?,
///         })
///     }
/// }
///
/// // As returned by `Response::headers`.
/// let headers = HeaderMap::from_iter([("x-next".parse().unwrap(), HeaderValue::from_static("p2"))]);
/// let error = ListPetsHeaders::decode(&headers).err().unwrap();
/// assert_eq!(error.to_string(), "the header `X-Total` is required, but absent");
/// ```
pub trait TypedHeaders: Sized {
    /// Parses the headers.
    ///
    /// # Errors
    ///
    /// The first header that does not match the document.
    fn decode(headers: &HeaderMap) -> Result<Self, HeaderError>;
}

/// Documented headers of successful responses. Generated code implements it.
pub trait DocumentedHeaders: TypedHeaders {}

/// A response header that does not match the document. The value is not shown: it may be secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderError {
    name: &'static str,
    problem: String,
}

impl HeaderError {
    /// The header.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

impl fmt::Display for HeaderError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the header `{}` {}", self.name, self.problem)
    }
}

impl StdError for HeaderError {}

/// Parser of a value. The error names the expected type.
pub type HeaderParser<T> = fn(&HeaderText) -> Result<T, String>;

/// The lines of one header, without the blanks around them.
///
/// Several lines are joined by commas, which is equivalent (RFC 9110, section 5.3). `Set-Cookie` is the exception: its
/// values contain commas, so each line is an item of a list.
#[derive(Clone, PartialEq, Eq)]
pub struct HeaderText {
    lines: Vec<String>,
    syntax: ListSyntax,
}

/// How the items of a header are separated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ListSyntax {
    /// By commas outside quoted strings (RFC 9110, section 5.6.1).
    Commas,
    /// The same, and an item begins with an address in angle brackets: `Link` (RFC 8288, section 3).
    Links,
    /// Each line is an item: `Set-Cookie`.
    Lines,
}

impl HeaderText {
    /// The header of this name, if the response has it.
    fn of(headers: &HeaderMap, name: &str) -> Option<Self> {
        let lines = headers.get_all(name).iter().map(|line| decode_lossy(line.as_bytes()));
        let lines: Vec<String> = lines.map(|line| trim_blanks(&line).to_owned()).collect();
        let syntax = match name {
            _ if name.eq_ignore_ascii_case(SET_COOKIE.as_str()) => ListSyntax::Lines,
            _ if name.eq_ignore_ascii_case(LINK.as_str()) => ListSyntax::Links,
            _ => ListSyntax::Commas,
        };
        (!lines.is_empty()).then_some(Self { lines, syntax })
    }

    /// The value. Of several `Set-Cookie` lines, the first.
    pub fn value(&self) -> Cow<'_, str> {
        match self.lines.as_slice() {
            [first, ..] if self.syntax == ListSyntax::Lines => Cow::Borrowed(first),
            [line] => Cow::Borrowed(line),
            lines => Cow::Owned(lines.join(", ")),
        }
    }

    /// The items of a list (OpenAPI 3.0.3, "Style Values": `simple`). A comma in a quoted string is part of its item,
    /// which keeps the quotation marks: those of an entity tag are part of its value. Empty items are ignored
    /// (RFC 9110, section 5.6.1.2).
    pub fn items(&self) -> Vec<&str> {
        let lines = self.lines.iter().map(String::as_str);
        let items: Vec<&str> = match self.syntax {
            ListSyntax::Lines => return lines.collect(),
            ListSyntax::Commas => lines.flat_map(|line| split_unquoted(line, ',')).collect(),
            ListSyntax::Links => lines.flat_map(split_links).collect(),
        };
        items.into_iter().map(trim_blanks).filter(|item| !item.is_empty()).collect()
    }
}

/// The items of `Link`. A comma in an address separates nothing.
fn split_links(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let text = rest?;
        let address = if trim_blanks(text).starts_with('<') { text.find('>') } else { None };
        let (before, after) = text.split_at(address.unwrap_or(0));
        let end = unquoted_positions(after, ',').next().map(|comma| before.len() + comma);
        rest = end.and_then(|end| text.get(end + 1..));
        text.get(..end.unwrap_or(text.len()))
    })
}

/// Omits the value: it may be secret.
impl fmt::Debug for HeaderText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "HeaderText({} lines)", self.lines.len())
    }
}

/// Parses a required header.
///
/// # Errors
///
/// The header is absent or does not match the document.
pub fn required<T>(headers: &HeaderMap, name: &'static str, read: HeaderParser<T>) -> Result<T, HeaderError> {
    let absent = || HeaderError { name, problem: "is required, but absent".to_owned() };
    optional(headers, name, read)?.ok_or_else(absent)
}

/// Parses an optional header.
///
/// # Errors
///
/// The header does not match the document.
pub fn optional<T>(headers: &HeaderMap, name: &'static str, read: HeaderParser<T>) -> Result<Option<T>, HeaderError> {
    let Some(text) = HeaderText::of(headers, name) else { return Ok(None) };
    read(&text).map(Some).map_err(|expected| HeaderError { name, problem: format!("is not {expected}") })
}

/// Parses a string.
///
/// # Errors
///
/// The string is not a value of a closed enum.
pub fn string<T: FromStr>(text: &HeaderText) -> Result<T, String> {
    parse_string(&text.value())
}

fn parse_string<T: FromStr>(value: &str) -> Result<T, String> {
    value.parse().map_err(|_| "a documented value".to_owned())
}

/// Parses a number, a date, or another value with `FromStr`.
///
/// # Errors
///
/// The value does not parse.
pub fn from_str<T: FromStr>(text: &HeaderText) -> Result<T, String> {
    parse_value(&text.value())
}

fn parse_value<T: FromStr>(value: &str) -> Result<T, String> {
    let http_date = || date_time_of_http_date(value)?.parse().ok();
    value.parse().ok().or_else(http_date).ok_or_else(|| {
        let path = std::any::type_name::<T>();
        format!("`{}`", path.rsplit("::").next().unwrap_or(path))
    })
}

/// An HTTP date (RFC 9110, section 5.6.7) as RFC 3339 writes it: documents describe `Last-Modified` as `date-time`.
fn date_time_of_http_date(value: &str) -> Option<String> {
    DateTime::from_system_time(httpdate::parse_http_date(value).ok()?).map(|time| time.to_string())
}

/// Parses strings separated by commas (OpenAPI 3.0.3, "Style Values": `simple`).
///
/// # Errors
///
/// A string is not a value of a closed enum.
pub fn strings<T: FromStr>(text: &HeaderText) -> Result<Vec<T>, String> {
    text.items().into_iter().map(parse_string).collect()
}

/// Parses values with `FromStr`, separated by commas.
///
/// # Errors
///
/// A value does not parse.
pub fn from_str_list<T: FromStr>(text: &HeaderText) -> Result<Vec<T>, String> {
    text.items().into_iter().map(parse_value).collect::<Result<_, _>>().map_err(|item| format!("a list of {item}"))
}

/// Parses JSON, for headers with `content`.
///
/// # Errors
///
/// The value is not JSON, or does not match the type.
pub fn json<T: json::Decode>(text: &HeaderText) -> Result<T, String> {
    // The message may quote the value.
    json::read(&text.value()).map_err(|_| "JSON of the documented type".to_owned())
}

/// Parses a value of a type of another crate, by its implementation of serde: from a string, otherwise from JSON.
///
/// # Errors
///
/// The value does not match the type.
pub fn serde<T: DeserializeOwned>(text: &HeaderText) -> Result<T, String> {
    by_serde(&text.value())
}

/// Parses values of a type of another crate, separated by commas.
///
/// # Errors
///
/// A value does not match the type.
pub fn serde_list<T: DeserializeOwned>(text: &HeaderText) -> Result<Vec<T>, String> {
    text.items().into_iter().map(by_serde).collect::<Result<_, _>>().map_err(|item| format!("a list of {item}"))
}

fn by_serde<T: DeserializeOwned>(value: &str) -> Result<T, String> {
    let string = T::deserialize(StrDeserializer::<ValueError>::new(value));
    let http_date = || T::deserialize(StrDeserializer::<ValueError>::new(&date_time_of_http_date(value)?)).ok();
    let parsed = string.ok().or_else(|| serde_json::from_str(value).ok()).or_else(http_date);
    parsed.ok_or_else(|| format!("`{}`", std::any::type_name::<T>()))
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(HeaderName::from_static(name), HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        headers
    }

    #[test]
    fn values_are_parsed_as_documented() {
        let headers = headers(&[
            ("x-total", " 42 "),
            ("x-tags", "a, b"),
            ("x-tags", "c"),
            ("x-none", ""),
            ("set-cookie", "a=1; expires=Thu, 01 Jan"),
            ("set-cookie", "b=2"),
            ("x-json", "{\"a\":1}"),
        ]);
        assert_eq!(required(&headers, "X-Total", from_str::<u8>), Ok(42));
        assert_eq!(required(&headers, "X-Tags", strings::<String>).unwrap(), ["a", "b", "c"]);
        assert_eq!(required(&headers, "X-Tags", string::<String>).unwrap(), "a, b, c");
        assert_eq!(required(&headers, "X-None", strings::<String>).unwrap(), Vec::<String>::new());
        assert_eq!(required(&headers, "Set-Cookie", string::<String>).unwrap(), "a=1; expires=Thu, 01 Jan");
        // A date contains a comma.
        let cookies = required(&headers, "Set-Cookie", strings::<String>).unwrap();
        assert_eq!(cookies, ["a=1; expires=Thu, 01 Jan", "b=2"]);
        assert_eq!(required(&headers, "X-Total", serde::<u8>), Ok(42));
        assert_eq!(required(&headers, "X-Tags", serde_list::<String>).unwrap(), ["a", "b", "c"]);
        assert_eq!(required(&headers, "X-Json", json::<serde_json::Value>).unwrap()["a"], 1);
        assert_eq!(optional(&headers, "X-Absent", from_str::<u8>), Ok(None));
        assert_eq!(optional(&headers, "no header", from_str::<u8>), Ok(None));
    }

    /// The first is the example of RFC 9110, section 5.5.
    #[test]
    fn commas_in_quoted_strings_are_part_of_their_item() {
        let uris = r#""http://example.com/a.html,foo", "http://without-a-comma.com/""#;
        let headers = headers(&[
            ("x-uris", uris),
            ("x-tags", r#"W/"a,b", "c\",d""#),
            ("x-tags", r#""e", f"#),
            ("server-timing", r#"cache;desc="read, hit";dur=2.3, db"#),
            ("x-numbers", "1, ,2,"),
        ]);
        let read = |name| required(&headers, name, strings::<String>).unwrap();
        assert_eq!(read("X-Uris"), [r#""http://example.com/a.html,foo""#, r#""http://without-a-comma.com/""#]);
        assert_eq!(read("X-Tags"), [r#"W/"a,b""#, r#""c\",d""#, r#""e""#, "f"]);
        assert_eq!(read("Server-Timing"), [r#"cache;desc="read, hit";dur=2.3"#, "db"]);
        assert_eq!(required(&headers, "X-Numbers", from_str_list::<u8>).unwrap(), [1, 2]);
    }

    /// The example of RFC 8288, section 3.5, and addresses with commas.
    #[test]
    fn commas_in_addresses_of_links_are_part_of_their_item() {
        let headers = headers(&[
            ("link", r#"</chapter2>; rel="previous"; title*=UTF-8'de'x, </chapter4>; rel="next""#),
            ("link", r#"<https://a/?ids=1,2>; rel=next; title="a, b" ,, <https://a/?ids=3>; rel=prev, bare"#),
            ("link", "<unclosed, b"),
            ("x-links", "<a,b>"),
        ]);
        let expected = [
            r#"</chapter2>; rel="previous"; title*=UTF-8'de'x"#,
            r#"</chapter4>; rel="next""#,
            r#"<https://a/?ids=1,2>; rel=next; title="a, b""#,
            "<https://a/?ids=3>; rel=prev",
            "bare",
            "<unclosed",
            "b",
        ];
        assert_eq!(required(&headers, "Link", strings::<String>).unwrap(), expected);
        assert_eq!(required(&headers, "X-Links", strings::<String>).unwrap(), ["<a", "b>"]);
    }

    /// The example of RFC 9110, section 8.8.2.
    #[test]
    fn an_http_date_is_a_date_time() {
        let headers =
            headers(&[("last-modified", "Tue, 15 Nov 1994 12:45:26 GMT"), ("x-at", "1994-11-15T13:45:26+01:00")]);
        let read = |name| required(&headers, name, from_str::<DateTime>).unwrap().to_string();
        assert_eq!(read("Last-Modified"), "1994-11-15T12:45:26Z");
        assert_eq!(read("X-At"), "1994-11-15T13:45:26+01:00");
        assert_eq!(required(&headers, "Last-Modified", serde::<DateTime>).unwrap().to_string(), "1994-11-15T12:45:26Z");
        assert!(required(&headers, "Last-Modified", from_str::<crate::Date>).is_err());
    }

    #[test]
    fn an_error_names_the_header_and_not_its_value() {
        let headers = headers(&[("x-total", "hunter2"), ("x-ids", "1,hunter2"), ("x-json", "{\"a\":\"hunter2\"}")]);
        let message = |error: HeaderError| {
            assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
            error.to_string()
        };
        let total = message(optional(&headers, "X-Total", from_str::<i64>).unwrap_err());
        assert_eq!(total, "the header `X-Total` is not `i64`");
        let ids = message(optional(&headers, "X-Ids", from_str_list::<crate::Date>).unwrap_err());
        assert_eq!(ids, "the header `X-Ids` is not a list of `Date`");
        let json = message(optional(&headers, "X-Json", json::<Vec<u8>>).unwrap_err());
        assert_eq!(json, "the header `X-Json` is not JSON of the documented type");
        let absent = message(required(&headers, "X-Absent", from_str::<u8>).unwrap_err());
        assert!(absent.contains("but absent"), "{absent}");
    }
}
