//! `oneOf` and `anyOf`: an enum of several types, and how to tell which one a value is.
//!
//! Alternatives may lead back to their own union through nothing but unions; decoding such a value would never end. They add
//! nothing: `A: oneOf [B, string]` and `B: oneOf [A, integer]` are both a string or a number. JSON Schema leaves their meaning
//! open (2020-12 Core, section 9.4.1).

use std::{collections::BTreeSet, rc::Rc};

use super::{TypeScope, definition::define_shape, discriminator, lower as lower_schema};
use crate::{
    diagnostic::Diagnostics,
    lower::{
        Context,
        docs::descriptions,
        names,
        resolve::{self, SchemaKind, alternatives},
        rules,
    },
    model::{Docs, RustName, Type, TypeKind, Union, UnionVariant, VariantMatcher},
    openapi::{NodeId, Schema, SchemaType, node_id},
};

pub(super) fn lower(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    branches: &[Rc<Schema>],
    name: &RustName,
    home: &mut TypeScope<'_>,
) -> Type {
    let mut scope = names::Scope::default();
    let mut lowered: Vec<UnionVariant> = Vec::new();
    let mut resolved = Vec::new();
    for branch in &broken(context, schema, branches) {
        let facts = resolve::schema(context, branch);
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
    let tag = discriminator::tag(context, schema, &resolved);
    define_shape(context, schema, name, TypeKind::Union(Union { variants: lowered, discriminator: tag }), home)
}

/// Whether the name of the union stands in a type already.
fn is_promised(context: &Context<'_>, schema: &Schema, name: &RustName, home: &TypeScope<'_>) -> bool {
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
    if let Some(reference) = resolve::reference_of(schema, branch) {
        return resolve::name_in_address(&resolve::address(context, reference));
    }
    if let Some(title) = branch.title.as_ref().filter(|title| title.len() <= 40) {
        return title.clone();
    }
    if let Some((_, constants)) = resolve::string_constants(context, facts).into_iter().next()
        && let [only] = constants.as_slice()
        && !only.is_empty()
    {
        return only.clone();
    }
    let only = only_member(resolve::written_variant(schema, branch).unwrap_or(branch));
    if let Some(only) = only.filter(|only| !scope.holds(&names::variant_name(only))) {
        return only.to_owned();
    }
    match SchemaKind::of(context, facts) {
        SchemaKind::Structure | SchemaKind::PolymorphicBase => "object",
        SchemaKind::Map => "map",
        SchemaKind::List => "list",
        SchemaKind::Enumeration(_) | SchemaKind::Scalar(SchemaType::String) => "text",
        SchemaKind::Scalar(SchemaType::Integer) => "integer",
        SchemaKind::Scalar(SchemaType::Boolean) => "flag",
        SchemaKind::Scalar(_) => "number",
        SchemaKind::Alias(_) | SchemaKind::Union(_) | SchemaKind::Any => "value",
    }
    .to_owned()
}

/// The name of the one member that an object is written with: serde tags the variants of an enum by it.
fn only_member(schema: &Schema) -> Option<&str> {
    let mut members = schema.properties.keys().filter(|_| schema.properties.len() == 1 && schema.all_of.is_empty());
    let is_required = |member: &&String| schema.required.iter().any(|required| required.value == **member);
    members.find(is_required).map(String::as_str).filter(|member| !member.is_empty())
}

fn matcher(context: &mut Context<'_>, facts: &Rc<Schema>) -> VariantMatcher {
    match SchemaKind::of(context, facts) {
        SchemaKind::Structure => VariantMatcher::Object {
            required: required(context, facts),
            known: facts.properties.keys().cloned().collect(),
            constants: resolve::string_constants(context, facts),
        },
        SchemaKind::Map => VariantMatcher::Object { required: Vec::new(), known: Vec::new(), constants: Vec::new() },
        SchemaKind::List => VariantMatcher::Array,
        SchemaKind::Enumeration(_) | SchemaKind::Scalar(SchemaType::String) => VariantMatcher::String,
        SchemaKind::Scalar(SchemaType::Boolean) => VariantMatcher::Bool,
        SchemaKind::Scalar(_) => VariantMatcher::Number,
        SchemaKind::Alias(_) | SchemaKind::Union(_) | SchemaKind::PolymorphicBase | SchemaKind::Any => {
            VariantMatcher::Any
        }
    }
}

/// The members that must be there where the shape is received: none that is only sent.
fn required(context: &mut Context<'_>, facts: &Rc<Schema>) -> Vec<String> {
    let mut result = Vec::new();
    for required in &facts.required {
        let property = facts.properties.get(&required.value).map(|property| property.schema.clone());
        let is_sent_only =
            property.is_some_and(|schema| schema.write_only || resolve::schema(context, &schema).write_only);
        if !is_sent_only {
            result.push(required.value.clone());
        }
    }
    result
}

/// The alternatives of a schema, those that lead back to it replaced by what else they offer.
pub(super) fn broken(context: &mut Context<'_>, schema: &Schema, branches: &[Rc<Schema>]) -> Vec<Rc<Schema>> {
    let home = node_id(&schema.at);
    let mut search = Search { context, home, seen: BTreeSet::new() };
    if !branches.iter().any(|branch| search.leads_back(branch)) {
        return branches.to_vec();
    }
    let mut kept = Vec::new();
    let mut taken = BTreeSet::from([search.home.clone()]);
    for branch in branches {
        search.expand(branch, &mut taken, &mut kept);
    }
    let message = "alternatives of this schema lead back to it through nothing but alternatives";
    let problem = context.diagnostics.unsupported(&schema.at, message);
    problem.note("what else they offer stands in their place");
    kept
}

struct Search<'c, 'l> {
    context: &'c Context<'l>,
    home: NodeId,
    seen: BTreeSet<NodeId>,
}

impl Search<'_, '_> {
    /// The schema that an alternative refers to.
    fn target(&self, branch: &Schema) -> Option<(NodeId, Rc<Schema>)> {
        let unheard = &mut Diagnostics::default();
        let node = self.context.document_set.resolve(branch.reference.as_ref()?, unheard)?;
        Some((node_id(&node.at), self.context.document_set.schema(&node, unheard)?))
    }

    fn leads_back(&mut self, branch: &Schema) -> bool {
        let Some((target, schema)) = self.target(branch) else { return false };
        target == self.home
            || (self.seen.insert(target) && alternatives(&schema).any(|alternative| self.leads_back(alternative)))
    }

    fn expand(&mut self, branch: &Rc<Schema>, taken: &mut BTreeSet<NodeId>, kept: &mut Vec<Rc<Schema>>) {
        self.seen.clear();
        let Some((target, schema)) = self.target(branch).filter(|_| self.leads_back(branch)) else {
            kept.push(branch.clone());
            return;
        };
        if taken.insert(target) {
            for alternative in alternatives(&schema) {
                self.expand(alternative, taken, kept);
            }
        }
    }
}
