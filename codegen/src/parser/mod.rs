//! Parser: YAML and JSON to untyped [`Document`]s. Reports every problem of the text. Knows no OpenAPI.
//!
//! Nesting, aliases and file sizes are bounded: documents are untrusted. The parser opens no files.
//!
//! - `syntax`: the YAML and JSON libraries and their syntax errors
//! - `builder`: the serde visitor that builds values
//! - `merge_keys`: merge keys of YAML 1.1
//! - `second_pass`: exact digits, duplicate keys, merge keys and tags
//! - `file_references`: references from a document to other files

mod builder;
pub mod file_references;
mod merge_keys;
mod second_pass;
mod syntax;
#[cfg(test)]
mod tests;

use std::ops::Range;

use memchr::memmem;

use crate::{
    diagnostic::{Code, Diagnostics, SourceLocation},
    source::{FileId, Location, Pointer, SourceFile, Value},
};
use builder::{BuildState, Finding};
use syntax::{SyntaxError, SyntaxErrorKind};

/// A parsed document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The file of the document.
    pub file: FileId,
    /// The root value.
    pub root: Value,
}

/// The maximum size of a file in bytes. The largest known OpenAPI documents have some tens of megabytes.
pub const MAX_FILE_SIZE: usize = 64 * 1024 * 1024;

/// Parses a YAML or JSON document. `None` if that fails; `diagnostics` then has the errors.
///
/// A document with duplicate keys, merge keys or tags is parsed with errors, so that later layers can report more
/// problems: the first of two values is kept, the objects of `<<` are merged, and a tag is ignored.
pub fn parse(file: FileId, source: &SourceFile, diagnostics: &mut Diagnostics) -> Option<Document> {
    let text = decode(file, source, diagnostics)?;
    let state = BuildState::new(text.len());
    let (language, result) = parse_text(source, text, &state);
    let mut root = match result {
        Ok(root) => root,
        Err(error) => {
            report_syntax_error(error, file, text, &state, diagnostics);
            return None;
        }
    };
    if root == Value::Null {
        report_empty_file(file, diagnostics);
        return None;
    }
    let contains = |mark: &str| memmem::find(text.as_bytes(), mark.as_bytes()).is_some();
    let may_have_tags = language == Language::Yaml && ["!!", "!<", "%TAG"].into_iter().any(contains);
    let has_merge_keys = check_findings(file, text, state, may_have_tags, &mut root, diagnostics);
    if has_merge_keys && language == Language::Yaml {
        merge_keys::apply(&mut root);
    }
    Some(Document { file, root })
}

/// The text of a file, unless the file is too large, empty or not UTF-8.
fn decode<'s>(file: FileId, source: &'s SourceFile, diagnostics: &mut Diagnostics) -> Option<&'s str> {
    // A caller may have read only the first bytes of a file that is too large.
    if source.bytes.len() > MAX_FILE_SIZE {
        let message = format!("file too large: the limit is {MAX_FILE_SIZE} bytes");
        diagnostics.report(Code::TooLarge, SourceLocation::File(file), message);
        return None;
    }
    match source.text() {
        Ok(text) if text.trim().is_empty() => {
            report_empty_file(file, diagnostics);
            None
        }
        Ok(text) => Some(text),
        Err(offset) => {
            let location = SourceLocation::Text(file, offset..offset);
            let message = format!("invalid UTF-8: unexpected byte at offset {offset}");
            let problem = diagnostics.report(Code::NotUtf8, location, message);
            if source.bytes.starts_with(&[0xFF, 0xFE]) || source.bytes.starts_with(&[0xFE, 0xFF]) {
                problem.note("the file begins like UTF-16");
                problem.help("save the file as UTF-8, for example with `iconv -f UTF-16 -t UTF-8`");
            } else if source.bytes.contains(&0) {
                problem.note("the file has zero bytes, which no text has");
                problem.help("name a file with an OpenAPI document as YAML or JSON");
            } else {
                problem.note("the file may be ISO-8859-1");
                problem.help("save the file as UTF-8, for example with `iconv -f ISO-8859-1 -t UTF-8`");
            }
            None
        }
    }
}

