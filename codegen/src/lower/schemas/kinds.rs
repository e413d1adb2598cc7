//! Which schemas the name of a base means, and what the tag says for which of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use super::{super::Context, Kind, lineage, resolve_schema, tag, union};
use crate::{
    diagnostic::Diagnostics,
    openapi::{Spanned, Node, NodeId, Reference, Schema, node_id},
    source::Location,
};

/// What a base and its discriminator come to.
#[derive(Clone, Debug, Default)]
pub(in crate::lower) struct Kinds {
    /// The member that tells them apart.
    pub(super) property: String,
    /// The schemas that a tag can choose, besides the base.
    pub(super) members: Vec<Member>,
    /// What the tag says for which schema.
    pub(super) values: Vec<(String, NodeId)>,
    /// What a value is whose tag says nothing known, if it is not the base.
    pub(super) otherwise: Option<NodeId>,
}

/// A schema that a tag can choose.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) at: Location,
    pub(super) name: String,
}

/// What is known of bases, by their places.
#[derive(Debug, Default)]
pub(in crate::lower) struct Bases {
    is_base: BTreeMap<NodeId, bool>,
    kinds: BTreeMap<NodeId, Rc<Kinds>>,
}

/// Whether the name of a schema means those that extend it too. One that nothing extends is only itself.
pub(super) fn is_base(context: &mut Context<'_>, schema: &Schema) -> bool {
    let Some(discriminator) = &schema.discriminator else { return false };
    let base = node_id(&schema.at);
    if let Some(known) = context.shared.bases.is_base.get(&base) {
        return *known;
    }
    let document = context.document.at.file;
    let is_other = |address| target(context, address).is_some_and(|node| node_id(&node.at) != base);
    let is_base =
        context.lineage.children(&base, document).next().is_some() || discriminator.mapping.values().any(is_other);
    context.shared.bases.is_base.insert(base, is_base);
    is_base
}

/// What a base and its discriminator come to, decided once.
pub(super) fn of(context: &mut Context<'_>, schema: &Rc<Schema>) -> Rc<Kinds> {
    let base = node_id(&schema.at);
    if let Some(known) = context.shared.bases.kinds.get(&base) {
        return known.clone();
    }
    // A schema that extends itself, which is reported elsewhere, has no further kinds.
    context.shared.bases.kinds.insert(base.clone(), Rc::default());
    let kinds = Rc::new(decide(context, schema));
    context.shared.bases.kinds.insert(base, kinds.clone());
    kinds
}

/// A schema that only names another.
pub(super) fn named(context: &Context<'_>, at: &Location) -> Schema {
    let mut schema = Schema::empty(at.clone());
    schema.reference = context.document_set.at(at).map(|node| Box::new(Reference::to(&node)));
    schema
}

/// What becomes a [`Kinds`], with what is asked of it often.
#[derive(Default)]
struct Decision {
    kinds: Kinds,
    held: BTreeSet<NodeId>,
    known: BTreeSet<String>,
    /// The values of members that are bases themselves, and of which of them.
    inner: BTreeMap<String, NodeId>,
    mapped: BTreeSet<NodeId>,
}

fn decide(context: &mut Context<'_>, schema: &Rc<Schema>) -> Kinds {
    let Some(discriminator) = schema.discriminator.clone() else { return Kinds::default() };
    let base = node_id(&schema.at);
    let mut decision = Decision::default();
    decision.kinds.property = discriminator.property.value;
    decision.held.insert(base);
    decision.take_heirs(context, schema);
    for (value, address) in &discriminator.mapping {
        if let Some(chosen) = decision.mapped(context, value, address) {
            decision.add(value.clone(), &chosen);
            decision.mapped.insert(chosen);
        }
    }
    decision.name_the_others(context, schema);
    for (value, at) in std::mem::take(&mut decision.inner) {
        decision.add(value, &at);
    }
    if let Some(address) = &discriminator.default_mapping {
        let chosen = target(context, address).map(|node| node_id(&node.at));
        let chosen = chosen.filter(|chosen| decision.held.contains(chosen));
        if chosen.is_none() {
            tag::report_stranger(context, address);
        }
        decision.kinds.otherwise = chosen;
    }
    decision.kinds
}

impl Decision {
    fn hold(&mut self, at: &Location, name: String) {
        if self.held.insert(node_id(at)) {
            self.kinds.members.push(Member { at: at.clone(), name });
        }
    }

