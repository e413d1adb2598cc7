//! Values that Rust's standard library has no type for: dates, times and durations, bytes as Base64, numbers of any
//! precision.
//!
//! Dates and times keep the text that they came as, so that what is sent back is what was received; and they take
//! no dependency, of which each crate that reads dates would be the largest of this one.

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
