//! When a request is sent again: [`RetryPolicy`], and what `Retry-After` asks for.

use std::time::{Duration, SystemTime};

use http::HeaderMap;

/// How often and after what waits a request is sent again.
///
/// The policy never decides *whether* repeating is safe. Only a request that may be repeated
/// ([`Operation::idempotent`](crate::Operation::idempotent)), or of which provably nothing was sent, is sent again,
/// and only after a failure of a passing kind: no connection, a cut, a timeout, or HTTP 429, 500, 502, 503 or 504.
///
/// One more may be: a signature that is refused for its time, which says that nothing was carried out. It is made
/// anew by the clock of that response's `Date`, at once and once in a call, whatever the operation.
///
/// The wait is random ([`Jitter`]), up to a bound that doubles with each attempt, so that many clients do not come
/// back at once. A service's `Retry-After` is obeyed instead. No wait goes past the overall bound of the call
/// ([`Timeouts`](crate::Timeouts)): rather than wait that long, the call ends with the last error. All calls of a
/// client together repeat no more than its [`RetryBudget`](crate::RetryBudget) allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    attempts: u32,
    base_delay: Duration,
    longest_delay: Duration,
    jitter: Jitter,
}

/// How much of a wait is left to chance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Jitter {
    /// Nothing: each wait is as long as its bound.
    None,
    /// The second half, so that each wait is one.
    #[default]
    Half,
    /// All of it, which spreads many clients best.
    Full,
}

impl RetryPolicy {
    /// The defaults: 3 attempts, waits of up to 0.5 s and then 1 s, never more than 10 s.
    pub const fn new() -> Self {
        Self {
            attempts: 3,
            base_delay: Duration::from_millis(500),
            longest_delay: Duration::from_secs(10),
            jitter: Jitter::Half,
        }
    }

    /// Sends each request once.
    pub const fn never() -> Self {
        Self::new().max_attempts(1)
    }

    /// How often a request is sent at most, the first time included. 0 counts as 1.
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// The longest wait before the second attempt; it doubles for each one after.
    pub const fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// The longest wait before any attempt. It does not bound what a service asks for.
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.longest_delay = delay;
        self
    }

    /// How much of a wait is left to chance; the second half if it is not said.
    pub const fn jitter(mut self, jitter: Jitter) -> Self {
        self.jitter = jitter;
        self
    }

    /// How long to wait before the attempt after number `attempt` (the first is 1); `None` if there is none.
    pub(crate) fn delay_after(&self, attempt: u32) -> Option<Duration> {
        if attempt >= self.attempts {
            return None;
        }
        let doublings = attempt.saturating_sub(1).min(31);
        let bound = self.base_delay.saturating_mul(1 << doublings).min(self.longest_delay);
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

/// How long the service asks to wait (RFC 9110, section 10.2.3): seconds, or an HTTP date, of which one past means
/// no wait.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(http::header::RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // More seconds than can be counted is longer than anybody waits.
        return Some(text.parse().map_or(Duration::MAX, Duration::from_secs));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_within_their_bounds() {
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
    fn chance_has_the_part_of_a_wait_that_it_is_given() {
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
