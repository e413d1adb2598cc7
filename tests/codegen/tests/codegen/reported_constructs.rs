//! Constructs that a client cannot honour, and that are valid or common: each is reported, and nothing else is.

use wireright_codegen::{Options, SourceFile, generate, model::Type};

/// The messages for a document with these paths.
fn messages(paths: &str) -> Vec<String> {
    let head = "openapi: 3.0.3\ninfo: { title: A, version: '1' }\nservers: [{ url: 'https://example.com' }]\npaths:\n";
    let tail = "\ncomponents: { schemas: { Pet: { type: object, properties: { name: { type: string } } } } }\n";
    let source = SourceFile { path: "a.yaml".to_owned(), bytes: format!("{head}{paths}{tail}").into_bytes() };
    let generation = generate(vec![source], &Options { lenient: true, ..Options::default() });
    generation.diagnostics.into_iter().map(|problem| problem.message).collect()
}

#[track_caller]
fn assert_messages(paths: &str, expected: &[&str]) {
    assert_eq!(messages(paths), expected, "{paths}");
}

/// A document with one parameter.
fn parameter(parameter: &str) -> String {
    format!("  /a/{{p}}: {{ get: {{ parameters: [{parameter}], responses: {{ '204': {{ description: ok }} }} }} }}")
        .replace("/{p}", if parameter.contains("in: path") { "/{p}" } else { "" })
}

/// A document with a request body and a response of one media type.
fn bodies(request: &str, response: &str) -> String {
    format!(
        "  /a: {{ post: {{ requestBody: {{ content: {request} }}, responses: {{ '200': {{ description: ok, content: \
         {response} }} }} }} }}"
    )
}

#[test]
fn headers_that_only_the_client_sets_are_omitted() {
    for name in ["Host", "Content-Length", "Transfer-Encoding", "connection"] {
        let message = format!("ignored header parameter `{name}`: only the HTTP client sets it");
        let document =
            parameter(&format!("{{ name: {name}, in: header, required: true, schema: {{ type: string }} }}"));
        assert_messages(&document, &[&message]);
    }
    assert_messages(&parameter("{ name: Cookie, in: header, schema: { type: string } }"), &[]);
}

#[test]
fn invalid_names_of_headers_and_cookies_are_reported() {
    for name in ["a b", "x:y", "", "ü"] {
        let header = parameter(&format!("{{ name: '{name}', in: header, schema: {{ type: string }} }}"));
        let message = format!("ignored header parameter `{name}`: it is not a valid name (RFC 9110, 5.1)");
        assert_messages(&header, &[&message]);
        let cookie = parameter(&format!("{{ name: '{name}', in: cookie, schema: {{ type: string }} }}"));
        let message = format!("unsupported cookie parameter `{name}`: it is not a valid name (RFC 6265, 4.1.1)");
        assert_messages(&cookie, &[&message]);
    }
    assert_messages(&parameter("{ name: X-a_b.c, in: header, schema: { type: string } }"), &[]);
}

/// A path without the value of its parameter would be another path.
#[test]
fn parameters_without_a_schema_are_strings() {
    let request = |text: &str| {
        let head = "openapi: 3.1.0\ninfo: { title: A, version: '1' }\npaths:\n";
        let source = SourceFile { path: "a.yaml".to_owned(), bytes: format!("{head}{text}").into_bytes() };
        let generation = generate(vec![source], &Options { lenient: true, ..Options::default() });
        let problems: Vec<_> = generation.diagnostics.iter().map(|problem| problem.message.clone()).collect();
        let mut operations = generation.model.into_iter().flat_map(|model| model.services).flat_map(|it| it.operations);
        let arguments = operations.next().map(|operation| operation.arguments).unwrap_or_default();
        let types: Vec<_> = arguments.iter().map(|argument| (argument.wire.0.clone(), argument.ty.clone())).collect();
        (types, problems)
    };
    let missing = ["missing key `schema` or `content` in Parameter Object".to_owned()];
    for parameter in ["{ name: p, in: path, required: true }", "{ name: p, in: query, example: 5 }"] {
        assert_eq!(request(&self::parameter(parameter)), (vec![("p".to_owned(), Type::String)], missing.to_vec()));
    }
    let content = |media_type: &str| format!("{{ name: p, in: query, content: {{ {media_type}: {{}} }} }}");
    let json = request(&parameter(&content("application/json")));
    assert_eq!(json, (vec![("p".to_owned(), Type::Json)], Vec::new()));
    let text = request(&parameter(&content("text/plain")));
    assert_eq!(text, (vec![("p".to_owned(), Type::String)], Vec::new()));
}

