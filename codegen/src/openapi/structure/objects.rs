//! The objects of OpenAPI 3.0.4, 3.1.1 and 3.2.0 (section 4), except the Schema Object.

use super::{
    rules,
    table::{
        Key, ObjectTable, OtherKeys, STRING_MAP, STRINGS,
        ValueKind::{
            Any, Boolean, Components, List, Map, NonEmptyList, Object, ObjectOrReference, OneOf, Schema, String,
        },
        Version::{V3_0, V3_1, V3_2},
        key,
    },
};

/// An object without rules that involve several keys.
const fn plain(name: &'static str, keys: &'static [Key]) -> ObjectTable {
    ObjectTable { name, keys, other_keys: OtherKeys::Extensions, rule: rules::none }
}

pub(super) static REFERENCE: ObjectTable = ObjectTable {
    name: "Reference Object",
    keys: &[key("$ref", String).required(), key("summary", String).since(V3_1), key("description", String).since(V3_1)],
    other_keys: OtherKeys::Any,
    rule: rules::none,
};

pub(super) static OPENAPI: ObjectTable = ObjectTable {
    name: "OpenAPI Object",
    keys: &[
        key("openapi", String).required(),
        key("$self", String).since(V3_2),
        key("info", Object(&INFO)).required(),
        key("jsonSchemaDialect", String).since(V3_1),
        key("servers", List(&Object(&SERVER))),
        key("paths", Object(&PATHS)).required_until(V3_0),
        key("webhooks", Map(&Object(&PATH_ITEM))).since(V3_1),
        key("components", Object(&COMPONENTS)),
        key("security", List(&Map(&STRINGS))),
        key("tags", List(&Object(&TAG))),
        key("externalDocs", Object(&EXTERNAL_DOCUMENTATION)),
    ],
    other_keys: OtherKeys::Extensions,
    rule: rules::openapi,
};

static INFO: ObjectTable = plain(
    "Info Object",
    &[
        key("title", String).required(),
        key("summary", String).since(V3_1),
        key("description", String),
        key("termsOfService", String),
        key("contact", Object(&CONTACT)),
        key("license", Object(&LICENSE)),
        key("version", String).required(),
    ],
);

static CONTACT: ObjectTable = plain("Contact Object", &[key("name", String), key("url", String), key("email", String)]);

static LICENSE: ObjectTable = ObjectTable {
    name: "License Object",
    keys: &[key("name", String).required(), key("identifier", String).since(V3_1), key("url", String)],
    other_keys: OtherKeys::Extensions,
    rule: rules::license,
};

static SERVER: ObjectTable = plain(
    "Server Object",
    &[
        key("url", String).required(),
        key("description", String),
        key("name", String).since(V3_2),
        key("variables", Map(&Object(&SERVER_VARIABLE))),
    ],
);

static SERVER_VARIABLE: ObjectTable = plain(
    "Server Variable Object",
    &[key("enum", NonEmptyList(&String)), key("default", String).required(), key("description", String)],
);

pub(super) static COMPONENTS: ObjectTable = plain(
    "Components Object",
    &[
        key("schemas", Components(&Schema)),
        key("responses", Components(&ObjectOrReference(&RESPONSE))),
        key("parameters", Components(&ObjectOrReference(&PARAMETER))),
        key("examples", Components(&ObjectOrReference(&EXAMPLE))),
        key("requestBodies", Components(&ObjectOrReference(&REQUEST_BODY))),
        key("headers", Components(&ObjectOrReference(&HEADER))),
        key("securitySchemes", Components(&ObjectOrReference(&SECURITY_SCHEME))),
        key("links", Components(&ObjectOrReference(&LINK))),
        key("callbacks", Components(&ObjectOrReference(&CALLBACK))),
        key("pathItems", Components(&Object(&PATH_ITEM))).since(V3_1),
        key("mediaTypes", Components(&ObjectOrReference(&MEDIA_TYPE))).since(V3_2),
    ],
);

static PATHS: ObjectTable = ObjectTable {
    name: "Paths Object",
    keys: &[],
    other_keys: OtherKeys::Values((|key| key.starts_with('/'), Object(&PATH_ITEM))),
    rule: rules::none,
};

