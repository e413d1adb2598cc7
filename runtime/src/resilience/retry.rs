//! [`RetryPolicy`]: how often and after what delay a failed attempt is sent again. Parses `Retry-After`. Does no
//! I/O.

use std::time::{Duration, SystemTime};

use http::HeaderMap;

/// How often and after what delay a failed attempt is sent again.
///
/// The policy does not decide whether a retry is safe. The client retries only if the operation is idempotent
/// ([`Operation::idempotent`](crate::Operation::idempotent)) or nothing was sent, and only after a transient
/// failure: no connection, a broken connection, a timeout, or HTTP 408, 429, 500, 502, 503 or 504.
///
/// A signature that the service rejects because of its time is an exception: the service did not execute the
/// request. The client corrects its clock by the header `Date` of that response and retries at once, once per call,
/// for any operation.
///
/// The delay is random ([`Jitter`]) below a bound that doubles with each attempt. A `Retry-After` of the service
/// replaces it. If the delay exceeds the overall timeout of the call ([`Timeouts`](crate::Timeouts)), the call ends
/// with the last error. All calls of a client share a [`RetryBudget`](crate::RetryBudget).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
    jitter: Jitter,
}

/// Randomness of the delay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Jitter {
    /// No randomness: the delay equals its bound.
    None,
    /// The delay is between half its bound and the bound. The default.
    #[default]
    Half,
    /// The delay is between zero and its bound. Spreads many clients best.
    Full,
}

impl RetryPolicy {
    /// The defaults: 3 attempts, delays of up to 0.5 s and 1 s, at most 10 s, `Jitter::Half`.
    pub const fn new() -> Self {
        Self {
            attempts: 3,
            base_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(10),
            jitter: Jitter::Half,
        }
    }

    /// Sends each request once.
    pub const fn never() -> Self {
        Self::new().max_attempts(1)
    }

    /// Maximum number of attempts, including the first. 0 counts as 1.
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Bound of the delay before the second attempt. It doubles for each later attempt.
    pub const fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Bound of every delay. It does not apply to `Retry-After`.
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Randomness of the delay. Default: `Jitter::Half`.
    pub const fn jitter(mut self, jitter: Jitter) -> Self {
        self.jitter = jitter;
        self
    }

    /// Delay after attempt number `attempt` (the first is 1). `None` if no attempt is left.
    pub(crate) fn delay_after(&self, attempt: u32) -> Option<Duration> {
        if attempt >= self.attempts {
            return None;
        }
        let doublings = attempt.saturating_sub(1).min(31);
        let bound = self.base_delay.saturating_mul(1 << doublings).min(self.max_delay);
        Some(match self.jitter {
            Jitter::None => bound,
            Jitter::Half => bound.mul_f64(0.5 + fastrand::f64() / 2.0),
            Jitter::Full => bound.mul_f64(fastrand::f64()),
        })
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

/// Delay in `Retry-After` (RFC 9110, section 10.2.3): seconds, or an HTTP date. A date in the past is a delay of
/// zero.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(http::header::RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text.parse().map_or(Duration::MAX, Duration::from_secs));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_up_to_the_maximum() {
        let policy = RetryPolicy::new().max_attempts(5).max_delay(Duration::from_secs(1));
        for _ in 0..100 {
            let first = policy.delay_after(1).unwrap();
            assert!((250..=500).contains(&first.as_millis()), "{first:?}");
            let third = policy.delay_after(3).unwrap();
            assert!((500..=1000).contains(&third.as_millis()), "{third:?}");
        }
        assert_eq!(policy.delay_after(5), None);
        assert_eq!(RetryPolicy::never().delay_after(1), None);
        assert!(RetryPolicy::new().max_attempts(u32::MAX).delay_after(1000).is_some());
    }

    #[test]
    fn jitter_sets_the_random_part_of_the_delay() {
        let waits = |jitter| {
            let policy = RetryPolicy::new().base_delay(Duration::from_secs(1)).jitter(jitter);
            let waits = (0..200).map(move |_| policy.delay_after(1).unwrap().as_millis());
            (waits.clone().min().unwrap(), waits.max().unwrap())
        };
        assert_eq!(waits(Jitter::None), (1000, 1000));
        assert!(waits(Jitter::Half).0 >= 500);
        assert!(waits(Jitter::Full).0 < 250, "one in four waits is that short");
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777); // Sun, 06 Nov 1994 08:49:37 GMT
        let read = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("retry-after", text.parse().unwrap());
            retry_after(&headers, now)
        };
        assert_eq!(read("7"), Some(Duration::from_secs(7)));
        assert_eq!(read("0"), Some(Duration::ZERO));
        assert_eq!(read("99999999999999999999999"), Some(Duration::MAX));
        assert_eq!(read("Sun, 06 Nov 1994 08:49:47 GMT"), Some(Duration::from_secs(10)));
        assert_eq!(read("Sun, 06 Nov 1994 08:49:27 GMT"), Some(Duration::ZERO));
        assert_eq!(read("soon"), None);
        assert_eq!(read("-1"), None);
        assert_eq!(read(""), None);
    }
}
