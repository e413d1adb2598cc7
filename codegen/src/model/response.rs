//! Responses: body types of the documented successes and errors, their headers, and streamed bodies.

use super::{Docs, RustName, Type, WireName};

/// The result of a successful call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Success {
    /// Status and headers only.
    Empty,
    /// One kind of body for every success.
    Single(ResponseBody),
    /// Several kinds of bodies, selected by status and media type.
    OneOf(ResponseEnum),
    /// A body that is read while it arrives.
    Stream(StreamItems),
}

/// An additional method that sends the request and streams the response body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamMethod {
    /// The method: `stream_events`.
    pub method: RustName,
    /// Documentation of the method.
    pub docs: Docs,
    /// The value of the `Accept` header.
    pub accept: Option<String>,
    /// The items of the stream.
    pub items: StreamItems,
}

/// The items of a streamed response body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StreamItems {
    /// Chunks of bytes.
    Bytes,
    /// Server-sent events with string data.
    StringEvents,
    /// Server-sent events whose data is JSON.
    Events {
        /// The type of the value.
        ty: Type,
        /// Whether data that is not JSON of this type is a string of it.
        text_allowed: bool,
    },
    /// JSON values of this type, one per line.
    JsonLines(Type),
    /// JSON values of this type, each after a record separator (RFC 7464).
    JsonSequence(Type),
}

/// The body of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResponseBody {
    /// No body.
    Empty,
    /// A JSON value.
    Json {
        /// The type of the value.
        ty: Type,
        /// Whether an empty body is decoded as an empty object: every property of the object is optional.
        default_if_empty: bool,
        /// Whether a body of another media type is the string itself: the document has a range, such as `*/*`.
        text_allowed: bool,
    },
    /// A string.
    Text,
    /// Bytes.
    Bytes,
}

/// An enum of the successful responses of one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseEnum {
    /// The enum's name: `CreateThingResponse`.
    pub name: RustName,
    /// One variant per response.
    pub variants: Vec<ResponseVariant>,
}

/// One successful response of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseVariant {
    /// The variant: `Created`.
    pub name: RustName,
    /// The statuses that select this variant.
    pub status: StatusRange,
    /// The media types that select this variant. Empty if the status alone selects it.
    pub media_types: Vec<String>,
    /// Documentation of the variant.
    pub docs: Docs,
    /// The body.
    pub body: ResponseBody,
}

/// The statuses of a documented response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatusRange {
    /// One status.
    Exact(u16),
    /// The hundred statuses with this first digit: `4XX`.
    Range(u16),
    /// Every status without a response of its own: `default`.
    Default,
}

/// A struct of response headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseHeaders {
    /// The struct's name: `ListThingsHeaders`.
    pub name: RustName,
    /// One field per header.
    pub headers: Vec<ResponseHeader>,
}

/// A response header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseHeader {
    /// The field.
    pub name: RustName,
    /// The header's name.
    pub wire: WireName,
    /// Documentation of the field.
    pub docs: Docs,
    /// The type of the value.
    pub ty: Type,
    /// Whether every documented response requires the header.
    pub required: bool,
    /// How the value is decoded.
    pub codec: HeaderCodec,
}

/// A struct of the headers of error responses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorHeaders {
    /// The struct and its fields.
    pub headers: ResponseHeaders,
    /// The module of the struct.
    pub module: RustName,
    /// Type aliases: other error responses with the same headers.
    pub aliases: Vec<RustName>,
    /// The error responses that document the headers.
    pub responses: Vec<ErrorResponses>,
}

/// Error responses that document the same headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorResponses {
    /// The statuses of the responses.
    pub statuses: StatusSet,
    /// The modules of the operations. Empty: the operation whose module contains the struct.
    pub operations: Vec<RustName>,
    /// The feature of these operations.
    pub feature: Option<String>,
}

/// A set of statuses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StatusSet {
    /// The ranges in the set.
    pub included: Vec<StatusRange>,
    /// Ranges that are taken out, because they have responses of their own.
    pub excluded: Vec<StatusRange>,
}

/// How the value of a header is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderCodec {
    /// The string itself.
    String,
    /// A value parsed from the string: a number, a date.
    FromStr,
    /// Strings separated by commas.
    StringList,
    /// Values parsed from strings separated by commas.
    FromStrList,
    /// A type of another crate, which serde codes.
    Serde,
    /// A list of values of a type of another crate.
    SerdeList,
    /// JSON.
    Json,
}

/// A condition under which a response with a success status is an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FailureRule {
    /// The value at the JSON pointer equals this string.
    Equals {
        /// A JSON pointer into the body.
        pointer: String,
        /// The string that means failure.
        value: String,
    },
    /// The value at the JSON pointer exists and is neither null nor empty.
    Present {
        /// A JSON pointer into the body.
        pointer: String,
    },
}

/// An enum of the documented error responses of one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorEnum {
    /// The enum's name: `ResetPasswordError`.
    pub name: RustName,
    /// One variant per documented status, sorted.
    pub variants: Vec<ErrorVariant>,
}

/// The error responses that several operations document alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedErrors {
    /// The enum, with its own name: `Error400Or404`.
    pub errors: ErrorEnum,
    /// The modules of the operations.
    pub operations: Vec<RustName>,
}

/// A documented error response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorVariant {
    /// The variant: `Status400`.
    pub name: RustName,
    /// The statuses that select this variant.
    pub status: StatusRange,
    /// The media types that select this variant. Empty if the status alone selects it.
    pub media_types: Vec<String>,
    /// Documentation of the variant.
    pub docs: Docs,
    /// The body.
    pub body: ResponseBody,
}
