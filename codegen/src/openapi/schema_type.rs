//! Values of the keyword `type`.

use super::node::{Node, Read};
use crate::{
    diagnostic::{Code, Diagnostics},
    source::Value,
};

/// A value of `type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SchemaType {
    String,
    Integer,
    Number,
    Boolean,
    Array,
    Object,
    Null,
}

impl SchemaType {
    /// The type as a document writes it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Array => "array",
            Self::Object => "object",
            Self::Null => "null",
        }
    }
}

impl Read for SchemaType {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        Self::read_fast(node.value).or_else(|| {
            let other = String::read(node, diagnostics)?;
            diagnostics
                .report(Code::WrongType, &node.at, format!("unknown type `{other}`"))
                .help("`type` is one of `string`, `integer`, `number`, `boolean`, `array`, `object`, `null`");
            None
        })
    }

    fn read_fast(value: &Value) -> Option<Self> {
        let Value::String(name) = value else { return None };
        match name.as_str() {
            "string" => Some(Self::String),
            "integer" => Some(Self::Integer),
            "number" => Some(Self::Number),
            "boolean" => Some(Self::Boolean),
            "array" => Some(Self::Array),
            "object" => Some(Self::Object),
            "null" => Some(Self::Null),
            _ => None,
        }
    }
}

/// The value of `type`: one type or a list.
pub(super) struct Types(pub(super) Vec<SchemaType>);

impl Read for Types {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        match node.value {
            Value::Array(_) => Vec::read(node, diagnostics).map(Self),
            _ => SchemaType::read(node, diagnostics).map(|one| Self(vec![one])),
        }
    }

    fn read_fast(value: &Value) -> Option<Self> {
        SchemaType::read_fast(value).map(|one| Self(vec![one]))
    }
}
