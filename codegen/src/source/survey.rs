//! What is irregular about a text and cannot be seen in its value: keys that stand twice, merge keys, tags.
//!
//! It is a second reading, done only where the first one found a reason to.

use std::{collections::BTreeMap, ops::Range};

use super::{
    FileId,
    events::{self, Event, Kind},
};
use crate::diagnostic::{Code, Diagnostics, SourceLocation};

/// The tags that change nothing: they name what the value is anyway.
const HONOURED: [&str; 7] = ["!!str", "!!int", "!!float", "!!bool", "!!null", "!!map", "!!seq"];

/// Reports every duplicate key, merge key and tag of a text, and says how many there were.
pub(super) fn report(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> usize {
    let mut survey = Survey { file, diagnostics, open: Vec::new(), reported: 0, documents: 0 };
    events::read(text, |event| survey.take(&event));
    survey.reported
}

/// Where the first alias of a text stands.
pub(super) fn first_alias(text: &str) -> Option<Range<usize>> {
    let mut found = None;
    events::read(text, |event| {
        if event.kind == Kind::Alias {
            found = Some(event.span);
        }
        found.is_none()
    });
    found
}

/// An object or array that is being read.
enum Open {
    Array,
    Object {
        /// Where each key first stood.
        keys: BTreeMap<String, Range<usize>>,
        at_key: bool,
    },
}

struct Survey<'d> {
    file: FileId,
    diagnostics: &'d mut Diagnostics,
    open: Vec<Open>,
    reported: usize,
    documents: usize,
}

impl Survey<'_> {
    fn take(&mut self, event: &Event<'_>) -> bool {
        if let Some(tag) = event.tag.as_deref().filter(|tag| !HONOURED.contains(tag)) {
            self.unsupported_tag(tag, event.span.clone());
        }
        match &event.kind {
            Kind::Document => {
                self.documents += 1;
                return self.documents == 1;
            }
            Kind::End => {
                self.open.pop();
                return true;
            }
            Kind::Scalar { text, plain } => self.key(text, *plain, &event.span),
            Kind::Object | Kind::Array | Kind::Alias => {}
        }
        if let Some(Open::Object { at_key, .. }) = self.open.last_mut() {
            *at_key = !*at_key;
        }
        match event.kind {
            Kind::Object => self.open.push(Open::Object { keys: BTreeMap::new(), at_key: true }),
            Kind::Array => self.open.push(Open::Array),
            _ => {}
        }
        true
    }

    fn key(&mut self, text: &str, plain: bool, span: &Range<usize>) {
        let Some(Open::Object { keys, at_key: true }) = self.open.last_mut() else { return };
        let place = SourceLocation::Text(self.file, span.clone());
        if let Some(first) = keys.get(text) {
            self.diagnostics
                .error(Code::DuplicateKey, place, format!("the key `{text}` stands twice in this object"))
                .label("the second one")
                .related(SourceLocation::Text(self.file, first.clone()), "the first one")
                .help("remove or rename one of them");
            self.reported += 1;
            return;
        }
        keys.insert(text.to_owned(), span.clone());
        if plain && text == "<<" {
            self.diagnostics
                .error(Code::MergeKey, place, "merge keys are not supported")
                .note("`<<` is an extension of YAML 1.1 that YAML 1.2, and so OpenAPI, does not have")
                .help("write the members out, or refer to a shared object with `$ref`");
            self.reported += 1;
        }
    }

    fn unsupported_tag(&mut self, tag: &str, span: Range<usize>) {
        let place = SourceLocation::Text(self.file, span);
        let problem = self.diagnostics.error(Code::UnsupportedTag, place, format!("the tag `{tag}` is not supported"));
        if tag.starts_with("!include") {
            problem.help("write the content in place, or refer to an object with `$ref`");
        } else {
            problem.help("remove the tag: OpenAPI uses only what JSON can say");
        }
        self.reported += 1;
    }
}
