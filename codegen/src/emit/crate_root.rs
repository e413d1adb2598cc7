//! The root of the crate: a module for each service, and what users need from the runtime.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use crate::{
    GeneratedFile,
    model::{Crate, ErrorEnum, ErrorVariant, SecurityKind, Service, Success, Type, TypeKind},
    print::{self, Item},
};

/// What a reader of the files has to know, where all of them send him.
const READING: [&str; 8] = [
    "# Reading the code",
    "",
    "Operations and shapes are declared by macros of the runtime. The page of each says what every word of a declaration means:",
    "",
    "- an operation: [`request!`](wireright_runtime::request)",
    "- a shape: [`object!`](wireright_runtime::object), [`union!`](wireright_runtime::union), \
     [`string_enum!`](wireright_runtime::string_enum), [`multipart!`](wireright_runtime::multipart)",
    "- a documented failure: [`documented_errors!`](wireright_runtime::documented_errors)",
    "- documented headers: [`documented_headers!`](wireright_runtime::documented_headers), \
     [`documented_error_headers!`](wireright_runtime::documented_error_headers)",
];

pub(super) fn file(krate: &Crate) -> GeneratedFile {
    if !krate.parent_modules.is_empty() {
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
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.extend(READING.map(str::to_owned));
    let services = docs::attributes(&lines);
    let readme = krate.has_readme.then(|| quote!(#![doc = include_str!("../README.md")] #![doc = ""]));
    // Names in the letters of the document's author, who knows them apart.
    let foreign = krate
        .has_non_ascii_names
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
        let lints = lints(service);
        quote!(#[cfg(feature = #feature)] #lints pub mod #module;)
    });
    let items = vec![quote!(#(#modules)*), exports(krate)];
    print::file("src/lib.rs".to_owned(), &source(krate), opening.into(), items)
}

/// Why a module in somebody's crate does not do what that crate may ask of all others. A crate of its own asks for nothing.
const UNDESCRIBED: &str = "what the document does not describe has no words of its own";

/// The lints that a document can break and nobody can mend for it.
fn lints(service: &Service) -> Option<TokenStream> {
    let shapes = service.types.iter().chain(service.operations.iter().flat_map(|operation| &operation.types));
    let has_union = shapes.into_iter().any(|definition| matches!(definition.kind, TypeKind::Union(_)));
    let has_choice = service.operations.iter().any(|operation| {
        let differ = |errors: &ErrorEnum| errors.variants.windows(2).any(|pair| !is_same(pair));
        matches!(operation.success, Success::OneOf(_)) || operation.errors.as_ref().is_some_and(differ)
    });
    let mut lints = Vec::new();
    lints.extend((has_union || has_choice).then(|| quote!(clippy::large_enum_variant)));
    lints.extend(has_deep_type(service).then(|| quote!(clippy::type_complexity)));
    let reason = "types are as large and as deep as the document has them";
    (!lints.is_empty()).then(|| quote!(#[allow(#(#lints,)* reason = #reason)]))
}

/// Whether a member is so many lists and maps of each other that clippy would have a name for them.
fn has_deep_type(service: &Service) -> bool {
    let own = service.operations.iter().flat_map(|operation| &operation.types);
    service.types.iter().chain(own).any(|definition| match &definition.kind {
        TypeKind::Struct(structure) => structure.fields.iter().any(|field| depth(&field.ty) >= DEEP),
        TypeKind::Union(union) => union.variants.iter().any(|branch| depth(&branch.ty) >= DEEP),
        TypeKind::StringEnum(_) => false,
    })
}

/// From how many levels on a type may be too complex.
const DEEP: usize = 3;

fn depth(ty: &Type) -> usize {
    match ty {
        Type::List(inner) | Type::Map(inner) | Type::Option(inner) | Type::Boxed(inner) => 1 + depth(inner),
        _ => 0,
    }
}

fn is_same(pair: &[ErrorVariant]) -> bool {
    matches!(pair, [one, other] if one.body == other.body)
}

/// What the crate was made of: the document, or the folder that all of them are in.
fn source(krate: &Crate) -> String {
    let mut sources = krate.services.iter().map(|service| service.source.as_str());
    let first = sources.next().unwrap_or_default();
    let folder = |source: &str| source.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    match krate.services.len() {
        1 => first.to_owned(),
        _ if sources.all(|source| folder(source) == folder(first)) => format!("{}/", folder(first)),
        _ => krate.services.iter().map(|service| service.source.as_str()).collect::<Vec<_>>().join(", "),
    }
}

/// The same for a module, which may have no documentation of its own where it is included.
const READING_MODULE: &str = "\
// Operations and shapes are declared by macros of `wireright_runtime`, as `request!` and `object!`. The documentation of each macro
// says what every word of a declaration means.
";

/// The root of a module: without attributes of its own, which `include!` does not allow, and without features.
fn module_file(krate: &Crate) -> GeneratedFile {
    let modules = krate.services.iter().map(|service| {
        let (module, lints) = (service.module.ident(), lints(service));
        quote!(#[allow(missing_docs, reason = #UNDESCRIBED)] #lints pub mod #module;)
    });
    let items = vec![quote!(#(#modules)*), exports(krate)];
    let sources: Vec<&str> = krate.services.iter().map(|service| service.source.as_str()).collect();
    let opening = Item::Text(READING_MODULE.to_owned());
    print::file("src/mod.rs".to_owned(), &sources.join(", "), opening, items)
}

/// What the runtime gives to every user of the crate.
fn exports(krate: &Crate) -> TokenStream {
    let mut schemes = krate.services.iter().flat_map(|service| &service.security_schemes);
    let signed = schemes.any(|scheme| matches!(scheme.kind, SecurityKind::Signature(_)));
    let credentials = signed.then(|| {
        quote!(
            pub use wireright_runtime::signature::{Credentials, DerivedSigning, SigningAlgorithm};
        )
    });
    quote! {
        pub use wireright_runtime as runtime;
        #credentials
        pub use wireright_runtime::{ClientBuilder, Error, ErrorKind, Response, RetryPolicy, Secret, Timeouts, Violations};
    }
}
