//! Cyclic, deep and gigantic documents: each gives code or diagnostics in bounded time.

use std::{fmt::Write as _, sync::mpsc, thread, time::Duration};

use serde_json::{Value, json};
use wireright_codegen::{Options, SourceFile, diagnostic, generate};

/// The timeout of one document in a debug build on a slow machine. Exponential work takes years.
const LIMIT: Duration = Duration::from_secs(240);

/// Generates in strict mode and, if that gives no code, in lenient mode, with the default stack size of a thread. The
/// modes differ for invalid documents only.
fn survive(name: &str, text: String) {
    let (sender, receiver) = mpsc::channel();
    let worker = thread::Builder::new().name(name.to_owned()).spawn(move || {
        for lenient in [false, true] {
            let source = SourceFile { path: "hostile.yaml".to_owned(), bytes: text.clone().into_bytes() };
            let generation =
                generate(vec![source], &Options { lenient, unused_types: Some(true), ..Options::default() });
            assert!(!generation.files.is_empty() || !generation.diagnostics.is_empty());
            for file in &generation.files {
                assert!(syn::parse_file(&file.text).is_ok(), "{} does not parse", file.path);
            }
            let format = diagnostic::Format::Human { color: false };
            diagnostic::render(&generation.diagnostics, &generation.sources, format);
            if !generation.files.is_empty() {
                break;
            }
        }
        let _ = sender.send(());
    });
    let result = receiver.recv_timeout(LIMIT);
    assert_ne!(result, Err(mpsc::RecvTimeoutError::Timeout), "{name} takes too long");
    worker.expect("a thread can be started").join().unwrap_or_else(|_| panic!("{name} panics"));
}

/// A document with these components. Its operation uses the schema `A`.
fn with_components(components: &Value) -> String {
    let schema = json!({ "$ref": "#/components/schemas/A" });
    let content = json!({ "application/json": { "schema": schema } });
    let operation = json!({
        "operationId": "use",
        "parameters": [{ "name": "a", "in": "query", "schema": schema }],
        "requestBody": { "content": content },
        "responses": { "200": { "description": "Done.", "content": content } },
    });
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Hostile", "version": "1" },
        "paths": { "/a": { "post": operation } },
        "components": components,
    })
    .to_string()
}

fn with_schemas(schemas: &Value) -> String {
    with_components(&json!({ "schemas": schemas }))
}

