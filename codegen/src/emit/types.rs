//! The files of shapes: structs with public fields, and open enums.

use std::collections::BTreeMap;

use quote::quote;

use super::{checks, docs, imports::Imports, json};
use crate::{
    GeneratedFile,
    model::{RustName, Service, TypeDefinition},
    print::{self, Item},
};

/// `src/kafka/types.rs`: the index of the shapes that operations share.
pub(super) fn index_file(service: &Service) -> GeneratedFile {
    let files = by_file(service);
    let modules = files.keys().map(RustName::ident);
    let exports = files.iter().map(|(module, definitions)| {
        let module = module.ident();
        let names: Vec<_> = definitions.iter().map(|definition| definition.name.ident()).collect();
        match names.as_slice() {
            [name] => quote!(pub use #module::#name;),
            names => quote!(pub use #module::{#(#names),*};),
        }
    });
    let items = vec![quote!(#(mod #modules;)*), quote!(#(#exports)*)];
    let path = format!("src/{}/types.rs", service.module.unraw());
    let opening = docs::inner(&[format!("The shapes that operations of {} share.", service.title)]);
    print::file(path, &service.source, opening, items)
}

/// The shared shapes by the file that they belong to.
pub(super) fn by_file(service: &Service) -> BTreeMap<RustName, Vec<&TypeDefinition>> {
    let mut files: BTreeMap<RustName, Vec<&TypeDefinition>> = BTreeMap::new();
    for definition in &service.types {
        files.entry(definition.module.clone()).or_default().push(definition);
    }
    files
}

/// `src/kafka/types/error_response.rs`: one shape, and those inside it.
pub(super) fn file(service: &Service, module: &RustName, definitions: &[&TypeDefinition]) -> GeneratedFile {
    let mut imports = Imports::of_types(definitions.iter().map(|definition| definition.name.clone()));
    let items = items(definitions, &mut imports);
    let all = imports.items(service).into_iter().chain(items);
    let path = format!("src/{}/types/{}.rs", service.module.unraw(), module.unraw());
    let main = definitions.iter().find(|definition| definition.module == *module);
    let names = main.map(|definition| definition.name.unraw().to_owned()).unwrap_or_default();
    let opening = docs::inner(&[format!("`{names}` and the shapes inside it.")]);
    print::file(path, &service.source, opening, all)
}

/// The definitions, each with how it is checked.
pub(super) fn items(definitions: &[&TypeDefinition], imports: &mut Imports) -> Vec<Item> {
    let mut items = Vec::new();
    for definition in definitions {
        items.push(json::item(definition, imports));
        items.extend(checks::item(definition, imports));
    }
    items
}
