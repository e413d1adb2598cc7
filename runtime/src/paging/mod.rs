//! Pages: how those of an operation follow each other, as data, and the streams of them.
//!
//! What leads from one page to the next is said by the document (`x-pagination`) and never guessed. [`Pages`] and
//! [`Items`] send one request after the other, each when the one before has been taken; dropping them stops it.

mod links;
mod walk;

pub use crate::client::{Items, Pages};
pub(crate) use links::without_dots;
pub(crate) use walk::{Page, Walk};

/// How the pages of an operation follow each other. Pointers are JSON pointers (RFC 6901) into the body of a response.
#[derive(Debug)]
pub struct Pagination {
    /// What leads to the next page.
    pub step: PageStep,
    /// Where the list of items stands, if it is known.
    pub items: Option<&'static str>,
    /// Where it stands whether there is a next page, if the service says so: `false` is the end.
    pub more: Option<&'static str>,
}

/// What leads from one page to the next.
#[derive(Debug)]
#[non_exhaustive]
pub enum PageStep {
    /// The response names a cursor, which the next request has as a parameter. Without one, or with an empty one,
    /// the page is the last.
    Cursor {
        /// The parameter that takes it.
        parameter: PageParameter,
        /// Where it comes from.
        source: CursorSource,
    },
    /// The next request says how many items came before. A page without items is the last.
    Offset {
        /// The parameter that takes it.
        parameter: PageParameter,
        /// Where it stands how many items there are, if the service says so.
        total: Option<&'static str>,
    },
    /// The next request has the next number. A page without items is the last.
    Page {
        /// The parameter that takes it.
        parameter: PageParameter,
        /// The number of the first page.
        first: u64,
        /// Where it stands how many pages there are, if the service says so.
        pages: Option<&'static str>,
    },
    /// The header `Link` has the address of the next page, with `rel="next"` (RFC 8288).
    Link,
    /// The body has the address of the next page.
    Next {
        /// Where it stands.
        pointer: &'static str,
    },
}

/// The parameter of a request that changes from page to page.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum PageParameter {
    /// A parameter of this name in the query.
    Query(&'static str),
    /// A header of this name.
    Header(&'static str),
}

/// Where a cursor comes from.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum CursorSource {
    /// From the body of the response.
    Body(&'static str),
    /// From a header of the response.
    Header(&'static str),
    /// From the last item of the page.
    LastItem(&'static str),
}
