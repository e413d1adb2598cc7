//! Schemas. OpenAPI 3.0.3, section 4.7.24 "Schema Object".

use indexmap::IndexMap;

use super::{
    document::ExternalDocs,
    extensions::{self, PasswordRules},
    node::{Located, Node, ObjectReader, Read},
    reference::RefOr,
};
use crate::{
    diagnostic::{Code, Diagnostics},
    source::{Location, Number, Value},
};

/// "Schema Object".
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools)] // they are the specification's
pub(crate) struct Schema {
    pub(crate) at: Location,
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) external_docs: Option<ExternalDocs>,
    pub(crate) kind: Option<Located<SchemaType>>,
    pub(crate) format: Option<Located<String>>,
    pub(crate) nullable: bool,
    pub(crate) values: Option<Located<Vec<Located<Value>>>>,
    pub(crate) properties: IndexMap<String, Property>,
    pub(crate) required: Vec<Located<String>>,
    pub(crate) additional_properties: Option<AdditionalProperties>,
    pub(crate) items: Option<Box<RefOr<Schema>>>,
    pub(crate) min_length: Option<u64>,
    pub(crate) max_length: Option<u64>,
    pub(crate) pattern: Option<String>,
    pub(crate) minimum: Option<Number>,
    pub(crate) maximum: Option<Number>,
    pub(crate) min_items: Option<u64>,
    pub(crate) max_items: Option<u64>,
    pub(crate) default: Option<Value>,
    pub(crate) example: Option<Value>,
    pub(crate) read_only: bool,
    pub(crate) write_only: bool,
    pub(crate) deprecated: bool,
    /// `x-password-rules`: what a password must obey.
    pub(crate) password_rules: Option<PasswordRules>,
    /// `x-any-json-as-text`: whatever JSON arrives is kept as its text.
    pub(crate) any_json_as_text: Option<Located<bool>>,
}

/// A member of an object, with the place of its name.
#[derive(Clone, Debug)]
pub(crate) struct Property {
    pub(crate) key: Location,
    pub(crate) schema: RefOr<Schema>,
}

impl Read for Property {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        Some(Self { key: node.key(), schema: RefOr::read(node, diagnostics)? })
    }
}

/// The value of `type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SchemaType {
    String,
    Integer,
    Number,
    Boolean,
    Array,
    Object,
}

impl Read for SchemaType {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        if let Value::Array(_) = node.value {
            diagnostics
                .error(Code::UnsupportedKeyword, &node.at, "several types at once are not part of OpenAPI 3.0")
                .help("write `nullable: true` for a value that may be null");
            return None;
        }
        match String::read(node, diagnostics)?.as_str() {
            "string" => Some(Self::String),
            "integer" => Some(Self::Integer),
            "number" => Some(Self::Number),
            "boolean" => Some(Self::Boolean),
            "array" => Some(Self::Array),
            "object" => Some(Self::Object),
            other => {
                diagnostics
                    .error(Code::WrongType, &node.at, format!("there is no type `{other}`"))
                    .help("`type` is one of `string`, `integer`, `number`, `boolean`, `array`, `object`");
                None
            }
        }
    }
}

/// The value of `additionalProperties`.
#[derive(Clone, Debug)]
pub(crate) enum AdditionalProperties {
    /// `true` or `false`.
    Allowed(bool),
    /// A schema that every other member follows.
    Schema(Box<RefOr<Schema>>),
}

impl Read for AdditionalProperties {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        match node.value {
            Value::Bool(allowed) => Some(Self::Allowed(*allowed)),
            _ => RefOr::read(node, diagnostics).map(Box::new).map(Self::Schema),
        }
    }
}

impl Read for Schema {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Schema Object", diagnostics)?;
        let schema = Self {
            at: object.at(),
            title: object.optional("title"),
            description: object.optional("description"),
            external_docs: object.optional("externalDocs"),
            kind: object.optional("type"),
            format: object.optional("format"),
            nullable: object.or_default("nullable"),
            values: object.optional("enum"),
            properties: object.or_default("properties"),
            required: object.or_default("required"),
            additional_properties: object.optional("additionalProperties"),
            items: object.optional("items"),
            min_length: object.optional("minLength"),
            max_length: object.optional("maxLength"),
            pattern: object.optional("pattern"),
            minimum: object.optional("minimum"),
            maximum: object.optional("maximum"),
            min_items: object.optional("minItems"),
            max_items: object.optional("maxItems"),
            default: object.optional("default"),
            example: object.optional("example"),
            read_only: object.or_default("readOnly"),
            write_only: object.or_default("writeOnly"),
            deprecated: object.or_default("deprecated"),
            password_rules: object.optional("x-password-rules"),
            any_json_as_text: object.optional("x-any-json-as-text"),
        };
        extensions::read_decisions(&mut object);
        object.unsupported(&[
            "allOf",
            "oneOf",
            "anyOf",
            "not",
            "discriminator",
            "xml",
            "multipleOf",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "uniqueItems",
            "minProperties",
            "maxProperties",
        ]);
        object.finish();
        Some(schema)
    }
}
