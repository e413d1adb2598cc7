//! Pagination: how one page of an operation leads to the next. Pointers are JSON pointers into the response body.

use super::Type;

/// The pagination of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pagination {
    /// How the next page is requested.
    pub step: PageStep,
    /// A pointer to the items of a page.
    pub items_pointer: Option<String>,
    /// The type of an item.
    pub item_type: Option<Type>,
    /// A pointer to the flag that tells whether a next page exists.
    pub has_more_pointer: Option<String>,
}

/// How the next page is requested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageStep {
    /// With a cursor.
    Cursor {
        /// The parameter that takes the cursor.
        parameter: PageParameter,
        /// The source of the cursor.
        source: CursorSource,
    },
    /// With the number of items before the page.
    Offset {
        /// The parameter that takes the number.
        parameter: PageParameter,
        /// A pointer to the total number of items.
        total: Option<String>,
    },
    /// With the number of the page.
    Page {
        /// The parameter that takes the number.
        parameter: PageParameter,
        /// The number of the first page.
        first: u64,
        /// A pointer to the total number of pages.
        pages: Option<String>,
    },
    /// With the URL in the `Link` header.
    Link,
    /// With the URL at this pointer.
    Next(String),
}

/// The parameter that changes from page to page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageParameter {
    /// A query parameter.
    Query(String),
    /// A header.
    Header(String),
}

/// The source of a cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CursorSource {
    /// A pointer into the body.
    Body(String),
    /// A response header.
    Header(String),
    /// A pointer into the last item.
    LastItem(String),
}
