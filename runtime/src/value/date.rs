//! [`Date`]: a day.

use std::{fmt, str::FromStr};

use super::{
    calendar::days_of_month,
    scanner::Scanner,
    text::{ValueError, text_value},
};

/// A day of the Gregorian calendar, `2026-01-15`: `full-date` of RFC 3339, section 5.6, and `format: date` of OpenAPI.
///
/// ```
/// use wireright_runtime::Date;
///
/// let date: Date = "2026-01-15".parse()?;
/// assert_eq!((date.year(), date.month(), date.day()), (2026, 1, 15));
/// assert!("2026-02-29".parse::<Date>().is_err());
/// # Ok::<(), wireright_runtime::ValueError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// A day; `None` if there is no such day, or if the year is beyond 9999.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        (year <= 9999 && (1..=days_of_month(year, month)).contains(&day)).then_some(Self { year, month, day })
    }

    /// The year, 0 to 9999.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1 on.
    pub fn day(self) -> u8 {
        self.day
    }

    /// Takes a date off the front of a text.
    pub(super) fn scan(scanner: &mut Scanner<'_>) -> Option<Self> {
        let year = scanner.digits(4)?;
        scanner.one_of(&['-'])?;
        let month = scanner.digits(2)?;
        scanner.one_of(&['-'])?;
        Self::new(year, month, scanner.digits(2)?)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let mut scanner = Scanner::new(text);
        Self::scan(&mut scanner).filter(|_| scanner.is_at_end()).ok_or(ValueError::new("a date such as `2026-01-15`"))
    }
}

text_value!(Date, "a date such as `2026-01-15`");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_that_exist_are_dates() {
        for text in ["0000-01-01", "2024-02-29", "9999-12-31"] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
        for text in ["2026-02-29", "2026-13-01", "2026-1-1", "2026-01-00", "26-01-01", "2026-01-15T", "+026-01-01", ""]
        {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    #[test]
    fn json_is_its_text() {
        let date: Date = serde_json::from_str(r#""2026-01-15""#).unwrap();
        assert_eq!(serde_json::to_string(&date).unwrap(), r#""2026-01-15""#);
        assert!(serde_json::from_str::<Date>("20260115").is_err());
    }
}
