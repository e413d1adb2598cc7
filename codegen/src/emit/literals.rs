//! Small things that several emitters print.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::imports::Imports;
use crate::model::{Docs, ExampleValue, Integer, RustName, Type};

/// A type as code writes it.
pub(super) fn ty(ty: &Type, imports: &mut Imports) -> TokenStream {
    match ty {
        Type::String | Type::AnyText => quote!(String),
        Type::Secret => {
            let secret = imports.runtime("Secret");
            quote!(#secret)
        }
        Type::Bool => quote!(bool),
        Type::Integer(kind) => {
            let name = integer(*kind);
            quote!(#name)
        }
        Type::Float32 => quote!(f32),
        Type::Float64 => quote!(f64),
        Type::DateTime => runtime(imports, "DateTime"),
        Type::Date => runtime(imports, "Date"),
        Type::Duration => runtime(imports, "Duration"),
        Type::Number => runtime(imports, "Number"),
        Type::Uuid => runtime(imports, "Uuid"),
        Type::Base64 => runtime(imports, "Base64"),
        Type::Bytes => runtime(imports, "Upload"),
        Type::Multipart => runtime(imports, "Multipart"),
        Type::Json => runtime(imports, "JsonValue"),
        Type::Named(name) => {
            let name = name.ident();
            quote!(#name)
        }
        Type::Shared(name) => imports.shared(name),
        Type::Option(inner) => {
            let inner = self::ty(inner, imports);
            quote!(Option<#inner>)
        }
        Type::Boxed(inner) => {
            let inner = self::ty(inner, imports);
            quote!(Box<#inner>)
        }
        Type::List(item) => {
            let item = self::ty(item, imports);
            quote!(Vec<#item>)
        }
        Type::Map(value) => {
            let map = imports.standard("collections::BTreeMap");
            let value = self::ty(value, imports);
            quote!(#map<String, #value>)
        }
    }
}

fn runtime(imports: &mut Imports, name: &'static str) -> TokenStream {
    let name = imports.runtime(name);
    quote!(#name)
}

/// The name of an integer type.
fn integer(kind: Integer) -> Ident {
    let name = match kind {
        Integer::I8 => "i8",
        Integer::I16 => "i16",
        Integer::I32 => "i32",
        Integer::I64 => "i64",
        Integer::U8 => "u8",
        Integer::U16 => "u16",
        Integer::U32 => "u32",
        Integer::U64 => "u64",
    };
    Ident::new(name, Span::call_site())
}

/// The type of a setter's value, and the expression that makes the field's value of it.
pub(super) fn setter_value(value: &Type, name: &RustName, imports: &mut Imports) -> (TokenStream, TokenStream) {
    setter_value_of(value, &name.ident(), imports)
}

/// The same for an argument of another name than the field's.
pub(super) fn setter_value_of(value: &Type, name: &Ident, imports: &mut Imports) -> (TokenStream, TokenStream) {
    let ty = ty(value, imports);
    if is_converted(value) { (quote!(impl Into<#ty>), quote!(#name.into())) } else { (ty, quote!(#name)) }
}

/// Whether a setter takes whatever can become the type.
pub(super) fn is_converted(value: &Type) -> bool {
    matches!(
        value,
        Type::String
            | Type::AnyText
            | Type::Secret
            | Type::Bytes
            | Type::Named(_)
            | Type::Shared(_)
            | Type::Option(_)
            | Type::Boxed(_)
    )
}

/// A value of an example, as a user writes it. What is too large for a line is an argument of the example.
pub(super) fn example(name: &RustName, value: &ExampleValue) -> String {
    match value {
        ExampleValue::Text(text) => quote!(#text).to_string(),
        ExampleValue::Integer(number) => number.to_string(),
        ExampleValue::Float(number) if number.contains('.') => number.clone(),
        ExampleValue::Float(number) => format!("{number}.0"),
        ExampleValue::Bool(flag) => flag.to_string(),
        ExampleValue::List => "Vec::new()".to_owned(),
        ExampleValue::Given(_) => name.to_string(),
    }
}

/// The first line of a documentation, for lists.
pub(super) fn first_line(docs: &Docs) -> String {
    docs.0.first().cloned().unwrap_or_default()
}
