//! The kind of Rust type that a schema becomes, decided by its keywords.

use std::rc::Rc;

use super::{
    all_of::{excludes_types, merge_all_of, with_union_keywords},
    conjunction::{Place, combinations},
    dereference,
    exclusion::common_type,
    keywords::{self, has_keywords_beside_reference, only_require_properties},
    subtype_graph,
};
use crate::{
    diagnostic::Diagnostics,
    lower::Context,
    openapi::{Schema, SchemaType, Spanned, node_id},
    source::Value,
};

/// The kind of Rust type that a schema becomes.
#[derive(Clone, Debug)]
pub(in crate::lower) enum SchemaKind {
    /// The type of another schema.
    Alias(Rc<Schema>),
    /// A struct.
    Structure,
    /// A map from strings to values.
    Map,
    /// An open enum of these strings.
    Enumeration(Vec<Spanned<Value>>),
    /// An enum of these types.
    Union(Vec<Rc<Schema>>),
    /// An enum of the subtypes of a base schema with a discriminator, and of the base schema itself.
    SubtypeEnum,
    /// A list.
    List,
    /// A string, number or boolean.
    Scalar(SchemaType),
    /// Untyped JSON.
    Any,
}

impl SchemaKind {
    /// Decides for a schema. `allOf` is merged first.
    pub(in crate::lower) fn of(context: &mut Context<'_>, schema: &Rc<Schema>) -> Self {
        let schema = merge_all_of(context, schema);
        if schema.reference.is_some() {
            // Merging follows references; one that is left is dangling, and reported.
            return if has_keywords_beside_reference(&schema) { Self::Any } else { Self::Alias(schema.clone()) };
        }
        let variants = union_variants(context, &schema);
        if !variants.is_empty() && !only_require_properties(&variants) {
            return Self::of_union(context, variants);
        }
        let kind = match schema.types.as_slice() {
            [] => keywords::implied_type(&schema),
            [kind] => Some(*kind),
            several => return Self::union_of_types(&schema, several),
        };
        match kind {
            Some(SchemaType::String) => match keywords::listed_strings(&schema) {
                Some(values) => Self::Enumeration(values),
                None => Self::Scalar(SchemaType::String),
            },
            Some(SchemaType::Object) | None if subtype_graph::has_subtypes(context, &schema) => Self::SubtypeEnum,
            Some(SchemaType::Object) if schema.properties.is_empty() => Self::Map,
            Some(SchemaType::Object) => Self::Structure,
            Some(SchemaType::Array) => Self::List,
            Some(kind) => Self::Scalar(kind),
            None => Self::Any,
        }
    }

    /// Whether the kind needs a named definition.
    pub(in crate::lower) fn is_named(&self) -> bool {
        matches!(self, Self::Structure | Self::Enumeration(_) | Self::Union(_) | Self::SubtypeEnum)
    }

    /// A union of one variant for each type.
    fn union_of_types(schema: &Rc<Schema>, types: &[SchemaType]) -> Self {
        let only = |kind: &SchemaType| {
            let mut variant = Schema::clone(schema);
            variant.is_synthetic = true;
            variant.closed = None;
            variant.types = vec![*kind];
            variant.nullable = false;
            variant.values = None;
            Rc::new(variant)
        };
        Self::Union(types.iter().map(only).collect())
    }

    fn of_union(context: &mut Context<'_>, variants: Vec<Rc<Schema>>) -> Self {
        if let [only] = variants.as_slice() {
            return Self::Alias(only.clone());
        }
        let resolved: Vec<Rc<Schema>> = variants.iter().map(|variant| dereference::schema(context, variant)).collect();
        let is_text =
            |variant: &Rc<Schema>| keywords::listed_strings(variant).is_some() || keywords::is_plain_string(variant);
        if resolved.iter().all(is_text) && resolved.iter().any(|variant| keywords::listed_strings(variant).is_some()) {
            return Self::Enumeration(
                resolved.iter().filter_map(|variant| keywords::listed_strings(variant)).flatten().collect(),
            );
        }
        // Variants with the same scalar type are that scalar; their values are documented.
        if let Some(kind) = same_scalar(&resolved) {
            return Self::Scalar(kind);
        }
        if variants.is_empty() {
            return Self::Any;
        }
        Self::Union(variants)
    }
}

/// How many unions with one variant are nested.
const MAX_DEPTH: usize = 8;

/// The schema of the values other than null: the schema itself, or the only other variant of a union with null.
pub(in crate::lower) fn value_schema(context: &mut Context<'_>, schema: &Rc<Schema>) -> Rc<Schema> {
    let mut resolved = dereference::schema(context, schema);
    for _ in 0..MAX_DEPTH {
        let SchemaKind::Alias(inner) = SchemaKind::of(context, &resolved) else { break };
        resolved = dereference::schema(context, &inner);
    }
    resolved
}

