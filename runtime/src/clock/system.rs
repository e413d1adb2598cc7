//! [`SystemClock`]: the system clock.

use std::{
    sync::OnceLock,
    time::{Duration, SystemTime},
};

use super::{Clock, Instant};
use crate::transport::BoxFuture;

/// The system clock. It waits with the timer of tokio, so it needs a tokio runtime with time enabled.
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
