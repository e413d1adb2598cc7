//! How a declared request is shown: its operation and what was given, but not the client that would send it.

use std::fmt;

use super::Request;
use crate::Operation;

/// A value that may have been given.
pub trait DebugField {
    /// The value.
    fn value(&self) -> Option<&dyn fmt::Debug>;
}

impl<T: fmt::Debug> DebugField for Option<T> {
    fn value(&self) -> Option<&dyn fmt::Debug> {
        self.as_ref().map(|value| value as _)
    }
}

impl Request {
    /// Writes what [`request!`](crate::request) declares. `Debug` of a secret shows none.
    ///
    /// # Errors
    ///
    /// Where nothing can be written.
    #[doc(hidden)]
    pub fn fmt_debug(
        operation: &Operation,
        formatter: &mut fmt::Formatter<'_>,
        values: &[(&str, &dyn DebugField)],
    ) -> fmt::Result {
        let mut debug = formatter.debug_struct(operation.name);
        for (name, value) in values {
            if let Some(value) = value.value() {
                debug.field(name.trim_start_matches("r#"), value);
            }
        }
        debug.finish()
    }
}
