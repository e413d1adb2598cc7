//! Syntax: JSON and YAML to values, with the syntax errors of both libraries as one type.

use std::ops::Range;

use serde::de::DeserializeSeed;

use super::builder::{BuildState, Builder, EXPECTED_KEY};
use crate::source::{
    Lines, Value,
    events::{self, EventError, EventKind},
};

/// The maximum nesting of a document: the limit of both libraries.
const MAX_DEPTH: usize = 128;

/// The maximum number of open brackets for the YAML library, which scans all of them for each token.
const MAX_OPEN_BRACKETS: usize = 1000;

/// A syntax error and its position.
#[derive(Debug)]
pub(super) struct SyntaxError {
    pub(super) kind: SyntaxErrorKind,
    /// The line and column, counted from 1 in characters, if they are known.
    position: Option<(usize, usize)>,
}

/// The kind of a syntax error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SyntaxErrorKind {
    /// The YAML library rejects the text with this message.
    Yaml(String),
    /// The JSON library rejects the text with this message.
    Json(String),
    /// The text is valid, but the JSON library cannot represent a number.
    NumberOutOfRange,
    TooDeep,
    TooManyAliases,
    SeveralDocuments,
    KeyNotString,
}

impl SyntaxError {
    /// The bytes of the character at the position of the error, if that is known.
    pub(super) fn span(&self, text: &str) -> Option<Range<usize>> {
        self.position.map(|(line, column)| {
            let offset = Lines::new(text).offset(line, column);
            let next = text.get(offset..).and_then(|rest| rest.chars().next()).filter(|next| *next != '\n');
            offset..offset + next.map_or(0, char::len_utf8)
        })
    }

    fn at_offset(kind: SyntaxErrorKind, text: &str, offset: Option<usize>) -> Self {
        let position = offset.map(|offset| Lines::new(text).position(offset));
        Self { kind, position: position.map(|position| (position.line, position.column)) }
    }

    /// The library tells kinds of errors apart only by their messages, and counts columns in bytes.
    fn from_json(text: &str, error: &serde_json::Error) -> Self {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        let kind = match message {
            "recursion limit exceeded" => SyntaxErrorKind::TooDeep,
            "number out of range" => SyntaxErrorKind::NumberOutOfRange,
            _ => SyntaxErrorKind::Json(message.to_owned()),
        };
        let line_start = Lines::new(text).line(error.line()).start;
        Self::at_offset(kind, text, Some(line_start + error.column().saturating_sub(1)))
    }

    /// The library tells kinds of errors apart only by their messages.
    fn from_yaml(text: &str, error: &serde_yaml::Error) -> Self {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        let kind = if message.contains("recursion limit exceeded") {
            SyntaxErrorKind::TooDeep
        } else if message.contains("repetition limit exceeded") {
            SyntaxErrorKind::TooManyAliases
        } else if message.contains("more than one document") {
            return after_first_document(text);
        } else if message.contains(EXPECTED_KEY) {
            SyntaxErrorKind::KeyNotString
        } else {
            SyntaxErrorKind::Yaml(message.to_owned())
        };
        Self { kind, position: error.location().map(|location| (location.line(), location.column())) }
    }
}

impl From<EventError> for SyntaxError {
    fn from(error: EventError) -> Self {
        let is_too_deep = error.message.contains("recursion limit exceeded");
        let kind = if is_too_deep { SyntaxErrorKind::TooDeep } else { SyntaxErrorKind::Yaml(error.message) };
        Self { kind, position: Some((error.line, error.column)) }
    }
}

/// Parses a JSON text.
pub(super) fn parse_json(text: &str, state: &BuildState) -> Result<Value, SyntaxError> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    Builder(state)
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| SyntaxError::from_json(text, &error))
}

/// Parses a YAML text with one document.
pub(super) fn parse_yaml(text: &str, state: &BuildState) -> Result<Value, SyntaxError> {
    if max_open_brackets(text) > MAX_OPEN_BRACKETS {
        check_depth(text)?;
    }
    let deserializer = serde_yaml::Deserializer::from_str(text);
    Builder(state).deserialize(deserializer).map_err(|error| SyntaxError::from_yaml(text, &error))
}

/// The maximum number of brackets that are open at once, including those inside of strings.
fn max_open_brackets(text: &str) -> usize {
    let (mut open, mut most) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        most = most.max(open);
    }
    most
}

/// Rejects a text that is nested too deeply or malformed, in linear time.
fn check_depth(text: &str) -> Result<(), SyntaxError> {
    let mut depth = 0_usize;
    let mut too_deep = None;
    let error = events::read(text, |event| {
        match event.kind {
            EventKind::Object | EventKind::Array => depth += 1,
            EventKind::End => depth = depth.saturating_sub(1),
            EventKind::Document | EventKind::Scalar { .. } | EventKind::Alias => {}
        }
        if depth > MAX_DEPTH {
            too_deep = Some(event.span.start);
        }
        too_deep.is_none()
    });
    if too_deep.is_some() {
        return Err(SyntaxError::at_offset(SyntaxErrorKind::TooDeep, text, too_deep));
    }
    error.map_or(Ok(()), |error| Err(error.into()))
}

/// The error for text after the first document. It may be a second document or a syntax error.
fn after_first_document(text: &str) -> SyntaxError {
    let mut documents = 0;
    let mut second = None;
    let error = events::read(text, |event| {
        documents += usize::from(event.kind == EventKind::Document);
        second = (documents == 2).then_some(event.span.start);
        second.is_none()
    });
    match (second, error) {
        (None, Some(error)) => error.into(),
        (second, _) => SyntaxError::at_offset(SyntaxErrorKind::SeveralDocuments, text, second),
    }
}
