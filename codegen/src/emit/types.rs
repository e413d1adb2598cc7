//! Shapes: structs with public fields, and open enums.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, imports::Imports, literals, serde_enumeration, serde_structure};
use crate::{
    GeneratedFile,
    model::{Enumeration, Field, RustName, Service, Shape, Structure, TypeDefinition},
    print,
};

/// Whether structs get a constructor and setters: those that a user may have to build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setters {
    All,
    None,
}

/// `src/kafka/types.rs`: the shapes that operations share.
pub(super) fn file(service: &Service) -> GeneratedFile {
    let mut imports = Imports::default();
    let items = items(&service.types, &mut imports, Setters::All);
    let mut all = imports.tokens(&service.module);
    all.extend(items);
    let path = format!("src/{}/types.rs", service.module.unraw());
    let opening = docs::inner(&[format!("The shapes that operations of {} share.", service.title)]);
    print::file(path, &service.source, &opening, all)
}

/// `src/kafka/serde_impls/types.rs` and its like: how the shapes of a module are read and written.
pub(super) fn serde_file(service: &Service, module: &RustName, definitions: &[TypeDefinition]) -> GeneratedFile {
    let mut imports = Imports::default();
    let items: Vec<TokenStream> = definitions
        .iter()
        .flat_map(|definition| {
            imports.service(&format!("{module}::{}", definition.name));
            match &definition.shape {
                Shape::Structure(structure) => serde_structure::items(&definition.name, structure, &mut imports),
                Shape::Enumeration(enumeration) => {
                    serde_enumeration::items(&definition.name, enumeration, &mut imports)
                }
            }
        })
        .collect();
    let mut all = imports.tokens(&service.module);
    all.extend(items);
    let path = format!("src/{}/serde_impls/{}.rs", service.module.unraw(), module.unraw());
    let opening = docs::inner(&[format!("How the shapes of `{module}` are read and written.")]);
    print::file(path, &service.source, &opening, all)
}

/// The definitions, each with its methods.
pub(super) fn items(definitions: &[TypeDefinition], imports: &mut Imports, setters: Setters) -> Vec<TokenStream> {
    let mut items = Vec::new();
    for definition in definitions {
        match &definition.shape {
            Shape::Structure(shape) => items.extend(structure(definition, shape, imports, setters)),
            Shape::Enumeration(shape) => items.extend(enumeration(definition, shape, imports)),
        }
    }
    items
}

/// The type of a field: an `Option` where the member may be absent or null.
pub(super) fn field_type(field: &Field, imports: &mut Imports) -> TokenStream {
    let ty = literals::ty(&field.ty, imports);
    if field.is_optional() { quote!(Option<#ty>) } else { ty }
}

fn structure(
    definition: &TypeDefinition,
    structure: &Structure,
    imports: &mut Imports,
    setters: Setters,
) -> Vec<TokenStream> {
    let name = definition.name.ident();
    let docs = definition_docs(definition);
    let has_default = structure.fields.iter().all(Field::is_optional);
    let default = has_default.then(|| quote!(Default,));
    let extra_type = imports.runtime("Extra");
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
    match setters {
        Setters::All => vec![item, methods(definition, structure, has_default, imports)],
        Setters::None => vec![item],
    }
}

fn definition_docs(definition: &TypeDefinition) -> TokenStream {
    if definition.docs.0.is_empty() {
        return docs::lines(&[format!("`{}`, which the document does not describe.", definition.name)]);
    }
    docs::outer(&definition.docs)
}

/// A constructor that takes what must be there, and a setter for each member that may be absent.
fn methods(definition: &TypeDefinition, structure: &Structure, has_default: bool, imports: &mut Imports) -> TokenStream {
    let name = definition.name.ident();
    let constructor = (!has_default).then(|| constructor(structure, imports));
    let setters: Vec<TokenStream> = structure
        .fields
        .iter()
        .filter(|field| field.is_optional())
        .map(|field| {
            let name = field.name.ident();
            let (ty, value) = literals::setter_value(&field.ty, &field.name, imports);
            let docs = docs::lines(&[format!("Sets `{name}`.")]);
            quote! {
                #docs
                pub fn #name(mut self, #name: #ty) -> Self {
                    self.#name = Some(#value);
                    self
                }
            }
        })
        .collect();
    quote! {
        impl #name {
            #constructor
            #(#setters)*
        }
    }
}

fn constructor(structure: &Structure, imports: &mut Imports) -> TokenStream {
    let extra = structure.extra.ident();
    let extra_type = imports.runtime("Extra");
    let mut arguments = Vec::new();
    let mut fields = Vec::new();
    for field in &structure.fields {
        let name = field.name.ident();
        if field.is_optional() {
            fields.push(quote!(#name: None));
            continue;
        }
        let (ty, value) = literals::setter_value(&field.ty, &field.name, imports);
        arguments.push(quote!(#name: #ty));
        fields.push(if quote!(#name).to_string() == value.to_string() { value } else { quote!(#name: #value) });
    }
    let docs = docs::lines(&["A value with the members that must be there, and no others."]);
    quote! {
        #docs
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#fields,)* #extra: #extra_type::default() }
        }
    }
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
    items.extend(serde_enumeration::conversions(&definition.name, enumeration, imports));
    items
}
