//! The date of a signature.

use std::time::{Duration, SystemTime};

use crate::value::civil;

const SECONDS_OF_DAY: u64 = 86_400;

/// The text of `X-Sdk-Date`: UTC, `YYYYMMDDTHHMMSSZ`. A time before 1970 counts as 1970's beginning: no clock that is set shows it,
/// and the service refuses the signature with a message that says so.
pub fn sdk_date(time: SystemTime) -> String {
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs();
    let (year, month, day) = civil(seconds / SECONDS_OF_DAY);
    let of_day = seconds % SECONDS_OF_DAY;
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    // Each request has one, and `format!` would take longer than all the rest.
    let mut date = String::with_capacity(16);
    for (value, digits) in [(year, 4), (month, 2), (day, 2)] {
        push_digits(&mut date, value, digits);
    }
    date.push('T');
    for value in [hour, minute, second] {
        push_digits(&mut date, value, 2);
    }
    date.push('Z');
    date
}

/// Adds the last digits of a number.
fn push_digits(text: &mut String, number: u64, digits: u32) {
    for place in (0..digits).rev() {
        let digit = number / 10_u64.pow(place) % 10;
        text.extend(u32::try_from(digit).ok().and_then(|digit| char::from_digit(digit, 10)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        let date = |seconds| sdk_date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(date(0), "19700101T000000Z");
        assert_eq!(date(946_684_799), "19991231T235959Z");
        assert_eq!(date(951_782_400), "20000229T000000Z");
        assert_eq!(date(1_768_465_800), "20260115T083000Z");
        assert_eq!(date(4_107_542_400), "21000301T000000Z");
        assert_eq!(sdk_date(SystemTime::UNIX_EPOCH - Duration::from_secs(1)), "19700101T000000Z");
    }
}
