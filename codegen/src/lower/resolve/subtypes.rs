//! Subtypes of a base schema with a discriminator: which schemas a value of the base may be, and the discriminator value of
//! each.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use super::{
    constants::allowed_strings_of,
    inheritance::{component_or_reference, reference_to},
    kind::SchemaKind,
    references,
};
use crate::{
    lower::Context,
    openapi::{NodeId, Schema, Spanned, node_id},
    source::Location,
};

/// What a base and its discriminator come to.
#[derive(Clone, Debug, Default)]
pub(in crate::lower) struct Subtypes {
    /// The member that tells them apart.
    pub(in crate::lower) property: String,
    /// The schemas that a tag can choose, besides the base.
    pub(in crate::lower) members: Vec<Subtype>,
    /// What the tag says for which schema.
    pub(in crate::lower) values: Vec<(String, NodeId)>,
    /// What a value is whose tag says nothing known, if it is not the base.
    pub(in crate::lower) otherwise: Option<NodeId>,
}

/// A schema that a tag can choose.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Subtype {
    pub(in crate::lower) at: Location,
    pub(in crate::lower) name: String,
}

/// What a base and its discriminator come to, decided once.
pub(in crate::lower) fn subtypes(context: &mut Context<'_>, schema: &Rc<Schema>) -> Rc<Subtypes> {
    let base = node_id(&schema.at);
    if let Some(known) = context.resolved.subtypes.get(&base) {
        return known.clone();
    }
    // A schema that extends itself, which is reported elsewhere, has no further kinds.
    context.resolved.subtypes.insert(base.clone(), Rc::default());
    let kinds = Rc::new(decide(context, schema));
    context.resolved.subtypes.insert(base, kinds.clone());
    kinds
}

/// What becomes a [`Subtypes`], with what is asked of it often.
#[derive(Default)]
struct Decision {
    kinds: Subtypes,
    held: BTreeSet<NodeId>,
    known: BTreeSet<String>,
    /// The values of members that are bases themselves, and of which of them.
    inner: BTreeMap<String, NodeId>,
    mapped: BTreeSet<NodeId>,
}

fn decide(context: &mut Context<'_>, schema: &Rc<Schema>) -> Subtypes {
    let Some(discriminator) = schema.discriminator.clone() else { return Subtypes::default() };
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
        let chosen = component_or_reference(context, address).map(|node| node_id(&node.at));
        let chosen = chosen.filter(|chosen| decision.held.contains(chosen));
        if chosen.is_none() {
            report_no_variant(context, address);
        }
        decision.kinds.otherwise = chosen;
    }
    decision.kinds
}

impl Decision {
    fn hold(&mut self, at: &Location, name: String) {
        if self.held.insert(node_id(at)) {
            self.kinds.members.push(Subtype { at: at.clone(), name });
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
            for heir in context.inheritance.children(&base, document) {
                let at = node_id(&heir.at);
                if self.held.contains(&at) {
                    continue;
                }
                if !context.pay_for_copies(1, &schema.at) {
                    return;
                }
                self.hold(&heir.at, heir.name.clone());
                let facts = references::schema(context, &Rc::new(reference_to(context, &heir.at)));
                if !matches!(SchemaKind::of(context, &facts), SchemaKind::PolymorphicBase) {
                    open.push(at);
                    continue;
                }
                let inner = subtypes(context, &facts);
                if inner.property == self.kinds.property {
                    self.inner.extend(inner.values.iter().map(|(value, _)| (value.clone(), at.clone())));
                }
            }
        }
    }

    /// What a value of the mapping means.
    fn mapped(&mut self, context: &mut Context<'_>, value: &str, address: &Spanned<String>) -> Option<NodeId> {
        let Some(node) = component_or_reference(context, address) else {
            report_no_variant(context, address);
            return None;
        };
        let at = node_id(&node.at);
        // What an inner base would choose by the same value is a branch of that one.
        if let Some(inner) = self.inner.get(value)
            && context.inheritance.is_below(&at, inner)
        {
            return Some(inner.clone());
        }
        if !self.held.contains(&at) {
            let facts = references::schema(context, &Rc::new(reference_to(context, &node.at)));
            let is_object = matches!(
                SchemaKind::of(context, &facts),
                SchemaKind::Structure | SchemaKind::Map | SchemaKind::PolymorphicBase
            );
            if !is_object && !context.inheritance.is_heir(&node.at) {
                report_no_variant(context, address);
                return None;
            }
            let name = node.at.pointer.segments().last().map(std::borrow::Cow::into_owned);
            let name = name.unwrap_or_else(|| references::name_in_address(context.document_set.path(node.at.file)));
            self.hold(&node.at, name);
        }
        Some(at)
    }

    /// Gives values to the members that no mapping names: the texts that they list for the tag and what they extend does
    /// not, else their names.
    fn name_the_others(&mut self, context: &mut Context<'_>, schema: &Rc<Schema>) {
        let mut listed: BTreeMap<NodeId, Option<Vec<String>>> = BTreeMap::new();
        listed.insert(node_id(&schema.at), allowed_strings_of(context, schema, &self.kinds.property));
        for member in &self.kinds.members {
            let facts = references::schema(context, &Rc::new(reference_to(context, &member.at)));
            listed.insert(node_id(&member.at), allowed_strings_of(context, &facts, &self.kinds.property));
        }
        let mut values = Vec::new();
        for member in &self.kinds.members {
            let at = node_id(&member.at);
            if self.mapped.contains(&at) {
                continue;
            }
            let own = listed.get(&at).cloned().flatten().unwrap_or_default();
            let is_inherited = {
                let mut parents = context.inheritance.parents(&at).filter_map(|parent| listed.get(parent)?.as_ref());
                parents.any(|texts| *texts == own)
            };
            let is_own = !own.is_empty() && !is_inherited;
            let texts = if is_own { own } else { vec![discriminator_value(&member.name, &own)] };
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

/// What a tag says for a schema of this name, which is its name. Where the tag lists no such text but one of the same letters,
/// that is meant: `weekly_rule` for `WeeklyRule`.
pub(in crate::lower) fn discriminator_value(name: &str, listed: &[String]) -> String {
    let letters = |text: &str| -> String {
        text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let mut alike = listed.iter().filter(|text| letters(text) == letters(name));
    match (listed.iter().any(|text| text == name), alike.next(), alike.next()) {
        (false, Some(only), None) => only.clone(),
        _ => name.to_owned(),
    }
}

/// Reports what a mapping leads to and no value can be.
pub(in crate::lower) fn report_no_variant(context: &mut Context<'_>, address: &Spanned<String>) {
    let message = format!("`{}` is none of the alternatives", address.value);
    context.diagnostics.unsupported(&address.at, message);
}
