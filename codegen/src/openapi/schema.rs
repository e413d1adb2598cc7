//! Schema Objects of OpenAPI 3.0.3 (section 4.7.24) and of 3.1 (JSON Schema 2020-12), as one type.
//!
//! Equivalent notations of the versions become one: `nullable` and a type list with `null`, `exclusiveMaximum` as a
//! flag and as a number, `example` and `examples`, `const` and an `enum` with one value.

use std::rc::Rc;

use indexmap::IndexMap;

use super::{
    assertions::Assertions,
    extensions::{self, PasswordRules, RustNameKey, RustTypeKey},
    limits::{self, Limits},
    metadata::ExternalDocs,
    node::{Node, Read, Spanned},
    object_reader::ObjectReader,
    reference::{RefKind, Reference},
    schema_type::{SchemaType, Types},
};
use crate::{
    diagnostic::{Code, Diagnostics},
    source::{Location, Value},
};

/// "Schema Object". Rare fields are boxed, because documents have more schemas than anything else.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "they are flags of the specification")]
pub(crate) struct Schema {
    pub(crate) at: Location,
    /// Whether the generator made it from several schemas.
    pub(crate) is_synthetic: bool,
    /// Whether the generator made it as the conjunction of its `allOf`.
    pub(crate) is_conjunction: bool,
    pub(crate) reference: Option<Box<Reference>>,
    /// Whether it is the schema `false`, which no value matches.
    pub(crate) is_never: bool,
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) external_docs: Option<Box<ExternalDocs>>,
    /// The types without `null`. Empty if there is no `type`.
    pub(crate) types: Vec<SchemaType>,
    /// The location of the schema with these types, if schemas were merged.
    pub(crate) types_at: Option<Location>,
    pub(crate) format: Option<Spanned<String>>,
    pub(crate) nullable: bool,
    /// Whether `type` is or lists `null`.
    pub(crate) has_null_type: bool,
    /// Whether `nullable` is `true`.
    pub(crate) has_nullable: bool,
    /// `enum`, or `const` as an `enum` with one value.
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
    /// The keywords that only restrict values.
    pub(crate) assertions: Option<Box<Assertions<Self>>>,
    pub(crate) default: Option<Value>,
    pub(crate) examples: Vec<Value>,
    pub(crate) read_only: bool,
    pub(crate) write_only: bool,
    pub(crate) deprecated: bool,
    pub(crate) content_encoding: Option<Spanned<String>>,
    pub(crate) content_media_type: Option<String>,
    /// The location of `contentSchema`.
    pub(crate) content_schema: Option<Box<Location>>,
    /// `x-password-rules`: the rules for a password.
    pub(crate) password_rules: Option<Box<PasswordRules>>,
    /// `x-lenient-string`: any JSON value is accepted and kept as its JSON text.
    pub(crate) lenient_string: Option<Spanned<bool>>,
    /// `x-closed`: the document lists all strings or variants.
    pub(crate) closed: Option<Spanned<bool>>,
    /// `x-rust-name`: the name of the type, or of the field if the schema is that of a property.
    pub(crate) rust_name: Option<RustNameKey>,
    /// `x-rust-type`: the type of another crate that the schema has.
    pub(crate) rust_type: Option<Spanned<RustTypeKey>>,
    /// `x-enum-varnames`: the names of the variants of `enum`, in its order.
    pub(crate) variant_names: Option<Spanned<Vec<String>>>,
}

/// A property of an object, with the location of its name.
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
    /// The location of the key.
    pub(crate) at: Location,
    pub(crate) property: Spanned<String>,
    pub(crate) mapping: IndexMap<String, Spanned<String>>,
    /// The schema for values with a missing or unknown tag (OpenAPI 3.2).
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

