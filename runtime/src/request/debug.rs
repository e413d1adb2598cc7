//! Debug output of generated requests.

use std::fmt;

use super::Request;
use crate::Operation;

/// A value that may be set.
pub trait DebugField {
    /// The value, if it is set.
    fn value(&self) -> Option<&dyn fmt::Debug>;
}

impl<T: fmt::Debug> DebugField for Option<T> {
    fn value(&self) -> Option<&dyn fmt::Debug> {
        self.as_ref().map(|value| value as _)
    }
}

impl Request {
    /// Writes the values of a request that are set. Secrets are redacted by their own `Debug`.
    ///
    /// # Errors
    ///
    /// The formatter fails.
    #[doc(hidden)]
    pub fn fmt_debug(
        operation: &Operation,
        formatter: &mut fmt::Formatter<'_>,
        values: &[(&str, &dyn DebugField)],
    ) -> fmt::Result {
        let mut debug = formatter.debug_struct(operation.name);
        for (name, value) in values {
            if let Some(value) = value.value() {
                debug.field(name, value);
            }
        }
        debug.finish()
    }
}
