//! Schemas: the Schema Object of OpenAPI 3.0.3 (section 4.7.24) and of 3.1 (JSON Schema 2020-12), as one.
//!
//! Where the versions differ in spelling only, the spelling is settled here: `nullable` and a type array with `null`,
//! `exclusiveMaximum` as a flag and as a number, `example` and `examples`, `const` and an `enum` of one.

use std::rc::Rc;

use indexmap::IndexMap;

use super::{
    document::ExternalDocs,
    extensions::{self, PasswordRules},
    limits::Limits,
    node::{Node, ObjectReader, Read, Spanned},
    reference::{RefKind, Reference},
};
use crate::{
    diagnostic::{Code, Diagnostics},
    source::{Location, Value},
};

/// "Schema Object". There are more of these than of anything else, so what few of them have stands in a box of its own.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools)] // they are the specification's
pub(crate) struct Schema {
    pub(crate) at: Location,
    /// Whether no document has it so: it was put together from the schema here and what stands elsewhere.
    pub(crate) is_synthetic: bool,
    pub(crate) reference: Option<Box<Reference>>,
    /// `false`: nothing fits.
    pub(crate) is_never: bool,
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) external_docs: Option<Box<ExternalDocs>>,
    /// The types, without `null`. Empty where none is said.
    pub(crate) types: Vec<SchemaType>,
    pub(crate) format: Option<Spanned<String>>,
    pub(crate) nullable: bool,
    /// `enum`, or `const` as an enum of one.
    pub(crate) values: Option<Vec<Spanned<Value>>>,
    pub(crate) properties: IndexMap<String, Property>,
    pub(crate) required: Vec<Spanned<String>>,
    pub(crate) additional_properties: Option<AdditionalProperties>,
    pub(crate) pattern_properties: IndexMap<String, Rc<Schema>>,
    pub(crate) items: Option<Rc<Schema>>,
    pub(crate) prefix_items: Vec<Rc<Schema>>,
    pub(crate) all_of: Vec<Rc<Schema>>,
    pub(crate) one_of: Vec<Rc<Schema>>,
    pub(crate) any_of: Vec<Rc<Schema>>,
    pub(crate) discriminator: Option<Box<Discriminator>>,
    pub(crate) limits: Limits,
    pub(crate) default: Option<Value>,
    pub(crate) examples: Vec<Value>,
    pub(crate) read_only: bool,
    pub(crate) write_only: bool,
    pub(crate) deprecated: bool,
    pub(crate) content_encoding: Option<Spanned<String>>,
    pub(crate) content_media_type: Option<String>,
    /// `x-password-rules`: what a password must obey.
    pub(crate) password_rules: Option<Box<PasswordRules>>,
    /// `x-lenient-string`: whatever JSON arrives is kept as its text.
    pub(crate) lenient_string: Option<Spanned<bool>>,
}

/// A member of an object, with the place of its name.
#[derive(Clone, Debug)]
pub(crate) struct Property {
    pub(crate) key: Location,
    pub(crate) schema: Rc<Schema>,
}

impl Read for Property {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        Some(Self { key: node.key(), schema: Rc::read(node, diagnostics)? })
    }
}

/// "Discriminator Object".
#[derive(Clone, Debug)]
pub(crate) struct Discriminator {
    /// The place of the key.
    pub(crate) at: Location,
    pub(crate) property: Spanned<String>,
    pub(crate) mapping: IndexMap<String, Spanned<String>>,
    /// What a value is whose tag is absent or says nothing known (OpenAPI 3.2).
    pub(crate) default_mapping: Option<Spanned<String>>,
}

impl Read for Discriminator {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Discriminator Object", diagnostics)?;
        let property = object.required("propertyName");
        let mapping = object.or_default("mapping");
        let default_mapping = object.optional("defaultMapping");
        object.finish();
        Some(Self { at: node.key(), property: property?, mapping, default_mapping })
    }
}

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

