//! Each part of a Swagger document, and the same part in OpenAPI 3.0 (Swagger 2.0 Specification; the upgrade guide of
//! the OpenAPI Initiative).

use serde_json::{Value as Json, json};

use crate::{
    Options,
    diagnostic::{Code, Format, render},
    generate,
    source::{SourceFile, Value},
};

fn file(path: &str, document: &Json) -> SourceFile {
    SourceFile { path: path.to_owned(), bytes: document.to_string().into_bytes() }
}

fn to_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(flag) => json!(flag),
        Value::Number(number) => serde_json::from_str(&number.to_string()).expect("it is a number"),
        Value::String(text) => json!(text),
        Value::Array(items) => items.iter().map(to_json).collect(),
        Value::Object(object) => object.iter().map(|(key, value)| (key.to_owned(), to_json(value))).collect(),
    }
}

/// The documents after the conversion, by path.
fn converted(files: &[(&str, Json)]) -> Vec<Json> {
    let files = files.iter().map(|(path, document)| file(path, document)).collect();
    let sources = crate::Sources::new(files);
    let input = crate::openapi::read(&sources, &Options::default(), &mut crate::Diagnostics::default());
    input.document_set.into_roots().map(|(_, root)| to_json(&root)).collect()
}

/// A Swagger document with these keys.
fn swagger(keys: &Json) -> Json {
    let mut document = json!({ "swagger": "2.0", "info": { "title": "Pets", "version": "1" }, "paths": {} });
    for (key, value) in keys.as_object().expect("an object") {
        document[key] = value.clone();
    }
    document
}

/// What becomes of a document with these keys.
pub(super) fn document(keys: &Json) -> Json {
    converted(&[("pets.json", swagger(keys))]).remove(0)
}

/// What the conversion of a document with these keys reports.
pub(super) fn problems(keys: &Json) -> Vec<String> {
    let sources = crate::Sources::new(vec![file("pets.json", &swagger(keys))]);
    let mut diagnostics = crate::Diagnostics::default();
    crate::openapi::read(&sources, &Options::default(), &mut diagnostics);
    let reported = diagnostics.into_sorted(&sources, crate::diagnostic::Policy::Lenient);
    reported.into_iter().map(|problem| problem.message).collect()
}

/// What becomes of an operation.
pub(super) fn operation(operation: &Json) -> Json {
    let keys = json!({ "paths": { "/pets": { "post": operation } }, "consumes": ["application/json"] });
    document(&keys)["paths"]["/pets"]["post"].clone()
}

/// What becomes of a parameter.
pub(super) fn parameter(parameter: &Json) -> Json {
    operation(&json!({ "parameters": [parameter], "responses": {} }))["parameters"][0].clone()
}

#[test]
fn host_base_path_and_schemes_are_servers() {
    let servers = |keys: Json| document(&keys)["servers"].clone();
    assert_eq!(
        servers(json!({ "host": "a.example:8080", "basePath": "/v1/", "schemes": ["http", "wss", "https"] })),
        json!([{ "url": "https://a.example:8080/v1" }, { "url": "http://a.example:8080/v1" }])
    );
    assert_eq!(servers(json!({ "host": "a.example" })), json!([{ "url": "https://a.example" }]));
    assert_eq!(servers(json!({ "basePath": "/v1" })), json!([{ "url": "/v1" }]));
    assert_eq!(servers(json!({ "basePath": "/" })), Json::Null);
    let keys = json!({ "host": "a.example", "paths": { "/a": { "get": { "schemes": ["http"], "responses": {} } } } });
    assert_eq!(document(&keys)["paths"]["/a"]["get"]["servers"], json!([{ "url": "http://a.example" }]));
}

