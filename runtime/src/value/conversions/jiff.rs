//! Types of the crate jiff.

use jiff::{SignedDuration, Span, Timestamp, ZonedDateTime, civil, tz};

use super::dates::{date, duration, instant, local, moment, nanoseconds, offset_seconds, time};
use crate::{Date, DateTime, Duration, Time, ValueError};

/// A point in time.
///
/// ```
/// use jiff::Timestamp;
/// use wireright_runtime::DateTime;
///
/// let created: DateTime = "2026-01-15T16:30:00+08:00".parse()?;
/// let timestamp = Timestamp::try_from(&created)?;
/// assert_eq!(timestamp.to_string(), "2026-01-15T08:30:00Z");
/// assert_eq!(DateTime::try_from(timestamp)?.as_str(), "2026-01-15T08:30:00Z");
/// # Ok::<(), wireright_runtime::ValueError>(())
/// ```
///
/// # Errors
///
/// There is no offset, or the point in time is after 9999-12-30T22:00:00Z, the last one of jiff.
impl TryFrom<&DateTime> for Timestamp {
    type Error = ValueError;

    fn try_from(value: &DateTime) -> Result<Self, ValueError> {
        Self::from_nanosecond(instant(value)?).map_err(|_| ValueError::of(value, "in the range of `jiff::Timestamp`"))
    }
}

/// A point in time with its offset as a fixed time zone.
///
/// # Errors
///
/// As for `Timestamp`.
impl TryFrom<&DateTime> for ZonedDateTime {
    type Error = ValueError;

    fn try_from(value: &DateTime) -> Result<Self, ValueError> {
        let offset = tz::Offset::from_seconds(offset_seconds(value));
        let offset = offset.map_err(|_| ValueError::of(value, "in the range of `jiff::tz::Offset`"))?;
        Ok(Timestamp::try_from(value)?.to_zoned_datetime(tz::TimeZone::fixed(offset)))
    }
}

/// The date and time at the offset.
///
/// # Errors
///
/// The leap second at the end of the year 9999.
impl TryFrom<&DateTime> for civil::DateTime {
    type Error = ValueError;

    fn try_from(value: &DateTime) -> Result<Self, ValueError> {
        let is_leap_second = value.second() == 60;
        let second = if is_leap_second { 59 } else { value.second() };
        let time = civil_time(value.hour(), value.minute(), second, value.nanosecond());
        time.map(|time| civil::Date::from(value.date()).to_datetime(time))
            .and_then(|moment| moment.checked_add(SignedDuration::from_secs(i64::from(is_leap_second))).ok())
            .ok_or_else(|| ValueError::of(value, "in the range of `jiff::civil::DateTime`"))
    }
}

/// In UTC.
///
/// # Errors
///
/// The year is negative.
impl TryFrom<Timestamp> for DateTime {
    type Error = ValueError;

    fn try_from(value: Timestamp) -> Result<Self, ValueError> {
        moment(value, value.as_nanosecond(), 0)
    }
}

/// At its offset, without the name of its time zone.
///
/// # Errors
///
/// The year is negative.
impl TryFrom<&ZonedDateTime> for DateTime {
    type Error = ValueError;

    fn try_from(value: &ZonedDateTime) -> Result<Self, ValueError> {
        moment(value, value.timestamp().as_nanosecond(), value.offset().seconds())
    }
}

/// Without an offset.
///
/// # Errors
///
/// The year is negative.
impl TryFrom<civil::DateTime> for DateTime {
    type Error = ValueError;

    fn try_from(value: civil::DateTime) -> Result<Self, ValueError> {
        Ok(local(value.date().try_into()?, &value.time().into()))
    }
}

/// The same day.
impl From<Date> for civil::Date {
    fn from(value: Date) -> Self {
        // Each day of the years 0 to 9999 exists there.
        Self::new(value.year().cast_signed(), value.month().cast_signed(), value.day().cast_signed())
            .unwrap_or_default()
    }
}

/// The same day.
///
/// # Errors
///
/// The year is negative.
impl TryFrom<civil::Date> for Date {
    type Error = ValueError;

    fn try_from(value: civil::Date) -> Result<Self, ValueError> {
        date(value, value.year().into(), value.month().cast_unsigned(), value.day().cast_unsigned())
    }
}

/// The time at the offset.
///
/// # Errors
///
/// A leap second.
impl TryFrom<&Time> for civil::Time {
    type Error = ValueError;

    fn try_from(value: &Time) -> Result<Self, ValueError> {
        civil_time(value.hour(), value.minute(), value.second(), value.nanosecond())
            .ok_or_else(|| ValueError::of(value, "a time without leap second"))
    }
}

fn civil_time(hour: u8, minute: u8, second: u8, nanosecond: u32) -> Option<civil::Time> {
    let (hour, minute, second) = (hour.cast_signed(), minute.cast_signed(), second.cast_signed());
    civil::Time::new(hour, minute, second, nanosecond.cast_signed()).ok()
}

/// Without an offset.
impl From<civil::Time> for Time {
    fn from(value: civil::Time) -> Self {
        let (hour, minute) = (value.hour().cast_unsigned(), value.minute().cast_unsigned());
        time(hour, minute, value.second().cast_unsigned(), value.subsec_nanosecond().cast_unsigned())
    }
}

