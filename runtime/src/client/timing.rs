//! Time: [`Deadline`], when a call must have ended, and [`ClockSkew`], the measured difference to the service's clock.
//!
//! The skew is measured when the service rejects a request for its time, from the `Date` of that response (RFC 9110,
//! section 6.6.1), and never otherwise: other responses may come from caches and proxies with clocks of their own.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    sync::atomic::{AtomicI64, Ordering},
    task::Poll,
    time::{Duration, SystemTime},
};

use http::header::DATE;

use crate::{
    Error, Failure, FailureClassifier,
    clock::{Clock, Instant},
};

/// The end of a call, by the monotonic clock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    /// `None` if the clock cannot represent it.
    end: Option<Instant>,
}

impl Deadline {
    /// A deadline after this time.
    pub(crate) fn after(clock: &dyn Clock, time: Duration) -> Self {
        Self { end: clock.instant().checked_add(time) }
    }

    /// The time until the deadline; zero if it has passed.
    pub(crate) fn remaining(self, clock: &dyn Clock) -> Duration {
        self.end.map_or(Duration::MAX, |end| end.saturating_duration_since(clock.instant()))
    }
}

/// The result of the future; `None` if the limit ends first. The future is polled first, so that a ready result is
/// never late.
pub(super) async fn first_of<T>(future: impl Future<Output = T>, limit: impl Future<Output = ()>) -> Option<T> {
    let mut future = pin!(future);
    let mut limit = pin!(limit);
    poll_fn(|context| {
        if let Poll::Ready(value) = future.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        limit.as_mut().poll(context).map(|()| None)
    })
    .await
}

/// The maximum skew, in seconds: more than wrong time zones cause. A signature that is dated further ahead would be
/// valid for an attacker that much later.
const LARGEST: u64 = 24 * 60 * 60;

/// The correction of the client's clock in seconds, shared by the clones of a client. 0 until the service rejects a
/// request for its time.
#[derive(Debug, Default)]
pub(super) struct ClockSkew(AtomicI64);

impl ClockSkew {
    /// The correction, in seconds.
    pub(super) fn seconds(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Measures the skew if the service rejected a request for its time. Returns whether the request is worth another
    /// attempt. `used` is the correction of that request, `now` the time of the client's clock.
    pub(super) fn learn(&self, error: &Error, used: i64, now: SystemTime, classifier: &dyn FailureClassifier) -> bool {
        let (Some(measured), Some(failure)) = (measured(error, now), error.failure()) else {
            return false;
        };
        let offset = measured.saturating_sub(used);
        if offset == 0 || measured.unsigned_abs() > LARGEST {
            return false;
        }
        if !classifier.is_clock_rejected(&Failure { clock_offset: Some(offset), ..failure }) {
            return false;
        }
        self.0.store(measured, Ordering::Relaxed);
        true
    }
}

/// The seconds by which the `Date` of the response is ahead of the clock.
fn measured(error: &Error, now: SystemTime) -> Option<i64> {
    let date = httpdate::parse_http_date(error.headers()?.get(DATE)?.to_str().ok()?).ok()?;
    let seconds = |time: Duration| i64::try_from(time.as_secs()).ok();
    // `Date` has whole seconds.
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(now.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs());
    match date.duration_since(now) {
        Ok(ahead) => seconds(ahead),
        Err(behind) => seconds(behind.duration()).map(|seconds| -seconds),
    }
}

/// A time with a correction in seconds.
pub(super) fn corrected(now: SystemTime, seconds: i64) -> SystemTime {
    let by = Duration::from_secs(seconds.unsigned_abs());
    let corrected = if seconds < 0 { now.checked_sub(by) } else { now.checked_add(by) };
    corrected.unwrap_or(now)
}
