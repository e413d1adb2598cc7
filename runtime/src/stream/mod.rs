//! Answers that are read while they arrive: as bytes, as server-sent events, or as JSON a line.

mod byte_stream;
mod context;
mod event_parser;
mod events;
mod json_lines;
mod lines;
mod records;
mod resumption;

pub use byte_stream::ByteStream;
pub(crate) use context::StreamContext;
pub use events::{Event, Events};
pub use json_lines::JsonLines;
pub(crate) use resumption::Resumption;
