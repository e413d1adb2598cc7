//! [`Date`]: a day of the Gregorian calendar, and the calendar arithmetic of this module.

use std::{fmt, str::FromStr};

use super::text::{Scanner, ValueError, text_value};

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
    /// A day. `None` if it does not exist, or if the year exceeds 9999.
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

    /// The day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        self.day
    }

    /// Parses a date at the front of the text.
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

/// Year, month and day of a day counted from 1970-01-01 (Howard Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms", `civil_from_days`).
///
/// Counting from 1 March of year 0 puts the leap day at the end of a year. 146,097 days are 400 years.
pub(crate) fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let era = days / 146_097;
    let day_of_era = days % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    (year, month, day)
}

/// Days from 1970-01-01 to a date from year 0 on (Hinnant, `days_from_civil`).
pub(super) fn days(year: u16, month: u8, day: u8) -> i64 {
    let (year, month, day) = (i64::from(year), i64::from(month), i64::from(day));
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted_month = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Days of a month; 0 if there is no such month.
pub(super) fn days_of_month(year: u16, month: u8) -> u8 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(days(1970, 1, 1), 0);
        assert_eq!(days(1969, 12, 31), -1);
        assert_eq!(days(2000, 3, 1), 11_017);
        assert_eq!(days(0, 1, 1), -719_528);
        assert_eq!((days_of_month(2024, 2), days_of_month(1900, 2), days_of_month(2026, 13)), (29, 28, 0));
    }

    proptest! {
        #[test]
        fn the_two_ways_agree(day in 0_u64..2_932_896) {
            let (year, month, of_month) = civil(day);
            let parts = (u16::try_from(year).unwrap(), u8::try_from(month).unwrap(), u8::try_from(of_month).unwrap());
            prop_assert!(parts.2 <= days_of_month(parts.0, parts.1));
            prop_assert_eq!(days(parts.0, parts.1, parts.2), i64::try_from(day).unwrap());
        }
    }
}
