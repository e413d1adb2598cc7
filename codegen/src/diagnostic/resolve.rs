//! From places to bytes and lines: every address of a file is found in one reading of its text.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use super::{Diagnostic, SourceLocation};
use crate::source::{FileId, Lines, Pointer, Sources, locate::Spans};

/// Knows where the places of some problems are.
pub(super) struct Resolver<'s> {
    sources: &'s Sources,
    files: BTreeMap<FileId, File<'s>>,
}

struct File<'s> {
    lines: Lines<'s>,
    spans: BTreeMap<Pointer, Spans>,
}

impl<'s> Resolver<'s> {
    /// Finds the places of these problems.
    pub(super) fn new(problems: &[Diagnostic], sources: &'s Sources) -> Self {
        let places = problems.iter().flat_map(|problem| {
            std::iter::once(&problem.location).chain(problem.related.iter().map(|(place, _)| place))
        });
        let mut asked: BTreeMap<FileId, BTreeSet<&Pointer>> = BTreeMap::new();
        for place in places {
            let pointers = asked.entry(place.file()).or_default();
            if let SourceLocation::Node(location) = place {
                pointers.insert(&location.pointer);
            }
        }
        let read = |(id, pointers): (FileId, BTreeSet<&Pointer>)| {
            let lines = Lines::new(sources.get(id).text_lossy());
            let spans = sources.spans(id, &pointers);
            (id, File { lines, spans })
        };
        Self { sources, files: asked.into_iter().map(read).collect() }
    }

    /// The path of the file that a place is in.
    pub(super) fn path(&self, place: &SourceLocation) -> &'s str {
        &self.sources.get(place.file()).path
    }

    /// The lines of the file that a place is in, where the place has lines at all.
    pub(super) fn lines(&self, place: &SourceLocation) -> Option<&Lines<'s>> {
        let file = self.files.get(&place.file())?;
        (!matches!(place, SourceLocation::File(_))).then_some(&file.lines)
    }

    /// The bytes of a place; none at the very beginning for a file as a whole.
    pub(super) fn span(&self, place: &SourceLocation) -> Range<usize> {
        match place {
            SourceLocation::File(_) => 0..0,
            SourceLocation::Text(_, span) => span.clone(),
            SourceLocation::Node(location) => {
                let spans = self.files.get(&location.file).and_then(|file| file.spans.get(&location.pointer));
                spans.map(|spans| spans.part(location.part)).unwrap_or_default()
            }
        }
    }
}