static PATH_ITEM: ObjectTable = plain(
    "Path Item Object",
    &[
        key("$ref", String),
        key("summary", String),
        key("description", String),
        key("get", Object(&OPERATION)),
        key("put", Object(&OPERATION)),
        key("post", Object(&OPERATION)),
        key("delete", Object(&OPERATION)),
        key("options", Object(&OPERATION)),
        key("head", Object(&OPERATION)),
        key("patch", Object(&OPERATION)),
        key("trace", Object(&OPERATION)),
        key("query", Object(&OPERATION)).since(V3_2),
        key("additionalOperations", Map(&Object(&OPERATION))).since(V3_2),
        key("servers", List(&Object(&SERVER))),
        key("parameters", List(&ObjectOrReference(&PARAMETER))),
    ],
);

static OPERATION: ObjectTable = plain(
    "Operation Object",
    &[
        key("tags", STRINGS),
        key("summary", String),
        key("description", String),
        key("externalDocs", Object(&EXTERNAL_DOCUMENTATION)),
        key("operationId", String),
        key("parameters", List(&ObjectOrReference(&PARAMETER))),
        key("requestBody", ObjectOrReference(&REQUEST_BODY)),
        key("responses", Object(&RESPONSES)).required_until(V3_0),
        key("callbacks", Map(&ObjectOrReference(&CALLBACK))),
        key("deprecated", Boolean),
        key("security", List(&Map(&STRINGS))),
        key("servers", List(&Object(&SERVER))),
    ],
);

pub(super) static EXTERNAL_DOCUMENTATION: ObjectTable =
    plain("External Documentation Object", &[key("description", String), key("url", String).required()]);

static PARAMETER: ObjectTable = ObjectTable {
    name: "Parameter Object",
    keys: &[
        key("name", String).required(),
        key("in", String).required(),
        key("description", String),
        key("required", Boolean),
        key("deprecated", Boolean),
        key("allowEmptyValue", Boolean),
        key("style", String),
        key("explode", Boolean),
        key("allowReserved", Boolean),
        key("schema", Schema),
        key("content", Map(&Object(&MEDIA_TYPE))).until(V3_1),
        key("content", Map(&ObjectOrReference(&MEDIA_TYPE))).since(V3_2),
        key("example", Any),
        key("examples", Map(&ObjectOrReference(&EXAMPLE))),
    ],
    other_keys: OtherKeys::Extensions,
    rule: rules::parameter,
};

static REQUEST_BODY: ObjectTable = plain(
    "Request Body Object",
    &[
        key("description", String),
        key("content", Map(&Object(&MEDIA_TYPE))).required().until(V3_1),
        key("content", Map(&ObjectOrReference(&MEDIA_TYPE))).required().since(V3_2),
        key("required", Boolean),
    ],
);

static MEDIA_TYPE: ObjectTable = ObjectTable {
    name: "Media Type Object",
    keys: &[
        // A reference, as in `components`.
        key("$ref", String).since(V3_2),
        key("description", String).since(V3_2),
        key("schema", Schema),
        key("itemSchema", Schema).since(V3_2),
        key("example", Any),
        key("examples", Map(&ObjectOrReference(&EXAMPLE))),
        key("encoding", Map(&Object(&ENCODING))),
        key("prefixEncoding", List(&Object(&ENCODING))).since(V3_2),
        key("itemEncoding", Object(&ENCODING)).since(V3_2),
    ],
    other_keys: OtherKeys::Extensions,
    rule: rules::media_type,
};

static ENCODING: ObjectTable = ObjectTable {
    name: "Encoding Object",
    keys: &[
        key("contentType", String),
        key("headers", Map(&ObjectOrReference(&HEADER))),
        key("style", OneOf(&rules::QUERY_STYLES)),
        key("explode", Boolean),
        key("allowReserved", Boolean),
        key("encoding", Map(&Object(&ENCODING))).since(V3_2),
        key("prefixEncoding", List(&Object(&ENCODING))).since(V3_2),
        key("itemEncoding", Object(&ENCODING)).since(V3_2),
    ],
    other_keys: OtherKeys::Extensions,
    rule: rules::encoding,
};

static RESPONSES: ObjectTable = ObjectTable {
    name: "Responses Object",
    keys: &[key("default", ObjectOrReference(&RESPONSE))],
    other_keys: OtherKeys::Values((rules::is_status, ObjectOrReference(&RESPONSE))),
    rule: rules::responses,
};

static RESPONSE: ObjectTable = plain(
    "Response Object",
    &[
        key("summary", String).since(V3_2),
        key("description", String).required_until(V3_1),
        key("headers", Map(&ObjectOrReference(&HEADER))),
        key("content", Map(&Object(&MEDIA_TYPE))).until(V3_1),
        key("content", Map(&ObjectOrReference(&MEDIA_TYPE))).since(V3_2),
        key("links", Map(&ObjectOrReference(&LINK))),
    ],
);

