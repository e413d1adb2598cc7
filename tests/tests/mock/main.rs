//! The mock server: valid and invalid requests, from generated clients and as bytes.
//!
//! - `parameters`: parameters and forms in each style, and the base paths of servers

mod parameters;

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::TcpStream,
};

use codegen_tests::documents;
use huaweicloud_reset_password::{dcs, dws, huaweicloud::Credentials, kafka, rabbitmq};
use serde_json::{Value, json};
use tests::{calls::kafka_request, fixture::HuaweiCloudClient, wire::RawRequest};
use wireright_mock::{Api, Mock, MockServer};

const ACCESS_KEY: &str = "EXAMPLEACCESSKEY";
const SECRET_KEY: &str = "pl4nted-secret-key";
const PASSWORD: &str = "Pl4nted-Passw0rd";

/// The five services of Huawei Cloud.
fn services() -> MockServer {
    let apis = documents::specs().into_iter().map(|source| {
        let files = BTreeMap::from([(source.path.clone(), source.bytes)]);
        Api::from_files(&files, &source.path).expect("it is a description")
    });
    Mock::new(apis.collect()).key_pair(ACCESS_KEY, SECRET_KEY).start().expect("loopback can be listened on")
}

fn client<C: HuaweiCloudClient>(server: &MockServer, credentials: Credentials) -> C {
    let builder = huaweicloud_reset_password::ClientBuilder::new().endpoint(server.url()).allow_http(true);
    builder.authenticator(credentials.project_id("p-1")).build().expect("the settings are good")
}

#[tokio::test]
async fn the_mock_responds_with_documented_examples() {
    let server = services();
    let credentials = || Credentials::new(ACCESS_KEY, SECRET_KEY);
    let response = client::<dcs::Client>(&server, credentials())
        .reset_acl_account_password()
        .instance_id("i")
        .account_id("a/b")
        .new_password(PASSWORD)
        .send()
        .await
        .expect("it is allowed");
    assert_eq!(response.retry_times_left.as_deref(), Some("5"));
    let reset = client::<rabbitmq::Client>(&server, credentials())
        .reset_password()
        .instance_id("i")
        .new_password(PASSWORD)
        .send();
    assert_eq!(reset.await.expect("it is allowed").status(), 204);
    let dws: dws::Client = client(&server, Credentials::token("t"));
    let reset = dws.reset_password().cluster_id("c");
    assert_eq!(reset.new_password(PASSWORD).send().await.expect("a token will do").status(), 200);
    let lines: Vec<String> = server.requests().iter().map(ToString::to_string).collect();
    assert_eq!(lines[0], "PUT /v2/p-1/instances/i/accounts/a%2Fb/password/reset -> 200");
    assert_eq!(lines.len(), 3);
}

#[tokio::test]
async fn invalid_service_requests_are_rejected_with_reasons() {
    let server = services();
    let kafka: kafka::Client = client(&server, Credentials::new(ACCESS_KEY, SECRET_KEY));
    let request = kafka_request(&kafka).new_password("pl4nted");
    let error = request.send().await.expect_err("it is too short");
    assert_eq!(error.status(), Some(400));
    let told = error.message().unwrap_or_default();
    assert_eq!(
        told,
        "PUT /v2/{project_id}/instances/{instance_id}/users/{user_name}: invalid body at /new_password: it is shorter \
            than 8 characters"
    );
    let wrong_key: kafka::Client = client(&server, Credentials::new(ACCESS_KEY, "another key"));
    let request = kafka_request(&wrong_key).new_password(PASSWORD);
    let error = request.send().await.expect_err("the key is another");
    assert_eq!(error.status(), Some(401));
    assert!(error.to_string().contains("the signature does not match the request or the key"), "{error}");
    for handled in server.requests() {
        let line = handled.to_string();
        assert!(!line.contains("l4nted") && !line.contains("canonical"), "{line}");
        let refusal = handled.rejection.expect("both are rejected").message();
        assert!(!refusal.contains("l4nted"), "{refusal}");
    }
}

