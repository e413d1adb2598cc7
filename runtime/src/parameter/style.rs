//! [`PathStyle`] and [`QueryStyle`], the styles of OpenAPI, and [`Encoding`], the characters that need no
//! percent-encoding.

use crate::percent::{encode, encode_bytes};

/// How the value of a path parameter is written (OpenAPI 3.0.4, "Style Values").
///
/// `explode` writes each element of a list, or each member of an object, on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PathStyle {
    /// `blue,black`: simple string expansion (RFC 6570, section 3.2.2).
    Simple {
        /// Whether members are `R=100` rather than `R,100`.
        explode: bool,
    },
    /// `.blue,black`: label expansion (RFC 6570, section 3.2.5).
    Label {
        /// Whether each element has a dot of its own.
        explode: bool,
    },
    /// `;color=blue,black`: path-style parameters (RFC 6570, section 3.2.7).
    Matrix {
        /// Whether each element has a parameter of its own.
        explode: bool,
    },
}

/// How the value of a query parameter, or of a field of a form, is written (OpenAPI 3.0.4, "Style Values").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum QueryStyle {
    /// `color=blue,black` (RFC 6570, section 3.2.8).
    Form {
        /// Whether each element has a pair of its own: `color=blue&color=black`; of an object, each member under
        /// its own name.
        explode: bool,
    },
    /// `color=blue%20black`. With `explode` it is the same as [`Form`](Self::Form).
    SpaceDelimited,
    /// `color=blue%7Cblack`. With `explode` it is the same as [`Form`](Self::Form).
    PipeDelimited,
    /// `color[R]=100&color[G]=200`, brackets encoded. OpenAPI says no more than that; beyond it, what servers
    /// expect most is written: members of members as `a[b][c]=1`, lists as `a[]=1&a[]=2`, lists that hold lists or
    /// objects with the number of the element, as `a[0][b]=1`, and a value that is no object as `a=1`.
    DeepObject,
}

/// How text is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// All but the unreserved characters of RFC 3986 is encoded.
    Strict,
    /// Reserved characters, and what is encoded already, pass (`allowReserved`; RFC 6570, section 3.2.3).
    Reserved,
    /// As [`Strict`](Self::Strict), but a space is a plus sign (WHATWG URL, `application/x-www-form-urlencoded`).
    Form,
}

impl Encoding {
    /// A whole value.
    pub(crate) fn value(self, text: &str) -> String {
        match self {
            Self::Strict => encode(text),
            Self::Reserved => reserved(text, true),
            Self::Form => encode(text).replace("%20", "+"),
        }
    }

    /// An element of a list that is joined by commas.
    pub(super) fn element(self, text: &str) -> String {
        match self {
            Self::Reserved => reserved(text, false),
            _ => self.value(text),
        }
    }

    /// A name.
    pub(crate) fn name(self, text: &str) -> String {
        match self {
            Self::Reserved => encode(text),
            _ => self.value(text),
        }
    }
}

/// Reserved expansion. Of the reserved characters, those that would end the query or the value, or be read as
/// something else, are encoded all the same, so that the value arrives as it was given: `#`, `[`, `]`, `&`, `+` and
/// `'`, which URL parsers encode.
fn reserved(text: &str, commas_pass: bool) -> String {
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
