//! `x-pagination`: how to get the next page of a list. Defined in `docs/extensions.md`.

use super::{
    node::{Node, Read, Spanned},
    object_reader::ObjectReader,
};
use crate::{diagnostic::Diagnostics, source::Location};

/// `x-pagination`. Pointers lead into the body of the response.
#[derive(Clone, Debug)]
pub(crate) struct Pagination {
    pub(crate) at: Location,
    /// The list of items in the response.
    pub(crate) items: Option<Spanned<String>>,
    /// Whether there is a next page.
    pub(crate) more: Option<Spanned<String>>,
    pub(crate) cursor: Option<Cursor>,
    pub(crate) offset: Option<Offset>,
    pub(crate) page: Option<PageNumber>,
    pub(crate) link_header: Option<Spanned<bool>>,
    /// The URL of the next page.
    pub(crate) next_url: Option<Spanned<String>>,
}

impl Read for Pagination {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "`x-pagination`", diagnostics)?;
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
        // Other tools use the same key with other contents.
        if object.is_foreign() {
            object.finish_foreign();
            return None;
        }
        object.finish();
        Some(pagination)
    }
}

/// A cursor: its parameter and its source in the response.
#[derive(Clone, Debug)]
pub(crate) struct Cursor {
    pub(crate) at: Location,
    pub(crate) parameter: Spanned<String>,
    /// The cursor is in the body.
    pub(crate) pointer: Option<Spanned<String>>,
    /// The cursor is in a header.
    pub(crate) header: Option<Spanned<String>>,
    /// The cursor is in the last item.
    pub(crate) last_item: Option<Spanned<String>>,
}

impl Read for Cursor {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "`cursor` of `x-pagination`", diagnostics)?;
        let at = node.key();
        let parameter = object.required("parameter");
        let (pointer, header) = (object.optional("pointer"), object.optional("header"));
        let last_item = object.optional("last-item");
        object.finish();
        Some(Self { at, parameter: parameter?, pointer, header, last_item })
    }
}

/// The number of previous items.
#[derive(Clone, Debug)]
pub(crate) struct Offset {
    pub(crate) parameter: Spanned<String>,
    /// The total number of items.
    pub(crate) total: Option<Spanned<String>>,
}

impl Read for Offset {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "`offset` of `x-pagination`", diagnostics)?;
        let parameter = object.required("parameter");
        let total = object.optional("total");
        object.finish();
        Some(Self { parameter: parameter?, total })
    }
}

/// A page number.
#[derive(Clone, Debug)]
pub(crate) struct PageNumber {
    pub(crate) parameter: Spanned<String>,
    /// The number of the first page. The default is 1.
    pub(crate) first: Option<u64>,
    /// The total number of pages.
    pub(crate) pages: Option<Spanned<String>>,
}

impl Read for PageNumber {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "`page` of `x-pagination`", diagnostics)?;
        let parameter = object.required("parameter");
        let (first, pages) = (object.optional("first"), object.optional("pages"));
        object.finish();
        Some(Self { parameter: parameter?, first, pages })
    }
}
