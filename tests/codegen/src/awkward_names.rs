//! Document with names that are difficult in Rust, in every position that names an item.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// Keywords of Rust: strict, reserved, weak, and those of later editions.
#[rustfmt::skip]
pub const KEYWORDS: &[&str] = &[
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern", "false", "fn",
    "for", "gen", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "self",
    "Self", "static", "struct", "super", "trait", "true", "type", "unsafe", "use", "where", "while", "abstract",
    "become", "box", "do", "final", "macro", "override", "priv", "try", "typeof", "unsized", "virtual", "yield",
    "auto", "default", "macro_rules", "raw", "safe", "union", "'static", "_",
];

/// Names without an import: the prelude, primitive types, derived traits and macros.
#[rustfmt::skip]
pub const PRELUDE: &[&str] = &[
    "Option", "Result", "String", "Box", "Vec", "Send", "Sync", "Sized", "Copy", "Clone", "Debug", "Default", "Error",
    "Some", "None", "Ok", "Err", "Iterator", "IntoIterator", "Extend", "From", "Into", "TryFrom", "TryInto", "Drop",
    "Fn", "FnMut", "FnOnce", "AsRef", "AsMut", "ToOwned", "ToString", "PartialEq", "Eq", "PartialOrd", "Ord", "Hash",
    "Future", "str", "u8", "i64", "f64", "usize", "bool", "char", "std", "core", "alloc", "serde", "serde_json",
    "println", "BTreeMap", "Display", "fmt", "Serialize", "Deserialize", "Serializer", "Deserializer", "SerializeMap",
    "MapAccess", "Visitor", "Members", "Value", "D", "S", "A", "T", "E", "Cow", "concat",
];

/// Names in generated code: imports from the runtime, items and methods.
#[rustfmt::skip]
pub const RUNTIME_NAMES: &[&str] = &[
    "Client", "ClientBuilder", "Builder", "Core", "Request", "Response", "Input", "Secret", "Operation", "Service",
    "ServiceClient", "Server", "ServerVariable", "SecurityScheme", "SecurityKind", "Region", "RegionId",
    "ResponseFuture",
    "RawResponse", "decode", "json", "Json", "JsonValue", "JsonObject", "Key", "LenientString", "Variant",
    "VariantMatcher", "Union",
    "Tag", "Extra", "Violations", "RequiredField", "IsSet", "Method", "FailureRule", "PasswordRules", "SimilarityRule",
    "PathStyle", "QueryStyle", "FormField", "Multipart", "Part", "Upload", "Bytes", "Base64", "Date", "DateTime",
    "Uuid", "DocumentedError", "DecodeError", "ErrorKind", "RetryPolicy", "Timeouts", "Credentials", "runtime",
    "wireright_runtime", "names", "types", "client", "service", "lib", "main", "OPERATION", "SERVICE",
    "send", "validate", "new", "builder", "body", "execute", "request_id", "header", "status", "clone", "fmt",
    "as_str", "from_core", "core", "input", "extra", "additional", "found", "map", "key", "value", "violations",
    "request", "response", "text", "other", "Other", "secret", "raw_body", "user_agent", "HAS_VALUE", "UNION", "'c",
    "Events", "JsonLines", "ByteStream", "stream", "stream_bytes", "stream_events", "stream_lines", "to_request",
    "Headers", "headers", "documented_headers", "Nullable", "UnknownVariant", "Unknown", "Decode", "Encode", "Writer",
    "Token", "Slot", "Context", "JsonError", "Property", "Presence", "PROPERTIES", "VALUES", "is_known", "required",
    "Required", "OrderRequired", "writer", "known", "Accept", "accept", "media_type", "documented", "decode_response",
];

/// Methods of standard traits.
#[rustfmt::skip]
pub const TRAIT_METHODS: &[&str] = &[
    "add", "sub", "mul", "div", "rem", "neg", "not", "shl", "shr", "bitand", "bitor", "bitxor", "index", "index_mut",
    "deref", "drop", "next", "hash", "eq", "cmp", "from_str", "from_iter", "into_iter", "as_ref", "as_mut", "borrow",
    "to_string", "into", "is_empty", "len",
];

/// Digits, symbols, other scripts and device names.
#[rustfmt::skip]
pub const UNUSUAL_NAMES: &[&str] = &[
    "", " ", "1", "42", "1st", "2.0", "+1", "-1", "+", "-", "*", "**", "/", "\\", ".", "..", "...", "$", "$$", "@",
    "@id", "#", "?", "!", "%", "&", "=", ">=", "<=", "<", ">", "<>", "~", "^", "|", "`", "\"", "'", "(", ")", "[",
    "]", "[]", ":", "::", ";", ",", "__", "___", "\t", "日本", "日本語の名前", "重置密码", "한국어", "الاسم", "имя", "Имя", "ИМЯ",
    "όνομα", "नाम", "ชื่อ", "é", "e\u{301}", "É", "ﬁ", "ß", "SS", "ı", "İ", "Å", "\u{212b}", "\u{212a}elvin", "а",
    "ⅷ", "²", "½", "٣", "🦀", "👩‍👩‍👧", "❤️", "\u{200d}", "\u{202e}abc", "\u{feff}", "con", "AUX", "nul", "prn", "com1",
    "LPT9", "CONIN$", "mod_", "a\u{0}b", "ʼn", "ǆ",
];

