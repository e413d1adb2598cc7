//! The way from bytes to a [`Document`], with everything that can be wrong on it.

use memchr::memmem;

use super::{
    FileId, Location, Pointer, SourceFile, Value,
    build::{Finding, Notes},
    exact, json, survey, yaml,
};
use crate::diagnostic::{Code, Diagnostics, SourceLocation};

/// A document that has been read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Where it came from.
    pub file: FileId,
    /// All that it says.
    pub root: Value,
}

/// The largest file that is read. The largest descriptions that are known have some tens of megabytes.
const LARGEST: usize = 64 * 1024 * 1024;

/// Reads a document, YAML or JSON. `None` where it cannot be read at all, for reasons that are in `diagnostics`.
///
/// A document with duplicate keys, merge keys or tags is read, with errors: the first of two values stays, `<<` is an
/// ordinary key and a tag is left out, so that the other layers can tell what else is wrong.
pub fn parse(file: FileId, source: &SourceFile, diagnostics: &mut Diagnostics) -> Option<Document> {
    let text = decode(file, source, diagnostics)?;
    let notes = Notes::new(text.len());
    let (language, read) = read(source, text, &notes);
    let mut root = match read {
        Ok(root) => root,
        Err(failure) => {
            failure.report(file, text, &notes, diagnostics);
            return None;
        }
    };
    if root == Value::Null {
        empty(file, diagnostics);
        return None;
    }
    let is_there = |mark: &str| memmem::find(text.as_bytes(), mark.as_bytes()).is_some();
    let tagged = language == Language::Yaml && ["!!", "!<", "%TAG"].into_iter().any(is_there);
    examine(file, text, notes, tagged, &mut root, diagnostics);
    Some(Document { file, root })
}

/// The text of the file, if it is one.
fn decode<'s>(file: FileId, source: &'s SourceFile, diagnostics: &mut Diagnostics) -> Option<&'s str> {
    if source.bytes.len() > LARGEST {
        let message = format!("the file has {} bytes, more than the {LARGEST} that are read", source.bytes.len());
        diagnostics.error(Code::TooLarge, SourceLocation::File(file), message);
        return None;
    }
    match source.text() {
        Ok(text) if text.trim().is_empty() => {
            empty(file, diagnostics);
            None
        }
        Ok(text) => Some(text),
        Err(offset) => {
            let place = SourceLocation::Text(file, offset..offset);
            let message = format!("the file is not UTF-8: the byte at offset {offset} begins no character");
            let problem = diagnostics.error(Code::NotUtf8, place, message);
            if source.bytes.starts_with(&[0xFF, 0xFE]) || source.bytes.starts_with(&[0xFE, 0xFF]) {
                problem.note("it looks like UTF-16");
            }
            problem.help("save the file as UTF-8");
            None
        }
    }
}

fn empty(file: FileId, diagnostics: &mut Diagnostics) {
    diagnostics
        .error(Code::EmptyFile, SourceLocation::File(file), "the file holds no document")
        .help("a document begins with `openapi: 3.0.3`, or the file should not be here");
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Language {
    Json,
    Yaml,
}

/// Why a text could not be read.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) reason: Reason,
    /// The line and column, from 1 in characters, where they are known.
    pub(super) position: Option<(usize, usize)>,
}

/// The kinds of reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    Yaml(String),
    Json(String),
    /// Not wrong, but beyond what the JSON reader holds.
    NumberOutOfRange,
    TooDeep,
    TooManyAliases,
    SeveralDocuments,
    KeyNotString,
}

/// Reads JSON where it is, YAML otherwise.
fn read(source: &SourceFile, text: &str, notes: &Notes) -> (Language, Result<Value, Failure>) {
    let named_json = source.path.to_ascii_lowercase().ends_with(".json");
    if !named_json && !text.trim_start().starts_with('{') {
        return (Language::Yaml, yaml::read(text, notes));
    }
    match json::read(text, notes) {
        // YAML has objects in braces too, and holds any number.
        Err(failure) if !named_json || failure.reason == Reason::NumberOutOfRange => {
            notes.reset(text.len());
            (Language::Yaml, yaml::read(text, notes))
        }
        read => (Language::Json, read),
    }
}

impl Failure {
    fn report(self, file: FileId, text: &str, notes: &Notes, diagnostics: &mut Diagnostics) {
        let position = self.position.map(|(line, column)| {
            let offset = super::Lines::new(text).offset(line, column);
            let width = text.get(offset..).and_then(|rest| rest.chars().next()).filter(|next| *next != '\n');
            offset..offset + width.map_or(0, char::len_utf8)
        });
        let at = |span: Option<std::ops::Range<usize>>| {
            span.map_or(SourceLocation::File(file), |span| SourceLocation::Text(file, span))
        };
        let reason = if notes.exhausted() { Reason::TooManyAliases } else { self.reason };
        match reason {
            Reason::Yaml(what) => diagnostics.error(Code::InvalidYaml, at(position), what),
            Reason::Json(what) => diagnostics.error(Code::InvalidJson, at(position), what),
            Reason::NumberOutOfRange => diagnostics.error(Code::InvalidJson, at(position), "a number is out of range"),
            Reason::TooDeep => diagnostics
                .error(Code::TooDeep, at(position), "the document is nested more than 128 levels deep")
                .help("move inner schemas to `components` and refer to them with `$ref`"),
            Reason::TooManyAliases => diagnostics
                .error(Code::TooManyAliases, at(survey::first_alias(text)), "aliases make this document too large")
                .label("the first alias")
                .help("refer to shared objects with `$ref` instead of YAML aliases"),
            Reason::SeveralDocuments => diagnostics
                .error(Code::SeveralDocuments, at(position), "a second document begins in this file")
                .help("give each document a file of its own"),
            Reason::KeyNotString => diagnostics
                .error(Code::KeyNotString, at(position), "the key of a member is an object or an array")
                .help("a key is a text: put it in quotes"),
        };
    }
}

/// Reports and mends what the first reading found worth a second look.
fn examine(file: FileId, text: &str, notes: Notes, tagged: bool, root: &mut Value, diagnostics: &mut Diagnostics) {
    let findings = notes.findings();
    let of = |wanted: Finding| -> Vec<Pointer> {
        let wanted = findings.iter().filter(|(finding, _)| *finding == wanted);
        wanted.map(|(_, pointer)| pointer.clone()).collect()
    };
    let location = |pointer: Pointer| Location { pointer, ..Location::root(file) };
    for pointer in of(Finding::NotFinite) {
        diagnostics
            .error(Code::NonFiniteNumber, location(pointer), "a number of a description is finite")
            .help("leave a bound that is infinite out; put a text in quotes");
    }
    exact::restore(root, text, &of(Finding::Inexact));
    let (duplicates, tags) = (of(Finding::Duplicate), of(Finding::Tag));
    let irregular = !duplicates.is_empty() || !tags.is_empty();
    if !irregular && !tagged && of(Finding::MergeKey).is_empty() {
        return;
    }
    let reported = survey::report(file, text, diagnostics);
    if reported == 0 {
        // The second reader stopped before it came to what the first one saw. Its places are better, but these are true.
        for pointer in duplicates {
            diagnostics.error(Code::DuplicateKey, location(pointer), "this key stands twice in its object");
        }
        for pointer in tags {
            diagnostics.error(Code::UnsupportedTag, location(pointer), "the tag of this value is not supported");
        }
    }
}
