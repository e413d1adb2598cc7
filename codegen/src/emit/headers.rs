//! The documented headers of an operation's successes: a struct, and how it is read.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, imports::Imports, literals};
use crate::{
    model::{AnswerHeaders, HeaderReading},
    print::Item,
};

pub(super) fn items(headers: &AnswerHeaders, imports: &mut Imports) -> [Item; 2] {
    let name = headers.name.ident();
    let fields: Vec<TokenStream> = headers
        .headers
        .iter()
        .map(|header| {
            let (field, docs, ty) = (header.name.ident(), docs::outer(&header.docs), literals::ty(&header.ty, imports));
            let ty = if header.required { ty } else { quote!(Option<#ty>) };
            quote!(#docs pub #field: #ty)
        })
        .collect();
    imports.runtime("documented_headers");
    let lines = headers.headers.iter().map(|header| {
        let presence = if header.required { "required" } else { "optional" };
        let wire = proc_macro2::Literal::string(header.wire.as_str());
        format!("        {}: {wire} {presence} {},\n", header.name, reading(header.reading))
    });
    let lines: String = lines.collect();
    let decoding = format!("documented_headers! {{\n    {} of OPERATION {{\n{lines}    }}\n}}\n", headers.name);
    let docs = docs::lines(&[
        "What the service documents for the headers of an answer where all is well.",
        "",
        "`response.documented_headers::<Self>()` reads them.",
    ]);
    let declaration = quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct #name { #(#fields),* }
    };
    [declaration.into(), Item::Text(decoding)]
}

/// How `documented_headers` calls it.
fn reading(reading: HeaderReading) -> &'static str {
    match reading {
        HeaderReading::Text => "text",
        HeaderReading::Parsed => "parsed",
        HeaderReading::Texts => "texts",
        HeaderReading::ParsedList => "parsed_list",
        HeaderReading::Json => "json",
    }
}
