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

/// `None` is no body, and then no content type either. Of several bodies the last one is sent.
impl Request {
    /// Gives the body as JSON, written compactly, from any value that can be serialised.
    pub fn json<T: Serialize + ?Sized>(self, content_type: &'static str, body: &T) -> Self {
        if is_none(body) { self } else { self.give_json(content_type, JsonBody::of(body)) }
    }

    pub(super) fn give_json(mut self, content_type: &'static str, body: JsonBody) -> Self {
        match body.finish() {
            Ok((bytes, secrets)) => {
                self.body = RequestBody::wiped(bytes);
                self.secrets.extend(secrets);
            }
            Err(invalid) => self.reject(invalid),
        }
        self.content_type = Some(Cow::Borrowed(content_type));
        self.in_its_way()
    }

    /// Gives the body as a form, from an object whose members are its fields. `fields` are those whose style the
    /// document says.
    pub fn form<T: Serialize>(mut self, content_type: &'static str, body: &Option<T>, fields: &[FormField]) -> Self {
        if let Some(tree) = self.read_body(body.as_ref()) {
            match form_bytes(&tree, fields) {
                Ok(form) => self.give(content_type, RequestBody::wiped(form)),
                Err(problem) => self.reject_body(problem),
            }
        }
        self
    }

    /// Gives the body as parts that somebody put together, or that a value holds.
    pub fn parts<P: Clone + Into<Multipart>>(mut self, content_type: &'static str, body: &Option<P>) -> Self {
        if let Some(body) = body {
            self.give_parts(content_type, body.clone().into());
        }
        self
    }

    /// Gives the body as text, from any scalar, in UTF-8.
    pub fn text<T: Serialize>(mut self, content_type: &'static str, body: &Option<T>) -> Self {
        match self.read_body(body.as_ref()) {
            Some(Tree::Scalar(scalar)) => {
                let bytes = Zeroizing::new(scalar.text.as_bytes().to_vec());
                self.give(content_type, RequestBody::wiped(bytes));
            }
            Some(Tree::List(_) | Tree::Object(_)) => {
                self.reject_body("is a list or an object, which cannot be written as text");
            }
            Some(Tree::Null) | None => {}
        }
        self
    }

    /// Gives the body as bytes. The media type is the upload's own, if it has one; else as documented, and where
    /// the document allows any, `application/octet-stream`.
    pub fn bytes(mut self, content_type: &'static str, body: &Option<Upload>) -> Self {
        if let Some(upload) = body {
            match of_upload(upload, content_type) {
                Ok(media_type) => self.give(media_type, upload.body()),
                Err(invalid) => self.reject(invalid),
            }
        }
        self
    }

    /// Gives the content type of an operation that says one though it has no body.
    pub fn empty_body(mut self, content_type: &'static str) -> Self {
        self.content_type = Some(Cow::Borrowed(content_type));
        self
    }

