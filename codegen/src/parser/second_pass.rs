//! The second pass over a text, for facts that its value does not represent.
//!
//! It restores the digits of numbers, and reports duplicate keys, merge keys and tags. It runs only if the first pass
//! had a finding.

use std::{
    collections::{BTreeMap, HashSet},
    ops::Range,
};

use super::merge_keys::MERGE_KEY;
use crate::{
    diagnostic::{Code, Diagnostics, SourceLocation, Tolerance},
    source::{
        FileId, Number, Pointer, Value,
        events::{self, Event, EventKind},
        locate::{Spans, locate_all},
    },
};

/// Replaces the numbers at these pointers by the numbers in the text, with all their digits.
pub(super) fn restore_digits(root: &mut Value, text: &str, pointers: &[Pointer]) {
    if pointers.is_empty() || is_exact(root, text, pointers) {
        return;
    }
    for (pointer, Spans { value, .. }) in locate_all(text, pointers) {
        // A pointer behind an alias is located at the alias, whose text is not a number.
        let number = text.get(value).and_then(Number::parse);
        if let (Some(number), Some(slot)) = (number, root.find_mut(pointer.segments())) {
            *slot = Value::Number(number);
        }
    }
}

/// Whether every number of the text that equals one of these numbers is written as `f64` formats it.
///
/// Then no digits were lost, and locating the pointers is not necessary.
fn is_exact(root: &Value, text: &str, pointers: &[Pointer]) -> bool {
    let number = |pointer| match root.find(pointer) {
        Some(Value::Number(number)) => Some(number),
        _ => None,
    };
    // A number that was parsed as a string has to be located.
    let Some(read) = pointers.iter().map(number).collect::<Option<HashSet<&Number>>>() else { return false };
    // Bytes, because all of these are ASCII, and the text may be long.
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || b",:[]{}\"'".contains(byte);
    let is_number_start =
        |word: &&[u8]| word.first().is_some_and(|first| first.is_ascii_digit() || b"+-.".contains(first));
    text.as_bytes().split(is_end).filter(is_number_start).all(|word| {
        let Some((word, written)) = str::from_utf8(word).ok().and_then(|word| Some((word, Number::parse(word)?)))
        else {
            return true;
        };
        // The JSON library parses `-0` as a float.
        if written.as_i64().is_some() && word != "-0" {
            return true;
        }
        let as_read = written.as_f64().and_then(Number::from_f64);
        as_read.is_none_or(|number| number == written || !read.contains(&number))
    })
}

/// Tags that have no effect: they name the type that the value has anyway.
const STANDARD_TAGS: [&str; 7] = ["!!str", "!!int", "!!float", "!!bool", "!!null", "!!map", "!!seq"];

/// What was reported of a text.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) count: usize,
    pub(super) has_merge_keys: bool,
}

/// Reports every duplicate key, merge key and tag of a text.
pub(super) fn report_irregularities(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Findings {
    let mut scan = Scan { file, diagnostics, open: Vec::new(), reported: Findings::default(), documents: 0 };
    events::read(text, |event| scan.take(&event));
    scan.reported
}

/// The span of the first alias of a text.
pub(super) fn first_alias(text: &str) -> Option<Range<usize>> {
    let mut found = None;
    events::read(text, |event| {
        if event.kind == EventKind::Alias {
            found = Some(event.span);
        }
        found.is_none()
    });
    found
}

/// An object or array whose end is not reached yet.
enum Open {
    Array,
    Object {
        /// The span of the first occurrence of each key.
        keys: BTreeMap<String, Range<usize>>,
        expects_key: bool,
    },
}

struct Scan<'d> {
    file: FileId,
    diagnostics: &'d mut Diagnostics,
    open: Vec<Open>,
    reported: Findings,
    documents: usize,
}

