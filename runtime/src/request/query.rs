//! [`Query`]: the query of a request, and how it is shown.

use std::fmt;

/// What is shown of a secret.
const STAND_IN: &str = "***";

/// A query, encoded: as it is sent, and as it is shown, without the secrets in it.
#[derive(Clone, Default)]
pub(crate) struct Query {
    sent: String,
    shown: String,
}

impl Query {
    /// Adds a pair, both encoded.
    pub(crate) fn push(&mut self, name: &str, value: &str, is_secret: bool) {
        let shown = if is_secret { STAND_IN } else { value };
        for (query, value) in [(&mut self.sent, value), (&mut self.shown, shown)] {
            let separator = if query.is_empty() { "" } else { "&" };
            query.push_str(&format!("{separator}{name}={value}"));
        }
    }

    /// The pairs of a query that a service wrote, as it wrote them. Nobody knows which of them is a secret, so none is shown.
    pub(crate) fn of_service<'q>(pairs: impl Iterator<Item = &'q str>) -> Self {
        let mut query = Self::default();
        for pair in pairs {
            let name = pair.split('=').next().unwrap_or_default();
            let separator = if query.sent.is_empty() { "" } else { "&" };
            query.sent.push_str(&format!("{separator}{pair}"));
            query.shown.push_str(&format!("{separator}{name}={STAND_IN}"));
        }
        query
    }

    /// As it is sent.
    pub(crate) fn sent(&self) -> &str {
        &self.sent
    }

    /// As it may be shown.
    pub(crate) fn shown(&self) -> &str {
        &self.shown
    }
}

impl fmt::Debug for Query {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.shown, formatter)
    }
}
