//! [`ClockSkew`]: how far this machine's clock is from that of the services, by which signatures are dated.
//!
//! It is measured when a signature is refused for its time, from the `Date` of that answer (RFC 9110, section 6.6.1), and never
//! otherwise: answers may come from caches and proxies, whose clocks nobody asked for.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::{Duration, SystemTime},
};

use http::header::DATE;

use crate::{Error, Failure, FailureClassifier};

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
