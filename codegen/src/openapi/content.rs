//! Content of bodies: Request Body, Media Type, Encoding and Example Objects. OpenAPI 3.0.3, sections 4.7.13 to 4.7.19.

use std::rc::Rc;

use indexmap::IndexMap;

use super::{
    extensions,
    node::{Node, Read, RefOverrides, Spanned},
    object_reader::ObjectReader,
    reference::{RefOr, Reference},
    schema::Schema,
};
use crate::{
    diagnostic::Diagnostics,
    source::{Location, Value},
};

/// "Request Body Object".
#[derive(Clone, Debug)]
pub(crate) struct RequestBody {
    pub(crate) at: Location,
    pub(crate) description: Option<String>,
    pub(crate) content: IndexMap<String, MediaType>,
    pub(crate) required: bool,
}

impl Read for RequestBody {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Request Body Object", diagnostics)?;
        let body = Self {
            at: object.at(),
            description: object.optional("description"),
            content: object.required_or_default("content"),
            required: object.or_default("required"),
        };
        extensions::read_rationale(&mut object);
        object.finish();
        Some(body)
    }

    fn apply_overrides(&mut self, overrides: &RefOverrides) {
        overrides.replace_description(&mut self.description);
    }
}

/// "Media Type Object".
#[derive(Clone, Debug)]
pub(crate) struct MediaType {
    /// The location of the name of the media type.
    pub(crate) key: Location,
    pub(crate) schema: Option<Rc<Schema>>,
    /// The schema of each item of a sequential media type (OpenAPI 3.2).
    pub(crate) item_schema: Option<Rc<Schema>>,
    pub(crate) example: Option<Value>,
    pub(crate) examples: IndexMap<String, RefOr<Example>>,
    pub(crate) encoding: IndexMap<String, Encoding>,
}

impl Read for MediaType {
    /// Reads a media type, or the one that a reference leads to (OpenAPI 3.2.0, "Media Type Object").
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        if Reference::of(node).is_none() {
            return Self::read_at(node.key(), node, diagnostics);
        }
        let mut object = ObjectReader::new(node, "Reference Object", diagnostics)?;
        object.ignore_keys(&["$ref", "summary", "description"]);
        object.finish();
        let target = node.resolver.enter(node, diagnostics)?;
        let media_type = Self::read_at(node.key(), &target, diagnostics);
        node.resolver.leave();
        media_type
    }
}

impl MediaType {
    /// Reads a Media Type Object. `key` is the location of the name of the media type.
    fn read_at(key: Location, node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Media Type Object", diagnostics)?;
        let media_type = Self {
            schema: object.optional("schema"),
            item_schema: read_item_schema(&key, &mut object),
            key,
            example: object.optional("example"),
            examples: object.or_default("examples"),
            encoding: object.or_default("encoding"),
        };
        // OpenAPI 3.2.
        object.unsupported(&["prefixEncoding", "itemEncoding"]);
        extensions::read_rationale(&mut object);
        object.finish();
        Some(media_type)
    }
}

/// `itemSchema`. In a media type that is not sequential it is reported: such a body is not read item by item.
fn read_item_schema(key: &Location, object: &mut ObjectReader<'_, '_>) -> Option<Rc<Schema>> {
    let name = key.pointer.segments().last().unwrap_or_default().to_ascii_lowercase();
    if ["event-stream", "jsonl", "ndjson", "jsonlines", "json-seq", "stream+json", "json-stream"]
        .iter()
        .any(|sequential| name.contains(sequential))
    {
        return object.optional("itemSchema");
    }
    object.unsupported(&["itemSchema"]);
    None
}

/// "Encoding Object": the serialization of a form field.
#[derive(Clone, Debug)]
pub(crate) struct Encoding {
    pub(crate) content_type: Option<Spanned<String>>,
    pub(crate) style: Option<Spanned<String>>,
    pub(crate) explode: Option<Spanned<bool>>,
}

impl Read for Encoding {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Encoding Object", diagnostics)?;
        let encoding = Self {
            content_type: object.optional("contentType"),
            style: object.optional("style"),
            explode: object.optional("explode"),
        };
        object.unsupported(&["headers", "allowReserved", "encoding", "prefixEncoding", "itemEncoding"]);
        object.finish();
        Some(encoding)
    }
}

/// "Example Object".
#[derive(Clone, Debug)]
pub(crate) struct Example {
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) value: Option<Value>,
}

impl Read for Example {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Example Object", diagnostics)?;
        let example = Self {
            summary: object.optional("summary"),
            description: object.optional("description"),
            value: object.optional("value").or_else(|| object.optional("dataValue")),
        };
        extensions::read_rationale(&mut object);
        // References to files and serialized forms: the documentation shows the value.
        object.ignore_keys(&["dataValue", "externalValue", "serializedValue"]);
        object.finish();
        Some(example)
    }

    fn apply_overrides(&mut self, overrides: &RefOverrides) {
        overrides.replace_description(&mut self.description);
        if overrides.summary.is_some() {
            self.summary.clone_from(&overrides.summary);
        }
    }
}
