//! Emission: the model as Rust files. Decides nothing, cannot fail, and contains no OpenAPI types.
//!
//! Files:
//! - `crate_root`: `lib.rs`, or `mod.rs` of a module
//! - `service`: the module of a service, its servers and security schemes, its client
//! - `operation`: the module of an operation
//! - `request`: the request type with its setters and its methods that send it
//! - `response`: enums of responses and errors
//! - `headers`: structs of response headers
//! - `type_definition`: structs, string enums and unions
//! - `types`: the files of shared types
//! - `validation`: the constraints on values
//!
//! Documentation and views:
//! - `docs`: doc comments
//! - `doc_examples`: the quick start of a service, and the example of each method
//! - `catalog`: example values and calls for other crates
//! - `api`: the public API as a list of items
//!
//! Tools:
//! - `code`: layout of code that no printer formats
//! - `rust_type`: the renderer of types
//! - `imports`: `use` items
//! - `file`: paths and headers of files
//! - `parallel`: printing on several threads

mod api;
mod catalog;
mod code;
mod crate_root;
mod doc_examples;
mod docs;
mod file;
mod headers;
mod imports;
mod operation;
mod parallel;
mod request;
mod response;
mod rust_type;
mod service;
#[cfg(test)]
mod tests;
mod type_definition;
mod types;
mod validation;

pub(crate) use api::api;
pub(crate) use catalog::{calls, examples};
pub(crate) use doc_examples::quick_start;

use self::parallel::Job;
use crate::{
    GeneratedFile,
    model::{Crate, Service},
};

/// Prints all files, sorted by path. `meanwhile` runs at the same time.
pub(crate) fn emit<T>(krate: &Crate, meanwhile: impl FnOnce() -> T) -> (Vec<GeneratedFile>, T) {
    let mut jobs: Vec<Job<'_>> = vec![Box::new(|| crate_root::root_file(krate))];
    for service in &krate.services {
        add_service(krate, service, &mut jobs);
    }
    let (mut files, done) = parallel::run(&jobs, meanwhile);
    files.sort_by(|one, other| one.path.cmp(&other.path));
    (files, done)
}

fn add_service<'m>(krate: &'m Crate, service: &'m Service, jobs: &mut Vec<Job<'m>>) {
    if let Some(module) = &service.module {
        jobs.push(Box::new(move || service::module_file(krate, service, module)));
    }
    jobs.push(Box::new(|| service::constants_file(krate, service)));
    jobs.push(Box::new(|| service::client_file(krate, service)));
    for (index, group) in service.groups.iter().enumerate() {
        jobs.push(Box::new(move || service::group_file(krate, service, index, group)));
    }
    for operation in &service.operations {
        jobs.push(Box::new(|| operation::module_file(krate, service, operation)));
    }
    if !service.shared_errors.is_empty() {
        jobs.push(Box::new(|| response::shared_errors_file(krate, service)));
    }
    if !service.shared_headers.is_empty() {
        jobs.push(Box::new(|| headers::shared_headers_file(krate, service)));
    }
    if service.has_types() {
        jobs.push(Box::new(|| types::index_file(krate, service)));
        for (module, content) in types::by_file(service) {
            jobs.push(Box::new(move || types::type_file(krate, service, &module, &content)));
        }
    }
}