/// A document with these responses.
fn responses(responses: &str) -> String {
    format!("  /a: {{ get: {{ responses: {{ {responses} }} }} }}")
}

#[test]
fn unusual_keys_of_responses_are_reported() {
    let key = |key: &str| responses(&format!("'204': {{ description: Done. }}, '{key}': {{ description: Wrong. }}"));
    for status in ["4xx", "4Xx", "4xX"] {
        assert_messages(&key(status), &[&format!("lowercase status range `{status}`")]);
    }
    for status in ["20", "0204", "+400", "OK", "600", "2X0", "6XX", "XX"] {
        assert_messages(&key(status), &[&format!("unknown status `{status}`")]);
    }
    let twice = responses("4XX: { description: One. }, 4xx: { description: Other. }, '204': { description: Done. }");
    assert_messages(&twice, &["duplicate status `4xx`"]);
}

#[test]
fn a_key_that_is_no_media_type_is_reported() {
    let body = |media_type: &str| bodies("{ application/json: {} }", &format!("{{ '{media_type}': {PET} }}"));
    for name in ["json", "application/json, text/plain"] {
        let message =
            format!("untyped body: `{name}` is not a media type, so it is bytes, and its schema has no effect");
        assert_messages(&body(name), &[&message]);
    }
}

const PET: &str = "{ schema: { $ref: '#/components/schemas/Pet' } }";

#[test]
fn relative_server_urls_name_an_endpoint_that_works() {
    let document = "openapi: 3.0.3\ninfo: { title: A, version: '1' }\npaths: {}\nservers:\n- url: //a.example/v1\n\
                    - url: /v2\n";
    let source = SourceFile { path: "a.yaml".to_owned(), bytes: document.into() };
    let generation = generate(vec![source], &Options { lenient: true, ..Options::default() });
    let helps: Vec<&String> = generation.diagnostics.iter().flat_map(|problem| &problem.helps).collect();
    let help = |endpoint: &str| format!("write scheme and host, or call `endpoint(\"{endpoint}\")`");
    assert_eq!(helps, [&help("https://a.example/v1"), &help("https://…/v2")]);
}

#[test]
fn undefined_styles_are_reported() {
    let deep = |schema: &str| parameter(&format!("{{ name: a, in: query, style: deepObject, schema: {schema} }}"));
    assert_messages(&deep("{ type: string }"), &["undefined style `deepObject` of a scalar: it is sent as `form`"]);
    let list = "{ type: array, items: { type: string } }";
    for nested in [list, "{ type: object }", "{ $ref: '#/components/schemas/Pet' }"] {
        assert_messages(&deep(nested), &[]);
    }
}

