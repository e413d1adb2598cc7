//! Which operations are generated: all of them, or those that the caller asks for.

use crate::{Options, Selector, openapi::Operation};

/// Whether an operation is wanted: included by any selector, if there are such, and excluded by none.
pub(super) fn is_selected(options: &Options, id: &str, path: &str, operation: &Operation) -> bool {
    let fits = |selector: &Selector| match selector {
        Selector::Operation(wanted) => wanted == id,
        Selector::Tag(wanted) => operation.tags.contains(wanted),
        Selector::Path(prefix) => path.starts_with(prefix.as_str()),
    };
    (options.include.is_empty() || options.include.iter().any(fits)) && !options.exclude.iter().any(fits)
}
