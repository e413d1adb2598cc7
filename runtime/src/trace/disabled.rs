//! Empty functions for builds without the feature `tracing`.

use crate::{AttemptInfo, CallInfo, Operation, OutcomeInfo, Service};

pub(crate) struct CallSpan;

impl CallSpan {
    pub(crate) fn new(_: &Operation) -> Self {
        Self
    }

    #[expect(clippy::unused_self, reason = "with the feature it is used")]
    pub(crate) fn instrument<F: Future>(&self, future: F) -> F {
        future
    }

    #[expect(clippy::unused_self, reason = "with the feature it is used")]
    pub(crate) fn end(&self, _: &CallInfo<'_>) {}
}

pub(crate) struct AttemptSpan;

impl AttemptSpan {
    pub(crate) fn new(_: &AttemptInfo<'_>) -> Self {
        Self
    }

    #[expect(clippy::unused_self, reason = "with the feature it is used")]
    pub(crate) fn instrument<F: Future>(&self, future: F) -> F {
        future
    }

    #[expect(clippy::unused_self, reason = "with the feature it is used")]
    pub(crate) fn in_scope<T>(&self, run: impl FnOnce() -> T) -> T {
        run()
    }

    #[expect(clippy::unused_self, reason = "with the feature it is used")]
    pub(crate) fn end(&self, _: &OutcomeInfo<'_>) {}
}

pub(crate) fn circuit_opened(_: &Service) {}

pub(crate) fn circuit_closed(_: &Service) {}

pub(crate) fn budget_spent(_: &Service) {}
