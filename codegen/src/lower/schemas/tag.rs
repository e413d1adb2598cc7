//! The member that tells the alternatives of a union apart: what the document says of it, or what can be read off them.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use super::{
    super::Context,
    Kind, relatives,
    union::{address, constants, reference_of},
};
use crate::{
    diagnostic::Diagnostics,
    model::{Discriminator, UnknownTag},
    openapi::{self, Spanned, NodeId, Reference, Schema, node_id},
};

/// What a tag says for a schema of this name, which is its name. Where the tag lists no such text but one of the same letters,
/// that is meant: `weekly_rule` for `WeeklyRule`.
pub(super) fn spelt_alike(name: &str, listed: &[String]) -> String {
    let letters = |text: &str| -> String {
        text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let mut alike = listed.iter().filter(|text| letters(text) == letters(name));
    match (listed.iter().any(|text| text == name), alike.next(), alike.next()) {
        (false, Some(only), None) => only.clone(),
        _ => name.to_owned(),
    }
}

/// The member that tells the branches apart: what the document says, or one whose constants do so without doubt.
pub(super) fn tag(
    context: &mut Context<'_>,
    schema: &Schema,
    branches: &[(Rc<Schema>, Rc<Schema>)],
) -> Option<Discriminator> {
    let constants: Vec<Vec<(String, Vec<String>)>> =
        branches.iter().map(|(_, facts)| constants(context, facts)).collect();
    let of = |index: usize, property: &str| {
        let members = constants.get(index)?;
        members.iter().find(|(name, _)| name == property).map(|(_, texts)| texts.clone())
    };
    let Some(discriminator) = &schema.discriminator else {
        let tag = inferred(branches, &of);
        return tag.or_else(|| relatives::tag(context, &places(context, schema, branches)?));
    };
    let property = discriminator.property.value.clone();
    let mut values: Vec<(String, usize)> = Vec::new();
    let mut otherwise = UnknownTag::Reject;
    let mapping = mapping(context, schema, discriminator, branches);
    let mut listed: BTreeMap<String, usize> = BTreeMap::new();
    for index in 0..branches.len() {
        let texts: BTreeSet<String> = of(index, &property).into_iter().flatten().collect();
        for text in texts {
            *listed.entry(text).or_default() += 1;
        }
    }
    for (index, (written, _)) in branches.iter().enumerate() {
        let mapped: Vec<&String> =
            mapping.iter().filter(|(_, branch)| *branch == index).map(|(value, _)| value).collect();
        if !mapped.is_empty() {
            values.extend(mapped.into_iter().map(|value| (value.clone(), index)));
            continue;
        }
        let name = reference_of(schema, written).map(|reference| address(context, reference));
        let name = name.as_deref().and_then(|address| address.rsplit('/').next());
        let own = of(index, &property).unwrap_or_default();
        if own.is_empty() {
            otherwise = UnknownTag::BestMatch;
        }
        let said = name.map(|name| spelt_alike(name, &own));
        // Texts that other branches list too are those of what they extend, where one of them is spelt as the branch is called.
        let own = match said {
            Some(said) if own.is_empty() => vec![said],
            Some(said) if own.contains(&said) => {
                own.into_iter().filter(|text| *text == said || listed.get(text) == Some(&1)).collect()
            }
            _ => own,
        };
        let is_free = |value: &String| !discriminator.mapping.contains_key(value);
        values.extend(own.into_iter().filter(is_free).map(|value| (value, index)));
    }
    if let Some(address) = &discriminator.default_mapping
        && let Some(branch) = branch_at(context, schema, address, branches)
    {
        otherwise = UnknownTag::Variant(branch);
    }
    (!values.is_empty()).then_some(Discriminator { property, values, unknown: otherwise })
}

/// Where the alternatives stand, if all are referred to.
fn places(context: &Context<'_>, schema: &Schema, branches: &[(Rc<Schema>, Rc<Schema>)]) -> Option<Vec<NodeId>> {
    let place_of = |(written, _): &(Rc<Schema>, Rc<Schema>)| {
        let reference = reference_of(schema, written)?;
        context.document_set.resolve(reference, &mut Diagnostics::default()).map(|node| node_id(&node.at))
    };
    branches.iter().map(place_of).collect()
}

/// The values of a mapping, each with the branch that it leads to. What leads to none is reported.
fn mapping(
    context: &mut Context<'_>,
    schema: &Schema,
    discriminator: &openapi::Discriminator,
    branches: &[(Rc<Schema>, Rc<Schema>)],
) -> Vec<(String, usize)> {
    let mut result = Vec::new();
    for (value, address) in &discriminator.mapping {
        let found = branch_at(context, schema, address, branches);
        result.extend(found.map(|branch| (value.clone(), branch)));
    }
    result
}

/// The branch that a mapping leads to. What leads to none is reported.
fn branch_at(
    context: &mut Context<'_>,
    schema: &Schema,
    address: &Spanned<String>,
    branches: &[(Rc<Schema>, Rc<Schema>)],
) -> Option<usize> {
    let document_set = context.document_set;
    // An address that leads nowhere is reported below, with the mapping.
    let mut unheard = Diagnostics::default();
    let mut place_of = |reference: &Reference| document_set.resolve(reference, &mut unheard).map(|node| node_id(&node.at));
    let leads_to = place_of(&Reference::new(address.value.clone(), address.at.clone()));
    let found = branches.iter().position(|(written, _)| {
        reference_of(schema, written).is_some_and(|reference| {
            reference.target.rsplit('/').next() == Some(address.value.as_str())
                || reference.target == address.value
                || (leads_to.is_some() && leads_to == place_of(reference))
        })
    });
    if found.is_none() {
        report_stranger(context, address);
    }
    found
}

/// Reports what a mapping leads to and no value can be.
pub(super) fn report_stranger(context: &mut Context<'_>, address: &Spanned<String>) {
    let message = format!("`{}` is none of the alternatives", address.value);
    context.diagnostics.unsupported(&address.at, message);
}

/// Reports a discriminator with nothing to choose from.
pub(super) fn check_discriminator(context: &mut Context<'_>, schema: &Schema, kind: &Kind) {
    if let Some(discriminator) =
        schema.discriminator.as_ref().filter(|_| !matches!(kind, Kind::Union(_) | Kind::Family | Kind::Alias(_)))
    {
        let message = "`discriminator` is not honoured: there are no alternatives, and no schema extends this one";
        context.diagnostics.unsupported(&discriminator.at, message);
    }
}

/// A member that every branch requires, with constants that no two branches share.
fn inferred(
    branches: &[(Rc<Schema>, Rc<Schema>)],
    constants: &impl Fn(usize, &str) -> Option<Vec<String>>,
) -> Option<Discriminator> {
    let (_, first) = branches.first()?;
    first.properties.keys().find_map(|property| {
        let mut values: Vec<(String, usize)> = Vec::new();
        for (index, (_, facts)) in branches.iter().enumerate() {
            let is_required = facts.required.iter().any(|required| required.value == *property);
            for value in constants(index, property).filter(|_| is_required)? {
                if values.iter().any(|(known, _)| *known == value) {
                    return None;
                }
                values.push((value, index));
            }
        }
        Some(Discriminator { property: property.clone(), values, unknown: UnknownTag::Reject })
    })
}
