//! From the model to tokens: one small function for each concept. Cannot fail, decides nothing, never sees OpenAPI.

mod answers;
mod body;
mod checks;
mod client;
mod crate_root;
mod docs;
mod imports;
mod literals;
mod operation;
mod other_bodies;
mod parallel;
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

/// A file that is still to be printed. Printing is most of a run's work, and no file needs another.
type Job<'m> = Box<dyn Fn() -> GeneratedFile + Send + Sync + 'm>;

/// Prints a whole crate, its files sorted by path.
pub(crate) fn emit(krate: &Crate) -> Vec<GeneratedFile> {
    let mut jobs: Vec<Job<'_>> = vec![Box::new(|| crate_root::file(krate))];
    let is_crate = krate.within.is_empty();
    for service in &krate.services {
        emit_service(krate, service, &mut jobs);
    }
    let mut files = parallel::run(&jobs);
    if !is_crate {
        // The files of a module stand beside each other, wherever that is.
        for file in &mut files {
            file.path = file.path.trim_start_matches("src/").to_owned();
        }
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files
}

fn emit_service<'m>(krate: &'m Crate, service: &'m Service, jobs: &mut Vec<Job<'m>>) {
    jobs.push(Box::new(|| service::module_file(service)));
    jobs.push(Box::new(|| service::data_file(service)));
    jobs.push(Box::new(|| client::file(krate, service)));
    for operation in &service.operations {
        jobs.push(Box::new(|| operation::file(service, operation)));
    }
    if !service.types.is_empty() {
        jobs.push(Box::new(|| types::index_file(service)));
        for (module, definitions) in types::by_file(service) {
            jobs.push(Box::new(move || types::file(service, &module, &definitions)));
        }
    }
    serde_files(service, jobs);
}

/// The mechanical serde implementations: a file beside each file that defines shapes.
fn serde_files<'m>(service: &'m Service, jobs: &mut Vec<Job<'m>>) {
    let mut modules: Vec<RustName> = Vec::new();
    for operation in service.operations.iter().filter(|operation| !operation.types.is_empty()) {
        let module = &operation.module;
        jobs.push(Box::new(|| {
            let definitions: Vec<&TypeDefinition> = operation.types.iter().collect();
            types::serde_file(service, module.unraw(), module.as_str(), &definitions, false)
        }));
        modules.push(module.clone());
    }
    let shapes = types::by_file(service);
    if !shapes.is_empty() {
        modules.push(literals::types_module());
        let names: Vec<RustName> = shapes.keys().cloned().collect();
        jobs.push(Box::new(move || service::serde_module_file(service, "serde_impls/types", &names)));
        for (module, definitions) in shapes {
            let path = format!("types/{}", module.unraw());
            jobs.push(Box::new(move || types::serde_file(service, &path, "types", &definitions, true)));
        }
    }
    if !modules.is_empty() {
        jobs.push(Box::new(move || service::serde_module_file(service, "serde_impls", &modules)));
    }
}
