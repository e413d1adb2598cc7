//! Names of the variants of a union: after the component, the title, the constant, the only property or the type of
//! each, and how variants of one type differ.

use std::{collections::BTreeMap, rc::Rc};

use super::variant_schema::VariantSchema;
use crate::{
    lower::{
        Context,
        effective::{self, SchemaKind},
        names, renames,
    },
    model::RustName,
    openapi::{Schema, SchemaType},
};

/// The name of a variant. If it is taken, a word for how the variant differs from `before`, the earlier variants, is
/// added, otherwise a number if the word is only a type.
pub(super) fn claim(
    context: &mut Context<'_>,
    scope: &mut names::NameScope,
    word: &VariantWord,
    variant: &VariantSchema,
    before: &[VariantSchema],
) -> RustName {
    let plain = names::variant_name(&word.text);
    let words =
        if scope.contains(&plain) { qualified_words(context, word, &variant.effective, before) } else { Vec::new() };
    let mut free = words.iter().map(|words| names::signed_variant_name(words)).filter(|name| !scope.contains(name));
    let name = free.next().unwrap_or(plain);
    let (text, at) = (&word.text, &variant.written.at);
    if word.is_name { scope.claim_unreported_at(name, text, at) } else { scope.claim_numbered(name, text, at) }
}

/// Words that distinguish a variant from earlier ones, the best first.
fn qualified_words(
    context: &mut Context<'_>,
    word: &VariantWord,
    resolved: &Rc<Schema>,
    before: &[VariantSchema],
) -> Vec<String> {
    match SchemaKind::of(context, resolved) {
        SchemaKind::List => resolved.items.iter().map(|items| items_word(context, items, "list")).collect(),
        SchemaKind::Map => {
            let values = effective::map_value_schema(resolved);
            values.iter().map(|values| items_word(context, values, "map")).collect()
        }
        SchemaKind::Scalar(_) | SchemaKind::Enumeration(_) if word.is_name => Vec::new(),
        kind @ (SchemaKind::Scalar(_) | SchemaKind::Enumeration(_)) => {
            let is_listed = matches!(kind, SchemaKind::Enumeration(_));
            scalar_words(&word.text, resolved, is_listed, before)
        }
        SchemaKind::Structure
        | SchemaKind::SubtypeEnum
        | SchemaKind::Alias(_)
        | SchemaKind::Union(_)
        | SchemaKind::Any => property_words(word, resolved, before),
    }
}

/// The word for a list or map: by the component of its items, or by their type.
fn items_word(context: &mut Context<'_>, items: &Rc<Schema>, collection: &str) -> String {
    if let Some(reference) = &items.reference {
        let address = effective::address(context, reference);
        return format!(
            "{} {collection}",
            renames::word_of_target(context, reference, &address, effective::name_in_address(&address))
        );
    }
    let items = effective::value_schema(context, items);
    let plural = match SchemaKind::of(context, &items) {
        SchemaKind::Structure | SchemaKind::SubtypeEnum => "objects",
        SchemaKind::Map => "maps",
        SchemaKind::List => "lists",
        SchemaKind::Enumeration(_) => "strings",
        SchemaKind::Scalar(kind) => plural(kind),
        SchemaKind::Alias(_) | SchemaKind::Union(_) | SchemaKind::Any => "values",
    };
    format!("{collection} of {plural}")
}

/// Words with a property of an object that no earlier variant has, preferably a required one. For an object without a
/// name, a property of another variant says something too.
fn property_words(word: &VariantWord, resolved: &Schema, before: &[VariantSchema]) -> Vec<String> {
    let properties = || resolved.required.iter().map(|required| &required.value).chain(resolved.properties.keys());
    let is_new = |property: &&String| !before.iter().any(|other| other.effective.properties.contains_key(*property));
    let property = properties().find(is_new).or_else(|| properties().next().filter(|_| !word.is_name));
    property.map(|property| format!("{} with {property}", word.text)).into_iter().collect()
}

