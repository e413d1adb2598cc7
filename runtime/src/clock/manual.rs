//! [`ManualClock`]: a clock for tests.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use super::{Clock, Instant};
use crate::transport::BoxFuture;

/// A clock that only moves when told. Waiting moves it at once. Clones share the time.
///
/// ```
/// use std::time::Duration;
/// use wireright_runtime::clock::{Clock, ManualClock};
///
/// let clock = ManualClock::at_unix_seconds(1_768_465_800); // 2026-01-15T08:30:00Z
/// let before = clock.now();
/// clock.advance(Duration::from_secs(5));
/// assert_eq!(clock.now(), before + Duration::from_secs(5));
/// ```
#[derive(Clone, Debug)]
pub struct ManualClock {
    begin: SystemTime,
    shared: Arc<Mutex<SharedState>>,
}

#[derive(Debug, Default)]
struct SharedState {
    passed: Duration,
    sleeps: Vec<Duration>,
}

impl ManualClock {
    /// A clock at this time.
    pub fn new(begin: SystemTime) -> Self {
        Self { begin, shared: Arc::default() }
    }

    /// A clock at this many seconds after 1970-01-01T00:00:00Z.
    pub fn at_unix_seconds(seconds: u64) -> Self {
        Self::new(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
    }

    /// Moves the clock forward.
    pub fn advance(&self, time: Duration) {
        let mut shared = self.lock();
        shared.passed = shared.passed.saturating_add(time);
    }

    /// Durations of all waits so far, in order.
    pub fn sleeps(&self) -> Vec<Duration> {
        self.lock().sleeps.clone()
    }

    fn lock(&self) -> MutexGuard<'_, SharedState> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        let passed = self.lock().passed;
        self.begin.checked_add(passed).unwrap_or(self.begin)
    }

    fn instant(&self) -> Instant {
        Instant::after_start(self.lock().passed)
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            self.advance(time);
            self.lock().sleeps.push(time);
        })
    }
}
