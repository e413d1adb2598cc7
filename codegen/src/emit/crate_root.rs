//! The root of the crate: a module for each service, and what users need from the runtime.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use crate::{
    GeneratedFile,
    model::{Crate, SecurityKind},
    print,
};

pub(super) fn file(krate: &Crate) -> GeneratedFile {
    if !krate.within.is_empty() {
        return module_file(krate);
    }
    let mut lines = Vec::new();
    if !krate.has_readme {
        lines.extend(["Typed clients, generated from API descriptions.".to_owned(), String::new()]);
    }
    if !krate.services.is_empty() {
        lines.extend(["# Services".to_owned(), String::new()]);
        lines.extend(krate.services.iter().map(|service| {
            let (module, feature) = (&service.module, &service.feature);
            format!("- [`{module}`][]: {} (feature `{feature}`)", service.title)
        }));
    }
    let services = docs::inner(&lines);
    let readme = krate.has_readme.then(|| quote!(#![doc = include_str!("../README.md")] #![doc = ""]));
    // Names in the letters of the document's author, who knows them apart.
    let foreign = krate
        .has_foreign_names
        .then(|| quote!(#![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints)]));
    let opening = quote! {
        #readme
        #services
        #![cfg_attr(docsrs, feature(doc_cfg))]
        #![forbid(unsafe_code)]
        #foreign
    };
    let modules = krate.services.iter().map(|service| {
        let (module, feature) = (service.module.ident(), &service.feature);
        quote!(#[cfg(feature = #feature)] pub mod #module;)
    });
    let items = vec![quote!(#(#modules)*), exports(krate)];
    print::file("src/lib.rs".to_owned(), "specs/", &opening, items)
}

/// The root of a module: without attributes of its own, which `include!` does not allow, and without features.
fn module_file(krate: &Crate) -> GeneratedFile {
    let modules = krate.services.iter().map(|service| service.module.ident());
    let items = vec![quote!(#(pub mod #modules;)*), exports(krate)];
    let sources: Vec<&str> = krate.services.iter().map(|service| service.source.as_str()).collect();
    print::file("src/mod.rs".to_owned(), &sources.join(", "), &TokenStream::new(), items)
}

/// What the runtime gives to every user of the crate.
fn exports(krate: &Crate) -> TokenStream {
    let mut schemes = krate.services.iter().flat_map(|service| &service.security_schemes);
    let signed = schemes.any(|scheme| matches!(scheme.kind, SecurityKind::Signature(_)));
    let credentials = signed.then(|| {
        quote!(
            pub use wireright_runtime::signature::Credentials;
        )
    });
    quote! {
        pub use wireright_runtime as runtime;
        #credentials
        pub use wireright_runtime::{ClientBuilder, Error, ErrorKind, Response, RetryPolicy, Secret, Timeouts, Violations};
    }
}
