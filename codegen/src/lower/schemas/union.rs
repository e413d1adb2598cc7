//! `oneOf` and `anyOf`: one of several shapes, and how to tell which.

use std::rc::Rc;

use super::{
    super::{Context, descriptions, names, rules},
    Home, Kind, define_shape, lower as lower_schema, resolve_schema,
};
use crate::{
    diagnostic::Diagnostics,
    model::{Branch, RustName, Shape, Signs, Tag, Type, Union},
    openapi::{Discriminator, Reference, Schema, SchemaType, Words, place},
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
        let last = reference.target.rsplit(['/', '#']).find(|segment| !segment.is_empty());
        let last = last.unwrap_or_default();
        return last.split('.').next().unwrap_or(last).to_owned();
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
        Kind::Structure => "object",
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
        Kind::Alias(_) | Kind::Union(_) | Kind::Any => Signs::Any,
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
    for (name, property) in &facts.properties {
        let schema = resolve_schema(context, &property.schema);
        let Some(values) = &schema.values else { continue };
        let texts = values.iter().filter_map(|value| match &value.value {
            Value::String(text) => Some(text.clone()),
            _ => None,
        });
        let texts: Vec<String> = texts.collect();
        if !texts.is_empty() && texts.len() == values.len() {
            result.push((name.clone(), texts));
        }
    }
    result
}

/// The member that tells the branches apart: what the document says, or one whose constants do so without doubt.
fn tag(context: &mut Context<'_>, schema: &Schema, branches: &[(Rc<Schema>, Rc<Schema>)]) -> Option<Tag> {
    let constants: Vec<Vec<(String, Vec<String>)>> =
        branches.iter().map(|(_, facts)| constants(context, facts)).collect();
    let of = |index: usize, property: &str| {
        let members = constants.get(index)?;
        members.iter().find(|(name, _)| name == property).map(|(_, texts)| texts.clone())
    };
    let Some(discriminator) = &schema.discriminator else { return inferred(branches, &of) };
    let property = discriminator.property.value.clone();
    let mut values: Vec<(String, usize)> = Vec::new();
    let mut is_open = false;
    let mapping = mapping(context, schema, discriminator, branches);
    for (index, (written, _)) in branches.iter().enumerate() {
        let reference = reference_of(schema, written);
        let name = reference.and_then(|reference| reference.target.rsplit('/').next());
        let mapped = mapping.iter().filter(|(_, branch)| *branch == index);
        let mapped: Vec<String> = mapped.map(|(value, _)| value.clone()).collect();
        let own = if mapped.is_empty() {
            let own = of(index, &property);
            is_open |= own.is_none();
            own.or_else(|| Some(vec![name?.to_owned()]))
        } else {
            Some(mapped)
        };
        for value in own.into_iter().flatten() {
            if !values.iter().any(|(known, _)| *known == value) {
                values.push((value, index));
            }
        }
    }
    (!values.is_empty()).then_some(Tag { property, values, is_open })
}

/// The values of a mapping, each with the branch that it leads to. What leads to none is reported.
fn mapping(
    context: &mut Context<'_>,
    schema: &Schema,
    discriminator: &Discriminator,
    branches: &[(Rc<Schema>, Rc<Schema>)],
) -> Vec<(String, usize)> {
    let library = context.library;
    // An address that leads nowhere is reported below, with the mapping.
    let mut unheard = Diagnostics::default();
    let mut place_of = |reference: &Reference| library.resolve(reference, &mut unheard).map(|node| place(&node.at));
    let mut result = Vec::new();
    for (value, address) in &discriminator.mapping {
        let leads_to =
            place_of(&Reference { target: address.value.clone(), at: address.at.clone(), words: Words::default() });
        let found = branches.iter().position(|(written, _)| {
            reference_of(schema, written).is_some_and(|reference| {
                reference.target.rsplit('/').next() == Some(address.value.as_str())
                    || reference.target == address.value
                    || (leads_to.is_some() && leads_to == place_of(reference))
            })
        });
        match found {
            Some(branch) => result.push((value.clone(), branch)),
            None => {
                let message = format!("`{}` is none of the alternatives", address.value);
                context.diagnostics.not_honoured(&address.at, message);
            }
        }
    }
    result
}

/// The reference that a branch was written as, also where the union's own members were added to it.
fn reference_of<'s>(schema: &'s Schema, branch: &'s Schema) -> Option<&'s Reference> {
    let is_written =
        |part: &&Rc<Schema>| schema.one_of.iter().chain(&schema.any_of).any(|other| Rc::ptr_eq(part, other));
    let written = branch.all_of.last().filter(is_written);
    branch.reference.as_ref().or_else(|| written?.reference.as_ref())
}

/// Reports a discriminator with nothing to choose from: the schemas that extend this one are not known here.
pub(super) fn check_discriminator(context: &mut Context<'_>, schema: &Schema, kind: &Kind) {
    if let Some(discriminator) =
        schema.discriminator.as_ref().filter(|_| !matches!(kind, Kind::Union(_) | Kind::Alias(_)))
    {
        let message = "`discriminator` is not honoured: without `oneOf` or `anyOf` there is nothing to choose from";
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
        Some(Tag { property: property.clone(), values, is_open: false })
    })
}
