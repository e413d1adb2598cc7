//! How shapes are read and written: a call of one of the runtime's macros for each, laid out here, as no printer of Rust knows how.

use proc_macro2::{Literal, TokenStream};

use super::{imports::Imports, literals};
use crate::{
    model::{Enumeration, Field, RustName, Shape, Signs, Structure, Type, TypeDefinition, Union},
    print::Item,
};

/// Lists that are longer are laid out over several lines.
const WIDTH: usize = 96;

pub(super) fn item(definition: &TypeDefinition, imports: &mut Imports) -> Item {
    let name = &definition.name;
    Item::Text(match &definition.shape {
        Shape::Structure(shape) => structure(name, shape, imports),
        Shape::Enumeration(shape) => enumeration(name, shape, imports),
        Shape::Union(shape) => union(name, shape, imports),
    })
}

fn structure(name: &RustName, structure: &Structure, imports: &mut Imports) -> String {
    imports.runtime("object");
    let line = |field: &Field| format!("        {}: {} {},\n", field.name, text(field.wire.as_str()), kind(field));
    let fields: String = structure.fields.iter().map(line).collect();
    format!("object! {{\n    {name} {{\n{fields}        ..{}\n    }}\n}}\n", structure.extra)
}

/// The module of `json::object` that reads and writes a member.
fn kind(field: &Field) -> &'static str {
    let is_text = field.ty == Type::AnyText;
    match (field.is_optional(), is_text, field.read_only) {
        (false, true, _) => "text",
        (true, true, false) => "optional_text",
        (true, true, true) => "received_text",
        _ if field.required => "required",
        (_, _, false) if field.ty == Type::Json => "any",
        (_, _, true) if field.ty == Type::Json => "received_any",
        (_, _, false) if field.is_doubly_optional() => "nullable",
        (_, _, true) if field.is_doubly_optional() => "received_nullable",
        (_, _, false) => "optional",
        (_, _, true) => "received",
    }
}

fn enumeration(name: &RustName, enumeration: &Enumeration, imports: &mut Imports) -> String {
    imports.runtime("text_enum");
    let source = if enumeration.any_json { "any_json" } else { "text" };
    let variants = enumeration.variants.iter();
    let variants: String =
        variants.map(|variant| format!("        {}: {},\n", variant.name, text(variant.wire.as_str()))).collect();
    format!("text_enum! {{\n    {name} from {source} {{\n{variants}        ..{}\n    }}\n}}\n", enumeration.other)
}

fn union(name: &RustName, union: &Union, imports: &mut Imports) -> String {
    imports.runtime("union");
    let tag = union.tag.as_ref().map_or_else(String::new, |tag| {
        let values = tag.values.iter().map(|(value, index)| format!("{} => {index}", text(value)));
        let fit = if tag.is_open { " or fit" } else { "" };
        format!(" by {} {}{fit}", text(&tag.property), list(values.collect(), 4))
    });
    let branches = union.branches.iter().map(|branch| {
        let shape = written(&literals::ty(&branch.ty, imports));
        format!("        {}({shape}): {},\n", branch.name, signs(&branch.signs))
    });
    let branches: String = branches.collect();
    format!("union! {{\n    {name}{tag} {{\n{branches}    }}\n}}\n")
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
fn text(text: &str) -> String {
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
