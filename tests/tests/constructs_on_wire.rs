//! Clients of small documents, run: what their requests are on the wire, and what they make of answers.

use std::path::Path;

use tests::{documents, scratch::Scratch};
use wireright_codegen::{GeneratedFile, Options, generate};

/// Runs a program with the document's client, and gives what it printed.
fn run(construct: &str, program: &str) -> String {
    let mut documents = documents::folder("tests/documents/constructs");
    documents.retain(|document| document.path.ends_with(&format!("/{construct}.yaml")));
    let package = format!("{construct}-on-wire");
    let mut generation = generate(documents, &Options { package: package.clone(), ..Options::default() });
    assert!(generation.diagnostics.is_empty(), "{:?}", generation.diagnostics);
    generation.files.push(GeneratedFile { path: "src/main.rs".to_owned(), text: program.to_owned() });
    let mut scratch = Scratch::new(Path::new(env!("CARGO_TARGET_TMPDIR")), &package);
    scratch.add_generated(&package, &generation);
    let verdict = scratch.cargo(&["run"]);
    assert!(verdict.success, "{}", verdict.output);
    verdict.output
}

#[test]
fn a_body_is_sent_in_the_media_type_that_was_chosen() {
    let printed = run("media", include_str!("constructs_on_wire/media.rs"));
    // The null, the digits of the price and the boundaries too are read in the snapshot; these must not be accepted away.
    assert!(printed.contains("title=T&tags=a+b&tags=c%26d&price=1.50"), "{printed}");
    assert!(!printed.contains("never sent"), "a read-only member was sent: {printed}");
    insta::assert_snapshot!("media_on_wire", printed);
}

/// OpenAPI 3.0.3, "Response Object": "For responses that match multiple keys, only the most specific key is applicable."
#[test]
fn an_answer_is_what_its_media_type_says() {
    let printed = run("representations", include_str!("constructs_on_wire/representations.rs"));
    for wanted in [
        "text/csv; header=absent: OkCsv(\"{\\\"title\\\"",
        "application/problem+json: OkJson(Report",
        "has the Content-Type `text/html`, where `application/json`",
        "it has no Content-Type to say",
        "404 text/plain: Some(Status404Text(",
        "404 text/html: None",
    ] {
        assert!(printed.contains(wanted), "{wanted}: {printed}");
    }
    insta::assert_snapshot!("representations_on_wire", printed);
}

/// WHATWG HTML, "Server-sent events"; RFC 7464; `[DONE]` as OpenAI documents it.
#[test]
fn what_arrives_in_parts_is_given_in_parts() {
    let printed = run("streams", include_str!("constructs_on_wire/streams.rs"));
    for wanted in ["asked for Some(\"text/event-stream\") after Some(\"7\")", "data: \"[DONE]\"", "row 1", "row 3"] {
        assert!(printed.contains(wanted), "{wanted}: {printed}");
    }
    insta::assert_snapshot!("streams_on_wire", printed);
}

/// OpenAPI 3.0.3, "Header Object" and "Style Values"; RFC 9110, section 5.3.
#[test]
fn documented_headers_are_read_when_they_are_asked_for() {
    let printed = run("headers", include_str!("constructs_on_wire/headers.rs"));
    for wanted in [
        "x_total: 7",
        "x_tags: Some([\"a\", \"b\", \"c\"])",
        "[\"a\"], headers.list_things: the service answered success (HTTP 200), but the header `X-Total` is no `i32`",
        "the header `X-Total` is absent",
    ] {
        assert!(printed.contains(wanted), "{wanted}: {printed}");
    }
    assert!(!printed.contains("content_type"), "a header called Content-Type shall be ignored: {printed}");
    insta::assert_snapshot!("headers_on_wire", printed);
}

/// OpenAPI 3.0.3, "Response Object": "For responses that match multiple keys, only the most specific key is applicable."
#[test]
fn documented_headers_of_a_failure_are_those_of_its_status() {
    let printed = run("refusals", include_str!("constructs_on_wire/refusals.rs"));
    assert!(printed.contains("every header is that of its status"), "{printed}");
}

#[test]
fn a_request_is_secured_as_its_operation_says() {
    let printed = run("security", include_str!("constructs_on_wire/security.rs"));
    // RFC 6749, section 4.4.2: the bytes of its example, the scopes of the operation besides.
    let sent = "POST https://login.example.com/token?tenant=1 [Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW] \
                grant_type=client_credentials&scope=read\n";
    assert!(printed.contains(sent), "{printed}");
    assert!(printed.contains("GET https://api.example.com/v1/status [-]"), "{printed}");
    // OpenID Connect Discovery 1.0, section 4.1: no key of anybody. The token is fetched where the answer says.
    let sent = "GET https://id.example.com/.well-known/openid-configuration [-] \n  \
                POST https://id.example.com/connect/token [Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW] \
                grant_type=client_credentials&scope=pets\n";
    assert!(printed.contains(sent), "{printed}");
    // RFC 6749, section 6: the bytes of its example, at the document's `refreshUrl`.
    let sent = "POST https://login.example.com/refresh [Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3] \
                grant_type=refresh_token&refresh_token=tGzv3JOkF0XG5Qx2TlKWIA\n";
    assert!(printed.contains(sent), "{printed}");
    assert!(printed.contains("to be stored: IwOGYzYTlmM2YxOTQ5MGE3YmNmMDFkNTVk\n"), "{printed}");
    insta::assert_snapshot!("security_on_wire", printed);
}

#[test]
fn pages_follow_each_other_as_the_document_says() {
    let printed = run("pages", include_str!("constructs_on_wire/pages.rs"));
    assert!(printed.contains("kind=cat&after=Kit%2F2"), "{printed}");
    // RFC 8288, section 3: relative to the address that was asked for; and no other host is asked.
    assert!(printed.contains("https://api.example.com/names?from=c"), "{printed}");
    assert!(!printed.contains("https://elsewhere.example/events?c=2 \n"), "{printed}");
    insta::assert_snapshot!("pages_on_wire", printed);
}
