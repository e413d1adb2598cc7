//! [`Deadline`]: when a call must have ended.

use std::time::Duration;

use crate::clock::{Clock, Instant};

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
