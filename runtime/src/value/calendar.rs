//! The Gregorian calendar, by counting days. After Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".

/// Year, month and day of a day counted from 1970-01-01, in the Gregorian calendar.
///
/// Counting from the 1st of March of year 0 puts the leap day at the end of a year; 146,097 days are 400 years. Hinnant's
/// `civil_from_days`.
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

/// The day, counted from 1970-01-01, of a year, a month and a day from year 0 on. Hinnant's `days_from_civil`.
pub(super) fn days(year: u16, month: u8, day: u8) -> i64 {
    let (year, month, day) = (i64::from(year), i64::from(month), i64::from(day));
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted_month = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// How many days a month has; 0 if there is no such month.
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
