//! `oneOf` and `anyOf`: one of several shapes, and how to tell which.

use std::rc::Rc;

use super::{
    super::{Context, descriptions, names, rules},
    Home, Kind, circles, define_shape, lower as lower_schema, resolve_schema, tag,
};
use crate::{
    diagnostic::Diagnostics,
    model::{Docs, RustName, Type, TypeKind, Union, UnionVariant, VariantMatcher},
    openapi::{Reference, Schema, SchemaType, node_id},
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
    let mut lowered: Vec<UnionVariant> = Vec::new();
    let mut resolved = Vec::new();
    for branch in &circles::broken(context, schema, branches) {
        let facts = resolve_schema(context, branch);
        let word = word(context, schema, branch, &facts, &scope);
        let variant = variant(&mut scope, &word, &facts, &resolved);
        context.shared.branches.entry(node_id(&branch.at)).or_insert_with(|| variant.clone());
        // Null is one value, whichever alternatives it is of: the union takes it.
        let ty = match lower_schema(context, branch, &names::joined(name, variant.unraw()), home) {
            Type::Option(inner) => *inner,
            ty => ty,
        };
        let rules = rules::within(context, branch, &schema.limits).if_any();
        // The same type twice cannot be told apart, and need not be.
        if let Some(known) = lowered.iter_mut().find(|known| known.ty == ty) {
            known.rules = known.rules.take().zip(rules).and_then(|(one, other)| rules::either(*one, *other).if_any());
            continue;
        }
        let docs = descriptions::short(&facts, &variant);
        let docs = descriptions::branch(docs, &facts, &ty);
        lowered.push(UnionVariant { name: variant, docs, ty, rules, matcher: matcher(context, &facts) });
        resolved.push((branch.clone(), facts));
    }
    if lowered.is_empty() {
        // Nothing but circles: whatever comes is as good as anything else.
        lowered.push(UnionVariant {
            name: names::variant_name("value"),
            docs: Docs::default(),
            ty: Type::Json,
            rules: None,
            matcher: VariantMatcher::Any,
        });
    }
    if let [only] = lowered.as_slice()
        && !is_promised(context, schema, name, home)
    {
        return only.ty.clone();
    }
    let tag = tag::tag(context, schema, &resolved);
    define_shape(context, schema, name, TypeKind::Union(Union { variants: lowered, discriminator: tag }), home)
}

/// Whether the name of the union stands in a type already.
fn is_promised(context: &Context<'_>, schema: &Schema, name: &RustName, home: &Home<'_>) -> bool {
    let shared = &context.shared;
    let of_home = home.named.as_ref().filter(|named| named.name == *name);
    let of_place = shared.names.get(&node_id(&schema.at)).filter(|_| !schema.is_synthetic);
    of_home.into_iter().chain(of_place).any(|name| shared.promised.contains(name))
}

/// The variant for a branch. Where another has its word, a member tells them apart, best one that no branch before has, or
/// what its list is of.
fn variant(scope: &mut names::Scope, word: &str, facts: &Schema, before: &[(Rc<Schema>, Rc<Schema>)]) -> RustName {
    let plain = names::variant_name(word);
    let members = || facts.required.iter().map(|required| &required.value).chain(facts.properties.keys());
    let is_new = |member: &&String| !before.iter().any(|(_, other)| other.properties.contains_key(*member));
    let member = || members().find(is_new).or_else(|| members().next());
    let telling = match &facts.items {
        _ if !scope.holds(&plain) => None,
        Some(items) => items.types.first().map(|kind| format!("{word} of {}", several(*kind))),
        None => member().map(|member| format!("{word} with {member}")),
    };
    let free = telling.map(|telling| names::variant_name(&telling)).filter(|name| !scope.holds(name));
    scope.distinct(free.unwrap_or(plain), word)
}

fn several(kind: SchemaType) -> &'static str {
    match kind {
        SchemaType::String => "texts",
        SchemaType::Integer => "integers",
        SchemaType::Number => "numbers",
        SchemaType::Boolean => "flags",
        SchemaType::Array => "lists",
        SchemaType::Object => "objects",
        SchemaType::Null => "nulls",
    }
}

