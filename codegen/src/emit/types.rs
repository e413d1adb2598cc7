//! The files of shapes: structs with public fields, and open enums.

use std::collections::BTreeMap;

use quote::quote;

use super::{checks, docs, error_headers, imports::Imports, json};
use crate::{
    GeneratedFile,
    model::{ErrorHeaders, RustName, Service, TypeDefinition},
    print::{self, Item},
};

/// `src/kafka/types.rs`: the index of the shapes that operations share.
pub(super) fn index_file(service: &Service) -> GeneratedFile {
    let files = by_file(service);
    let modules = files.keys().map(RustName::ident);
    let exports = files.iter().map(|(module, content)| {
        let module = module.ident();
        let names: Vec<_> = content.names().map(RustName::ident).collect();
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

/// What stands in one file.
#[derive(Default)]
pub(super) struct Content<'s> {
    definitions: Vec<&'s TypeDefinition>,
    error_headers: Vec<&'s ErrorHeaders>,
}

impl<'s> Content<'s> {
    fn names(&self) -> impl Iterator<Item = &'s RustName> {
        let headers = |documented: &'s ErrorHeaders| [&documented.headers.name].into_iter().chain(&documented.aliases);
        let definitions = self.definitions.iter().map(|definition| &definition.name);
        definitions.chain(self.error_headers.iter().copied().flat_map(headers))
    }
}

/// The shared shapes, and the headers of failures, by the file that they belong to.
pub(super) fn by_file(service: &Service) -> BTreeMap<RustName, Content<'_>> {
    let mut files: BTreeMap<RustName, Content<'_>> = BTreeMap::new();
    for definition in &service.types {
        files.entry(definition.module.clone()).or_default().definitions.push(definition);
    }
    for headers in &service.error_headers {
        files.entry(headers.module.clone()).or_default().error_headers.push(headers);
    }
    files
}

/// `src/kafka/types/error_response.rs`: one shape, and those inside it.
pub(super) fn file(service: &Service, module: &RustName, content: &Content<'_>) -> GeneratedFile {
    let mut imports = Imports::of_types(content.names().cloned());
    let mut items = items(&content.definitions, &mut imports);
    items.extend(content.error_headers.iter().flat_map(|headers| error_headers::items(headers, &mut imports)));
    let all = imports.items(service).into_iter().chain(items);
    let path = format!("src/{}/types/{}.rs", service.module.unraw(), module.unraw());
    let opening = docs::inner(&[match content.error_headers.first() {
        Some(headers) => format!("`{}`: headers of failures.", headers.headers.name.unraw()),
        None => {
            let main = content.names().next().map(RustName::unraw).unwrap_or_default();
            format!("`{main}` and the shapes inside it.")
        }
    }]);
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
