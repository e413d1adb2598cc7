//! Reading and writing unions: the branches as data, and one call.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use crate::model::{RustName, Signs, Union};

pub(super) fn items(name: &RustName, union: &Union, imports: &mut Imports) -> Vec<TokenStream> {
    vec![deserialize(name, union, imports), serialize(name, union, imports)]
}

fn deserialize(name: &RustName, union: &Union, imports: &mut Imports) -> TokenStream {
    let (deserialize, deserializer) = (imports.serde("Deserialize"), imports.serde("Deserializer"));
    let json = imports.runtime("json");
    let type_name = name.ident();
    let text = name.unraw();
    let tag = match &union.tag {
        Some(tag) => {
            let property = &tag.property;
            let values = tag.values.iter().map(|(value, index)| {
                let index = proc_macro2::Literal::usize_unsuffixed(*index);
                quote!((#value, #index))
            });
            quote!(Some((#property, &[#(#values),*])))
        }
        None => quote!(None),
    };
    let branches = union.branches.iter().map(|branch| {
        let (name, variant) = (branch.name.unraw(), branch.name.ident());
        let signs = signs(&branch.signs, &json);
        quote!(#json::Branch { name: #name, signs: #signs, read: |raw| #json::from_raw(raw).map(#type_name::#variant) })
    });
    quote! {
        impl<'de> #deserialize<'de> for #type_name {
            fn deserialize<D: #deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                static UNION: #json::Union<#type_name> = #json::Union {
                    name: #text,
                    tag: #tag,
                    branches: &[#(#branches),*],
                };
                #json::choose(deserializer, &UNION)
            }
        }
    }
}

fn signs(signs: &Signs, json: &proc_macro2::Ident) -> TokenStream {
    match signs {
        Signs::Any => quote!(#json::Signs::Any),
        Signs::Text => quote!(#json::Signs::Text),
        Signs::Number => quote!(#json::Signs::Number),
        Signs::Bool => quote!(#json::Signs::Bool),
        Signs::List => quote!(#json::Signs::List),
        Signs::Object { required, known, constants } => {
            let constants = constants.iter().map(|(name, texts)| quote!((#name, &[#(#texts),*])));
            quote!(#json::Signs::Object {
                required: &[#(#required),*],
                known: &[#(#known),*],
                constants: &[#(#constants),*],
            })
        }
    }
}

fn serialize(name: &RustName, union: &Union, imports: &mut Imports) -> TokenStream {
    let (serialize, serializer) = (imports.serde("Serialize"), imports.serde("Serializer"));
    let type_name = name.ident();
    let variants = union.branches.iter().map(|branch| branch.name.ident());
    quote! {
        impl #serialize for #type_name {
            fn serialize<S: #serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(Self::#variants(value) => value.serialize(serializer),)*
                }
            }
        }
    }
}
