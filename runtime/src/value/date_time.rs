//! [`DateTime`]: a date and time.

use std::{
    cmp::Ordering,
    fmt,
    str::FromStr,
    time::{Duration, SystemTime},
};

use super::{
    Date, Offset,
    date::{civil, days},
    text::{Scanner, ValueError, text_value},
    time::Parts,
};

const NANOSECONDS: i128 = 1_000_000_000;

/// A date and time with its offset: `date-time` of RFC 3339, section 5.6, and of OpenAPI.
///
/// It keeps its text and sends it back unchanged. Equality compares the text; to compare points in time, compare
/// [`unix_nanoseconds`](Self::unix_nanoseconds). The features `jiff`, `chrono` and `time` convert it to and from the
/// types of these crates, by `TryFrom`.
///
/// It also accepts common deviations from RFC 3339: a blank instead of `T`, no offset, an offset such as `+0800` or
/// `+08`, and no seconds.
///
/// ```
/// use wireright_runtime::DateTime;
///
/// let moment: DateTime = "2026-01-15T16:30:00+08:00".parse()?;
/// assert_eq!(moment.as_str(), "2026-01-15T16:30:00+08:00");
/// assert_eq!(moment.unix_nanoseconds(), Some(1_768_465_800_000_000_000));
/// # Ok::<(), wireright_runtime::ValueError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DateTime {
    pub(super) text: Box<str>,
    pub(super) date: Date,
    pub(super) parts: Parts,
}

impl DateTime {
    /// A point in time in UTC. `None` if the year is not in 0 to 9999.
    pub fn from_system_time(time: SystemTime) -> Option<Self> {
        let nanoseconds = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => i128::try_from(after.as_nanos()).ok()?,
            Err(before) => -i128::try_from(before.duration().as_nanos()).ok()?,
        };
        Self::from_unix_nanoseconds(nanoseconds, Offset::UTC)
    }

    /// A point in time at an offset. `None` if the year there is not in 0 to 9999.
    pub(super) fn from_unix_nanoseconds(nanoseconds: i128, offset: Offset) -> Option<Self> {
        let seconds = nanoseconds.div_euclid(NANOSECONDS) + i128::from(offset.minutes()) * 60;
        // `civil` supports no day before 1970, so the date is shifted by 2,000 years: the calendar repeats every
        // 400 years.
        let shift: i128 = 5 * 146_097;
        let (year, month, day) = civil(u64::try_from(seconds.div_euclid(86_400) + shift).ok()?);
        let year = u16::try_from(year.checked_sub(2000)?).ok()?;
        let date = Date::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)?;
        let of_day = u32::try_from(seconds.rem_euclid(86_400)).ok()?;
        let parts = Parts {
            hour: u8::try_from(of_day / 3600).ok()?,
            minute: u8::try_from(of_day / 60 % 60).ok()?,
            second: u8::try_from(of_day % 60).ok()?,
            nanosecond: u32::try_from(nanoseconds.rem_euclid(NANOSECONDS)).ok()?,
            offset: Some(offset),
        };
        Some(Self { text: format!("{date}T{parts}{offset}").into(), date, parts })
    }

    /// The text as received.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The date at the offset.
    pub fn date(&self) -> Date {
        self.date
    }

    /// The hour at the offset, 0 to 23.
    pub fn hour(&self) -> u8 {
        self.parts.hour
    }

    /// The minute, 0 to 59.
    pub fn minute(&self) -> u8 {
        self.parts.minute
    }

    /// The second, 0 to 59, or 60 in a leap second.
    pub fn second(&self) -> u8 {
        self.parts.second
    }

    /// The fraction of the second in nanoseconds. Further digits are only in the text.
    pub fn nanosecond(&self) -> u32 {
        self.parts.nanosecond
    }

    /// The offset from UTC. Without one, the point in time is unknown.
    pub fn offset(&self) -> Option<Offset> {
        self.parts.offset
    }

    /// Nanoseconds since 1970-01-01 UTC. `None` without an offset. A leap second counts as the following second.
    pub fn unix_nanoseconds(&self) -> Option<i128> {
        Some(self.nanoseconds_at(self.parts.offset?))
    }

    fn nanoseconds_at(&self, offset: Offset) -> i128 {
        let day = days(self.date.year(), self.date.month(), self.date.day());
        let minutes = i64::from(self.parts.hour) * 60 + i64::from(self.parts.minute) - i64::from(offset.minutes());
        let seconds = day * 86_400 + minutes * 60 + i64::from(self.parts.second);
        i128::from(seconds) * NANOSECONDS + i128::from(self.parts.nanosecond)
    }

    /// The point in time as `SystemTime`. `None` without an offset, or if it is out of range.
    pub fn to_system_time(&self) -> Option<SystemTime> {
        let nanoseconds = self.unix_nanoseconds()?;
        let distance = nanoseconds.unsigned_abs();
        let fraction = u32::try_from(distance % 1_000_000_000).ok()?;
        let distance = Duration::new(u64::try_from(distance / 1_000_000_000).ok()?, fraction);
        if nanoseconds < 0 {
            SystemTime::UNIX_EPOCH.checked_sub(distance)
        } else {
            SystemTime::UNIX_EPOCH.checked_add(distance)
        }
    }
}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By the point in time, then the text. One without an offset is compared as if it were in UTC.
impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        let position = |moment: &Self| moment.nanoseconds_at(moment.offset().unwrap_or(Offset::UTC));
        position(self).cmp(&position(other)).then_with(|| self.text.cmp(&other.text))
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "DateTime({})", self.text)
    }
}

