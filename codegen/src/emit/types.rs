//! The files of the types that operations share.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, file, headers, imports::Imports, type_definition::items};
use crate::{
    GeneratedFile,
    model::{Constructor, Crate, ErrorHeaders, RustName, Service, SharedName, TypeDefinition, TypeKind},
};

/// The content of one file of shared types.
#[derive(Default)]
pub(super) struct TypesFile<'s> {
    definitions: Vec<&'s TypeDefinition>,
    error_headers: Vec<&'s ErrorHeaders>,
}

impl<'s> TypesFile<'s> {
    fn names(&self) -> impl Iterator<Item = SharedName> {
        let headers = |headers: &'s ErrorHeaders| {
            let names = std::iter::once(&headers.headers.name).chain(&headers.aliases);
            names.map(|name| SharedName { parent: Some(headers.module.clone()), name: name.clone() })
        };
        let definitions = self.definitions.iter().flat_map(|definition| {
            let parameters = constructor_parameters(definition)
                .map(|name| SharedName { parent: definition.shared_name().parent, name: name.clone() });
            [definition.shared_name()].into_iter().chain(parameters)
        });
        definitions.chain(self.error_headers.iter().copied().flat_map(headers))
    }

    /// Whether other files name anything through the module.
    fn has_nested(&self) -> bool {
        !self.error_headers.is_empty() || self.definitions.iter().any(|definition| definition.is_nested)
    }

    fn title(&self, module: &RustName) -> String {
        let main = self.definitions.iter().find(|definition| !definition.is_nested).map(|main| main.name.unraw());
        match main {
            Some(main) if self.has_nested() => format!("`{main}` and its nested types."),
            Some(main) => format!("`{main}`."),
            None => format!("Types of {} that several operations use.", module.unraw().replace('_', " ")),
        }
    }
}

/// The shared types by file.
pub(super) fn by_file(service: &Service) -> BTreeMap<RustName, TypesFile<'_>> {
    let mut files: BTreeMap<RustName, TypesFile<'_>> = BTreeMap::new();
    for definition in &service.types {
        files.entry(definition.module.clone()).or_default().definitions.push(definition);
    }
    for headers in &service.error_headers {
        files.entry(headers.module.clone()).or_default().error_headers.push(headers);
    }
    files
}

/// `kafka/types.rs`: the index of the shared types.
pub(super) fn index_file(krate: &Crate, service: &Service) -> GeneratedFile {
    let files = by_file(service);
    let modules = files.iter().map(|(module, content)| {
        let visibility = content.has_nested().then(|| quote!(pub));
        let features = features_attribute(service, module);
        let module = module.ident();
        quote!(#features #visibility mod #module;)
    });
    let exports = files.iter().filter_map(|(module, content)| {
        let features = features_attribute(service, module);
        let module = module.ident();
        let top_level = content.names().filter(|name| name.parent.is_none());
        let names: Vec<_> = top_level.map(|name| name.name.ident()).collect();
        match names.as_slice() {
            [] => None,
            [name] => Some(quote!(#features pub use #module::#name;)),
            names => Some(quote!(#features pub use #module::{#(#names),*};)),
        }
    });
    let items = vec![quote!(#(#modules)*), quote!(#(#exports)*)];
    let title = docs::inner(&[format!("Types that several operations of {} use.", service.title)]);
    file::in_service(krate, service, "types", title, items)
}

/// The condition under which a file of types is compiled: that any operation that uses it is.
fn features_attribute(service: &Service, module: &RustName) -> Option<TokenStream> {
    match service.type_features.get(module)?.as_slice() {
        [only] => Some(quote!(#[cfg(feature = #only)])),
        features => Some(quote!(#[cfg(any(#(feature = #features),*))])),
    }
}

/// `kafka/types/error_response.rs`: a shared type with its nested types.
pub(super) fn type_file(krate: &Crate, service: &Service, module: &RustName, content: &TypesFile<'_>) -> GeneratedFile {
    let mut imports = Imports::of_types(module.clone(), content.names());
    let mut items = items(content.definitions.iter().copied(), &mut imports);
    items.extend(content.error_headers.iter().flat_map(|responses| headers::of_errors(responses, &mut imports)));
    let all = imports.items(service).into_iter().chain(items);
    let title = docs::inner(&[content.title(module)]);
    file::in_service(krate, service, &format!("types/{}", module.unraw()), title, all)
}

/// The struct of the constructor's parameters, if the type has one.
fn constructor_parameters(definition: &TypeDefinition) -> Option<&RustName> {
    match &definition.kind {
        TypeKind::Struct(structure) => match &structure.construction.constructor {
            Some(Constructor::Named(name)) => Some(name),
            _ => None,
        },
        _ => None,
    }
}
