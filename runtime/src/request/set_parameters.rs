//! How a request is given its parameters: in the path, the query, headers and cookies.

use serde::Serialize;

use super::{Request, url::PathValue};
use crate::{
    InvalidRequest, ParameterValue, PathStyle, QueryStyle, header,
    parameter::{Encoding, Tree, cookies, header_text, path_text, query_pairs},
};

/// What becomes of a list or an object of which nothing would be sent: one with nothing in it, or with nothing but
/// nulls.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Empty {
    LeftOut,
    Refused,
    /// The name is sent, with an empty text.
    Sent,
}

impl Empty {
    /// What becomes of it where the document allows empty values.
    fn sent(style: QueryStyle) -> Self {
        if matches!(style, QueryStyle::Form { .. }) { Self::Sent } else { Self::Refused }
    }
}

/// These take any value that can be serialised. `None` is left out, but of a path, where a value is needed; so is a
/// null, within a list or an object too, and a list or an object with nothing in it. A value that holds a
/// [`Secret`](crate::Secret) is sent, but shown to nobody. Control characters are refused, and what a style has no
/// form for.
///
/// A list or an object of which nothing would be sent is refused by the methods whose names say that the value is
/// required ([`InvalidRequest::Empty`]).
impl Request {
    /// Gives a path parameter that the client knows where this is `None`.
    pub fn client_parameter<T: ParameterValue>(mut self, name: &'static str, value: &Option<T>) -> Self {
        let text = value.as_ref().map(|value| value.to_text().into_owned());
        self.client_parameters.push((name, text));
        self
    }

    /// Gives a path parameter, which is needed, in the style `simple`. Refused are an empty value, `.`, `..` and
    /// control characters: URL parsers would address another resource. Any other text stays one segment of the
    /// path.
    pub fn path<T: Serialize>(self, name: &'static str, value: &Option<T>) -> Self {
        self.path_styled(name, value, PathStyle::Simple { explode: false })
    }

    /// Gives a path parameter, which is needed, in another style.
    pub fn path_styled<T: Serialize>(mut self, name: &'static str, value: &Option<T>, style: PathStyle) -> Self {
        let Some(value) = value else {
            self.reject(InvalidRequest::Missing { name: name.to_owned() });
            return self;
        };
        if let Some((tree, is_secret)) = self.read(name, value) {
            self.push_path(name, tree, style, is_secret);
        }
        self
    }

    /// Gives a query parameter in the style `form` with `explode`: a scalar as `name=value`, a list as several of
    /// these. A name may be given several times.
    pub fn query<T: Serialize>(self, name: &str, value: &Option<T>) -> Self {
        self.query_styled(name, value, QueryStyle::Form { explode: true })
    }

    /// Gives a query parameter in another style.
    pub fn query_styled<T: Serialize>(self, name: &str, value: &Option<T>, style: QueryStyle) -> Self {
        self.query_encoded(name, value.as_ref(), style, Encoding::Strict, Empty::LeftOut)
    }

    /// Gives a query parameter that is required.
    pub fn required_query<T: Serialize>(self, name: &str, value: &Option<T>, style: QueryStyle) -> Self {
        self.query_encoded(name, value.as_ref(), style, Encoding::Strict, Empty::Refused)
    }

    /// Gives a query parameter that is required and may be empty (`allowEmptyValue`): `name=` is sent then, where
    /// the style is `form`. The others have no form for it (OpenAPI 3.0.3, "Style Values").
    pub fn query_or_empty<T: Serialize>(self, name: &str, value: &Option<T>, style: QueryStyle) -> Self {
        self.query_encoded(name, value.as_ref(), style, Encoding::Strict, Empty::sent(style))
    }

    /// Gives a query parameter of which reserved characters, and what is percent-encoded already, are sent as they
    /// are (`allowReserved`; RFC 6570, section 3.2.3), save those that would end the value: `#`, `&`, `+`, `[`, `]`
    /// and `'`.
    pub fn query_reserved<T: Serialize>(self, name: &str, value: &Option<T>, style: QueryStyle) -> Self {
        self.query_encoded(name, value.as_ref(), style, Encoding::Reserved, Empty::LeftOut)
    }

    /// The same for one that is required.
    pub fn required_query_reserved<T: Serialize>(self, name: &str, value: &Option<T>, style: QueryStyle) -> Self {
        self.query_encoded(name, value.as_ref(), style, Encoding::Reserved, Empty::Refused)
    }

    /// The same for one that is required and may be empty, as [`query_or_empty`](Self::query_or_empty).
    pub fn query_reserved_or_empty<T: Serialize>(self, name: &str, value: &Option<T>, style: QueryStyle) -> Self {
        self.query_encoded(name, value.as_ref(), style, Encoding::Reserved, Empty::sent(style))
    }

    /// Gives a query parameter as JSON text (OpenAPI 3.0.3, "Parameter Object", `content`).
    pub fn query_json<T: Serialize>(mut self, name: &str, value: &Option<T>) -> Self {
        if let Some(value) = value
            && let Some((tree, is_secret)) = self.read(name, value)
        {
            let json = Tree::string(tree.to_json().as_str());
            let style = QueryStyle::Form { explode: true };
            self.push_query(name, &json, style, Encoding::Strict, Empty::LeftOut, is_secret);
        }
        self
    }

    /// Gives a header parameter; of a list or an object, the elements are joined by commas.
    pub fn header_parameter<T: Serialize>(self, name: &str, value: &Option<T>) -> Self {
        self.header_styled(name, value, false)
    }

