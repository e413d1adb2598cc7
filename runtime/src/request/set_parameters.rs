//! Methods of [`Request`] that set parameters: in the path, the query, headers and cookies.

use serde::Serialize;

use super::{Request, url::PathValue};
use crate::{
    InvalidRequest, ParameterValue, PathStyle, QueryStyle, header,
    parameter::{CookieStyle, Encoding, ValueTree, cookies, header_text, path_text, query_pairs, reserved_path_text},
};

/// Handling of a list or an object without values: an empty one, or one with nulls only.
#[derive(Clone, Copy, PartialEq, Eq)]
enum EmptyPolicy {
    Omit,
    Reject,
    /// The name is sent with an empty value.
    Send,
}

impl EmptyPolicy {
    /// Handling of an empty value that the document allows.
    fn sent(style: QueryStyle) -> Self {
        if matches!(style, QueryStyle::Form { .. }) { Self::Send } else { Self::Reject }
    }
}

/// The value of a parameter, and whether it contains a secret.
struct ParameterTree {
    tree: ValueTree,
    is_secret: bool,
}

/// These methods accept any serializable value. `None`, a null, and an empty list or object are omitted, except in
/// a path, where a value is required. A value with a [`Secret`](crate::Secret) is sent, but redacted in output.
/// Control characters, and values that the style cannot express, are rejected.
///
/// The methods for required values reject an empty list or object ([`InvalidRequest::Empty`]).
impl Request {
    /// Sets a path parameter. The client may have a value for `None`.
    pub fn client_parameter<T: ParameterValue>(mut self, name: &'static str, value: &Option<T>) -> Self {
        let text = value.as_ref().map(|value| value.to_text().into_owned());
        self.client_parameters.push((name, text));
        self
    }

    /// Sets a required path parameter in the style `simple`. Rejected are an empty value, `.`, `..` and control
    /// characters: URL parsers would address another resource. Any other value stays one segment.
    pub fn path<T: Serialize>(self, name: &'static str, value: &Option<T>) -> Self {
        self.path_styled(name, value, PathStyle::Simple { explode: false })
    }

    /// Sets a required path parameter in another style.
    pub fn path_styled<T: Serialize>(mut self, name: &'static str, value: &Option<T>, style: PathStyle) -> Self {
        let Some(value) = value else {
            self.reject(InvalidRequest::Missing { name: name.to_owned() });
            return self;
        };
        if let Some(parameter) = self.read(name, value) {
            self.push_path(name, parameter, style);
        }
        self
    }

    /// Sets a required path parameter that keeps reserved characters and percent-encoded ones (`allowReserved`; RFC
    /// 6570, section 3.2.3), except `?`, `#`, `[` and `]`, which no path contains. A value with `/` is several
    /// segments. Rejected are segments `.` and `..`, and lists and objects.
    pub fn path_reserved<T: Serialize>(mut self, name: &'static str, value: &Option<T>) -> Self {
        let Some(value) = value else {
            self.reject(InvalidRequest::Missing { name: name.to_owned() });
            return self;
        };
        if let Some(ParameterTree { tree, is_secret }) = self.read(name, value) {
            match reserved_path_text(&tree) {
                Ok(encoded) => self.path.push((name, PathValue::new(tree, encoded, is_secret))),
                Err(problem) => self.reject_parameter(name, problem),
            }
        }
        self
    }

    /// Sets a required path parameter as JSON (OpenAPI 3.0.3, "Parameter Object", `content`).
    pub fn path_json<T: Serialize>(mut self, name: &'static str, value: &Option<T>) -> Self {
        let Some(value) = value else {
            self.reject(InvalidRequest::Missing { name: name.to_owned() });
            return self;
        };
        if let Some(json) = self.read_as_json(name, value) {
            self.push_path(name, json, PathStyle::Simple { explode: false });
        }
        self
    }

    /// Sets a query parameter in the style `form` with `explode`: a scalar as `name=value`, a list as several
    /// pairs. Several calls may use the same name.
    pub fn query<T: Serialize>(self, name: &str, value: &Option<T>) -> Self {
        self.query_styled(name, value, QueryStyle::Form { explode: true })
    }

    /// Sets a query parameter in another style.
    pub fn query_styled<T: Serialize>(self, name: &str, value: &Option<T>, style: QueryStyle) -> Self {
        self.query_encoded(name, value.as_ref(), style, Encoding::Strict, EmptyPolicy::Omit)
    }

    /// Sets a required query parameter.
    pub fn required_query<T: Serialize>(self, name: &str, value: &Option<T>, style: QueryStyle) -> Self {
        self.query_encoded(name, value.as_ref(), style, Encoding::Strict, EmptyPolicy::Reject)
    }

