//! [`EndpointFailover`]: the further endpoints of a client, and which one is in use. Does no I/O.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::endpoint::Endpoint;

/// The further endpoints of a service, and which endpoint is in use.
#[derive(Debug, Default)]
pub(crate) struct EndpointFailover {
    fallbacks: Vec<Endpoint>,
    /// The index of the endpoint in use: 0 is the first endpoint, `n` is `fallbacks[n - 1]`.
    current: AtomicUsize,
}

impl EndpointFailover {
    pub(crate) fn new(fallbacks: Vec<Endpoint>) -> Self {
        Self { fallbacks, current: AtomicUsize::new(0) }
    }

    /// The number of endpoints in addition to the first.
    pub(crate) fn len(&self) -> usize {
        self.fallbacks.len()
    }

    /// The endpoint in use.
    pub(crate) fn current<'e>(&'e self, first: &'e Endpoint) -> &'e Endpoint {
        self.at(self.current.load(Ordering::Relaxed), first)
    }

    /// Selects the endpoint after one that is unreachable.
    pub(crate) fn next_after<'e>(&'e self, failed: &Endpoint, first: &'e Endpoint) -> &'e Endpoint {
        let failed = self.fallbacks.iter().position(|fallback| fallback == failed).map_or(0, |index| index + 1);
        let next = (failed + 1) % (self.fallbacks.len() + 1);
        self.current.store(next, Ordering::Relaxed);
        self.at(next, first)
    }

    fn at<'e>(&'e self, index: usize, first: &'e Endpoint) -> &'e Endpoint {
        index.checked_sub(1).and_then(|index| self.fallbacks.get(index)).unwrap_or(first)
    }
}
