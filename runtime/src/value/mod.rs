//! Values that the standard library has no type for: dates, times, durations, Base64, and numbers of any precision.
//!
//! Dates and times keep the text that was received, so it is sent back unchanged. They use no date crate: it would
//! be the largest dependency that parsing needs, and it would not keep the text.
//!
//! - `base64`: [`Base64`]
//! - `date`: [`Date`], and calendar arithmetic
//! - `date_time`: [`DateTime`]
//! - `duration`: [`Duration`]
//! - `number`: [`Number`]
//! - `text`: shared code of the types that are strings on the wire
//! - `time`: [`Time`] and [`Offset`]

mod base64;
mod date;
mod date_time;
mod duration;
mod number;
mod text;
mod time;

pub use base64::Base64;
pub use date::Date;
pub use date_time::DateTime;
pub use duration::Duration;
pub use number::Number;
pub use text::ValueError;
pub use time::{Offset, Time};
