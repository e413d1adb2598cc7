//! The kind of Rust type that a schema becomes, decided by its keywords.

use std::rc::Rc;

use super::{
    all_of::{merge_all_of, with_parent},
    inheritance,
    keywords::{self, has_keywords_beside_reference, only_require_properties},
    references,
};
use crate::{
    diagnostic::Diagnostics,
    lower::Context,
    openapi::{Schema, SchemaType, Spanned, node_id},
    source::Value,
};

/// What a schema comes to in Rust.
#[derive(Clone, Debug)]
pub(in crate::lower) enum SchemaKind {
    /// Another schema, which says all that matters.
    Alias(Rc<Schema>),
    /// A struct.
    Structure,
    /// A map from text to values.
    Map,
    /// An open enum of these texts.
    Enumeration(Vec<Spanned<Value>>),
    /// An enum of these shapes.
    Union(Vec<Rc<Schema>>),
    /// An enum of the shapes that extend this one, and of this one.
    PolymorphicBase,
    /// A list.
    List,
    /// A text, number or flag.
    Scalar(SchemaType),
    /// Any JSON value.
    Any,
}

impl SchemaKind {
    /// Decides for a schema; `allOf` is merged first.
    pub(in crate::lower) fn of(context: &mut Context<'_>, schema: &Rc<Schema>) -> Self {
        let schema = merge_all_of(context, schema);
        if schema.reference.is_some() {
            // Merging takes references apart; one that is left leads nowhere, which was reported.
            return if has_keywords_beside_reference(&schema) { Self::Any } else { Self::Alias(schema.clone()) };
        }
        let branches = union_branches(context, &schema);
        if !branches.is_empty() && !only_require_properties(&branches) {
            return Self::of_union(context, branches);
        }
        let kind = match schema.types.as_slice() {
            [] => keywords::implied_type(&schema),
            [kind] => Some(*kind),
            several => return Self::of_types(&schema, several),
        };
        match kind {
            Some(SchemaType::String) => match keywords::listed_strings(&schema) {
                Some(values) => Self::Enumeration(values),
                None => Self::Scalar(SchemaType::String),
            },
            Some(SchemaType::Object) | None if inheritance::is_base(context, &schema) => Self::PolymorphicBase,
            Some(SchemaType::Object) if schema.properties.is_empty() => Self::Map,
            Some(SchemaType::Object) => Self::Structure,
            Some(SchemaType::Array) => Self::List,
            Some(kind) => Self::Scalar(kind),
            None => Self::Any,
        }
    }

    /// Whether a definition of its own is made for it.
    pub(in crate::lower) fn is_named(&self) -> bool {
        matches!(self, Self::Structure | Self::Enumeration(_) | Self::Union(_) | Self::PolymorphicBase)
    }

    /// Several types at once are a union of one for each.
    fn of_types(schema: &Rc<Schema>, types: &[SchemaType]) -> Self {
        let only = |kind: &SchemaType| {
            let mut branch = Schema::clone(schema);
            branch.is_synthetic = true;
            branch.types = vec![*kind];
            branch.nullable = false;
            branch.values = None;
            Rc::new(branch)
        };
        Self::Union(types.iter().map(only).collect())
    }

    fn of_union(context: &mut Context<'_>, branches: Vec<Rc<Schema>>) -> Self {
        let branches: Vec<Rc<Schema>> = branches.into_iter().filter(|branch| !keywords::is_null(branch)).collect();
        if let [only] = branches.as_slice() {
            return Self::Alias(only.clone());
        }
        let resolved: Vec<Rc<Schema>> = branches.iter().map(|branch| references::schema(context, branch)).collect();
        let is_text =
            |branch: &Rc<Schema>| keywords::listed_strings(branch).is_some() || keywords::is_plain_string(branch);
        if resolved.iter().all(is_text) && resolved.iter().any(|branch| keywords::listed_strings(branch).is_some()) {
            return Self::Enumeration(
                resolved.iter().filter_map(|branch| keywords::listed_strings(branch)).flatten().collect(),
            );
        }
        // Alternatives of the same scalar are that scalar: their values are told in the documentation.
        if let Some(kind) = same_scalar(&resolved) {
            return Self::Scalar(kind);
        }
        if branches.is_empty() {
            return Self::Any;
        }
        Self::Union(branches)
    }
}

/// The alternatives of a schema, each with what the schema itself says of all of them.
fn union_branches(context: &Context<'_>, schema: &Rc<Schema>) -> Vec<Rc<Schema>> {
    let branches = if schema.one_of.is_empty() { &schema.any_of } else { &schema.one_of };
    if schema.properties.is_empty() || only_require_properties(branches) {
        return branches.clone();
    }
    let merged = with_parent(schema, branches);
    if !context.inheritance.is_circular(&schema.at) {
        return merged;
    }
    // What extends the schema has its members already.
    let base = node_id(&schema.at);
    let is_heir = |branch: &Rc<Schema>| {
        let target = branch.reference.as_ref();
        let target = target.and_then(|target| context.document_set.resolve(target, &mut Diagnostics::default()));
        target.is_some_and(|node| context.inheritance.is_below(&node_id(&node.at), &base))
    };
    branches.iter().zip(merged).map(|(branch, merged)| if is_heir(branch) { branch.clone() } else { merged }).collect()
}

/// The scalar that all of these are.
fn same_scalar(schemas: &[Rc<Schema>]) -> Option<SchemaType> {
    let kind_of = |schema: &Rc<Schema>| match schema.types.as_slice() {
        [] => keywords::implied_type(schema),
        [kind] => Some(*kind),
        _ => None,
    };
    let kind = schemas.first().and_then(kind_of)?;
    let is_scalar = matches!(kind, SchemaType::Integer | SchemaType::Number | SchemaType::Boolean);
    (is_scalar && schemas.iter().all(|schema| kind_of(schema) == Some(kind))).then_some(kind)
}