    /// Gives parts, between which stands a boundary of this request's own.
    pub(super) fn give_parts(&mut self, content_type: &str, body: Multipart) {
        let boundary = boundary();
        match body.finish(&boundary) {
            Ok((body, secrets)) => {
                self.secrets.extend(secrets);
                self.give(format!("{content_type}; boundary={boundary}"), body);
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

    pub(super) fn give(&mut self, content_type: impl Into<Cow<'static, str>>, body: RequestBody) {
        self.content_type = Some(content_type.into());
        self.body = body;
    }

    pub(super) fn reject_body(&mut self, problem: &str) {
        self.reject(InvalidRequest::Body { problem: problem.to_owned() });
    }
}

/// What a body will be made of.
#[derive(Clone, Default)]
pub(super) struct BodyBuilder {
    members: JsonObject,
    parts: Multipart,
}

/// The names are those on the wire; `None` is left out. What is given so is sent by [`object`](Request::object) or
/// [`multipart`](Request::multipart).
impl Request {
    /// Gives a member of the body.
    pub fn body_property<T: Serialize>(mut self, name: &'static str, value: &Option<T>) -> Self {
        self.body_builder.members = std::mem::take(&mut self.body_builder.members).member(name, value.as_ref());
        self
    }

    /// Gives a part of the body ([`Multipart::part`]).
    pub fn part<T: Serialize>(self, name: &str, value: &Option<T>) -> Self {
        self.with_parts(|parts| parts.part(name, value, None))
    }

    /// Gives a part of the body, and its media type.
    pub fn part_of<T: Serialize>(self, name: &str, value: &Option<T>, media_type: &str) -> Self {
        self.with_parts(|parts| parts.part(name, value, Some(media_type)))
    }

    /// Gives a file ([`Multipart::file`]).
    pub fn file(self, name: &str, file: &Option<Upload>) -> Self {
        self.with_parts(|parts| parts.file(name, file))
    }

    /// Gives a file of this media type ([`Multipart::file_of`]).
    pub fn file_of(self, name: &str, file: &Option<Upload>, usual: &str) -> Self {
        self.with_parts(|parts| parts.file_of(name, file, usual))
    }

    /// Gives several files ([`Multipart::files`]).
    pub fn files(self, name: &str, files: &Option<Vec<Upload>>) -> Self {
        self.with_parts(|parts| parts.files(name, files))
    }

    /// Gives several files of this media type ([`Multipart::files_of`]).
    pub fn files_of(self, name: &str, files: &Option<Vec<Upload>>, usual: &str) -> Self {
        self.with_parts(|parts| parts.files_of(name, files, usual))
    }

    /// Makes the members that were given the body, unless it was given whole.
    pub fn object(mut self, content_type: &'static str) -> Self {
        let members = std::mem::take(&mut self.body_builder.members);
        if self.content_type.is_some() { self } else { self.give_json(content_type, members.written()) }
    }

    /// Makes the parts that were given the body, unless it was given whole.
    pub fn multipart(mut self, content_type: &'static str) -> Self {
        let parts = std::mem::take(&mut self.body_builder.parts);
        if self.content_type.is_none() {
            self.give_parts(content_type, parts);
        }
        self
    }

    fn with_parts(mut self, add: impl FnOnce(Multipart) -> Multipart) -> Self {
        self.body_builder.parts = add(std::mem::take(&mut self.body_builder.parts));
        self
    }
}

/// Another way to send a body whose JSON is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyEncoding {
    /// The same bytes under this media type.
    MediaType(&'static str),
    /// A form of this media type; the fields are those whose style the document says.
    Form(&'static str, &'static [FormField]),
    /// Parts of this media type.
    Multipart(&'static str),
}

impl Request {
    /// Says how the JSON body that is given next is sent. Bodies of other kinds are sent as they are.
    pub fn body_encoding(mut self, way: Option<BodyEncoding>) -> Self {
        self.body_encoding = way;
        self
    }

    /// Sends the JSON body that was given as was said.
    pub(super) fn in_its_way(mut self) -> Self {
        // A body that was refused is not there either.
        let Some(way) = self.body_encoding.take().filter(|_| self.invalid.is_none()) else { return self };
        match way {
            BodyEncoding::MediaType(media_type) => self.content_type = Some(media_type.into()),
            BodyEncoding::Form(media_type, fields) => match self.tree().map(|tree| form_bytes(&tree, fields)) {
                Some(Ok(form)) => self.give(media_type, RequestBody::wiped(form)),
                Some(Err(problem)) => self.reject_body(problem),
                None => self.reject_body("is nested too deep for a form"),
            },
            BodyEncoding::Multipart(media_type) => match self.tree() {
                Some(Tree::Object(members)) => self.give_parts(media_type, Multipart::of(&members)),
                _ => self.reject_body("is no object, of which alone parts can be made"),
            },
        }
        self
    }

    /// What the JSON of the body holds.
    fn tree(&self) -> Option<Tree> {
        Tree::of_json(std::str::from_utf8(self.body.as_bytes()).ok()?)
    }
}
