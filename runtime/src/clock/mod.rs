//! Time as the client sees it: [`Clock`], so that tests need not wait.

mod instant;
mod manual;
#[cfg(feature = "reqwest")]
mod system;

use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

pub use instant::Instant;
pub use manual::ManualClock;
#[cfg(feature = "reqwest")]
pub use system::SystemClock;

use crate::transport::BoxFuture;

/// Tells the time and waits. The client dates signatures, measures calls and waits between attempts with it; the bound of one
/// attempt is kept by the transport, in real time.
pub trait Clock: fmt::Debug + Send + Sync {
    /// The date and time, for signatures.
    fn now(&self) -> SystemTime;

    /// A time that never goes back, for measuring.
    fn instant(&self) -> Instant;

    /// Waits.
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()>;
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> SystemTime {
        C::now(self)
    }

    fn instant(&self) -> Instant {
        C::instant(self)
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        C::sleep(self, time)
    }
}
