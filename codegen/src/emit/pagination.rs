//! Pages: how those of an operation follow each other.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{docs, imports::Imports};
use crate::model::{CursorSource, PageParameter, PageStep, Pagination};

/// The pagination as data, for the runtime.
pub(super) fn data(pagination: &Pagination, imports: &mut Imports) -> TokenStream {
    imports.runtime("paging");
    let step = step(&pagination.step);
    let (items, more) = (optional(pagination.items_pointer.as_ref()), optional(pagination.has_more_pointer.as_ref()));
    let docs = docs::lines(&["How the pages of this operation follow each other."]);
    quote! {
        #docs
        static PAGINATION: paging::Pagination = paging::Pagination {
            step: #step,
            items: #items,
            more: #more,
        };
    }
}

fn step(step: &PageStep) -> TokenStream {
    match step {
        PageStep::Cursor { parameter, source } => {
            let parameter = parameter_of(parameter);
            let source = match source {
                CursorSource::Body(pointer) => quote!(paging::CursorSource::Body(#pointer)),
                CursorSource::Header(name) => quote!(paging::CursorSource::Header(#name)),
                CursorSource::LastItem(pointer) => quote!(paging::CursorSource::LastItem(#pointer)),
            };
            quote!(paging::PageStep::Cursor { parameter: #parameter, source: #source })
        }
        PageStep::Offset { parameter, total } => {
            let (parameter, total) = (parameter_of(parameter), optional(total.as_ref()));
            quote!(paging::PageStep::Offset { parameter: #parameter, total: #total })
        }
        PageStep::Page { parameter, first, pages } => {
            let (parameter, pages) = (parameter_of(parameter), optional(pages.as_ref()));
            let first = Literal::u64_unsuffixed(*first);
            quote!(paging::PageStep::Page { parameter: #parameter, first: #first, pages: #pages })
        }
        PageStep::Link => quote!(paging::PageStep::Link),
        PageStep::Next(pointer) => quote!(paging::PageStep::Next { pointer: #pointer }),
    }
}

fn parameter_of(parameter: &PageParameter) -> TokenStream {
    match parameter {
        PageParameter::Query(name) => quote!(paging::PageParameter::Query(#name)),
        PageParameter::Header(name) => quote!(paging::PageParameter::Header(#name)),
    }
}

fn optional(text: Option<&String>) -> TokenStream {
    text.map_or_else(|| quote!(None), |text| quote!(Some(#text)))
}
