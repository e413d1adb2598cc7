//! [`CircuitBreaker`]: when a client stops sending to a service that only fails. Does no I/O.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use crate::{Error, ErrorKind, clock::Instant};

/// When a client and its clones stop sending to a service that only fails.
///
/// Consecutive failures open the circuit. While it is open, calls fail immediately without sending
/// ([`ErrorKind::CircuitOpen`](crate::ErrorKind::CircuitOpen)). After a pause, one attempt probes the service. Its
/// success closes the circuit; its failure starts another pause.
///
/// A failure is: no connection, a broken connection, a timeout, or a status of 500 or more. Any other response,
/// throttling too, shows that the service works. Attempts at other services do not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CircuitBreaker {
    failures: u32,
    pause: Duration,
}

impl CircuitBreaker {
    /// The defaults: 10 failures in a row, and pauses of 30 s.
    pub const fn new() -> Self {
        Self { failures: 10, pause: Duration::from_secs(30) }
    }

    /// Consecutive failures that open the circuit. 0 counts as 1.
    pub const fn failures(mut self, failures: u32) -> Self {
        self.failures = failures;
        self
    }

    /// Duration for which an open circuit sends nothing.
    pub const fn pause(mut self, pause: Duration) -> Self {
        self.pause = pause;
        self
    }
}

impl Default for CircuitBreaker {
    fn default() -> Self {
        Self::new()
    }
}

/// Circuit of a client. Without a breaker it is always closed.
#[derive(Debug, Default)]
pub(crate) struct Circuit {
    breaker: Option<CircuitBreaker>,
    state: Mutex<State>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Closed {
        /// Consecutive failures.
        failures: u32,
    },
    Open {
        /// `None` if the end of the pause exceeds the clock.
        until: Option<Instant>,
    },
    /// One attempt probes the service.
    Probing,
}

impl Default for State {
    fn default() -> Self {
        Self::Closed { failures: 0 }
    }
}

/// Transition of a circuit at the end of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Transition {
    None,
    Opened,
    Closed,
}

/// Permit of one attempt. Dropping it, as a cancelled call does, reports nothing about the service.
#[must_use]
pub(crate) struct CircuitPermit<'c> {
    circuit: &'c Circuit,
    is_probe: bool,
    since: Instant,
}

impl Circuit {
    pub(crate) fn new(breaker: Option<CircuitBreaker>) -> Self {
        Self { breaker, state: Mutex::default() }
    }

    /// Permits an attempt.
    pub(crate) fn pass(&self, now: Instant) -> Result<CircuitPermit<'_>, Error> {
        let is_probe = self.change(|state| {
            let is_probe = matches!(state, State::Open { .. });
            check_open(*state, now)?;
            if is_probe {
                *state = State::Probing;
            }
            Ok::<_, Error>(is_probe)
        })?;
        Ok(CircuitPermit { circuit: self, is_probe, since: now })
    }

    /// Fails if no attempt would be permitted.
    pub(crate) fn check(&self, now: Instant) -> Result<(), Error> {
        self.change(|state| check_open(*state, now))
    }

    /// Records the end of an attempt.
    fn end(&self, is_probe: bool, has_failed: bool, now: Instant) -> Transition {
        let Some(breaker) = self.breaker else { return Transition::None };
        let open = State::Open { until: now.checked_add(breaker.pause) };
        self.change(|state| {
            let (next, change) = match *state {
                // Attempts that began before the circuit opened do not count.
                State::Open { .. } | State::Probing if !is_probe => return Transition::None,
                State::Closed { failures } if has_failed => match failures.saturating_add(1) {
                    failures if failures < breaker.failures => (State::Closed { failures }, Transition::None),
                    _ => (open, Transition::Opened),
                },
                _ if has_failed => (open, Transition::Opened),
                State::Closed { .. } => (State::default(), Transition::None),
                _ => (State::default(), Transition::Closed),
            };
            *state = next;
            change
        })
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn check_open(state: State, now: Instant) -> Result<(), Error> {
    let left = match state {
        State::Closed { .. } => return Ok(()),
        State::Open { until: Some(until) } if until <= now => return Ok(()),
        State::Open { until } => until.map_or(Duration::MAX, |until| until.saturating_duration_since(now)),
        State::Probing => Duration::ZERO,
    };
    Err(Error::circuit_open(left))
}

impl CircuitPermit<'_> {
    /// Ends the attempt, with a success or with this error.
    pub(crate) fn end(mut self, error: Option<&Error>, now: Instant) -> Transition {
        let has_failed = match error.map(|error| (error, error.kind())) {
            Some((_, ErrorKind::Connect | ErrorKind::Tls | ErrorKind::Timeout | ErrorKind::Interrupted)) => true,
            Some((error, ErrorKind::Service)) => {
                error.status().is_some_and(|status| status >= 500) && !error.is_throttled()
            }
            None | Some((_, ErrorKind::Decode)) => false,
            // The attempt did not reach the service.
            Some(_) => return Transition::None,
        };
        self.circuit.end(std::mem::take(&mut self.is_probe), has_failed, now)
    }
}

