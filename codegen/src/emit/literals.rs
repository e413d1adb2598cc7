//! Small things that several emitters print.

use quote::quote;

use super::{
    imports::Imports,
    layout::{Code, row},
};
use crate::model::{Docs, ExampleValue, Integer, RustName, Type};

/// A type as code writes it.
pub(super) fn ty(ty: &Type, imports: &mut Imports) -> Code {
    match ty {
        Type::String | Type::LenientString => "String".into(),
        Type::Secret => imports.runtime("Secret").into(),
        Type::Bool => "bool".into(),
        Type::Integer(kind) => integer(*kind).into(),
        Type::Float32 => "f32".into(),
        Type::Float64 => "f64".into(),
        Type::DateTime => imports.runtime("DateTime").into(),
        Type::Date => imports.runtime("Date").into(),
        Type::Duration => imports.runtime("Duration").into(),
        Type::Number => imports.runtime("Number").into(),
        Type::Uuid => imports.runtime("Uuid").into(),
        Type::Base64 => imports.runtime("Base64").into(),
        Type::Bytes => imports.runtime("Upload").into(),
        Type::Multipart => imports.runtime("Multipart").into(),
        Type::Json => imports.runtime("JsonValue").into(),
        Type::Local(name) => name.into(),
        Type::Shared(name) => imports.shared(name),
        Type::Option(inner) => row!["Option<", self::ty(inner, imports), ">"],
        Type::Boxed(inner) => row!["Box<", self::ty(inner, imports), ">"],
        Type::List(item) => row!["Vec<", self::ty(item, imports), ">"],
        Type::Map(value) => {
            let map = imports.standard("collections::BTreeMap");
            row![map, "<String, ", self::ty(value, imports), ">"]
        }
    }
}

/// The name of an integer type.
fn integer(kind: Integer) -> &'static str {
    match kind {
        Integer::I8 => "i8",
        Integer::I16 => "i16",
        Integer::I32 => "i32",
        Integer::I64 => "i64",
        Integer::U8 => "u8",
        Integer::U16 => "u16",
        Integer::U32 => "u32",
        Integer::U64 => "u64",
    }
}

/// Whether a setter takes whatever can become the type.
pub(super) fn is_converted(value: &Type) -> bool {
    matches!(
        value,
        Type::String
            | Type::LenientString
            | Type::Secret
            | Type::Bytes
            | Type::Number
            | Type::Local(_)
            | Type::Shared(_)
            | Type::Option(_)
            | Type::Boxed(_)
    )
}

/// A value of an example, as a user writes it. What is too large for a line is an argument of the example.
pub(super) fn example(name: &RustName, value: &ExampleValue) -> String {
    match value {
        ExampleValue::String(text) => quote!(#text).to_string(),
        ExampleValue::Integer(number) => number.to_string(),
        ExampleValue::Float(number) if number.contains('.') => number.clone(),
        ExampleValue::Float(number) => format!("{number}.0"),
        ExampleValue::Bool(flag) => flag.to_string(),
        ExampleValue::List(elements) => {
            let elements = elements.iter().map(|element| match element {
                ExampleValue::String(_) => format!("{}.into()", example(name, element)),
                _ => example(name, element),
            });
            format!("vec![{}]", elements.collect::<Vec<_>>().join(", "))
        }
        ExampleValue::Parameter(_) => name.to_string(),
    }
}

/// The first line of a documentation, for lists.
pub(super) fn first_line(docs: &Docs) -> String {
    docs.0.first().cloned().unwrap_or_default()
}