/// The value of `additionalProperties`.
#[derive(Clone, Debug)]
pub(crate) enum AdditionalProperties {
    /// `true` or `false`.
    Allowed(bool),
    /// The schema of all other properties.
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
        let has_null_type = types.contains(&SchemaType::Null);
        let has_nullable = object.or_default("nullable");
        types.retain(|kind| *kind != SchemaType::Null);
        let reference = read_reference(&mut object).map(Box::new);
        let mut schema = Self {
            at: object.at(),
            reference,
            is_synthetic: false,
            is_conjunction: false,
            is_never: false,
            title: object.optional("title"),
            description: object.optional("description"),
            external_docs: object.optional("externalDocs"),
            types,
            types_at: None,
            format: object.optional("format"),
            nullable: has_nullable || has_null_type,
            has_null_type,
            has_nullable,
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
            assertions: Assertions::read(&mut object),
            default: object.optional("default"),
            examples: read_examples(&mut object),
            read_only: object.or_default("readOnly"),
            write_only: object.or_default("writeOnly"),
            deprecated: object.or_default("deprecated"),
            content_encoding: object.optional("contentEncoding"),
            content_media_type: object.optional("contentMediaType"),
            content_schema: object.node("contentSchema").map(|node| Box::new(node.at)),
            password_rules: object.optional("x-password-rules"),
            lenient_string: object.optional("x-lenient-string"),
            closed: object.optional("x-closed"),
            rust_name: object.optional("x-rust-name"),
            rust_type: object.optional("x-rust-type"),
            variant_names: object.optional("x-enum-varnames"),
        };
        extensions::read_rationale(&mut object);
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
        object.unsupported(&["$vocabulary", "xml"]);
        object.finish();
        schema.nullable |= schema.accepts_null();
        schema.check_null(node, diagnostics);
        Some(schema)
    }
}

impl Schema {
    /// The word for the Rust name of a property with this schema: `x-rust-name`, or the name in the document.
    pub(crate) fn name_in_rust<'n>(&'n self, name: &'n str) -> &'n str {
        self.rust_name.as_ref().map_or(name, RustNameKey::as_str)
    }

    /// Whether the document lists all strings or variants.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed.as_ref().is_some_and(|key| key.value)
    }

    /// Whether an alternative or a value of `enum` is null.
    fn accepts_null(&self) -> bool {
        let is_listed = |values: &Vec<Spanned<Value>>| values.iter().any(|value| value.value == Value::Null);
        // Beside `allOf`, an alternative alone does not decide.
        let mut alternatives = self.one_of.iter().chain(&self.any_of);
        let is_alternative = self.all_of.is_empty() && alternatives.any(|branch| branch.nullable);
        is_alternative || self.values.as_ref().is_some_and(is_listed)
    }

    /// Reports `type: 'null'` beside other schemas, and `nullable` in a part of `allOf` that says nothing else. Their
    /// authors mean a value or null.
    fn check_null(&mut self, node: &Node<'_>, diagnostics: &mut Diagnostics) {
        let has_others = self.all_of.iter().chain(&self.one_of).chain(&self.any_of).any(|schema| !schema.nullable);
        if self.has_null_type && self.types.is_empty() && (has_others || !self.properties.is_empty()) {
            let at = node.get("type").map_or_else(|| self.at.clone(), |kind| kind.at);
            let message = "contradictory types: the type `null` excludes the values of the schemas beside it";
            let problem = diagnostics.report(Code::ContradictorySchemas, at, message);
            problem.help("for a value or null, write `anyOf` with the schema and `type: 'null'`");
            problem.fallback("these values and null are accepted, and `validate()` rejects the values");
        }
        let has_others = |part: &Self| part.reference.is_some() || !part.properties.is_empty() || part.values.is_some();
        let has_unions = |part: &Self| [&part.all_of, &part.one_of, &part.any_of].iter().any(|list| !list.is_empty());
        let is_unused = |part: &&Rc<Self>| {
            part.has_nullable && part.types.is_empty() && !has_others(part) && !has_unions(part) && !self.has_nullable
        };
        let unused: Vec<Location> = self.all_of.iter().filter(is_unused).map(|part| part.at.clone()).collect();
        for at in unused {
            let message = "misplaced `nullable` in a part of `allOf`: it is read as if it were beside `allOf`";
            diagnostics.unsupported(at, message).help("write it beside `allOf`: all parts have to allow null");
            (self.has_nullable, self.nullable) = (true, true);
        }
    }

    /// A schema without keywords.
    pub(crate) fn empty(at: Location) -> Self {
        Self {
            at,
            reference: None,
            is_synthetic: false,
            is_conjunction: false,
            is_never: false,
            title: None,
            description: None,
            external_docs: None,
            types: Vec::new(),
            types_at: None,
            format: None,
            nullable: false,
            has_null_type: false,
            has_nullable: false,
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
            assertions: None,
            default: None,
            examples: Vec::new(),
            read_only: false,
            write_only: false,
            deprecated: false,
            content_encoding: None,
            content_media_type: None,
            content_schema: None,
            password_rules: None,
            lenient_string: None,
            closed: None,
            rust_name: None,
            rust_type: None,
            variant_names: None,
        }
    }
}