/// Names that differ only in case or punctuation.
#[rustfmt::skip]
pub const SIMILAR_NAMES: &[&str] = &[
    "a", "A_", "a-b", "a_b", "aB", "AB", "Ab", "a b", "a.b", "a/b", "A-B", "ab", "$a", "-a", "+a", "a+", "a-", "_a",
    "a_", "a1", "a_1", "userID",
];

/// The number of required values of one request.
const REQUIRED_PER_REQUEST: usize = 16;

/// The number of values of one enum. An enum for each name would take half of the time of the compiler.
const VALUES_PER_ENUM: usize = 8;

/// All names.
#[must_use]
pub fn names() -> Vec<String> {
    halves().concat()
}

/// All names in two lists, so that two crates are compiled at the same time: the names of Rust, then those of the
/// runtime and of other scripts, with some that are too long for a file name.
#[must_use]
pub fn halves() -> [Vec<String>; 2] {
    let long =
        ["x".repeat(300), "Ж".repeat(300), format!("{}y", "x".repeat(299)), "long name ".repeat(30), "界".repeat(100)];
    let lists = [&[KEYWORDS, PRELUDE, TRAIT_METHODS, SIMILAR_NAMES][..], &[RUNTIME_NAMES, UNUSUAL_NAMES]];
    let mut known = BTreeSet::new();
    let [of_rust, mut others] = lists.map(|lists| {
        let names = lists.iter().copied().flatten().filter(|name| known.insert(**name));
        names.map(|name| (*name).to_owned()).collect::<Vec<_>>()
    });
    others.extend(long);
    [of_rust, others]
}

/// The document for these names.
#[must_use]
pub fn document(names: &[String]) -> Value {
    let mut paths = Map::new();
    for (index, name) in names.iter().enumerate() {
        let operation = json!({
            "operationId": name,
            "tags": [name],
            "parameters": [
                { "name": name, "in": "query", "required": true, "schema": { "type": "string" } },
                { "name": format!("{name} thing"), "in": "query", "schema": string(names, index) },
            ],
            "responses": { "200": response(name), "429": reference_to("responses", name) },
        });
        paths.insert(format!("/operations/{index}"), json!({ "get": operation }));
    }
    let documented = json!({
        "200": response(&names[0]), "201": { "description": "Created." }, "400": response(&names[0]),
        "409": { "description": "Conflict.", "headers": { "a": {}, "b": {} } },
        "4XX": reference_to("responses", "with headers"),
    });
    paths.insert(
        "/responses".to_owned(),
        json!({ "get": { "operationId": "with responses", "responses": documented } }),
    );
    paths.insert("/optional".to_owned(), json!({ "get": with_optional_parameters(names) }));
    for (index, names) in names.chunks(REQUIRED_PER_REQUEST).enumerate() {
        paths.insert(format!("/required/{index}"), with_required_values(index, names));
    }
    for kind in ["application/x-www-form-urlencoded", "multipart/form-data"] {
        let name = kind.replace(['/', '-'], "_");
        let schema = json!({ "type": "object", "properties": map_names(names, &json!({ "type": "string" })) });
        paths.insert(
            format!("/{name}"),
            json!({ "post": {
                "operationId": format!("post {name}"),
                "requestBody": { "required": true, "content": { kind: { "schema": schema } } },
                "responses": { "204": { "description": "Done." } },
            } }),
        );
    }
    let files = map_names(names, &json!({ "type": "string", "format": "binary" }));
    paths.insert(
        "/files".to_owned(),
        json!({ "post": {
            "requestBody": { "content": {
                "application/json": { "schema": { "type": "object" } },
                "multipart/form-data": { "schema": { "type": "object", "properties": files } },
            } },
            "responses": { "204": { "description": "Done." } },
        } }),
    );
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Names", "version": "1" },
        "servers": [{
            "url": format!("https://api.example.com/{}",
                names.iter().filter(|name| is_variable(name)).map(|name| format!("{{{name}}}")).collect::<String>()),
            "variables": map_names(&names.iter().filter(|name| is_variable(name)).cloned().collect::<Vec<_>>(),
                &json!({ "default": "x" })),
        }],
        "tags": names.iter().map(|name| json!({ "name": name })).collect::<Vec<_>>(),
        "paths": paths,
        "components": { "schemas": schemas(names), "responses": responses(names),
            "securitySchemes": map_names(names, &json!({ "type": "http", "scheme": "bearer" })) },
    })
}

fn is_variable(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|character| character.is_alphanumeric() || character == '_')
}