#[test]
fn success_without_a_schema_is_a_file_if_its_operation_only_produces_files() {
    let responses = |method: &str, produces: &[&str], status: &str| {
        let ok = json!({ "description": "A stream." });
        let operation = json!({ "produces": produces, "responses": { status: ok, "404": { "description": "Gone." } } });
        document(&json!({ "paths": { "/logs": { method: operation } } }))["paths"]["/logs"][method]["responses"].clone()
    };
    let stream = responses("post", &["application/vnd.raw-stream"], "200");
    let binary = json!({ "schema": { "type": "string", "format": "binary" } });
    assert_eq!(stream["200"]["content"], json!({ "application/vnd.raw-stream": binary }));
    assert_eq!(stream["404"], json!({ "description": "Gone." }));
    for (method, produces, status) in [
        ("post", "application/json", "200"),
        ("head", "application/x-tar", "200"),
        ("post", "application/x-tar", "204"),
    ] {
        assert_eq!(responses(method, &[produces], status)[status]["content"], Json::Null, "{method} {produces}");
    }
}

#[test]
fn maps_move_to_components_and_references_follow() {
    let pet = json!({ "type": "object", "properties": { "parent": { "$ref": "#/definitions/Pet" } } });
    let converted = document(&json!({
        "definitions": { "Pet": pet },
        "parameters": { "Page": { "name": "page", "in": "query", "type": "integer" } },
        "responses": { "Gone": { "description": "Gone.", "schema": { "$ref": "#/definitions/Pet" } } },
        "paths": { "/pets": { "get": {
            "parameters": [{ "$ref": "#/parameters/Page" }],
            "responses": { "404": { "$ref": "#/responses/Gone" } },
        } } },
    }));
    let components = &converted["components"];
    let pet = json!({ "$ref": "#/components/schemas/Pet" });
    assert_eq!(components["schemas"]["Pet"]["properties"]["parent"], pet);
    assert_eq!(components["parameters"]["Page"]["schema"], json!({ "type": "integer" }));
    assert_eq!(components["responses"]["Gone"]["content"], json!({ "application/json": { "schema": pet } }));
    let operation = &converted["paths"]["/pets"]["get"];
    assert_eq!(operation["parameters"], json!([{ "$ref": "#/components/parameters/Page" }]));
    assert_eq!(operation["responses"]["404"], json!({ "$ref": "#/components/responses/Gone" }));
}

#[test]
fn list_formats_are_styles() {
    let list = |place: &str, format: Option<&str>| {
        let mut list = json!({ "name": "a", "in": place, "type": "array", "items": { "type": "string" } });
        if let Some(format) = format {
            list["collectionFormat"] = json!(format);
        }
        let list = parameter(&list);
        (list["style"].clone(), list["explode"].clone())
    };
    for (place, format, style, explode) in [
        ("query", None, "form", false),
        ("query", Some("csv"), "form", false),
        ("query", Some("multi"), "form", true),
        ("query", Some("ssv"), "spaceDelimited", false),
        ("query", Some("pipes"), "pipeDelimited", false),
        ("header", None, "simple", false),
        ("path", Some("csv"), "simple", false),
    ] {
        assert_eq!(list(place, format), (json!(style), json!(explode)), "{place}, {format:?}");
    }
    for (place, format) in [("query", "tsv"), ("header", "pipes"), ("path", "ssv")] {
        assert_eq!(list(place, Some(format)), (Json::Null, Json::Null), "{place}, {format}: it is omitted");
    }
}

#[test]
fn a_parameter_has_its_limits_in_a_schema() {
    let limited = json!({ "name": "n", "in": "query", "description": "How many.", "required": true, "type": "integer",
        "format": "int32", "maximum": 9, "x-nullable": true, "x-example": 3 });
    assert_eq!(
        parameter(&limited),
        json!({ "name": "n", "in": "query", "description": "How many.", "required": true, "example": 3,
            "schema": { "type": "integer", "format": "int32", "maximum": 9, "nullable": true } })
    );
}

