//! The module of a service: its documentation, its constants and its client.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote};

use super::{
    code::{Code, code},
    doc_examples, docs, file, headers,
    imports::Imports,
    request, response, validation,
};
use crate::{
    GeneratedFile,
    model::{Crate, Docs, Group, Operation, RustName, SecurityKind, Server, Service, WireName},
    print::Item,
};

/// `kafka.rs`: documentation and submodules.
pub(super) fn module_file(krate: &Crate, service: &Service, module: &RustName) -> GeneratedFile {
    let example = doc_examples::quick_start_section(krate, service);
    file::of_service(
        krate,
        service,
        module,
        docs::inner(&documentation(service, service.title.clone(), example)),
        items(service),
    )
}

/// The documentation: the title, the description, an example, servers and operations.
pub(super) fn documentation(service: &Service, title: String, example: Vec<String>) -> Vec<String> {
    let mut lines = vec![title];
    if !service.docs.0.is_empty() {
        lines.push(String::new());
        lines.extend(service.docs.0.iter().cloned());
    }
    if !example.is_empty() {
        lines.push(String::new());
        lines.extend(example);
    }
    lines.extend(server_variables(service));
    lines.extend(operations_list(service));
    lines
}

/// The submodules of a service, and their items that it exports.
pub(super) fn items(service: &Service) -> [TokenStream; 2] {
    let has_types = service.has_types();
    let operations = service.operations.iter().map(|operation| {
        let module = operation.module.ident();
        let feature = feature_attribute(service.group(operation));
        quote!(#feature pub mod #module;)
    });
    let groups = service.groups.iter().map(|group| {
        let (module, feature) = (group.module.ident(), feature_attribute(Some(group)));
        quote!(#feature mod #module;)
    });
    let types = has_types.then(|| {
        quote!(
            pub mod types;
        )
    });
    let shared = [
        (response::SHARED_ERRORS, service.shared_errors.is_empty()),
        (headers::SHARED_HEADERS, service.shared_headers.is_empty()),
    ];
    let shared = shared.into_iter().filter(|(_, is_empty)| !is_empty).map(|(module, _)| {
        let module = Ident::new(module, Span::call_site());
        quote!(mod #module;)
    });
    let modules = quote! {
        mod client;
        #(#shared)*
        #(#groups)*
        mod service;
        #(#operations)*
        #types
    };
    let region = (!service.regions.is_empty()).then(|| quote!(, Region));
    let groups = service.groups.iter().map(|group| {
        let (module, name, feature) = (group.module.ident(), group.type_name.ident(), feature_attribute(Some(group)));
        quote!(#feature pub use #module::#name;)
    });
    let exports = quote! {
        pub use client::Client;
        #(#groups)*
        pub use service::{SERVICE #region};
    };
    [modules, exports]
}

/// The condition under which a group is compiled.
fn feature_attribute(group: Option<&Group>) -> Option<TokenStream> {
    let feature = group?.feature.as_ref()?;
    Some(quote!(#[cfg(feature = #feature)]))
}

/// The section on server variables.
fn server_variables(service: &Service) -> Vec<String> {
    let variables: Vec<_> = service.servers.iter().flat_map(|server| &server.variables).collect();
    if variables.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new(), "# Server variables".to_owned(), String::new()];
    for variable in variables {
        let line = format!("- {}: {}", variable.label, docs::first_line(&variable.docs));
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

/// The section on operations, one line each.
fn operations_list(service: &Service) -> Vec<String> {
    if service.operations.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new(), "# Operations".to_owned(), String::new()];
    lines.extend(service.operations.iter().map(|operation| {
        let name = operation.method_name.unraw();
        let (ty, call) = match service.group(operation) {
            Some(group) => (group.type_name.as_str(), format!("{}().{name}", group.module.unraw())),
            None => ("Client", name.to_owned()),
        };
        format!("- [`{call}`]({ty}::{name}): {}", docs::first_line(&operation.summary))
    }));
    lines
}

/// `github/repos.rs`: the operations of a tag.
pub(super) fn group_file(krate: &Crate, service: &Service, index: usize, group: &Group) -> GeneratedFile {
    let mut imports = Imports::default();
    let core = core(&mut imports);
    let name = group.type_name.ident();
    let mut lines = vec![format!("The operations with the tag {}.", group.title)];
    if !group.docs.0.is_empty() {
        lines.push(String::new());
        lines.extend(group.docs.0.iter().cloned());
    }
    let docs = docs::lines(&lines);
    let declaration = quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #name {
            core: #core,
        }
    };
    let mut methods = format!(
        "impl {} {{\n    pub(super) fn new(core: &{core}) -> Self {{\n        Self {{ core: core.clone() }}\n    }}\n",
        group.type_name
    );
    for operation in service.operations.iter().filter(|operation| operation.group == Some(index)) {
        methods.push('\n');
        methods += &client_method(krate, service, operation, &mut imports);
    }
    methods += "}\n";
    let items = [declaration.into(), Item::Text(methods)];
    let all = imports.items(service).into_iter().chain(items);
    let docs = docs::inner(&[format!("The operations of {} with the tag {}.", service.title, group.title)]);
    file::in_service(krate, service, group.module.unraw(), docs, all)
}

/// `kafka/service.rs`: servers, security schemes and regions.
pub(super) fn constants_file(krate: &Crate, service: &Service) -> GeneratedFile {
    let mut imports = Imports::default();
    let mut items = vec![constant(service, &mut imports)];
    if !service.regions.is_empty() {
        items.extend(regions(service, &mut imports));
    }
    let schemas = validation::schemas(service, &mut imports);
    let mut all = imports.items(service);
    all.extend(items.into_iter().map(Item::from).chain(request::required_values(service)).chain(schemas));
    let docs = docs::inner(&[format!("Servers, security schemes and regions of {}.", service.title)]);
    file::in_service(krate, service, "service", docs, all)
}

/// `SERVICE`
fn constant(service: &Service, imports: &mut Imports) -> TokenStream {
    let service_type = imports.runtime("Service");
    let name = service.name.unraw();
    let title = &service.title;
    let servers = servers(&service.servers, imports).tokens();
    let schemes: Vec<TokenStream> = service
        .security_schemes
        .iter()
        .map(|scheme| {
            let (scheme_type, kind_type) = (imports.runtime("SecurityScheme"), imports.runtime("SecurityKind"));
            let name = scheme.name.as_str();
            let kind = match &scheme.kind {
                SecurityKind::Authenticator(_) => quote!(#kind_type::Authenticator),
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
    let docs = docs::lines(&["The service's description for the runtime."]);
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

/// `&[Server { … }]`
pub(super) fn servers(servers: &[Server], imports: &mut Imports) -> Code {
    let servers = servers.iter().map(|server| {
        let variables = server.variables.iter().map(|variable| {
            let allowed = Code::filled_array(variable.allowed.iter().map(|value| Code::string(value)).collect());
            let (name, default) = (Code::string(&variable.name), Code::string(&variable.default));
            let fields = vec![code!["name: ", name], code!["default: ", default], code!["allowed: &", allowed]];
            code![imports.runtime("ServerVariable"), " ", Code::fields(fields)]
        });
        let variables = code!["variables: &", Code::array(variables.collect())];
        let region = Code::option(server.region.as_ref().map(|region| Code::string(region)));
        let fields = vec![code!["region: ", region], code!["url: ", Code::string(&server.url)], variables];
        code![imports.runtime("Server"), " ", Code::fields(fields)]
    });
    code!["&", Code::array(servers.collect())]
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
        "`RegionId::new` and `ClientBuilder::endpoint` select any other region or endpoint.".to_owned(),
    ]);
    let namespace = quote! {
        #docs
        #[derive(Clone, Copy, Debug)]
        #[non_exhaustive]
        pub struct Region;
    };
    [namespace, quote!(impl Region { #(#constants)* })]
}

/// `kafka/client.rs`: the client with one method per operation.
pub(super) fn client_file(krate: &Crate, service: &Service) -> GeneratedFile {
    let mut imports = Imports::default();
    let items = [
        client_struct(service, &mut imports).into(),
        Item::Text(client_methods(krate, service, &mut imports)),
        service_client(service, &mut imports).into(),
    ];
    let all = imports.items(service).into_iter().chain(items);
    let docs = docs::inner(&[format!("The client of {}.", service.title)]);
    file::in_service(krate, service, "client", docs, all)
}

fn client_struct(service: &Service, imports: &mut Imports) -> TokenStream {
    let core = core(imports);
    let docs = docs::lines(&[
        format!("A client of {}.", service.title),
        String::new(),
        "Cloning is cheap: clones share connections and settings.".to_owned(),
    ]);
    // Operations behind features may be absent.
    let is_unused = service.operations.iter().all(|operation| operation.group.is_some());
    let unused = is_unused.then(|| quote!(#[allow(dead_code)]));
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct Client {
            #unused
            core: #core,
        }
    }
}

/// The runtime's client, renamed because the generated one is called `Client` too.
fn core(imports: &mut Imports) -> Ident {
    imports.runtime("Client as Core")
}

fn client_methods(krate: &Crate, service: &Service, imports: &mut Imports) -> String {
    let builder = imports.runtime("ClientBuilder");
    let example = if service.quick_start.is_some() { " [Example](super#example)." } else { "" };
    let mut text = format!(
        "impl Client {{
    /// Returns a builder, which takes the endpoint, the credentials and other settings.{example}
    pub fn builder() -> {builder}<Self> {{
        {builder}::new()
    }}
"
    );
    for group in &service.groups {
        let (module, name) = (&group.module, &group.type_name);
        let feature = group.feature.as_ref();
        let feature = feature.map(|feature| code!["#[cfg(feature = ", Code::string(feature), ")]"].line(4));
        text += &format!("\n    /// The operations with the tag {}.\n", group.title);
        text += &feature.unwrap_or_default();
        text += &code!["pub fn ", module, "(&self) -> super::", name, " {"].line(4);
        text += &code!["super::", name, "::new(&self.core)"].line(8);
        text += "    }\n";
    }
    for operation in service.operations.iter().filter(|operation| operation.group.is_none()) {
        text.push('\n');
        text += &client_method(krate, service, operation, imports);
    }
    text += "}\n";
    text
}

fn client_method(krate: &Crate, service: &Service, operation: &Operation, imports: &mut Imports) -> String {
    imports.service([(&operation.module).into(), (&operation.type_name).into()]);
    let mut lines = vec![docs::first_line(&operation.summary), String::new()];
    lines.extend(doc_examples::method_section(krate, service, operation));
    let aliases = operation.aliases.iter().map(|alias| code!["#[doc(alias = ", Code::string(alias), ")]"].line(4));
    let aliases: String = aliases.collect();
    let request = request::request_type(operation, |_| "false".into());
    let head = code!["pub fn ", &operation.method_name, "(&self) -> ", request, " {"].line(4);
    let docs = docs::comment(&Docs(lines), 4);
    format!("{docs}{aliases}{head}        {}::new(&self.core)\n    }}\n", operation.type_name)
}

fn service_client(service: &Service, imports: &mut Imports) -> TokenStream {
    let core = core(imports);
    let authenticator = match service.authenticator() {
        // Checked when it was parsed, so that no token is lost.
        Some(path) => path.as_str().parse().unwrap_or_default(),
        None => imports.runtime("NoAuthenticator").into_token_stream(),
    };
    let service_type = imports.runtime("Service");
    let service_client = imports.runtime("ServiceClient");
    imports.service(["service".into(), "SERVICE".into()]);
    quote! {
        impl #service_client for Client {
            type Authenticator = #authenticator;

            const SERVICE: &'static #service_type = &SERVICE;

            fn from_core(core: #core) -> Self {
                Self { core }
            }
        }
    }
}