const PETS: &str = "
openapi: 3.0.3
servers: [{ url: 'https://pets.example.com/v1' }]
security: [{ Key: [] }]
paths:
  /pets/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: integer, minimum: 1 } }
    get:
      security: []
      parameters:
        - { name: tags, in: query, explode: false, schema: { type: array, items: { type: string, maxLength: 3 } } }
        - { name: X-Trace, in: header, required: true, schema: { type: string } }
        - { name: filter, in: query, style: deepObject, schema: { $ref: '#/components/schemas/Filter' } }
      responses:
        '200':
          headers: { X-Left: { schema: { type: integer, example: 7 } } }
          content:
            application/json:
              examples: { rex: { value: { name: Rex } }, tom: { value: { name: Tom } } }
            text/plain: { schema: { type: string, example: Rex } }
        '404': { content: { application/json: { schema: { $ref: '#/components/schemas/Problem' } } } }
    post:
      requestBody:
        required: true
        content:
          application/json: { schema: { $ref: '#/components/schemas/Pet' } }
          application/x-www-form-urlencoded: { schema: { $ref: '#/components/schemas/Pet' } }
      responses: { '204': { description: Done. } }
  /pets/mine:
    get: { security: [], responses: {
        default: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } } }
  /pets/ours: { get: { $ref: '#/paths/~1pets~1mine/get' } }
  /pets/copies: { additionalOperations: { COPY: { security: [], responses: { '204': { description: Done. } } } } }
  /pets/theirs: { get: { security: [], responses: { $ref: '#/paths/~1pets~1mine/get/responses' } } }
components:
  securitySchemes: { Key: { type: apiKey, in: query, name: key } }
  schemas:
    Filter: { type: object, additionalProperties: false, properties: { size: { type: integer } } }
    Problem: { type: object, properties: { code: { type: integer, minimum: 3 }, at: { type: string, format: date } } }
    Pet:
      type: object
      required: [name, id]
      properties:
        id: { type: integer, readOnly: true }
        name: { type: string }
        owner: { type: object, properties: { pets: { type: array, items: { $ref: '#/components/schemas/Pet' } } } }
        secret: { type: string, writeOnly: true }
        age: { type: integer, nullable: true }
        sizes: { type: array, writeOnly: true, items: { $ref: '#/components/schemas/Filter' } }
        rows: { type: array, writeOnly: true, items: { type: array, items: { type: integer } } }
";

fn respond_to(request: &str, body: &str) -> (u16, String) {
    respond_in(PETS, request, body)
}

fn respond_in(document: &str, request: &str, body: &str) -> (u16, String) {
    let mock = Mock::new(vec![Api::from_text(document).expect("it is a description")]);
    let bytes = format!("{}\r\nContent-Length: {}\r\n\r\n{body}", request.replace('\n', "\r\n"), body.len());
    let request = RawRequest::parse(bytes.as_bytes()).expect("it is a request");
    match mock.respond(&request) {
        Ok(reply) => (reply.status, String::from_utf8(reply.body).expect("it is text")),
        Err(refusal) => (refusal.status, refusal.message()),
    }
}