impl Drop for CircuitPermit<'_> {
    fn drop(&mut self) {
        if self.is_probe {
            // The next attempt may probe at once.
            self.circuit.change(|state| *state = State::Open { until: Some(self.since) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::{TransportError, TransportErrorKind};

    fn failure() -> Error {
        Error::transport(TransportError::new(TransportErrorKind::Interrupted, "cut"), None)
    }

    #[test]
    fn attempts_from_before_the_circuit_opened_do_not_count() {
        let circuit = Circuit::new(Some(CircuitBreaker::new().failures(1).pause(Duration::from_secs(9))));
        let now = Instant::after_start(Duration::ZERO);
        let late = [(); 3].map(|()| circuit.pass(now).unwrap());
        let [first, success, failed] = late;
        assert_eq!(first.end(Some(&failure()), now), Transition::Opened);
        assert_eq!(success.end(None, now), Transition::None, "only the probe closes the circuit");
        let later = now.checked_add(Duration::from_secs(8)).unwrap();
        assert_eq!(failed.end(Some(&failure()), later), Transition::None);
        assert!(circuit.check(later).is_err());
        let then = now.checked_add(Duration::from_secs(9)).unwrap();
        let probe = circuit.pass(then).unwrap();
        assert!(circuit.pass(then).is_err(), "one probe at a time");
        assert_eq!(probe.end(None, then), Transition::Closed);
        assert_eq!(circuit.pass(then).unwrap().end(None, then), Transition::None);
    }

    #[test]
    fn a_probe_without_an_outcome_is_replaced() {
        let circuit = Circuit::new(Some(CircuitBreaker::new().failures(1).pause(Duration::from_secs(9))));
        let now = Instant::after_start(Duration::ZERO);
        assert_eq!(circuit.pass(now).unwrap().end(Some(&failure()), now), Transition::Opened);
        let then = now.checked_add(Duration::from_secs(9)).unwrap();
        // A cancelled call, and an attempt that did not reach the service.
        drop(circuit.pass(then).unwrap());
        let unsent = Error::invalid(crate::InvalidRequest::Missing { name: "a".to_owned() });
        assert_eq!(circuit.pass(then).unwrap().end(Some(&unsent), then), Transition::None);
        let probe = circuit.pass(then).unwrap();
        assert!(circuit.pass(then).is_err(), "one probe at a time");
        assert_eq!(probe.end(None, then), Transition::Closed);
    }

    #[test]
    fn a_pause_may_be_unlimited() {
        let circuit = Circuit::new(Some(CircuitBreaker::new().failures(0).pause(Duration::MAX)));
        let now = Instant::after_start(Duration::ZERO);
        assert_eq!(circuit.pass(now).unwrap().end(Some(&failure()), now), Transition::Opened);
        assert!(circuit.pass(now.checked_add(Duration::from_secs(1_000_000_000)).unwrap()).is_err());
    }
}
