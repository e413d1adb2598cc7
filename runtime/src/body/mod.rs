//! Request bodies as bytes. Knows nothing of operations and media types.
//!
//! - `request_body`: [`RequestBody`], in memory or streamed, and [`BodyStream`], its bytes while they are sent
//! - `upload`: [`Upload`], bytes of the caller, from memory, a reader or a stream

mod request_body;
mod upload;

pub use request_body::{BodyStream, RequestBody};
pub(crate) use request_body::{Piece, WipedBuffer};
pub use upload::Upload;
