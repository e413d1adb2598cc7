//! YAML to values.

use serde::de::DeserializeSeed;

use super::{
    Lines, Value,
    build::{Builder, Notes},
    events::{self, Kind, Stop},
    parse::{Failure, Reason},
};

/// How many levels a document may have: as many as the libraries for YAML and JSON read.
const DEEPEST: usize = 128;

/// How many open brackets the library may meet. It looks at all of them for each word that it reads.
const BRACKETS: usize = 1000;

/// Reads a YAML text that holds one document.
pub(super) fn read(text: &str, notes: &Notes) -> Result<Value, Failure> {
    if open_brackets(text) > BRACKETS {
        refuse_depth(text)?;
    }
    Builder(notes).deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| failure(text, &error))
}

/// How many brackets are open at once at most, as far as bytes tell: some of them may be text.
fn open_brackets(text: &str) -> usize {
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

/// Refuses a text that is nested too deeply, or not understood by a reader that can tell in time.
fn refuse_depth(text: &str) -> Result<(), Failure> {
    let mut depth = 0_usize;
    let mut deepest = None;
    let stop = events::read(text, |event| {
        match event.kind {
            Kind::Object | Kind::Array => depth += 1,
            Kind::End => depth = depth.saturating_sub(1),
            Kind::Document | Kind::Scalar { .. } | Kind::Alias => {}
        }
        if depth > DEEPEST {
            deepest = Some(event.span.start);
        }
        deepest.is_none()
    });
    if let Some(offset) = deepest {
        let position = Lines::new(text).position(offset);
        return Err(Failure { reason: Reason::TooDeep, position: Some((position.line, position.column)) });
    }
    stop.map_or(Ok(()), |stop| Err(stopped(stop)))
}

/// The failure of the second reader.
fn stopped(stop: Stop) -> Failure {
    let too_deep = stop.words.contains("recursion limit exceeded");
    let reason = if too_deep { Reason::TooDeep } else { Reason::Yaml(stop.words) };
    Failure { reason, position: Some((stop.line, stop.column)) }
}

/// What stands after the end of the first document, which the first reader took for a second one without looking.
fn after_the_end(text: &str) -> Failure {
    let mut documents = 0;
    let mut second = None;
    let stop = events::read(text, |event| {
        documents += usize::from(event.kind == Kind::Document);
        second = (documents == 2).then_some(event.span.start);
        second.is_none()
    });
    if let (None, Some(stop)) = (second, stop) {
        return stopped(stop);
    }
    let position = second.map(|offset| Lines::new(text).position(offset));
    Failure { reason: Reason::SeveralDocuments, position: position.map(|place| (place.line, place.column)) }
}

/// What went wrong. The library tells kinds of errors apart only by their words.
fn failure(text: &str, error: &serde_yaml::Error) -> Failure {
    let words = error.to_string();
    let words = words.split(" at line ").next().unwrap_or_default();
    let reason = if words.contains("recursion limit exceeded") {
        Reason::TooDeep
    } else if words.contains("repetition limit exceeded") {
        Reason::TooManyAliases
    } else if words.contains("more than one document") {
        return after_the_end(text);
    } else if words.contains("expected a text as key") {
        Reason::KeyNotString
    } else {
        Reason::Yaml(words.to_owned())
    };
    let position = error.location().map(|location| (location.line(), location.column()));
    Failure { reason, position }
}
