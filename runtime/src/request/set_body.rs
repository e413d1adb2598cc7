//! Methods of [`Request`] that set its body. The module `body` encodes it.

use std::borrow::Cow;

use serde::Serialize;

use super::Request;
use crate::{
    BodyEncoding, FormField, InvalidRequest, Multipart, Upload,
    body::{EncodeError, EncodedBody, JsonBody, JsonObject, is_none},
    parameter::ValueTree,
};

/// `None` sends no body and no content type. The last of several bodies is sent.
impl Request {
    /// Sets a JSON body from any serializable value.
    pub fn json<T: Serialize + ?Sized>(self, content_type: &'static str, body: &T) -> Self {
        if is_none(body) { self } else { self.set_json(content_type, JsonBody::of(body)) }
    }

    /// Sets a form body from an object. `fields` are the fields with a documented style.
    pub fn form<T: Serialize>(mut self, content_type: &'static str, body: &Option<T>, fields: &[FormField]) -> Self {
        if let Some(body) = body {
            self.set_encoded(EncodedBody::form(content_type, ValueTree::of(body), fields));
        }
        self
    }

    /// Sets a multipart body.
    pub fn parts<P: Clone + Into<Multipart>>(mut self, content_type: &'static str, body: &Option<P>) -> Self {
        if let Some(body) = body {
            self.set_encoded(EncodedBody::multipart(content_type, body.clone().into()));
        }
        self
    }

    /// Sets a text body from a scalar, in UTF-8.
    pub fn text<T: Serialize>(mut self, content_type: &'static str, body: &Option<T>) -> Self {
        if let Some(encoded) =
            body.as_ref().and_then(|body| EncodedBody::text(content_type, ValueTree::of(body)).transpose())
        {
            self.set_encoded(encoded);
        }
        self
    }

    /// Sets a body of bytes. Its media type is that of the upload, else the documented one, else
    /// `application/octet-stream`.
    pub fn bytes(mut self, content_type: &'static str, body: &Option<Upload>) -> Self {
        if let Some(upload) = body {
            self.set_encoded(EncodedBody::bytes(content_type, upload));
        }
        self
    }

    /// Sets a content type without a body.
    pub fn empty_body(mut self, content_type: &'static str) -> Self {
        self.content_type = Some(Cow::Borrowed(content_type));
        self
    }

    /// Sets the encoding of the JSON body that is set next. Other bodies are unaffected.
    pub fn body_encoding(mut self, encoding: Option<BodyEncoding>) -> Self {
        self.body_encoding = encoding;
        self
    }

    fn set_json(mut self, content_type: &'static str, body: JsonBody) -> Self {
        let json = EncodedBody::json(content_type, body);
        let encoded = match self.body_encoding.take() {
            Some(encoding) => json.and_then(|json| encoding.reencode_json(json)),
            None => json,
        };
        self.set_encoded(encoded);
        self
    }

    fn set_encoded(&mut self, encoded: Result<EncodedBody, EncodeError>) {
        match encoded {
            Ok(EncodedBody { content_type, body, secrets }) => {
                self.content_type = Some(content_type);
                self.body = body;
                self.secrets.extend(secrets);
            }
            Err(error) => self.reject(to_invalid_request(error)),
        }
    }
}

/// Not an implementation of `From`: with a second one, the compiler could not infer the type of an error in user code.
fn to_invalid_request(error: EncodeError) -> InvalidRequest {
    match error {
        EncodeError::Body { problem } => InvalidRequest::Body { problem },
        EncodeError::Part { name, problem } => InvalidRequest::Parameter { name, problem },
    }
}

/// Properties or parts of a body that is set piece by piece.
#[derive(Clone, Default)]
pub(super) struct BodyBuilder {
    properties: JsonObject,
    parts: Multipart,
}

/// Names are wire names. `None` is omitted. [`object`](Request::object) or [`multipart`](Request::multipart) then
/// sets the body.
impl Request {
    /// Adds a property of the body.
    pub fn body_property<T: Serialize>(mut self, name: &'static str, value: &Option<T>) -> Self {
        self.body_builder.properties = std::mem::take(&mut self.body_builder.properties).property(name, value.as_ref());
        self
    }

    /// Adds a part of the body ([`Multipart::part`]).
    pub fn part<T: Serialize>(self, name: &str, value: &Option<T>) -> Self {
        self.with_parts(|parts| parts.part(name, value, None))
    }

    /// Adds a part of the body with a media type.
    pub fn part_of<T: Serialize>(self, name: &str, value: &Option<T>, media_type: &str) -> Self {
        self.with_parts(|parts| parts.part(name, value, Some(media_type)))
    }

    /// Adds a file ([`Multipart::file`]).
    pub fn file(self, name: &str, file: &Option<Upload>) -> Self {
        self.with_parts(|parts| parts.file(name, file))
    }

    /// Adds a file with a default media type ([`Multipart::file_of`]).
    pub fn file_of(self, name: &str, file: &Option<Upload>, usual: &str) -> Self {
        self.with_parts(|parts| parts.file_of(name, file, usual))
    }

    /// Adds several files ([`Multipart::files`]).
    pub fn files(self, name: &str, files: &Option<Vec<Upload>>) -> Self {
        self.with_parts(|parts| parts.files(name, files))
    }

    /// Adds several files with a default media type ([`Multipart::files_of`]).
    pub fn files_of(self, name: &str, files: &Option<Vec<Upload>>, usual: &str) -> Self {
        self.with_parts(|parts| parts.files_of(name, files, usual))
    }

    /// Sets the body to the added properties, unless a whole body is set.
    pub fn object(mut self, content_type: &'static str) -> Self {
        let properties = std::mem::take(&mut self.body_builder.properties);
        if self.content_type.is_some() { self } else { self.set_json(content_type, properties.finish()) }
    }

    /// Sets the body to the added parts, unless a whole body is set.
    pub fn multipart(mut self, content_type: &'static str) -> Self {
        let parts = std::mem::take(&mut self.body_builder.parts);
        if self.content_type.is_none() {
            self.set_encoded(EncodedBody::multipart(content_type, parts));
        }
        self
    }

    /// Sets an optional body to the added parts, if there are any, unless a whole body is set. `required` are the parts
    /// that the body must have, and whether each is set.
    pub fn optional_multipart(self, content_type: &'static str, required: &[(&str, bool)]) -> Self {
        if self.body_builder.parts.is_empty() || self.content_type.is_some() {
            return self;
        }
        let missing = required.iter().find(|(_, is_set)| !is_set).map(|(name, _)| (*name).to_owned());
        let mut request = self.multipart(content_type);
        if let Some(name) = missing {
            request.reject(InvalidRequest::Missing { name });
        }
        request
    }

    fn with_parts(mut self, add: impl FnOnce(Multipart) -> Multipart) -> Self {
        self.body_builder.parts = add(std::mem::take(&mut self.body_builder.parts));
        self
    }
}