#[test]
fn a_body_parameter_is_a_request_body() {
    let body = json!({ "name": "pet", "in": "body", "description": "The pet.", "required": true,
        "schema": { "type": "object" } });
    let schema = json!({ "schema": { "type": "object" } });
    let of = |consumes: Json| {
        let mut with_body = json!({ "parameters": [body], "responses": {} });
        if !consumes.is_null() {
            with_body["consumes"] = consumes;
        }
        operation(&with_body)["requestBody"].clone()
    };
    let expected = json!({ "description": "The pet.", "required": true, "content": { "application/json": schema } });
    assert_eq!(of(Json::Null), expected, "the media types of the document");
    assert_eq!(of(json!([])), expected, "an empty list");
    assert_eq!(of(json!(["text/csv", "a/b"]))["content"], json!({ "text/csv": schema, "a/b": schema }));
}

#[test]
fn form_parameters_are_properties_of_a_form() {
    let of = |consumes: Json, fields: Json| {
        operation(&json!({ "consumes": consumes, "parameters": fields, "responses": {} }))["requestBody"].clone()
    };
    let name =
        json!({ "name": "name", "in": "formData", "type": "string", "required": true, "description": "A name." });
    let ids = json!({ "name": "ids", "in": "formData", "type": "array", "items": { "type": "integer" } });
    let schema = json!({ "type": "object", "required": ["name"], "properties": {
        "name": { "type": "string", "description": "A name." },
        "ids": { "type": "array", "items": { "type": "integer" } },
    } });
    assert_eq!(
        of(json!(["application/x-www-form-urlencoded"]), json!([name, ids])),
        json!({ "required": true, "content": { "application/x-www-form-urlencoded": {
            "schema": schema, "encoding": { "ids": { "style": "form", "explode": false } } } } })
    );
    let photo = json!({ "name": "photo", "in": "formData", "type": "file" });
    let schema = json!({ "type": "object", "properties": { "photo": { "type": "string", "format": "binary" } } });
    let expected = json!({ "required": false, "content": { "multipart/form-data": { "schema": schema } } });
    for consumes in [json!(["multipart/form-data"]), json!(["application/json"]), json!([])] {
        assert_eq!(of(consumes, json!([photo])), expected, "a file is a part");
    }
}

/// Each is reported, and the first body or field is used.
#[test]
fn parameters_that_exclude_each_other_are_reported() {
    let body = |name: &str| json!({ "name": name, "in": "body", "schema": { "title": name } });
    let field = |name: &str| json!({ "name": name, "in": "formData", "type": "string" });
    let list = json!({ "name": "list", "in": "formData", "type": "array", "items": { "type": "string" } });
    for (parameters, consumes, expected) in [
        (vec![body("a"), body("b"), field("c")], "a/b", vec!["`b` beside a body", "`c` beside a body"]),
        (vec![field("a"), field("a")], "application/x-www-form-urlencoded", vec!["second form parameter `a`"]),
        (vec![list], "multipart/form-data", vec!["list `list` in one part"]),
    ] {
        let post = json!({ "consumes": [consumes], "parameters": parameters,
            "responses": { "204": { "description": "Done." } } });
        let document = swagger(&json!({ "host": "a.example", "paths": { "/pets": { "post": post } } }));
        let options = Options { lenient: true, ..Options::default() };
        let problems = generate(vec![file("pets.json", &document)], &options).diagnostics;
        let found: Vec<_> = problems.iter().filter(|one| one.code == Code::UnsupportedKeywordIgnored).collect();
        assert_eq!(found.len(), expected.len(), "{problems:?}");
        for words in expected {
            assert!(found.iter().any(|one| one.message.contains(words)), "{words}: {found:?}");
        }
    }
}

#[test]
fn parameters_of_a_path_are_overridden() {
    let body = |name: &str| json!({ "name": name, "in": "body", "schema": { "title": name } });
    let paths = json!({ "/pets": {
        "parameters": [{ "name": "id", "in": "query", "type": "string" }, body("of the path")],
        "post": { "responses": {} },
        "put": { "parameters": [body("own")], "responses": {} },
    } });
    let item = document(&json!({ "paths": paths }))["paths"]["/pets"].clone();
    assert_eq!(item["parameters"].as_array().map(Vec::len), Some(1), "a body is not among the parameters");
    let title = |method: &str| item[method]["requestBody"]["content"]["application/json"]["schema"]["title"].clone();
    assert_eq!((title("post"), title("put")), (json!("of the path"), json!("own")));
    assert_eq!(item["put"]["parameters"], json!([]));
}

