//! [`SystemClock`]: the clock of this machine.

use std::time::{Duration, Instant, SystemTime};

use super::Clock;
use crate::transport::BoxFuture;

/// The clock of this machine. It waits with tokio's timer, so it must be used within a tokio runtime that has time enabled.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn instant(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(time))
    }
}
