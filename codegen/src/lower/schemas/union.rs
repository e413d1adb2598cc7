//! `oneOf` and `anyOf`: an enum of several types, and how to tell which one a value has.

use std::rc::Rc;

use super::{TypeScope, circular, definition::define_type, discriminator, lower as lower_schema, matchers};
use crate::{
    diagnostic::Code,
    lower::{
        Context,
        docs::descriptions,
        effective::{self, SchemaKind},
        names,
    },
    model::{Docs, RustName, Type, TypeKind, Union, UnionVariant, UnknownTag, VariantMatcher},
    openapi::{Schema, SchemaType, node_id},
    source::Location,
};

pub(super) fn lower(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    variants: &[Rc<Schema>],
    name: &RustName,
    type_scope: &mut TypeScope<'_>,
) -> Type {
    let mut scope = names::NameScope::default();
    let mut lowered: Vec<UnionVariant> = Vec::new();
    let mut resolved_variants = Vec::new();
    let unlisted = discriminator::unlisted_variants(context, schema, variants);
    let variants: Vec<Rc<Schema>> = variants.iter().cloned().chain(unlisted).collect();
    let variants = circular::without_circular_variants(context, schema, &variants);
    for variant in &with_one_string_enum(variants) {
        let resolved = effective::schema(context, variant);
        let word = variant_word(context, schema, variant, &resolved, &scope);
        let collision = scope.collision(&names::variant_name(&word.text), &word.text, &variant.at);
        let collision = collision.filter(|_| word.is_name);
        let list = list_word(context, &resolved);
        let variant_name = claim_variant_name(&mut scope, (&word, &variant.at), (&resolved, list), &resolved_variants);
        context.shared.variants.entry(node_id(&variant.at)).or_insert_with(|| variant_name.clone());
        // Null is one value for all variants: the union is nullable.
        let ty = match lower_schema(context, variant, &names::joined(name, variant_name.unraw()), type_scope) {
            Type::Option(inner) => *inner,
            ty => ty,
        };
        // Two variants with the same type cannot be distinguished, and are one.
        if lowered.iter().any(|known| known.ty == ty) {
            continue;
        }
        if let Some(collision) = collision {
            collision.report(Code::NameDisambiguated, &variant_name, context.diagnostics);
        }
        let line = || descriptions::one_line(&resolved, &variant_name);
        let docs = context.docs(|| descriptions::with_constraints(line(), &resolved, &ty));
        lowered.push(UnionVariant {
            accessor: variant_name.clone(),
            name: variant_name,
            docs,
            ty,
            matcher: VariantMatcher::Any,
        });
        resolved_variants.push((variant.clone(), resolved));
    }
    if lowered.is_empty() {
        // All variants are circular: any JSON value is accepted.
        lowered.push(UnionVariant {
            name: names::variant_name("value"),
            accessor: names::variant_name("value"),
            docs: Docs::default(),
            ty: Type::Json,
            matcher: VariantMatcher::Any,
        });
    }
    if let [only] = lowered.as_slice()
        && !is_forward_declared(context, schema, name, type_scope)
    {
        return only.ty.clone();
    }
    let mut discriminator = discriminator::of_union(context, schema, &resolved_variants);
    let is_closed = schema.is_closed();
    if let Some(discriminator) = discriminator.as_mut().filter(|_| is_closed)
        && discriminator.unknown == UnknownTag::BestMatch
    {
        discriminator.unknown = UnknownTag::Unknown;
    }
    matchers::assign(context, &mut lowered, &resolved_variants, discriminator.as_ref());
    define_type(
        context,
        schema,
        name,
        TypeKind::Union(Union { variants: lowered, discriminator, is_closed, unknown: None, is_newtype: false }),
        type_scope,
    )
}

/// The variants, with one in place of those that only list strings. Generators of documents describe the variants of a
/// Rust enum that have no fields so. A variant with a name of its own, in a title or as a component, stays.
fn with_one_string_enum(mut variants: Vec<Rc<Schema>>) -> Vec<Rc<Schema>> {
    let is_unnamed = |variant: &Schema| variant.reference.is_none() && variant.title.is_none();
    let lists_strings = |variant: &Rc<Schema>| is_unnamed(variant) && effective::listed_strings(variant).is_some();
    let lists: Vec<Rc<Schema>> = variants.iter().filter(|variant| lists_strings(variant)).cloned().collect();
    if let [first, _, ..] = lists.as_slice()
        && let Some(place) = variants.iter().position(lists_strings)
    {
        let at = first.at.clone();
        variants.retain(|variant| !lists_strings(variant));
        variants.insert(place, Rc::new(Schema { is_synthetic: true, one_of: lists, ..Schema::empty(at) }));
    }
    variants
}

/// Whether another type uses the name of the union already.
fn is_forward_declared(context: &Context<'_>, schema: &Schema, name: &RustName, type_scope: &TypeScope<'_>) -> bool {
    let shared = &context.shared;
    let defining = type_scope.defining.as_ref().filter(|named| named.name == *name);
    let of_location = shared.names.get(&node_id(&schema.at)).filter(|_| !schema.is_synthetic);
    defining.into_iter().chain(of_location).any(|name| shared.forward_declared.contains(name))
}

