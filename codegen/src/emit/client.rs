//! The client of a service: one short method for each operation.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{
    docs,
    imports::Imports,
    layout::{Code, row},
    literals, request,
};
use crate::{
    GeneratedFile,
    model::{Crate, Docs, Operation, Service},
    print::{self, Item},
};

pub(super) fn file(krate: &Crate, service: &Service) -> GeneratedFile {
    let mut imports = Imports::default();
    let items = [
        structure(service, &mut imports).into(),
        Item::Text(methods(krate, service, &mut imports)),
        service_client(&mut imports).into(),
    ];
    let all = imports.items(service).into_iter().chain(items);
    let opening = docs::inner(&[format!("The client of {}.", service.title)]);
    print::file(format!("src/{}/client.rs", service.module.unraw()), &service.source, opening, all)
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
    imports.runtime("Client as Core")
}

fn methods(krate: &Crate, service: &Service, imports: &mut Imports) -> String {
    let builder = imports.runtime("ClientBuilder");
    let example = if service.quick_start.is_some() { " [An example](super#example)." } else { "" };
    let mut text = format!(
        "impl Client {{
    /// Starts a client: say where the service is and who is calling, then `build()`.{example}
    pub fn builder() -> {builder}<Self> {{
        {builder}::new()
    }}
"
    );
    for operation in &service.operations {
        text.push('\n');
        text += &method(krate, service, operation, imports);
    }
    text += "}\n";
    text
}

fn method(krate: &Crate, service: &Service, operation: &Operation, imports: &mut Imports) -> String {
    imports.service([(&operation.module).into(), (&operation.type_name).into()]);
    let mut lines = vec![literals::first_line(&operation.summary), String::new()];
    lines.extend(request::example(krate, service, operation));
    let aliases = operation.aliases.iter().map(|alias| row!["#[doc(alias = ", Code::text(alias), ")]"].line(4));
    let aliases: String = aliases.collect();
    let request = request::request_type(operation, "'_", |_| "false".into());
    let head = row!["pub fn ", &operation.method_name, "(&self) -> ", request, " {"].line(4);
    let docs = docs::text(&Docs(lines), 4);
    format!("{docs}{aliases}{head}        {}::new(&self.core)\n    }}\n", operation.type_name)
}

fn service_client(imports: &mut Imports) -> TokenStream {
    let core = core(imports);
    let service_type = imports.runtime("Service");
    let service_client = imports.runtime("ServiceClient");
    imports.service(["service".into(), "SERVICE".into()]);
    quote! {
        impl #service_client for Client {
            const SERVICE: &'static #service_type = &SERVICE;

            fn from_core(core: #core) -> Self {
                Self { core }
            }
        }
    }
}