impl FromStr for DateTime {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let scan = || {
            let mut scanner = Scanner::new(text);
            let date = Date::scan(&mut scanner)?;
            scanner.one_of(&['T', 't', ' '])?;
            let parts = Parts::scan(&mut scanner)?;
            scanner.is_at_end().then(|| Self { text: text.into(), date, parts })
        };
        scan().ok_or(ValueError::new("a date and time such as `2026-01-15T08:30:00Z`"))
    }
}

text_value!(DateTime, "a date and time such as `2026-01-15T08:30:00Z`");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn nanoseconds(text: &str) -> Option<i128> {
        text.parse::<DateTime>().unwrap().unix_nanoseconds()
    }

    #[test]
    fn the_examples_of_rfc_3339_are_parsed() {
        // The examples of RFC 3339, section 5.8.
        assert_eq!(nanoseconds("1985-04-12T23:20:50.52Z"), Some(482_196_050_520_000_000));
        assert_eq!(nanoseconds("1996-12-19T16:39:57-08:00"), nanoseconds("1996-12-20T00:39:57Z"));
        assert_eq!(nanoseconds("1990-12-31T23:59:60Z"), nanoseconds("1990-12-31T15:59:60-08:00"));
        assert_eq!(nanoseconds("1937-01-01T12:00:27.87+00:20"), Some(-1_041_337_172_130_000_000));
    }

    #[test]
    fn common_deviations_are_parsed() {
        assert_eq!(nanoseconds("2026-01-15 08:30:00Z"), Some(1_768_465_800_000_000_000));
        assert_eq!(nanoseconds("2026-01-15t16:30+0800"), Some(1_768_465_800_000_000_000));
        assert_eq!(nanoseconds("2026-01-15T08:30:00.123456"), None);
        for text in ["2026-01-15", "2026-01-15T", "1768465800", "2026-01-15T08:30:00Zx", " 2026-01-15T08:30:00Z"] {
            assert!(text.parse::<DateTime>().is_err(), "{text}");
        }
    }

    #[test]
    fn json_keeps_the_text() {
        let json = r#""2026-01-15T08:30:00.1200000000001-00:00""#;
        let moment: DateTime = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&moment).unwrap(), json);
    }

    proptest! {
        #[test]
        fn a_system_time_round_trips(
            seconds in -62_167_219_200_i64..253_402_300_800,
            nanosecond in 0_u32..1_000_000_000,
        ) {
            let distance = Duration::from_secs(seconds.unsigned_abs());
            let whole = if seconds < 0 { SystemTime::UNIX_EPOCH - distance } else { SystemTime::UNIX_EPOCH + distance };
            let time = whole + Duration::from_nanos(nanosecond.into());
            let moment = DateTime::from_system_time(time).unwrap();
            prop_assert_eq!(moment.to_system_time(), Some(time), "{}", moment);
        }

        #[test]
        fn reading_never_panics(text in "[0-9TZz:. +\u{e9}-]{0,40}") {
            let _ = text.parse::<DateTime>();
        }
    }
}
