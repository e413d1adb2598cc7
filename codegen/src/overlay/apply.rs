//! Applying the actions of an overlay to the values of a document. Bounds the size and depth of the result.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use super::{
    actions::{self, Action, Change, Target, Update},
    origins::Origins,
};
use crate::{
    diagnostic::{Code, Diagnostics, suggest},
    parser::Document,
    source::{FileId, Location, NodePart, Pointer, Value},
};

/// The number of values and bytes of text that one overlay may add.
const MAX_ADDED_SIZE: usize = if cfg!(test) { 256 * 1024 } else { 16 * 1024 * 1024 };

/// The maximum nesting of a changed document: the same as of a parsed one.
const MAX_DEPTH: usize = 128;

/// A document that is being changed.
struct ChangedDocument<'c> {
    file: FileId,
    root: &'c mut Value,
    origins: &'c mut Origins,
    budget: SizeBudget,
    diagnostics: &'c mut Diagnostics,
}

/// Applies the actions of an overlay to a document, in their order. Records in `origins` where changed values come
/// from.
///
/// Errors of the overlay are reported with their location in the overlay. A failed action changes nothing.
pub(crate) fn apply(document: &mut Document, overlay: &Document, origins: &mut Origins, diagnostics: &mut Diagnostics) {
    let actions = actions::read(overlay, diagnostics);
    let budget = SizeBudget { remaining: MAX_ADDED_SIZE };
    let mut changed = ChangedDocument { file: document.file, root: &mut document.root, origins, budget, diagnostics };
    for action in actions {
        changed.apply(&action);
    }
}

impl ChangedDocument<'_> {
    fn apply(&mut self, action: &Action<'_>) {
        let Some(targets) = find(&action.target, self.root, self.diagnostics) else { return };
        match &action.change {
            Change::Remove => self.remove(&targets, &action.target),
            Change::Update(update) => {
                if self.budget.allows(update, &targets, self.diagnostics) {
                    self.merge_into(&targets, update, &update.at);
                }
            }
            Change::Copy(from) => self.copy(from, &targets),
        }
    }

    fn copy(&mut self, from: &Target<'_>, targets: &[Pointer]) {
        let Some(found) = find(from, self.root, self.diagnostics) else { return };
        let [source] = found.as_slice() else {
            let message = format!("ambiguous `copy`: `{}` matches {} values", from.text, found.len());
            self.diagnostics
                .report(Code::MalformedOverlay, &from.at, message)
                .help("let the expression match exactly one value");
            return;
        };
        let Some(value) = self.root.find_mut(source.segments()).map(|value| value.clone()) else { return };
        let update = Update { value: &value, at: from.at.clone() };
        if self.budget.allows(&update, targets, self.diagnostics) {
            let origin = Location { file: self.file, pointer: source.clone(), part: NodePart::Value };
            let origin = self.origins.find(&origin);
            self.merge_into(targets, &update, &origin);
        }
    }

    /// Removes the values at these pointers.
    fn remove(&mut self, targets: &[Pointer], target: &Target<'_>) {
        // Inner values are removed first, so that indices of outer ones stay valid.
        let mut by_parent: BTreeMap<(Reverse<usize>, Pointer), BTreeSet<String>> = BTreeMap::new();
        for pointer in targets {
            let segments: Vec<_> = pointer.segments().collect();
            let (Some(parent), Some(last)) = (pointer.parent(), segments.last()) else {
                self.diagnostics
                    .report(Code::MalformedOverlay, &target.at, "invalid removal: the target is the whole document")
                    .help("name the value to remove: `$.paths['/internal']`");
                continue;
            };
            by_parent.entry((Reverse(segments.len()), parent)).or_default().insert(last.to_string());
        }
        for ((_, parent), names) in by_parent {
            match self.root.find_mut(parent.segments()) {
                Some(Value::Object(object)) => {
                    object.retain(|key| !names.contains(key));
                    self.origins.remove_properties(self.file, &parent, &names);
                }
                Some(Value::Array(items)) => {
                    let indices: BTreeSet<usize> = names.iter().filter_map(|name| name.parse().ok()).collect();
                    self.origins.remove_items(self.file, &parent, items.len(), &indices);
                    let mut index = 0_usize;
                    items.retain(|_| {
                        index += 1;
                        !indices.contains(&(index - 1))
                    });
                }
                _ => {}
            }
        }
    }

    /// Merges a value into the values at these pointers.
    fn merge_into(&mut self, targets: &[Pointer], update: &Update<'_>, origin: &Location) {
        let Self { file, root, origins, diagnostics, .. } = self;
        for pointer in targets {
            let place = MergeLocation { pointer: pointer.clone(), at: update.at.clone(), origin: origin.clone() };
            let mut merge = Merge { file: *file, origins, diagnostics };
            // A target inside of another may have been replaced by the update of the other.
            match (root.find_mut(pointer.segments()), update.value) {
                // A target that is a list accepts any value as one more item. An inner list accepts only lists.
                (Some(Value::Array(items)), value) if !matches!(value, Value::Array(_)) => {
                    merge.added(pointer.index(items.len()), &place);
                    items.push(value.clone());
                }
                (Some(target), value) => merge.merge(target, value, &place),
                (None, _) => {}
            }
        }
    }
}

/// A value that is merged: its pointer in the document, its place in the overlay for problems of the overlay, and where
/// it comes from.
struct MergeLocation {
    pointer: Pointer,
    at: Location,
    origin: Location,
}

impl MergeLocation {
    fn child(&self, key: &str) -> Self {
        let inner = |location: &Location| Location { pointer: location.pointer.child(key), ..location.clone() };
        Self { pointer: self.pointer.child(key), at: inner(&self.at), origin: inner(&self.origin) }
    }
}

struct Merge<'m> {
    file: FileId,
    origins: &'m mut Origins,
    diagnostics: &'m mut Diagnostics,
}

impl Merge<'_> {
    /// Records a value that is added at a pointer.
    fn added(&mut self, pointer: Pointer, place: &MergeLocation) {
        self.origins.record(self.file, pointer, place.origin.clone());
    }

    /// Merges objects key by key, appends lists, and replaces scalars.
    fn merge(&mut self, target: &mut Value, update: &Value, place: &MergeLocation) {
        match (&mut *target, update) {
            (Value::Object(properties), Value::Object(changes)) => {
                for (key, change) in changes.iter() {
                    let place = place.child(key);
                    match properties.get_mut(key) {
                        Some(property) => self.merge(property, change, &place),
                        None => {
                            self.added(place.pointer.clone(), &place);
                            properties.insert(key.to_owned(), change.clone());
                        }
                    }
                }
            }
            (Value::Array(items), Value::Array(more)) => {
                for (index, item) in more.iter().enumerate() {
                    self.added(place.pointer.index(items.len()), &place.child(&index.to_string()));
                    items.push(item.clone());
                }
            }
            (Value::Object(_) | Value::Array(_), Value::Null) => {}
            (found, change) if matches!(found, Value::Null) || is_scalar(found) && is_scalar(change) => {
                self.added(place.pointer.clone(), place);
                *target = update.clone();
            }
            (found, change) => {
                let (change, found) = (change.type_name(), found.type_name());
                let message = format!("update type mismatch: cannot merge {change} into {found}");
                self.diagnostics
                    .report(Code::UpdateTypeMismatch, &place.at, message)
                    .help("remove the old value with one action, and add the new value with the next one");
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

fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Object(_) | Value::Array(_))
}
