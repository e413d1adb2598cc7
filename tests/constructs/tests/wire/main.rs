//! Clients of the construct documents: which requests they send, and how they decode responses.
//!
//! Each module is named after its document in `tests/documents/constructs/` or `tests/documents/lenient/`.
//! `docs/comparison.md` refers to these tests.
//!
//! - `api_keys`: each operation sends the keys that it requires, and no others
//! - `authenticator`: the signatures of `AwsSigV4` equal those of the crate `aws-sigv4`
//! - `checked_transport`: the mock server checks every request that a test sends
//! - `colliding_names`: enum values whose names collide
//! - `compositions`: types of random schemas, compared with the crate `jsonschema`
//! - `conjunctions`: values that several schemas describe
//! - `constraints`: `validate` for lengths, ranges, patterns and counts
//! - `doubles`: responses of operations in tests, each with the type of its operation
//! - `error_headers`: documented headers of error responses
//! - `formats`: values in other serde formats, and inside types of a user
//! - `headers`: documented headers of success responses, valid and invalid
//! - `json_schemas`: JSON Schemas of types, by the crate `schemars`
//! - `listed_traits`: the traits that the list of the public API names are implemented
//! - `nullable`: `nullable` of OpenAPI 3.0: null, a value and absence differ
//! - `openapi_3_2`: keywords of OpenAPI 3.2, with the examples of its text
//! - `parameters`: parameters with unusual names and schemas, and parameters that are API keys
//! - `paging`: the requests and the items of each operation
//! - `subtype_enums`: the discriminator of a base schema selects a subtype, and an unknown value the base
//! - `public_reports`: constructs of bug reports about other generators
//! - `queries_and_forms`: nested query parameters, forms, multipart and raw bodies
//! - `recursive_alternatives`: alternatives that contain each other
//! - `request_media_types`: request bodies in each documented media type
//! - `response_media_types`: the `Accept` header and the decoded value
//! - `security`: the requests of each operation and of its token endpoints
//! - `status_codes`: several success and error responses that differ by status
//! - `streams`: server-sent events, lines and sequences of JSON, and bytes
//! - `style_table`: the specification's examples of every parameter style
//! - `swagger_2_0`: documents of Swagger 2.0, which are converted to OpenAPI 3.0
//! - `unusual_paths`: paths with a query, a fragment or a space
//! - `unions`: which variant a value becomes
//! - `values`: each value survives a round trip
//! - `webhooks`: none is a method of the client

mod api_keys;
mod authenticator;
mod checked_transport;
mod colliding_names;
mod compositions;
mod conjunctions;
mod constraints;
mod doubles;
mod error_headers;
mod formats;
mod headers;
mod json_schemas;
mod listed_traits;
mod nullable;
mod openapi_3_2;
mod paging;
mod parameters;
mod public_reports;
mod queries_and_forms;
mod recursive_alternatives;
mod request_media_types;
mod response_media_types;
mod security;
mod status_codes;
mod streams;
mod style_table;
mod subtype_enums;
mod swagger_2_0;
mod unions;
mod unusual_paths;
mod values;
mod webhooks;

use std::{
    fmt::{Display, Write as _},
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, Waker},
};

use wireright_runtime::{
    ClientBuilder, ServiceClient,
    clock::ManualClock,
    json::serde::{Serialize, de::DeserializeOwned},
    transport::{CannedResponse, CannedTransport},
};

/// The lines that a test records. Clones share them.
#[derive(Clone, Debug, Default)]
struct Transcript(Arc<Mutex<String>>);

impl Transcript {
    fn line(&self, line: impl Display) {
        let mut text = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        writeln!(text, "{line}").expect("a string can be written to");
    }

    fn text(&self) -> String {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    #[track_caller]
    fn contains(&self, parts: &[&str]) {
        let text = self.text();
        for part in parts {
            assert!(text.contains(part), "{part:?} is not in\n{text}");
        }
    }

    #[track_caller]
    fn lacks(&self, part: &str) {
        let text = self.text();
        assert!(!text.contains(part), "{part:?} is in\n{text}");
    }
}

/// Polls a future until it is ready. The futures of these tests never wait.
fn wait<F: IntoFuture>(future: F) -> F::Output {
    let mut future = pin!(future.into_future());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
    }
}

/// The transport as that of a client of this type, whose requests are checked.
fn checked<C: ServiceClient>(transport: &CannedTransport) -> checked_transport::CheckedTransport {
    checked_transport::CheckedTransport::new::<C>(transport)
}

/// A client builder with a fixed clock and this transport.
fn builder<C: ServiceClient>(transport: &CannedTransport) -> ClientBuilder<C> {
    ClientBuilder::new().clock(ManualClock::new(std::time::UNIX_EPOCH)).transport(checked::<C>(transport))
}

/// A client whose every response is 204.
fn client<C: ServiceClient>() -> (C, CannedTransport) {
    let transport = CannedTransport::new().respond_with(|_| CannedResponse::new(204));
    (builder(&transport).build().expect("the settings are valid"), transport)
}

/// A client whose responses have the body of the request.
fn echo<C: ServiceClient>() -> (C, CannedTransport) {
    let transport =
        CannedTransport::new().respond_with(|request| CannedResponse::json(200, request.body().as_bytes().to_vec()));
    (builder(&transport).build().expect("the settings are valid"), transport)
}

/// Deserializes a value and checks that it serializes to the same JSON.
#[track_caller]
fn round_trip<T: DeserializeOwned + Serialize>(json: &str) -> T {
    let value: T = serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"));
    assert_eq!(serde_json::to_string(&value).expect("the value can be serialized"), json);
    value
}

/// The last request.
fn last(transport: &CannedTransport) -> http::Request<String> {
    let request = transport.requests().pop().expect("a request was sent");
    request.map(|body| String::from_utf8_lossy(body.as_bytes()).into_owned())
}

/// The path and query of the last request.
fn target(transport: &CannedTransport) -> String {
    last(transport).uri().path_and_query().expect("the URL has a path").to_string()
}

/// A header of the last request.
fn header(transport: &CannedTransport, name: &str) -> Option<String> {
    let request = last(transport);
    request.headers().get(name).map(|value| value.to_str().expect("a header is a string").to_owned())
}
