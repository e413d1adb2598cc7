//! Answers: what a success gives, what failures are documented, and what arrives part by part.

use super::{Docs, RustName, Type, WireName};

/// What a success gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Success {
    /// Nothing but the status and the headers.
    Nothing,
    /// One kind of answer.
    One(Content),
    /// Several kinds of answers, told apart by their status and by their media type.
    Several(AnswerEnum),
    /// Parts, as they arrive.
    Streamed(Parts),
}

/// A way of sending a request whose answer is read as it arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Streamed {
    /// The method: `stream_events`.
    pub method: RustName,
    /// What its documentation says.
    pub docs: Docs,
    /// The media types that it asks for.
    pub accept: Option<String>,
    /// What it gives.
    pub parts: Parts,
}

/// What arrives of an answer, part by part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parts {
    /// Bytes.
    Bytes,
    /// Server-sent events, their data as text.
    TextEvents,
    /// Server-sent events, their data of this type.
    Events(Type),
    /// JSON values of this type, one a line.
    Lines(Type),
    /// JSON values of this type, each behind a record separator (RFC 7464).
    Sequence(Type),
}

/// What an answer holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Nothing.
    Nothing,
    /// A JSON value.
    Json {
        /// Its type.
        ty: Type,
        /// Whether an empty answer can stand for it: every member of the object may be absent.
        or_default: bool,
    },
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

/// Several successes of one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerEnum {
    /// The enum's name: `CreateThingAnswer`.
    pub name: RustName,
    /// A variant for each success.
    pub variants: Vec<AnswerVariant>,
}

/// One of several successes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerVariant {
    /// The variant: `Created`.
    pub name: RustName,
    /// The statuses that it is for.
    pub status: StatusRange,
    /// The media types that it is for, where others of the same status are for others.
    pub media_types: Vec<String>,
    /// What the document says of it.
    pub docs: Docs,
    /// What it holds.
    pub content: Content,
}

/// The statuses that an answer is documented for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatusRange {
    /// One status.
    Exact(u16),
    /// A hundred of them, by the first digit.
    Range(u16),
    /// All that are not documented otherwise.
    Default,
}

/// The headers of the successes of one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerHeaders {
    /// The struct's name: `ListThingsHeaders`.
    pub name: RustName,
    /// Each of them.
    pub headers: Vec<AnswerHeader>,
}

/// A header of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerHeader {
    /// The field.
    pub name: RustName,
    /// The name on the wire.
    pub wire: WireName,
    /// What its documentation says.
    pub docs: Docs,
    /// The type of its value.
    pub ty: Type,
    /// Whether every success is documented to have it.
    pub required: bool,
    /// How its value is read.
    pub reading: HeaderReading,
}

/// The headers of failures, as one struct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorHeaders {
    /// The struct and its fields.
    pub headers: AnswerHeaders,
    /// The file that it goes to.
    pub module: RustName,
    /// Other names for it: those of failures that happen to be documented with the same headers.
    pub aliases: Vec<RustName>,
    /// Where they are documented.
    pub documented: Vec<DocumentedAt>,
}

/// Where headers of failures are documented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentedAt {
    /// For these statuses.
    pub statuses: Statuses,
    /// By the operations of these modules. None: by the operation in whose module the struct stands.
    pub operations: Vec<RustName>,
}

/// Statuses, as keys of answers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Statuses {
    /// Those of any of these.
    pub keys: Vec<StatusRange>,
    /// But for those that have an answer of their own.
    pub others: Vec<StatusRange>,
}

/// How the value of a header is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderReading {
    /// As the text that it is.
    Text,
    /// As what the text stands for: a number, a date.
    Parsed,
    /// As texts between commas.
    Texts,
    /// As what texts between commas stand for.
    ParsedList,
    /// As JSON.
    Json,
}

/// When a success status is in truth a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The value at the JSON pointer is this text.
    Equals {
        /// Where to look.
        pointer: String,
        /// The text that means failure.
        value: String,
    },
    /// There is a value at the JSON pointer, and it is neither null nor empty.
    Present {
        /// Where to look.
        pointer: String,
    },
}

/// The documented failures of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorVariants {
    /// The enum's name: `ResetPasswordError`.
    pub name: RustName,
    /// A variant for each documented status, sorted.
    pub variants: Vec<ErrorVariant>,
}

/// A documented failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorVariant {
    /// The variant: `Status400`.
    pub name: RustName,
    /// The statuses that it is for.
    pub status: StatusRange,
    /// The media types that it is for, where others of the same status are for others.
    pub media_types: Vec<String>,
    /// What the document says of it.
    pub docs: Docs,
    /// What it holds.
    pub content: Content,
}
