//! A table of places and outputs: a secret at any place is sent, and is in no output.
//!
//! Each scenario plants secrets at all places that one request can have. A server echoes them in many ways. The test
//! checks that each secret was sent, that each output is not empty, and that no secret is in any output.
//!
//! - `outputs`: outputs that a program may log
//! - `places`: places of a secret
//! - `scenarios`: ways to make one call, each with the secrets that it sends
//! - `service`: the service of the table

mod outputs;
mod places;
mod scenarios;
mod service;

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::{Read as _, Write as _},
    net::TcpStream,
};

use huaweicloud_reset_password::runtime::{
    Secret, ServerVariableValue,
    transport::{CannedResponse, CannedTransport, RequestMatcher, TransportErrorKind},
};
use outputs::{OF_STREAM, Outputs, wire};
use places::Place;
use scenarios::{MAX_RESPONSE_BYTES, SCENARIOS, Scenario, Setup};
use service::vault;
use wireright_mock::{Api, Mock};

use crate::recorder::Recorder;

/// Responses to the service with these strings.
fn echoes(text: &str) -> Vec<CannedResponse> {
    let json = serde_json::to_string(text).expect("a string is JSON");
    let mut responses = Vec::new();
    for status in [200, 302, 400, 401, 408, 503] {
        for body in [
            format!(r#"{{"error_code":{json},"error_msg":{json},"details":{json},"request_id":{json},"n":1}}"#),
            format!(r#"{{"count":{json}}}"#),
            format!("[{json}]\n{json}\n"),
            text.to_owned(),
            format!("data: {text}\n\n"),
        ] {
            let response = CannedResponse::new(status).body(body).header("x-request-id", text);
            let response = response.header("location", text).header("www-authenticate", text);
            responses.push(response.clone().header("content-type", "application/json"));
            responses.push(response.clone().header("content-type", "text/event-stream"));
            responses.push(response.clone().header("content-type", "application/problem+json"));
            responses.push(response.clone().header("content-encoding", text));
            responses.push(response.then_fails(TransportErrorKind::Interrupted));
        }
    }
    responses.push(CannedResponse::fails(TransportErrorKind::Timeout));
    responses.push(CannedResponse::fails(TransportErrorKind::Connect));
    responses
}

fn token_response() -> CannedResponse {
    let token = Place::FetchedToken.secret();
    CannedResponse::json(200, format!(r#"{{"access_token":"{token}","token_type":"Bearer","expires_in":3600}}"#))
}

/// Runs a scenario with one response. Returns the outputs and the requests.
async fn run(
    scenario: &Scenario,
    response: &CannedResponse,
    token: &CannedResponse,
    panics: bool,
) -> (BTreeMap<&'static str, String>, String) {
    let (response, token) = (response.clone(), token.clone());
    let transport = CannedTransport::new()
        .respond_with(move |request| if request.uri().path() == "/token" { token.clone() } else { response.clone() });
    let setup = Setup { transport: transport.clone(), outputs: Outputs::default(), panics };
    let (recorder, guard) = Recorder::start();
    // Otherwise tokio suspends a task that is always ready, and the manual clock ends its call.
    tokio::task::unconstrained((scenario.run)(&setup)).await;
    drop(guard);
    setup.outputs.add("tracing", &format!("{recorder:?}"));
    (setup.outputs.take(), transport.requests().iter().map(wire).collect::<Vec<_>>().join("\n"))
}

/// The cells in which a secret is shown, in any spelling.
fn leaks(scenario: &Scenario, outputs: &BTreeMap<&'static str, String>) -> Vec<String> {
    let mut leaks = Vec::new();
    for place in scenario.places {
        // The part before the characters that are escaped.
        let name = place.secret().split(|character: char| !(character.is_ascii_alphanumeric() || character == '-'));
        let name = name.into_iter().next().expect("it has a name").trim_end_matches('-');
        for (sink, text) in outputs {
            if text.contains(name) || place.spelling().is_some_and(|spelling| text.contains(spelling)) {
                let place = place.name();
                leaks.push(format!("{}: {place} is shown in {sink}:\n{text}", scenario.name));
            }
        }
    }
    leaks
}

/// Every output that a call can have. Each is written at least once in each scenario.
const SINKS: [&str; 13] = [
    "Debug of a client",
    "Debug of a request",
    "request of a transport",
    "hooks",
    "metrics",
    "tracing",
    "panic message",
    "Display of an error",
    "Debug of an error",
    "content of an error",
    "Display in a hook",
    "Debug in a hook",
    "content in a hook",
];

#[tokio::test]
async fn a_secret_at_any_place_is_in_no_output() {
    for scenario in SCENARIOS {
        let text = scenario.places.iter().map(|place| place.secret()).collect::<Vec<_>>().join(" ");
        // The service cannot echo what only the token endpoint receives.
        let to_service = scenario.places.iter().filter(|place| **place != Place::ClientSecret);
        let spelled = to_service.filter_map(|place| place.spelling()).collect::<Vec<_>>().join(" ");
        let mut written: BTreeMap<&str, usize> = BTreeMap::new();
        let mut sent = String::new();
        for text in [text, spelled] {
            for (index, response) in echoes(&format!("visible {text}")).into_iter().enumerate() {
                let (outputs, requests) = run(scenario, &response, &token_response(), index % 10 == 0).await;
                let leaks = leaks(scenario, &outputs);
                assert!(leaks.is_empty(), "{response:?}\n{}", leaks.join("\n"));
                for (sink, text) in outputs {
                    *written.entry(sink).or_default() += text.len();
                }
                sent = requests;
            }
        }
        // Every cell can fail: the secret is sent, and the output exists.
        for place in scenario.places.iter().filter(|place| place.spelling().is_some()) {
            let spelling = place.spelling().unwrap_or_default();
            assert!(sent.contains(spelling), "{}: {} is not sent:\n{sent}", scenario.name, place.name());
        }
        for sink in SINKS {
            assert!(written.get(sink).is_some_and(|length| *length > 100), "{}: {sink} is empty", scenario.name);
        }
        if scenario.name != "temporary key" {
            for sink in OF_STREAM.into_iter().filter(|sink| *sink != "sources") {
                assert!(written.contains_key(sink), "{}: {sink} is empty", scenario.name);
            }
        }
    }
}

/// The token is new, so no redactor knows it.
#[tokio::test]
async fn a_new_token_that_cannot_be_read_is_in_no_output() {
    let token = Place::FetchedToken.secret();
    let scenarios = SCENARIOS.iter().filter(|scenario| scenario.places.contains(&Place::FetchedToken));
    for scenario in scenarios {
        for body in [
            format!(r#"{{"access_token":"{token}","token_type":"mac"}}"#),
            format!(r#"{{"access_token":["{token}"]}}"#),
            format!(r#"{{"access_token":"","other":"{token}","message":"{token}","code":"{token}"}}"#),
            format!(r#"{{"access_token":"{token}"#),
            format!("\"{token}\""),
            format!("access_token={token}"),
        ] {
            let response = CannedResponse::json(200, body).header("x-other", token);
            let long = response.clone().body(format!("{token}{}", "x".repeat(MAX_RESPONSE_BYTES)));
            for response in [
                response.clone(),
                response.clone().header("content-encoding", "br"),
                response.then_fails(TransportErrorKind::Interrupted),
                long,
            ] {
                let (outputs, _) = run(scenario, &CannedResponse::new(204), &response, false).await;
                let shown: Vec<_> = outputs.iter().filter(|(_, text)| text.contains("pl4nt-fetched")).collect();
                assert!(shown.is_empty(), "{}: {shown:?}", scenario.name);
                assert!(outputs.contains_key("Display in a hook"), "{outputs:?}");
            }
        }
    }
}

/// A value of the wrong type may be a secret in the wrong place.
#[tokio::test]
async fn a_secret_of_a_response_is_in_no_message() {
    let line = r#"{"count":"pl4nt-reply","other":[{"pl4nt-reply":8.25}]}"#;
    for body in [line.to_owned(), format!("\"pl4nt-reply\" {line}"), format!("{line}\n{line}\n"), "82500".to_owned()] {
        let response = CannedResponse::json(200, body);
        let (outputs, _) = run(&SCENARIOS[1], &response, &token_response(), false).await;
        let is_kept = |sink: &str| sink.contains("content") || sink == "stream error";
        let messages: String =
            outputs.iter().filter(|(sink, _)| !is_kept(sink)).map(|(_, text)| text.as_str()).collect();
        let contents: String =
            outputs.iter().filter(|(sink, _)| is_kept(sink)).map(|(_, text)| text.as_str()).collect();
        assert!(contents.contains("pl4nt-reply") || contents.contains("82500"), "{contents}");
        for secret in ["pl4nt-reply", "8.25", "82500"] {
            assert!(!messages.contains(secret), "{messages}");
        }
    }
}

/// A document of the service. Every parameter is of a wrong type, so each is reported.
const DOCUMENT: &str = "
openapi: 3.0.3
info: { title: Vault, version: '1' }
servers: [{ url: 'https://api.example.com/demo' }]
components:
  securitySchemes: { Key: { type: apiKey, in: query, name: key } }
paths:
  /boxes/{box}:
    put:
      parameters:
        - { name: box, in: path, required: true, schema: { type: string, format: password, maxLength: 1 } }
        - { name: q, in: query, schema: { type: integer } }
        - { name: X-Parameter, in: header, schema: { type: integer } }
        - { name: c, in: cookie, schema: { type: integer } }
      requestBody:
        content:
          application/json: { schema: { properties: { password: { type: integer } } } }
          application/x-www-form-urlencoded: { schema: { properties: { password: { type: integer } } } }
          multipart/form-data: { schema: { properties: { password: { type: integer } } } }
      responses: { '204': { description: Done. } }
";

/// What the mock server logs and sends back.
#[tokio::test]
async fn a_secret_at_any_place_is_in_no_log_of_the_mock_server() {
    for scenario in SCENARIOS.iter().filter(|scenario| !["temporary key", "server variable"].contains(&scenario.name)) {
        let transport = CannedTransport::new()
            .respond_to(RequestMatcher::new().path("/token"), token_response())
            .respond_with(|_| CannedResponse::new(204));
        let setup = Setup { transport: transport.clone(), outputs: Outputs::default(), panics: false };
        tokio::task::unconstrained((scenario.run)(&setup)).await;
        let mock = Mock::new(vec![Api::from_text(DOCUMENT).expect("it is a document")]).start().expect("it listens");
        let requests = transport.requests().into_iter().filter(|request| request.uri().path() != "/token");
        let mut logs = String::new();
        for request in requests {
            let (head, body) = (wire(&request), request.body().as_bytes());
            let target = request.uri().path_and_query().expect("it has a path");
            let headers: String = head
                .lines()
                .skip(1)
                .take_while(|line| !line.is_empty())
                .fold(String::new(), |all, line| all + line + "\r\n");
            let head = format!(
                "PUT {target} HTTP/1.1\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            let mut stream = TcpStream::connect(mock.address()).expect("it listens");
            stream.write_all(&[head.as_bytes(), body].concat()).expect("it reads");
            stream.read_to_string(&mut logs).expect("it sends text");
        }
        for served in mock.requests() {
            writeln!(logs, "{served} {:?}", served.rejection).expect("a string can be written to");
        }
        assert!(logs.contains("PUT /demo/boxes/*** -> "), "{logs}");
        let leaks = leaks(scenario, &BTreeMap::from([("the mock server", logs)]));
        assert!(leaks.is_empty(), "{}", leaks.join("\n"));
    }
}

/// The value of a server variable is a part of the URL. One that is invalid may be a secret in the wrong place.
#[test]
fn an_invalid_server_variable_is_in_no_message() {
    for value in ["pl4nt secret", "pl4nt/../secret", "pl4nt//secret"] {
        for value in [ServerVariableValue::from(value), ServerVariableValue::from(Secret::new(value))] {
            let is_secret = matches!(value, ServerVariableValue::Secret(_));
            let builder = vault().transport(CannedTransport::new()).server_variable("tenant", value);
            assert!(!format!("{builder:?}").contains("pl4nt"));
            let error = builder.build().expect_err("it is invalid");
            let shown = format!("{error} {error:?} {error:#?} {:?}", error.invalid_request());
            assert!(shown.contains("tenant") || !is_secret || shown.contains("***"), "{shown}");
            assert!(!shown.contains("pl4nt secret") && (!is_secret || !shown.contains("pl4nt")), "{shown}");
        }
    }
}