/// With days of 24 hours.
///
/// # Errors
///
/// It has years or months, whose length varies, or is too long.
impl TryFrom<&Duration> for SignedDuration {
    type Error = ValueError;

    fn try_from(value: &Duration) -> Result<Self, ValueError> {
        Self::try_from_nanos_i128(nanoseconds(value)?)
            .ok_or_else(|| ValueError::of(value, "in the range of `jiff::SignedDuration`"))
    }
}

/// In hours, minutes and seconds.
impl From<SignedDuration> for Duration {
    fn from(value: SignedDuration) -> Self {
        duration(value.is_negative(), value.unsigned_abs())
    }
}

/// The same parts.
///
/// # Errors
///
/// A part is too large, or there is a fraction of a day or more.
impl TryFrom<&Duration> for Span {
    type Error = ValueError;

    fn try_from(value: &Duration) -> Result<Self, ValueError> {
        value.as_str().parse().map_err(|_| ValueError::of(value, "in the range of `jiff::Span`"))
    }
}

/// The same parts.
///
/// # Errors
///
/// None in practice: jiff writes durations as ISO 8601 does.
impl TryFrom<Span> for Duration {
    type Error = ValueError;

    fn try_from(value: Span) -> Result<Self, ValueError> {
        value.to_string().parse()
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
        let zoned = ZonedDateTime::try_from(&parse("2026-01-15T16:30:00.5+08:00")).unwrap();
        assert_eq!(zoned.to_string(), "2026-01-15T16:30:00.5+08:00[+08:00]");
        assert_eq!(DateTime::try_from(&zoned).unwrap().as_str(), "2026-01-15T16:30:00.5+08:00");
        let local = civil::DateTime::try_from(&parse("2026-01-15T16:30:00+08:00")).unwrap();
        assert_eq!(local.to_string(), "2026-01-15T16:30:00");
        assert_eq!(DateTime::try_from(local).unwrap().as_str(), "2026-01-15T16:30:00");
        // Local mean time has seconds.
        let offset = tz::Offset::from_seconds(1172).unwrap();
        let zoned = Timestamp::UNIX_EPOCH.to_zoned_datetime(tz::TimeZone::fixed(offset));
        assert_eq!(DateTime::try_from(&zoned).unwrap().as_str(), "1970-01-01T00:19:00+00:19");
    }

    #[test]
    fn a_leap_second_is_the_following_second() {
        let leap = parse("2016-12-31T23:59:60.25Z");
        assert_eq!(Timestamp::try_from(&leap).unwrap().to_string(), "2017-01-01T00:00:00.25Z");
        assert_eq!(civil::DateTime::try_from(&leap).unwrap().to_string(), "2017-01-01T00:00:00.25");
        let error = civil::Time::try_from(&"23:59:60Z".parse::<Time>().unwrap()).unwrap_err();
        assert_eq!(error.to_string(), "`23:59:60Z` is not a time without leap second");
    }

    #[test]
    fn digits_below_a_nanosecond_are_only_in_the_text() {
        let moment = parse("2026-01-15T08:30:00.1234567899Z");
        assert_eq!(Timestamp::try_from(&moment).unwrap().to_string(), "2026-01-15T08:30:00.123456789Z");
        assert_eq!(moment.as_str(), "2026-01-15T08:30:00.1234567899Z");
    }

    #[test]
    fn an_error_names_the_value() {
        let error = Timestamp::try_from(&parse("9999-12-31T23:59:59Z")).unwrap_err();
        assert_eq!(error.to_string(), "`9999-12-31T23:59:59Z` is not in the range of `jiff::Timestamp`");
        let error = Timestamp::try_from(&parse("2026-01-15T08:30:00")).unwrap_err();
        assert_eq!(error.to_string(), "`2026-01-15T08:30:00` is not a point in time: it has no offset");
        let error = DateTime::try_from(Timestamp::MIN).unwrap_err().to_string();
        assert!(error.starts_with("`-009999-") && error.ends_with("` is not in the years 0 to 9999"), "{error}");
        assert!(Date::try_from(civil::date(-1, 1, 1)).is_err());
        let error = SignedDuration::try_from(&"P1M".parse::<Duration>().unwrap()).unwrap_err();
        assert_eq!(error.to_string(), "`P1M` is not of a known length");
    }

    #[test]
    fn dates_times_and_durations_round_trip() {
        for date in ["0000-01-01", "2024-02-29", "9999-12-31"] {
            let date: Date = date.parse().unwrap();
            let civil = civil::Date::from(date);
            assert_eq!((civil.to_string(), Date::try_from(civil)), (date.to_string(), Ok(date)));
        }
        let civil = civil::Time::try_from(&"08:30:00.5+01:00".parse::<Time>().unwrap()).unwrap();
        assert_eq!(Time::from(civil).as_str(), "08:30:00.5");
        let duration: Duration = "-P1DT1.5S".parse().unwrap();
        let signed = SignedDuration::try_from(&duration).unwrap();
        assert_eq!(signed, -SignedDuration::new(86_401, 500_000_000));
        assert_eq!(Duration::from(signed), "-PT24H1.5S".parse().unwrap());
        let span = Span::try_from(&"P1Y2M3DT4H".parse::<Duration>().unwrap()).unwrap();
        assert_eq!((span.get_years(), span.get_hours()), (1, 4));
        assert_eq!(Duration::try_from(span).unwrap().as_str(), "P1Y2M3DT4H");
    }
}
