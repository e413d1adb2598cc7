//! [`Instant`]: a point of a time that never goes back.

use std::time::Duration;

/// A point of a time that never goes back, for measuring: how long it is since a moment that the clock has chosen.
///
/// It is not the one of the standard library, which only the clock of this machine can make, and of which some machines have none
/// (`wasm32-unknown-unknown`).
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
