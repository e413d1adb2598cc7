//! Small things that several emitters print.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use crate::model::{Docs, ExampleValue, RustName, Type};

/// The module with the shapes that operations share.
pub(super) fn types_module() -> RustName {
    RustName::checked("types").unwrap_or_else(RustName::fallback)
}

/// A type as code writes it.
pub(super) fn ty(ty: &Type, imports: &mut Imports) -> TokenStream {
    match ty {
        Type::String | Type::AnyText => quote!(String),
        Type::Secret => {
            let secret = imports.runtime("Secret");
            quote!(#secret)
        }
        Type::Bool => quote!(bool),
        Type::Int32 => quote!(i32),
        Type::Int64 => quote!(i64),
        Type::Float32 => quote!(f32),
        Type::Float64 => quote!(f64),
        Type::Json => {
            let value = imports.runtime("JsonValue");
            quote!(#value)
        }
        Type::Named(name) => {
            let name = name.ident();
            quote!(#name)
        }
        Type::Shared(name) => {
            imports.service("types");
            let name = name.ident();
            quote!(types::#name)
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

/// The type of a setter's value, and the expression that makes the field's value of it.
pub(super) fn setter_value(value: &Type, name: &RustName, imports: &mut Imports) -> (TokenStream, TokenStream) {
    let name = name.ident();
    let ty = ty(value, imports);
    match value {
        Type::String | Type::AnyText | Type::Secret | Type::Named(_) | Type::Shared(_) => {
            (quote!(impl Into<#ty>), quote!(#name.into()))
        }
        _ => (ty, quote!(#name)),
    }
}

/// A value of an example, as a user writes it.
pub(super) fn example(value: &ExampleValue) -> String {
    match value {
        ExampleValue::Text(text) => quote!(#text).to_string(),
        ExampleValue::Integer(number) => number.to_string(),
        ExampleValue::Float(number) if number.contains('.') => number.clone(),
        ExampleValue::Float(number) => format!("{number}.0"),
        ExampleValue::Bool(flag) => flag.to_string(),
        ExampleValue::Default => "Default::default()".to_owned(),
    }
}

/// The first line of a documentation, for lists.
pub(super) fn first_line(docs: &Docs) -> String {
    docs.0.first().cloned().unwrap_or_default()
}
