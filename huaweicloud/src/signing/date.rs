//! The date of a signature.

use std::time::{Duration, SystemTime};

use wireright_runtime::DateTime;

/// The value of `X-Sdk-Date`: UTC, `YYYYMMDDTHHMMSSZ`. A time before 1970 becomes the beginning of 1970. The service
/// rejects that signature with a message about its date.
pub fn sdk_date(time: SystemTime) -> String {
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs();
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let date = DateTime::from_system_time(time).map(|date| date.to_string()).unwrap_or_default();
    date.chars().filter(|character| !matches!(character, '-' | ':')).collect()
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
