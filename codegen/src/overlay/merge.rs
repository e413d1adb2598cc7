//! Merging: objects member by member, lists by appending, scalars by replacing.

use crate::{
    diagnostic::{Code, Diagnostics},
    source::{Location, Pointer, Value},
};

use super::read::Update;

/// Merges a value into what stands at these addresses.
pub(super) fn update(root: &mut Value, targets: &[Pointer], update: &Update<'_>, diagnostics: &mut Diagnostics) {
    for pointer in targets {
        // One target may lie in another, and the update of that one may have replaced it.
        if let Some(target) = root.find_mut(pointer.segments()) {
            into_target(target, update, diagnostics);
        }
    }
}

/// Merges into a target itself. To a list a value of any kind is one more item; inside, only a list can be appended.
fn into_target(target: &mut Value, update: &Update<'_>, diagnostics: &mut Diagnostics) {
    match (target, update.value) {
        (Value::Array(items), update) if !matches!(update, Value::Array(_)) => items.push(update.clone()),
        (target, value) => merge(target, value, &update.at, diagnostics),
    }
}

fn merge(target: &mut Value, update: &Value, at: &Location, diagnostics: &mut Diagnostics) {
    match (&mut *target, update) {
        (Value::Object(members), Value::Object(changes)) => {
            for (key, change) in changes.iter() {
                let at = Location { pointer: at.pointer.child(key), ..at.clone() };
                match members.get_mut(key) {
                    Some(member) => merge(member, change, &at, diagnostics),
                    None => members.insert(key.to_owned(), change.clone()),
                }
            }
        }
        (Value::Array(items), Value::Array(more)) => items.extend(more.iter().cloned()),
        // `components:` without anything in it has nothing to merge.
        (Value::Object(_) | Value::Array(_), Value::Null) => {}
        (Value::Null, _) => *target = update.clone(),
        (found, change) if is_scalar(found) && is_scalar(change) => *target = update.clone(),
        (found, change) => {
            let message = format!("{} cannot be merged into {}", kind(change), kind(found));
            diagnostics.error(Code::UpdateTypeMismatch, at, message).help(
                "remove what is there with an action of its own, and put the new value in place with the next one",
            );
        }
    }
}

fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Object(_) | Value::Array(_))
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
