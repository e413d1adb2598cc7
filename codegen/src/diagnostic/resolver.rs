//! Resolver: from locations to bytes, lines and paths. Reads each text once for all its locations.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use super::{Diagnostic, SourceLocation};
use crate::source::{FileId, Lines, Pointer, Sources, locate::Spans};

/// The bytes and lines of the locations of some problems.
pub(super) struct Resolver<'s> {
    sources: &'s Sources,
    files: BTreeMap<FileId, File<'s>>,
}

struct File<'s> {
    lines: Lines<'s>,
    spans: BTreeMap<Pointer, Spans>,
}

impl<'s> Resolver<'s> {
    /// Resolves all locations of these problems.
    pub(super) fn new(problems: &[Diagnostic], sources: &'s Sources) -> Self {
        let locations = problems.iter().flat_map(|problem| {
            std::iter::once(&problem.location).chain(problem.related.iter().map(|(location, _)| location))
        });
        let mut pointers_by_file: BTreeMap<FileId, BTreeSet<&Pointer>> = BTreeMap::new();
        for location in locations {
            let pointers = pointers_by_file.entry(location.file()).or_default();
            if let SourceLocation::Node(location) = location {
                pointers.insert(&location.pointer);
            }
        }
        let read = |(id, pointers): (FileId, BTreeSet<&Pointer>)| {
            let lines = Lines::new(sources.get(id).text_lossy());
            let spans = sources.spans(id, &pointers);
            (id, File { lines, spans })
        };
        Self { sources, files: pointers_by_file.into_iter().map(read).collect() }
    }

    /// The path of the file of a location.
    pub(super) fn path(&self, location: &SourceLocation) -> &'s str {
        &self.sources.get(location.file()).path
    }

    /// The lines of the file of a location, or `None` for a whole file.
    pub(super) fn lines(&self, location: &SourceLocation) -> Option<&Lines<'s>> {
        let file = self.files.get(&location.file())?;
        (!matches!(location, SourceLocation::File(_))).then_some(&file.lines)
    }

    /// The bytes of a location. Empty for a whole file.
    pub(super) fn span(&self, location: &SourceLocation) -> Range<usize> {
        match location {
            SourceLocation::File(_) => 0..0,
            SourceLocation::Text(_, span) => span.clone(),
            SourceLocation::Node(location) => {
                let spans = self.files.get(&location.file).and_then(|file| file.spans.get(&location.pointer));
                spans.map(|spans| spans.part(location.part)).unwrap_or_default()
            }
        }
    }
}