impl Read for SchemaType {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        Self::read_fast(node.value).or_else(|| {
            let other = String::read(node, diagnostics)?;
            diagnostics
                .error(Code::WrongType, &node.at, format!("there is no type `{other}`"))
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

/// The value of `type`: one, or several.
struct Types(Vec<SchemaType>);

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

/// The value of `additionalProperties`.
#[derive(Clone, Debug)]
pub(crate) enum AdditionalProperties {
    /// `true` or `false`.
    Allowed(bool),
    /// A schema that every other member follows.
    Schema(Rc<Schema>),
}

impl Read for AdditionalProperties {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        match node.value {
            Value::Bool(allowed) => Some(Self::Allowed(*allowed)),
            _ => Rc::read(node, diagnostics).map(Self::Schema),
        }
    }
}

impl Read for Schema {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        if let Value::Bool(flag) = node.value {
            return Some(Self { is_never: !flag, ..Self::empty(node.at.clone()) });
        }
        let mut object = ObjectReader::new(node, "Schema Object", diagnostics)?;
        let Types(mut types) = object.optional("type").unwrap_or(Types(Vec::new()));
        let nullable = object.or_default("nullable") || types.contains(&SchemaType::Null);
        types.retain(|kind| *kind != SchemaType::Null);
        let reference = read_reference(&mut object).map(Box::new);
        let mut schema = Self {
            at: object.at(),
            reference,
            is_synthetic: false,
            is_never: false,
            title: object.optional("title"),
            description: object.optional("description"),
            external_docs: object.optional("externalDocs"),
            types,
            format: object.optional("format"),
            nullable,
            values: read_values(&mut object),
            properties: object.or_default("properties"),
            required: read_required(&mut object),
            additional_properties: object.optional("additionalProperties"),
            pattern_properties: object.or_default("patternProperties"),
            items: object.optional("items"),
            prefix_items: object.or_default("prefixItems"),
            all_of: object.or_default("allOf"),
            one_of: object.or_default("oneOf"),
            any_of: object.or_default("anyOf"),
            discriminator: object.optional("discriminator"),
            limits: Limits::read(&mut object),
            default: object.optional("default"),
            examples: read_examples(&mut object),
            read_only: object.or_default("readOnly"),
            write_only: object.or_default("writeOnly"),
            deprecated: object.or_default("deprecated"),
            content_encoding: object.optional("contentEncoding"),
            content_media_type: object.optional("contentMediaType"),
            password_rules: object.optional("x-password-rules"),
            lenient_string: object.optional("x-lenient-string"),
        };
        extensions::read_decisions(&mut object);
        check_dialect(&mut object, "$schema");
        object.ignore_keys(&[
            "$comment",
            "$id",
            "$anchor",
            "$dynamicAnchor",
            "$recursiveAnchor",
            "$defs",
            "definitions",
        ]);
        if object.node("propertyNames").is_some_and(|names| !takes_every_name(names.value)) {
            object.unsupported(&["propertyNames"]);
        }
        object.unsupported(&UNSUPPORTED);
        object.finish();
        schema.nullable |= schema.takes_null();
        Some(schema)
    }
}

/// Keywords that only constrain further what the types already say.
const UNSUPPORTED: [&str; 14] = [
    "$vocabulary",
    "contains",
    "contentSchema",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "maxContains",
    "minContains",
    "not",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
    "xml",
];

/// Whether a schema of names asks no more of one than to be a text, which every name is.
fn takes_every_name(names: &Value) -> bool {
    let says_nothing = |(key, value): (&str, &Value)| match key {
        "type" => *value == Value::String("string".to_owned()),
        _ => matches!(key, "title" | "description" | "$comment" | "examples" | "deprecated"),
    };
    match names {
        Value::Object(members) => members.iter().all(says_nothing),
        other => *other == Value::Bool(true),
    }
}

impl Schema {
    /// Whether null is among the alternatives or the values.
    fn takes_null(&self) -> bool {
        let is_listed = |values: &Vec<Spanned<Value>>| values.iter().any(|value| value.value == Value::Null);
        // What several parts say together, no alternative says alone.
        let mut alternatives = self.one_of.iter().chain(&self.any_of);
        let is_alternative = self.all_of.is_empty() && alternatives.any(|branch| branch.nullable);
        is_alternative || self.values.as_ref().is_some_and(is_listed)
    }

