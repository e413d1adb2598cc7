//! Request bodies: their encoders, and their bytes in memory or as a stream. Knows nothing of operations.
//!
//! - `encode_error`: why a body cannot be encoded
//! - `encoded_body`: one function for each kind of body; [`BodyEncoding`], which encodes a JSON body again in another
//!   encoding
//! - `form`: bodies `application/x-www-form-urlencoded`
//! - `json`: JSON bodies
//! - `media_type`: media types of bodies and files
//! - `multipart`: [`Multipart`], the parts of a multipart body
//! - `multipart_macro`: [`multipart!`](crate::multipart), the parts of a struct
//! - `part`: a part of a multipart body, with its headers
//! - `pieces`: the bytes of a multipart body
//! - `request_body`: [`RequestBody`], in memory or streamed, and [`BodyStream`], its bytes while they are sent
//! - `upload`: [`Upload`], bytes of the caller, from memory, a reader or a stream

mod encode_error;
mod encoded_body;
mod form;
mod json;
mod media_type;
mod multipart;
mod multipart_macro;
mod part;
mod pieces;
mod request_body;
mod upload;

pub(crate) use encode_error::EncodeError;
pub use encoded_body::BodyEncoding;
pub(crate) use encoded_body::EncodedBody;
pub use form::FormField;
pub(crate) use json::{JsonBody, JsonObject, is_none};
pub use multipart::Multipart;
pub use request_body::{BodyStream, RequestBody};
pub use upload::Upload;
