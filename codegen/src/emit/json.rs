//! Shapes as declarations: a call of one of the runtime's macros for each, laid out here, as no printer of Rust knows how.

use proc_macro2::{Literal, TokenStream};

use super::{docs, imports::Imports, literals};
use crate::{
    model::{Checks, Docs, Enumeration, Field, Shape, Signs, Structure, Type, TypeDefinition, Union},
    print::Item,
};

/// Lists that are longer are laid out over several lines.
const WIDTH: usize = 96;

pub(super) fn item(definition: &TypeDefinition, imports: &mut Imports) -> Item {
    let docs = docs::text(&definition_docs(definition), 4);
    let validate = (definition.checks == Checks::Own).then_some("validate");
    let (name, body, with) = match &definition.shape {
        Shape::Structure(shape) => {
            ("object", structure(definition, shape, imports), with(definition, shape, validate, imports))
        }
        Shape::Enumeration(shape) => ("text_enum", enumeration(definition, shape), validate.map(str::to_owned)),
        Shape::Union(shape) => ("union", union(definition, shape, imports), validate.map(str::to_owned)),
    };
    imports.runtime(name);
    let with = with.map_or_else(String::new, |with| format!("    with {with}\n"));
    Item::Text(format!("{name}! {{\n{docs}{body}{with}}}\n"))
}

fn definition_docs(definition: &TypeDefinition) -> Docs {
    if definition.docs.0.is_empty() {
        return Docs(vec![format!("`{}`, which the document does not describe.", definition.name)]);
    }
    definition.docs.clone()
}

fn structure(definition: &TypeDefinition, structure: &Structure, imports: &mut Imports) -> String {
    let default = if structure.fields.iter().all(Field::is_optional) { "    #[derive(Default)]\n" } else { "" };
    let fields: String = structure.fields.iter().map(|field| member(field, imports)).collect();
    let all = match &structure.additional {
        Some(ty) => {
            let map = imports.standard("collections::BTreeMap");
            format!("{map}<String, {}>", written(&literals::ty(ty, imports)))
        }
        None => imports.runtime("Extra").to_string(),
    };
    let (name, extra) = (&definition.name, &structure.extra);
    format!("{default}    pub struct {name} {{\n{fields}        ..{extra}: {all}\n    }}\n")
}

fn member(field: &Field, imports: &mut Imports) -> String {
    let docs = docs::text(&field.docs, 8);
    let ty = written(&literals::ty(&field.ty, imports));
    let (kind, name, wire) = (kind(field), &field.name, text(field.wire.as_str()));
    let setter = if field.setter == *name { String::new() } else { format!(" as {}", field.setter) };
    let takes_any = field.is_optional() && !field.is_doubly_optional() && !field.read_only;
    let into = if takes_any && literals::is_converted(&field.ty) { " into" } else { "" };
    format!("{docs}        {kind} {name}{setter}: {ty} = {wire}{into},\n")
}

/// The module of `json::object` that reads and writes a member.
fn kind(field: &Field) -> &'static str {
    let is_text = field.ty == Type::AnyText;
    match (field.is_optional(), is_text, field.read_only) {
        (false, true, _) => "text",
        (true, true, false) => "optional_text",
        (true, true, true) => "received_text",
        (false, ..) => "required",
        _ if field.required => "required_nullable",
        (_, _, false) if field.ty == Type::Json => "any",
        (_, _, true) if field.ty == Type::Json => "received_any",
        (_, _, false) if field.is_doubly_optional() => "nullable",
        (_, _, true) if field.is_doubly_optional() => "received_nullable",
        (_, _, false) => "optional",
        (_, _, true) => "received",
    }
}

