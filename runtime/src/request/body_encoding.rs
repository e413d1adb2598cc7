//! [`BodyEncoding`]: the JSON of a body, sent in another media type that the document offers for the same value.

use super::{FormField, Multipart, Request, RequestBody, form::form_bytes};
use crate::parameter::Tree;

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
