//! Time as the client sees it: [`Clock`], so that tests need not wait.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use crate::transport::BoxFuture;

mod manual;
#[cfg(feature = "reqwest")]
mod system;

pub use manual::ManualClock;
#[cfg(feature = "reqwest")]
pub use system::SystemClock;

/// Tells the time and waits. The client dates signatures, measures calls and waits between attempts with it; the
/// bound of one attempt is kept by the transport, in real time.
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

/// A point of a time that never goes back, for measuring: how long it is since a moment that the clock has chosen.
///
/// It is not the one of the standard library, which only the clock of this machine can make, and of which some
/// machines have none (`wasm32-unknown-unknown`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(Duration);

impl Instant {
    /// So long after the moment that the clock has chosen.
    pub const fn after_start(time: Duration) -> Self {
        Self(time)
    }

    /// This point and so much more; `None` if it is too far off.
    pub fn checked_add(self, time: Duration) -> Option<Self> {
        self.0.checked_add(time).map(Self)
    }

    /// How long it is since an earlier point; zero if that is a later one.
    pub fn saturating_duration_since(self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }
}
