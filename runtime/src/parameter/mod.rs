//! From values to the text of a path, a query, a header or a cookie.
//!
//! A value is read into a [`Tree`] by its `Serialize` implementation. The styles of OpenAPI 3.0.4 and 3.1.1 ("Style Values"), which
//! are those of RFC 6570 and a few more, then write the tree. What a style has no form for is refused.

mod cookie;
mod deep;
mod encoding;
mod flat;
mod header;
mod json_tree;
mod path;
mod query;
mod serializer;
mod style;
mod tree;
mod value;

pub(crate) use cookie::cookies;
pub(crate) use encoding::Encoding;
pub(crate) use header::header_text;
pub(crate) use path::path_text;
pub(crate) use query::query_pairs;
pub use style::{PathStyle, QueryStyle};
pub(crate) use tree::Tree;
pub use value::ParameterValue;

/// Why a value cannot be written, in words that follow the name of the parameter.
pub(crate) type Problem = &'static str;
