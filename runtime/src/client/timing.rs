//! Time: [`Deadline`], when a call must have ended, and [`ClockSkew`], the measured difference to the service's clock.
//!
//! The skew is measured when the service rejects a request for its time, from the `Date` of that response (RFC 9110, section 6.6.1), and
//! never otherwise: other responses may come from caches and proxies with clocks of their own.

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

/// When a call must have ended, by the clock that never goes back.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    /// `None` if it is so far off that no clock can show it.
    end: Option<Instant>,
}

impl Deadline {
    /// A deadline this long from now.
    pub(crate) fn after(clock: &dyn Clock, time: Duration) -> Self {
        Self { end: clock.instant().checked_add(time) }
    }

    /// How long until then; zero if it has passed.
    pub(crate) fn remaining(self, clock: &dyn Clock) -> Duration {
        self.end.map_or(Duration::MAX, |end| end.saturating_duration_since(clock.instant()))
    }
}

/// What the future gives; `None` if the limit ends first. The future is asked first, so that what is ready is never late.
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

/// The largest skew that is believed, in seconds: more than wrong time zones make. A signature that is dated further ahead would be
/// good for whoever gets hold of it that much later.
const LARGEST: u64 = 24 * 60 * 60;

/// The seconds that this machine's clock lacks, shared by the clones of a client. 0 until a signature is refused.
#[derive(Debug, Default)]
pub(super) struct ClockSkew(AtomicI64);

impl ClockSkew {
    /// The seconds by which to correct the clock.
    pub(super) fn seconds(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Measures the skew if this answer refused the signature for its time, and says whether another date is then worth a try.
    /// `used` is the skew by which the signature was dated, `now` what this machine's clock shows.
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

/// How many seconds the answer's clock is ahead of this one.
fn measured(error: &Error, now: SystemTime) -> Option<i64> {
    let date = httpdate::parse_http_date(error.headers()?.get(DATE)?.to_str().ok()?).ok()?;
    let seconds = |time: Duration| i64::try_from(time.as_secs()).ok();
    // The answer's clock shows whole seconds; so does this one.
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(now.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs());
    match date.duration_since(now) {
        Ok(ahead) => seconds(ahead),
        Err(behind) => seconds(behind.duration()).map(|seconds| -seconds),
    }
}

/// A time, corrected by seconds.
pub(super) fn corrected(now: SystemTime, seconds: i64) -> SystemTime {
    let by = Duration::from_secs(seconds.unsigned_abs());
    let corrected = if seconds < 0 { now.checked_sub(by) } else { now.checked_add(by) };
    corrected.unwrap_or(now)
}
