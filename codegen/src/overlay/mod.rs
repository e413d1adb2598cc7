//! OpenAPI Overlays: documents that say what to change in another document.
//!
//! [`apply`] carries out the actions of an overlay, in their order, on the values of a document, before anything is read
//! as OpenAPI. Versions 1.0 and 1.1 of the [Overlay Specification](https://spec.openapis.org/overlay/v1.1.0.html) are
//! understood. An action that matches nothing is an error: the document has moved on, and the overlay has to follow.
//!
//! What the specification leaves open is settled so: a list that updates a list is appended item by item; a scalar may be
//! the target of an action and is then replaced or removed; nothing (`components:`) merged into an object changes nothing.
//!
//! Addresses in a changed document need not exist in its text. Whatever shows them falls back to the nearest ancestor.

mod allowance;
mod change;
mod jsonpath;
mod merge;
mod read;
mod target;

use crate::{
    diagnostic::{Code, Diagnostics},
    source::{Document, Value},
};

use allowance::Allowance;
use read::{Action, Change};

/// Carries out the actions of an overlay on a document. What is wrong with the overlay is reported with its place there;
/// an action that cannot be carried out is left out.
pub fn apply(document: &mut Document, overlay: &Document, diagnostics: &mut Diagnostics) {
    let mut allowance = Allowance::default();
    for action in read::actions(overlay, diagnostics) {
        carry_out(&action, &mut document.root, &mut allowance, diagnostics);
    }
}

/// The document that an overlay was made for, as its `extends` says: a URI reference from the overlay.
pub fn extends(overlay: &Document) -> Option<&str> {
    let Value::Object(root) = &overlay.root else { return None };
    match root.get("extends") {
        Some(Value::String(reference)) => Some(reference),
        _ => None,
    }
}

/// Whether a document is an overlay: whether it has the key that every overlay has.
pub fn is_overlay(document: &Document) -> bool {
    matches!(&document.root, Value::Object(root) if root.get("overlay").is_some())
}

fn carry_out(action: &Action<'_>, root: &mut Value, allowance: &mut Allowance, diagnostics: &mut Diagnostics) {
    let Some(targets) = target::find(&action.target, root, diagnostics) else { return };
    match &action.change {
        Change::Remove => change::remove(root, &targets, &action.target, diagnostics),
        Change::Update(update) => {
            if allowance.covers(update, &targets, diagnostics) {
                merge::update(root, &targets, update, diagnostics);
            }
        }
        Change::Copy(from) => {
            let Some(found) = target::find(from, root, diagnostics) else { return };
            let [source] = found.as_slice() else {
                let message = format!("`{}` matches {} values; one is copied", from.text, found.len());
                diagnostics.error(Code::MalformedOverlay, &from.at, message);
                return;
            };
            let Some(value) = root.find_mut(source.segments()).map(|value| value.clone()) else { return };
            let update = read::Update { value: &value, at: from.at.clone() };
            if allowance.covers(&update, &targets, diagnostics) {
                merge::update(root, &targets, &update, diagnostics);
            }
        }
    }
}

#[cfg(test)]
mod tests;
