//! The places of a configuration, for diagnostics about its values.

use std::ops::Range;

use crate::{
    Options,
    diagnostic::SourceLocation,
    source::{FileId, Location, Sources},
};

/// The file of the configuration, or the document that stands for it.
#[derive(Clone, Copy)]
pub(super) struct ConfigFile {
    file: FileId,
    has_spans: bool,
}

impl ConfigFile {
    /// `first` is the first document.
    pub(super) fn of(options: &Options, sources: &Sources, first: Option<&Location>) -> Option<Self> {
        let is_configuration = |source| options.configuration.as_ref() == Some(source);
        let configuration = sources.iter().find(|(_, source)| is_configuration(*source));
        match configuration {
            Some((file, _)) => Some(Self { file, has_spans: true }),
            None => first.map(|at| Self { file: at.file, has_spans: false }),
        }
    }

    /// These bytes of the configuration. Without them, or without a configuration, the whole file.
    pub(super) fn place(self, span: Option<&Range<usize>>) -> SourceLocation {
        match span.filter(|_| self.has_spans) {
            Some(span) => SourceLocation::Text(self.file, span.clone()),
            None => SourceLocation::File(self.file),
        }
    }
}
