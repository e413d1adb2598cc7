//! From the model to tokens: one small function for each concept. Cannot fail, decides nothing, never sees OpenAPI.

mod client;
mod crate_root;
mod docs;
mod errors;
mod imports;
mod literals;
mod operation;
mod request;
mod serde_enumeration;
mod serde_structure;
mod service;
mod types;

use crate::{
    GeneratedFile,
    model::{Crate, Service},
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
        files.push(types::file(service));
    }
    files.extend(serde_files(service));
    files
}

/// The mechanical serde implementations: a file beside each file that defines shapes.
fn serde_files(service: &Service) -> Vec<GeneratedFile> {
    let operations = service.operations.iter().map(|operation| (operation.method_name.clone(), &operation.types));
    let shared = (literals::types_module(), &service.types);
    let modules: Vec<_> =
        operations.chain([shared]).filter(|(_, definitions)| !definitions.is_empty()).collect();
    if modules.is_empty() {
        return Vec::new();
    }
    let names: Vec<_> = modules.iter().map(|(module, _)| module.clone()).collect();
    let mut files = vec![service::serde_module_file(service, &names)];
    files.extend(modules.into_iter().map(|(module, types)| types::serde_file(service, &module, types)));
    files
}
