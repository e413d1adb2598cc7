//! [`PathStyle`] and [`QueryStyle`], the styles of OpenAPI, and [`Encoding`], the characters that need no
//! percent-encoding.

use crate::percent::{encode, encode_bytes};

/// Style of a path parameter (OpenAPI 3.0.4, "Style Values"). `explode` separates the items of a list and the
/// properties of an object.
///
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PathStyle {
    /// `blue,black`: simple string expansion (RFC 6570, section 3.2.2).
    Simple {
        /// Whether properties are `R=100` instead of `R,100`.
        explode: bool,
    },
    /// `.blue,black`: label expansion (RFC 6570, section 3.2.5).
    Label {
        /// Whether each item has a dot.
        explode: bool,
    },
    /// `;color=blue,black`: path-style parameters (RFC 6570, section 3.2.7).
    Matrix {
        /// Whether each item has its own parameter.
        explode: bool,
    },
}

/// Style of a query parameter or a form field (OpenAPI 3.0.4, "Style Values").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum QueryStyle {
    /// `color=blue,black` (RFC 6570, section 3.2.8).
    Form {
        /// Whether each item has its own pair: `color=blue&color=black`. For an object, each property has a pair
        /// with its own name.
        explode: bool,
    },
    /// `color=blue%20black`. With `explode` it equals [`Form`](Self::Form).
    SpaceDelimited,
    /// `color=blue%7Cblack`. With `explode` it equals [`Form`](Self::Form).
    PipeDelimited,
    /// `color[R]=100&color[G]=200`, brackets encoded. OpenAPI does not define nested values. They are written as
    /// most servers expect: nested objects as `a[b][c]=1`, lists as `a[]=1&a[]=2`, lists of lists or objects with
    /// an index as `a[0][b]=1`, and a scalar as `a=1`.
    DeepObject,
}

/// Percent-encoding of a query or a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Encodes everything except the unreserved characters of RFC 3986.
    Strict,
    /// Keeps reserved characters and encoded ones (`allowReserved`; RFC 6570, section 3.2.3).
    Reserved,
    /// As [`Strict`](Self::Strict), with `+` for a space (WHATWG URL, `application/x-www-form-urlencoded`).
    Form,
}

impl Encoding {
    /// Encodes a value.
    pub(crate) fn value(self, text: &str) -> String {
        match self {
            Self::Strict => encode(text),
            Self::Reserved => encode_reserved(text, true),
            Self::Form => encode(text).replace("%20", "+"),
        }
    }

    /// Encodes an item of a list that is joined by commas.
    pub(super) fn element(self, text: &str) -> String {
        match self {
            Self::Reserved => encode_reserved(text, false),
            _ => self.value(text),
        }
    }

    /// Encodes a name.
    pub(crate) fn name(self, text: &str) -> String {
        match self {
            Self::Reserved => encode(text),
            _ => self.value(text),
        }
    }
}

/// Reserved expansion. The reserved characters `#`, `[`, `]`, `&`, `+` and `'` are encoded: they would end the
/// value, or URL parsers would change it.
fn encode_reserved(text: &str, commas_pass: bool) -> String {
    let mut encoded = String::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b':' | b'/' | b'?' | b'@' | b'!' | b'$' | b'(' | b')' | b'*' | b';' | b'=' => {
                encoded.push(char::from(byte));
            }
            b',' if commas_pass => encoded.push(','),
            b'%' if after.len() >= 2 && after.iter().take(2).all(u8::is_ascii_hexdigit) => encoded.push('%'),
            _ => encoded.push_str(&encode_bytes(&[byte])),
        }
    }
    encoded
}

/// Reserved expansion in a path. Encoded are the reserved characters that no path contains.
pub(super) fn encode_reserved_path(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        let is_encoded = || after.len() >= 2 && after.iter().take(2).all(u8::is_ascii_hexdigit);
        if b"/:@!$&'()*+,;=".contains(&byte) || byte == b'%' && is_encoded() {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&encode_bytes(&[byte]));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_characters_pass_unless_they_would_break_the_query() {
        assert_eq!(Encoding::Reserved.value("/foo/bar?a=b;c:d@e!$()*,"), "/foo/bar?a=b;c:d@e!$()*,");
        assert_eq!(Encoding::Reserved.value("a&b#c[d]+'é x"), "a%26b%23c%5Bd%5D%2B%27%C3%A9%20x");
        assert_eq!(Encoding::Reserved.value("50%25 50% %zz"), "50%25%2050%25%20%25zz");
        assert_eq!(Encoding::Reserved.element("a,b"), "a%2Cb");
        assert_eq!(Encoding::Reserved.name("a[b]"), "a%5Bb%5D");
    }

    #[test]
    fn a_form_has_plus_signs() {
        assert_eq!(Encoding::Form.value("a b+c"), "a+b%2Bc");
        assert_eq!(Encoding::Strict.value("a b+c"), "a%20b%2Bc");
    }
}
