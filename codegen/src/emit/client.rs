//! The client of a service: one short method for each operation.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{docs, imports::Imports, literals, request};
use crate::{
    GeneratedFile,
    model::{Crate, Operation, Service},
    print,
};

pub(super) fn file(krate: &Crate, service: &Service) -> GeneratedFile {
    let mut imports = Imports::default();
    let items = [structure(service, &mut imports), methods(krate, service, &mut imports), service_client(&mut imports)];
    let mut all = imports.tokens(service);
    all.extend(items);
    let opening = docs::inner(&[format!("The client of {}.", service.title)]);
    print::file(format!("src/{}/client.rs", service.module.unraw()), &service.source, &opening, all)
}

fn structure(service: &Service, imports: &mut Imports) -> TokenStream {
    let core = core(imports);
    let docs = docs::lines(&[
        format!("A client of {}.", service.title),
        String::new(),
        "Cheap to clone: clones share their connections and their settings.".to_owned(),
    ]);
    // Without operations nothing is sent.
    let unused = service.operations.is_empty().then(|| quote!(#[allow(dead_code)]));
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct Client {
            #unused
            core: #core,
        }
    }
}

/// The runtime's client, under another name than this one's.
fn core(imports: &mut Imports) -> Ident {
    imports.runtime_as("Client", "Core")
}

fn methods(krate: &Crate, service: &Service, imports: &mut Imports) -> TokenStream {
    let builder = imports.runtime("ClientBuilder");
    let docs = docs::lines(&["Starts a client: say where the service is and who is calling, then `build()`."]);
    let methods: Vec<TokenStream> =
        service.operations.iter().map(|operation| method(krate, service, operation, imports)).collect();
    quote! {
        impl Client {
            #docs
            pub fn builder() -> #builder<Self> {
                #builder::new()
            }
            #(#methods)*
        }
    }
}

fn method(krate: &Crate, service: &Service, operation: &Operation, imports: &mut Imports) -> TokenStream {
    let name = operation.method_name.ident();
    let type_name = operation.type_name.ident();
    imports.service(&format!("{}::{}", operation.module, operation.type_name));
    let aliases = operation.aliases.iter().map(|alias| quote!(#[doc(alias = #alias)]));
    let mut lines = vec![literals::first_line(&operation.summary), String::new()];
    lines.extend(request::example(krate, service, operation));
    let docs = docs::lines(&lines);
    let request = request::request_type(operation, &quote!('_), |_| quote!(false));
    quote! {
        #docs
        #(#aliases)*
        pub fn #name(&self) -> #request {
            #type_name::new(&self.core)
        }
    }
}

fn service_client(imports: &mut Imports) -> TokenStream {
    let core = core(imports);
    let service_type = imports.runtime("Service");
    let service_client = imports.runtime("ServiceClient");
    imports.service("service::SERVICE");
    quote! {
        impl #service_client for Client {
            const SERVICE: &'static #service_type = &SERVICE;

            fn from_core(core: #core) -> Self {
                Self { core }
            }
        }
    }
}
