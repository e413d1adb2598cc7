//! Reading and writing structs, printed in full.
//!
//! The derive macros would say the same in one line, and take several times as long to compile.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::imports::Imports;
use crate::model::{Field, RustName, Structure, Type};

pub(super) fn items(name: &RustName, structure: &Structure, imports: &mut Imports) -> Vec<TokenStream> {
    vec![deserialize(name, structure, imports), serialize(name, structure, imports)]
}

fn deserialize(name: &RustName, structure: &Structure, imports: &mut Imports) -> TokenStream {
    let deserialize = imports.serde("Deserialize");
    let deserializer = imports.serde("Deserializer");
    let map_access = imports.serde("de::MapAccess");
    let visitor = imports.serde("de::Visitor");
    let fmt = imports.standard("fmt");
    let key = imports.runtime("json::Key");
    let type_name = name.ident();
    let expecting = format!("an object ({})", name.unraw());
    let extra = structure.extra.ident();
    let extra_field = if extra == "extra" { quote!(extra) } else { quote!(#extra: extra) };
    let (extra_start, extra_insert) = if structure.additional.is_some() {
        let map = imports.standard("collections::BTreeMap");
        let insert = quote!({
            extra.insert(String::from(key.as_str()), map.next_value()?);
        });
        (quote!(let mut extra = #map::new();), insert)
    } else {
        let extra = imports.runtime("Extra");
        (quote!(let mut extra = #extra::default();), quote!(extra.insert(key, &mut map)?))
    };
    let fields = structure.fields.iter().map(|field| field.name.ident());
    let found: Vec<Ident> = structure.fields.iter().map(found).collect();
    let arms: Vec<TokenStream> = structure.fields.iter().map(|field| arm(field, imports)).collect();
    let missing: Vec<TokenStream> =
        structure.fields.iter().filter(|field| field.required).map(|field| missing(field, imports)).collect();
    quote! {
        impl<'de> #deserialize<'de> for #type_name {
            fn deserialize<D: #deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Members;

                impl<'de> #visitor<'de> for Members {
                    type Value = #type_name;

                    fn expecting(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                        f.write_str(#expecting)
                    }

                    fn visit_map<A: #map_access<'de>>(self, mut map: A) -> Result<#type_name, A::Error> {
                        #(let mut #found = None;)*
                        #extra_start
                        while let Some(key) = map.next_key::<#key<'de>>()? {
                            match key.as_str() {
                                #(#arms)*
                                _ => #extra_insert,
                            }
                        }
                        #(#missing)*
                        Ok(#type_name { #(#fields: #found,)* #extra_field })
                    }
                }

                deserializer.deserialize_map(Members)
            }
        }
    }
}

/// The variable that holds a member while the rest is read: never the name of another variable there.
fn found(field: &Field) -> Ident {
    Ident::new(&format!("found_{}", field.name.unraw()), Span::call_site())
}

/// Reads one member. A null is nothing where nothing may stand.
fn arm(field: &Field, imports: &mut Imports) -> TokenStream {
    let name = found(field);
    let wire = field.wire.as_str();
    if field.ty == Type::AnyText {
        let any_text = imports.runtime("json::AnyText");
        let text = if field.is_optional() {
            quote!(map.next_value::<Option<#any_text>>()?.map(String::from))
        } else {
            quote!(Some(String::from(map.next_value::<#any_text>()?)))
        };
        return quote!(#wire => #name = #text,);
    }
    if field.required || field.is_doubly_optional() {
        quote!(#wire => #name = Some(map.next_value()?),)
    } else {
        quote!(#wire => #name = map.next_value()?,)
    }
}

/// A required member that did not come. One that may be null must still come.
fn missing(field: &Field, imports: &mut Imports) -> TokenStream {
    imports.serde_methods("de::Error");
    let name = found(field);
    let wire = field.wire.as_str();
    quote!(let #name = #name.ok_or_else(|| A::Error::missing_field(#wire))?;)
}

fn serialize(name: &RustName, structure: &Structure, imports: &mut Imports) -> TokenStream {
    let serialize = imports.serde("Serialize");
    let serializer = imports.serde("Serializer");
    imports.serde_methods("ser::SerializeMap");
    let type_name = name.ident();
    let extra = structure.extra.ident();
    let written = structure.fields.iter().filter(|field| !field.read_only || !field.is_optional());
    let entries = written.map(|field| {
        let (name, wire) = (field.name.ident(), field.wire.as_str());
        if field.required {
            return quote!(map.serialize_entry(#wire, &self.#name)?;);
        }
        quote!(if let Some(value) = &self.#name { map.serialize_entry(#wire, value)?; })
    });
    let rest = if structure.additional.is_some() {
        quote!(for (key, value) in &self.#extra { map.serialize_entry(key, value)?; })
    } else {
        quote!(self.#extra.serialize_into(&mut map)?;)
    };
    quote! {
        impl #serialize for #type_name {
            fn serialize<S: #serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                #(#entries)*
                #rest
                map.end()
            }
        }
    }
}
