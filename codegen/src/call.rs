//! Calls of operations as data, for programs that call the generated client.

use crate::model;

/// How another crate calls an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The path of the document.
    pub file: String,
    /// The path template, as in the document.
    pub path: String,
    /// The HTTP method in capitals.
    pub http_method: String,
    /// The operation's id in errors.
    pub id: String,
    /// The absolute path of the client: `pets::petstore::Client`.
    pub client: String,
    /// The client's method.
    pub method: String,
    /// The arguments, in the order of the setters.
    pub arguments: Vec<CallArgument>,
    /// The media type of the body. `None` without a body.
    pub content_type: Option<String>,
    /// Whether the response is a stream.
    pub is_streamed: bool,
}

/// An argument of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallArgument {
    /// The setter.
    pub setter: String,
    /// The name on the wire.
    pub wire: String,
    /// The part of the request that contains the value.
    pub location: model::ArgumentLocation,
    /// Whether the call does not compile without it.
    pub required: bool,
    /// The type that the setter takes.
    pub value: CallValue,
}

/// The type that a setter takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallValue {
    /// A type that implements `Deserialize`, by its absolute path: `pets::petstore::types::Pet`.
    Json(String),
    /// The runtime's `Upload`.
    Upload,
    /// `Vec<Upload>`.
    Uploads,
    /// The runtime's `Multipart`.
    Multipart,
}
