//! JSON to values.

use serde::de::DeserializeSeed;

use super::{
    Lines, Value,
    build::{Builder, Notes},
    parse::{Failure, Reason},
};

/// Reads a JSON text.
pub(super) fn read(text: &str, notes: &Notes) -> Result<Value, Failure> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    Builder(notes)
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| failure(text, &error))
}

/// What went wrong. The library tells kinds of errors apart only by their words, and counts columns in bytes.
fn failure(text: &str, error: &serde_json::Error) -> Failure {
    let words = error.to_string();
    let words = words.split(" at line ").next().unwrap_or_default();
    let reason = match words {
        "recursion limit exceeded" => Reason::TooDeep,
        "number out of range" => Reason::NumberOutOfRange,
        _ => Reason::Json(words.to_owned()),
    };
    let lines = Lines::new(text);
    let position = lines.position(lines.line(error.line()).start + error.column().saturating_sub(1));
    Failure { reason, position: Some((position.line, position.column)) }
}
