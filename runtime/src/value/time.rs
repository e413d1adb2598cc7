//! [`Time`] and [`Offset`]: the time of a day.

use std::{fmt, str::FromStr};

use super::text::{Scanner, ValueError, text_value};

/// Difference between local time and UTC.
///
/// ```
/// use wireright_runtime::Offset;
///
/// assert_eq!(Offset::from_minutes(-480).map(|offset| offset.to_string()).as_deref(), Some("-08:00"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Offset {
    minutes: i16,
}

impl Offset {
    /// UTC, `Z`.
    pub const UTC: Self = Self { minutes: 0 };

    /// An offset in minutes, positive east of UTC. `None` if it is a day or more.
    pub fn from_minutes(minutes: i16) -> Option<Self> {
        (minutes.unsigned_abs() < 24 * 60).then_some(Self { minutes })
    }

    /// The offset in minutes, positive east of UTC.
    pub fn minutes(self) -> i16 {
        self.minutes
    }
}

/// As in RFC 3339: `Z` or `+08:00`.
impl fmt::Display for Offset {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::UTC {
            return formatter.write_str("Z");
        }
        let (sign, minutes) = (if self.minutes < 0 { '-' } else { '+' }, self.minutes.unsigned_abs());
        write!(formatter, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// The time of a day with its offset: `full-time` of RFC 3339, section 5.6, and `format: time`.
///
/// It keeps its text; equality compares it. It also accepts common deviations from RFC 3339: no offset, an offset
/// such as `+0800` or `+08`, and no seconds.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Time {
    pub(super) text: Box<str>,
    pub(super) parts: Parts,
}

/// Parts of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Parts {
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: u8,
    pub(super) nanosecond: u32,
    pub(super) offset: Option<Offset>,
}

impl Time {
    /// The text as received.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The hour, 0 to 23.
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

    /// The offset from UTC.
    pub fn offset(&self) -> Option<Offset> {
        self.parts.offset
    }
}

impl Parts {
    /// Parses a time at the front of the text.
    pub(super) fn scan(scanner: &mut Scanner<'_>) -> Option<Self> {
        let hour = scanner.digits(2).filter(|hour: &u8| *hour <= 23)?;
        scanner.one_of(&[':'])?;
        let minute = scanner.digits(2).filter(|minute: &u8| *minute <= 59)?;
        let mut second = 0;
        let mut nanosecond = 0;
        if scanner.one_of(&[':']).is_some() {
            // 60 is a leap second.
            second = scanner.digits(2).filter(|second: &u8| *second <= 60)?;
            if scanner.one_of(&['.']).is_some() {
                nanosecond = nanoseconds(scanner.all_digits())?;
            }
        }
        let offset = match scanner.one_of(&['Z', 'z', '+', '-']) {
            None => None,
            Some('Z' | 'z') => Some(Offset::UTC),
            Some(sign) => Some(numeric_offset(scanner, sign == '-')?),
        };
        Some(Self { hour, minute, second, nanosecond, offset })
    }
}

/// `08:30:00.5`, without an offset.
impl fmt::Display for Parts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:02}:{:02}:{:02}", self.hour, self.minute, self.second)?;
        if self.nanosecond == 0 {
            return Ok(());
        }
        let fraction = format!("{:09}", self.nanosecond);
        write!(formatter, ".{}", fraction.trim_end_matches('0'))
    }
}

/// Fraction from the digits after the point.
fn nanoseconds(digits: &str) -> Option<u32> {
    let nine: String = digits.chars().chain("000000000".chars()).take(9).collect();
    if digits.is_empty() { None } else { nine.parse().ok() }
}

fn numeric_offset(scanner: &mut Scanner<'_>, is_west: bool) -> Option<Offset> {
    let hours = scanner.digits(2).filter(|hours: &i16| *hours <= 23)?;
    let minutes = if scanner.one_of(&[':']).is_some() || !scanner.is_at_end() {
        scanner.digits(2).filter(|minutes: &i16| *minutes <= 59)?
    } else {
        0
    };
    let minutes = hours * 60 + minutes;
    Offset::from_minutes(if is_west { -minutes } else { minutes })
}

impl fmt::Display for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Time({})", self.text)
    }
}

impl FromStr for Time {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let mut scanner = Scanner::new(text);
        Parts::scan(&mut scanner)
            .filter(|_| scanner.is_at_end())
            .map(|parts| Self { text: text.into(), parts })
            .ok_or(ValueError::new("a time such as `08:30:00Z`"))
    }
}

text_value!(Time, "a time such as `08:30:00Z`");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_keeps_its_text_and_its_offset() {
        let time: Time = "08:30:01.5+05:30".parse().unwrap();
        assert_eq!((time.hour(), time.minute(), time.second(), time.nanosecond()), (8, 30, 1, 500_000_000));
        assert_eq!(time.offset().map(Offset::minutes), Some(330));
        assert_eq!(time.to_string(), "08:30:01.5+05:30");
        let offset = |text: &str| text.parse::<Time>().unwrap().offset().map(Offset::minutes);
        assert_eq!(offset("08:30:00-0800"), Some(-480));
        assert_eq!(offset("08:30:00+08"), Some(480));
        assert_eq!(offset("08:30:00z"), Some(0));
        assert_eq!(offset("08:30"), None);
        assert_eq!("23:59:60.0000000001Z".parse::<Time>().unwrap().nanosecond(), 0);
    }

    #[test]
    fn invalid_times_are_rejected() {
        for text in
            ["24:00:00Z", "08:60:00Z", "08:30:61Z", "08:30:00.Z", "8:30:00Z", "08:30:00+24:00", "08:30:00+1", "é", ""]
        {
            assert!(text.parse::<Time>().is_err(), "{text}");
        }
    }
}
