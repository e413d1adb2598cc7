//! Time: [`Clock`], so tests need not wait.
//!
//! - `deadline`: `Deadline`, the end of a call's overall timeout
//! - `manual`: [`ManualClock`], for tests
//! - `skew`: `ClockSkew`, the measured difference to the service's clock
//! - `system`: `SystemClock`

use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use crate::transport::BoxFuture;

mod deadline;
mod manual;
mod skew;
#[cfg(feature = "reqwest")]
mod system;

pub(crate) use deadline::Deadline;
pub use manual::ManualClock;
pub(crate) use skew::{ClockSkew, correct_time};
#[cfg(feature = "reqwest")]
pub use system::SystemClock;

/// Source of time. The client dates signatures, measures calls and delays attempts with it. The transport enforces
/// the timeout of an attempt in real time.
pub trait Clock: fmt::Debug + Send + Sync {
    /// Date and time, for signatures.
    fn now(&self) -> SystemTime;

    /// Monotonic time, for measuring.
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

/// A point of monotonic time: the duration since a start that the clock chose.
///
/// Unlike that of the standard library, any clock can create it, and it exists on all platforms
/// (`wasm32-unknown-unknown` has no standard one).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(Duration);

impl Instant {
    /// A point this long after the start of the clock.
    pub const fn after_start(time: Duration) -> Self {
        Self(time)
    }

    /// Adds a duration; `None` on overflow.
    pub fn checked_add(self, time: Duration) -> Option<Self> {
        self.0.checked_add(time).map(Self)
    }

    /// Duration since an earlier point; zero if that is later.
    pub fn saturating_duration_since(self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }
}
