//! Bodies that are given one by one: the members of an object, the parts of a form.

use serde::Serialize;

use super::{Multipart, Request, Upload, json_object::JsonObject};

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