    /// Sets a required query parameter that may be empty (`allowEmptyValue`): `name=` in the style `form`. Other
    /// styles have no empty value (OpenAPI 3.0.3, "Style Values").
    pub fn query_or_empty<T: Serialize>(self, name: &str, value: &Option<T>, style: QueryStyle) -> Self {
        self.query_encoded(name, value.as_ref(), style, Encoding::Strict, EmptyPolicy::sent(style))
    }

    /// Sets a query parameter that keeps reserved characters and percent-encoded ones (`allowReserved`; RFC 6570,
    /// section 3.2.3), except `#`, `&`, `+`, `[`, `]` and `'`, which would end the value.
    pub fn query_reserved<T: Serialize>(self, name: &str, value: &Option<T>, style: QueryStyle) -> Self {
        self.query_encoded(name, value.as_ref(), style, Encoding::Reserved, EmptyPolicy::Omit)
    }

    /// As [`query_reserved`](Self::query_reserved), for a required parameter.
    pub fn required_query_reserved<T: Serialize>(self, name: &str, value: &Option<T>, style: QueryStyle) -> Self {
        self.query_encoded(name, value.as_ref(), style, Encoding::Reserved, EmptyPolicy::Reject)
    }

    /// As [`query_reserved`](Self::query_reserved), for a required parameter that may be empty.
    pub fn query_reserved_or_empty<T: Serialize>(self, name: &str, value: &Option<T>, style: QueryStyle) -> Self {
        self.query_encoded(name, value.as_ref(), style, Encoding::Reserved, EmptyPolicy::sent(style))
    }

    /// Sets a query parameter as JSON (OpenAPI 3.0.3, "Parameter Object", `content`).
    pub fn query_json<T: Serialize>(mut self, name: &str, value: &Option<T>) -> Self {
        if let Some(value) = value
            && let Some(json) = self.read_as_json(name, value)
        {
            let style = QueryStyle::Form { explode: true };
            self.push_query(name, &json, style, Encoding::Strict, EmptyPolicy::Omit);
        }
        self
    }

    /// Sets a header parameter. Items of a list or an object are joined by commas.
    pub fn header_parameter<T: Serialize>(self, name: &str, value: &Option<T>) -> Self {
        self.header_styled(name, value, false)
    }

    /// Sets a header parameter. With `explode`, a property of an object is `R=100` instead of `R,100`.
    pub fn header_styled<T: Serialize>(self, name: &str, value: &Option<T>, explode: bool) -> Self {
        self.header_encoded(name, value.as_ref(), explode, EmptyPolicy::Omit)
    }

    /// Sets a required header parameter.
    pub fn required_header<T: Serialize>(self, name: &str, value: &Option<T>, explode: bool) -> Self {
        self.header_encoded(name, value.as_ref(), explode, EmptyPolicy::Reject)
    }

    /// Sets a header parameter as JSON (OpenAPI 3.0.3, "Parameter Object", `content`).
    pub fn header_json<T: Serialize>(mut self, name: &str, value: &Option<T>) -> Self {
        if let Some(value) = value
            && let Some(json) = self.read_as_json(name, value)
        {
            self.push_header(name, &json, false, EmptyPolicy::Omit);
        }
        self
    }

    /// Sets a cookie.
    pub fn cookie<T: Serialize>(self, name: &str, value: &Option<T>) -> Self {
        self.cookie_styled(name, value, true)
    }

    /// Sets a cookie. With `explode`, each item of a list, and each property of an object under its own name, is a
    /// cookie.
    ///
    /// A valid cookie value (RFC 6265, section 4.1.1) without a percent sign is sent as it is, any other is
    /// percent-encoded.
    pub fn cookie_styled<T: Serialize>(self, name: &str, value: &Option<T>, explode: bool) -> Self {
        self.cookie_encoded(name, value.as_ref(), CookieStyle { explode, encode: true }, EmptyPolicy::Omit)
    }

    /// Sets a required cookie.
    pub fn required_cookie<T: Serialize>(self, name: &str, value: &Option<T>, explode: bool) -> Self {
        self.cookie_encoded(name, value.as_ref(), CookieStyle { explode, encode: true }, EmptyPolicy::Reject)
    }

    /// Sets a cookie whose values are sent as they are (OpenAPI 3.2.0, style `cookie`): the caller escapes them. A
    /// value with `;` or a control character is rejected. `explode` as in [`cookie_styled`](Self::cookie_styled).
    pub fn raw_cookie<T: Serialize>(self, name: &str, value: &Option<T>, explode: bool) -> Self {
        self.cookie_encoded(name, value.as_ref(), CookieStyle { explode, encode: false }, EmptyPolicy::Omit)
    }

