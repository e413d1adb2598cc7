//! Subtypes of a base schema with a discriminator: the schemas that a value of the base may have, and their
//! discriminator values.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use super::{
    constants::allowed_strings_of,
    dereference,
    kind::SchemaKind,
    subtype_graph::{component_or_reference, reference_to},
};
use crate::{
    diagnostic::Diagnostics,
    lower::Context,
    openapi::{NodeId, Reference, Schema, Spanned, node_id},
    source::Location,
};

/// The subtypes of a base schema.
#[derive(Clone, Debug, Default)]
pub(in crate::lower) struct Subtypes {
    /// The discriminator property.
    pub(in crate::lower) property: String,
    /// The schemas that the discriminator can select, besides the base.
    pub(in crate::lower) subtypes: Vec<Subtype>,
    /// The discriminator values, each with its schema.
    pub(in crate::lower) values: Vec<(String, NodeId)>,
    /// The schema of values with an unknown discriminator, if it is not the base.
    pub(in crate::lower) fallback: Option<NodeId>,
}

/// A schema that a discriminator can select.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Subtype {
    pub(in crate::lower) at: Location,
    pub(in crate::lower) name: String,
}

/// The subtypes of a base schema, decided once.
pub(in crate::lower) fn subtypes(context: &mut Context<'_>, schema: &Rc<Schema>) -> Rc<Subtypes> {
    let base = node_id(&schema.at);
    if let Some(known_values) = context.effective.subtypes.get(&base) {
        return known_values.clone();
    }
    // A schema that extends itself, which is reported elsewhere, has no subtypes.
    context.effective.subtypes.insert(base.clone(), Rc::default());
    let subtypes = Rc::new(collect(context, schema));
    context.effective.subtypes.insert(base, subtypes.clone());
    subtypes
}

/// Collects [`Subtypes`].
#[derive(Default)]
struct SubtypeCollector {
    subtypes: Subtypes,
    known_schemas: BTreeSet<NodeId>,
    known_values: BTreeSet<String>,
    /// The values of subtypes that are bases themselves, each with its base.
    nested_values: BTreeMap<String, NodeId>,
    mapped: BTreeSet<NodeId>,
}

fn collect(context: &mut Context<'_>, schema: &Rc<Schema>) -> Subtypes {
    let Some(discriminator) = schema.discriminator.clone() else { return Subtypes::default() };
    let base = node_id(&schema.at);
    let mut collector = SubtypeCollector::default();
    collector.subtypes.property = discriminator.property.value;
    collector.known_schemas.insert(base);
    collector.add_extending_schemas(context, schema);
    for (value, address) in &discriminator.mapping {
        if let Some(chosen) = collector.mapped_schema(context, value, address) {
            collector.add_value(value.clone(), &chosen);
            collector.mapped.insert(chosen);
        }
    }
    collector.add_default_values(context, schema);
    for (value, at) in std::mem::take(&mut collector.nested_values) {
        collector.add_value(value, &at);
    }
    if let Some(address) = &discriminator.default_mapping {
        let chosen = component_or_reference(context.document_set, context.document.at.file, address)
            .map(|node| node_id(&node.at));
        let chosen = chosen.filter(|chosen| collector.known_schemas.contains(chosen));
        if chosen.is_none() {
            report_no_variant(context, address);
        }
        collector.subtypes.fallback = chosen;
    }
    collector.subtypes
}

impl SubtypeCollector {
    fn add_subtype(&mut self, at: &Location, name: String) {
        if self.known_schemas.insert(node_id(at)) {
            self.subtypes.subtypes.push(Subtype { at: at.clone(), name });
        }
    }

    /// Adds a discriminator value, unless it has a schema already.
    fn add_value(&mut self, value: String, at: &NodeId) {
        if self.known_values.insert(value.clone()) {
            self.subtypes.values.push((value, at.clone()));
        }
    }

    /// Adds all schemas that extend the base. A subtype that is a base itself stands for its own subtypes.
    fn add_extending_schemas(&mut self, context: &mut Context<'_>, schema: &Rc<Schema>) {
        let document = context.document.at.file;
        let mut open = vec![node_id(&schema.at)];
        let mut next = 0;
        while let Some(base) = open.get(next).cloned() {
            next += 1;
            for extending in context.subtype_graph.extending(&base, document) {
                let at = node_id(&extending.at);
                if self.known_schemas.contains(&at) {
                    continue;
                }
                if !context.spend_copies(1, &schema.at) {
                    return;
                }
                self.add_subtype(&extending.at, extending.name.clone());
                let resolved = dereference::schema(context, &Rc::new(reference_to(context, &extending.at)));
                if !matches!(SchemaKind::of(context, &resolved), SchemaKind::SubtypeEnum) {
                    open.push(at);
                    continue;
                }
                let nested_values = subtypes(context, &resolved);
                if nested_values.property == self.subtypes.property {
                    self.nested_values
                        .extend(nested_values.values.iter().map(|(value, _)| (value.clone(), at.clone())));
                }
            }
        }
    }

