//! How a request is given its body.

use std::borrow::Cow;

use serde::Serialize;
use zeroize::Zeroizing;

use super::{
    FormField, Multipart, Request, RequestBody, Upload, absent::is_none, boundary::boundary, form::form_bytes,
    json_object::Written, media_type::of_upload,
};
use crate::{InvalidRequest, parameter::Tree};

/// `None` is no body, and then no content type either. Of several bodies the last one is sent.
impl Request {
    /// Gives the body as JSON, written compactly, from any value that can be serialised.
    pub fn json<T: Serialize + ?Sized>(self, content_type: &'static str, body: &T) -> Self {
        if is_none(body) { self } else { self.give_json(content_type, Written::of(body)) }
    }

    pub(super) fn give_json(mut self, content_type: &'static str, body: Written) -> Self {
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

    /// Gives the body as a form, from an object whose members are its fields. `fields` are those whose style the document says.
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

    /// Gives the body as bytes. The media type is the upload's own, if it has one; else as documented, and where the document
    /// allows any, `application/octet-stream`.
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