/// Words with what limits a scalar: each keyword that an earlier variant does not have with the same value.
fn scalar_words(word: &str, resolved: &Schema, is_listed: bool, before: &[VariantSchema]) -> Vec<String> {
    let is_new = |equals: &dyn Fn(&Schema) -> bool| !before.iter().any(|other| equals(&other.effective));
    let (format, limits) = (resolved.format.as_ref().map(|format| format.value.as_str()), &resolved.limits);
    let other_format = |other: &Schema| other.format.as_ref().map(|format| format.value.as_str()) == format;
    let format = format.filter(|_| is_new(&other_format)).map(|format| format!("{word} {format}"));
    let minimum = limits.minimum.as_ref().filter(|_| is_new(&|other| other.limits.minimum == limits.minimum));
    let maximum = limits.maximum.as_ref().filter(|_| is_new(&|other| other.limits.maximum == limits.maximum));
    let is_patterned = !limits.patterns.is_empty() && is_new(&|other| !other.limits.patterns.is_empty());
    let is_unlimited = limits.is_empty() && !is_listed;
    let words = [
        format,
        is_listed.then(|| format!("{word} enum")),
        minimum.map(|minimum| format!("{word} from {minimum}")),
        maximum.map(|maximum| format!("{word} to {maximum}")),
        is_patterned.then(|| format!("{word} with pattern")),
        is_unlimited.then(|| format!("any {word}")),
    ];
    words.into_iter().flatten().collect()
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
pub(super) struct VariantWord {
    pub(super) text: String,
    /// Whether the document has it as a name, not only as a type.
    pub(super) is_name: bool,
}

/// How many variants of a union have a property with only this string, by property and string.
pub(super) struct ConstantCounts(BTreeMap<(String, String), usize>);

impl ConstantCounts {
    pub(super) fn of(context: &mut Context<'_>, variants: &[Rc<Schema>]) -> Self {
        let mut counts = BTreeMap::new();
        for variant in variants {
            let resolved = effective::schema(context, variant);
            for constant in single_constants(context, &resolved) {
                *counts.entry(constant).or_default() += 1;
            }
        }
        Self(counts)
    }

    /// The constant that tells a variant apart: the one that the fewest variants have, of these the one of the
    /// discriminator, of these the first.
    fn most_distinct(&self, context: &mut Context<'_>, schema: &Schema, resolved: &Rc<Schema>) -> Option<String> {
        let discriminator = schema.discriminator.as_ref().map(|discriminator| discriminator.property.value.as_str());
        let constants = single_constants(context, resolved).into_iter();
        let best = constants.min_by_key(|constant| {
            let count = self.0.get(constant).copied().unwrap_or_default();
            (count, discriminator != Some(constant.0.as_str()))
        });
        best.map(|(_, text)| text)
    }
}

/// The properties that allow only one string, which is not empty.
fn single_constants(context: &mut Context<'_>, resolved: &Rc<Schema>) -> Vec<(String, String)> {
    let constants = effective::string_constants(context, resolved).into_iter();
    let single = constants.filter_map(|(property, strings)| match <[String; 1]>::try_from(strings) {
        Ok([only]) if !only.is_empty() => Some((property, only)),
        _ => None,
    });
    single.collect()
}

/// The word for a variant: its component, title, constant, single property, or type.
pub(super) fn word(
    context: &mut Context<'_>,
    schema: &Schema,
    variant: &VariantSchema,
    constants: &ConstantCounts,
    scope: &names::NameScope,
) -> VariantWord {
    let VariantSchema { written, effective: resolved } = variant;
    let name = |text: String| VariantWord { text, is_name: true };
    if let Some(word) = word_of_document(context, schema, variant) {
        return name(word);
    }
    if let Some(constant) = constants.most_distinct(context, schema, resolved) {
        return name(constant);
    }
    let only = single_property(effective::written_variant(schema, written).unwrap_or(written));
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

/// The name that the document has for a variant: of its component, or its title.
fn word_of_document(context: &mut Context<'_>, schema: &Schema, variant: &VariantSchema) -> Option<String> {
    let VariantSchema { written, effective: resolved } = variant;
    let reference = effective::reference_of(schema, written);
    let address = reference.map(|reference| effective::address(context, reference));
    if let Some((reference, address)) =
        reference.zip(address.as_ref()).filter(|(_, address)| !is_place_in_list(address))
    {
        return Some(renames::word_of_target(context, reference, address, effective::name_in_address(address)));
    }
    let title = written.title.as_ref().or_else(|| resolved.title.as_ref().filter(|_| address.is_some()));
    title.filter(|title| title.len() <= 40).cloned()
}

/// The names of the variants of the union `name` without its words, where the document has a name and no other variant
/// has the short one.
pub(super) fn short_words(
    context: &mut Context<'_>,
    schema: &Schema,
    name: &RustName,
    variants: &[Rc<Schema>],
) -> Vec<Option<VariantWord>> {
    let mut full = Vec::new();
    for variant in variants {
        let variant = VariantSchema::new(context, variant.clone());
        let word = word_of_document(context, schema, &variant);
        full.push(word.map(|word| names::variant_name(&word)));
    }
    let short = shorten(name, &full);
    let word = |short: RustName| VariantWord { text: short.unraw().to_owned(), is_name: true };
    short.into_iter().map(|short| short.map(word)).collect()
}

/// The short names of variants, each if no other variant has it.
pub(super) fn shorten(union: &RustName, full: &[Option<RustName>]) -> Vec<Option<RustName>> {
    let short: Vec<Option<RustName>> =
        full.iter().map(|full| names::short_variant_name(union, full.as_ref()?)).collect();
    let is_other = |at: usize, name: &RustName| {
        let others = full.iter().zip(&short).enumerate().filter(|(other, _)| *other != at);
        // A component that is listed twice is one variant.
        let others = others.filter(|(_, (other, _))| Some(*other) != full.get(at));
        others.into_iter().any(|(_, (full, short))| [full, short].into_iter().flatten().any(|other| other == name))
    };
    let free = |(at, name): (usize, &Option<RustName>)| name.clone().filter(|name| !is_other(at, name));
    short.iter().enumerate().map(free).collect()
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
