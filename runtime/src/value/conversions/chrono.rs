//! Types of the crate chrono.

use chrono::{DateTime as ChronoDateTime, Datelike as _, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use chrono::{Timelike as _, Utc};

use super::dates::{date, duration, instant, local, moment, nanoseconds, offset_seconds, time};
use crate::{Date, DateTime, Duration, Time, ValueError};

const NANOSECONDS: i128 = 1_000_000_000;

/// A point in time.
///
/// ```
/// use chrono::Utc;
/// use wireright_runtime::DateTime;
///
/// let created: DateTime = "2026-01-15T16:30:00+08:00".parse()?;
/// let utc = chrono::DateTime::<Utc>::try_from(&created)?;
/// assert_eq!(utc.to_string(), "2026-01-15 08:30:00 UTC");
/// assert_eq!(DateTime::try_from(utc)?.as_str(), "2026-01-15T08:30:00Z");
/// # Ok::<(), wireright_runtime::ValueError>(())
/// ```
///
/// # Errors
///
/// There is no offset.
impl TryFrom<&DateTime> for ChronoDateTime<Utc> {
    type Error = ValueError;

    fn try_from(value: &DateTime) -> Result<Self, ValueError> {
        let nanoseconds = instant(value)?;
        let fraction = u32::try_from(nanoseconds.rem_euclid(NANOSECONDS)).ok();
        i64::try_from(nanoseconds.div_euclid(NANOSECONDS))
            .ok()
            .and_then(|seconds| Self::from_timestamp(seconds, fraction?))
            .ok_or_else(|| ValueError::of(value, "in the range of `chrono::DateTime`"))
    }
}

/// A point in time with its offset.
///
/// # Errors
///
/// There is no offset.
impl TryFrom<&DateTime> for ChronoDateTime<FixedOffset> {
    type Error = ValueError;

    fn try_from(value: &DateTime) -> Result<Self, ValueError> {
        let offset = FixedOffset::east_opt(offset_seconds(value));
        let offset = offset.ok_or_else(|| ValueError::of(value, "in the range of `chrono::FixedOffset`"))?;
        Ok(ChronoDateTime::<Utc>::try_from(value)?.with_timezone(&offset))
    }
}

/// The date and time at the offset.
///
/// # Errors
///
/// None in practice: chrono has all years of `DateTime`, and leap seconds.
impl TryFrom<&DateTime> for NaiveDateTime {
    type Error = ValueError;

    fn try_from(value: &DateTime) -> Result<Self, ValueError> {
        naive_time(value.hour(), value.minute(), value.second(), value.nanosecond())
            .map(|time| NaiveDate::from(value.date()).and_time(time))
            .ok_or_else(|| ValueError::of(value, "in the range of `chrono::NaiveDateTime`"))
    }
}

/// In UTC.
///
/// # Errors
///
/// The year is not in 0 to 9999.
impl TryFrom<ChronoDateTime<Utc>> for DateTime {
    type Error = ValueError;

    fn try_from(value: ChronoDateTime<Utc>) -> Result<Self, ValueError> {
        moment(value, unix_nanoseconds(value), 0)
    }
}

/// At its offset.
///
/// # Errors
///
/// The year is not in 0 to 9999.
impl TryFrom<ChronoDateTime<FixedOffset>> for DateTime {
    type Error = ValueError;

    fn try_from(value: ChronoDateTime<FixedOffset>) -> Result<Self, ValueError> {
        moment(value, unix_nanoseconds(value.to_utc()), value.offset().local_minus_utc())
    }
}

fn unix_nanoseconds(value: ChronoDateTime<Utc>) -> i128 {
    i128::from(value.timestamp()) * NANOSECONDS + i128::from(value.timestamp_subsec_nanos())
}

/// Without an offset.
///
/// # Errors
///
/// The year is not in 0 to 9999.
impl TryFrom<NaiveDateTime> for DateTime {
    type Error = ValueError;

    fn try_from(value: NaiveDateTime) -> Result<Self, ValueError> {
        Ok(local(value.date().try_into()?, &value.time().into()))
    }
}

/// The same day.
impl From<Date> for NaiveDate {
    fn from(value: Date) -> Self {
        // Each day of the years 0 to 9999 exists there.
        Self::from_ymd_opt(value.year().into(), value.month().into(), value.day().into()).unwrap_or_default()
    }
}

/// The same day.
///
/// # Errors
///
/// The year is not in 0 to 9999.
impl TryFrom<NaiveDate> for Date {
    type Error = ValueError;

    fn try_from(value: NaiveDate) -> Result<Self, ValueError> {
        date(value, value.year(), small(value.month()), small(value.day()))
    }
}

/// The time at the offset.
///
/// # Errors
///
/// A leap second that is not at the end of a minute, which does not exist.
impl TryFrom<&Time> for NaiveTime {
    type Error = ValueError;

    fn try_from(value: &Time) -> Result<Self, ValueError> {
        naive_time(value.hour(), value.minute(), value.second(), value.nanosecond())
            .ok_or_else(|| ValueError::of(value, "in the range of `chrono::NaiveTime`"))
    }
}

/// A leap second is the second 59 with more than a second of nanoseconds.
fn naive_time(hour: u8, minute: u8, second: u8, nanosecond: u32) -> Option<NaiveTime> {
    let (second, nanosecond) = if second == 60 { (59, nanosecond + 1_000_000_000) } else { (second, nanosecond) };
    NaiveTime::from_hms_nano_opt(hour.into(), minute.into(), second.into(), nanosecond)
}

/// Without an offset.
impl From<NaiveTime> for Time {
    fn from(value: NaiveTime) -> Self {
        let second = value.second() + value.nanosecond() / 1_000_000_000;
        time(small(value.hour()), small(value.minute()), small(second), value.nanosecond() % 1_000_000_000)
    }
}

/// A month, a day, an hour, a minute or a second.
fn small(number: u32) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}

