//! What a schema comes to in Rust, decided by its keywords alone.

use std::rc::Rc;

use super::{super::Context, kinds, merge, resolve_schema};
use crate::{
    diagnostic::Diagnostics,
    openapi::{Spanned, Schema, SchemaType, node_id},
    source::Value,
};

/// What a schema comes to in Rust.
#[derive(Clone, Debug)]
pub(in crate::lower) enum Kind {
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
    Family,
    /// A list.
    List,
    /// A text, number or flag.
    Scalar(SchemaType),
    /// Any JSON value.
    Any,
}

impl Kind {
    /// Decides for a schema; `allOf` is merged first.
    pub(in crate::lower) fn of(context: &mut Context<'_>, schema: &Rc<Schema>) -> Self {
        let schema = merge::merged(context, schema);
        if schema.reference.is_some() {
            // Merging takes references apart; one that is left leads nowhere, which was reported.
            return if merge::says_something(&schema) { Self::Any } else { Self::Alias(schema.clone()) };
        }
        let branches = union_branches(context, &schema);
        if !branches.is_empty() && !merge::only_constrain(&branches) {
            return Self::of_union(context, branches);
        }
        let kind = match schema.types.as_slice() {
            [] => implied(&schema),
            [kind] => Some(*kind),
            several => return Self::of_types(&schema, several),
        };
        match kind {
            Some(SchemaType::String) => match texts(&schema) {
                Some(values) => Self::Enumeration(values),
                None => Self::Scalar(SchemaType::String),
            },
            Some(SchemaType::Object) | None if kinds::is_base(context, &schema) => Self::Family,
            Some(SchemaType::Object) if schema.properties.is_empty() => Self::Map,
            Some(SchemaType::Object) => Self::Structure,
            Some(SchemaType::Array) => Self::List,
            Some(kind) => Self::Scalar(kind),
            None => Self::Any,
        }
    }

    /// Whether a definition of its own is made for it.
    pub(in crate::lower) fn is_named(&self) -> bool {
        matches!(self, Self::Structure | Self::Enumeration(_) | Self::Union(_) | Self::Family)
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
        let branches: Vec<Rc<Schema>> = branches.into_iter().filter(|branch| !is_null(branch)).collect();
        if let [only] = branches.as_slice() {
            return Self::Alias(only.clone());
        }
        let resolved: Vec<Rc<Schema>> = branches.iter().map(|branch| resolve_schema(context, branch)).collect();
        let is_text = |branch: &Rc<Schema>| texts(branch).is_some() || is_plain_text(branch);
        if resolved.iter().all(is_text) && resolved.iter().any(|branch| texts(branch).is_some()) {
            return Self::Enumeration(resolved.iter().filter_map(|branch| texts(branch)).flatten().collect());
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
    if schema.properties.is_empty() || merge::only_constrain(branches) {
        return branches.clone();
    }
    let merged = merge::with_parent(schema, branches);
    if !context.lineage.is_circular(&schema.at) {
        return merged;
    }
    // What extends the schema has its members already.
    let base = node_id(&schema.at);
    let is_heir = |branch: &Rc<Schema>| {
        let target = branch.reference.as_ref();
        let target = target.and_then(|target| context.document_set.resolve(target, &mut Diagnostics::default()));
        target.is_some_and(|node| context.lineage.is_below(&node_id(&node.at), &base))
    };
    branches.iter().zip(merged).map(|(branch, merged)| if is_heir(branch) { branch.clone() } else { merged }).collect()
}

/// The type that the keywords imply where none is written.
fn implied(schema: &Schema) -> Option<SchemaType> {
    if !schema.properties.is_empty() || schema.additional_properties.is_some() || !schema.pattern_properties.is_empty()
    {
        return Some(SchemaType::Object);
    }
    if schema.items.is_some() || !schema.prefix_items.is_empty() {
        return Some(SchemaType::Array);
    }
    let values = schema.values.as_deref()?;
    let all = |is: fn(&Value) -> bool| values.iter().all(|value| is(&value.value) || value.value == Value::Null);
    if all(|value| matches!(value, Value::String(_))) {
        Some(SchemaType::String)
    } else if all(|value| matches!(value, Value::Bool(_))) {
        Some(SchemaType::Boolean)
    } else if all(|value| matches!(value, Value::Number(number) if number.as_i64().is_some())) {
        Some(SchemaType::Integer)
    } else if all(|value| matches!(value, Value::Number(_))) {
        Some(SchemaType::Number)
    } else {
        None
    }
}

/// The listed texts of a schema, if it lists texts and nothing else but null.
fn texts(schema: &Schema) -> Option<Vec<Spanned<Value>>> {
    if !schema.types.is_empty() && !super::is_only(schema, SchemaType::String) {
        return None;
    }
    let values = schema.values.as_ref()?;
    let texts: Vec<_> = values.iter().filter(|value| value.value != Value::Null).cloned().collect();
    let all = texts.iter().all(|value| matches!(value.value, Value::String(_)));
    (all && !texts.is_empty()).then_some(texts)
}

fn is_plain_text(schema: &Schema) -> bool {
    super::is_only(schema, SchemaType::String) && schema.values.is_none() && schema.format.is_none()
}

/// `{type: null}`, `{enum: [null]}`, or `{nullable: true}` alone.
pub(super) fn is_null(schema: &Schema) -> bool {
    let only_null = schema.values.as_ref().is_some_and(|values| values.iter().all(|value| value.value == Value::Null));
    schema.reference.is_none()
        && (only_null || (schema.nullable && schema.types.is_empty() && !merge::says_anything(schema)))
}

/// The scalar that all of these are.
fn same_scalar(schemas: &[Rc<Schema>]) -> Option<SchemaType> {
    let kind_of = |schema: &Rc<Schema>| match schema.types.as_slice() {
        [] => implied(schema),
        [kind] => Some(*kind),
        _ => None,
    };
    let kind = schemas.first().and_then(kind_of)?;
    let is_scalar = matches!(kind, SchemaType::Integer | SchemaType::Number | SchemaType::Boolean);
    (is_scalar && schemas.iter().all(|schema| kind_of(schema) == Some(kind))).then_some(kind)
}

/// Why a schema has no type of its own, where its author meant one.
pub(super) fn untyped(schema: &Schema) -> Option<&'static str> {
    if schema.values.is_some() {
        return Some("values of different types are handed over as any JSON");
    }
    if !schema.required.is_empty() && schema.additional_properties.is_none() {
        return Some("members are required and none is described, so any JSON is taken");
    }
    None
}