#[test]
fn a_response_has_a_schema_in_each_media_type() {
    let response = |keys: Json| {
        let responses = json!({ "200": keys });
        operation(&json!({ "produces": ["a/b", "text/csv"], "responses": responses }))["responses"]["200"].clone()
    };
    assert_eq!(response(json!({ "description": "Done." })), json!({ "description": "Done." }));
    let schema = json!({ "type": "string" });
    assert_eq!(
        response(json!({ "description": "A text.", "schema": schema, "examples": { "text/csv": "a,b", "c/d": "e" },
            "headers": { "X-Total": { "type": "integer", "description": "How many." } } })),
        json!({ "description": "A text.",
            "headers": { "X-Total": { "description": "How many.", "schema": { "type": "integer" } } },
            "content": { "a/b": { "schema": schema }, "text/csv": { "schema": schema, "example": "a,b" },
                "c/d": { "schema": schema, "example": "e" } } })
    );
    let file = json!({ "type": "string", "format": "binary" });
    let response =
        operation(&json!({ "responses": { "200": { "schema": { "type": "file" } } } }))["responses"]["200"].clone();
    assert_eq!(response["content"], json!({ "application/octet-stream": { "schema": file } }));
}

/// `produces` of an operation is for all its responses, but an object is no file.
#[test]
fn errors_beside_a_file_are_no_files() {
    let contents = |produces: Json| {
        let error = json!({ "schema": { "type": "object" } });
        let responses = json!({ "200": { "schema": { "type": "file" } }, "404": error, "500": { "schema": { "type":
            "string" } } });
        let converted = operation(&json!({ "produces": produces, "responses": responses }));
        let names = |status: &str| {
            let content = converted["responses"][status]["content"].as_object().unwrap().keys();
            content.map(String::as_str).collect::<Vec<_>>().join(" ")
        };
        ["200", "404", "500"].map(names)
    };
    let bytes = "application/octet-stream";
    assert_eq!(contents(json!([bytes])), [bytes, "application/json", bytes]);
    let both = format!("{bytes} text/json");
    assert_eq!(contents(json!([bytes, "text/json"])), [both.as_str(), "text/json", both.as_str()]);
}

#[test]
fn schemas_have_the_keywords_of_openapi_3_0() {
    let schema =
        |schema: Json| document(&json!({ "definitions": { "A": schema } }))["components"]["schemas"]["A"].clone();
    assert_eq!(
        schema(json!({ "properties": { "x-nullable": { "type": "string", "x-nullable": true } } })),
        json!({ "properties": { "x-nullable": { "type": "string", "nullable": true } } })
    );
    assert_eq!(schema(json!({ "discriminator": "kind" })), json!({ "discriminator": { "propertyName": "kind" } }));
    let example = json!({ "type": "file", "discriminator": "kind", "$ref": "#/definitions/A" });
    assert_eq!(schema(json!({ "example": example })), json!({ "example": example }), "an example is no schema");
    let definitions = json!({
        "Pet": { "discriminator": "kind", "properties": { "kind": { "type": "string" } } },
        "Animal": { "allOf": [{ "$ref": "#/definitions/Pet" }] },
        "Cat": { "allOf": [{ "$ref": "#/definitions/Animal" }], "x-ms-discriminator-value": "felis catus" },
    });
    let pet = document(&json!({ "definitions": definitions }))["components"]["schemas"]["Pet"].clone();
    assert_eq!(pet["discriminator"]["mapping"], json!({ "felis catus": "#/components/schemas/Cat" }));
}

