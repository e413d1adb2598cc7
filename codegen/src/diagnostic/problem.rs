//! One problem: its code, message, location and advice.

use std::ops::Range;

use super::{Code, Severity, Tolerance};
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
    /// The file that contains the location.
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
    /// The kind of the problem.
    pub code: Code,
    /// `problem: detail`, in one line without a full stop.
    pub message: String,
    /// Where the problem is.
    pub location: SourceLocation,
    /// A short text beside the marked location.
    pub label: Option<String>,
    /// Facts that explain the problem.
    pub notes: Vec<String>,
    /// Advice on how to fix the problem.
    pub helps: Vec<String>,
    /// Other locations that belong to the problem, each with a short text.
    pub related: Vec<(SourceLocation, String)>,
    /// How the problem was worked around. Present only with [`Code::WorkedAround`].
    pub workaround: Option<Workaround>,
}

/// How an error in a document was worked around, so that the rest of the document can be generated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workaround {
    /// The code of the error under the strict policy.
    pub mistake: Code,
    /// The fallback of the client, as a clause: `any JSON is accepted`.
    pub fallback: String,
    /// The operations that were omitted: `GET /things`.
    pub omitted_operations: Vec<String>,
}

impl Workaround {
    fn new(mistake: Code, fallback: &str) -> Self {
        Self { mistake, fallback: fallback.to_owned(), omitted_operations: Vec::new() }
    }

    /// The workaround in one line.
    pub fn describe(&self) -> String {
        let mistake = self.mistake;
        let action = match self.omitted_operations.as_slice() {
            [] => format!("worked around: {}", self.fallback),
            operations => format!("omitted: {}", operations.join(", ")),
        };
        format!("{action} ({mistake}, an error under the strict policy)")
    }
}

impl Diagnostic {
    pub(super) fn new(code: Code, tolerance: Tolerance, location: SourceLocation, message: String) -> Self {
        let workaround = match tolerance {
            Tolerance::WorkAround => Some(Workaround::new(code, code.fallback())),
            Tolerance::Warning(_) => Some(Workaround::new(code, "")),
            Tolerance::Unchanged | Tolerance::Accepted => None,
        };
        Self {
            code,
            message,
            location,
            label: None,
            notes: Vec::new(),
            helps: Vec::new(),
            related: Vec::new(),
            workaround,
        }
    }

    /// Whether it is an error or a warning.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// Adds advice on how to fix the problem.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.helps.push(help.into());
        self
    }

    /// Adds a fact that explains the problem.
    pub fn note(&mut self, note: impl Into<String>) -> &mut Self {
        self.notes.push(note.into());
        self
    }

    /// Sets the short text beside the marked location.
    pub fn label(&mut self, label: impl Into<String>) -> &mut Self {
        self.label = Some(label.into());
        self
    }

    /// Sets the fallback that the lenient policy uses, as a clause.
    pub fn fallback(&mut self, fallback: impl Into<String>) -> &mut Self {
        if let Some(workaround) = &mut self.workaround {
            workaround.fallback = fallback.into();
        }
        self
    }

    /// Names an operation that the lenient policy omits because of the problem.
    pub fn omits_operation(&mut self, operation: impl Into<String>) -> &mut Self {
        if let Some(workaround) = &mut self.workaround {
            workaround.omitted_operations.push(operation.into());
        }
        self
    }

    /// Points at another location that belongs to the problem.
    pub fn related(&mut self, location: impl Into<SourceLocation>, label: impl Into<String>) -> &mut Self {
        self.related.push((location.into(), label.into()));
        self
    }
}