static CALLBACK: ObjectTable = ObjectTable {
    name: "Callback Object",
    keys: &[],
    other_keys: OtherKeys::Values((|_| true, Object(&PATH_ITEM))),
    rule: rules::none,
};

static EXAMPLE: ObjectTable = ObjectTable {
    name: "Example Object",
    keys: &[
        key("summary", String),
        key("description", String),
        key("value", Any),
        key("externalValue", String),
        key("dataValue", Any).since(V3_2),
        key("serializedValue", String).since(V3_2),
    ],
    other_keys: OtherKeys::Extensions,
    rule: rules::example,
};

static LINK: ObjectTable = ObjectTable {
    name: "Link Object",
    keys: &[
        key("operationRef", String),
        key("operationId", String),
        // Since 3.1 the JSON Schema of the specification allows only strings.
        key("parameters", Map(&Any)).until(V3_0),
        key("parameters", STRING_MAP).since(V3_1),
        key("requestBody", Any),
        key("description", String),
        key("server", Object(&SERVER)),
    ],
    other_keys: OtherKeys::Extensions,
    rule: rules::link,
};

static HEADER: ObjectTable = ObjectTable {
    name: "Header Object",
    keys: &[
        key("description", String),
        key("required", Boolean),
        key("deprecated", Boolean),
        key("allowEmptyValue", Boolean).until(V3_0),
        key("style", OneOf(&["simple"])),
        key("explode", Boolean),
        key("allowReserved", Boolean).until(V3_0),
        key("schema", Schema),
        key("content", Map(&Object(&MEDIA_TYPE))).until(V3_1),
        key("content", Map(&ObjectOrReference(&MEDIA_TYPE))).since(V3_2),
        key("example", Any),
        key("examples", Map(&ObjectOrReference(&EXAMPLE))),
    ],
    other_keys: OtherKeys::Extensions,
    rule: rules::header,
};

static TAG: ObjectTable = plain(
    "Tag Object",
    &[
        key("name", String).required(),
        key("summary", String).since(V3_2),
        key("description", String),
        key("externalDocs", Object(&EXTERNAL_DOCUMENTATION)),
        key("parent", String).since(V3_2),
        key("kind", String).since(V3_2),
    ],
);

static SECURITY_SCHEME: ObjectTable = ObjectTable {
    name: "Security Scheme Object",
    keys: &[
        key("type", String).required(),
        key("description", String),
        key("name", String),
        key("in", OneOf(&["query", "header", "cookie"])),
        key("scheme", String),
        key("bearerFormat", String),
        key("flows", Object(&OAUTH_FLOWS)),
        key("openIdConnectUrl", String),
        key("oauth2MetadataUrl", String).since(V3_2),
        key("deprecated", Boolean).since(V3_2),
    ],
    other_keys: OtherKeys::Extensions,
    rule: rules::security_scheme,
};

static OAUTH_FLOWS: ObjectTable = plain(
    "OAuth Flows Object",
    &[
        key("implicit", Object(&IMPLICIT_FLOW)),
        key("password", Object(&TOKEN_FLOW)),
        key("clientCredentials", Object(&TOKEN_FLOW)),
        key("authorizationCode", Object(&CODE_FLOW)),
        key("deviceAuthorization", Object(&DEVICE_FLOW)).since(V3_2),
    ],
);

static IMPLICIT_FLOW: ObjectTable = plain(
    "OAuth Flow Object",
    &[key("authorizationUrl", String).required(), key("refreshUrl", String), key("scopes", STRING_MAP).required()],
);

static TOKEN_FLOW: ObjectTable = plain(
    "OAuth Flow Object",
    &[key("tokenUrl", String).required(), key("refreshUrl", String), key("scopes", STRING_MAP).required()],
);

static CODE_FLOW: ObjectTable = plain(
    "OAuth Flow Object",
    &[
        key("authorizationUrl", String).required(),
        key("tokenUrl", String).required(),
        key("refreshUrl", String),
        key("scopes", STRING_MAP).required(),
    ],
);

static DEVICE_FLOW: ObjectTable = plain(
    "OAuth Flow Object",
    &[
        key("deviceAuthorizationUrl", String).required(),
        key("tokenUrl", String).required(),
        key("refreshUrl", String),
        key("scopes", STRING_MAP).required(),
    ],
);
