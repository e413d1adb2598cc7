//! The public API of a crate: what the emitted files declare, without their documentation and private parts.
//!
//! - `operation`: requests, their setters and send methods, enums of responses, structs of headers
//! - `types`: structs, string enums and unions
//! - `checked_schema`: the JSON of a schema that `validate` checks
//! - `paths`: types as paths below the crate

mod checked_schema;
mod operation;
mod paths;
mod types;

use std::sync::Arc;

use self::paths::CratePaths;
use super::{response, rust_type::rust_type};
use crate::{
    api::{ApiItem, ApiItemKind, ApiOrigin, OperationPart},
    model::{Crate, Operation, SecurityKind, Server, Service, Type, TypePath},
};

/// The items of all services.
pub(crate) fn api(krate: &Crate) -> Vec<ApiItem> {
    let mut items = Vec::new();
    for service in &krate.services {
        add_service(krate, service, &mut items);
    }
    items
}

/// The items of one module, which are being collected.
struct ApiModule<'m> {
    /// The path of the module.
    path: String,
    paths: CratePaths<'m>,
    origin: ApiOrigin,
    items: &'m mut Vec<ApiItem>,
}

impl ApiModule<'_> {
    /// The path of an item of the module.
    fn path(&self, name: impl std::fmt::Display) -> String {
        format!("{}::{name}", self.path)
    }

    fn ty(&mut self, ty: &Type) -> String {
        rust_type(ty, &mut self.paths).to_string()
    }

    /// The type of a response body, `()` without one.
    fn body(&mut self, body: &crate::model::ResponseBody) -> Option<String> {
        response::body_type(body, &mut self.paths).map(|ty| ty.to_string())
    }

    fn add(&mut self, path: String, kind: ApiItemKind, signature: String, behavior: Vec<(&'static str, String)>) {
        let origin = self.origin.clone();
        self.items.push(ApiItem { path, kind, signature, behavior, origin });
    }

    /// Adds an item with another origin than that of the module.
    fn add_from(
        &mut self,
        origin: ApiOrigin,
        path: String,
        kind: ApiItemKind,
        signature: String,
        behavior: Vec<(&'static str, String)>,
    ) {
        self.items.push(ApiItem { path, kind, signature, behavior, origin });
    }

    fn add_traits<'t>(&mut self, path: &str, traits: impl IntoIterator<Item = &'t str>) {
        for name in traits {
            self.add(path.to_owned(), ApiItemKind::Trait, name.to_owned(), Vec::new());
        }
    }

    /// The origin of a part of the operation.
    fn part(&self, part: OperationPart) -> ApiOrigin {
        match &self.origin {
            ApiOrigin::Operation { file, operation, .. } => {
                ApiOrigin::Operation { file: Arc::clone(file), operation: Arc::clone(operation), part }
            }
            other => other.clone(),
        }
    }
}

fn add_service(krate: &Crate, service: &Service, items: &mut Vec<ApiItem>) {
    let name = service.name.as_str();
    let file: Arc<str> = Arc::from(service.source.as_str());
    let of_document = ApiOrigin::Document { file: Arc::clone(&file) };
    let mut module = ApiModule {
        path: name.to_owned(),
        paths: CratePaths { service, module: &service.name, operation: None },
        origin: of_document.clone(),
        items,
    };
    // The root has the items of the only service.
    if krate.only_service().is_none() {
        let feature = service.feature.iter().map(|feature| ("feature", feature.clone())).collect();
        module.add(name.to_owned(), ApiItemKind::Module, format!("pub mod {name}"), feature);
    }
    add_constants(service, &mut module);
    add_client(service, &mut module, &file);
    if service.has_types() {
        module.add(module.path("types"), ApiItemKind::Module, format!("pub mod {name}::types"), Vec::new());
    }
    module.path = format!("{name}::types");
    for definition in &service.types {
        let outer = module.path.clone();
        if definition.is_nested {
            module.path = format!("{outer}::{}", definition.module);
        }
        types::add(definition, &mut module);
        module.path = outer;
    }
    for headers in &service.error_headers {
        let outer = module.path.clone();
        module.path = format!("{outer}::{}", headers.module);
        operation::add_error_headers(headers, &mut module);
        module.path = outer;
    }
    for operation in &service.operations {
        let mut module = ApiModule {
            path: format!("{name}::{}", operation.module),
            paths: CratePaths { service, module: &service.name, operation: Some(&operation.module) },
            origin: operation_origin(&file, operation),
            items: &mut *module.items,
        };
        operation::add(operation, &mut module);
    }
}

