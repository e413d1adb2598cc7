//! A change with its places in both documents and its two verdicts.

use std::fmt;

use wireright_codegen::source::Pointer;

use crate::rules::Rule;

/// What a change does to deployed clients and servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WireLevel {
    /// Deployed clients and servers continue to work.
    Unaffected,
    /// Some deployed clients or servers may fail, depending on what they send or check.
    MayBreak,
    /// Requests or responses that were valid are no longer valid.
    Breaks,
}

/// What a change does to code that uses the generated client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RustLevel {
    /// Existing code compiles and does the same.
    Unaffected,
    /// Existing code compiles and sends, accepts or checks something else.
    ChangesMeaning,
    /// Some existing code no longer compiles.
    Breaks,
}

impl WireLevel {
    /// The level in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unaffected => "compatible",
            Self::MayBreak => "may break",
            Self::Breaks => "breaks",
        }
    }
}

impl RustLevel {
    /// The level in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unaffected => "compatible",
            Self::ChangesMeaning => "changes meaning",
            Self::Breaks => "breaks",
        }
    }
}

impl fmt::Display for WireLevel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl fmt::Display for RustLevel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A verdict with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict<L> {
    /// The level.
    pub level: L,
    /// The reason, as a clause.
    pub reason: String,
}

impl<L> Verdict<L> {
    pub(crate) fn new(level: L, reason: impl Into<String>) -> Self {
        Self { level, reason: reason.into() }
    }
}

/// The direction of the messages that a change concerns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Direction {
    /// Requests.
    pub request: bool,
    /// Responses.
    pub response: bool,
}

impl Direction {
    pub(crate) const NONE: Self = Self { request: false, response: false };
    pub(crate) const REQUEST: Self = Self { request: true, response: false };
    pub(crate) const RESPONSE: Self = Self { request: false, response: true };

    pub(crate) fn with(self, other: Self) -> Self {
        Self { request: self.request || other.request, response: self.response || other.response }
    }

    /// The direction in reports.
    pub fn as_str(self) -> &'static str {
        match (self.request, self.response) {
            (true, true) => "requests and responses",
            (true, false) => "requests",
            (false, true) => "responses",
            (false, false) => "",
        }
    }
}

/// A place in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The path of the file.
    pub file: String,
    /// The JSON pointer.
    pub pointer: Pointer,
    /// The line, from 1 on.
    pub line: usize,
    /// The column, from 1 on.
    pub column: usize,
}

/// `specs/pets.yaml:12`
impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.file, self.line)
    }
}

/// A change of the public API: the old line, the new line, or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiChange {
    /// The path of the item.
    pub path: String,
    /// The old declaration.
    pub old: Option<String>,
    /// The new declaration.
    pub new: Option<String>,
    /// What it does to existing code.
    pub level: RustLevel,
    /// The reason.
    pub reason: String,
}

/// A renamed item, with the line that keeps its old Rust name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    /// The old name in the document.
    pub old: String,
    /// The new name in the document.
    pub new: String,
    /// The line that keeps the Rust name. It belongs to the object at the new place.
    pub keep: Option<String>,
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// What changed: `Pet.name`, or "GET /pets: query parameter `limit`".
    pub subject: String,
    /// How it changed.
    pub summary: String,
    /// The place in the old documents.
    pub old: Option<Place>,
    /// The place in the new documents.
    pub new: Option<Place>,
    /// The direction of the messages.
    pub direction: Direction,
    /// What deployed clients and servers notice.
    pub wire: Verdict<WireLevel>,
    /// What code that uses the client notices.
    pub rust: Verdict<RustLevel>,
    /// The changes of the public API that it causes.
    pub api: Vec<ApiChange>,
    /// The rename, if it is one.
    pub rename: Option<Rename>,
    /// The identity of the change. It does not depend on lines, on other changes or on verdicts.
    pub fingerprint: String,
    /// The reason to ignore it, from the configuration.
    pub ignored: Option<String>,
}

impl Change {
    /// Whether it breaks or may break anything.
    pub fn is_breaking(&self) -> bool {
        self.wire.level != WireLevel::Unaffected || self.rust.level == RustLevel::Breaks
    }
}

/// A hash that is the same on every machine and in every version: FNV-1a with 64 bits.
pub(crate) fn fingerprint(parts: &[&str]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        for byte in part.bytes().chain([0xFF]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}
