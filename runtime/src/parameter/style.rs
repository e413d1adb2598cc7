//! [`PathStyle`] and [`QueryStyle`]: how a document says that a value is written.

/// How the value of a path parameter is written (OpenAPI 3.0.4, "Style Values").
///
/// `explode` writes each element of a list, or each member of an object, on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PathStyle {
    /// `blue,black`: simple string expansion (RFC 6570, section 3.2.2).
    Simple {
        /// Whether members are `R=100` rather than `R,100`.
        explode: bool,
    },
    /// `.blue,black`: label expansion (RFC 6570, section 3.2.5).
    Label {
        /// Whether each element has a dot of its own.
        explode: bool,
    },
    /// `;color=blue,black`: path-style parameters (RFC 6570, section 3.2.7).
    Matrix {
        /// Whether each element has a parameter of its own.
        explode: bool,
    },
}

/// How the value of a query parameter, or of a field of a form, is written (OpenAPI 3.0.4, "Style Values").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum QueryStyle {
    /// `color=blue,black` (RFC 6570, section 3.2.8).
    Form {
        /// Whether each element has a pair of its own: `color=blue&color=black`; of an object, each member under its own name.
        explode: bool,
    },
    /// `color=blue%20black`. With `explode` it is the same as [`Form`](Self::Form).
    SpaceDelimited,
    /// `color=blue%7Cblack`. With `explode` it is the same as [`Form`](Self::Form).
    PipeDelimited,
    /// `color[R]=100&color[G]=200`, brackets encoded. OpenAPI says no more than that; beyond it, what servers expect most is
    /// written: members of members as `a[b][c]=1`, lists as `a[]=1&a[]=2`, lists that hold lists or objects with the number of the
    /// element, as `a[0][b]=1`, and a value that is no object as `a=1`.
    DeepObject,
}
