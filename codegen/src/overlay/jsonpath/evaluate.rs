//! Evaluation: the values that a query selects in a document. Bounds the number of visited values.

use std::{borrow::Cow, cell::Cell, cmp::Ordering};

use super::query::{Operand, Operator, Pattern, Query, Segment, Selector, Test, compile_pattern};
use crate::source::{Number, Pointer, Value};

/// A selected value and its pointer.
#[derive(Clone, Debug)]
pub(in crate::overlay) struct Node<'v> {
    pub(in crate::overlay) value: &'v Value,
    pub(in crate::overlay) at: Pointer,
}

/// The error of an expression that visits too many values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::overlay) struct LimitReached;

/// The maximum number of visits of one expression. The largest known documents have a million values.
const MAX_VISITS: usize = if cfg!(test) { 300_000 } else { 20_000_000 };

/// The state of an evaluation.
struct Evaluation<'v> {
    root: &'v Value,
    remaining: Cell<usize>,
}

impl<'v> Evaluation<'v> {
    fn new(root: &'v Value) -> Self {
        Self { root, remaining: Cell::new(MAX_VISITS) }
    }

    /// Counts a visit.
    fn visit(&self) -> Result<(), LimitReached> {
        let remaining = self.remaining.get().checked_sub(1).ok_or(LimitReached)?;
        self.remaining.set(remaining);
        Ok(())
    }

    /// The values that a query selects, from the root or from the current value of a filter.
    fn query(&self, query: &Query, current: &'v Value) -> Result<Vec<Node<'v>>, LimitReached> {
        let value = if query.from_root { self.root } else { current };
        let start = vec![Node { value, at: Pointer::root() }];
        query.segments.iter().try_fold(start, |nodes, segment| self.segment(segment, nodes))
    }

    fn segment(&self, segment: &Segment, nodes: Vec<Node<'v>>) -> Result<Vec<Node<'v>>, LimitReached> {
        let mut selected = Vec::new();
        for node in nodes {
            if segment.descendants {
                self.descend(&node, &segment.selectors, &mut selected)?;
            } else {
                self.children(&node, &segment.selectors, &mut selected)?;
            }
        }
        Ok(selected)
    }

    fn children(
        &self,
        node: &Node<'v>,
        selectors: &[Selector],
        selected: &mut Vec<Node<'v>>,
    ) -> Result<(), LimitReached> {
        selectors.iter().try_for_each(|selector| select_children(self, node, selector, selected))
    }

    /// Selects from a value and from all its descendants, outer values first.
    fn descend(
        &self,
        node: &Node<'v>,
        selectors: &[Selector],
        selected: &mut Vec<Node<'v>>,
    ) -> Result<(), LimitReached> {
        self.children(node, selectors, selected)?;
        match node.value {
            Value::Array(items) => items.iter().enumerate().try_for_each(|(index, value)| {
                self.visit()?;
                self.descend(&Node { value, at: node.at.index(index) }, selectors, selected)
            }),
            Value::Object(object) => object.iter().try_for_each(|(key, value)| {
                self.visit()?;
                self.descend(&Node { value, at: node.at.child(key) }, selectors, selected)
            }),
            _ => Ok(()),
        }
    }
}

/// The longest prefix of an expression that selects something.
#[derive(Debug)]
pub(in crate::overlay) struct PartialMatch<'q, 'v> {
    /// The offset after the last segment that selects something.
    pub(in crate::overlay) end: usize,
    /// The selected values.
    pub(in crate::overlay) values: Vec<&'v Value>,
    /// The name that the next segment does not find, if it is a name.
    pub(in crate::overlay) missing: Option<&'q str>,
}

impl Query {
    /// The values that the query selects in a document, in the order of the RFC.
    pub(in crate::overlay) fn select<'v>(&self, root: &'v Value) -> Result<Vec<Node<'v>>, LimitReached> {
        Evaluation::new(root).query(self, root)
    }

    /// The longest prefix that selects something, or `None` if the whole query does.
    pub(in crate::overlay) fn partial_match<'v>(&self, root: &'v Value) -> Option<PartialMatch<'_, 'v>> {
        let evaluation = Evaluation::new(root);
        let mut end = self.begin;
        let mut nodes = vec![Node { value: root, at: Pointer::root() }];
        for segment in &self.segments {
            let values = nodes.iter().map(|node| node.value).collect();
            nodes = evaluation.segment(segment, nodes).ok()?;
            if nodes.is_empty() {
                let missing = match segment.selectors.as_slice() {
                    [Selector::Name(name)] => Some(name.as_str()),
                    _ => None,
                };
                return Some(PartialMatch { end, values, missing });
            }
            end = segment.end;
        }
        None
    }
}