/// The schema at a position: an enum of the next names, or else a plain string. So each name is a value of one enum.
fn string(names: &[String], index: usize) -> Value {
    match names.chunks(VALUES_PER_ENUM).nth(index / VALUES_PER_ENUM) {
        Some(values) if index.is_multiple_of(VALUES_PER_ENUM) => json!({ "type": "string", "enum": values }),
        _ => json!({ "type": "string" }),
    }
}

/// A map from each name to the same value.
fn map_names(names: &[String], value: &Value) -> Map<String, Value> {
    names.iter().map(|name| (name.clone(), value.clone())).collect()
}

fn response(name: &str) -> Value {
    json!({ "description": name, "content": { "application/json": { "schema": reference(name) } } })
}

/// The reference to a schema of this name.
fn reference(name: &str) -> Value {
    reference_to("schemas", name)
}

/// The reference to a component of this name.
fn reference_to(kind: &str, name: &str) -> Value {
    let pointer = name.replace('~', "~0").replace('/', "~1").replace('%', "%25");
    json!({ "$ref": format!("#/components/{kind}/{pointer}") })
}

/// Error responses. Only the last one has other headers.
fn responses(names: &[String]) -> Map<String, Value> {
    let mut responses = map_names(names, &json!({ "description": "Refused.", "headers": { "a": {} } }));
    let headers = map_names(names, &json!({ "schema": { "type": "string", "enum": ["a"] } }));
    responses.insert("with headers".to_owned(), json!({ "description": "Refused.", "headers": headers }));
    responses
}

/// An operation with every name as an optional parameter and as a response header.
fn with_optional_parameters(names: &[String]) -> Value {
    let parameter = |name| json!({ "name": name, "in": "query", "schema": { "type": "integer", "maxLength": 9 } });
    let parameters: Vec<Value> = names.iter().map(parameter).collect();
    let headers = map_names(names, &json!({ "schema": { "type": "string", "enum": ["a"] } }));
    let events = json!({ "schema": reference("with strings") });
    let content =
        json!({ "text/event-stream": events, "application/jsonl": events, "application/json": events, "image/*": {} });
    let response = json!({ "description": "Done.", "headers": headers, "content": content });
    json!({ "operationId": "with optional", "parameters": parameters, "responses": { "200": response } })
}

/// Operations with these names as required parameters, and as required properties of bodies.
///
/// The builder of a request has a type parameter for each required value, and each setter names all of them.
/// Therefore the generated code grows with the square of their number.
fn with_required_values(index: usize, names: &[String]) -> Value {
    let parameter =
        |name| json!({ "name": name, "in": "query", "required": true, "schema": { "type": "string", "maxLength": 9 } });
    let parameters: Vec<Value> = names.iter().map(parameter).collect();
    let properties = map_names(names, &json!({ "type": "string" }));
    let schema = json!({ "type": "object", "properties": properties, "required": names });
    let done = json!({ "204": { "description": "Done." } });
    json!({
        "get": { "operationId": format!("with required {index}"), "parameters": parameters, "responses": done },
        "post": {
            "operationId": format!("post json {index}"),
            "requestBody": { "required": true, "content": { "application/json": { "schema": schema } } },
            "responses": done,
        },
        "put": {
            "operationId": format!("post mixed {index}"),
            "requestBody": { "content": {
                "application/json": { "schema": { "type": "object" } },
                "multipart/mixed": { "schema": schema },
            } },
            "responses": done,
        },
    })
}

fn schemas(names: &[String]) -> Map<String, Value> {
    let mut schemas: Map<String, Value> = names
        .iter()
        .enumerate()
        .map(|(index, name)| {
            let members = json!({ name: { "type": "string" }, "kind": string(names, index), "next": reference(name) });
            (name.clone(), json!({ "type": "object", "required": [name], "properties": members }))
        })
        .collect();
    let object = |value: Value| json!({ "type": "object", "properties": map_names(names, &value) });
    let required =
        json!({ "type": "object", "properties": map_names(names, &json!({ "type": "boolean" })), "required": names });
    schemas.insert("with strings".to_owned(), object(json!({ "type": "string" })));
    schemas.insert("with integers".to_owned(), object(json!({ "type": "integer" })));
    schemas.insert("with flags".to_owned(), object(json!({ "type": "boolean" })));
    schemas.insert("with nulls".to_owned(), object(json!({ "type": "string", "nullable": true })));
    schemas.insert(
        "with objects".to_owned(),
        object(json!({ "type": "object", "properties": { "a": { "type": "string" } } })),
    );
    schemas.insert("with required".to_owned(), required);
    schemas.insert("one of strings".to_owned(), json!({ "type": "string", "enum": names }));
    schemas.insert(
        "one of objects".to_owned(),
        json!({ "oneOf": names.iter().map(|name| reference(name)).collect::<Vec<_>>(),
            "discriminator": { "propertyName": "kind" } }),
    );
    schemas
}