    /// The schema of a mapping entry.
    fn mapped_schema(&mut self, context: &mut Context<'_>, value: &str, address: &Spanned<String>) -> Option<NodeId> {
        let Some(node) = component_or_reference(context.document_set, context.document.at.file, address) else {
            report_no_variant(context, address);
            return None;
        };
        let at = node_id(&node.at);
        // A value of a nested base selects that base, which then selects its own subtype.
        if let Some(nested_values) = self.nested_values.get(value)
            && context.subtype_graph.extends(&at, nested_values)
        {
            return Some(nested_values.clone());
        }
        if !self.known_schemas.contains(&at) {
            let resolved = dereference::schema(context, &Rc::new(reference_to(context, &node.at)));
            let is_object = matches!(
                SchemaKind::of(context, &resolved),
                SchemaKind::Structure | SchemaKind::Map | SchemaKind::SubtypeEnum
            );
            if !is_object && !context.subtype_graph.is_selectable_subtype(&node.at) {
                report_no_variant(context, address);
                return None;
            }
            let name = node.at.pointer.segments().last().map(std::borrow::Cow::into_owned);
            let name = name.unwrap_or_else(|| dereference::name_in_address(context.document_set.path(node.at.file)));
            self.add_subtype(&node.at, name);
        }
        Some(at)
    }

    /// Adds values for subtypes without a mapping: the strings that they list for the discriminator, if they do not
    /// inherit them, otherwise their names.
    fn add_default_values(&mut self, context: &mut Context<'_>, schema: &Rc<Schema>) {
        let mut listed: BTreeMap<NodeId, Option<Vec<String>>> = BTreeMap::new();
        listed.insert(node_id(&schema.at), allowed_strings_of(context, schema, &self.subtypes.property));
        for subtype in &self.subtypes.subtypes {
            let resolved = dereference::schema(context, &Rc::new(reference_to(context, &subtype.at)));
            listed.insert(node_id(&subtype.at), allowed_strings_of(context, &resolved, &self.subtypes.property));
        }
        let mut values = Vec::new();
        for subtype in &self.subtypes.subtypes {
            let at = node_id(&subtype.at);
            if self.mapped.contains(&at) {
                continue;
            }
            let own = listed.get(&at).cloned().flatten().unwrap_or_default();
            let is_inherited = {
                let mut parents = context.subtype_graph.bases_of(&at).filter_map(|parent| listed.get(parent)?.as_ref());
                parents.any(|strings| *strings == own)
            };
            let is_own = !own.is_empty() && !is_inherited;
            let strings = if is_own { own } else { vec![discriminator_value(&subtype.name, &own)] };
            values.push((strings, at));
        }
        // A schema that lists a string alone takes precedence over one that lists several.
        values.sort_by_key(|(strings, _)| strings.len());
        for (strings, at) in values {
            for text in strings {
                self.add_value(text, &at);
            }
        }
    }
}

/// The discriminator value of a schema with this name. It is the name, unless a listed string has the same letters:
/// `weekly_rule` for `WeeklyRule`.
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

/// Reports a mapping to a schema that is not a variant, or does not exist.
pub(in crate::lower) fn report_no_variant(context: &mut Context<'_>, address: &Spanned<String>) {
    let target = address_of_mapping(address);
    if context.document_set.resolve(&target, &mut Diagnostics::default()).is_some() {
        let message = format!("discriminator mapping to a schema that is not a variant: `{}`", address.value);
        context
            .diagnostics
            .unsupported(&address.at, message)
            .help("add the schema to the variants, or remove the entry");
    } else {
        let message = format!("discriminator mapping to a schema that does not exist: `{}`", address.value);
        context.diagnostics.unsupported(&address.at, message).help("define the schema, or correct its address");
    }
}

/// The reference in an entry of a mapping, which may be the name of a component.
pub(in crate::lower) fn address_of_mapping(address: &Spanned<String>) -> Reference {
    let is_name = !address.value.contains(['/', '#', '.']);
    let target = if is_name { format!("#/components/schemas/{}", address.value) } else { address.value.clone() };
    Reference::new(target, address.at.clone())
}