fn report_empty_file(file: FileId, diagnostics: &mut Diagnostics) {
    diagnostics
        .report(Code::EmptyFile, SourceLocation::File(file), "empty file: it contains no document")
        .help("write a document that begins with `openapi: 3.0.3`, or remove the file");
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Language {
    Json,
    Yaml,
}

/// Parses JSON if the text begins or is named like JSON, and YAML otherwise.
fn parse_text(source: &SourceFile, text: &str, state: &BuildState) -> (Language, Result<Value, SyntaxError>) {
    let is_named_json = source.path.to_ascii_lowercase().ends_with(".json");
    if !is_named_json && !text.trim_start().starts_with('{') {
        return (Language::Yaml, syntax::parse_yaml(text, state));
    }
    match syntax::parse_json(text, state) {
        // YAML also has objects in braces, and its library supports any number.
        Err(error) if !is_named_json || error.kind == SyntaxErrorKind::NumberOutOfRange => {
            state.reset(text.len());
            (Language::Yaml, syntax::parse_yaml(text, state))
        }
        result => (Language::Json, result),
    }
}

fn report_syntax_error(
    error: SyntaxError,
    file: FileId,
    text: &str,
    state: &BuildState,
    diagnostics: &mut Diagnostics,
) {
    let locate =
        |span: Option<Range<usize>>| span.map_or(SourceLocation::File(file), |span| SourceLocation::Text(file, span));
    let at = locate(error.span(text));
    let kind = if state.is_too_large() { SyntaxErrorKind::TooManyAliases } else { error.kind };
    match kind {
        SyntaxErrorKind::Yaml(detail) => diagnostics.report(Code::InvalidYaml, at, format!("invalid YAML: {detail}")),
        SyntaxErrorKind::Json(detail) => diagnostics.report(Code::InvalidJson, at, format!("invalid JSON: {detail}")),
        SyntaxErrorKind::NumberOutOfRange => {
            diagnostics.report(Code::InvalidJson, at, "invalid JSON: number out of range")
        }
        SyntaxErrorKind::TooDeep => diagnostics
            .report(Code::TooDeep, at, "nesting too deep: the limit is 128 levels")
            .help("move inner schemas to `components` and refer to them with `$ref`"),
        SyntaxErrorKind::TooManyAliases => diagnostics
            .report(
                Code::TooManyAliases,
                locate(second_pass::first_alias(text)),
                "document too large: it multiplies through aliases",
            )
            .label("the first alias")
            .help("refer to shared objects with `$ref` instead of YAML aliases"),
        SyntaxErrorKind::SeveralDocuments => diagnostics
            .report(Code::SeveralDocuments, at, "several documents: a second document begins in this file")
            .help("write each document into its own file"),
        SyntaxErrorKind::KeyNotString => diagnostics
            .report(Code::KeyNotString, at, "wrong type of a key: expected a string, found an object or an array")
            .help("put the key in quotes"),
    };
}

/// Restores exact numbers, and reports the other findings of the first pass. Returns whether there are merge keys.
fn check_findings(
    file: FileId,
    text: &str,
    state: BuildState,
    may_have_tags: bool,
    root: &mut Value,
    diagnostics: &mut Diagnostics,
) -> bool {
    let findings = state.findings();
    let pointers = |wanted: Finding| -> Vec<Pointer> {
        let wanted = findings.iter().filter(|(finding, _)| *finding == wanted);
        wanted.map(|(_, pointer)| pointer.clone()).collect()
    };
    let location = |pointer: Pointer| Location { pointer, ..Location::root(file) };
    for pointer in pointers(Finding::NotFinite) {
        diagnostics
            .report(Code::NonFiniteNumber, location(pointer), "non-finite number: JSON has only finite numbers")
            .help("remove an infinite limit; put a string in quotes");
    }
    second_pass::restore_digits(root, text, &pointers(Finding::Inexact));
    let (duplicates, tags) = (pointers(Finding::Duplicate), pointers(Finding::Tag));
    let is_irregular = !duplicates.is_empty() || !tags.is_empty();
    if !is_irregular && !may_have_tags && pointers(Finding::MergeKey).is_empty() {
        return false;
    }
    let reported = second_pass::report_irregularities(file, text, diagnostics);
    if reported.count == 0 {
        // The second pass ended before it reached the findings. Their locations are less exact, but correct.
        for pointer in duplicates {
            let at = location(pointer);
            let key = at.pointer.segments().last().unwrap_or_default().into_owned();
            diagnostics.report(Code::DuplicateKey, at, format!("duplicate key `{key}`"));
        }
        for pointer in tags {
            diagnostics.report(Code::UnsupportedTag, location(pointer), "unsupported tag of this value");
        }
    }
    reported.has_merge_keys
}
