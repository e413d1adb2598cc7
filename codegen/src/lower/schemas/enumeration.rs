//! `enum` and `const`: an enum of strings, which is open unless the schema is closed.

use std::{
    collections::{HashMap, HashSet},
    rc::Rc,
};

use super::{TypeScope, definition::define_type};
use crate::{
    diagnostic::Code,
    lower::{
        Context,
        docs::{descriptions, markdown},
        effective, names,
    },
    model::{Docs, RustName, StringEnum, StringVariant, Type, TypeKind, WireName},
    openapi::{Schema, Spanned},
    source::Value,
};

/// The names of variants from `x-enum-varnames`, by string.
fn given_names(context: &mut Context<'_>, schema: &Schema) -> HashMap<String, String> {
    let (Some(names), Some(values)) = (&schema.variant_names, &schema.values) else { return HashMap::new() };
    if names.value.len() != values.len() {
        let (found, expected) = (names.value.len(), values.len());
        let message =
            format!("malformed `x-enum-varnames`: expected {expected} names, one for each value, found {found}");
        context.diagnostics.report(Code::MalformedExtension, &names.at, message);
        return HashMap::new();
    }
    let pairs = values.iter().zip(&names.value).filter_map(|(value, name)| match &value.value {
        Value::String(text) => Some((text.clone(), name.clone())),
        _ => None,
    });
    pairs.collect()
}

/// What the document says about single strings: a variant of `oneOf` or `anyOf` that allows only one string describes
/// it.
fn descriptions_of_strings(context: &mut Context<'_>, schema: &Schema) -> HashMap<String, String> {
    let mut described = HashMap::new();
    for variant in schema.one_of.iter().chain(&schema.any_of) {
        let variant = effective::schema(context, variant);
        let text = variant.description.as_deref().or(variant.title.as_deref());
        if let Some([Spanned { value: Value::String(string), .. }]) = effective::listed_strings(&variant).as_deref()
            && let Some(line) = text.and_then(descriptions::opening)
            && !line.eq_ignore_ascii_case(string)
        {
            described.insert(string.clone(), markdown::line(&line));
        }
    }
    described
}

pub(super) fn lower(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    values: &[Spanned<Value>],
    name: &RustName,
    type_scope: &mut TypeScope<'_>,
) -> Type {
    let mut wires: Vec<(&str, &Spanned<Value>)> = Vec::new();
    let mut known: HashSet<&str> = HashSet::new();
    for value in values {
        if let Value::String(wire) = &value.value
            && known.insert(wire)
        {
            wires.push((wire, value));
        }
    }
    let has_signs = wires.iter().any(|(wire, _)| names::has_plus_sign(wire));
    let variant_name = if has_signs { names::signed_variant_name } else { names::variant_name };
    let given = given_names(context, schema);
    let wanted = |wire: &str| given.get(wire).map_or_else(|| variant_name(wire), |name| names::variant_name(name));
    let described = descriptions_of_strings(context, schema);
    let mut scope = names::NameScope::default();
    scope.reserve(wires.iter().map(|(wire, value)| {
        let word = given.get(*wire).map_or(*wire, String::as_str);
        let name = wanted(wire);
        let renamed_by = (word != *wire).then_some("x-enum-varnames");
        names::WantedName { difference: names::difference(&name, word), name, wire, at: &value.at, renamed_by }
    }));
    let mut variants = Vec::new();
    for (wire, value) in wires {
        let wanted = wanted(wire);
        let variant = scope.claim(wanted, wire, &value.at, context.diagnostics);
        let docs = match described.get(wire) {
            Some(description) => format!("{}: {description}", markdown::code(wire)),
            None => markdown::capitalized(&format!("{}.", markdown::code(wire))),
        };
        variants.push(StringVariant { name: variant, wire: WireName(wire.to_owned()), docs: Docs(vec![docs]) });
    }
    // A single string is a constant, and constructors set constants by their strings.
    let is_closed = schema.is_closed() && variants.len() > 1;
    let other = (!is_closed).then(|| {
        let mut wanted = ["Other", "OtherValue", "AnyOtherValue"].into_iter().map(names::variant_name);
        let other = wanted.find(|other| !scope.contains(other)).unwrap_or_else(|| names::variant_name("UnlistedValue"));
        scope.claim_unreported(other, "unlisted value")
    });
    let any_json = schema.lenient_string.as_ref().is_some_and(|key| key.value);
    let string_enum = StringEnum { variants, other, accepts_any_json: any_json };
    define_type(context, schema, name, TypeKind::StringEnum(string_enum), type_scope)
}
