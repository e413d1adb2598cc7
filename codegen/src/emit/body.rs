//! The body of a request, as the call that makes it.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use crate::model::{Body, BodyForm, Operation, Part, PartKind, Place, RustName, Style};

pub(super) fn body(operation: &Operation, imports: &mut Imports) -> TokenStream {
    match &operation.body {
        Body::None => TokenStream::new(),
        Body::Empty { content_type } => quote!(.empty_body(#content_type)),
        Body::Whole { content_type, form } => {
            let argument = operation.arguments.iter().find(|argument| argument.place == Place::Body);
            argument.map_or_else(TokenStream::new, |argument| whole(&argument.name, content_type, form, imports))
        }
        Body::Members { content_type } => {
            let object = imports.runtime("JsonObject");
            let members = operation.arguments.iter().filter(|argument| argument.place == Place::BodyMember);
            let members = members.map(|argument| {
                let (field, wire) = (argument.name.ident(), argument.wire.as_str());
                quote!(.member(#wire, &self.input.#field))
            });
            quote!(.json(#content_type, &#object::new() #(#members)*))
        }
        Body::Multipart { content_type, parts } => {
            let multipart = imports.runtime("Multipart");
            let parts = parts.iter().map(part);
            quote!(.multipart(#content_type, #multipart::new() #(#parts)*))
        }
    }
}

/// A body that one field holds.
pub(super) fn whole(name: &RustName, content_type: &str, form: &BodyForm, imports: &mut Imports) -> TokenStream {
    let field = name.ident();
    match form {
        BodyForm::Json => quote!(.json(#content_type, &self.input.#field)),
        BodyForm::Text => quote!(.text(#content_type, &self.input.#field)),
        BodyForm::Bytes => quote!(.bytes(#content_type, &self.input.#field)),
        BodyForm::Multipart => quote!(.parts(#content_type, &self.input.#field)),
        BodyForm::Form(styles) => {
            let fields = form_fields(styles, imports);
            quote!(.form(#content_type, &self.input.#field, &[#(#fields),*]))
        }
    }
}

/// The fields of a form that are not written as usual. Members as JSON are what the runtime writes by itself.
pub(super) fn form_fields(styles: &[(String, Style)], imports: &mut Imports) -> Vec<TokenStream> {
    let styles = styles.iter().filter(|(_, style)| *style != Style::Json);
    styles
        .map(|(name, style)| {
            let field = imports.runtime("FormField");
            let style = query_style(*style, imports);
            quote!(#field { name: #name, style: #style })
        })
        .collect()
}

fn part(part: &Part) -> TokenStream {
    let (field, wire) = (part.field.ident(), part.wire.as_str());
    match &part.kind {
        PartKind::Value(Some(content_type)) => quote!(.part(#wire, &self.input.#field, Some(#content_type))),
        PartKind::Value(None) => quote!(.part(#wire, &self.input.#field, None)),
        PartKind::File(None) => quote!(.file(#wire, &self.input.#field)),
        PartKind::File(Some(media_type)) => quote!(.file_of(#wire, &self.input.#field, #media_type)),
        PartKind::Files(None) => quote!(.files(#wire, &self.input.#field)),
        PartKind::Files(Some(media_type)) => quote!(.files_of(#wire, &self.input.#field, #media_type)),
    }
}

/// A style as the runtime spells it, for queries and forms.
pub(super) fn query_style(style: Style, imports: &mut Imports) -> TokenStream {
    let query_style = imports.runtime("QueryStyle");
    match style {
        Style::SpaceDelimited => quote!(#query_style::SpaceDelimited),
        Style::PipeDelimited => quote!(#query_style::PipeDelimited),
        Style::DeepObject => quote!(#query_style::DeepObject),
        Style::Form { explode } | Style::Simple { explode } | Style::Label { explode } | Style::Matrix { explode } => {
            quote!(#query_style::Form { explode: #explode })
        }
        Style::Plain | Style::Json => quote!(#query_style::Form { explode: true }),
    }
}
