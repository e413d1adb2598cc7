//! [`CircuitBreaker`]: when a client stops asking a service that does nothing but fail.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use crate::{Error, ErrorKind, clock::Instant};

/// When a client and its clones stop asking a service that does nothing but fail.
///
/// So many failed attempts in a row open the circuit: calls end at once, with nothing sent
/// ([`ErrorKind::CircuitOpen`](crate::ErrorKind::CircuitOpen)). After a pause one attempt is let through. If it
/// succeeds the circuit is closed, and if it fails there is another pause.
///
/// A failure is one of the service as a whole: no connection, a cut, a timeout, or a status from 500 on. Any other
/// response shows that the service is there, a throttling one too. Attempts of other services that a call needs,
/// such as IAM, are not counted.
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

    /// How many failed attempts in a row open the circuit. 0 counts as 1.
    pub const fn failures(mut self, failures: u32) -> Self {
        self.failures = failures;
        self
    }

    /// How long nothing is sent then.
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

/// The circuit of a client; without a breaker it is always closed.
#[derive(Debug, Default)]
pub(crate) struct Circuit {
    breaker: Option<CircuitBreaker>,
    state: Mutex<State>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Closed {
        /// In a row.
        failures: u32,
    },
    Open {
        /// `None` if it is so far off that no clock can show it.
        until: Option<Instant>,
    },
    /// One attempt is let through.
    Probing,
}

impl Default for State {
    fn default() -> Self {
        Self::Closed { failures: 0 }
    }
}

/// What an attempt's end made of a circuit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Transition {
    None,
    Opened,
    Closed,
}

/// What an attempt is let through by. Dropping it, as when a call is given up, tells nothing of the service.
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

    /// Lets an attempt through, or says why not.
    pub(crate) fn pass(&self, now: Instant) -> Result<CircuitPermit<'_>, Error> {
        let is_probe = self.change(|state| {
            let is_probe = matches!(state, State::Open { .. });
            refusal(*state, now)?;
            if is_probe {
                *state = State::Probing;
            }
            Ok::<_, Error>(is_probe)
        })?;
        Ok(CircuitPermit { circuit: self, is_probe, since: now })
    }

    /// Says why no attempt would be let through, if none would.
    pub(crate) fn check(&self, now: Instant) -> Result<(), Error> {
        self.change(|state| refusal(*state, now))
    }

    /// What an attempt's end says about the service.
    fn end(&self, is_probe: bool, has_failed: bool, now: Instant) -> Transition {
        let Some(breaker) = self.breaker else { return Transition::None };
        let open = State::Open { until: now.checked_add(breaker.pause) };
        self.change(|state| {
            let (next, change) = match *state {
                // What began before it opened is old news.
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

    /// No step in between leaves the state broken.
    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn refusal(state: State, now: Instant) -> Result<(), Error> {
    let left = match state {
        State::Closed { .. } => return Ok(()),
        State::Open { until: Some(until) } if until <= now => return Ok(()),
        State::Open { until } => until.map_or(Duration::MAX, |until| until.saturating_duration_since(now)),
        State::Probing => Duration::ZERO,
    };
    Err(Error::circuit_open(left))
}

impl CircuitPermit<'_> {
    /// The attempt has ended: with a success, or with this error.
    pub(crate) fn end(mut self, error: Option<&Error>, now: Instant) -> Transition {
        let has_failed = match error.map(|error| (error, error.kind())) {
            Some((_, ErrorKind::Connect | ErrorKind::Tls | ErrorKind::Timeout | ErrorKind::Interrupted)) => true,
            Some((error, ErrorKind::Service)) => {
                error.status().is_some_and(|status| status >= 500) && !error.is_throttled()
            }
            None | Some((_, ErrorKind::Decode)) => false,
            // Nothing was asked of the service.
            Some(_) => return Transition::None,
        };
        self.circuit.end(std::mem::take(&mut self.is_probe), has_failed, now)
    }
}

impl Drop for CircuitPermit<'_> {
    fn drop(&mut self) {
        if self.is_probe {
            // The next one may try, at once.
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
    fn what_began_before_a_circuit_opened_changes_nothing() {
        let circuit = Circuit::new(Some(CircuitBreaker::new().failures(1).pause(Duration::from_secs(9))));
        let now = Instant::after_start(Duration::ZERO);
        let late = [(); 3].map(|()| circuit.pass(now).unwrap());
        let [first, well, ill] = late;
        assert_eq!(first.end(Some(&failure()), now), Transition::Opened);
        assert_eq!(well.end(None, now), Transition::None, "only the one that tries can close it");
        let later = now.checked_add(Duration::from_secs(8)).unwrap();
        assert_eq!(ill.end(Some(&failure()), later), Transition::None);
        assert!(circuit.check(later).is_err());
        let then = now.checked_add(Duration::from_secs(9)).unwrap();
        let probe = circuit.pass(then).unwrap();
        assert!(circuit.pass(then).is_err(), "one tries at a time");
        assert_eq!(probe.end(None, then), Transition::Closed);
        assert_eq!(circuit.pass(then).unwrap().end(None, then), Transition::None);
    }

    #[test]
    fn a_pause_without_end_is_one() {
        let circuit = Circuit::new(Some(CircuitBreaker::new().failures(0).pause(Duration::MAX)));
        let now = Instant::after_start(Duration::ZERO);
        assert_eq!(circuit.pass(now).unwrap().end(Some(&failure()), now), Transition::Opened);
        assert!(circuit.pass(now.checked_add(Duration::from_secs(1_000_000_000)).unwrap()).is_err());
    }
}
