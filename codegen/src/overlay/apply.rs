//! Applying the actions of an overlay to the values of a document. Bounds the size and depth of the result.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use super::actions::{self, Action, Change, Target, Update};
use crate::{
    diagnostic::{Code, Diagnostics, suggest},
    parser::Document,
    source::{Location, Pointer, Value},
};

/// The number of values and bytes of text that one overlay may add.
const MAX_ADDED_SIZE: usize = if cfg!(test) { 256 * 1024 } else { 16 * 1024 * 1024 };

/// The maximum nesting of a changed document: the same as of a parsed one.
const MAX_DEPTH: usize = 128;

/// Applies the actions of an overlay to a document, in their order.
///
/// Errors of the overlay are reported with their location in the overlay. A failed action changes nothing.
pub fn apply(document: &mut Document, overlay: &Document, diagnostics: &mut Diagnostics) {
    let mut budget = SizeBudget { remaining: MAX_ADDED_SIZE };
    for action in actions::read(overlay, diagnostics) {
        apply_action(&action, &mut document.root, &mut budget, diagnostics);
    }
}

fn apply_action(action: &Action<'_>, root: &mut Value, budget: &mut SizeBudget, diagnostics: &mut Diagnostics) {
    let Some(targets) = find(&action.target, root, diagnostics) else { return };
    match &action.change {
        Change::Remove => remove(root, &targets, &action.target, diagnostics),
        Change::Update(update) => {
            if budget.allows(update, &targets, diagnostics) {
                merge_into(root, &targets, update, diagnostics);
            }
        }
        Change::Copy(from) => {
            let Some(found) = find(from, root, diagnostics) else { return };
            let [source] = found.as_slice() else {
                let message = format!("ambiguous `copy`: `{}` matches {} values", from.text, found.len());
                diagnostics
                    .report(Code::MalformedOverlay, &from.at, message)
                    .help("let the expression match exactly one value");
                return;
            };
            let Some(value) = root.find_mut(source.segments()).map(|value| value.clone()) else { return };
            let update = Update { value: &value, at: from.at.clone() };
            if budget.allows(&update, &targets, diagnostics) {
                merge_into(root, &targets, &update, diagnostics);
            }
        }
    }
}

/// The pointers that a target matches, without duplicates, in the order of matching.
///
/// `None` if nothing matches, which is reported.
fn find(target: &Target<'_>, root: &Value, diagnostics: &mut Diagnostics) -> Option<Vec<Pointer>> {
    let Ok(found) = target.query.select(root) else {
        diagnostics
            .report(
                Code::OverlayTooLarge,
                &target.at,
                "evaluation limit reached: the expression visits too many values",
            )
            .help("name the properties of the path instead of searching with `..`");
        return None;
    };
    if found.is_empty() {
        report_unmatched(target, root, diagnostics);
        return None;
    }
    let mut seen = BTreeSet::new();
    Some(found.into_iter().map(|node| node.at).filter(|at| seen.insert(at.clone())).collect())
}

/// Reports a target that matches nothing, with the longest prefix that matches.
fn report_unmatched(target: &Target<'_>, root: &Value, diagnostics: &mut Diagnostics) {
    let message = format!("unmatched target: `{}` matches nothing", target.text);
    let problem = diagnostics.report(Code::UnmatchedTarget, &target.at, message);
    let Some(partial) = target.query.partial_match(root) else { return };
    if let Some(prefix) = target.text.get(..partial.end) {
        problem.note(format!("`{prefix}` is the longest part of it that matches"));
    }
    let keys = partial.values.iter().flat_map(|value| match value {
        Value::Object(object) => object.keys().collect(),
        _ => Vec::new(),
    });
    if let Some(similar) = suggest(partial.missing.unwrap_or_default(), keys) {
        problem.help(format!("a property with a similar name exists: `{similar}`"));
    }
}

