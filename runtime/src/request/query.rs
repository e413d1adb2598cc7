//! [`Query`]: the query of a request, and how it is shown.

use std::fmt;

use super::percent::{decode, encode};

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

    /// The value of the first pair of this name, decoded.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        let pair = self.sent.split('&').find(|pair| is_of(pair, name))?;
        let value = pair.split_once('=').map_or("", |(_, value)| value);
        String::from_utf8(decode(value)).ok()
    }

    /// Puts a value, not yet encoded, in the place of all pairs of this name.
    pub(crate) fn replace(&mut self, name: &str, value: &str) {
        let pairs = self.sent.split('&').zip(self.shown.split('&'));
        let others = pairs.filter(|(pair, _)| !pair.is_empty() && !is_of(pair, name));
        let (sent, shown): (Vec<&str>, Vec<&str>) = others.unzip();
        let (sent, shown) = (sent.join("&"), shown.join("&"));
        *self = Self { sent, shown };
        self.push(&encode(name), &encode(value), false);
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

/// Whether a pair has this name.
fn is_of(pair: &str, name: &str) -> bool {
    decode(pair.split('=').next().unwrap_or_default()) == name.as_bytes()
}

impl fmt::Debug for Query {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.shown, formatter)
    }
}
