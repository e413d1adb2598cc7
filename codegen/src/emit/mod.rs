//! From the model to tokens: one small function for each concept. Cannot fail, decides nothing, never sees OpenAPI.

mod answers;
mod arguments;
mod body;
mod calls;
mod checks;
mod client;
mod crate_root;
mod docs;
mod error_headers;
mod headers;
mod imports;
mod json;
mod layout;
mod literals;
mod opening;
mod operation;
mod pagination;
mod parallel;
mod parts;
mod request;
mod rules;
mod samples;
mod sending;
mod service;
mod types;

pub(crate) use calls::calls;
pub(crate) use samples::examples;

use crate::{
    GeneratedFile,
    model::{Crate, Service},
    print::{END, HEADER},
};

/// A file that is still to be printed. Printing is most of a run's work, and no file needs another.
type Job<'m> = Box<dyn Fn() -> GeneratedFile + Send + Sync + 'm>;

/// Prints a whole crate, its files sorted by path, and does something else meanwhile.
pub(crate) fn emit<T>(krate: &Crate, meanwhile: impl FnOnce() -> T) -> (Vec<GeneratedFile>, T) {
    let mut jobs: Vec<Job<'_>> = vec![Box::new(|| crate_root::file(krate))];
    let is_crate = krate.parent_modules.is_empty();
    let root = if is_crate { "src/lib.rs" } else { "mod.rs" };
    for service in &krate.services {
        emit_service(krate, service, &mut jobs);
    }
    let (mut files, done) = parallel::run(&jobs, meanwhile);
    if !is_crate {
        // The files of a module stand beside each other, wherever that is.
        for file in &mut files {
            file.path = file.path.trim_start_matches("src/").to_owned();
        }
    }
    if let Some(command) = &krate.command {
        let command: String = command.chars().filter(|character| !character.is_control()).collect();
        for file in &mut files {
            file.text.insert_str(HEADER.len(), &format!(" (`{command}`)"));
        }
    }
    for file in files.iter_mut().filter(|file| file.path != root) {
        if let Some(end) = file.text.find(END) {
            file.text.replace_range(end..end + END.len(), &format!("Do not edit; `{root}` says how to read it.\n"));
        }
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    (files, done)
}

fn emit_service<'m>(krate: &'m Crate, service: &'m Service, jobs: &mut Vec<Job<'m>>) {
    jobs.push(Box::new(|| service::module_file(krate, service)));
    jobs.push(Box::new(|| service::data_file(service)));
    jobs.push(Box::new(|| client::file(krate, service)));
    for operation in &service.operations {
        jobs.push(Box::new(|| operation::file(service, operation)));
    }
    if service.has_types() {
        jobs.push(Box::new(|| types::index_file(service)));
        for (module, content) in types::by_file(service) {
            jobs.push(Box::new(move || types::file(service, &module, &content)));
        }
    }
}
