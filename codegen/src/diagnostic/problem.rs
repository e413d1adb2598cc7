//! One problem, and how it is put into words.

use std::ops::Range;

use super::{Code, Severity};
use crate::source::{FileId, Location};

/// Where a problem is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceLocation {
    /// At a key or value of the document.
    Node(Location),
    /// At these bytes of the text, where there is no value to point at.
    Text(FileId, Range<usize>),
    /// In the file as a whole.
    File(FileId),
}

impl SourceLocation {
    /// The file that the place is in.
    pub fn file(&self) -> FileId {
        match self {
            Self::Node(location) => location.file,
            Self::Text(file, _) | Self::File(file) => *file,
        }
    }
}

impl From<Location> for SourceLocation {
    fn from(location: Location) -> Self {
        Self::Node(location)
    }
}

impl From<&Location> for SourceLocation {
    fn from(location: &Location) -> Self {
        Self::Node(location.clone())
    }
}

/// One problem of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of problem it is.
    pub code: Code,
    /// What is wrong, in a line without a full stop.
    pub message: String,
    /// Where it is.
    pub location: SourceLocation,
    /// A few words beside the place.
    pub label: Option<String>,
    /// What a reader should know besides.
    pub notes: Vec<String>,
    /// What a reader can do about it.
    pub helps: Vec<String>,
    /// Other places that have to do with it, each with a few words.
    pub related: Vec<(SourceLocation, String)>,
    /// How it was worked around, where that is what the code says.
    pub workaround: Option<Workaround>,
}

/// What was done about a mistake in somebody else's document, so that the rest of it can stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workaround {
    /// The mistake: an error in a document of one's own.
    pub mistake: Code,
    /// What the client does instead, as a clause: `any JSON is taken`.
    pub fallback: String,
    /// The operations that are left out for it: `GET /things`.
    pub omitted_operations: Vec<String>,
}

impl Workaround {
    pub(super) fn new(mistake: Code) -> Self {
        Self { mistake, fallback: mistake.instead().to_owned(), omitted_operations: Vec::new() }
    }

    /// What was done, in a line.
    pub fn in_words(&self) -> String {
        let mistake = self.mistake;
        let what = match self.omitted_operations.as_slice() {
            [] => format!("instead, {}", self.fallback),
            operations => format!("left out: {}", operations.join(", ")),
        };
        format!("{what} ({mistake}, an error in a document of one's own)")
    }
}

impl Diagnostic {
    pub(super) fn new(code: Code, place: SourceLocation, message: String) -> Self {
        Self {
            code,
            message,
            location: place,
            label: None,
            notes: Vec::new(),
            helps: Vec::new(),
            related: Vec::new(),
            workaround: None,
        }
    }

    /// Whether it is an error or a warning.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// Says what a reader can do about it.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.helps.push(help.into());
        self
    }

    /// Says what a reader should know besides.
    pub fn note(&mut self, note: impl Into<String>) -> &mut Self {
        self.notes.push(note.into());
        self
    }

    /// Puts a few words beside the place.
    pub fn label(&mut self, label: impl Into<String>) -> &mut Self {
        self.label = Some(label.into());
        self
    }

    /// Says what is done instead, should it be worked around.
    pub fn instead(&mut self, instead: impl Into<String>) -> &mut Self {
        if let Some(workaround) = &mut self.workaround {
            workaround.fallback = instead.into();
        }
        self
    }

    /// Says which operation is left out for it, should it be worked around.
    pub fn omits_operation(&mut self, operation: impl Into<String>) -> &mut Self {
        if let Some(workaround) = &mut self.workaround {
            workaround.omitted_operations.push(operation.into());
        }
        self
    }

    /// Points at another place that has to do with it.
    pub fn related(&mut self, place: impl Into<SourceLocation>, label: impl Into<String>) -> &mut Self {
        self.related.push((place.into(), label.into()));
        self
    }
}