impl Scan<'_> {
    fn take(&mut self, event: &Event<'_>) -> bool {
        if let Some(tag) = event.tag.as_deref().filter(|tag| !STANDARD_TAGS.contains(tag)) {
            self.unsupported_tag(tag, event.span.clone());
        }
        match &event.kind {
            EventKind::Document => {
                self.documents += 1;
                return self.documents == 1;
            }
            EventKind::End => {
                self.open.pop();
                return true;
            }
            EventKind::Scalar { text, plain } => self.key(text, *plain, &event.span),
            EventKind::Object | EventKind::Array | EventKind::Alias => {}
        }
        if let Some(Open::Object { expects_key, .. }) = self.open.last_mut() {
            *expects_key = !*expects_key;
        }
        match event.kind {
            EventKind::Object => self.open.push(Open::Object { keys: BTreeMap::new(), expects_key: true }),
            EventKind::Array => self.open.push(Open::Array),
            _ => {}
        }
        true
    }

    fn key(&mut self, text: &str, plain: bool, span: &Range<usize>) {
        let Some(Open::Object { keys, expects_key: true }) = self.open.last_mut() else { return };
        let location = SourceLocation::Text(self.file, span.clone());
        if let Some(first) = keys.get(text) {
            self.diagnostics
                .report(Code::DuplicateKey, location, format!("duplicate key `{text}`"))
                .label("second occurrence")
                .related(SourceLocation::Text(self.file, first.clone()), "first occurrence")
                .help("remove or rename one of them");
            self.reported.count += 1;
            return;
        }
        keys.insert(text.to_owned(), span.clone());
        if plain && text == MERGE_KEY {
            self.diagnostics
                .report_as(Code::MergeKey, Tolerance::WorkAround, location, "unsupported merge key `<<`")
                .note("merge keys belong to YAML 1.1; OpenAPI uses YAML 1.2")
                .help("write the keys out, or refer to a shared object with `$ref`")
                .fallback("the keys of its objects are merged");
            self.reported.count += 1;
            self.reported.has_merge_keys = true;
        }
    }

    fn unsupported_tag(&mut self, tag: &str, span: Range<usize>) {
        let location = SourceLocation::Text(self.file, span);
        let problem = self.diagnostics.report(Code::UnsupportedTag, location, format!("unsupported tag `{tag}`"));
        if tag.starts_with("!include") {
            problem.help("write the content here, or refer to an object with `$ref`");
        } else {
            problem.help("remove the tag: OpenAPI uses only the types of JSON");
        }
        self.reported.count += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a text is exact for a number that was parsed from it.
    fn is_exact(text: &str, read: f64) -> bool {
        let root = Value::Array(vec![Value::Number(Number::from_f64(read).unwrap())]);
        super::is_exact(&root, text, &[Pointer::root().index(0)])
    }

    #[test]
    fn numbers_that_f64_formats_the_same_are_exact() {
        for (short, read) in [
            ("a: 0.5", 0.5),
            ("[1, -0.25,1.0]", -0.25),
            ("{\"a\":2.5}", 2.5),
            ("v: 1.2.3\nw: 12", 1.2),
            ("9223372036854775807", 9_223_372_036_854_775_807.0),
            ("a: 1e-7", 1e-7),
            ("x0.50", 0.5),
            // The same number in JSON notation.
            ("[.5]", 0.5),
            ("+0.5", 0.5),
            ("The default is 1. The maximum is 10.", 1.0),
            // The number was not parsed.
            ("a: 0.50", 0.25),
        ] {
            assert!(is_exact(short, read), "{short}");
        }
        for (long, read) in [
            ("a: 0.50", 0.5),
            ("-0", -0.0),
            ("{\"a\":1e5}", 1e5),
            ("18446744073709551616", 18_446_744_073_709_551_616.0),
            ("a: 0.1000000000000000055", 0.1),
            ("100.00", 100.0),
        ] {
            assert!(!is_exact(long, read), "{long}");
        }
        let too_great = Value::Array(vec![Value::String("1e400".to_owned())]);
        assert!(!super::is_exact(&too_great, "- 1e400", &[Pointer::root().index(0)]));
    }
}
