//! The Schema Object: of OpenAPI 3.0.4 (section 4.7.24), and since 3.1 with the keywords of JSON Schema 2020-12.

use super::{
    objects::EXTERNAL_DOCUMENTATION,
    rules,
    table::{
        Key, ObjectTable, OtherKeys, STRING_MAP, STRINGS,
        ValueKind::{
            self, Any, Boolean, Count, List, Map, NonEmptyList, Number, Object, OneOf, Schema, SchemaOrBoolean,
            SchemaType, String,
        },
        Version::{V3_1, V3_2},
        key,
    },
};

/// The values of `type`.
pub(super) static TYPES: [&str; 7] = ["array", "boolean", "integer", "null", "number", "object", "string"];

/// The values of `type` in OpenAPI 3.0.
pub(super) static TYPES_3_0: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

/// A list of types, since OpenAPI 3.1.
pub(super) static TYPE_LIST: ValueKind = NonEmptyList(&OneOf(&TYPES));

const SCHEMA_LIST: ValueKind = NonEmptyList(&Schema);
const SCHEMA_MAP: ValueKind = Map(&Schema);

pub(super) static SCHEMA_3_0: ObjectTable = ObjectTable {
    name: "Schema Object",
    keys: &[
        key("title", String),
        key("multipleOf", Number),
        key("maximum", Number),
        key("exclusiveMaximum", Boolean),
        key("minimum", Number),
        key("exclusiveMinimum", Boolean),
        key("maxLength", Count),
        key("minLength", Count),
        key("pattern", String),
        key("maxItems", Count),
        key("minItems", Count),
        key("uniqueItems", Boolean),
        key("maxProperties", Count),
        key("minProperties", Count),
        key("required", NonEmptyList(&String)),
        key("enum", NonEmptyList(&Any)),
        key("type", SchemaType),
        key("not", Schema),
        key("allOf", SCHEMA_LIST),
        key("oneOf", SCHEMA_LIST),
        key("anyOf", SCHEMA_LIST),
        key("items", Schema),
        key("properties", SCHEMA_MAP),
        key("additionalProperties", SchemaOrBoolean),
        key("description", String),
        key("format", String),
        key("default", Any),
        key("nullable", Boolean),
        key("discriminator", Object(&DISCRIMINATOR)),
        key("readOnly", Boolean),
        key("writeOnly", Boolean),
        key("example", Any),
        key("externalDocs", Object(&EXTERNAL_DOCUMENTATION)),
        key("deprecated", Boolean),
        key("xml", Object(&XML)),
        // Keywords of later versions, to name them in the report.
        later("$ref"),
        later("$id"),
        later("$schema"),
        later("$anchor"),
        later("$defs"),
        later("$comment"),
        later("$dynamicRef"),
        later("$dynamicAnchor"),
        later("const"),
        later("contains"),
        later("contentEncoding"),
        later("contentMediaType"),
        later("contentSchema"),
        later("dependentRequired"),
        later("dependentSchemas"),
        later("else"),
        later("examples"),
        later("if"),
        later("maxContains"),
        later("minContains"),
        later("patternProperties"),
        later("prefixItems"),
        later("propertyNames"),
        later("then"),
        later("unevaluatedItems"),
        later("unevaluatedProperties"),
    ],
    other_keys: OtherKeys::Extensions,
    rule: rules::schema,
};

/// A keyword that the Schema Object has since 3.1.
const fn later(name: &'static str) -> Key {
    key(name, Any).since(V3_1)
}

pub(super) static SCHEMA: ObjectTable = ObjectTable {
    name: "Schema Object",
    keys: &[
        key("$id", String),
        key("$schema", String),
        key("$ref", String),
        key("$anchor", String),
        key("$dynamicRef", String),
        key("$dynamicAnchor", String),
        key("$vocabulary", Map(&Boolean)),
        key("$comment", String),
        key("$defs", SCHEMA_MAP),
        key("definitions", SCHEMA_MAP),
        key("prefixItems", SCHEMA_LIST),
        key("items", Schema),
        key("contains", Schema),
        key("additionalProperties", Schema),
        key("properties", SCHEMA_MAP),
        key("patternProperties", SCHEMA_MAP),
        key("dependentSchemas", SCHEMA_MAP),
        key("propertyNames", Schema),
        key("if", Schema),
        key("then", Schema),
        key("else", Schema),
        key("allOf", SCHEMA_LIST),
        key("anyOf", SCHEMA_LIST),
        key("oneOf", SCHEMA_LIST),
        key("not", Schema),
        key("unevaluatedItems", Schema),
        key("unevaluatedProperties", Schema),
        key("type", SchemaType),
        key("const", Any),
        key("enum", List(&Any)),
        key("multipleOf", Number),
        key("maximum", Number),
        key("exclusiveMaximum", Number),
        key("minimum", Number),
        key("exclusiveMinimum", Number),
        key("maxLength", Count),
        key("minLength", Count),
        key("pattern", String),
        key("maxItems", Count),
        key("minItems", Count),
        key("uniqueItems", Boolean),
        key("maxContains", Count),
        key("minContains", Count),
        key("maxProperties", Count),
        key("minProperties", Count),
        key("required", STRINGS),
        key("dependentRequired", Map(&STRINGS)),
        key("title", String),
        key("description", String),
        key("default", Any),
        key("deprecated", Boolean),
        key("readOnly", Boolean),
        key("writeOnly", Boolean),
        key("examples", List(&Any)),
        key("format", String),
        key("contentEncoding", String),
        key("contentMediaType", String),
        key("contentSchema", Schema),
        key("discriminator", Object(&DISCRIMINATOR)),
        key("example", Any),
        key("externalDocs", Object(&EXTERNAL_DOCUMENTATION)),
        key("xml", Object(&XML)),
    ],
    other_keys: OtherKeys::Any,
    rule: rules::schema,
};

static DISCRIMINATOR: ObjectTable = ObjectTable {
    name: "Discriminator Object",
    keys: &[
        key("propertyName", String).required(),
        key("mapping", STRING_MAP),
        key("defaultMapping", String).since(V3_2),
    ],
    other_keys: OtherKeys::Extensions,
    rule: rules::none,
};

static XML: ObjectTable = ObjectTable {
    name: "XML Object",
    keys: &[
        key("name", String),
        key("namespace", String),
        key("prefix", String),
        key("attribute", Boolean),
        key("wrapped", Boolean),
        key("nodeType", OneOf(&["element", "attribute", "text", "cdata", "none"])).since(V3_2),
    ],
    other_keys: OtherKeys::Extensions,
    rule: rules::xml,
};
