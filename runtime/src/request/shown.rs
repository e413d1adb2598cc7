//! How a declared request is shown: its operation and what was given, but not the client that would send it.

use std::fmt;

use super::Request;
use crate::Operation;

/// A value that may have been given.
pub trait Shown {
    /// The value.
    fn given(&self) -> Option<&dyn fmt::Debug>;
}

impl<T: fmt::Debug> Shown for Option<T> {
    fn given(&self) -> Option<&dyn fmt::Debug> {
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
    pub fn show(
        operation: &Operation,
        formatter: &mut fmt::Formatter<'_>,
        values: &[(&str, &dyn Shown)],
    ) -> fmt::Result {
        let mut shown = formatter.debug_struct(operation.name);
        for (name, value) in values {
            if let Some(value) = value.given() {
                shown.field(name.trim_start_matches("r#"), value);
            }
        }
        shown.finish()
    }
}
