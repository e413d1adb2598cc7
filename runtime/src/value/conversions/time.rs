//! Types of the crate time.

use time::{Month, OffsetDateTime, PrimitiveDateTime, UtcOffset};

use super::dates::{date, duration, instant, local, moment, nanoseconds, offset_seconds};
use crate::{Date, DateTime, Duration, Time, ValueError};

/// A point in time with its offset.
///
/// ```
/// use time::OffsetDateTime;
/// use wireright_runtime::DateTime;
///
/// let created: DateTime = "2026-01-15T16:30:00+08:00".parse()?;
/// let moment = OffsetDateTime::try_from(&created)?;
/// assert_eq!((moment.hour(), moment.offset().whole_hours()), (16, 8));
/// assert_eq!(DateTime::try_from(moment)?.as_str(), "2026-01-15T16:30:00+08:00");
/// # Ok::<(), wireright_runtime::ValueError>(())
/// ```
///
/// # Errors
///
/// There is no offset, or it is the leap second at the end of the year 9999.
impl TryFrom<&DateTime> for OffsetDateTime {
    type Error = ValueError;

    fn try_from(value: &DateTime) -> Result<Self, ValueError> {
        let nanoseconds = instant(value)?;
        let offset = UtcOffset::from_whole_seconds(offset_seconds(value)).ok();
        Self::from_unix_timestamp_nanos(nanoseconds)
            .ok()
            .and_then(|moment| moment.checked_to_offset(offset?))
            .ok_or_else(|| ValueError::of(value, "in the range of `time::OffsetDateTime`"))
    }
}

/// The date and time at the offset.
///
/// # Errors
///
/// The leap second at the end of the year 9999.
impl TryFrom<&DateTime> for PrimitiveDateTime {
    type Error = ValueError;

    fn try_from(value: &DateTime) -> Result<Self, ValueError> {
        let is_leap_second = value.second() == 60;
        let second = if is_leap_second { 59 } else { value.second() };
        time::Time::from_hms_nano(value.hour(), value.minute(), second, value.nanosecond())
            .ok()
            .map(|time| Self::new(value.date().into(), time))
            .and_then(|moment| moment.checked_add(time::Duration::seconds(is_leap_second.into())))
            .ok_or_else(|| ValueError::of(value, "in the range of `time::PrimitiveDateTime`"))
    }
}

/// At its offset.
///
/// # Errors
///
/// The year is negative, or above 9999.
impl TryFrom<OffsetDateTime> for DateTime {
    type Error = ValueError;

    fn try_from(value: OffsetDateTime) -> Result<Self, ValueError> {
        moment(value, value.unix_timestamp_nanos(), value.offset().whole_seconds())
    }
}

/// Without an offset.
///
/// # Errors
///
/// The year is negative, or above 9999.
impl TryFrom<PrimitiveDateTime> for DateTime {
    type Error = ValueError;

    fn try_from(value: PrimitiveDateTime) -> Result<Self, ValueError> {
        Ok(local(value.date().try_into()?, &value.time().into()))
    }
}

/// The same day.
impl From<Date> for time::Date {
    fn from(value: Date) -> Self {
        let month = Month::try_from(value.month()).unwrap_or(Month::January);
        // Each day of the years 0 to 9999 exists there.
        Self::from_calendar_date(value.year().into(), month, value.day()).unwrap_or(Self::MIN)
    }
}

/// The same day.
///
/// # Errors
///
/// The year is negative, or above 9999.
impl TryFrom<time::Date> for Date {
    type Error = ValueError;

    fn try_from(value: time::Date) -> Result<Self, ValueError> {
        date(value, value.year(), value.month().into(), value.day())
    }
}

/// The time at the offset.
///
/// # Errors
///
/// A leap second.
impl TryFrom<&Time> for time::Time {
    type Error = ValueError;

    fn try_from(value: &Time) -> Result<Self, ValueError> {
        Self::from_hms_nano(value.hour(), value.minute(), value.second(), value.nanosecond())
            .map_err(|_| ValueError::of(value, "a time without leap second"))
    }
}

/// Without an offset.
impl From<time::Time> for Time {
    fn from(value: time::Time) -> Self {
        let (hour, minute, second, nanosecond) = value.as_hms_nano();
        super::dates::time(hour, minute, second, nanosecond)
    }
}