    /// Gives a header parameter. `explode` writes the members of an object as `R=100` rather than `R,100`.
    pub fn header_styled<T: Serialize>(self, name: &str, value: &Option<T>, explode: bool) -> Self {
        self.header_encoded(name, value.as_ref(), explode, Empty::LeftOut)
    }

    /// Gives a header parameter that is required.
    pub fn required_header<T: Serialize>(self, name: &str, value: &Option<T>, explode: bool) -> Self {
        self.header_encoded(name, value.as_ref(), explode, Empty::Refused)
    }

    /// Gives a cookie.
    pub fn cookie<T: Serialize>(self, name: &str, value: &Option<T>) -> Self {
        self.cookie_styled(name, value, true)
    }

    /// Gives a cookie. `explode` makes a cookie of each element of a list, and of each member of an object under
    /// its own name.
    ///
    /// A text that a cookie can hold (RFC 6265, section 4.1.1) is sent as it is, any other percent-encoded.
    pub fn cookie_styled<T: Serialize>(self, name: &str, value: &Option<T>, explode: bool) -> Self {
        self.cookie_encoded(name, value.as_ref(), explode, Empty::LeftOut)
    }

    /// Gives a cookie that is required.
    pub fn required_cookie<T: Serialize>(self, name: &str, value: &Option<T>, explode: bool) -> Self {
        self.cookie_encoded(name, value.as_ref(), explode, Empty::Refused)
    }

    fn query_encoded<T: Serialize>(
        mut self,
        name: &str,
        value: Option<&T>,
        style: QueryStyle,
        encoding: Encoding,
        empty: Empty,
    ) -> Self {
        if let Some(value) = value
            && let Some((tree, is_secret)) = self.read(name, value)
        {
            self.push_query(name, &tree, style, encoding, empty, is_secret);
        }
        self
    }

    fn header_encoded<T: Serialize>(mut self, name: &str, value: Option<&T>, explode: bool, empty: Empty) -> Self {
        if let Some(value) = value
            && let Some((tree, is_secret)) = self.read(name, value)
        {
            self.push_header(name, &tree, explode, empty, is_secret);
        }
        self
    }

    fn cookie_encoded<T: Serialize>(mut self, name: &str, value: Option<&T>, explode: bool, empty: Empty) -> Self {
        if let Some(value) = value
            && let Some((tree, _)) = self.read(name, value)
        {
            self.push_cookies(name, &tree, explode, empty);
        }
        self
    }

    /// Reads a value, and notes the secrets in it. The flag says whether there are any.
    fn read<T: Serialize>(&mut self, name: &str, value: &T) -> Option<(Tree, bool)> {
        match Tree::of(value) {
            Ok((tree, secrets)) => {
                let is_secret = !secrets.is_empty();
                self.secrets.extend(secrets);
                Some((tree, is_secret))
            }
            Err(problem) => {
                self.reject_parameter(name, &problem);
                None
            }
        }
    }
}

/// What does not depend on the type of a value: compiled once.
impl Request {
    fn push_path(&mut self, name: &'static str, tree: Tree, style: PathStyle, is_secret: bool) {
        match path_text(name, &tree, style) {
            Ok(encoded) => self.path.push((name, PathValue::new(tree, encoded, is_secret))),
            Err(problem) => self.reject_parameter(name, problem),
        }
    }

    fn push_query(
        &mut self,
        name: &str,
        tree: &Tree,
        style: QueryStyle,
        encoding: Encoding,
        empty: Empty,
        is_secret: bool,
    ) {
        if tree.has_control() {
            return self.reject_parameter(name, "has a control character in it");
        }
        match query_pairs(name, tree, style, encoding) {
            Ok(pairs) if pairs.is_empty() => match empty {
                Empty::LeftOut => {}
                Empty::Refused => self.reject_empty(name),
                Empty::Sent => self.query.push(&encoding.name(name), "", is_secret),
            },
            Ok(pairs) => pairs.iter().for_each(|(name, value)| self.query.push(name, value, is_secret)),
            Err(problem) => self.reject_parameter(name, problem),
        }
    }

    fn push_header(&mut self, name: &str, tree: &Tree, explode: bool, empty: Empty, is_secret: bool) {
        match header_text(tree, explode) {
            Ok(Some(text)) => self.insert_header(name, &text, is_secret),
            Ok(None) if empty == Empty::Refused => self.reject_empty(name),
            Ok(None) => {}
            Err(problem) => self.reject_parameter(name, problem),
        }
    }

    fn push_cookies(&mut self, name: &str, tree: &Tree, explode: bool, empty: Empty) {
        match cookies(name, tree, explode) {
            Ok(cookies) if cookies.is_empty() && empty == Empty::Refused => self.reject_empty(name),
            Ok(cookies) => self.cookies.extend(cookies),
            Err(problem) => self.reject_parameter(name, problem),
        }
    }

    fn insert_header(&mut self, name: &str, text: &str, is_secret: bool) {
        match header::extra_header(name, text) {
            Ok((name, mut value)) => {
                value.set_sensitive(is_secret);
                self.headers.insert(name, value);
            }
            Err(invalid) => self.reject(invalid),
        }
    }

    fn reject_empty(&mut self, name: &str) {
        self.reject(InvalidRequest::Empty { name: name.to_owned() });
    }

    fn reject_parameter(&mut self, name: &str, problem: &str) {
        self.reject(InvalidRequest::Parameter { name: name.to_owned(), problem: problem.to_owned() });
    }
}
