//! Shapes: structs with public fields, and open enums.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::{checks, docs, imports::Imports, json, literals, setters};
use crate::{
    GeneratedFile,
    model::{Enumeration, Field, RustName, Service, Shape, Structure, TypeDefinition, Union},
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
    print::file(path, &service.source, &opening, items)
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
    let all = imports.tokens(service).into_iter().map(Item::from).chain(items);
    let path = format!("src/{}/types/{}.rs", service.module.unraw(), module.unraw());
    let main = definitions.iter().find(|definition| definition.module == *module);
    let names = main.map(|definition| definition.name.unraw().to_owned()).unwrap_or_default();
    let opening = docs::inner(&[format!("`{names}` and the shapes inside it.")]);
    print::file(path, &service.source, &opening, all)
}

/// The definitions, each with its methods, and how it is built, read, written and checked.
pub(super) fn items(definitions: &[&TypeDefinition], imports: &mut Imports) -> Vec<Item> {
    let mut items = Vec::new();
    for definition in definitions {
        let own = match &definition.shape {
            Shape::Structure(shape) => structure(definition, shape, imports),
            Shape::Enumeration(shape) => enumeration(definition, shape, imports),
            Shape::Union(shape) => union(definition, shape, imports),
        };
        items.extend(own.into_iter().map(Item::from));
        items.extend(setters::item(definition, imports));
        items.push(json::item(definition, imports));
        items.extend(checks::item(definition, imports).map(Item::from));
    }
    items
}

/// The type of a field: an `Option` where the member may be absent or null.
pub(super) fn field_type(field: &Field, imports: &mut Imports) -> TokenStream {
    let ty = literals::ty(&field.ty, imports);
    if field.is_doubly_optional() {
        quote!(Option<Option<#ty>>)
    } else if field.is_optional() {
        quote!(Option<#ty>)
    } else {
        ty
    }
}

/// The type of the field that keeps all other members.
fn extra_type(structure: &Structure, imports: &mut Imports) -> TokenStream {
    match &structure.additional {
        Some(ty) => {
            let map = imports.standard("collections::BTreeMap");
            let ty = literals::ty(ty, imports);
            quote!(#map<String, #ty>)
        }
        None => {
            let extra = imports.runtime("Extra");
            quote!(#extra)
        }
    }
}

fn structure(definition: &TypeDefinition, structure: &Structure, imports: &mut Imports) -> Vec<TokenStream> {
    let name = definition.name.ident();
    let docs = definition_docs(definition);
    let has_default = structure.fields.iter().all(Field::is_optional);
    let default = has_default.then(|| quote!(Default,));
    let extra_type = extra_type(structure, imports);
    let extra = structure.extra.ident();
    let fields: Vec<TokenStream> = structure
        .fields
        .iter()
        .map(|field| {
            let name = field.name.ident();
            let docs = docs::outer(&field.docs);
            let ty = field_type(field, imports);
            quote!(#docs pub #name: #ty)
        })
        .collect();
    let extra_docs = docs::lines(&["Members that the document does not name, kept as they came."]);
    let item = quote! {
        #docs
        #[derive(Clone, Debug, #default PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
            #extra_docs
            pub #extra: #extra_type,
        }
    };
    let validate = definition
        .is_sent
        .then(|| checks::method(definition, imports))
        .flatten()
        .map(|method| quote!(impl #name { #method }));
    std::iter::once(item).chain(validate).collect()
}

fn definition_docs(definition: &TypeDefinition) -> TokenStream {
    if definition.docs.0.is_empty() {
        return docs::lines(&[format!("`{}`, which the document does not describe.", definition.name)]);
    }
    docs::outer(&definition.docs)
}

fn union(definition: &TypeDefinition, union: &Union, imports: &mut Imports) -> Vec<TokenStream> {
    let name = definition.name.ident();
    let docs = definition_docs(definition);
    let variants: Vec<TokenStream> = union
        .branches
        .iter()
        .map(|branch| {
            let (name, docs) = (branch.name.ident(), docs::outer(&branch.docs));
            let ty = literals::ty(&branch.ty, imports);
            quote!(#docs #name(#ty))
        })
        .collect();
    let item = quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants),* }
    };
    let validate = checks::method(definition, imports).map(|method| quote!(impl #name { #method }));
    std::iter::once(item).chain(validate).collect()
}

fn enumeration(definition: &TypeDefinition, enumeration: &Enumeration, imports: &mut Imports) -> Vec<TokenStream> {
    let name = definition.name.ident();
    let docs = definition_docs(definition);
    let variants = enumeration.variants.iter().map(|variant| {
        let name = variant.name.ident();
        let docs = docs::outer(&variant.docs);
        quote!(#docs #name)
    });
    let other = enumeration.other.ident();
    let other_docs = docs::lines(&["A text that the document does not list, as it came."]);
    let item = quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #other_docs
            #other(String),
        }
    };
    let mut items = vec![item];
    items.extend(checks::method(definition, imports).map(|method| quote!(impl #name { #method })));
    items
}