/// What a branch is called: by its component, its title, its constant, its only member, or its type.
fn word(
    context: &mut Context<'_>,
    schema: &Schema,
    branch: &Schema,
    facts: &Rc<Schema>,
    scope: &names::Scope,
) -> String {
    if let Some(reference) = reference_of(schema, branch) {
        return last_word(&address(context, reference));
    }
    if let Some(title) = branch.title.as_ref().filter(|title| title.len() <= 40) {
        return title.clone();
    }
    if let Some((_, constants)) = constants(context, facts).into_iter().next()
        && let [only] = constants.as_slice()
        && !only.is_empty()
    {
        return only.clone();
    }
    let only = only_member(written(schema, branch).unwrap_or(branch));
    if let Some(only) = only.filter(|only| !scope.holds(&names::variant_name(only))) {
        return only.to_owned();
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

/// The name of the one member that an object is written with: serde tags the variants of an enum by it.
fn only_member(schema: &Schema) -> Option<&str> {
    let mut members = schema.properties.keys().filter(|_| schema.properties.len() == 1 && schema.all_of.is_empty());
    let is_required = |member: &&String| schema.required.iter().any(|required| required.value == **member);
    members.find(is_required).map(String::as_str).filter(|member| !member.is_empty())
}

/// The address of what a reference leads to, with the name of the schema at its end, also where it was written by another.
pub(super) fn address(context: &Context<'_>, reference: &Reference) -> String {
    let is_named = |(_, fragment): (&str, &str)| fragment.contains('/');
    if reference.target.split_once('#').is_none_or(is_named) {
        return reference.target.clone();
    }
    let node = context.document_set.resolve(reference, &mut Diagnostics::default());
    let address = node.map(|node| match node.at.pointer.segments().last() {
        Some(name) => format!("#/{name}"),
        None => context.document_set.path(node.at.file).to_owned(),
    });
    address.unwrap_or_else(|| reference.target.clone())
}

/// What an address calls the schema that it leads to: a file without its ending, a component whatever dots it has.
pub(super) fn last_word(address: &str) -> String {
    let last = address.rsplit(['/', '#']).find(|segment| !segment.is_empty()).unwrap_or_default();
    let is_file = address.split_once('#').is_none_or(|(_, fragment)| fragment.is_empty());
    if is_file { last.split('.').next().unwrap_or(last).to_owned() } else { last.to_owned() }
}

fn matcher(context: &mut Context<'_>, facts: &Rc<Schema>) -> VariantMatcher {
    match Kind::of(context, facts) {
        Kind::Structure => VariantMatcher::Object {
            required: required(context, facts),
            known: facts.properties.keys().cloned().collect(),
            constants: constants(context, facts),
        },
        Kind::Map => VariantMatcher::Object { required: Vec::new(), known: Vec::new(), constants: Vec::new() },
        Kind::List => VariantMatcher::Array,
        Kind::Enumeration(_) | Kind::Scalar(SchemaType::String) => VariantMatcher::String,
        Kind::Scalar(SchemaType::Boolean) => VariantMatcher::Bool,
        Kind::Scalar(_) => VariantMatcher::Number,
        Kind::Alias(_) | Kind::Union(_) | Kind::Family | Kind::Any => VariantMatcher::Any,
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
pub(super) fn constants(context: &mut Context<'_>, facts: &Rc<Schema>) -> Vec<(String, Vec<String>)> {
    let mut result = Vec::new();
    for name in facts.properties.keys() {
        result.extend(texts_of(context, facts, name).map(|texts| (name.clone(), texts)));
    }
    result
}

/// The only texts that a member can hold.
pub(super) fn texts_of(context: &mut Context<'_>, facts: &Schema, member: &str) -> Option<Vec<String>> {
    let property = facts.properties.get(member)?.schema.clone();
    texts(&resolve_schema(context, &property))
}

/// The only text that a value can be which is a text in Rust, too.
pub(in crate::lower) fn only_text(context: &mut Context<'_>, schema: &Rc<Schema>) -> Option<String> {
    match texts(schema)?.as_slice() {
        [only] if matches!(Kind::of(context, schema), Kind::Enumeration(_)) => Some(only.clone()),
        _ => None,
    }
}

/// The only texts that a value can be.
fn texts(schema: &Schema) -> Option<Vec<String>> {
    let values = schema.values.as_ref()?;
    let texts = values.iter().filter_map(|value| match &value.value {
        Value::String(text) => Some(text.clone()),
        _ => None,
    });
    let texts: Vec<String> = texts.collect();
    (!texts.is_empty() && texts.len() == values.len()).then_some(texts)
}

/// The branch as it was written, where the union's own members were added to it.
fn written<'s>(schema: &'s Schema, branch: &'s Schema) -> Option<&'s Schema> {
    let is_written =
        |part: &&Rc<Schema>| schema.one_of.iter().chain(&schema.any_of).any(|other| Rc::ptr_eq(part, other));
    branch.all_of.last().filter(is_written).map(Rc::as_ref)
}

/// The reference that a branch was written as, also where the union's own members were added to it.
pub(super) fn reference_of<'s>(schema: &'s Schema, branch: &'s Schema) -> Option<&'s Reference> {
    branch.reference.as_deref().or_else(|| written(schema, branch)?.reference.as_deref())
}
