//! YAML to values.

use serde::de::DeserializeSeed;

use super::{
    Value,
    build::{Builder, Notes},
    parse::{Failure, Reason},
};

/// Reads a YAML text that holds one document.
pub(super) fn read(text: &str, notes: &Notes) -> Result<Value, Failure> {
    Builder(notes).deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| failure(&error))
}

/// What went wrong. The library tells kinds of errors apart only by their words.
fn failure(error: &serde_yaml::Error) -> Failure {
    let words = error.to_string();
    let words = words.split(" at line ").next().unwrap_or_default();
    let reason = if words.contains("recursion limit exceeded") {
        Reason::TooDeep
    } else if words.contains("repetition limit exceeded") {
        Reason::TooManyAliases
    } else if words.contains("more than one document") {
        Reason::SeveralDocuments
    } else if words.contains("expected a text as key") {
        Reason::KeyNotText
    } else {
        Reason::Yaml(words.to_owned())
    };
    let position = error.location().map(|location| (location.line(), location.column()));
    Failure { reason, position }
}
