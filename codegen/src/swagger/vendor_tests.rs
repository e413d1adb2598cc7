//! Keys of AutoRest that change requests: documents of Azure have them.

use serde_json::{Value as Json, json};

use super::tests::{document, operation, parameter, problems};

#[test]
fn a_host_template_is_a_server_with_variables() {
    let servers = |keys: Json| document(&keys)["servers"].clone();
    let endpoint = json!({ "name": "Endpoint", "in": "path", "type": "string", "required": true,
        "description": "The resource.", "x-ms-skip-url-encoding": true });
    assert_eq!(
        servers(json!({ "x-ms-parameterized-host": { "hostTemplate": "{Endpoint}/text/v3.0", "useSchemePrefix": false,
            "parameters": [endpoint] } })),
        json!([{ "url": "{Endpoint}/text/v3.0", "variables": { "Endpoint": { "description": "The resource." } } }])
    );
    let suffix = json!({ "name": "suffix", "in": "path", "type": "string", "x-ms-client-default": "a.example" });
    let account = json!({ "name": "account", "in": "path", "type": "string", "enum": ["x", "y"], "default": "x" });
    assert_eq!(
        servers(json!({ "host": "bad", "basePath": "/v1", "schemes": ["http", "https"],
            "parameters": { "Suffix": suffix }, "x-ms-parameterized-host": { "hostTemplate": "{account}.{suffix}",
            "parameters": [account, { "$ref": "#/parameters/Suffix" }] } })),
        json!([{ "url": "https://{account}.{suffix}/v1", "variables": {
            "account": { "enum": ["x", "y"], "default": "x" }, "suffix": { "default": "a.example" } } }])
    );
}

#[test]
fn paths_with_a_query_are_paths() {
    let comp = json!({ "name": "comp", "in": "query", "type": "string", "enum": ["list"] });
    let get = |id: &str| {
        let get = json!({ "operationId": id, "parameters": [comp], "responses": {} });
        json!({ "get": get })
    };
    let keys = json!({ "paths": { "/a": get("one") },
        "x-ms-paths": { "/a?comp=list": get("two"), "/a": get("three") } });
    let document = document(&keys);
    let paths: Vec<(&String, &Json)> = document["paths"].as_object().expect("an object").iter().collect();
    let ids: Vec<_> = paths.iter().map(|(path, item)| (path.as_str(), item["get"]["operationId"].clone())).collect();
    assert_eq!(ids, [("/a", json!("one")), ("/a?comp=list", json!("two"))]);
    assert_eq!(document["x-ms-paths"], Json::Null);
}

/// AutoRest removes the query: what is sent, the parameters say. One that has to distinguish two paths stays.
#[test]
fn a_query_without_parameters_only_distinguishes_paths() {
    let comp = json!({ "name": "comp", "in": "query", "type": "string", "enum": ["list"] });
    let get = json!({ "get": { "parameters": [{ "$ref": "#/parameters/Comp" }], "responses": {} } });
    let keys = json!({ "paths": { "/b": get }, "parameters": { "Comp": comp },
        "x-ms-paths": { "/a?comp=list&dummy": get, "/a?dummy": get, "/b?dummy": get } });
    let document = document(&keys);
    let paths: Vec<&String> = document["paths"].as_object().expect("an object").keys().collect();
    assert_eq!(paths, ["/a", "/a?comp=list", "/b", "/b?dummy"]);
}

#[test]
fn parameters_that_are_not_encoded_are_reserved() {
    for place in ["query", "path"] {
        let written = json!({ "name": "a", "in": place, "type": "string", "x-ms-skip-url-encoding": true });
        let converted = json!({ "name": "a", "in": place, "allowReserved": true, "schema": { "type": "string" } });
        assert_eq!(parameter(&written), converted);
    }
}

#[test]
fn parameters_for_several_headers_are_reported() {
    let keys = |one: Json| json!({ "paths": { "/{a}": { "get": { "parameters": [one], "responses": {} } } } });
    let metadata = json!({ "name": "x-meta", "in": "header", "type": "string",
        "x-ms-header-collection-prefix": "x-meta-" });
    assert_eq!(parameter(&metadata), Json::Null);
    assert_eq!(problems(&keys(metadata)), ["unsupported `x-ms-header-collection-prefix`: `x-meta` is omitted"]);
}

/// AutoRest reads `format: file` of an object as a stream.
#[test]
fn an_object_of_the_format_file_is_a_file() {
    let file = json!({ "type": "object", "format": "file" });
    let binary = json!({ "schema": { "type": "string", "format": "binary" } });
    let body = json!({ "name": "file", "in": "body", "schema": file });
    let converted = operation(&json!({ "consumes": ["image/png"], "parameters": [body],
        "responses": { "200": { "description": "ok", "schema": file } } }));
    assert_eq!(converted["requestBody"]["content"], json!({ "image/png": binary }));
    assert_eq!(converted["responses"]["200"]["content"], json!({ "application/octet-stream": binary }));
}