/// Removes the values at these pointers.
fn remove(root: &mut Value, targets: &[Pointer], target: &Target<'_>, diagnostics: &mut Diagnostics) {
    // Inner values are removed first, so that indices of outer ones stay valid.
    let mut by_parent: BTreeMap<(Reverse<usize>, Pointer), BTreeSet<String>> = BTreeMap::new();
    for pointer in targets {
        let segments: Vec<_> = pointer.segments().collect();
        let (Some(parent), Some(last)) = (pointer.parent(), segments.last()) else {
            diagnostics
                .report(Code::MalformedOverlay, &target.at, "invalid removal: the target is the whole document")
                .help("name the value to remove: `$.paths['/internal']`");
            continue;
        };
        by_parent.entry((Reverse(segments.len()), parent)).or_default().insert(last.to_string());
    }
    for ((_, parent), names) in by_parent {
        match root.find_mut(parent.segments()) {
            Some(Value::Object(object)) => object.retain(|key| !names.contains(key)),
            Some(Value::Array(items)) => {
                let mut index = 0_usize;
                items.retain(|_| {
                    index += 1;
                    !names.contains(&(index - 1).to_string())
                });
            }
            _ => {}
        }
    }
}

/// The size that an overlay may still add: a short overlay can make a document of any size.
#[derive(Debug)]
struct SizeBudget {
    remaining: usize,
}

impl SizeBudget {
    /// Whether a value may be merged into all targets. A value that is too large or too deep is reported.
    fn allows(&mut self, update: &Update<'_>, targets: &[Pointer], diagnostics: &mut Diagnostics) -> bool {
        let (size, depth) = measure(update.value);
        let deepest = targets.iter().map(|target| target.segments().count()).max().unwrap_or_default();
        if deepest + depth > MAX_DEPTH {
            let message = format!("nesting too deep: the limit is {MAX_DEPTH} levels");
            diagnostics.report(Code::TooDeep, &update.at, message);
            return false;
        }
        let Some(remaining) = self.remaining.checked_sub(size.saturating_mul(targets.len())) else {
            let message = "document too large: the overlay adds too much to it";
            diagnostics.report(Code::OverlayTooLarge, &update.at, message);
            return false;
        };
        self.remaining = remaining;
        true
    }
}

/// The number of values and bytes of text of a value, and its depth.
fn measure(value: &Value) -> (usize, usize) {
    let add = |(size, depth): (usize, usize), value: &Value, key: usize| {
        let (inner_size, inner_depth) = measure(value);
        (size + inner_size + key, depth.max(inner_depth + 1))
    };
    match value {
        Value::String(text) => (1 + text.len(), 1),
        Value::Array(items) => items.iter().fold((1, 1), |sum, item| add(sum, item, 0)),
        Value::Object(object) => object.iter().fold((1, 1), |sum, (key, value)| add(sum, value, key.len())),
        Value::Null | Value::Bool(_) | Value::Number(_) => (1, 1),
    }
}

/// Merges a value into the values at these pointers.
fn merge_into(root: &mut Value, targets: &[Pointer], update: &Update<'_>, diagnostics: &mut Diagnostics) {
    for pointer in targets {
        // A target inside of another may have been replaced by the update of the other.
        match (root.find_mut(pointer.segments()), update.value) {
            // A target that is a list accepts any value as one more item. An inner list accepts only lists.
            (Some(Value::Array(items)), value) if !matches!(value, Value::Array(_)) => items.push(value.clone()),
            (Some(target), value) => merge(target, value, &update.at, diagnostics),
            (None, _) => {}
        }
    }
}

/// Merges objects key by key, appends lists, and replaces scalars.
fn merge(target: &mut Value, update: &Value, at: &Location, diagnostics: &mut Diagnostics) {
    match (&mut *target, update) {
        (Value::Object(properties), Value::Object(changes)) => {
            for (key, change) in changes.iter() {
                let at = Location { pointer: at.pointer.child(key), ..at.clone() };
                match properties.get_mut(key) {
                    Some(property) => merge(property, change, &at, diagnostics),
                    None => properties.insert(key.to_owned(), change.clone()),
                }
            }
        }
        (Value::Array(items), Value::Array(more)) => items.extend(more.iter().cloned()),
        (Value::Object(_) | Value::Array(_), Value::Null) => {}
        (Value::Null, _) => *target = update.clone(),
        (found, change) if is_scalar(found) && is_scalar(change) => *target = update.clone(),
        (found, change) => {
            let message = format!("update type mismatch: cannot merge {} into {}", type_name(change), type_name(found));
            diagnostics
                .report(Code::UpdateTypeMismatch, at, message)
                .help("remove the old value with one action, and add the new value with the next one");
        }
    }
}

fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Object(_) | Value::Array(_))
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
