//! Values that the standard library has no type for: dates, times, durations, UUIDs, Base64, and numbers of any
//! precision.
//!
//! Dates, times and UUIDs keep the text that was received, so it is sent back unchanged. Dates and times use no date
//! crate: it would be the largest dependency that parsing needs, and it would not keep the text. Features convert to
//! the types of several date crates.
//!
//! - `base64`: [`Base64`]
//! - `conversions`: conversions to and from types of other crates
//! - `date`: [`Date`], and calendar arithmetic
//! - `date_time`: [`DateTime`]
//! - `duration`: [`Duration`]
//! - `number`: [`Number`]
//! - `text`: shared code of the types that are strings on the wire
//! - `time`: [`Time`] and [`Offset`]
//! - `uuid`: [`Uuid`]

mod base64;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time"))]
mod conversions;
mod date;
mod date_time;
mod duration;
mod number;
mod text;
mod time;
mod uuid;

pub use self::{
    time::{Offset, Time},
    uuid::Uuid,
};
pub use base64::Base64;
pub use date::Date;
pub use date_time::DateTime;
pub use duration::Duration;
pub use number::Number;
pub use text::ValueError;