    /// A schema that says nothing.
    pub(crate) fn empty(at: Location) -> Self {
        Self {
            at,
            reference: None,
            is_synthetic: false,
            is_never: false,
            title: None,
            description: None,
            external_docs: None,
            types: Vec::new(),
            format: None,
            nullable: false,
            values: None,
            properties: IndexMap::new(),
            required: Vec::new(),
            additional_properties: None,
            pattern_properties: IndexMap::new(),
            items: None,
            prefix_items: Vec::new(),
            all_of: Vec::new(),
            one_of: Vec::new(),
            any_of: Vec::new(),
            discriminator: None,
            limits: Limits::default(),
            default: None,
            examples: Vec::new(),
            read_only: false,
            write_only: false,
            deprecated: false,
            content_encoding: None,
            content_media_type: None,
            password_rules: None,
            lenient_string: None,
        }
    }
}

/// `$ref`, or one of those that find what they mean in another way. Of several, the first.
fn read_reference(object: &mut ObjectReader<'_, '_>) -> Option<Reference> {
    let ways = [
        (object.node("$ref"), RefKind::Static),
        (object.node("$dynamicRef"), RefKind::Dynamic),
        (object.node("$recursiveRef"), RefKind::Recursive),
    ];
    let mut written =
        ways.into_iter().filter_map(|(node, kind)| Some((node.clone()?, Reference::written(node?, kind)?)));
    let (_, first) = written.next()?;
    let others: Vec<Node<'_>> = written.map(|(node, _)| node).collect();
    let message = "beside another reference this one is not honoured";
    for other in others {
        object.diagnostics().unsupported(other.key(), message);
    }
    Some(first)
}

/// `enum`, and `const` as an enum of one.
fn read_values(object: &mut ObjectReader<'_, '_>) -> Option<Vec<Spanned<Value>>> {
    let constant: Option<Spanned<Value>> = object.optional("const");
    let values: Option<Vec<Spanned<Value>>> = object.optional("enum");
    constant.map(|constant| vec![constant]).or(values)
}

/// Reports a dialect whose keywords mean something else than those of JSON Schema 2020-12.
pub(super) fn check_dialect(object: &mut ObjectReader<'_, '_>, key: &'static str) {
    let Some(dialect) = object.optional::<Spanned<String>>(key) else { return };
    if !["/draft/2020-12/", "spec.openapis.org/oas/3."].iter().any(|known| dialect.value.contains(known)) {
        let message = format!("`{key}` is not honoured: schemas are read as JSON Schema 2020-12");
        object.diagnostics().unsupported(&dialect.at, message);
    }
}

/// `required`; OpenAPI 2.0's flag of the same name is met in documents that were converted by hand.
fn read_required(object: &mut ObjectReader<'_, '_>) -> Vec<Spanned<String>> {
    match object.node("required") {
        Some(Node { value: Value::Bool(_), .. }) if object.diagnostics().is_lenient() => {
            object.unsupported(&["required"]);
            Vec::new()
        }
        _ => object.or_default("required"),
    }
}

/// `example`, and `examples` as 3.1 has them: a list.
fn read_examples(object: &mut ObjectReader<'_, '_>) -> Vec<Value> {
    let mut examples: Vec<Value> = object.optional("example").into_iter().collect();
    match object.node("examples").map(|node| node.value) {
        Some(Value::Array(more)) => examples.extend(more.iter().cloned()),
        Some(Value::Object(named)) => examples.extend(named.iter().map(|(_, value)| value.clone())),
        _ => {}
    }
    examples
}