#[test]
fn security_definitions_are_security_schemes() {
    let scheme = |scheme: Json| {
        document(&json!({ "securityDefinitions": { "a": scheme } }))["components"]["securitySchemes"]["a"].clone()
    };
    assert_eq!(scheme(json!({ "type": "basic" })), json!({ "type": "http", "scheme": "basic" }));
    let key = json!({ "type": "apiKey", "name": "X-Key", "in": "header" });
    assert_eq!(scheme(key.clone()), key);
    for (flow, name) in [
        ("implicit", "implicit"),
        ("password", "password"),
        ("application", "clientCredentials"),
        ("accessCode", "authorizationCode"),
    ] {
        let urls = json!({ "tokenUrl": "https://a.example/token", "scopes": { "read": "Read." } });
        let mut oauth2 = urls.clone();
        oauth2["type"] = json!("oauth2");
        oauth2["flow"] = json!(flow);
        assert_eq!(scheme(oauth2), json!({ "type": "oauth2", "flows": { name: urls } }), "{flow}");
    }
}

/// A file without a version is converted where a Swagger document refers to it.
#[test]
fn other_files_are_converted() {
    let main = swagger(&json!({
        "paths": { "/pets": { "$ref": "paths.json#/pets" } },
        "definitions": { "Pet": { "type": "object" } },
    }));
    let paths = json!({ "pets": { "get": {
        "parameters": [{ "$ref": "parts.json#/page" }],
        "responses": { "200": { "description": "Pets.", "schema": { "$ref": "main.json#/definitions/Pet" } },
            "404": { "$ref": "parts.json#/gone" } },
    } } });
    let parts = json!({ "page": { "name": "page", "in": "query", "type": "integer" },
        "gone": { "description": "Gone.", "schema": { "type": "string", "x-nullable": true } } });
    let converted = converted(&[("main.json", main), ("parts.json", parts), ("paths.json", paths)]);
    let [main, parts, paths] = converted.as_slice() else { panic!("{converted:?}") };
    assert_eq!(main["paths"]["/pets"], json!({ "$ref": "paths.json#/pets" }));
    let get = &paths["pets"]["get"];
    let schema = json!({ "$ref": "main.json#/components/schemas/Pet" });
    assert_eq!(get["responses"]["200"]["content"], json!({ "application/json": { "schema": schema } }));
    assert_eq!(parts["page"], json!({ "name": "page", "in": "query", "schema": { "type": "integer" } }));
    let schema = json!({ "type": "string", "nullable": true });
    assert_eq!(parts["gone"]["content"], json!({ "application/json": { "schema": schema } }));
}

/// A diagnostic has its place in the Swagger document, also after the conversion moved the value.
#[test]
fn diagnostics_have_places_in_the_swagger_document() {
    let text = "swagger: '2.0'
info: { title: Pets, version: '1' }
host: pets.example.com
paths:
  /pets:
    get:
      parameters:
        - { name: list, in: body, schema: { $ref: '#/definitions/Gone' } }
        - { name: tags, in: query, type: array, items: { type: string }, collectionFormat: tsv }
        - { name: since, in: query, type: string, pattern: '(' }
      responses: { '200': { description: Pets., schema: { $ref: '#/definitions/Pet' } } }
definitions:
  Pet: { type: object, properties: { name: { type: strin } } }
";
    let source = SourceFile { path: "pets.yaml".to_owned(), bytes: text.into() };
    let generation = generate(vec![source], &Options { lenient: true, ..Options::default() });
    let problems = render(&generation.diagnostics, &generation.sources, Format::Json);
    let places: Vec<(String, u64, u64)> = problems
        .lines()
        .map(|line| serde_json::from_str::<Json>(line).expect("JSON"))
        .map(|line| {
            let number = |key: &str| line[key].as_u64().unwrap_or_default();
            (line["message"].as_str().unwrap_or_default().to_owned(), number("line"), number("column"))
        })
        .collect();
    for (words, place) in [
        ("unknown schema `Gone`", (8, 51)),
        ("`collectionFormat: tsv`: `tags` is omitted", (9, 92)),
        ("malformed pattern", (10, 60)),
        ("strin", (13, 52)),
    ] {
        let found = places.iter().find(|(message, ..)| message.contains(words));
        assert_eq!(found.map(|(_, line, column)| (*line, *column)), Some(place), "{words}: {places:?}");
    }
}
