//! The root of a crate or module: the items of the only service, or a submodule per service, and re-exports of the
//! runtime.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{doc_examples, docs, file, service};
use crate::{
    GeneratedFile,
    model::{Crate, Lint, RUNTIME_EXPORTS, RustName, Service},
    print::Item,
};

/// The explanation of the macros, to which every file refers.
const SYNTAX: [&str; 7] = [
    "# Macros of the generated code",
    "",
    "Each type is followed by a table of its JSON: a macro call with one line per field or variant. The documentation",
    "of the macros explains it: [`json_object!`](wireright_runtime::json_object),",
    "[`json_union!`](wireright_runtime::json_union), [`json_newtype!`](wireright_runtime::json_newtype),",
    "[`string_enum!`](wireright_runtime::string_enum), and of a multipart body",
    "[`multipart!`](wireright_runtime::multipart).",
];

/// `lib.rs` of a crate, `mod.rs` of a module.
pub(super) fn root_file(krate: &Crate) -> GeneratedFile {
    if krate.is_module() { module_file(krate) } else { crate_file(krate) }
}

fn crate_file(krate: &Crate) -> GeneratedFile {
    let only = krate.only_service().filter(|service| service.module.is_none());
    let mut lines = Vec::new();
    if let Some(service) = only {
        // README.md comes first, with the same example.
        let (title, example) = if krate.has_readme {
            (format!("# {}", service.title), Vec::new())
        } else {
            (service.title.clone(), doc_examples::quick_start_section(krate, service))
        };
        lines.extend(service::documentation(service, title, example));
    } else {
        if !krate.has_readme {
            lines.extend(["Typed API clients, generated from OpenAPI documents.".to_owned(), String::new()]);
        }
        if !krate.services.is_empty() {
            lines.extend(["# Services".to_owned(), String::new()]);
            lines.extend(krate.services.iter().map(service_line));
        }
    }
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.extend(SYNTAX.map(str::to_owned));
    let documentation = docs::inner_attributes(&lines);
    let readme = krate.has_readme.then(|| quote!(#![doc = include_str!("../README.md")] #![doc = ""]));
    let non_ascii = krate
        .has_non_ascii_names
        .then(|| quote!(#![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints)]));
    let lints = only.and_then(allowed_lints).map(|lints| quote!(#![#lints]));
    let attributes = quote! {
        #readme
        #documentation
        #![cfg_attr(docsrs, feature(doc_cfg))]
        #![forbid(unsafe_code)]
        #non_ascii
        #lints
    };
    let mut items: Vec<Item> = match only {
        Some(service) => service::items(service).map(Item::from).into(),
        None => vec![modules(krate).into()],
    };
    items.push(exports(krate, None).into());
    items.extend(mapped_types(krate));
    file::root(krate, &source(krate), attributes.into(), items)
}

/// The line of a service in the list of all.
fn service_line(service: &Service) -> String {
    let feature = service.feature.as_ref().map(|feature| format!(" (feature `{feature}`)")).unwrap_or_default();
    format!("- [`{}`][]: {}{feature}", service.name, service.title)
}

/// The modules of the services, each with its feature.
fn modules(krate: &Crate) -> TokenStream {
    let modules = krate.services.iter().filter_map(|service| {
        let feature = service.feature.as_ref().map(|feature| quote!(#[cfg(feature = #feature)]));
        module_item(service, feature.as_ref())
    });
    quote!(#(#modules)*)
}

/// The module of a service, if it has one, with an attribute.
fn module_item(service: &Service, attribute: Option<&TokenStream>) -> Option<TokenStream> {
    let module = service.module.as_ref()?.ident();
    let lints = allowed_lints(service).map(|lints| quote!(#[#lints]));
    Some(quote!(#attribute #lints pub mod #module;))
}

/// Lints that the document violates and the generator cannot avoid.
fn allowed_lints(service: &Service) -> Option<TokenStream> {
    let lints = service.allowed_lints.iter().map(|lint| match lint {
        Lint::LargeEnumVariant => quote!(clippy::large_enum_variant),
        Lint::TypeComplexity => quote!(clippy::type_complexity),
        Lint::DisallowedNames => quote!(clippy::disallowed_names),
    });
    let lints: Vec<TokenStream> = lints.collect();
    let reason = if service.allowed_lints.contains(&Lint::DisallowedNames) {
        "the document determines the names, the size and the depth of types"
    } else {
        "the document determines the size and depth of types"
    };
    (!lints.is_empty()).then(|| quote!(allow(#(#lints,)* reason = #reason)))
}

/// The document of the crate, the folder of all documents, or a list of them.
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

/// [`SYNTAX`] as comments: `include!` does not permit inner documentation.
const SYNTAX_COMMENT: &str = "\
// Each type is followed by a table of its JSON: a call of a macro of `wireright_runtime`, such as `json_object!`, with
// one line per field or variant. The documentation of the macro explains it.
";

/// Why a module does not obey lints of the surrounding crate: its items may be private there.
const OF_DOCUMENT: &str = "a document describes more than one program uses, and not every item";

/// `mod.rs`. It has no inner attributes, which `include!` does not permit, and no features.
fn module_file(krate: &Crate) -> GeneratedFile {
    let attribute = quote!(#[allow(dead_code, missing_docs, unreachable_pub, unused_imports, reason = #OF_DOCUMENT)]);
    let modules = krate.services.iter().filter_map(|service| module_item(service, Some(&attribute)));
    let only = krate.only_service().and_then(|service| service.module.as_ref()).map(RustName::ident);
    let unused = quote!(#[allow(unreachable_pub, unused_imports, reason = #OF_DOCUMENT)]);
    let only = only.map(|module| quote!(#unused pub use #module::*;));
    let mut items: Vec<Item> =
        vec![quote!(#(#modules)*).into(), quote!(#only).into(), exports(krate, Some(&unused)).into()];
    items.extend(mapped_types(krate));
    let sources: Vec<&str> = krate.services.iter().map(|service| service.source.as_str()).collect();
    file::root(krate, &sources.join(", "), Item::Text(SYNTAX_COMMENT.to_owned()), items)
}

/// The check that each type of the configuration implements the traits that it needs.
fn mapped_types(krate: &Crate) -> Option<Item> {
    if krate.mapped_types.is_empty() {
        return None;
    }
    let checks = krate.mapped_types.iter().map(|ty| format!("    mapped_type::<{}>();\n", ty.path));
    let checks: String = checks.collect();
    Some(Item::Text(format!(
        "// Each type that `rust-type` or `x-rust-type` names needs `Serialize` and `Deserialize` of serde, `Clone`,\n\
         // `Debug`, `PartialEq`, `Send` and `Sync`.\n\
         const _: () = {{\n    use wireright_runtime::json::mapped_type;\n\n{checks}}};\n"
    )))
}

/// Re-exports of the runtime. It is a module, because the compiler shows the path of an item in a renamed crate by the
/// name of that crate, which users cannot write.
fn exports(krate: &Crate, attribute: Option<&TokenStream>) -> TokenStream {
    let mut crates: Vec<(&str, &str)> = krate
        .services
        .iter()
        .filter_map(Service::authenticator)
        .filter_map(|path| Some((path.crate_name()?, path.export_name()?)))
        .collect();
    crates.sort_unstable();
    crates.dedup();
    let crates = crates.into_iter().map(|(name, export)| {
        let is_module =
            krate.services.iter().any(|service| service.module.as_ref().is_some_and(|module| module.unraw() == export));
        let [crate_name, export_name] = [name, export].map(|name| Ident::new(name, Span::call_site()));
        if name == export || is_module {
            quote!(#attribute pub use #crate_name;)
        } else {
            quote!(#attribute pub use #crate_name as #export_name;)
        }
    });
    let items = RUNTIME_EXPORTS.map(|item| Ident::new(item, Span::call_site()));
    quote! {
        #[doc = " The runtime: the types that all clients share."]
        #attribute
        pub mod runtime {
            #[doc(no_inline)]
            pub use ::wireright_runtime::*;
        }
        #(#crates)*
        #attribute
        pub use wireright_runtime::{#(#items),*};
    }
}
