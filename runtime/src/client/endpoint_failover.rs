//! [`EndpointFailover`]: further endpoints of a service, for when one cannot be reached.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::endpoint::Endpoint;

/// Further endpoints of a service, and which one was reached last.
#[derive(Debug, Default)]
pub(super) struct EndpointFailover {
    others: Vec<Endpoint>,
    /// 0 is the first endpoint, which is not among the others.
    current: AtomicUsize,
}

impl EndpointFailover {
    pub(super) fn new(others: Vec<Endpoint>) -> Self {
        Self { others, current: AtomicUsize::new(0) }
    }

    /// How many there are beside the first.
    pub(super) fn len(&self) -> usize {
        self.others.len()
    }

    /// The endpoint that is used now.
    pub(super) fn current<'e>(&'e self, first: &'e Endpoint) -> &'e Endpoint {
        self.at(self.current.load(Ordering::Relaxed), first)
    }

    /// The endpoint after one that could not be reached, which is used from now on.
    pub(super) fn after<'e>(&'e self, failed: &Endpoint, first: &'e Endpoint) -> &'e Endpoint {
        let failed = self.others.iter().position(|other| other == failed).map_or(0, |place| place + 1);
        let next = (failed + 1) % (self.others.len() + 1);
        self.current.store(next, Ordering::Relaxed);
        self.at(next, first)
    }

    fn at<'e>(&'e self, place: usize, first: &'e Endpoint) -> &'e Endpoint {
        place.checked_sub(1).and_then(|place| self.others.get(place)).unwrap_or(first)
    }
}