fn to(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

#[test]
fn recursive_schemas_terminate() {
    let around = |wrap: fn(Value) -> Value| with_schemas(&json!({ "A": wrap(to("B")), "B": wrap(to("A")) }));
    survive("a reference to itself", with_schemas(&json!({ "A": to("A") })));
    survive("references around", with_schemas(&json!({ "A": to("B"), "B": to("C"), "C": to("A") })));
    survive("allOf", around(|inner| json!({ "allOf": [inner] })));
    survive("allOf twice", around(|inner| json!({ "allOf": [inner, inner, { "type": "object" }] })));
    survive("oneOf", around(|inner| json!({ "oneOf": [inner, { "type": "string" }] })));
    survive("oneOf alone", around(|inner| json!({ "oneOf": [inner] })));
    survive("oneOf twice", around(|inner| json!({ "oneOf": [inner, inner] })));
    survive("oneOf with members", around(|inner| json!({ "oneOf": [inner, inner], "properties": { "a": inner } })));
    survive("oneOf beside allOf", around(|inner| json!({ "oneOf": [inner, inner], "allOf": [inner, inner] })));
    survive("anyOf", around(|inner| json!({ "anyOf": [inner, { "type": "null" }] })));
    survive("items", around(|inner| json!({ "type": "array", "items": inner })));
    survive("prefixItems", around(|inner| json!({ "prefixItems": [inner, inner] })));
    survive("properties", around(|inner| json!({ "properties": { "a": inner }, "required": ["a"] })));
    survive("additionalProperties", around(|inner| json!({ "additionalProperties": inner })));
    survive("patternProperties", around(|inner| json!({ "patternProperties": { "a": inner } })));
    survive("not", around(|inner| json!({ "not": inner })));
    survive("if", around(|inner| json!({ "if": inner, "then": inner, "else": inner })));
    survive("$defs", around(|inner| json!({ "$defs": { "A": inner }, "$ref": "#/components/schemas/A/$defs/A" })));
    survive(
        "siblings",
        around(|inner| {
            let mut inner = inner;
            inner["properties"] = json!({ "a": inner });
            inner["allOf"] = json!([{ "$ref": inner["$ref"] }, { "$ref": inner["$ref"] }]);
            inner
        }),
    );
    survive(
        "discriminator",
        around(|inner| {
            let mapping = json!({ "a": inner["$ref"], "b": "A", "c": "#/components/schemas/Gone", "d": "#/" });
            json!({ "oneOf": [inner], "discriminator": { "propertyName": "kind", "mapping": mapping } })
        }),
    );
    survive(
        "bases",
        around(|inner| {
            let mapping = json!({ "a": "A", "b": inner["$ref"], "c": "B" });
            let discriminator = json!({ "propertyName": "kind", "mapping": mapping, "defaultMapping": "B" });
            json!({ "allOf": [inner], "properties": { "a": inner }, "discriminator": discriminator })
        }),
    );
    survive(
        "bases by their mapping alone",
        around(|inner| {
            let mapping = json!({ "a": "A", "b": inner["$ref"] });
            json!({ "type": "object", "discriminator": { "propertyName": "kind", "mapping": mapping } })
        }),
    );
    survive(
        "a choice that extends itself",
        around(|inner| json!({ "allOf": [inner], "oneOf": [inner, to("A")], "properties": { "a": inner } })),
    );
    let inherits = |base: Value, name: Value| json!({ "allOf": [base, { "properties": { "name": name } }] });
    survive(
        "a property of the type of its own schema, with a type of its base",
        with_schemas(&json!({
            "A": inherits(to("B"), to("D")),
            "B": inherits(to("C"), to("A")),
            "C": inherits(json!({ "properties": { "name": { "type": "string" } } }), to("D")),
            "D": { "type": "object", "properties": { "name": { "type": "string" } } },
        })),
    );
    let object = |name: &str| json!({ "type": "object", "properties": { name: { "type": "string" } } });
    survive(
        "two unions with itself as a variant",
        with_schemas(&json!({
            "A": { "allOf": [{ "oneOf": [to("A"), to("B")] }, { "oneOf": [to("C"), to("D")] }] },
            "B": object("b"),
            "C": object("c"),
            "D": object("d"),
        })),
    );
    survive(
        "through itself",
        with_schemas(
            &json!({ "A": { "properties": { "a": { "$ref": "#/components/schemas/A/properties/a/properties/b" } } } }),
        ),
    );
    survive("the whole document", with_schemas(&json!({ "A": { "$ref": "#" }, "B": { "$ref": "#/components" } })));
    survive("the map of schemas", with_components(&json!({ "schemas": { "$ref": "#/components/schemas" } })));
}

#[test]
fn other_recursive_references_terminate() {
    let kinds = [
        "parameters",
        "responses",
        "requestBodies",
        "headers",
        "examples",
        "pathItems",
        "securitySchemes",
        "links",
        "callbacks",
    ];
    for kind in kinds {
        let circle = json!({ "A": { "$ref": format!("#/components/{kind}/B") },
            "B": { "$ref": format!("#/components/{kind}/A") } });
        let reference = json!({ "$ref": format!("#/components/{kind}/A") });
        let mut document: Value =
            serde_json::from_str(&with_components(&json!({ "schemas": { "A": {} }, kind: circle }))).expect("JSON");
        let operation = &mut document["paths"]["/a"]["post"];
        operation["parameters"] = json!([reference]);
        operation["requestBody"] = reference.clone();
        operation["responses"] =
            json!({ "200": reference, "400": { "description": "a", "headers": { "a": reference } } });
        operation["callbacks"] = json!({ "a": reference });
        operation["security"] = json!([{ "A": [] }]);
        document["paths"]["/b"] = reference.clone();
        document["paths"]["/c"] = json!({ "$ref": "#/paths/~1c" });
        document["webhooks"] = json!({ "a": reference });
        survive(kind, document.to_string());
    }
}

/// Each level doubles the next one: 2^30 schemas in thirty lines.
#[test]
fn exponential_references_terminate() {
    let doubled = |wrap: fn(Value) -> Value| {
        let levels = 30;
        let level = |index: usize| match index {
            0 => "A".to_owned(),
            index => format!("L{index}"),
        };
        let mut schemas = serde_json::Map::new();
        for index in 0..levels {
            schemas.insert(level(index), wrap(to(&level(index + 1))));
        }
        schemas.insert(level(levels), json!({ "type": "object", "properties": { "a": { "type": "string" } } }));
        with_schemas(&Value::Object(schemas))
    };
    survive("allOf", doubled(|inner| json!({ "allOf": [inner, inner] })));
    survive("allOf with members", doubled(|inner| json!({ "allOf": [inner, inner], "properties": { "a": inner } })));
    survive("oneOf", doubled(|inner| json!({ "oneOf": [inner, inner] })));
    survive("bases", doubled(|inner| json!({ "allOf": [inner, inner], "discriminator": { "propertyName": "kind" } })));
    survive(
        "oneOf in place",
        doubled(|inner| json!({ "oneOf": [{ "allOf": [inner] }, { "allOf": [inner, { "title": "x" }] }] })),
    );
    survive(
        "oneOf with members",
        doubled(|inner| json!({ "oneOf": [inner, inner], "properties": { "a": { "type": "string" } } })),
    );
    survive(
        "anyOf of allOf",
        doubled(|inner| json!({ "anyOf": [{ "allOf": [inner, inner] }, inner, { "type": "null" }] })),
    );
    survive(
        "properties in allOf",
        doubled(|inner| json!({ "allOf": [{ "properties": { "a": inner } }, { "properties": { "b": inner } }] })),
    );
    survive("lists", doubled(|inner| json!({ "prefixItems": [inner, inner], "items": inner })));
    survive("maps", doubled(|inner| json!({ "additionalProperties": { "additionalProperties": inner } })));
    survive(
        "siblings",
        doubled(|inner| {
            let mut outer = inner.clone();
            outer["allOf"] = json!([inner, inner]);
            outer
        }),
    );
}

/// Each of these took minutes when its time was more than the product of its schemas and its references.
#[test]
fn mutual_references_terminate() {
    let names = |count: usize| (0..count).map(|index| if index == 0 { "A".to_owned() } else { format!("A{index}") });
    let all = |count: usize, schema: &dyn Fn(&str) -> Value| -> Value {
        names(count).map(|name| (name.clone(), schema(&name))).collect::<serde_json::Map<_, _>>().into()
    };
    let union = |name: &str| {
        let own = json!({ "type": "object", "required": [name], "properties": { name: { "type": "string" } } });
        let others = names(60).filter(|other| other != name).map(|other| to(&other));
        json!({ "oneOf": others.chain([own]).collect::<Vec<_>>() })
    };
    survive("unions that list each other", with_schemas(&all(60, &union)));
    let part = |name: &str| {
        let others = names(6).filter(|other| other != name);
        let parts =
            others.map(|other| json!({ "allOf": [to(&other), { "type": "object", "properties": { "q": {} } }] }));
        json!({ "oneOf": parts.collect::<Vec<_>>() })
    };
    survive("unions that list parts of each other", with_schemas(&all(6, &part)));
    let structure = |_: &str| {
        let properties: serde_json::Map<_, _> = names(60).map(|other| (other.clone(), to(&other))).collect();
        json!({ "type": "object", "required": names(60).collect::<Vec<_>>(), "properties": properties })
    };
    survive("objects that require each other", with_schemas(&all(60, &structure)));
    let values: Vec<String> = (0..20_000).map(|index| format!("value {index}")).collect();
    survive("an enum with many values", with_schemas(&json!({ "A": { "type": "string", "enum": values } })));
}

#[test]
fn deeply_nested_documents_terminate() {
    for depth in [20, 60, 200, 5_000] {
        let nested = |open: &str, close: &str| {
            let text = with_schemas(&json!({ "A": "HERE" }));
            text.replace(
                "\"HERE\"",
                &format!("{}{}{}", open.repeat(depth), "{\"type\":\"string\"}", close.repeat(depth)),
            )
        };
        survive("properties", nested("{\"type\":\"object\",\"properties\":{\"a\":", "}}"));
        survive("long properties", nested(&format!("{{\"properties\":{{\"{}\":", "x".repeat(300)), "}}"));
        survive("items", nested("{\"type\":\"array\",\"items\":", "}"));
        survive("allOf", nested("{\"allOf\":[", "]}"));
        survive("allOf beside", nested("{\"allOf\":[{\"title\":\"a\", \"required\":[\"a\"]},", "]}"));
        survive("oneOf", nested("{\"oneOf\":[{\"type\":\"integer\"},", "]}"));
        survive("oneOf with members", nested("{\"properties\":{\"b\":{}},\"oneOf\":[{\"type\":\"object\"},", "]}"));
        survive("anyOf in allOf", nested("{\"allOf\":[{\"anyOf\":[{\"type\":\"integer\"},", "]}]}"));
        survive("maps", nested("{\"additionalProperties\":", "}"));
        survive("brackets", "[".repeat(depth));
        survive("braces", "{\"a\":".repeat(depth));
        survive("dashes", "- ".repeat(depth));
        survive("default", nested("{\"default\":[", "]}").replace("{\"default\":[{\"default\":[", "{\"default\":[["));
    }
}

#[test]
fn gigantic_documents_terminate() {
    let many = |count: usize, value: &Value| -> Value {
        (0..count).map(|index| (format!("p{index}"), value.clone())).collect::<serde_json::Map<_, _>>().into()
    };
    survive(
        "members",
        with_schemas(&json!({ "A": { "type": "object", "properties": many(1_000, &json!({ "type": "string" })) } })),
    );
    survive(
        "required members",
        with_schemas(&json!({ "A": { "type": "object", "properties": many(1_000, &json!({ "type": "string" })),
                "required": (0..1_000).map(|index| format!("p{index}")).collect::<Vec<_>>() } })),
    );
    survive("values", with_schemas(&json!({ "A": { "enum": (0..20_000).collect::<Vec<_>>() } })));
    survive(
        "strings",
        with_schemas(&json!({ "A": { "enum": (0..2_000).map(|index| format!("v{index}")).collect::<Vec<_>>() } })),
    );
    survive(
        "branches",
        with_schemas(&json!({ "A": { "oneOf": (0..200).map(|index| json!({
                "properties": { format!("p{index}"): { "type": "string" } } })).collect::<Vec<_>>() } })),
    );
    survive(
        "parts",
        with_schemas(
            &json!({ "A": { "allOf": (0..1_000).map(|index| json!({ "properties": { format!("p{index}"): {} },
                "required": [format!("p{index}")] })).collect::<Vec<_>>() } }),
        ),
    );
    let dashes: serde_json::Map<_, _> = (0..200).map(|index| ("-".repeat(index + 1) + "a", json!({}))).collect();
    survive("one name for all", with_schemas(&json!({ "A": { "properties": dashes } })));
    survive(
        "aliases of aliases",
        with_schemas(
            &(0..300)
                .map(|index| {
                    (if index == 0 { "A".to_owned() } else { format!("L{index}") }, to(&format!("L{}", index + 1)))
                })
                .collect::<serde_json::Map<_, _>>()
                .into(),
        ),
    );
    let huge = "x`[<~ ".repeat(20_000);
    survive("a description", with_schemas(&json!({ "A": { "description": huge, "properties": {} } })));
    survive(
        "a name",
        with_schemas(
            &json!({ "A": { "properties": { huge.clone(): { "type": "object", "properties": { "a": {} } } } } }),
        ),
    );
    survive("a default", with_schemas(&json!({ "A": { "type": "string", "default": huge } })));
    survive("a value", with_schemas(&json!({ "A": { "type": "string", "enum": [huge] } })));
    survive("a pattern", with_schemas(&json!({ "A": { "type": "string", "pattern": "(".repeat(1_000_000) } })));
    survive(
        "a number",
        with_schemas(&json!({ "A": { "type": "integer", "maximum": "HERE" } }))
            .replace("\"HERE\"", &"9".repeat(100_000)),
    );
    survive(
        "an exponent",
        with_schemas(&json!({ "A": { "type": "integer", "maximum": "HERE" } })).replace("\"HERE\"", "1e999999999"),
    );
    survive("a reference", with_schemas(&json!({ "A": { "$ref": format!("#{}", "/a".repeat(200_000)) } })));
    survive("a path", with_schemas(&json!({ "A": {} })).replace("/a\"", &format!("/{}\"", "{a}/".repeat(20_000))));
    let mut lines = String::from("openapi: 3.0.3\ninfo: { title: x, version: '1' }\npaths: {}\n");
    for index in 0..10_000 {
        let _ = writeln!(lines, "x-{index}: {{}}");
    }
    survive("keys", lines.clone());
    survive("keys that nobody knows", lines.replace("x-", "y-"));
}

/// A message with a `oneof`, as protoc-gen-connect-openapi writes it. If each reference merged all variants with all
/// properties again, the document would exceed the budget.
#[test]
fn references_to_a_union_with_common_properties_do_not_multiply() {
    let mut properties: serde_json::Map<String, Value> =
        (0..60).map(|number| (format!("f{number}"), json!({ "type": "string" }))).collect();
    properties.insert("one".to_owned(), to("A"));
    properties.insert("list".to_owned(), json!({ "type": "array", "items": to("A") }));
    properties.insert("map".to_owned(), json!({ "type": "object", "additionalProperties": to("A") }));
    properties.insert("other".to_owned(), json!({ "oneOf": [to("A"), { "type": "null" }] }));
    let variant = |number| {
        json!({ "properties": { format!("o{number}"): { "type": "string" } },
        "required": [format!("o{number}")] })
    };
    let variants: Vec<Value> = (0..24).map(variant).collect();
    let parts = json!([{ "properties": properties }, { "oneOf": variants }]);
    let text = with_schemas(&json!({ "A": { "type": "object", "allOf": parts } }));
    let source = SourceFile { path: "message.json".to_owned(), bytes: text.into_bytes() };
    let generation = generate(vec![source], &Options { lenient: true, ..Options::default() });
    let messages: Vec<&str> = generation.diagnostics.iter().map(|problem| problem.message.as_str()).collect();
    assert!(!generation.files.is_empty(), "{messages:?}");
    assert!(messages.iter().all(|message| !message.contains("multiply")), "{messages:?}");
}
