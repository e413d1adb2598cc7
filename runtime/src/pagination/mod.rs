//! Pagination: how the pages of an operation follow each other, as data, and the state between two pages.
//!
//! - `links`: addresses of next pages
//! - `walk`: the state between two pages
//!
//! The document describes the pagination (`x-pagination`). [`Pages`](crate::paging::Pages) and
//! [`Items`](crate::paging::Items) send one request per page, when it is read. Dropping them stops.

mod links;
mod walk;

pub(crate) use links::without_dots;
pub(crate) use walk::{Page, Walk};

/// Pagination of an operation. Pointers are JSON pointers (RFC 6901) into the response body.
#[derive(Debug)]
pub struct Pagination {
    /// Step to the next page.
    pub step: PageStep,
    /// Pointer to the list of items, if known.
    pub items: Option<&'static str>,
    /// Pointer to a flag that tells whether there is a next page. `false` is the end.
    pub more: Option<&'static str>,
}

/// Step from one page to the next.
#[derive(Debug)]
#[non_exhaustive]
pub enum PageStep {
    /// The response contains a cursor, which the next request sends as a parameter. A missing or empty cursor is
    /// the end.
    Cursor {
        /// Parameter for it.
        parameter: PageParameter,
        /// Source of the cursor.
        source: CursorSource,
    },
    /// The next request sends the number of items so far. A page without items is the end.
    Offset {
        /// Parameter for it.
        parameter: PageParameter,
        /// Pointer to the total number of items, if the service returns it.
        total: Option<&'static str>,
    },
    /// The next request sends the next page number. A page without items is the end.
    Page {
        /// Parameter for it.
        parameter: PageParameter,
        /// Number of the first page.
        first: u64,
        /// Pointer to the number of pages, if the service returns it.
        pages: Option<&'static str>,
    },
    /// The header `Link` contains the address of the next page with `rel="next"` (RFC 8288).
    Link,
    /// The body contains the address of the next page.
    Next {
        /// Pointer to the address.
        pointer: &'static str,
    },
}

/// Parameter that changes from page to page.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum PageParameter {
    /// Query parameter of this name.
    Query(&'static str),
    /// Header of this name.
    Header(&'static str),
}

/// Source of a cursor.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum CursorSource {
    /// Pointer into the response body.
    Body(&'static str),
    /// Response header of this name.
    Header(&'static str),
    /// Pointer into the last item of the page.
    LastItem(&'static str),
}
