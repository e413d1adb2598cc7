//! Parameter Objects. OpenAPI 3.0.3, section 4.7.12.

use std::rc::Rc;

use indexmap::IndexMap;

use super::{
    content::{Example, MediaType},
    extensions::{self, RustNameKey},
    node::{Node, Read, RefOverrides, Spanned},
    object_reader::ObjectReader,
    reference::RefOr,
    schema::Schema,
    schema_type::SchemaType,
};
use crate::{
    diagnostic::{Code, Diagnostics},
    source::{Location, Value},
};

/// "Parameter Object".
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "they are flags of the specification")]
pub(crate) struct Parameter {
    pub(crate) at: Location,
    pub(crate) name: Spanned<String>,
    pub(crate) location: ParameterLocation,
    pub(crate) description: Option<String>,
    pub(crate) required: bool,
    pub(crate) deprecated: bool,
    pub(crate) schema: Option<Rc<Schema>>,
    pub(crate) content: IndexMap<String, MediaType>,
    pub(crate) style: Option<Spanned<String>>,
    pub(crate) explode: Option<bool>,
    /// The place of `allowReserved: true`.
    pub(crate) allow_reserved: Option<Location>,
    pub(crate) allow_empty_value: bool,
    pub(crate) example: Option<Value>,
    pub(crate) examples: IndexMap<String, RefOr<Example>>,
    /// `x-client-parameter`: the value is set once on the client.
    pub(crate) client_parameter: bool,
    /// `x-rust-name`: the name of the setter.
    pub(crate) rust_name: Option<RustNameKey>,
}

impl Parameter {
    /// The parameter for a placeholder that the document does not declare: a required string.
    pub(crate) fn required_string(name: &str, location: ParameterLocation, at: &Location) -> Self {
        Self::string(name, location, None, at)
    }

    /// A query parameter with one value, which the document writes in the path.
    pub(crate) fn constant(name: &str, value: String, at: &Location) -> Self {
        Self::string(name, ParameterLocation::Query, Some(value), at)
    }

    /// A required string, with the only value that it may have.
    fn string(name: &str, location: ParameterLocation, value: Option<String>, at: &Location) -> Self {
        let values = value.map(|value| vec![Spanned { value: Value::String(value), at: at.clone() }]);
        let is_synthetic = values.is_some();
        let schema = Schema { types: vec![SchemaType::String], values, is_synthetic, ..Schema::empty(at.clone()) };
        Self {
            at: at.clone(),
            name: Spanned { value: name.to_owned(), at: at.clone() },
            location,
            description: None,
            required: true,
            deprecated: false,
            schema: Some(Rc::new(schema)),
            content: IndexMap::new(),
            style: None,
            explode: None,
            allow_reserved: None,
            allow_empty_value: false,
            example: None,
            examples: IndexMap::new(),
            client_parameter: false,
            rust_name: None,
        }
    }
}

/// The part of the request that contains a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ParameterLocation {
    Path,
    Query,
    Header,
    Cookie,
    /// The whole query (OpenAPI 3.2).
    QueryString,
}

impl ParameterLocation {
    /// The value of `in`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::QueryString => "querystring",
        }
    }
}

impl Read for ParameterLocation {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        match String::read(node, diagnostics)?.as_str() {
            "path" => Some(Self::Path),
            "query" => Some(Self::Query),
            "header" => Some(Self::Header),
            "cookie" => Some(Self::Cookie),
            "querystring" => Some(Self::QueryString),
            other => {
                diagnostics
                    .report(Code::WrongType, &node.at, format!("unknown parameter location `{other}`"))
                    .help("`in` is one of `path`, `query`, `querystring`, `header`, `cookie`")
                    .fallback("the parameter is omitted");
                None
            }
        }
    }
}

impl Read for Parameter {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Parameter Object", diagnostics)?;
        let name = object.required("name");
        let location = object.required("in");
        let description = object.optional("description");
        let required = object.or_default("required");
        let deprecated = object.or_default("deprecated");
        let schema = object.optional("schema");
        let style = object.optional("style");
        let explode = object.optional("explode");
        let allow_reserved = object.optional::<Spanned<bool>>("allowReserved").filter(|flag| flag.value);
        let allow_empty_value = object.or_default("allowEmptyValue");
        let content = object.or_default("content");
        let example = object.optional("example");
        let examples = object.or_default("examples");
        let client_parameter = object.or_default("x-client-parameter");
        let rust_name = object.optional("x-rust-name");
        extensions::read_rationale(&mut object);
        let at = object.at();
        object.finish();
        Some(Self {
            at,
            name: name?,
            location: location?,
            description,
            required,
            deprecated,
            schema,
            content,
            style,
            explode,
            allow_reserved: allow_reserved.map(|flag| flag.at),
            allow_empty_value,
            example,
            examples,
            client_parameter,
            rust_name,
        })
    }

    fn apply_overrides(&mut self, overrides: &RefOverrides) {
        overrides.replace_description(&mut self.description);
    }
}
