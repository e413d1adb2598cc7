//! A query on a document: which values it selects, and how far one that selects nothing leads.

use std::cell::Cell;

use crate::source::{Pointer, Value};

use super::{
    query::{Query, Segment, Selector},
    select,
};

/// A value and its address.
#[derive(Clone, Debug)]
pub(in crate::overlay) struct Node<'v> {
    pub(in crate::overlay) value: &'v Value,
    pub(in crate::overlay) at: Pointer,
}

/// The expression looks at more values than any that was written in earnest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::overlay) struct Exhausted;

/// How many values one expression may look at. The largest descriptions that are known have a million.
const PATIENCE: usize = if cfg!(test) { 300_000 } else { 20_000_000 };

/// What an evaluation needs everywhere.
pub(super) struct Evaluation<'v> {
    pub(super) root: &'v Value,
    left: Cell<usize>,
}

impl<'v> Evaluation<'v> {
    fn new(root: &'v Value) -> Self {
        Self { root, left: Cell::new(PATIENCE) }
    }

    /// Counts a value that is looked at.
    pub(super) fn step(&self) -> Result<(), Exhausted> {
        let left = self.left.get().checked_sub(1).ok_or(Exhausted)?;
        self.left.set(left);
        Ok(())
    }

    /// The values that a query selects, from the root or from the value that a filter looks at.
    pub(super) fn query(&self, query: &Query, current: &'v Value) -> Result<Vec<Node<'v>>, Exhausted> {
        let value = if query.from_root { self.root } else { current };
        let start = vec![Node { value, at: Pointer::root() }];
        query.segments.iter().try_fold(start, |nodes, segment| self.segment(segment, nodes))
    }

    fn segment(&self, segment: &Segment, nodes: Vec<Node<'v>>) -> Result<Vec<Node<'v>>, Exhausted> {
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

    fn children(&self, node: &Node<'v>, selectors: &[Selector], selected: &mut Vec<Node<'v>>) -> Result<(), Exhausted> {
        selectors.iter().try_for_each(|selector| select::children(self, node, selector, selected))
    }

    /// Selects from a value and from everything in it, outer values first.
    fn descend(&self, node: &Node<'v>, selectors: &[Selector], selected: &mut Vec<Node<'v>>) -> Result<(), Exhausted> {
        self.children(node, selectors, selected)?;
        match node.value {
            Value::Array(items) => items.iter().enumerate().try_for_each(|(index, value)| {
                self.step()?;
                self.descend(&Node { value, at: node.at.index(index) }, selectors, selected)
            }),
            Value::Object(object) => object.iter().try_for_each(|(key, value)| {
                self.step()?;
                self.descend(&Node { value, at: node.at.child(key) }, selectors, selected)
            }),
            _ => Ok(()),
        }
    }
}

/// How far an expression leads that selects nothing.
#[derive(Debug)]
pub(in crate::overlay) struct Reach<'q, 'v> {
    /// The byte after the last segment that selects something.
    pub(in crate::overlay) end: usize,
    /// What is selected so far.
    pub(in crate::overlay) values: Vec<&'v Value>,
    /// The name that is missing there, if it is a name.
    pub(in crate::overlay) missing: Option<&'q str>,
}

impl Query {
    /// Everything that the query selects in a document, in the order of the RFC.
    pub(in crate::overlay) fn select<'v>(&self, root: &'v Value) -> Result<Vec<Node<'v>>, Exhausted> {
        Evaluation::new(root).query(self, root)
    }

    /// How far the query leads where it selects nothing.
    pub(in crate::overlay) fn reach<'v>(&self, root: &'v Value) -> Option<Reach<'_, 'v>> {
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
                return Some(Reach { end, values, missing });
            }
            end = segment.end;
        }
        None
    }
}
