//! How another crate calls each operation of the client, as data.

use crate::model;

/// An operation, as another crate calls it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The path of the document that describes it.
    pub file: String,
    /// Its path template, as in the document.
    pub path: String,
    /// Its HTTP method, in capitals.
    pub http_method: String,
    /// The id that errors know it by.
    pub id: String,
    /// The client: `pets::petstore::Client`.
    pub client: String,
    /// The client's method.
    pub method: String,
    /// Everything that can be given, in the order of the setters.
    pub arguments: Vec<CallArgument>,
    /// The media type of its body, where it has one.
    pub content_type: Option<String>,
    /// Whether its answer is read as it arrives, part by part.
    pub is_streamed: bool,
}

/// A value that a call can be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallArgument {
    /// The setter.
    pub setter: String,
    /// The name on the wire.
    pub wire: String,
    /// Where it goes.
    pub location: model::ArgumentLocation,
    /// Whether the call does not compile without it.
    pub required: bool,
    /// What its setter takes.
    pub value: CallValue,
}

/// What a setter takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallValue {
    /// A value of this type, which can be read from JSON: `pets::petstore::types::Pet`.
    Json(String),
    /// The runtime's `Upload`.
    Upload,
    /// A list of them.
    Uploads,
    /// The runtime's `Multipart`.
    Multipart,
}
