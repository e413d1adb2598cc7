//! From the model to tokens: one small function for each concept. Cannot fail, decides nothing, never sees OpenAPI.

mod answers;
mod body;
mod client;
mod crate_root;
mod docs;
mod imports;
mod literals;
mod operation;
mod request;
mod serde_enumeration;
mod serde_structure;
mod serde_union;
mod service;
mod types;

use crate::{
    GeneratedFile,
    model::{Crate, RustName, Service, TypeDefinition},
};

/// Prints a whole crate, its files sorted by path.
pub(crate) fn emit(krate: &Crate) -> Vec<GeneratedFile> {
    let mut files = vec![crate_root::file(krate)];
    for service in &krate.services {
        files.extend(emit_service(krate, service));
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files
}

fn emit_service(krate: &Crate, service: &Service) -> Vec<GeneratedFile> {
    let mut files = vec![service::module_file(service), service::data_file(service), client::file(krate, service)];
    files.extend(service.operations.iter().map(|operation| operation::file(service, operation)));
    if !service.types.is_empty() {
        files.push(types::index_file(service));
        let shapes = types::by_file(service);
        files.extend(shapes.iter().map(|(module, definitions)| types::file(service, module, definitions)));
    }
    files.extend(serde_files(service));
    files
}

/// The mechanical serde implementations: a file beside each file that defines shapes.
fn serde_files(service: &Service) -> Vec<GeneratedFile> {
    let mut files = Vec::new();
    let mut modules: Vec<RustName> = Vec::new();
    for operation in service.operations.iter().filter(|operation| !operation.types.is_empty()) {
        let definitions: Vec<&TypeDefinition> = operation.types.iter().collect();
        let module = &operation.method_name;
        files.push(types::serde_file(service, module.unraw(), module.as_str(), &definitions, false));
        modules.push(module.clone());
    }
    let shapes = types::by_file(service);
    if !shapes.is_empty() {
        modules.push(literals::types_module());
        let names: Vec<RustName> = shapes.keys().cloned().collect();
        files.push(service::serde_module_file(service, "serde_impls/types", &names));
        for (module, definitions) in &shapes {
            let path = format!("types/{}", module.unraw());
            files.push(types::serde_file(service, &path, "types", definitions, true));
        }
    }
    if !modules.is_empty() {
        files.push(service::serde_module_file(service, "serde_impls", &modules));
    }
    files
}