/// Adds the children of a value that a selector selects.
fn select_children<'v>(
    evaluation: &Evaluation<'v>,
    node: &Node<'v>,
    selector: &Selector,
    selected: &mut Vec<Node<'v>>,
) -> Result<(), LimitReached> {
    evaluation.visit()?;
    match (selector, node.value) {
        (Selector::Name(name), Value::Object(object)) => {
            selected.extend(object.get(name).map(|value| Node { value, at: node.at.child(name) }));
        }
        (Selector::Index(index), Value::Array(items)) => {
            let index = normalize_index(*index, items.len());
            selected.extend(usize::try_from(index).ok().and_then(|index| item(node, items, index)));
        }
        (Selector::Slice { start, end, step }, Value::Array(items)) => {
            let indices = slice_indices(*start, *end, *step, items.len());
            selected.extend(indices.into_iter().filter_map(|index| item(node, items, index)));
        }
        (Selector::Wildcard, value) => {
            for child in all_children(node, value) {
                evaluation.visit()?;
                selected.push(child);
            }
        }
        (Selector::Filter(test), value) => {
            for child in all_children(node, value) {
                evaluation.visit()?;
                if holds(evaluation, test, child.value)? {
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

fn all_children<'v>(node: &Node<'v>, value: &'v Value) -> Vec<Node<'v>> {
    match value {
        Value::Array(items) => (0..items.len()).filter_map(|index| item(node, items, index)).collect(),
        Value::Object(object) => object.iter().map(|(key, value)| Node { value, at: node.at.child(key) }).collect(),
        _ => Vec::new(),
    }
}

/// An index that counts from the start.
fn normalize_index(index: i64, length: usize) -> i64 {
    if index < 0 { index.saturating_add(signed_length(length)) } else { index }
}

fn signed_length(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// The indices of a slice, by section 2.3.4.2.2 of the RFC.
fn slice_indices(start: Option<i64>, end: Option<i64>, step: i64, length: usize) -> Vec<usize> {
    let count = signed_length(length);
    let (lowest, highest) = if step < 0 { (-1, count - 1) } else { (0, count) };
    let bound = |index: Option<i64>, default: i64| {
        index.map_or(default, |index| normalize_index(index, length).clamp(lowest, highest))
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

/// Whether a test holds for a value.
fn holds<'v>(evaluation: &Evaluation<'v>, test: &Test, current: &'v Value) -> Result<bool, LimitReached> {
    evaluation.visit()?;
    match test {
        Test::Any(tests) => {
            for test in tests {
                if holds(evaluation, test, current)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Test::All(tests) => {
            for test in tests {
                if !holds(evaluation, test, current)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        Test::Not(test) => Ok(!holds(evaluation, test, current)?),
        Test::Exists(query) => Ok(!evaluation.query(query, current)?.is_empty()),
        Test::Compare(left, operator, right) => {
            let left = value(evaluation, left, current)?;
            let right = value(evaluation, right, current)?;
            Ok(compare(left.as_deref(), *operator, right.as_deref()))
        }
        Test::Matches { text, pattern } => matches(evaluation, text, pattern, current),
    }
}

fn matches<'v>(
    evaluation: &Evaluation<'v>,
    text: &Operand,
    pattern: &Pattern,
    current: &'v Value,
) -> Result<bool, LimitReached> {
    let text = value(evaluation, text, current)?;
    let Some(Value::String(text)) = text.as_deref() else { return Ok(false) };
    match pattern {
        Pattern::Literal(regex) => Ok(regex.is_match(text)),
        Pattern::Dynamic { operand, is_full_match } => {
            let found = value(evaluation, operand, current)?;
            let Some(Value::String(found)) = found.as_deref() else { return Ok(false) };
            Ok(compile_pattern(found, *is_full_match).is_ok_and(|regex| regex.is_match(text)))
        }
    }
}

/// The value of an operand. `None` if it is absent, which differs from null.
fn value<'o, 'v: 'o>(
    evaluation: &Evaluation<'v>,
    operand: &'o Operand,
    current: &'v Value,
) -> Result<Option<Cow<'o, Value>>, LimitReached> {
    let number = |count: usize| Some(Cow::Owned(Value::Number(Number::from(count as u64))));
    Ok(match operand {
        Operand::Literal(value) => Some(Cow::Borrowed(value)),
        Operand::Query(query) | Operand::Value(query) => {
            let nodes = evaluation.query(query, current)?;
            let [node] = nodes.as_slice() else { return Ok(None) };
            Some(Cow::Borrowed(node.value))
        }
        Operand::Length(operand) => match value(evaluation, operand, current)?.as_deref() {
            Some(Value::String(text)) => number(text.chars().count()),
            Some(Value::Array(items)) => number(items.len()),
            Some(Value::Object(object)) => number(object.len()),
            _ => None,
        },
        Operand::Count(query) => number(evaluation.query(query, current)?.len()),
    })
}

/// Whether a comparison holds. Values of different types are neither equal nor ordered.
fn compare(left: Option<&Value>, operator: Operator, right: Option<&Value>) -> bool {
    let equal = || match (left, right) {
        (Some(left), Some(right)) => equal(left, right),
        (None, None) => true,
        _ => false,
    };
    let order = match (left, right) {
        (Some(Value::Number(left)), Some(Value::Number(right))) => order(left, right),
        // UTF-8 bytes have the order of the characters.
        (Some(Value::String(left)), Some(Value::String(right))) => Some(left.cmp(right)),
        _ => None,
    };
    match operator {
        Operator::Equal => equal(),
        Operator::NotEqual => !equal(),
        Operator::Less => order == Some(Ordering::Less),
        Operator::Greater => order == Some(Ordering::Greater),
        Operator::LessOrEqual => order == Some(Ordering::Less) || equal(),
        Operator::GreaterOrEqual => order == Some(Ordering::Greater) || equal(),
    }
}

fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => order(left, right) == Some(Ordering::Equal),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equal(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            let same = |(key, value): (&str, &Value)| right.get(key).is_some_and(|other| equal(value, other));
            left.len() == right.len() && left.iter().all(same)
        }
        _ => left == right,
    }
}

/// The order of two numbers by value. Their notation does not matter.
fn order(left: &Number, right: &Number) -> Option<Ordering> {
    if let (Some(left), Some(right)) = (left.as_i128(), right.as_i128()) {
        return Some(left.cmp(&right));
    }
    match (left.as_f64(), right.as_f64()) {
        (Some(left), Some(right)) => left.partial_cmp(&right),
        _ => (left == right).then_some(Ordering::Equal),
    }
}