#[test]
fn nested_values_that_a_style_cannot_express_are_reported() {
    let query = |style: &str, schema: &str| parameter(&format!("{{ name: a, in: query, {style} schema: {schema} }}"));
    let message = |style: &str| {
        format!(
            "unsupported nested values in style `{style}`: a call that sends a list or object inside this one fails"
        )
    };
    let pet = "{ $ref: '#/components/schemas/Pet' }";
    let object = |property: &str| format!("{{ type: object, properties: {{ b: {property} }} }}");
    let list = |items: &str| format!("{{ type: array, items: {items} }}");
    let strings = list("{ type: string }");
    for nested in [list(pet), list(&strings), list("{ type: object }"), object(pet), object(&list(pet))] {
        assert_messages(&query("", &nested), &[&message("form")]);
        assert_messages(&query("style: pipeDelimited, explode: false,", &nested), &[&message("pipeDelimited")]);
        assert_messages(&query("style: deepObject,", &nested), &[]);
    }
    let map = format!("{{ type: object, additionalProperties: {pet} }}");
    assert_messages(&query("", &map), &[&message("form")]);
    assert_messages(&query("explode: false,", &object(&strings)), &[&message("form")]);
    let header = |schema: &str| parameter(&format!("{{ name: a, in: header, schema: {schema} }}"));
    assert_messages(&header(&list(pet)), &[&message("simple")]);
    let path = format!("{{ name: p, in: path, required: true, style: label, schema: {} }}", list(pet));
    assert_messages(&parameter(&path), &[&message("label")]);
    for flat in [strings.as_str(), pet, &object(&strings), &list("{ oneOf: [{ type: string }, { type: integer }] }")] {
        assert_messages(&query("", flat), &[]);
    }
    let json = format!("{{ name: a, in: query, content: {{ application/json: {{ schema: {} }} }} }}", list(pet));
    assert_messages(&parameter(&json), &[]);
}

/// The type of the items that an operation streams, and the diagnostics.
fn events(media_type: &str) -> (String, Vec<String>) {
    let text = format!(
        "openapi: 3.2.0\ninfo: {{ title: A, version: '1' }}\nservers: [{{ url: 'https://a.example' }}]\npaths: {{ /a: \
         {{ get: {{ operationId: getIt, responses: {{ '200': {{ description: ok, content: {{ text/event-stream: \
         {media_type} }} }} }} }} }} }}\ncomponents:\n  schemas:\n    Event: {{ type: object, required: [data], \
         properties: {{ event: {{ type: string }}, data: {{ type: string }} }} }}\n    Chunk: {{ type: object, \
         properties: {{ x: {{ type: string }} }} }}\n"
    );
    let source = SourceFile { path: "a.yaml".to_owned(), bytes: text.into() };
    let generation = generate(vec![source], &Options { lenient: true, ..Options::default() });
    let file = generation.files.iter().find(|file| file.path.ends_with("get_it.rs")).expect("an operation");
    let (_, after) = file.text.split_once("stream::Events<").expect("a stream");
    let ty = after.split(">>").next().unwrap_or_default().to_owned();
    (ty, generation.diagnostics.into_iter().map(|problem| problem.message).collect())
}

#[test]
fn the_content_schema_of_an_event_is_its_type() {
    let json = "{ contentMediaType: application/json, contentSchema: { type: integer } }";
    let own = format!("{{ itemSchema: {{ properties: {{ data: {{ type: string, allOf: [{json}] }} }} }} }}");
    assert_eq!(events(&own), ("i64".to_owned(), Vec::new()));
    let event = "{ $ref: '#/components/schemas/Event' }";
    let part = format!("{{ itemSchema: {{ allOf: [{event}, {{ properties: {{ data: {json} }} }}] }} }}");
    assert_eq!(events(&part), ("i64".to_owned(), Vec::new()));
}

/// An event without data is not dispatched.
#[test]
fn variants_of_an_event_may_lack_data() {
    let named = |name: &str, data: &str| format!("{{ properties: {{ event: {{ const: {name} }}{data} }} }}");
    let chunk = named("a", ", data: { $ref: '#/components/schemas/Chunk' }");
    let variants = |all: &[&str]| format!("{{ itemSchema: {{ oneOf: [{}] }} }}", all.join(", "));
    let (ping, done) = (named("ping", ""), named("done", ", data: { const: '[DONE]' }"));
    assert_eq!(events(&variants(&[&chunk, &ping, &done])), ("types::Chunk".to_owned(), Vec::new()));
    let text = named("text", ", data: { type: string }");
    let problem = "untyped data of events: some is JSON and some is text, so all is text".to_owned();
    assert_eq!(events(&variants(&[&chunk, &text, &ping])), ("String".to_owned(), vec![problem.clone()]));
    // A variant that describes only its name has the common data (OpenAPI 3.2.0, "Server-Sent Event Streams").
    let json = named("b", ", data: { contentMediaType: application/json, contentSchema: { type: integer } }");
    let common = format!(
        "{{ itemSchema: {{ properties: {{ event: {{ type: string }}, data: {{ type: string }} }}, oneOf: [{ping}, \
         {json}] }} }}"
    );
    assert_eq!(events(&common), ("String".to_owned(), vec![problem]));
}