/// The first of `$ref`, `$dynamicRef` and `$recursiveRef`. The others are reported.
fn read_reference(object: &mut ObjectReader<'_, '_>) -> Option<Reference> {
    let nodes = [
        ("$ref", object.node("$ref"), RefKind::Static),
        ("$dynamicRef", object.node("$dynamicRef"), RefKind::Dynamic),
        ("$recursiveRef", object.node("$recursiveRef"), RefKind::Recursive),
    ];
    let mut first = None;
    for (keyword, node, kind) in nodes {
        let Some(node) = node else { continue };
        let key = node.key();
        let Some(reference) = Reference::from_uri(node, kind) else { continue };
        if first.is_none() {
            first = Some(reference);
        } else {
            let message = format!("unsupported keyword `{keyword}`: another reference is beside it");
            object.diagnostics().unsupported(key, message);
        }
    }
    first
}

/// `enum`, and `const` as an `enum` with one value. Beside each other, both hold.
fn read_values(object: &mut ObjectReader<'_, '_>) -> Option<Vec<Spanned<Value>>> {
    let constant: Option<Spanned<Value>> = object.optional("const");
    let values: Option<Vec<Spanned<Value>>> = object.optional("enum");
    let Some(constant) = constant else { return values };
    if let Some(listed) = object.node("enum")
        && values.is_some_and(|values| !values.iter().any(|value| limits::is_equal(&value.value, &constant.value)))
    {
        let message = "contradictory values: `enum` does not list the value of `const`";
        let problem = object.diagnostics().report(Code::ContradictorySchemas, &constant.at, message);
        problem.related(listed.at, "the listed values").help("remove `const`, or add its value to `enum`");
        problem.fallback("`const` is used");
    }
    Some(vec![constant])
}

/// Reports a dialect that may give keywords another meaning than JSON Schema 2020-12.
pub(super) fn check_dialect(object: &mut ObjectReader<'_, '_>, key: &'static str) {
    let Some(dialect) = object.optional::<Spanned<String>>(key) else { return };
    if !["/draft/2020-12/", "spec.openapis.org/oas/3."].iter().any(|known| dialect.value.contains(known)) {
        let message = format!("unsupported keyword `{key}`: schemas are read as JSON Schema 2020-12");
        object.diagnostics().unsupported(&dialect.at, message);
    }
}

/// `required`. A boolean is a keyword of the first drafts of JSON Schema and has no effect.
fn read_required(object: &mut ObjectReader<'_, '_>) -> Vec<Spanned<String>> {
    match object.node("required") {
        Some(node @ Node { value: Value::Bool(_), .. }) => {
            let message = "unsupported keyword `required`: expected a list of property names, found a boolean";
            object.diagnostics().unsupported(node.key(), message);
            Vec::new()
        }
        _ => object.or_default("required"),
    }
}

/// `example`, and `examples` as a list (OpenAPI 3.1).
fn read_examples(object: &mut ObjectReader<'_, '_>) -> Vec<Value> {
    let mut examples: Vec<Value> = object.optional("example").into_iter().collect();
    match object.node("examples").map(|node| node.value) {
        Some(Value::Array(more)) => examples.extend(more.iter().cloned()),
        Some(Value::Object(named)) => examples.extend(named.iter().map(|(_, value)| value.clone())),
        _ => {}
    }
    examples
}
