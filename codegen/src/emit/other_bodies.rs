//! The methods that send a body in another media type than the preferred one.

use proc_macro2::TokenStream;
use quote::quote;

use super::{body, checks, docs, imports::Imports, literals, request::request_type};
use crate::model::{Argument, BodyForm, Operation, OtherBody, Place};

/// The fields of what has been given.
pub(super) fn fields(operation: &Operation, imports: &mut Imports) -> Vec<TokenStream> {
    let others = &operation.other_bodies;
    let mut fields = Vec::new();
    if let Some(choice) = &others.choice {
        let (choice, body_as) = (choice.ident(), imports.runtime("BodyAs"));
        fields.push(quote!(#choice: Option<#body_as>));
    }
    for body in &others.bodies {
        if let Some(ty) = &body.ty {
            let (name, ty) = (body.name.ident(), literals::ty(ty, imports));
            fields.push(quote!(#name: Option<#ty>));
        }
    }
    fields
}

/// A method for each of them.
pub(super) fn setters(operation: &Operation, imports: &mut Imports) -> Vec<TokenStream> {
    let others = &operation.other_bodies;
    others.bodies.iter().filter_map(|body| setter(operation, body, imports)).collect()
}

fn setter(operation: &Operation, body: &OtherBody, imports: &mut Imports) -> Option<TokenStream> {
    let name = body.name.ident();
    let docs = docs::outer(&body.docs);
    let Some(ty) = &body.ty else {
        let choice = operation.other_bodies.choice.as_ref()?.ident();
        let way = way(body, imports);
        return Some(quote! {
            #docs
            pub fn #name(mut self) -> Self {
                self.input.#choice = Some(#way);
                self
            }
        });
    };
    let argument = quote::format_ident!("body");
    let (ty, value) = literals::setter_value_of(ty, &argument, imports);
    let is_of_body = |argument: &Argument| matches!(argument.place, Place::Body | Place::BodyMember);
    if !operation.required_arguments().any(is_of_body) {
        return Some(quote! {
            #docs
            pub fn #name(mut self, #argument: #ty) -> Self {
                self.input.#name = Some(#value);
                self
            }
        });
    }
    // Nothing of the body is missing any more.
    let result = request_type(operation, &quote!('c), |argument| {
        let flag = argument.flag.ident();
        if is_of_body(argument) { quote!(true) } else { quote!(#flag) }
    });
    let request = operation.type_name.ident();
    Some(quote! {
        #docs
        pub fn #name(mut self, #argument: #ty) -> #result {
            self.input.#name = Some(#value);
            #request { client: self.client, input: self.input }
        }
    })
}

fn way(body: &OtherBody, imports: &mut Imports) -> TokenStream {
    let body_as = imports.runtime("BodyAs");
    let content_type = body.content_type.as_str();
    match &body.form {
        BodyForm::Form(styles) => {
            let fields = body::form_fields(styles, imports);
            quote!(#body_as::Form(#content_type, &[#(#fields),*]))
        }
        BodyForm::Multipart => quote!(#body_as::Multipart(#content_type)),
        BodyForm::Json | BodyForm::Text | BodyForm::Bytes => quote!(#body_as::MediaType(#content_type)),
    }
}

/// The calls that check values of their own.
pub(super) fn checks(operation: &Operation, imports: &mut Imports) -> Vec<TokenStream> {
    let mut calls = Vec::new();
    for body in &operation.other_bodies.bodies {
        if let Some(rules) = &body.rules {
            let name = body.name.ident();
            calls.push(checks::member("body", &quote!(&self.input.#name), rules, imports));
        }
    }
    calls
}

/// The calls that put the chosen one in place of the preferred one.
pub(super) fn calls(operation: &Operation, imports: &mut Imports) -> TokenStream {
    let others = &operation.other_bodies;
    let choice = others.choice.as_ref().map(|choice| {
        let choice = choice.ident();
        quote!(.body_as(self.input.#choice))
    });
    let values: Vec<TokenStream> = others
        .bodies
        .iter()
        .filter(|body| body.ty.is_some())
        .map(|other| body::whole(&other.name, &other.content_type, &other.form, imports))
        .collect();
    quote!(#choice #(#values)*)
}