/// With days of 24 hours.
///
/// # Errors
///
/// It has years or months, whose length varies, or is too long.
impl TryFrom<&Duration> for TimeDelta {
    type Error = ValueError;

    fn try_from(value: &Duration) -> Result<Self, ValueError> {
        let nanoseconds = nanoseconds(value)?;
        let fraction = u32::try_from(nanoseconds.rem_euclid(NANOSECONDS)).ok();
        i64::try_from(nanoseconds.div_euclid(NANOSECONDS))
            .ok()
            .and_then(|seconds| Self::new(seconds, fraction?))
            .ok_or_else(|| ValueError::of(value, "in the range of `chrono::TimeDelta`"))
    }
}

/// In hours, minutes and seconds.
impl From<TimeDelta> for Duration {
    fn from(value: TimeDelta) -> Self {
        let seconds = value.num_seconds().unsigned_abs();
        duration(value < TimeDelta::zero(), std::time::Duration::new(seconds, value.subsec_nanos().unsigned_abs()))
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
        let fixed = ChronoDateTime::<FixedOffset>::try_from(&parse("2026-01-15T16:30:00.5-08:00")).unwrap();
        assert_eq!(fixed.to_string(), "2026-01-15 16:30:00.500 -08:00");
        assert_eq!(DateTime::try_from(fixed).unwrap().as_str(), "2026-01-15T16:30:00.5-08:00");
        let naive = NaiveDateTime::try_from(&parse("2026-01-15T16:30:00-08:00")).unwrap();
        assert_eq!(DateTime::try_from(naive).unwrap().as_str(), "2026-01-15T16:30:00");
    }

    #[test]
    fn a_leap_second_is_kept_or_is_the_following_second() {
        let leap = parse("2016-12-31T23:59:60.25Z");
        let utc = ChronoDateTime::<Utc>::try_from(&leap).unwrap();
        assert_eq!(utc.to_string(), "2017-01-01 00:00:00.250 UTC");
        let naive = NaiveDateTime::try_from(&leap).unwrap();
        assert_eq!(DateTime::try_from(naive).unwrap().as_str(), "2016-12-31T23:59:60.25");
        let time = NaiveTime::try_from(&"23:59:60Z".parse::<Time>().unwrap()).unwrap();
        assert_eq!(Time::from(time).as_str(), "23:59:60");
    }

    #[test]
    fn digits_below_a_nanosecond_are_only_in_the_text() {
        let utc = ChronoDateTime::<Utc>::try_from(&parse("2026-01-15T08:30:00.1234567899Z")).unwrap();
        assert_eq!(DateTime::try_from(utc).unwrap().as_str(), "2026-01-15T08:30:00.123456789Z");
    }

    #[test]
    fn an_error_names_the_value() {
        let error = ChronoDateTime::<Utc>::try_from(&parse("2026-01-15T08:30:00")).unwrap_err();
        assert_eq!(error.to_string(), "`2026-01-15T08:30:00` is not a point in time: it has no offset");
        let error = DateTime::try_from(ChronoDateTime::<Utc>::MAX_UTC).unwrap_err().to_string();
        assert!(error.starts_with("`+262142-12-31") && error.ends_with("` is not in the years 0 to 9999"), "{error}");
        assert!(Date::try_from(NaiveDate::MIN).is_err());
    }

    #[test]
    fn dates_and_durations_round_trip() {
        for date in ["0000-01-01", "2024-02-29", "9999-12-31"] {
            let date: Date = date.parse().unwrap();
            let naive = NaiveDate::from(date);
            assert_eq!((naive.to_string(), Date::try_from(naive)), (date.to_string(), Ok(date)));
        }
        let last = parse("9999-12-31T23:59:59Z");
        let utc = ChronoDateTime::<Utc>::try_from(&last).unwrap();
        assert_eq!(DateTime::try_from(utc), Ok(last));
        let delta = TimeDelta::try_from(&"-P1DT1.5S".parse::<Duration>().unwrap()).unwrap();
        assert_eq!(delta, -TimeDelta::new(86_401, 500_000_000).unwrap());
        assert_eq!(Duration::from(delta).as_str(), "-PT24H1.5S");
        assert!(TimeDelta::try_from(&"P1Y".parse::<Duration>().unwrap()).is_err());
    }
}