    /// A value that means a schema, unless it means another already.
    fn add(&mut self, value: String, at: &NodeId) {
        if self.known.insert(value.clone()) {
            self.kinds.values.push((value, at.clone()));
        }
    }

    /// Takes in all that extends the base. One that is a base itself stands for those that extend it.
    fn take_heirs(&mut self, context: &mut Context<'_>, schema: &Rc<Schema>) {
        let document = context.document.at.file;
        let mut open = vec![node_id(&schema.at)];
        let mut next = 0;
        while let Some(base) = open.get(next).cloned() {
            next += 1;
            for heir in context.lineage.children(&base, document) {
                let at = node_id(&heir.at);
                if self.held.contains(&at) {
                    continue;
                }
                if !context.pay_for_copies(1, &schema.at) {
                    return;
                }
                self.hold(&heir.at, heir.name.clone());
                let facts = resolve_schema(context, &Rc::new(named(context, &heir.at)));
                if !matches!(Kind::of(context, &facts), Kind::Family) {
                    open.push(at);
                    continue;
                }
                let inner = of(context, &facts);
                if inner.property == self.kinds.property {
                    self.inner.extend(inner.values.iter().map(|(value, _)| (value.clone(), at.clone())));
                }
            }
        }
    }

    /// What a value of the mapping means.
    fn mapped(&mut self, context: &mut Context<'_>, value: &str, address: &Spanned<String>) -> Option<NodeId> {
        let Some(node) = target(context, address) else {
            tag::report_stranger(context, address);
            return None;
        };
        let at = node_id(&node.at);
        // What an inner base would choose by the same value is a branch of that one.
        if let Some(inner) = self.inner.get(value)
            && context.lineage.is_below(&at, inner)
        {
            return Some(inner.clone());
        }
        if !self.held.contains(&at) {
            let facts = resolve_schema(context, &Rc::new(named(context, &node.at)));
            let is_object = matches!(Kind::of(context, &facts), Kind::Structure | Kind::Map | Kind::Family);
            if !is_object && !context.lineage.is_heir(&node.at) {
                tag::report_stranger(context, address);
                return None;
            }
            let name = node.at.pointer.segments().last().map(std::borrow::Cow::into_owned);
            let name = name.unwrap_or_else(|| union::last_word(context.document_set.path(node.at.file)));
            self.hold(&node.at, name);
        }
        Some(at)
    }

    /// Gives values to the members that no mapping names: the texts that they list for the tag and what they extend does
    /// not, else their names.
    fn name_the_others(&mut self, context: &mut Context<'_>, schema: &Rc<Schema>) {
        let mut listed: BTreeMap<NodeId, Option<Vec<String>>> = BTreeMap::new();
        listed.insert(node_id(&schema.at), union::texts_of(context, schema, &self.kinds.property));
        for member in &self.kinds.members {
            let facts = resolve_schema(context, &Rc::new(named(context, &member.at)));
            listed.insert(node_id(&member.at), union::texts_of(context, &facts, &self.kinds.property));
        }
        let mut values = Vec::new();
        for member in &self.kinds.members {
            let at = node_id(&member.at);
            if self.mapped.contains(&at) {
                continue;
            }
            let own = listed.get(&at).cloned().flatten().unwrap_or_default();
            let is_inherited = {
                let mut parents = context.lineage.parents(&at).filter_map(|parent| listed.get(parent)?.as_ref());
                parents.any(|texts| *texts == own)
            };
            let is_own = !own.is_empty() && !is_inherited;
            let texts = if is_own { own } else { vec![tag::spelt_alike(&member.name, &own)] };
            values.push((texts, at));
        }
        // Who lists a text alone means it more than who lists several.
        values.sort_by_key(|(texts, _)| texts.len());
        for (texts, at) in values {
            for text in texts {
                self.add(text, &at);
            }
        }
    }
}

/// What a value of a mapping means: a component by its name, or what stands at an address.
fn target<'d>(context: &Context<'d>, address: &Spanned<String>) -> Option<Node<'d>> {
    let document_set = context.document_set;
    let mut unheard = Diagnostics::default();
    for file in [address.at.file, context.document.at.file] {
        let component = lineage::component_map(document_set, file, &mut unheard).and_then(|map| map.get(&address.value));
        if let Some(component) = component {
            return document_set.resolve(&Reference::to(&component), &mut unheard);
        }
    }
    let reference = Reference::new(address.value.clone(), address.at.clone());
    document_set.resolve(&reference, &mut unheard)
}