    /// As [`raw_cookie`](Self::raw_cookie), for a required cookie.
    pub fn required_raw_cookie<T: Serialize>(self, name: &str, value: &Option<T>, explode: bool) -> Self {
        self.cookie_encoded(name, value.as_ref(), CookieStyle { explode, encode: false }, EmptyPolicy::Reject)
    }

    /// Sets a cookie as JSON (OpenAPI 3.0.3, "Parameter Object", `content`).
    pub fn cookie_json<T: Serialize>(mut self, name: &str, value: &Option<T>) -> Self {
        if let Some(value) = value
            && let Some(json) = self.read_as_json(name, value)
        {
            self.push_cookies(name, &json.tree, CookieStyle { explode: false, encode: true }, EmptyPolicy::Omit);
        }
        self
    }

    fn query_encoded<T: Serialize>(
        mut self,
        name: &str,
        value: Option<&T>,
        style: QueryStyle,
        encoding: Encoding,
        empty: EmptyPolicy,
    ) -> Self {
        if let Some(value) = value
            && let Some(parameter) = self.read(name, value)
        {
            self.push_query(name, &parameter, style, encoding, empty);
        }
        self
    }

    fn header_encoded<T: Serialize>(
        mut self,
        name: &str,
        value: Option<&T>,
        explode: bool,
        empty: EmptyPolicy,
    ) -> Self {
        if let Some(value) = value
            && let Some(parameter) = self.read(name, value)
        {
            self.push_header(name, &parameter, explode, empty);
        }
        self
    }

    fn cookie_encoded<T: Serialize>(
        mut self,
        name: &str,
        value: Option<&T>,
        style: CookieStyle,
        empty: EmptyPolicy,
    ) -> Self {
        if let Some(value) = value
            && let Some(parameter) = self.read(name, value)
        {
            self.push_cookies(name, &parameter.tree, style, empty);
        }
        self
    }

    /// Reads a value as a string with its JSON.
    fn read_as_json<T: Serialize>(&mut self, name: &str, value: &T) -> Option<ParameterTree> {
        let ParameterTree { tree, is_secret } = self.read(name, value)?;
        Some(ParameterTree { tree: ValueTree::string(tree.to_json().as_str()), is_secret })
    }

    /// Reads a value and records its secrets.
    fn read<T: Serialize>(&mut self, name: &str, value: &T) -> Option<ParameterTree> {
        match ValueTree::of(value) {
            Ok((tree, secrets)) => {
                let is_secret = !secrets.is_empty();
                self.secrets.extend(secrets);
                Some(ParameterTree { tree, is_secret })
            }
            Err(problem) => {
                self.reject_parameter(name, &problem);
                None
            }
        }
    }
}

/// Code that does not depend on the type of a value, compiled once.
impl Request {
    fn push_path(&mut self, name: &'static str, parameter: ParameterTree, style: PathStyle) {
        let ParameterTree { tree, is_secret } = parameter;
        match path_text(name, &tree, style) {
            Ok(encoded) => self.path.push((name, PathValue::new(tree, encoded, is_secret))),
            Err(problem) => self.reject_parameter(name, problem),
        }
    }

    fn push_query(
        &mut self,
        name: &str,
        parameter: &ParameterTree,
        style: QueryStyle,
        encoding: Encoding,
        empty: EmptyPolicy,
    ) {
        let ParameterTree { tree, is_secret } = parameter;
        if tree.has_control() {
            return self.reject_parameter(name, "contains a control character");
        }
        match query_pairs(name, tree, style, encoding) {
            Ok(pairs) if pairs.is_empty() => match empty {
                EmptyPolicy::Omit => {}
                EmptyPolicy::Reject => self.reject_empty(name),
                EmptyPolicy::Send => self.query.push(&encoding.name(name), "", *is_secret),
            },
            Ok(pairs) => pairs.iter().for_each(|(name, value)| self.query.push(name, value, *is_secret)),
            Err(problem) => self.reject_parameter(name, problem),
        }
    }

    fn push_header(&mut self, name: &str, parameter: &ParameterTree, explode: bool, empty: EmptyPolicy) {
        match header_text(&parameter.tree, explode) {
            Ok(Some(text)) => self.insert_header(name, &text, parameter.is_secret),
            Ok(None) if empty == EmptyPolicy::Reject => self.reject_empty(name),
            Ok(None) => {}
            Err(problem) => self.reject_parameter(name, problem),
        }
    }

    fn push_cookies(&mut self, name: &str, tree: &ValueTree, style: CookieStyle, empty: EmptyPolicy) {
        match cookies(name, tree, style) {
            Ok(cookies) if cookies.is_empty() && empty == EmptyPolicy::Reject => self.reject_empty(name),
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
