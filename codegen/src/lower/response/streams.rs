//! Streamed responses: events, JSON lines and bytes, read as they arrive.

use super::{
    event_data::{self, EventData},
    representation::{self, Representation, ResponseFormat},
};
use crate::{
    lower::{
        Context, effective, names,
        schemas::{self, OperationTypes},
    },
    model::{Direction, Docs, RustName, StreamItems, StreamMethod, Type},
    openapi::SchemaType,
};

/// The methods that stream a response.
#[derive(Default)]
pub(super) struct Streams(Vec<StreamMethod>);

/// The documentation of a stream method beside a method that reads the whole response.
const STREAM_NOTE: &str =
    "Some services stream a response only if the request asks for it, often by a property called `stream`.";

impl Streams {
    /// Adds a streamed representation. Responses with several statuses may have the same one.
    pub(super) fn add(
        &mut self,
        context: &mut Context<'_>,
        one: &Representation<'_>,
        types: &mut OperationTypes,
        name: &RustName,
    ) {
        let (method, what, ending) = match one.format {
            ResponseFormat::Events => ("stream_events", "the events", "Event"),
            ResponseFormat::Lines => ("stream_lines", "the lines", "Line"),
            ResponseFormat::Sequence => ("stream_sequence", "the values", "Item"),
            ResponseFormat::Json | ResponseFormat::Text | ResponseFormat::Bytes => return,
        };
        let method = names::field_name(method);
        if self.0.iter().any(|other| other.method == method) {
            return;
        }
        let item = item(context, one, types, &names::joined(name, ending));
        let items = match (one.format, item) {
            (ResponseFormat::Lines, item) => StreamItems::JsonLines(item.map_or(Type::Json, |item| item.ty)),
            (ResponseFormat::Sequence, item) => StreamItems::JsonSequence(item.map_or(Type::Json, |item| item.ty)),
            (_, Some(Item { ty, text_allowed })) => StreamItems::Events { ty, text_allowed },
            (_, None) => StreamItems::StringEvents,
        };
        let lines = [
            format!("Sends the request. Returns {what} of the response as they arrive."),
            String::new(),
            STREAM_NOTE.to_owned(),
        ];
        let accept = representation::accept(one.names.iter().copied());
        self.0.push(StreamMethod { method, docs: Docs(lines.to_vec()), accept, items });
    }

    /// Adds the bytes of a response that can be read as a whole too.
    pub(super) fn add_bytes<'a>(&mut self, media_types: impl Iterator<Item = &'a [String]>, is_distinguished: bool) {
        let mut names = media_types.flatten().map(String::as_str).peekable();
        if names.peek().is_none() {
            return;
        }
        let lines =
            ["Sends the request. Returns the bytes of the response as they arrive, without a size limit.".to_owned()];
        self.0.push(StreamMethod {
            method: names::field_name("stream_bytes"),
            docs: Docs(lines.to_vec()),
            accept: representation::accept(names).filter(|_| is_distinguished),
            items: StreamItems::Bytes,
        });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first stream, if the response cannot be read as a whole.
    pub(super) fn take_first(&mut self) -> Option<StreamMethod> {
        (!self.0.is_empty()).then(|| self.0.remove(0))
    }

    pub(super) fn finish(self) -> Vec<StreamMethod> {
        self.0
    }
}

/// An item of a stream.
struct Item {
    ty: Type,
    /// Whether an item that is not JSON is a string of the type.
    text_allowed: bool,
}

/// An item of a stream. `None` for plain text.
fn item(
    context: &mut Context<'_>,
    one: &Representation<'_>,
    types: &mut OperationTypes,
    name: &RustName,
) -> Option<Item> {
    let item = one.media_type.item_schema.as_ref();
    let mut schema = item.or(one.media_type.schema.as_ref())?.clone();
    let mut resolved = effective::schema(context, &schema);
    if item.is_none() && resolved.types.as_slice() == [SchemaType::Array] {
        // A schema describes the whole, which for sequential values is an array (OpenAPI 3.2.0, "Sequential Media
        // Types"). Earlier versions do not say so, and most documents describe a single value. Frameworks write an
        // array for a stream in these versions, too.
        schema = resolved.items.clone().unwrap_or(schema);
        resolved = effective::schema(context, &schema);
    }
    if one.format == ResponseFormat::Events {
        match event_data::of_event(context, &schema) {
            EventData::Json(data) => schema = data,
            EventData::Text => return None,
            // The data of an event is plain text, not JSON.
            EventData::NotAnEvent if resolved.types.as_slice() == [SchemaType::String] => return None,
            EventData::NotAnEvent => {}
        }
    }
    let text_allowed = event_data::may_be_text(context, &schema, 0);
    let ty = schemas::for_operation(context, &schema, name, types, Direction::Response);
    types.describe(&ty, || "An item of the streamed response.".to_owned());
    Some(Item { ty, text_allowed })
}
