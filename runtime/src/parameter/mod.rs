//! Parameter values as text: for a path, a query, a header or a cookie.
//!
//! A value is read into a [`ValueTree`] by its `Serialize` implementation. A style of OpenAPI 3.0.4 and 3.1.1 ("Style
//! Values"), most of them from RFC 6570, then writes the tree. A value that a style cannot express is an error.
//!
//! - `header`: header and cookie parameters
//! - `path`: path parameters
//! - `query`: query parameters and form fields
//! - `serializer`: the serde serializer that builds a [`ValueTree`]
//! - `style`: [`PathStyle`] and [`QueryStyle`], and the percent-encoding of queries and forms
//! - `value`: [`ParameterValue`], a value with one plain text
//! - `value_tree`: [`ValueTree`], a value as scalars, lists and objects

mod header;
mod path;
mod query;
mod serializer;
mod style;
mod value;
mod value_tree;

pub(crate) use header::{CookieStyle, cookies, header_text};
pub(crate) use path::{path_text, reserved_path_text};
pub(crate) use query::query_pairs;
pub(crate) use style::Encoding;
pub use style::{PathStyle, QueryStyle};
pub use value::ParameterValue;
pub(crate) use value_tree::ValueTree;

/// Why a value cannot be written. Completes a sentence that starts with the name of the parameter.
pub(crate) type StyleProblem = &'static str;
