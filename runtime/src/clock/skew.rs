//! [`ClockSkew`]: the measured difference to the service's clock.
//!
//! It is measured only when the service rejects the time of a request, from the `Date` of that response (RFC 9110,
//! section 6.6.1). Other responses may come from caches and proxies with clocks of their own.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::{Duration, SystemTime},
};

use http::header::DATE;

use crate::{Error, Failure, FailureClassifier};

/// The maximum skew that is applied, in seconds: it covers every wrong time zone. A larger skew would create signatures
/// that stay valid for long if they leak.
const MAX_SKEW_SECONDS: u64 = 24 * 60 * 60;

/// The seconds by which the local clock is behind the service's clock, shared by the clones of a client. 0 until the
/// service rejects a signature for its time.
#[derive(Debug, Default)]
pub(crate) struct ClockSkew(AtomicI64);

impl ClockSkew {
    /// The seconds to add to the local clock.
    pub(crate) fn seconds(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Measures the skew if the service rejected the signature for its time. Returns whether the skew changed, so that
    /// another attempt may succeed. `used` is the skew that the signature was created with, `now` the local time.
    pub(crate) fn update(&self, error: &Error, used: i64, now: SystemTime, classifier: &dyn FailureClassifier) -> bool {
        let (Some(measured), Some(failure)) = (measure(error, now), error.failure()) else {
            return false;
        };
        let offset = measured.saturating_sub(used);
        if offset == 0 || measured.unsigned_abs() > MAX_SKEW_SECONDS {
            return false;
        }
        if !classifier.is_clock_rejected(&Failure { clock_offset: Some(offset), ..failure }) {
            return false;
        }
        self.0.store(measured, Ordering::Relaxed);
        true
    }
}

/// The seconds by which the `Date` of a response is ahead of the local clock.
fn measure(error: &Error, now: SystemTime) -> Option<i64> {
    let date = httpdate::parse_http_date(error.headers()?.get(DATE)?.to_str().ok()?).ok()?;
    let seconds = |time: Duration| i64::try_from(time.as_secs()).ok();
    // `Date` has whole seconds, so the local time is truncated to seconds too.
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(now.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs());
    match date.duration_since(now) {
        Ok(ahead) => seconds(ahead),
        Err(behind) => seconds(behind.duration()).map(|seconds| -seconds),
    }
}

/// A time plus this many seconds.
pub(crate) fn correct_time(now: SystemTime, seconds: i64) -> SystemTime {
    let by = Duration::from_secs(seconds.unsigned_abs());
    let corrected = if seconds < 0 { now.checked_sub(by) } else { now.checked_add(by) };
    corrected.unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::*;
    use crate::error::{ErrorResponse, ServiceMessage};

    const NOW: Duration = Duration::from_secs(1_768_465_800);

    /// A classifier that always or never says that the time was rejected.
    #[derive(Debug)]
    struct Always(bool);

    impl FailureClassifier for Always {
        fn is_clock_rejected(&self, _: &Failure<'_>) -> bool {
            self.0
        }
    }

    /// The skew after a response whose `Date` is ahead by these seconds.
    fn skew_after(ahead: i64, used: i64, is_rejected: bool) -> (bool, i64) {
        let now = SystemTime::UNIX_EPOCH + NOW;
        let date = httpdate::fmt_http_date(correct_time(now, ahead));
        let mut headers = HeaderMap::new();
        headers.insert(DATE, HeaderValue::from_str(&date).unwrap());
        let message = ServiceMessage::default();
        let response = ErrorResponse::new(401, headers, Vec::new(), false, message, &Always(is_rejected));
        let skew = ClockSkew::default();
        let has_changed = skew.update(&Error::service(response, None), used, now, &Always(is_rejected));
        (has_changed, skew.seconds())
    }

    #[test]
    fn a_skew_is_measured_within_a_day() {
        const DAY: i64 = 24 * 60 * 60;
        for ahead in [1, -1, 3600, DAY, -DAY] {
            assert_eq!(skew_after(ahead, 0, true), (true, ahead));
        }
        for ahead in [DAY + 1, -DAY - 1, 366 * DAY] {
            assert_eq!(skew_after(ahead, 0, true), (false, 0));
        }
        // The signature was right, or the service rejected something else.
        assert_eq!(skew_after(3600, 3600, true), (false, 0));
        assert_eq!(skew_after(3600, 0, false), (false, 0));
    }
}