/// With days of 24 hours.
///
/// # Errors
///
/// It has years or months, whose length varies, or is too long.
impl TryFrom<&Duration> for time::Duration {
    type Error = ValueError;

    fn try_from(value: &Duration) -> Result<Self, ValueError> {
        const NANOSECONDS: i128 = 1_000_000_000;
        let nanoseconds = nanoseconds(value)?;
        // Both have the sign of the duration, and the fraction is below a second.
        let fraction = i32::try_from(nanoseconds % NANOSECONDS).unwrap_or_default();
        i64::try_from(nanoseconds / NANOSECONDS)
            .map(|seconds| Self::new(seconds, fraction))
            .map_err(|_| ValueError::of(value, "in the range of `time::Duration`"))
    }
}

/// In hours, minutes and seconds.
impl From<time::Duration> for Duration {
    fn from(value: time::Duration) -> Self {
        duration(value.is_negative(), value.unsigned_abs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> DateTime {
        text.parse().unwrap()
    }

    #[test]
    fn points_in_time_keep_their_offset() {
        let moment = OffsetDateTime::try_from(&parse("2026-01-15T16:30:00.5-08:00")).unwrap();
        assert_eq!((moment.hour(), moment.offset().whole_minutes()), (16, -480));
        assert_eq!(DateTime::try_from(moment).unwrap().as_str(), "2026-01-15T16:30:00.5-08:00");
        let local = PrimitiveDateTime::try_from(&parse("2026-01-15T16:30:00-08:00")).unwrap();
        assert_eq!(DateTime::try_from(local).unwrap().as_str(), "2026-01-15T16:30:00");
    }

    #[test]
    fn a_leap_second_is_the_following_second() {
        let leap = parse("2016-12-31T23:59:60.25Z");
        let moment = OffsetDateTime::try_from(&leap).unwrap();
        assert_eq!(DateTime::try_from(moment).unwrap().as_str(), "2017-01-01T00:00:00.25Z");
        let local = PrimitiveDateTime::try_from(&leap).unwrap();
        assert_eq!(DateTime::try_from(local).unwrap().as_str(), "2017-01-01T00:00:00.25");
        let error = time::Time::try_from(&"23:59:60Z".parse::<Time>().unwrap()).unwrap_err();
        assert_eq!(error.to_string(), "`23:59:60Z` is not a time without leap second");
    }

    #[test]
    fn digits_below_a_nanosecond_are_only_in_the_text() {
        let moment = OffsetDateTime::try_from(&parse("2026-01-15T08:30:00.1234567899Z")).unwrap();
        assert_eq!(DateTime::try_from(moment).unwrap().as_str(), "2026-01-15T08:30:00.123456789Z");
    }

    #[test]
    fn an_error_names_the_value() {
        let error = OffsetDateTime::try_from(&parse("9999-12-31T23:59:60Z")).unwrap_err();
        assert_eq!(error.to_string(), "`9999-12-31T23:59:60Z` is not in the range of `time::OffsetDateTime`");
        let error = OffsetDateTime::try_from(&parse("2026-01-15T08:30:00")).unwrap_err();
        assert_eq!(error.to_string(), "`2026-01-15T08:30:00` is not a point in time: it has no offset");
        let before = time::Date::from_calendar_date(-1, Month::May, 2).unwrap();
        let error = Date::try_from(before).unwrap_err().to_string();
        assert_eq!(error, "`-0001-05-02` is not in the years 0 to 9999");
    }

    #[test]
    fn dates_times_and_durations_round_trip() {
        for date in ["0000-01-01", "2024-02-29", "9999-12-31"] {
            let date: Date = date.parse().unwrap();
            assert_eq!(Date::try_from(time::Date::from(date)), Ok(date));
        }
        let time = time::Time::try_from(&"08:30:00.5+01:00".parse::<Time>().unwrap()).unwrap();
        assert_eq!(Time::from(time).as_str(), "08:30:00.5");
        let signed = time::Duration::try_from(&"-P1DT1.5S".parse::<Duration>().unwrap()).unwrap();
        assert_eq!(signed, time::Duration::new(-86_401, -500_000_000));
        assert_eq!(Duration::from(signed).as_str(), "-PT24H1.5S");
        assert!(time::Duration::try_from(&"P1Y".parse::<Duration>().unwrap()).is_err());
    }
}
