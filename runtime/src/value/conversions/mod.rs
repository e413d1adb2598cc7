//! Conversions to and from types of other crates, each behind the Cargo feature with the name of the crate.
//!
//! A conversion keeps the point in time, the offset in minutes, and nanoseconds. Further digits are only in the text. A
//! leap second counts as the following second, or is an error where there is none. The error names the value.
//!
//! - `chrono`: types of the crate chrono
//! - `dates`: parts of the conversions that the date crates share
//! - `jiff`: types of the crate jiff
//! - `rust_decimal`: the type of the crate rust_decimal
//! - `time`: types of the crate time

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
mod dates;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "rust_decimal")]
mod rust_decimal;
#[cfg(feature = "time")]
mod time;

use std::fmt;

use super::ValueError;

impl ValueError {
    /// A value of another type is not a value of this type, or the other way round.
    fn of(value: impl fmt::Display, expected: &'static str) -> Self {
        Self { value: Some(value.to_string().into()), expected }
    }
}
