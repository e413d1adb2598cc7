//! `oneOf` and `anyOf`: one of several shapes, and how to tell which.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use super::{
    super::{Context, descriptions, names, rules},
    Home, Kind, define_shape, lower as lower_schema, relatives, resolve_schema,
};
use crate::{
    diagnostic::Diagnostics,
    model::{Branch, Otherwise, RustName, Shape, Signs, Tag, Type, Union},
    openapi::{Discriminator, Located, Place, Reference, Schema, SchemaType, Words, place},
    source::Value,
};

pub(super) fn lower(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    branches: &[Rc<Schema>],
    name: &RustName,
    home: &mut Home<'_>,
) -> Type {
    let mut scope = names::Scope::default();
    let mut lowered: Vec<Branch> = Vec::new();
    let mut resolved = Vec::new();
    for branch in branches {
        let facts = resolve_schema(context, branch);
        let word = word(context, branch, reference_of(schema, branch), &facts);
        let variant = scope.distinct(names::variant_name(&word), &word);
        let ty = lower_schema(context, branch, &names::joined(name, variant.unraw()), home);
        let rules = rules::within(context, branch, &schema.limits).if_any();
        // The same type twice cannot be told apart, and need not be.
        if let Some(known) = lowered.iter_mut().find(|known| known.ty == ty) {
            known.rules = known.rules.take().zip(rules).and_then(|(one, other)| rules::either(*one, *other).if_any());
            continue;
        }
        let docs = descriptions::or_else(descriptions::short(&facts), || descriptions::variant(&ty));
        let docs = descriptions::branch(docs, &facts, &ty);
        lowered.push(Branch { name: variant, docs, ty, rules, signs: signs(context, &facts) });
        resolved.push((branch.clone(), facts));
    }
    if let [only] = lowered.as_slice()
        && !context.shared.promised.contains(name)
    {
        return only.ty.clone();
    }
    let tag = tag(context, schema, &resolved);
    define_shape(context, schema, name, Shape::Union(Union { branches: lowered, tag }), home)
}

/// What a branch is called: by its component, its title, its constant, or its type.
fn word(context: &mut Context<'_>, schema: &Schema, reference: Option<&Reference>, facts: &Rc<Schema>) -> String {
    if let Some(reference) = reference {
        return last_word(&reference.target);
    }
    if let Some(title) = schema.title.as_ref().filter(|title| title.len() <= 40) {
        return title.clone();
    }
    if let Some((_, constants)) = constants(context, facts).into_iter().next()
        && let [only] = constants.as_slice()
        && !only.is_empty()
    {
        return only.clone();
    }
    match Kind::of(context, facts) {
        Kind::Structure | Kind::Family => "object",
        Kind::Map => "map",
        Kind::List => "list",
        Kind::Enumeration(_) | Kind::Scalar(SchemaType::String) => "text",
        Kind::Scalar(SchemaType::Integer) => "integer",
        Kind::Scalar(SchemaType::Boolean) => "flag",
        Kind::Scalar(_) => "number",
        Kind::Alias(_) | Kind::Union(_) | Kind::Any => "value",
    }
    .to_owned()
}

/// What an address calls the schema that it leads to.
pub(super) fn last_word(address: &str) -> String {
    let last = address.rsplit(['/', '#']).find(|segment| !segment.is_empty()).unwrap_or_default();
    last.split('.').next().unwrap_or(last).to_owned()
}

fn signs(context: &mut Context<'_>, facts: &Rc<Schema>) -> Signs {
    match Kind::of(context, facts) {
        Kind::Structure => Signs::Object {
            required: required(context, facts),
            known: facts.properties.keys().cloned().collect(),
            constants: constants(context, facts),
        },
        Kind::Map => Signs::Object { required: Vec::new(), known: Vec::new(), constants: Vec::new() },
        Kind::List => Signs::List,
        Kind::Enumeration(_) | Kind::Scalar(SchemaType::String) => Signs::Text,
        Kind::Scalar(SchemaType::Boolean) => Signs::Bool,
        Kind::Scalar(_) => Signs::Number,
        Kind::Alias(_) | Kind::Union(_) | Kind::Family | Kind::Any => Signs::Any,
    }
}

/// The members that must be there where the shape is received: none that is only sent.
fn required(context: &mut Context<'_>, facts: &Rc<Schema>) -> Vec<String> {
    let mut result = Vec::new();
    for required in &facts.required {
        let property = facts.properties.get(&required.value).map(|property| property.schema.clone());
        let is_sent_only =
            property.is_some_and(|schema| schema.write_only || resolve_schema(context, &schema).write_only);
        if !is_sent_only {
            result.push(required.value.clone());
        }
    }
    result
}

