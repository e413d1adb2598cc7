//! [`Deadline`]: the end of a call's overall timeout.

use std::time::Duration;

use super::{Clock, Instant};

/// The end of the overall timeout of a call, by the monotonic clock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    /// `None` if it exceeds the range of the clock: never.
    end: Option<Instant>,
}

impl Deadline {
    /// The deadline after this time from now.
    pub(crate) fn after(clock: &dyn Clock, time: Duration) -> Self {
        Self { end: clock.instant().checked_add(time) }
    }

    /// The time until the deadline; zero if it has passed.
    pub(crate) fn remaining(self, clock: &dyn Clock) -> Duration {
        self.end.map_or(Duration::MAX, |end| end.saturating_duration_since(clock.instant()))
    }
}
