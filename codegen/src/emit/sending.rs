//! The methods that send a request: `send`, and those whose answers are read as they arrive.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{answers, body, docs, imports::Imports, literals, other_bodies, pagination, request};
use crate::model::{Operation, Parts, Success};

/// The type of an answer, and the call that the client gets for it.
struct Way {
    output: TokenStream,
    call: TokenStream,
    /// What a whole answer is, and how it is read.
    whole: Option<(TokenStream, TokenStream)>,
}

pub(super) fn methods(operation: &Operation, imports: &mut Imports) -> TokenStream {
    let first = way(&operation.success, imports);
    let (output, call) = (&first.output, &first.call);
    let bounds = bounds(operation, imports);
    let accept = operation.accept.as_ref().map(|accept| {
        if operation.chooses_media_type() {
            quote!(.accept(self.input.accept.unwrap_or(#accept)))
        } else {
            quote!(.accept(#accept))
        }
    });
    let builder = builder(operation, imports);
    let docs = docs::lines(&["Sends the request. Nothing is sent before the future is awaited."]);
    let pages = operation.pagination.as_ref().zip(first.whole.as_ref()).map(|(pagination, (output, decode))| {
        pagination::methods(pagination, (output, decode), accept.as_ref(), &bounds, imports)
    });
    if operation.streams.is_empty() && pages.is_none() {
        return quote! {
            #docs
            pub fn send(self) -> #output #bounds {
                let request = #builder #accept;
                self.client.#call
            }
        };
    }
    let streams: Vec<TokenStream> = operation
        .streams
        .iter()
        .map(|stream| {
            let Way { output, call, .. } = streamed(&stream.parts, imports);
            let (method, docs) = (stream.method.ident(), docs::outer(&stream.docs));
            let accept = stream.accept.as_ref().map(|accept| quote!(.accept(#accept)));
            quote! {
                #docs
                pub fn #method(self) -> #output #bounds {
                    let request = self.to_request() #accept;
                    self.client.#call
                }
            }
        })
        .collect();
    let request = imports.runtime("Request");
    quote! {
        #docs
        pub fn send(self) -> #output #bounds {
            let request = self.to_request() #accept;
            self.client.#call
        }

        #pages

        #(#streams)*

        fn to_request(&self) -> #request {
            #builder
        }
    }
}

/// The setter by which the caller says which of an answer's media types is wanted.
pub(super) fn media_type_setter(operation: &Operation) -> TokenStream {
    if !operation.chooses_media_type() {
        return TokenStream::new();
    }
    let docs = docs::lines(&[
        "Asks for an answer in this media type alone, or in one of several between commas.",
        "",
        "Unless this is called, all that are documented are asked for, and the service chooses.",
    ]);
    quote! {
        #docs
        pub fn accept(mut self, media_type: &'static str) -> Self {
            self.input.accept = Some(media_type);
            self
        }
    }
}

/// What must have been given.
fn bounds(operation: &Operation, imports: &mut Imports) -> TokenStream {
    let bounds: Vec<TokenStream> = operation
        .required_arguments()
        .map(|argument| {
            let (required, given, flag) =
                (imports.runtime("Required"), imports.runtime("Given"), argument.flag.ident());
            quote!(#required<#flag>: #given)
        })
        .collect();
    if bounds.is_empty() { TokenStream::new() } else { quote!(where #(#bounds),*) }
}

/// The request with all that was given.
fn builder(operation: &Operation, imports: &mut Imports) -> TokenStream {
    let request = imports.runtime("Request");
    let parts = operation.arguments.iter().filter_map(|argument| request::part(argument, imports));
    let parts: Vec<TokenStream> = parts.collect();
    let body = body::body(operation, imports);
    let others = other_bodies::calls(operation, imports);
    let scopes = operation.scopes.iter().map(|(alternative, scheme, scopes)| {
        let (alternative, scheme) = (Literal::usize_unsuffixed(*alternative), scheme.as_str());
        quote!(.scopes(#alternative, #scheme, &[#(#scopes),*]))
    });
    quote!(#request::builder(&OPERATION) #(#scopes)* #(#parts)* #body #others)
}

fn way(success: &Success, imports: &mut Imports) -> Way {
    let (output, decode) = match success {
        Success::Streamed(parts) => return streamed(parts, imports),
        Success::Nothing => {
            let decode = imports.runtime("decode");
            (quote!(()), quote!(#decode::nothing))
        }
        Success::One(content) => {
            let ty = answers::content_type(content, imports).unwrap_or_else(|| quote!(()));
            let decode = imports.runtime("decode");
            (ty, answers::reader(content, imports).unwrap_or_else(|| quote!(#decode::nothing)))
        }
        Success::Several(answer) => {
            let name = answer.name.ident();
            (quote!(#name), quote!(decode_answer))
        }
    };
    let pending = imports.runtime("Pending");
    Way { output: quote!(#pending<#output>), call: quote!(send(request, #decode)), whole: Some((output, decode)) }
}

/// A way whose answer is read as it arrives.
fn streamed(parts: &Parts, imports: &mut Imports) -> Way {
    let (pending, stream) = (imports.runtime("Pending"), imports.runtime("stream"));
    let (output, call) = match parts {
        Parts::Bytes => (quote!(#pending<#stream::AnswerStream>), quote!(stream(request))),
        Parts::TextEvents => (quote!(#pending<#stream::Events<String>>), quote!(text_events(request))),
        Parts::Events(ty) => {
            let ty = literals::ty(ty, imports);
            (quote!(#pending<#stream::Events<#ty>>), quote!(events(request)))
        }
        Parts::Lines(ty) => {
            let ty = literals::ty(ty, imports);
            (quote!(#pending<#stream::JsonLines<#ty>>), quote!(json_lines(request)))
        }
        Parts::Sequence(ty) => {
            let ty = literals::ty(ty, imports);
            (quote!(#pending<#stream::JsonLines<#ty>>), quote!(json_sequence(request)))
        }
    };
    Way { output, call, whole: None }
}
