//! What each kind of selector selects of a value.

use crate::source::Value;

use super::{
    evaluate::{Evaluation, Exhausted, Node},
    filter,
    query::Selector,
};

/// Adds the children of a value that a selector selects.
pub(super) fn children<'v>(
    evaluation: &Evaluation<'v>,
    node: &Node<'v>,
    selector: &Selector,
    selected: &mut Vec<Node<'v>>,
) -> Result<(), Exhausted> {
    evaluation.step()?;
    match (selector, node.value) {
        (Selector::Name(name), Value::Object(object)) => {
            selected.extend(object.get(name).map(|value| Node { value, at: node.at.child(name) }));
        }
        (Selector::Index(index), Value::Array(items)) => {
            let index = from_start(*index, items.len());
            selected.extend(usize::try_from(index).ok().and_then(|index| item(node, items, index)));
        }
        (Selector::Slice { start, end, step }, Value::Array(items)) => {
            let indices = slice(*start, *end, *step, items.len());
            selected.extend(indices.into_iter().filter_map(|index| item(node, items, index)));
        }
        (Selector::Wildcard, value) => {
            for child in all(node, value) {
                evaluation.step()?;
                selected.push(child);
            }
        }
        (Selector::Filter(test), value) => {
            for child in all(node, value) {
                evaluation.step()?;
                if filter::holds(evaluation, test, child.value)? {
                    selected.push(child);
                }
            }
        }
        _ => {}
    }
    Ok(())
}

fn item<'v>(node: &Node<'v>, items: &'v [Value], index: usize) -> Option<Node<'v>> {
    items.get(index).map(|value| Node { value, at: node.at.index(index) })
}

fn all<'v>(node: &Node<'v>, value: &'v Value) -> Vec<Node<'v>> {
    match value {
        Value::Array(items) => (0..items.len()).filter_map(|index| item(node, items, index)).collect(),
        Value::Object(object) => object.iter().map(|(key, value)| Node { value, at: node.at.child(key) }).collect(),
        _ => Vec::new(),
    }
}

/// An index counted from the start, where it may have been counted from the end.
fn from_start(index: i64, length: usize) -> i64 {
    if index < 0 { index.saturating_add(length_of(length)) } else { index }
}

fn length_of(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// The indices of a slice, as section 2.3.4.2.2 of the RFC counts them.
fn slice(start: Option<i64>, end: Option<i64>, step: i64, length: usize) -> Vec<usize> {
    let count = length_of(length);
    let (lowest, highest) = if step < 0 { (-1, count - 1) } else { (0, count) };
    let bound = |given: Option<i64>, default: i64| {
        given.map_or(default, |given| from_start(given, length).clamp(lowest, highest))
    };
    let mut indices = Vec::new();
    let mut index = bound(start, if step < 0 { highest } else { lowest });
    let stop = bound(end, if step < 0 { lowest } else { highest });
    while (step > 0 && index < stop) || (step < 0 && index > stop) {
        indices.extend(usize::try_from(index));
        index = index.saturating_add(step);
    }
    indices
}