/// Whether a variant allows null only, by itself or by its reference.
pub(in crate::lower) fn is_null_variant(context: &mut Context<'_>, variant: &Rc<Schema>) -> bool {
    let is_elsewhere = variant.reference.is_some() || !variant.all_of.is_empty();
    keywords::is_null(variant) || (is_elsewhere && keywords::is_null(&dereference::schema(context, variant)))
}

/// The variants of a schema, each merged with the schema's own keywords.
fn union_variants(context: &mut Context<'_>, schema: &Rc<Schema>) -> Vec<Rc<Schema>> {
    if schema.one_of.is_empty() && schema.any_of.is_empty() {
        return Vec::new();
    }
    if let Some((_, variants)) = context.effective.variants.get(&Rc::as_ptr(schema)) {
        return variants.clone();
    }
    let is_complete = context.effective.merging.is_empty();
    let variants = merged_variants(context, schema);
    if is_complete {
        context.effective.variants.insert(Rc::as_ptr(schema), (schema.clone(), variants.clone()));
    }
    variants
}

fn merged_variants(context: &mut Context<'_>, schema: &Rc<Schema>) -> Vec<Rc<Schema>> {
    // Null is one value for all variants: the schema is nullable.
    let mut not_null = |variants: &[Rc<Schema>]| -> Vec<Rc<Schema>> {
        variants.iter().filter(|variant| !is_null_variant(context, variant)).cloned().collect()
    };
    let (one_of, any_of) = (not_null(&schema.one_of), not_null(&schema.any_of));
    let variants = &match (only_require_properties(&one_of), only_require_properties(&any_of)) {
        (true, false) if !any_of.is_empty() => any_of,
        (false, true) if !one_of.is_empty() => one_of,
        _ => combinations(context, &one_of, &any_of, Place { owner: &schema.at, keys: &["oneOf"] }),
    };
    if variants.is_empty() || only_require_properties(variants) {
        return variants.clone();
    }
    let variants = &of_types(context, schema, variants);
    if schema.properties.is_empty() {
        return variants.iter().map(|variant| with_missing_type(context, schema, variant)).collect();
    }
    let merged = with_union_keywords(schema, variants);
    if !context.subtype_graph.is_variant_base(&schema.at) {
        return merged;
    }
    // A variant that extends the schema has its properties already.
    let base = node_id(&schema.at);
    let is_selectable_subtype = |variant: &Rc<Schema>| {
        let target = variant.reference.as_ref();
        let target = target.and_then(|target| context.document_set.resolve(target, &mut Diagnostics::default()));
        target.is_some_and(|node| context.subtype_graph.extends(&node_id(&node.at), &base))
    };
    variants
        .iter()
        .zip(merged)
        .map(|(variant, merged)| if is_selectable_subtype(variant) { variant.clone() } else { merged })
        .collect()
}

/// The variants that some value with a type of their union matches. If there is none, all are kept: merging reports
/// the contradiction.
fn of_types(context: &mut Context<'_>, schema: &Schema, variants: &[Rc<Schema>]) -> Vec<Rc<Schema>> {
    let mut rest = variants.to_vec();
    rest.retain(|variant| schema.types.is_empty() || !excludes_types(context, variant, &schema.types));
    if rest.is_empty() { variants.to_vec() } else { rest }
}

/// A variant with the type of its union, if it has none itself or other ones too: it only restricts the values of that
/// type.
fn with_missing_type(context: &mut Context<'_>, schema: &Schema, variant: &Rc<Schema>) -> Rc<Schema> {
    let has_kind = |schema: &Schema| !schema.types.is_empty() || keywords::implied_type(schema).is_some();
    if !has_kind(schema) {
        return variant.clone();
    }
    let resolved = dereference::schema(context, variant);
    let is_union = keywords::alternatives(&resolved).next().is_some();
    let is_listed = |kind: &SchemaType| common_type(*kind, &schema.types) == Some(*kind);
    let has_same_null = schema.nullable || !resolved.has_null_type;
    let is_of_union = schema.types.is_empty() || (has_same_null && resolved.types.iter().all(is_listed));
    if (has_kind(&resolved) && is_of_union) || is_union || resolved.is_never || keywords::is_null(&resolved) {
        return variant.clone();
    }
    let merged = with_union_keywords(schema, std::slice::from_ref(variant)).pop();
    merged.unwrap_or_else(|| variant.clone())
}

/// The scalar type that all schemas have.
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
