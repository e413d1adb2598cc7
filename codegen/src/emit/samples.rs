//! The examples of the documents, each with its type as another crate writes it.

use crate::{
    Example,
    model::{Crate, DocumentExample, RustName, Service, Type},
    source::Sources,
};

use super::{imports::Imports, literals};

/// The examples of all services.
pub(crate) fn examples(krate: &Crate, sources: &Sources) -> Vec<Example> {
    let of_service = |service| service_examples(krate, service, sources);
    krate.services.iter().flat_map(of_service).collect()
}

fn service_examples(krate: &Crate, service: &Service, sources: &Sources) -> Vec<Example> {
    let path = |file| sources.get(file).path.clone();
    let example = |sample: &DocumentExample| Example {
        file: path(sample.location.file),
        pointer: sample.location.pointer.clone(),
        schema_file: path(sample.schema.file),
        schema: sample.schema.pointer.clone(),
        direction: sample.direction,
        rust_type: written(krate, service, sample.module.as_ref(), &sample.ty),
        json: sample.json.clone(),
    };
    service.document_examples.iter().map(example).collect()
}

/// The type, with every path from its crate on. What is no other operation's stands in the module.
pub(super) fn written(krate: &Crate, service: &Service, module: Option<&RustName>, ty: &Type) -> String {
    let home = home(krate, service);
    let module = module.map_or_else(String::new, |module| format!("::{module}"));
    let runtime = format!("{}::runtime", krate.import_name);
    path(ty, &Paths { runtime, shared: format!("{home}::types"), own: home + &module })
}

/// The module of the service, from its crate on.
pub(super) fn home(krate: &Crate, service: &Service) -> String {
    let modules = krate.parent_modules.iter().chain([&service.module]);
    modules.fold(krate.import_name.to_string(), |path, module| format!("{path}::{module}"))
}

/// Where each kind of type is found.
struct Paths {
    runtime: String,
    shared: String,
    own: String,
}

fn path(ty: &Type, paths: &Paths) -> String {
    let named = |module: &str, name: &RustName| format!("{module}::{name}");
    let within = |outer: &str, inner: &Type| format!("{outer}<{}>", path(inner, paths));
    match ty {
        Type::Local(name) => named(&paths.own, name),
        Type::Shared(name) => format!("{}::{name}", paths.shared),
        Type::List(inner) => within("Vec", inner),
        Type::Option(inner) => within("Option", inner),
        Type::Boxed(inner) => within("Box", inner),
        Type::Map(inner) => format!("std::collections::BTreeMap<String, {}>", path(inner, paths)),
        // One word, of the language or of the runtime: only the latter is imported.
        scalar => {
            let mut imports = Imports::default();
            let word = literals::ty(scalar, &mut imports).line(0).trim_end().to_owned();
            if imports.is_empty() { word } else { format!("{}::{word}", paths.runtime) }
        }
    }
}
