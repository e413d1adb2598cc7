//! `x-pagination`: how the pages of an operation follow each other. `specs/README.md` defines it.

use super::node::{Node, ObjectReader, Read, Spanned};
use crate::{diagnostic::Diagnostics, source::Location};

/// `x-pagination`, with each way to the next page that it says. Pointers lead into the body of an answer.
#[derive(Clone, Debug)]
pub(crate) struct Pagination {
    pub(crate) at: Location,
    /// The list of items.
    pub(crate) items: Option<Spanned<String>>,
    /// Whether there is a next page.
    pub(crate) more: Option<Spanned<String>>,
    pub(crate) cursor: Option<Cursor>,
    pub(crate) offset: Option<Offset>,
    pub(crate) page: Option<PageNumber>,
    pub(crate) link_header: Option<Spanned<bool>>,
    /// The address of the next page.
    pub(crate) next_url: Option<Spanned<String>>,
}

impl Read for Pagination {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "pagination (`x-pagination`)", diagnostics)?;
        let pagination = Self {
            at: node.key(),
            items: object.optional("items"),
            more: object.optional("more"),
            cursor: object.optional("cursor"),
            offset: object.optional("offset"),
            page: object.optional("page"),
            link_header: object.optional("link-header"),
            next_url: object.optional("next-url"),
        };
        // Other tools have the key too, with keys of their own in it.
        if object.diagnostics().is_lenient() && object.is_foreign() {
            return None;
        }
        object.finish();
        Some(pagination)
    }
}

/// A cursor: the parameter that takes it, and where it comes from.
#[derive(Clone, Debug)]
pub(crate) struct Cursor {
    pub(crate) at: Location,
    pub(crate) parameter: Spanned<String>,
    /// From the body.
    pub(crate) pointer: Option<Spanned<String>>,
    /// From a header.
    pub(crate) header: Option<Spanned<String>>,
    /// From the last item.
    pub(crate) last_item: Option<Spanned<String>>,
}

impl Read for Cursor {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "cursor (`x-pagination`)", diagnostics)?;
        let at = node.key();
        let parameter = object.required("parameter");
        let (pointer, header) = (object.optional("pointer"), object.optional("header"));
        let last_item = object.optional("last-item");
        object.finish();
        Some(Self { at, parameter: parameter?, pointer, header, last_item })
    }
}

/// How many items came before.
#[derive(Clone, Debug)]
pub(crate) struct Offset {
    pub(crate) parameter: Spanned<String>,
    /// How many items there are.
    pub(crate) total: Option<Spanned<String>>,
}

impl Read for Offset {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "offset (`x-pagination`)", diagnostics)?;
        let parameter = object.required("parameter");
        let total = object.optional("total");
        object.finish();
        Some(Self { parameter: parameter?, total })
    }
}

/// The number of a page.
#[derive(Clone, Debug)]
pub(crate) struct PageNumber {
    pub(crate) parameter: Spanned<String>,
    /// The number of the first page; 1 where it is not said.
    pub(crate) first: Option<u64>,
    /// How many pages there are.
    pub(crate) pages: Option<Spanned<String>>,
}

impl Read for PageNumber {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "page number (`x-pagination`)", diagnostics)?;
        let parameter = object.required("parameter");
        let (first, pages) = (object.optional("first"), object.optional("pages"));
        object.finish();
        Some(Self { parameter: parameter?, first, pages })
    }
}