#[test]
fn an_array_describes_the_events_of_a_stream() {
    for items in
        ["{ $ref: '#/components/schemas/Chunk' }", "{ properties: { data: { $ref: '#/components/schemas/Chunk' } } }"]
    {
        let media_type = format!("{{ schema: {{ type: array, items: {items} }} }}");
        assert_eq!(events(&media_type).0, "types::Chunk", "{items}");
    }
}

/// YAML reads an unquoted port as a number.
#[test]
fn numbers_and_booleans_of_server_variables_are_strings() {
    let text = "openapi: 3.1.0\ninfo: { title: A, version: 1.10 }\n\
                servers: [{ url: 'https://a.example:{port}/{v}/{on}', variables: { port: { default: 8443, \
                enum: [8443, 443] }, v: { default: 1.10 }, on: { default: true } } }]\n\
                paths: { /a: { get: { operationId: getIt, responses: { '204': { description: ok } } } } }\n";
    let source = SourceFile { path: "a.yaml".to_owned(), bytes: text.into() };
    let generation = generate(vec![source], &Options { lenient: true, ..Options::default() });
    let code: String = generation.files.iter().map(|file| file.text.as_str()).collect();
    for written in ["\"8443\"", "\"443\"", "\"1.10\"", "\"true\""] {
        assert!(code.contains(written), "{written}: {code}");
    }
    let found: Vec<&str> = generation.diagnostics.iter().map(|problem| problem.message.as_str()).collect();
    let message = |found: &str| format!("wrong type: expected a string, found {found}");
    let [number, boolean] = [message("a number"), message("a boolean")];
    assert_eq!(found, [&number, &number, &number, &number, &number, &boolean]);
}

#[test]
fn reserved_characters_that_are_encoded_are_reported() {
    let reserved = |location: &str| {
        let parameter = "name: p, required: true, allowReserved: true, schema: { type: string }";
        self::parameter(&format!("{{ in: {location}, {parameter} }}"))
    };
    let message = "unsupported keyword `allowReserved` of this parameter: reserved characters are percent-encoded";
    assert_messages(&reserved("cookie"), &[message]);
    let of_path =
        |rest: &str| parameter(&format!("{{ in: path, name: p, required: true, allowReserved: true, {rest} }}"));
    assert_messages(&of_path("schema: { type: array, items: { type: string } }"), &[message]);
    assert_messages(&of_path("style: label, schema: { type: string }"), &[message]);
    assert_messages(&of_path("schema: { type: string }"), &[]);
    // A header is not percent-encoded.
    assert_messages(&reserved("header"), &[]);
    assert_messages(&reserved("query"), &[]);
}

#[test]
fn a_schema_of_bytes_has_no_effect() {
    let pet = |media_type: &str| format!("{{ {media_type}: {{ schema: {{ $ref: '#/components/schemas/Pet' }} }} }}");
    for media_type in ["application/octet-stream", "application/cbor"] {
        let message = format!("untyped body: `{media_type}` is bytes, and its schema has no effect");
        assert_messages(&bodies(&pet(media_type), &pet(media_type)), &[&message, &message]);
    }
    let lines = "untyped body: `application/x-ndjson` is bytes, and its schema has no effect";
    assert_messages(&bodies(&pet("application/x-ndjson"), &pet("application/x-ndjson")), &[lines]);
    // The items of a request are not encoded either, wherever their media type is listed.
    let items = "{ application/x-ndjson: { itemSchema: { $ref: '#/components/schemas/Pet' } } }";
    assert_messages(&bodies(items, items), &[lines]);
    let second = "{ image/png: {}, application/x-ndjson: { schema: { type: object } } }";
    assert_messages(&bodies(second, "{}"), &[lines]);
    let both = "{ application/json: { schema: { type: string } }, application/xml: { schema: { type: object } } }";
    let xml = "untyped body: `application/xml` is a string, and its schema has no effect";
    assert_messages(&bodies(both, "{}"), &[xml]);
    for typed in ["application/*", "application/vnd.a+json; v=1", "'*/*'"] {
        assert_messages(&bodies(&pet(typed), &pet(typed)), &[]);
    }
    let file = "{ application/octet-stream: { schema: { type: string, format: binary } } }";
    assert_messages(&bodies(file, file), &[]);
}

