//! Parts of the conversions that the date crates share.

use std::fmt;

use crate::value::{Date, DateTime, Duration, Offset, Time, ValueError, time::Parts};

/// The years of [`Date`] and [`DateTime`].
pub(super) const YEARS: &str = "in the years 0 to 9999";

/// Nanoseconds since 1970-01-01 UTC.
pub(super) fn instant(moment: &DateTime) -> Result<i128, ValueError> {
    moment.unix_nanoseconds().ok_or_else(|| ValueError::of(moment, "a point in time: it has no offset"))
}

/// The offset in seconds. UTC without one.
pub(super) fn offset_seconds(moment: &DateTime) -> i32 {
    i32::from(moment.offset().unwrap_or(Offset::UTC).minutes()) * 60
}

/// The point in time at the offset in seconds, which RFC 3339 has in minutes only.
pub(super) fn moment(value: impl fmt::Display, nanoseconds: i128, offset_seconds: i32) -> Result<DateTime, ValueError> {
    let offset = i16::try_from(offset_seconds / 60).ok().and_then(Offset::from_minutes);
    let moment = DateTime::from_unix_nanoseconds(nanoseconds, offset.unwrap_or(Offset::UTC));
    moment.ok_or_else(|| ValueError::of(value, YEARS))
}

/// A date and time without an offset.
pub(super) fn local(date: Date, time: &Time) -> DateTime {
    DateTime { text: format!("{date}T{time}").into(), date, parts: time.parts }
}

/// A date of another crate.
pub(super) fn date(value: impl fmt::Display, year: i32, month: u8, day: u8) -> Result<Date, ValueError> {
    let date = u16::try_from(year).ok().and_then(|year| Date::new(year, month, day));
    date.ok_or_else(|| ValueError::of(value, YEARS))
}

/// A time without an offset.
pub(super) fn time(hour: u8, minute: u8, second: u8, nanosecond: u32) -> Time {
    let parts = Parts { hour, minute, second, nanosecond, offset: None };
    Time { text: parts.to_string().into(), parts }
}

/// The nanoseconds of a duration without years and months.
pub(super) fn nanoseconds(duration: &Duration) -> Result<i128, ValueError> {
    let length = duration.length().and_then(|length| i128::try_from(length.as_nanos()).ok());
    let length = length.ok_or_else(|| ValueError::of(duration, "of a known length"))?;
    Ok(if duration.is_negative() { -length } else { length })
}

/// A duration of another crate.
pub(super) fn duration(is_negative: bool, length: std::time::Duration) -> Duration {
    let mut duration = Duration::from(length);
    if is_negative {
        duration.text = format!("-{duration}").into();
        duration.parts.is_negative = true;
    }
    duration
}
