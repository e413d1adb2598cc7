//! Open enums: from text, to text, and as JSON.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, imports::Imports};
use crate::model::{Enumeration, RustName};

/// The conversions that people use: beside the enum.
pub(super) fn conversions(name: &RustName, enumeration: &Enumeration, imports: &mut Imports) -> Vec<TokenStream> {
    let name = name.ident();
    let other = enumeration.other.ident();
    let variants: Vec<_> = enumeration.variants.iter().map(|variant| variant.name.ident()).collect();
    let texts: Vec<_> = enumeration.variants.iter().map(|variant| variant.wire.as_str()).collect();
    let fmt = imports.standard("fmt");
    let docs = docs::lines(&["The text on the wire."]);
    vec![
        quote! {
            impl #name {
                #docs
                pub fn as_str(&self) -> &str {
                    match self {
                        #(Self::#variants => #texts,)*
                        Self::#other(text) => text,
                    }
                }
            }
        },
        quote! {
            impl From<&str> for #name {
                fn from(text: &str) -> Self {
                    match text {
                        #(#texts => Self::#variants,)*
                        _ => Self::#other(text.to_owned()),
                    }
                }
            }
        },
        quote! {
            impl From<String> for #name {
                fn from(text: String) -> Self {
                    Self::from(text.as_str())
                }
            }
        },
        quote! {
            impl #fmt::Display for #name {
                fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                    f.write_str(self.as_str())
                }
            }
        },
    ]
}

/// The conversions that machines use: apart from the enum.
pub(super) fn items(name: &RustName, enumeration: &Enumeration, imports: &mut Imports) -> Vec<TokenStream> {
    let deserialize = imports.serde("Deserialize");
    let deserializer = imports.serde("Deserializer");
    let serialize = imports.serde("Serialize");
    let serializer = imports.serde("Serializer");
    let name = name.ident();
    let read = if enumeration.any_json {
        let any_text = imports.runtime("json::AnyText");
        quote!(#any_text::deserialize(deserializer).map(|text| Self::from(String::from(text))))
    } else {
        let key = imports.runtime("json::Key");
        quote!(#key::deserialize(deserializer).map(|text| Self::from(text.as_str())))
    };
    vec![
        quote! {
            impl<'de> #deserialize<'de> for #name {
                fn deserialize<D: #deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    #read
                }
            }
        },
        quote! {
            impl #serialize for #name {
                fn serialize<S: #serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.serialize_str(self.as_str())
                }
            }
        },
    ]
}
