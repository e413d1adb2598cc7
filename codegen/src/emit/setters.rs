//! How shapes that can be sent are built: a call of the runtime's `setters!` for each, a line for each member.

use super::{imports::Imports, json::written, literals};
use crate::{
    model::{Field, Shape, Type, TypeDefinition},
    print::Item,
};

/// The setters, and the constructor where members must be there. Nothing, where no member can be set.
pub(super) fn item(definition: &TypeDefinition, imports: &mut Imports) -> Option<Item> {
    let Shape::Structure(structure) = &definition.shape else { return None };
    if !definition.is_sent || structure.fields.is_empty() {
        return None;
    }
    imports.runtime("setters");
    let (optional, required): (Vec<&Field>, Vec<&Field>) =
        structure.fields.iter().partition(|field| field.is_optional());
    let mut lines: String = optional.into_iter().map(|field| setter(field, imports)).collect();
    let mut head = definition.name.to_string();
    if !required.is_empty() {
        let given: Vec<String> =
            required.into_iter().map(|field| format!("{}: {}", field.name, taken(&field.ty, imports))).collect();
        head.push_str(&arguments(&given));
        lines.push_str(&format!("        ..{}\n", structure.extra));
    }
    Some(Item::Text(format!("setters! {{\n    {head} {{\n{lines}    }}\n}}\n")))
}

fn setter(field: &Field, imports: &mut Imports) -> String {
    let name = &field.name;
    let other = if field.setter == *name { String::new() } else { format!(" as {}", field.setter) };
    if field.is_doubly_optional() {
        let inner = written(&literals::ty(&field.ty, imports));
        return format!("        {name}{other} or null: impl Into<Option<{inner}>>,\n");
    }
    format!("        {name}{other}: {},\n", taken(&field.ty, imports))
}

/// The type that a setter takes.
fn taken(ty: &Type, imports: &mut Imports) -> String {
    let inner = written(&literals::ty(ty, imports));
    if literals::is_converted(ty) { format!("impl Into<{inner}>") } else { inner }
}

/// The arguments of the constructor, on one line or on one each.
fn arguments(given: &[String]) -> String {
    let joined = given.join(", ");
    if joined.len() < 72 {
        return format!("({joined})");
    }
    let lines: Vec<String> = given.iter().map(|argument| format!("        {argument}")).collect();
    format!("(\n{}\n    )", lines.join(",\n"))
}