/// The word for a list, if another variant is a list too: by the component of its items, or by their type.
fn list_word(context: &Context<'_>, resolved: &Schema) -> Option<String> {
    let items = resolved.items.as_ref()?;
    match &items.reference {
        Some(reference) => {
            Some(format!("{} list", effective::name_in_address(&effective::address(context, reference))))
        }
        None => items.types.first().map(|kind| format!("list of {}", plural(*kind))),
    }
}

/// The name of a variant. If it is taken, a property is added, preferably one that no earlier variant has, or the
/// type of the items, otherwise a number if the word is only a type.
fn claim_variant_name(
    scope: &mut names::NameScope,
    (word, at): (&VariantWord, &Location),
    (resolved, list): (&Schema, Option<String>),
    before: &[(Rc<Schema>, Rc<Schema>)],
) -> RustName {
    let VariantWord { text: word, is_name } = word;
    let plain = names::variant_name(word);
    let properties = || resolved.required.iter().map(|required| &required.value).chain(resolved.properties.keys());
    let is_new = |property: &&String| !before.iter().any(|(_, other)| other.properties.contains_key(*property));
    let property = || properties().find(is_new).or_else(|| properties().next());
    let qualified = match &resolved.items {
        _ if !scope.contains(&plain) => None,
        Some(_) => list,
        None => property().map(|property| format!("{word} with {property}")),
    };
    let free = qualified.map(|qualified| names::variant_name(&qualified)).filter(|name| !scope.contains(name));
    let name = free.unwrap_or(plain);
    if *is_name { scope.claim_unreported_at(name, word, at) } else { scope.claim_numbered(name, word, at) }
}

fn plural(kind: SchemaType) -> &'static str {
    match kind {
        SchemaType::String => "strings",
        SchemaType::Integer => "integers",
        SchemaType::Number => "numbers",
        SchemaType::Boolean => "booleans",
        SchemaType::Array => "lists",
        SchemaType::Object => "objects",
        SchemaType::Null => "nulls",
    }
}

/// The word that a variant is named after.
struct VariantWord {
    text: String,
    /// Whether the document has it as a name, not only as a type.
    is_name: bool,
}

/// The word for a variant: its component, title, constant, single property, or type.
fn variant_word(
    context: &mut Context<'_>,
    schema: &Schema,
    variant: &Schema,
    resolved: &Rc<Schema>,
    scope: &names::NameScope,
) -> VariantWord {
    let name = |text: String| VariantWord { text, is_name: true };
    let address = effective::reference_of(schema, variant).map(|reference| effective::address(context, reference));
    if let Some(address) = address.as_ref().filter(|address| !is_place_in_list(address)) {
        return name(effective::name_in_address(address));
    }
    let title = variant.title.as_ref().or_else(|| resolved.title.as_ref().filter(|_| address.is_some()));
    if let Some(title) = title.filter(|title| title.len() <= 40) {
        return name(title.clone());
    }
    if let Some((_, constants)) = effective::string_constants(context, resolved).into_iter().next()
        && let [only] = constants.as_slice()
        && !only.is_empty()
    {
        return name(only.clone());
    }
    let only = single_property(effective::written_variant(schema, variant).unwrap_or(variant));
    if let Some(only) = only.filter(|only| !scope.contains(&names::variant_name(only))) {
        return name(only.to_owned());
    }
    let kind = match SchemaKind::of(context, resolved) {
        SchemaKind::Structure | SchemaKind::SubtypeEnum => "object",
        SchemaKind::Map => "map",
        SchemaKind::List => "list",
        SchemaKind::Scalar(SchemaType::String) => format_word(resolved),
        SchemaKind::Enumeration(_) => "string",
        SchemaKind::Scalar(SchemaType::Integer) => "integer",
        SchemaKind::Scalar(SchemaType::Boolean) => "boolean",
        SchemaKind::Scalar(_) => "number",
        SchemaKind::Alias(_) | SchemaKind::Union(_) | SchemaKind::Any => "value",
    };
    VariantWord { text: kind.to_owned(), is_name: false }
}

/// Whether the address ends with a place in a list, which is no name: `#/components/schemas/Value/oneOf/0`.
fn is_place_in_list(address: &str) -> bool {
    let mut segments = address.rsplit('/');
    let is_number = segments.next().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()));
    is_number && segments.next().is_some_and(|list| ["oneOf", "anyOf", "allOf"].contains(&list))
}

/// The word for a string: that of a format with a Rust type.
fn format_word(resolved: &Schema) -> &'static str {
    match resolved.format.as_ref().map(|format| format.value.as_str()) {
        Some("date") => "date",
        Some("date-time") => "date time",
        Some("duration") => "duration",
        Some("uuid") => "uuid",
        Some("byte" | "base64") => "base64",
        Some("password") => "secret",
        _ => "string",
    }
}

/// The name of an object's single property: serde writes the variants of an enum so.
fn single_property(schema: &Schema) -> Option<&str> {
    let mut properties = schema.properties.keys().filter(|_| schema.properties.len() == 1 && schema.all_of.is_empty());
    let is_required = |property: &&String| schema.required.iter().any(|required| required.value == **property);
    properties.find(is_required).map(String::as_str).filter(|property| !property.is_empty())
}
