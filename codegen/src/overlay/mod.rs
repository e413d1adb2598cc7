//! OpenAPI Overlays: documents that change other documents before they are read as OpenAPI.
//!
//! Versions 1.0 and 1.1 of the [Overlay Specification](https://spec.openapis.org/overlay/v1.1.0.html) are supported. An
//! action that matches nothing is an error, because the document has changed and the overlay has to follow.
//!
//! Cases that the specification leaves open:
//!
//! - A list that updates a list is appended item by item.
//! - A scalar may be the target of an action. It is replaced or removed.
//! - A null (`components:`) that updates an object or a list changes nothing.
//!
//! `Origins` tells where a value of a changed document comes from, so that diagnostics about it have its place in the
//! overlay. Pointers of other changed values may not exist in the text. Locating falls back to the nearest ancestor.
//!
//! - `actions`: an overlay as a list of actions
//! - `apply`: removing, merging and copying, with limits on size and depth
//! - `jsonpath`: expressions of RFC 9535
//! - `origins`: where the values of a changed document come from

mod actions;
mod apply;
mod jsonpath;
mod origins;

use crate::{parser::Document, source::Value};

pub(crate) use apply::apply;
pub use origins::Origins;

/// The document that an overlay belongs to: its `extends`, a URI reference relative to the overlay.
pub fn extends(overlay: &Document) -> Option<&str> {
    let Value::Object(root) = &overlay.root else { return None };
    match root.get("extends") {
        Some(Value::String(reference)) => Some(reference),
        _ => None,
    }
}

/// Whether a document is an overlay: it has the key `overlay`.
pub fn is_overlay(document: &Document) -> bool {
    matches!(&document.root, Value::Object(root) if root.get("overlay").is_some())
}

#[cfg(test)]
mod tests;