/// The required members that can hold only some texts.
fn constants(context: &mut Context<'_>, facts: &Rc<Schema>) -> Vec<(String, Vec<String>)> {
    let mut result = Vec::new();
    for name in facts.properties.keys() {
        result.extend(texts_of(context, facts, name).map(|texts| (name.clone(), texts)));
    }
    result
}

/// The only texts that a member can hold.
pub(super) fn texts_of(context: &mut Context<'_>, facts: &Schema, member: &str) -> Option<Vec<String>> {
    let property = facts.properties.get(member)?.schema.clone();
    let schema = resolve_schema(context, &property);
    let values = schema.values.as_ref()?;
    let texts = values.iter().filter_map(|value| match &value.value {
        Value::String(text) => Some(text.clone()),
        _ => None,
    });
    let texts: Vec<String> = texts.collect();
    (!texts.is_empty() && texts.len() == values.len()).then_some(texts)
}

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
fn tag(context: &mut Context<'_>, schema: &Schema, branches: &[(Rc<Schema>, Rc<Schema>)]) -> Option<Tag> {
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
    let mut otherwise = Otherwise::Refused;
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
        let name = reference_of(schema, written).and_then(|reference| reference.target.rsplit('/').next());
        let own = of(index, &property).unwrap_or_default();
        if own.is_empty() {
            otherwise = Otherwise::Fitting;
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
        otherwise = Otherwise::Branch(branch);
    }
    (!values.is_empty()).then_some(Tag { property, values, otherwise })
}

/// Where the alternatives stand, if all are referred to.
fn places(context: &Context<'_>, schema: &Schema, branches: &[(Rc<Schema>, Rc<Schema>)]) -> Option<Vec<Place>> {
    let place_of = |(written, _): &(Rc<Schema>, Rc<Schema>)| {
        let reference = reference_of(schema, written)?;
        context.library.resolve(reference, &mut Diagnostics::default()).map(|node| place(&node.at))
    };
    branches.iter().map(place_of).collect()
}

/// The values of a mapping, each with the branch that it leads to. What leads to none is reported.
fn mapping(
    context: &mut Context<'_>,
    schema: &Schema,
    discriminator: &Discriminator,
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
    address: &Located<String>,
    branches: &[(Rc<Schema>, Rc<Schema>)],
) -> Option<usize> {
    let library = context.library;
    // An address that leads nowhere is reported below, with the mapping.
    let mut unheard = Diagnostics::default();
    let mut place_of = |reference: &Reference| library.resolve(reference, &mut unheard).map(|node| place(&node.at));
    let leads_to =
        place_of(&Reference { target: address.value.clone(), at: address.at.clone(), words: Words::default() });
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
pub(super) fn report_stranger(context: &mut Context<'_>, address: &Located<String>) {
    let message = format!("`{}` is none of the alternatives", address.value);
    context.diagnostics.not_honoured(&address.at, message);
}

/// The reference that a branch was written as, also where the union's own members were added to it.
fn reference_of<'s>(schema: &'s Schema, branch: &'s Schema) -> Option<&'s Reference> {
    let is_written =
        |part: &&Rc<Schema>| schema.one_of.iter().chain(&schema.any_of).any(|other| Rc::ptr_eq(part, other));
    let written = branch.all_of.last().filter(is_written);
    branch.reference.as_ref().or_else(|| written?.reference.as_ref())
}

/// Reports a discriminator with nothing to choose from.
pub(super) fn check_discriminator(context: &mut Context<'_>, schema: &Schema, kind: &Kind) {
    if let Some(discriminator) =
        schema.discriminator.as_ref().filter(|_| !matches!(kind, Kind::Union(_) | Kind::Family | Kind::Alias(_)))
    {
        let message = "`discriminator` is not honoured: there are no alternatives, and no schema extends this one";
        context.diagnostics.not_honoured(&discriminator.at, message);
    }
}

/// A member that every branch requires, with constants that no two branches share.
fn inferred(
    branches: &[(Rc<Schema>, Rc<Schema>)],
    constants: &impl Fn(usize, &str) -> Option<Vec<String>>,
) -> Option<Tag> {
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
        Some(Tag { property: property.clone(), values, otherwise: Otherwise::Refused })
    })
}
