//! Pagination: what leads from one page of an operation to the next. Pointers lead into the body of an answer.

use super::Type;

/// How the pages of an operation follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pagination {
    /// What leads to the next page.
    pub step: PageStep,
    /// Where the items of a page stand.
    pub items: Option<String>,
    /// What an item is.
    pub item: Option<Type>,
    /// Where it stands whether there is a next page.
    pub more: Option<String>,
}

/// What leads from one page to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageStep {
    /// A cursor.
    Cursor {
        /// What takes it.
        parameter: PageParameter,
        /// Where it comes from.
        source: CursorSource,
    },
    /// How many items came before.
    Offset {
        /// What takes it.
        parameter: PageParameter,
        /// Where it stands how many there are.
        total: Option<String>,
    },
    /// The number of the page.
    Page {
        /// What takes it.
        parameter: PageParameter,
        /// The number of the first page.
        first: u64,
        /// Where it stands how many there are.
        pages: Option<String>,
    },
    /// The header `Link`.
    Link,
    /// An address in the body.
    Next(String),
}

/// The parameter that changes from page to page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageParameter {
    /// In the query.
    Query(String),
    /// In a header.
    Header(String),
}

/// Where a cursor comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CursorSource {
    /// From the body.
    Body(String),
    /// From a header.
    Header(String),
    /// From the last item.
    LastItem(String),
}