/// How a struct that can be sent is built and checked.
fn with(
    definition: &TypeDefinition,
    structure: &Structure,
    validate: Option<&str>,
    imports: &mut Imports,
) -> Option<String> {
    if !definition.is_sent || (structure.fields.is_empty() && validate.is_none()) {
        return None;
    }
    let required = structure.fields.iter().filter(|field| !field.is_optional());
    let given = required.map(|field| {
        let ty = written(&literals::ty(&field.ty, imports));
        let ty = if literals::is_converted(&field.ty) { format!("impl Into<{ty}>") } else { ty };
        format!("{}: {ty}", field.name)
    });
    let given: Vec<String> = given.collect();
    let new = (!given.is_empty()).then(|| format!("new{}", arguments(&given)));
    let parts: Vec<&str> = new.as_deref().into_iter().chain(["setters"]).chain(validate).collect();
    Some(parts.join(", "))
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

fn enumeration(definition: &TypeDefinition, enumeration: &Enumeration) -> String {
    let source = if enumeration.any_json { "any_json" } else { "text" };
    let variants = enumeration.variants.iter().map(|variant| {
        format!("{}        {} = {},\n", docs::text(&variant.docs, 8), variant.name, text(variant.wire.as_str()))
    });
    let variants: String = variants.collect();
    format!("    pub enum {} from {source} {{\n{variants}        ..{}\n    }}\n", definition.name, enumeration.other)
}

fn union(definition: &TypeDefinition, union: &Union, imports: &mut Imports) -> String {
    let tag = union.tag.as_ref().map_or_else(String::new, |tag| {
        let values = tag.values.iter().map(|(value, index)| format!("{} => {index}", text(value)));
        let fit = if tag.is_open { " or fit" } else { "" };
        format!(" by {} {}{fit}", text(&tag.property), list(values.collect(), 4))
    });
    let branches = union.branches.iter().map(|branch| {
        let shape = written(&literals::ty(&branch.ty, imports));
        format!("{}        {}({shape}): {},\n", docs::text(&branch.docs, 8), branch.name, signs(&branch.signs))
    });
    let branches: String = branches.collect();
    format!("    pub enum {}{tag} {{\n{branches}    }}\n", definition.name)
}

fn signs(signs: &Signs) -> String {
    match signs {
        Signs::Any => "any".to_owned(),
        Signs::Text => "text".to_owned(),
        Signs::Number => "number".to_owned(),
        Signs::Bool => "bool".to_owned(),
        Signs::List => "list".to_owned(),
        Signs::Object { required, known, constants } => {
            let texts = |texts: &[String], indent| list(texts.iter().map(|each| text(each)).collect(), indent);
            let constants = constants.iter().map(|(name, values)| format!("({}, {})", text(name), texts(values, 16)));
            format!(
                "object {{\n            required: {},\n            known: {},\n            constants: {},\n        }}",
                texts(required, 12),
                texts(known, 12),
                list(constants.collect(), 12)
            )
        }
    }
}

/// A text as a literal.
pub(super) fn text(text: &str) -> String {
    Literal::string(text).to_string()
}

/// A list on one line, or with as many items on each line as fit.
fn list(items: Vec<String>, indent: usize) -> String {
    let joined = items.join(", ");
    if joined.len() + indent < WIDTH {
        return format!("[{joined}]");
    }
    let margin = " ".repeat(indent + 4);
    let mut lines = String::from("[");
    let mut width = WIDTH;
    for item in items {
        if width + item.len() + 2 > WIDTH {
            lines.push('\n');
            lines.push_str(&margin);
            width = margin.len();
        } else {
            lines.push(' ');
        }
        width += item.len() + 2;
        lines.push_str(&item);
        lines.push(',');
    }
    lines.push('\n');
    lines.push_str(&" ".repeat(indent));
    lines.push(']');
    lines
}

/// A type as code writes it. Types here are paths and their parameters, in which only a comma is followed by a blank.
pub(super) fn written(ty: &TokenStream) -> String {
    ty.to_string().split(' ').collect::<String>().replace(',', ", ")
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn long_lists_are_wrapped() {
        assert_eq!(list(vec!["1".to_owned(), "2".to_owned()], 4), "[1, 2]");
        let long = list(vec!["x".repeat(40); 3], 4);
        let lines: Vec<&str> = long.lines().collect();
        assert_eq!(lines.len(), 4, "{long}");
        assert!(lines.iter().all(|line| line.len() <= WIDTH), "{long}");
    }

    #[test]
    fn types_are_written_as_people_write_them() {
        assert_eq!(written(&quote!(BTreeMap<String, Vec<types::Pet>>)), "BTreeMap<String, Vec<types::Pet>>");
    }
}
