//! [`SystemClock`]: the clock of this machine.

use std::{
    sync::OnceLock,
    time::{Duration, SystemTime},
};

use super::{Clock, Instant};
use crate::transport::BoxFuture;

/// The clock of this machine. It waits with tokio's timer, so it must be used within a tokio runtime that has time
/// enabled.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn instant(&self) -> Instant {
        static START: OnceLock<std::time::Instant> = OnceLock::new();
        Instant::after_start(START.get_or_init(std::time::Instant::now).elapsed())
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(time))
    }
}
