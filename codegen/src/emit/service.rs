//! The module of a service: what it contains, and what the runtime must know of it.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    docs,
    imports::Imports,
    layout::{Code, row},
    literals, opening,
};
use crate::{
    GeneratedFile,
    model::{Crate, SecurityKind, Server, Service, WireName},
    print::{self, Item},
};

/// `src/kafka.rs`: the documentation of the service, and its modules.
pub(super) fn module_file(krate: &Crate, service: &Service) -> GeneratedFile {
    let mut lines = vec![service.title.clone()];
    if !service.docs.0.is_empty() {
        lines.push(String::new());
        lines.extend(service.docs.0.iter().cloned());
    }
    let example = opening::lines(krate, service);
    if !example.is_empty() {
        lines.push(String::new());
        lines.extend(example);
    }
    lines.extend(server_variables(service));
    lines.extend(operations_list(service));
    let has_types = service.has_types();
    let operations = service.operations.iter().map(|operation| operation.module.ident());
    let types = has_types.then(|| {
        quote!(
            pub mod types;
        )
    });
    let modules = quote! {
        mod client;
        mod service;
        #(pub mod #operations;)*
        #types
    };
    let region = (!service.regions.is_empty()).then(|| quote!(, Region));
    let exports = quote! {
        pub use client::Client;
        pub use service::{SERVICE #region};
    };
    let path = format!("src/{}.rs", service.module.unraw());
    print::file(path, &service.source, docs::inner(&lines), vec![modules, exports])
}

/// The variables of the servers' addresses, with what the document says of them.
fn server_variables(service: &Service) -> Vec<String> {
    let variables: Vec<_> = service.servers.iter().flat_map(|server| &server.variables).collect();
    if variables.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new(), "# Variables of the address".to_owned(), String::new()];
    for variable in variables {
        let line = format!("- {}: {}", variable.label, literals::first_line(&variable.docs));
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

/// The operations with a line each, to find the way from the module's page.
fn operations_list(service: &Service) -> Vec<String> {
    if service.operations.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new(), "# Operations".to_owned(), String::new()];
    lines.extend(service.operations.iter().map(|operation| {
        let name = operation.method_name.unraw();
        format!("- [`{name}`](Client::{name}): {}", literals::first_line(&operation.summary))
    }));
    lines
}

/// `src/kafka/service.rs`: servers, security schemes and regions, as data.
pub(super) fn data_file(service: &Service) -> GeneratedFile {
    let mut imports = Imports::default();
    let mut items = vec![data(service, &mut imports)];
    if !service.regions.is_empty() {
        items.extend(regions(service, &mut imports));
    }
    let mut all = imports.items(service);
    all.extend(items.into_iter().map(Item::from));
    let path = format!("src/{}/service.rs", service.module.unraw());
    let opening = docs::inner(&[format!("Where {} is reached, and how a caller proves who it is.", service.title)]);
    print::file(path, &service.source, opening, all)
}

fn data(service: &Service, imports: &mut Imports) -> TokenStream {
    let service_type = imports.runtime("Service");
    let name = service.module.unraw();
    let title = &service.title;
    let servers = servers(&service.servers, imports).tokens();
    let schemes: Vec<TokenStream> = service
        .security_schemes
        .iter()
        .map(|scheme| {
            let (scheme_type, kind_type) = (imports.runtime("SecurityScheme"), imports.runtime("SecurityKind"));
            let name = scheme.name.as_str();
            let kind = match &scheme.kind {
                SecurityKind::Signature(algorithm) => quote!(#kind_type::Signature(#algorithm)),
                SecurityKind::HeaderKey(header) => quote!(#kind_type::HeaderKey(#header)),
                SecurityKind::QueryKey(name) => quote!(#kind_type::QueryKey(#name)),
                SecurityKind::CookieKey(name) => quote!(#kind_type::CookieKey(#name)),
                SecurityKind::Basic => quote!(#kind_type::Basic),
                SecurityKind::Bearer => quote!(#kind_type::Bearer),
                SecurityKind::Http(scheme) => quote!(#kind_type::Http(#scheme)),
                SecurityKind::OAuth2 { token_url, refresh_url, scopes } => {
                    let [token_url, refresh_url] = [token_url, refresh_url]
                        .map(|url| url.as_ref().map_or_else(|| quote!(None), |url| quote!(Some(#url))));
                    quote!(#kind_type::OAuth2 {
                        token_url: #token_url,
                        refresh_url: #refresh_url,
                        scopes: &[#(#scopes),*]
                    })
                }
                SecurityKind::MutualTls => quote!(#kind_type::MutualTls),
                SecurityKind::OpenIdConnect(url) => quote!(#kind_type::OpenIdConnect(#url)),
            };
            quote!(#scheme_type { name: #name, kind: #kind })
        })
        .collect();
    let parameters = service.client_parameters.iter().map(WireName::as_str);
    let docs = docs::lines(&["The service as the runtime sees it."]);
    quote! {
        #docs
        pub static SERVICE: #service_type = #service_type {
            name: #name,
            title: #title,
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
            servers: #servers,
            security_schemes: &[#(#schemes),*],
            client_parameters: &[#(#parameters),*],
        };
    }
}

/// Servers as data.
pub(super) fn servers(servers: &[Server], imports: &mut Imports) -> Code {
    let servers = servers.iter().map(|server| {
        let variables = server.variables.iter().map(|variable| {
            let allowed = Code::values(variable.allowed.iter().map(|value| Code::text(value)).collect());
            let (name, default) = (Code::text(&variable.name), Code::text(&variable.default));
            let fields = vec![row!["name: ", name], row!["default: ", default], row!["allowed: &", allowed]];
            row![imports.runtime("ServerVariable"), " ", Code::fields(fields)]
        });
        let variables = row!["variables: &", Code::array(variables.collect())];
        let region = Code::option(server.region.as_ref().map(|region| Code::text(region)));
        let fields = vec![row!["region: ", region], row!["url: ", Code::text(&server.url)], variables];
        row![imports.runtime("Server"), " ", Code::fields(fields)]
    });
    row!["&", Code::array(servers.collect())]
}

fn regions(service: &Service, imports: &mut Imports) -> [TokenStream; 2] {
    let region_id = imports.runtime("RegionId");
    let constants = service.regions.iter().map(|region| {
        let (constant, id) = (region.constant.ident(), &region.id);
        let docs = docs::outer(&region.docs);
        quote! {
            #docs
            pub const #constant: #region_id = #region_id::from_static(#id);
        }
    });
    let docs = docs::lines(&[
        format!("The regions of {}.", service.title),
        String::new(),
        "Any other region or endpoint can be given by name.".to_owned(),
    ]);
    let namespace = quote! {
        #docs
        #[derive(Clone, Copy, Debug)]
        #[non_exhaustive]
        pub struct Region;
    };
    [namespace, quote!(impl Region { #(#constants)* })]
}
