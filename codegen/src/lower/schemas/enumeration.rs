//! `enum` and `const`: an enum of strings, which is open unless the schema is closed.

use std::{collections::HashSet, rc::Rc};

use super::{TypeScope, definition::define_type};
use crate::{
    lower::{Context, docs::markdown, names},
    model::{Docs, RustName, StringEnum, StringVariant, Type, TypeKind, WireName},
    openapi::{Schema, Spanned},
    source::Value,
};

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
    let mut scope = names::NameScope::default();
    let mut variants = Vec::new();
    for (wire, value) in wires {
        let variant = scope.claim(variant_name(wire), wire, &value.at, context.diagnostics);
        let words = markdown::capitalized(&format!("{}.", markdown::code(wire)));
        variants.push(StringVariant { name: variant, wire: WireName(wire.to_owned()), docs: Docs(vec![words]) });
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
