//! Response bodies that are read while they arrive.
//!
//! - `byte_stream`: [`ByteStream`], the bytes
//! - `event_parser`: the parser of server-sent events
//! - `events`: [`Events`], server-sent events with typed data
//! - `json_lines`: [`JsonLines`], JSON values, one per line or per record
//! - `records`: splitters of bytes into lines and records

mod byte_stream;
mod event_parser;
mod events;
mod json_lines;
mod records;

pub use byte_stream::ByteStream;
pub(crate) use byte_stream::{StreamContext, StreamLimits};
pub(crate) use events::Resumption;
pub use events::{Event, Events};
pub use json_lines::JsonLines;
