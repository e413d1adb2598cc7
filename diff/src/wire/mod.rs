//! Changes of the documents, each with what deployed clients and servers notice.
//!
//! Operations are compared one by one. A schema is compared once with its counterpart, however often it is used, for
//! the directions in which its values travel.
//!
//! - `draft`: a change before it has lines and a verdict on Rust
//! - `operations`: paths and operations, and what is moved or renamed
//! - `parameters`, `bodies`, `media_types`, `responses`, `security`: the parts of an operation
//! - `schemes`: security schemes
//! - `servers`: servers, and the addresses of operations
//! - `service`: the name, the version and components
//! - `pairs`: the schemas to compare, with their directions
//! - `uses`: the places that name changes of schemas that others use, too
//! - `subtypes`: schemas that extend a base schema with a discriminator
//! - `schemas`, `limits`, `content`, `values`, `objects`, `property_patterns`, `choices`: the keywords of a
//!   schema

mod bodies;
mod choices;
mod content;
mod draft;
mod limits;
mod media_types;
mod objects;
mod operations;
mod pairs;
mod parameters;
mod property_patterns;
mod responses;
mod schemas;
mod schemes;
mod security;
mod servers;
mod service;
mod subtypes;
mod uses;
mod values;

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    rc::Rc,
};

pub(crate) use draft::Draft;
pub(crate) use operations::without_parameter_names;

use crate::{
    change::{Direction, Rename, Verdict, WireLevel},
    document::{Documents, Node, NodeKey, label},
    rules::{self, Rule},
};

/// A comparison of two sets of documents.
pub(crate) struct Comparison<'d> {
    pub(super) old: &'d Documents,
    pub(super) new: &'d Documents,
    pub(super) pairs: pairs::Pairs<'d>,
    drafts: Vec<Draft>,
    known: HashMap<DraftKey, usize>,
    /// The old and new names of components.
    pub(super) renamed: HashSet<(String, String)>,
    /// Components that are gone and new.
    unmatched: (Vec<Component<'d>>, Vec<Component<'d>>),
    /// The old and new names of components where a reference has another one.
    references: BTreeSet<(&'d str, &'d str)>,
    /// The subtypes of base schemas in the old and the new documents.
    subtypes: (subtypes::Subtypes<'d>, subtypes::Subtypes<'d>),
    /// The new names of renamed security schemes, by their old names.
    pub(super) schemes: HashMap<&'d str, &'d str>,
    /// The old schemas of parts of forms.
    pub(super) parts: HashSet<NodeKey>,
    /// The place of the schemas that are being compared, if it refers to another component than before.
    place: Option<Rc<uses::Use>>,
    /// The roots of the documents whose operations are being compared.
    pub(super) roots: Option<(Node<'d>, Node<'d>)>,
}

/// A component and its name.
type Component<'d> = (&'d str, Node<'d>);

