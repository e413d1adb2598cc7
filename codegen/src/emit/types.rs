//! The files of shapes: structs with public fields, and open enums.

use std::collections::BTreeMap;

use quote::quote;

use super::{checks, docs, error_headers, imports::Imports, json};
use crate::{
    GeneratedFile,
    model::{ErrorHeaders, RustName, Service, SharedName, TypeDefinition},
    print::{self, Item},
};

/// `src/kafka/types.rs`: the index of the shapes that operations share.
pub(super) fn index_file(service: &Service) -> GeneratedFile {
    let files = by_file(service);
    let modules = files.iter().map(|(module, content)| {
        let visibility = content.has_parts().then(|| quote!(pub));
        let module = module.ident();
        quote!(#visibility mod #module;)
    });
    let exports = files.iter().filter_map(|(module, content)| {
        let module = module.ident();
        let alone = content.names().filter(|name| name.parent.is_none());
        let names: Vec<_> = alone.map(|name| name.name.ident()).collect();
        match names.as_slice() {
            [] => None,
            [name] => Some(quote!(pub use #module::#name;)),
            names => Some(quote!(pub use #module::{#(#names),*};)),
        }
    });
    let items = vec![quote!(#(#modules)*), quote!(#(#exports)*)];
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
    fn names(&self) -> impl Iterator<Item = SharedName> {
        let headers = |documented: &'s ErrorHeaders| {
            let names = std::iter::once(&documented.headers.name).chain(&documented.aliases);
            names.map(|name| SharedName { parent: Some(documented.module.clone()), name: name.clone() })
        };
        let definitions = self.definitions.iter().map(|definition| definition.shared_name());
        definitions.chain(self.error_headers.iter().copied().flat_map(headers))
    }

    /// Whether anything is called through the module.
    fn has_parts(&self) -> bool {
        !self.error_headers.is_empty() || self.definitions.iter().any(|definition| definition.is_nested)
    }

    /// What the file is about.
    fn title(&self, module: &RustName) -> String {
        let alone = self.definitions.iter().find(|definition| !definition.is_nested).map(|main| main.name.unraw());
        match alone {
            Some(main) if self.has_parts() => format!("`{main}` and its parts."),
            Some(main) => format!("`{main}`."),
            None => format!("The shapes of {} that operations share.", module.unraw().replace('_', " ")),
        }
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
    let mut imports = Imports::of_types(module.clone(), content.names());
    let mut items = items(&content.definitions, &mut imports);
    items.extend(content.error_headers.iter().flat_map(|headers| error_headers::items(headers, &mut imports)));
    let all = imports.items(service).into_iter().chain(items);
    let path = format!("src/{}/types/{}.rs", service.module.unraw(), module.unraw());
    let opening = docs::inner(&[content.title(module)]);
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
