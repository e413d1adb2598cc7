//! A change before it has lines and a verdict on Rust.

use crate::{
    change::{Direction, Rename, Verdict, WireLevel},
    document::NodeKey,
    rules::Rule,
};

/// A change of the documents.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) rule: &'static Rule,
    pub(crate) subject: String,
    pub(crate) summary: String,
    pub(crate) old: Option<NodeKey>,
    pub(crate) new: Option<NodeKey>,
    pub(crate) direction: Direction,
    pub(crate) wire: Verdict<WireLevel>,
    pub(crate) rename: Option<Rename>,
    /// Whether it is reported only if the generated code differs.
    pub(crate) only_with_rust: bool,
}

impl Draft {
    pub(super) fn new(
        rule: &'static Rule,
        subject: String,
        summary: String,
        (old, new): (Option<NodeKey>, Option<NodeKey>),
    ) -> Self {
        let wire = Verdict::new(WireLevel::Unaffected, "");
        let direction = Direction::NONE;
        Self { rule, subject, summary, old, new, direction, wire, rename: None, only_with_rust: false }
    }
}
