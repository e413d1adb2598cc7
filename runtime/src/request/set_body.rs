//! Methods of [`Request`] that set its body.

use std::borrow::Cow;

use serde::Serialize;
use zeroize::Zeroizing;

use super::{
    FormField, Multipart, Request,
    form::form_bytes,
    json::{JsonBody, JsonObject, is_none},
    media_type::of_upload,
    multipart::boundary,
};
use crate::{InvalidRequest, RequestBody, Upload, parameter::Tree};

/// `None` sends no body and no content type. The last of several bodies is sent.
impl Request {
    /// Sets a JSON body from any serializable value.
    pub fn json<T: Serialize + ?Sized>(self, content_type: &'static str, body: &T) -> Self {
        if is_none(body) { self } else { self.set_json(content_type, JsonBody::of(body)) }
    }

    pub(super) fn set_json(mut self, content_type: &'static str, body: JsonBody) -> Self {
        match body.finish() {
            Ok((bytes, secrets)) => {
                self.body = RequestBody::wiped(bytes);
                self.secrets.extend(secrets);
            }
            Err(invalid) => self.reject(invalid),
        }
        self.content_type = Some(Cow::Borrowed(content_type));
        self.apply_body_encoding()
    }

    /// Sets a form body from an object. `fields` are the fields with a documented style.
    pub fn form<T: Serialize>(mut self, content_type: &'static str, body: &Option<T>, fields: &[FormField]) -> Self {
        if let Some(tree) = self.read_body(body.as_ref()) {
            match form_bytes(&tree, fields) {
                Ok(form) => self.set_content(content_type, RequestBody::wiped(form)),
                Err(problem) => self.reject_body(problem),
            }
        }
        self
    }

    /// Sets a multipart body.
    pub fn parts<P: Clone + Into<Multipart>>(mut self, content_type: &'static str, body: &Option<P>) -> Self {
        if let Some(body) = body {
            self.set_parts(content_type, body.clone().into());
        }
        self
    }

    /// Sets a text body from a scalar, in UTF-8.
    pub fn text<T: Serialize>(mut self, content_type: &'static str, body: &Option<T>) -> Self {
        match self.read_body(body.as_ref()) {
            Some(Tree::Scalar(scalar)) => {
                let bytes = Zeroizing::new(scalar.text.as_bytes().to_vec());
                self.set_content(content_type, RequestBody::wiped(bytes));
            }
            Some(Tree::List(_) | Tree::Object(_)) => {
                self.reject_body("is a list or an object, which has no text form");
            }
            Some(Tree::Null) | None => {}
        }
        self
    }

    /// Sets a body of bytes. Its media type is that of the upload, else the documented one, else
    /// `application/octet-stream`.
    pub fn bytes(mut self, content_type: &'static str, body: &Option<Upload>) -> Self {
        if let Some(upload) = body {
            match of_upload(upload, content_type) {
                Ok(media_type) => self.set_content(media_type, upload.body()),
                Err(invalid) => self.reject(invalid),
            }
        }
        self
    }

    /// Sets a content type without a body.
    pub fn empty_body(mut self, content_type: &'static str) -> Self {
        self.content_type = Some(Cow::Borrowed(content_type));
        self
    }

    /// Sets a multipart body with a random boundary.
    pub(super) fn set_parts(&mut self, content_type: &str, body: Multipart) {
        let boundary = boundary();
        match body.finish(&boundary) {
            Ok((body, secrets)) => {
                self.secrets.extend(secrets);
                self.set_content(format!("{content_type}; boundary={boundary}"), body);
            }
            Err(invalid) => self.reject(invalid),
        }
    }

    fn read_body<T: Serialize>(&mut self, body: Option<&T>) -> Option<Tree> {
        match Tree::of(body?) {
            Ok((tree, secrets)) => {
                self.secrets.extend(secrets);
                Some(tree)
            }
            Err(problem) => {
                self.reject_body(&problem);
                None
            }
        }
    }

    pub(super) fn set_content(&mut self, content_type: impl Into<Cow<'static, str>>, body: RequestBody) {
        self.content_type = Some(content_type.into());
        self.body = body;
    }

    pub(super) fn reject_body(&mut self, problem: &str) {
        self.reject(InvalidRequest::Body { problem: problem.to_owned() });
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
        if self.content_type.is_some() { self } else { self.set_json(content_type, properties.written()) }
    }

    /// Sets the body to the added parts, unless a whole body is set.
    pub fn multipart(mut self, content_type: &'static str) -> Self {
        let parts = std::mem::take(&mut self.body_builder.parts);
        if self.content_type.is_none() {
            self.set_parts(content_type, parts);
        }
        self
    }

    fn with_parts(mut self, add: impl FnOnce(Multipart) -> Multipart) -> Self {
        self.body_builder.parts = add(std::mem::take(&mut self.body_builder.parts));
        self
    }
}

/// Alternative encoding of a JSON body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyEncoding {
    /// The same bytes with this media type.
    MediaType(&'static str),
    /// A form of this media type, with the fields that have a documented style.
    Form(&'static str, &'static [FormField]),
    /// Multipart of this media type.
    Multipart(&'static str),
}

impl Request {
    /// Sets the encoding of the JSON body that is set next. Other bodies are unaffected.
    pub fn body_encoding(mut self, encoding: Option<BodyEncoding>) -> Self {
        self.body_encoding = encoding;
        self
    }

    /// Encodes the JSON body as configured.
    pub(super) fn apply_body_encoding(mut self) -> Self {
        // An invalid body is not set.
        let Some(encoding) = self.body_encoding.take().filter(|_| self.invalid.is_none()) else { return self };
        match encoding {
            BodyEncoding::MediaType(media_type) => self.content_type = Some(media_type.into()),
            BodyEncoding::Form(media_type, fields) => match self.tree().map(|tree| form_bytes(&tree, fields)) {
                Some(Ok(form)) => self.set_content(media_type, RequestBody::wiped(form)),
                Some(Err(problem)) => self.reject_body(problem),
                None => self.reject_body("is nested too deeply for a form"),
            },
            BodyEncoding::Multipart(media_type) => match self.tree() {
                Some(Tree::Object(properties)) => self.set_parts(media_type, Multipart::of(&properties)),
                _ => self.reject_body("is not an object: only objects can be sent as multipart"),
            },
        }
        self
    }

    /// Parses the JSON of the body.
    fn tree(&self) -> Option<Tree> {
        Tree::of_json(std::str::from_utf8(self.body.as_bytes()).ok()?)
    }
}