fn operation_origin(file: &Arc<str>, operation: &Operation) -> ApiOrigin {
    let name = Arc::from(format!("{} {}", operation.http_method, operation.path));
    ApiOrigin::Operation { file: Arc::clone(file), operation: name, part: OperationPart::Whole }
}

/// `SERVICE` and `Region`.
fn add_constants(service: &Service, module: &mut ApiModule<'_>) {
    let schemes = service.security_schemes.iter().map(|scheme| {
        let kind = match &scheme.kind {
            SecurityKind::Authenticator(path) => format!("authenticator {}", path.as_str()),
            // The case of a header has no meaning.
            SecurityKind::HeaderKey(name) => format!("HeaderKey({:?})", name.to_ascii_lowercase()),
            kind => format!("{kind:?}"),
        };
        format!("{}: {kind}", scheme.name.as_str())
    });
    let behavior = vec![
        ("servers", servers(&service.servers)),
        ("security schemes", schemes.collect::<Vec<_>>().join(", ")),
        ("client parameters", format!("{:?}", service.client_parameters)),
    ];
    let path = module.path("SERVICE");
    module.add(path.clone(), ApiItemKind::Static, format!("pub static {path}: runtime::Service"), behavior);
    if service.regions.is_empty() {
        return;
    }
    let path = module.path("Region");
    module.add(path.clone(), ApiItemKind::Struct, format!("#[non_exhaustive] pub struct {path}"), Vec::new());
    module.add_traits(&path, ["Clone", "Copy", "Debug"]);
    for region in &service.regions {
        let path = format!("{path}::{}", region.constant);
        let signature = format!("pub const {path}: runtime::RegionId");
        module.add(path, ApiItemKind::Constant, signature, vec![("id", region.id.clone())]);
    }
}

fn servers(servers: &[Server]) -> String {
    let server = |server: &Server| {
        let variables = server.variables.iter();
        let variables = variables.map(|one| format!(" {}={} {:?}", one.name, one.default, one.allowed));
        format!("{}{}", server.url, variables.collect::<String>())
    };
    servers.iter().map(server).collect::<Vec<_>>().join(", ")
}

/// `Client` with a method for each operation.
fn add_client(service: &Service, module: &mut ApiModule<'_>, file: &Arc<str>) {
    let path = module.path("Client");
    module.add(path.clone(), ApiItemKind::Struct, format!("pub struct {path}"), Vec::new());
    let authenticator = service.authenticator().map_or_else(|| "runtime::NoAuthenticator".to_owned(), TypePath::as_str);
    let service_client = format!("runtime::ServiceClient<Authenticator = {authenticator}>");
    module.add_traits(&path, ["Clone", "Debug", &service_client]);
    let builder = format!("pub fn {path}::builder() -> runtime::ClientBuilder<Self>");
    module.add(format!("{path}::builder"), ApiItemKind::Function, builder, Vec::new());
    for group in &service.groups {
        let (ty, feature) = (module.path(&group.type_name), group.feature.clone());
        let feature: Vec<_> = feature.map(|feature| ("feature", feature)).into_iter().collect();
        module.add(ty.clone(), ApiItemKind::Struct, format!("pub struct {ty}"), feature.clone());
        module.add_traits(&ty, ["Clone", "Debug"]);
        let path = format!("{path}::{}", group.module);
        module.add(path.clone(), ApiItemKind::Function, format!("pub fn {path}(&self) -> {ty}"), feature);
    }
    for operation in &service.operations {
        let flags = operation::generics(operation, |_| "false".to_owned());
        let request = module.path(format!("{}::{}{flags}", operation.module, operation.type_name));
        let owner = service.group(operation).map_or_else(|| path.clone(), |group| module.path(&group.type_name));
        let path = format!("{owner}::{}", operation.method_name);
        let signature = format!("pub fn {path}(&self) -> {request}");
        let origin = operation_origin(file, operation);
        module.add_from(origin, path, ApiItemKind::Function, signature, Vec::new());
    }
}