#[test]
fn a_form_that_is_no_object_is_reported() {
    let form = |schema: &str| bodies(&format!("{{ application/x-www-form-urlencoded: {{ schema: {schema} }} }}"), "{}");
    let message = "unsupported form: only an object can be sent as a form";
    assert_messages(&form("{ type: array, items: { type: string } }"), &[message]);
    assert_messages(&form("{ type: string }"), &[message]);
    assert_messages(&form("{ type: object, additionalProperties: { type: string } }"), &[]);
}

#[test]
fn an_object_in_a_part_is_json() {
    let part = |media_type: &str| {
        let encoding = format!("encoding: {{ pet: {{ contentType: {media_type} }} }}");
        let schema = "schema: { type: object, properties: { pet: { $ref: '#/components/schemas/Pet' } } }";
        bodies(&format!("{{ multipart/form-data: {{ {schema}, {encoding} }} }}"), "{}")
    };
    for other in ["application/xml", "text/plain"] {
        let message = format!("unsupported media type `{other}` of a part: an object is sent as JSON");
        assert_messages(&part(other), &[&message]);
    }
    for json in ["application/json", "'application/xml, application/problem+json'", "'*/*'"] {
        assert_messages(&part(json), &[]);
    }
}

#[test]
fn listed_values_of_another_type_are_reported() {
    let query = |schema: &str| parameter(&format!("{{ name: a, in: query, schema: {{ {schema} }} }}"));
    let message = |kind: &str| format!("contradictory values: the type `{kind}` excludes a listed value");
    assert_messages(&query("type: string, enum: [1, 2]"), &[&message("string")]);
    assert_messages(&query("type: integer, enum: [1, '2']"), &[&message("integer")]);
    assert_messages(&query("type: boolean, enum: ['true']"), &[&message("boolean")]);
    for consistent in ["type: string, nullable: true, enum: [a, null]", "type: integer, enum: [1, 2.0]", "enum: [1, a]"]
    {
        assert!(!messages(&query(consistent)).iter().any(|text| text.contains("excludes")), "{consistent}");
    }
}

#[test]
fn operators_of_uri_templates_are_reported() {
    let message = "invalid path: OpenAPI has no operators of URI templates, such as `{?name}`";
    for path in ["/a{?limit}", "/a{?limit,page}", "/a{/kind}", "/a?b=1{&limit}", "/a{#part}"] {
        let document = format!("  '{path}': {{ get: {{ responses: {{ '204': {{ description: ok }} }} }} }}");
        assert_messages(&document, &[message]);
    }
}

/// OpenAPI 3.2.0, "Examples of API Base URL Determination".
#[test]
fn servers_that_are_relative_to_the_document_are_reported() {
    let of_server = |url: &str| {
        let operation = "get: { responses: { '204': { description: ok } } }";
        format!("  /a: {{ servers: [{{ url: '{url}' }}], {operation} }}")
    };
    for url in [".", "./test", "../v1", "/v1", "//api.example.com/v1"] {
        assert_messages(&of_server(url), &[&format!("relative server URL `{url}`: the caller must set the endpoint")]);
    }
    for url in ["api.example.com", ".example.com/v1"] {
        let message = format!("invalid server URL `{url}`: it does not begin with `https://` or `http://`");
        assert_messages(&of_server(url), &[&message]);
    }
}