#[test]
fn valid_requests_get_a_response() {
    let trace = "HTTP/1.1\nX-Trace: t";
    let post = "POST /pets/1?key=k HTTP/1.1\nContent-Type: application";
    for (request, body, status, response) in [
        (format!("GET /pets/1 {trace}"), "", 200, r#"{"name":"Rex"}"#),
        (format!("GET /v1/pets/1 {trace}"), "", 200, r#"{"name":"Rex"}"#),
        (
            "GET /pets/ours HTTP/1.1".to_owned(),
            "",
            200,
            r#"{"age":1,"id":1,"name":"text","owner":{"pets":[{"id":1,"name":"text"}]}}"#,
        ),
        (
            "GET /pets/theirs HTTP/1.1".to_owned(),
            "",
            200,
            r#"{"age":1,"id":1,"name":"text","owner":{"pets":[{"id":1,"name":"text"}]}}"#,
        ),
        (format!("GET /pets/1?tags=a,bcd&filter[size]=3 {trace}"), "", 200, r#"{"name":"Rex"}"#),
        (format!("GET /pets/1?filter%5Bsize%5D=3 {trace}"), "", 200, r#"{"name":"Rex"}"#),
        (format!("GET /pets/1 {trace}\nAccept: text/*"), "", 200, "Rex"),
        (format!("GET /pets/1 {trace}\nPrefer: example=tom"), "", 200, r#"{"name":"Tom"}"#),
        (format!("GET /pets/1 {trace}\nPrefer: code=404"), "", 404, r#"{"at":"2024-02-29","code":3}"#),
        ("COPY /pets/copies HTTP/1.1".to_owned(), "", 204, ""),
        (format!("{post}/json; charset=utf-8"), r#"{"name":"Rex","age":null}"#, 204, ""),
        (format!("{post}/x-www-form-urlencoded"), "name=12&age=3", 204, ""),
        // An item that is an object or an array is JSON (OpenAPI 3.1.1, "Encoding Object").
        (format!("{post}/x-www-form-urlencoded"), "name=a&sizes=%7B%22size%22:1%7D&sizes=%7B%7D&rows=%5B1%5D", 204, ""),
    ] {
        assert_eq!(respond_to(&request, body), (status, response.to_owned()), "{request}");
    }
    let (status, made) = respond_to("GET /pets/mine HTTP/1.1", "");
    let made: Value = serde_json::from_str(&made).expect("it is JSON");
    assert_eq!((status, &made["id"], &made["name"], &made["age"]), (200, &json!(1), &json!("text"), &json!(1)));
    assert_eq!(made.get("secret"), None);
}

#[test]
fn invalid_requests_are_rejected() {
    let trace = "HTTP/1.1\nX-Trace: t";
    let post = "POST /pets/1?key=k HTTP/1.1\nContent-Type: application/json";
    for (request, body, status, words) in [
        ("GET /cats HTTP/1.1".to_owned(), "", 404, "unknown path: it matches no path of the document"),
        ("DELETE /pets/1 HTTP/1.1".to_owned(), "", 405, "unsupported method DELETE: the path supports GET, POST"),
        ("copy /pets/copies HTTP/1.1".to_owned(), "", 405, "unsupported method copy: the path supports COPY, GET"),
        (format!("GET /pets/x {trace}"), "", 400, "path parameter `id`: it is not of type \"integer\""),
        (format!("GET /pets/0 {trace}"), "", 400, "path parameter `id`: it is less than the minimum of 1"),
        ("GET /pets/1 HTTP/1.1".to_owned(), "", 400, "header parameter `X-Trace`: missing, but required"),
        (format!("GET /pets/1?tags=a,bcde {trace}"), "", 400, "`tags`: it is longer than 3 characters (at /1)"),
        (format!("GET /pets/1?filter[size]=x {trace}"), "", 400, "`filter`: it is not of type \"integer\" (at /size)"),
        (
            format!("GET /pets/1 {trace}\nAccept: image/png"),
            "",
            406,
            "the operation responds with application/json, text/plain",
        ),
        (format!("GET /pets/1 {trace}\nPrefer: code=500"), "", 400, "the operation has 200, 404"),
        (format!("GET /pets/1 {trace}"), "{}", 400, "unexpected body: the operation has none"),
        ("POST /pets/1 HTTP/1.1".to_owned(), "", 401, "Key: missing query parameter `key`"),
        ("POST /pets/1?key=k HTTP/1.1".to_owned(), "", 400, "missing required body"),
        ("POST /pets/1?key=k&x=y HTTP/1.1".to_owned(), "", 400, "unknown query parameter `x`; missing required body"),
        (
            "POST /pets/1?key=k HTTP/1.1\nContent-Type: text/csv".to_owned(),
            "a",
            415,
            "unsupported Content-Type `text/csv`: expected ",
        ),
        (post.to_owned(), "{", 400, "invalid JSON in the body at line 1 column 1"),
        (post.to_owned(), "{\"name\":{},\"age\":\"x\"}", 400, "at /age: it is not of types"),
        (post.to_owned(), "{}", 400, "\"name\" is a required property"),
    ] {
        let (given, told) = respond_to(&request, body);
        assert!(given == status && told.contains(words), "{request}: {given} {told}");
    }
}

/// `readOnly` and `required` may be in different parts of `allOf`.
#[test]
fn requests_need_no_read_only_properties() {
    const DOCUMENT: &str = "
openapi: 3.0.3
paths:
  /pets:
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
      responses: { '200': { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
components:
  schemas:
    Base: { properties: { id: { type: string, readOnly: true }, key: { type: string, writeOnly: true } } }
    Named: { type: object, required: [name, id] }
    Pet: { allOf: [{ $ref: '#/components/schemas/Base' }, { $ref: '#/components/schemas/Named' }, { allOf: [
        { required: [key] }] }], required: [id] }
";
    let post = "POST /pets HTTP/1.1\nContent-Type: application/json";
    for (body, status, words) in [
        ("{\"name\":\"Rex\",\"key\":\"k\"}", 200, "\"id\""),
        ("{\"name\":\"Rex\"}", 400, "\"key\" is a required property"),
        ("{\"key\":\"k\"}", 400, "\"name\" is a required property"),
    ] {
        let (actual, text) = respond_in(DOCUMENT, post, body);
        assert!(actual == status && text.contains(words), "{body}: {actual} {text}");
    }
}

/// Schemas of `oneOf` often differ only by the value of the discriminator, which they do not list.
#[test]
fn a_discriminator_selects_the_schema() {
    const DOCUMENT: &str = "
openapi: 3.0.3
paths:
  /pets:
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
      responses: { '204': { description: Done. } }
components:
  schemas:
    Pet: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
      discriminator: { propertyName: kind, mapping: { dog: Dog, '3': '#/components/schemas/Bird',
        gone: '#/components/schemas/Gone' } } }
    Cat: { type: object, required: [kind], properties: { kind: { type: string }, lives: { type: integer } } }
    Dog: { type: object, required: [kind], properties: { kind: { type: string }, bark: { type: boolean } } }
    Bird: { type: object, properties: { kind: { type: integer }, wings: { type: integer } } }
";
    let post = "POST /pets HTTP/1.1\nContent-Type: application/json";
    for (body, status, words) in [
        ("{\"kind\":\"Cat\",\"lives\":7}", 204, ""),
        ("{\"kind\":\"dog\",\"bark\":true}", 204, ""),
        ("{\"kind\":3,\"wings\":2}", 204, ""),
        ("{\"kind\":\"cow\",\"lives\":\"x\"}", 204, ""),
        ("{\"kind\":\"cow\"}", 400, "it is valid under more than one of the schemas"),
        ("{\"kind\":\"Cat\",\"lives\":\"x\"}", 400, "invalid body at /lives: it is not of type \"integer\""),
        ("{\"kind\":3,\"wings\":\"x\"}", 400, "invalid body at /wings: it is not of type \"integer\""),
        ("{\"kind\":\"gone\",\"lives\":\"x\",\"bark\":1}", 400, "it is not valid under any of the schemas"),
        ("{}", 400, "it is not valid under any of the schemas"),
    ] {
        let (actual, text) = respond_in(DOCUMENT, post, body);
        assert!(actual == status && text.contains(words), "{body}: {actual} {text}");
    }
}

/// Sends bytes over one connection and returns all bytes of the response.
fn exchange(server: &MockServer, bytes: &str) -> String {
    let mut stream = TcpStream::connect(server.address()).expect("it listens");
    stream.write_all(bytes.as_bytes()).expect("it reads");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("it sends text");
    text
}

#[test]
fn requests_of_other_http_clients_are_accepted() {
    let server = Mock::new(vec![Api::from_text(PETS).expect("it is a description")]).start().expect("it listens");
    let post = "POST /pets/1?key=k HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n";
    let get = "GET http://h/pets/mine HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    let chunked =
        format!("{post}Transfer-Encoding: chunked\r\n\r\n5\r\n{{\"nam\r\n8;x=y\r\ne\":\"Re\"}}\r\n0\r\nA: b\r\n\r\n");
    let text = exchange(&server, &format!("{chunked}{post}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{{}}{get}"));
    let statuses: Vec<&str> = text.split("HTTP/1.1 ").skip(1).filter_map(|response| response.lines().next()).collect();
    assert_eq!(statuses, ["204 No Content", "100 Continue", "400 Bad Request", "200 OK"], "{text}");
    assert!(exchange(&server, "GET / HTTP/1.0\r\n\r\n").contains("400 Bad Request"));
    assert!(exchange(&server, &format!("{post}Content-Length: 99999999999\r\n\r\n")).contains("413"));
    assert!(exchange(&server, &format!("GET /{} HTTP/1.1\r\n", "a".repeat(70_000))).contains("431"));
    let text = exchange(&server, "PUT /pets/1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    assert!(
        text.contains("\r\nAllow: GET, POST\r\n") && text.contains("\r\nContent-Type: application/problem+json\r\n")
    );
    assert_eq!(server.requests().len(), 7);
}

/// The request of another HTTP library may be malformed, with secrets at any place.
#[test]
fn malformed_requests_are_logged_without_secrets() {
    let server = Mock::new(vec![Api::from_text(PETS).expect("it is a description")]).start().expect("it listens");
    let requests = [
        "POST /pets/1?key=pl4nted\r\n\r\n",
        "POST /pets/1?key=pl4nted HTTP/1.0\r\n\r\n",
        "POST /pets/1?key=pl4nted HTTP/1.1\r\nX-Key pl4nted\r\n\r\n",
        "POST /pets/1?key=pl4nted HTTP/1.1\r\nX Key: pl4nted\r\n\r\n",
        "POST /pets/1?key=pl4nted HTTP/1.1\r\nX-Key: pl4nted\nX: y\r\n\r\n",
        "POST /pets/1?key=pl4nted HTTP/1.1\r\nContent-Length: pl4nted\r\n\r\n",
        "POST /pets/1?key=pl4nted HTTP/1.1\r\nContent-Length: +6\r\n\r\npl4ntd",
        "POST /pets/1?key=pl4nted HTTP/1.1\r\nContent-Length: 6\r\nContent-Length: 7\r\n\r\npl4nted",
        "POST /pets/1?key=pl4nted HTTP/1.1\r\nTransfer-Encoding: pl4nted\r\n\r\n",
        "POST /pets/1?key=pl4nted HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\npl4nted\r\n\r\n",
    ];
    for request in requests {
        let text = exchange(&server, request);
        assert!(text.starts_with("HTTP/1.1 400 Bad Request\r\n") && !text.contains("pl4nt"), "{text}");
    }
    let served = server.requests();
    assert_eq!(served.len(), requests.len());
    for line in served.iter().map(|served| format!("{served} {:?}", served.rejection)) {
        assert!(line.contains("400") && !line.contains("pl4nt"), "{line}");
    }
}

#[test]
fn streams_and_status_lines_have_their_form() {
    const DOCUMENT: &str = "
openapi: 3.2.0
info: { title: Streams, version: '1' }
paths:
  /events:
    get:
      responses:
        '200':
          description: Events.
          content: { text/event-stream: { itemSchema: { type: object, properties: { data: { type: string } } } } }
        '422': { description: No. }
        '299': { description: Unknown. }
    post:
      requestBody: { content: { application/json: { schema: { type: string, format: binary } } } }
      responses: { '200': { description: A file., content: { application/json: { schema: { type: string,
          format: binary }, example: a file } } } }
";
    let server = Mock::new(vec![Api::from_text(DOCUMENT).expect("it is a description")]).start().expect("it listens");
    let get = |headers: &str| exchange(&server, &format!("GET /events HTTP/1.1\r\nConnection: close\r\n{headers}\r\n"));
    let text = get("");
    assert!(
        text.contains("\r\nContent-Type: text/event-stream\r\n") && text.ends_with("\r\n\r\ndata: text\n\n"),
        "{text}"
    );
    assert!(get("Prefer: code=422\r\n").starts_with("HTTP/1.1 422 Unprocessable Content\r\n"));
    assert!(get("Prefer: code=299\r\n").starts_with("HTTP/1.1 299 \r\n"));
    // Bytes, whatever their media type is.
    let post =
        "POST /events HTTP/1.1\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\n{";
    let text = exchange(&server, post);
    assert!(text.starts_with("HTTP/1.1 200") && text.ends_with("\r\n\r\na file"), "{text}");
}
