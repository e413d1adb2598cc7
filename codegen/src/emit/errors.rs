//! The documented failures of an operation as an enum, chosen by status.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{docs, imports::Imports, literals};
use crate::model::{ErrorVariant, ErrorVariants};

pub(super) fn items(errors: &ErrorVariants, imports: &mut Imports) -> Vec<TokenStream> {
    let name = errors.name.ident();
    let variants: Vec<TokenStream> = errors.variants.iter().map(|variant| declaration(variant, imports)).collect();
    let arms: Vec<TokenStream> = errors.variants.iter().map(|variant| arm(variant, imports)).collect();
    let documented = imports.runtime("DocumentedError");
    let operation = imports.runtime("Operation");
    let answer_type = imports.runtime("Answer");
    let docs = docs::lines(&[
        "What the service documents for the failures of this operation, by status.",
        "",
        "`error.documented::<Self>()` gives it, where the error is one of these.",
    ]);
    vec![
        quote! {
            #docs
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub enum #name { #(#variants),* }
        },
        quote! {
            impl #documented for #name {
                const OPERATION: &'static #operation = &OPERATION;

                fn decode(answer: &#answer_type<'_>) -> Option<Self> {
                    match answer.status() {
                        #(#arms,)*
                        _ => None,
                    }
                }
            }
        },
    ]
}

fn declaration(variant: &ErrorVariant, imports: &mut Imports) -> TokenStream {
    let name = variant.name.ident();
    let mut lines = variant.docs.clone();
    if lines.0.is_empty() {
        lines.0.push(format!("Status {}.", variant.status));
    }
    let docs = docs::outer(&lines);
    match &variant.body {
        Some(body) => {
            let body = literals::ty(body, imports);
            quote!(#docs #name(#body))
        }
        None => quote!(#docs #name),
    }
}

fn arm(variant: &ErrorVariant, imports: &mut Imports) -> TokenStream {
    let name = variant.name.ident();
    let status = Literal::u16_unsuffixed(variant.status);
    if variant.body.is_some() {
        let decode = imports.runtime("decode");
        quote!(#status => #decode::error_body(answer).map(Self::#name))
    } else {
        quote!(#status => Some(Self::#name))
    }
}
