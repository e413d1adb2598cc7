//! Small helpers that generated `Serialize` and `Deserialize` implementations share, and the tolerant reading of JSON.

mod extra;
mod key;
mod mend;
mod raw;
mod text;

pub use extra::Extra;
pub use key::Key;
pub(crate) use mend::mend;
pub(crate) use raw::{Members, Shape, compact, pointer, text_of};
pub use text::AnyText;