type DraftKey = (&'static str, Option<NodeKey>, Option<NodeKey>, String);

/// The nodes of a change, in the old and the new documents.
#[derive(Clone, Copy)]
pub(super) struct NodePair<'n, 'd> {
    old: Option<&'n Node<'d>>,
    new: Option<&'n Node<'d>>,
}

impl<'n, 'd> NodePair<'n, 'd> {
    pub(super) fn both(old: &'n Node<'d>, new: &'n Node<'d>) -> Self {
        Self { old: Some(old), new: Some(new) }
    }

    pub(super) fn added(new: &'n Node<'d>) -> Self {
        Self { old: None, new: Some(new) }
    }

    pub(super) fn removed(old: &'n Node<'d>) -> Self {
        Self { old: Some(old), new: None }
    }

    /// At these nodes if the keyword is on both sides.
    pub(super) fn of(old: Option<&'n Node<'d>>, new: Option<&'n Node<'d>>) -> Self {
        Self { old, new }
    }
}

/// A verdict in each direction: for requests, and for responses.
pub(super) type ByDirection<'r> = ((WireLevel, &'r str), (WireLevel, &'r str));

impl<'d> Comparison<'d> {
    /// Compares all documents.
    pub(crate) fn run(old: &'d Documents, new: &'d Documents) -> Vec<Draft> {
        let pairs = pairs::Pairs::default();
        let mut comparison = Self {
            old,
            new,
            pairs,
            drafts: Vec::new(),
            known: HashMap::new(),
            renamed: HashSet::new(),
            unmatched: (Vec::new(), Vec::new()),
            subtypes: (subtypes::of(old), subtypes::of(new)),
            references: BTreeSet::new(),
            schemes: HashMap::new(),
            parts: HashSet::new(),
            place: None,
            roots: None,
        };
        comparison.services();
        comparison.schemas();
        comparison.drafts
    }

    /// Adds a change. One that is found in several ways is one change.
    pub(super) fn report(
        &mut self,
        rule: &'static Rule,
        places: NodePair<'_, 'd>,
        direction: Direction,
        summary: impl Into<String>,
        wire: (WireLevel, &str),
    ) -> &mut Draft {
        let (old, new) = (places.old.map(Node::key), places.new.map(Node::key));
        let summary = summary.into();
        let key = (rule.id, old.clone(), new.clone(), summary.clone());
        let wire = Verdict::new(wire.0, wire.1);
        let index = match self.known.get(&key) {
            Some(index) => *index,
            None => {
                let subject = match (places.new, places.old) {
                    // What is gone has a name of its own: the new place is only what contained it.
                    (Some(new), Some(old)) if *rule == rules::PROPERTY_REMOVED && new.pointer != old.pointer => {
                        self.label(self.old, old)
                    }
                    (Some(node), _) => self.label(self.new, node),
                    (None, Some(node)) => self.label(self.old, node),
                    (None, None) => String::new(),
                };
                self.drafts.push(Draft::new(rule, subject, summary, (old, new)));
                self.known.insert(key, self.drafts.len() - 1);
                self.drafts.len() - 1
            }
        };
        let draft = &mut self.drafts[index];
        draft.direction = draft.direction.with(direction);
        if draft.wire.reason.is_empty() || wire.level > draft.wire.level {
            draft.wire = wire;
        }
        draft
    }

    fn label(&self, documents: &'d Documents, node: &Node<'d>) -> String {
        let at_place = self.place.as_ref().and_then(|place| place.label(node));
        at_place.unwrap_or_else(|| label(documents, node))
    }

    /// Adds a change of a schema, with the verdict of each direction in which its values travel.
    pub(super) fn report_schema(
        &mut self,
        rule: &'static Rule,
        places: NodePair<'_, 'd>,
        direction: Direction,
        summary: impl Into<String>,
        verdicts: ByDirection<'_>,
    ) -> &mut Draft {
        let (request, response) = verdicts;
        let unused = (WireLevel::Unaffected, "no operation uses it");
        let verdict = match (direction.request, direction.response) {
            (true, true) if response.0 > request.0 => response,
            (true, _) => request,
            (false, true) => response,
            (false, false) => unused,
        };
        let draft = self.report(rule, places, direction, summary, verdict);
        // Nobody notices a change of a schema that is neither sent nor generated.
        draft.only_with_rust = draft.direction == Direction::NONE;
        draft
    }
}

/// A rename, with the extension that keeps the Rust name.
pub(super) fn rename(old: &str, new: &str) -> Rename {
    Rename { old: old.to_owned(), new: new.to_owned(), keep: None }
}

/// No effect.
pub(super) const UNAFFECTED: WireLevel = WireLevel::Unaffected;
/// A possible effect.
pub(super) const MAY_BREAK: WireLevel = WireLevel::MayBreak;
/// A certain effect.
pub(super) const BREAKS: WireLevel = WireLevel::Breaks;
