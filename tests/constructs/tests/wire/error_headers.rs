//! Documented headers of error responses: valid, absent, invalid, and of another status or operation.

use crate::{checked, wait};
use constructs::error_headers::{
    Client,
    delete_thing::DeleteThingErrorHeaders,
    put_thing::{PutThingError400Headers, PutThingError412Headers, PutThingError412HeadersXStep},
    types::{
        headers::Scope,
        responses::{RefusedHeaders, RestingHeaders, TooManyHeaders},
    },
};
use wireright_runtime::{
    Error, RetryPolicy,
    clock::ManualClock,
    transport::{CannedResponse, CannedTransport},
};

/// The delay of a rate limit. All operations share the type of the headers.
fn seconds_to_wait(error: &Error) -> Option<i64> {
    error.documented_headers::<TooManyHeaders>().ok()?.map(|limits| limits.retry_after)
}

/// OpenAPI 3.0.3, "Response Object": "For responses that match multiple keys, only the most specific key is
/// applicable."
#[test]
fn error_headers_are_decoded_by_status() -> Result<(), Error> {
    let transport = CannedTransport::new();
    let client = Client::builder()
        .clock(ManualClock::new(std::time::UNIX_EPOCH))
        .transport(checked::<Client>(&transport))
        .retry(RetryPolicy::never())
        .build()?;
    let response = |status: u16, headers: &[(&str, &str)]| {
        let response = CannedResponse::new(status);
        transport.push(headers.iter().fold(response, |response, (name, value)| response.header(name, value)));
    };
    let list = |status: u16, headers: &[(&str, &str)]| {
        response(status, headers);
        wait(client.list_things().send()).expect_err("the response is a failure")
    };
    let add = |status: u16, headers: &[(&str, &str)]| {
        response(status, headers);
        wait(client.add_thing().send()).expect_err("the response is a failure")
    };
    let put = |status: u16, headers: &[(&str, &str)]| {
        response(status, headers);
        wait(client.put_thing().id("1").send()).expect_err("the response is a failure")
    };

    // Documented for the status and for the range.
    let limits = [("retry-after", "7"), ("x-limit", "100"), ("x-scope", "planet")];
    for error in [list(429, &limits), list(403, &limits), add(429, &limits)] {
        let headers =
            error.documented_headers::<TooManyHeaders>().expect("they are right").expect("they are documented");
        assert_eq!((headers.retry_after, headers.x_limit), (7, Some(100)));
        assert_eq!(headers.x_scope, Some(Scope::Other("planet".to_owned())));
        // Responses with equal headers share one type.
        assert_eq!(error.documented_headers::<RefusedHeaders>(), Ok(Some(headers)));
        assert_eq!(seconds_to_wait(&error), Some(7));
    }

    // 404 is documented without headers, 500 has no headers, and 403 is not documented.
    for error in [list(404, &limits), list(500, &limits), add(403, &limits), put(429, &limits)] {
        assert_eq!(error.documented_headers::<TooManyHeaders>(), Ok(None), "{error}");
    }

    // A header of another status with the same name has its own type.
    let error = add(503, &[("retry-after", "Friday"), ("x-why", r#"{"until":"2026-11-27"}"#)]);
    assert_eq!(error.documented_headers::<TooManyHeaders>(), Ok(None));
    let resting = error.documented_headers::<RestingHeaders>().expect("they are right").expect("they are documented");
    assert_eq!(resting.retry_after.as_deref(), Some("Friday"));
    assert_eq!(resting.x_why.map(|why| why.until.to_string()).as_deref(), Some("2026-11-27"));

    // The error names an absent or invalid header and keeps all headers.
    for (headers, words) in [
        ([("x-limit", "1"), ("x-scope", "user")], "the header `Retry-After` is required, but absent"),
        ([("retry-after", "soon"), ("x-scope", "user")], "the header `Retry-After` is not `i64`"),
    ] {
        let error = list(429, &headers);
        let wrong = error.documented_headers::<TooManyHeaders>().expect_err("a header is wrong");
        assert_eq!(wrong.to_string(), words);
        assert_eq!(error.headers().expect("a response came")["x-scope"], "user");
        assert_eq!(seconds_to_wait(&error), None);
    }
    let nothing =
        add(503, &[]).documented_headers::<RestingHeaders>().expect("none must be there").expect("documented");
    assert_eq!((nothing.retry_after, nothing.x_why), (None, None));

    // Inline headers: equal for 400, 409 and the default, others for 412, none for 418.
    for status in [400, 409, 500] {
        let error = put(status, &[("x-fault", "3")]);
        let headers = error.documented_headers::<PutThingError400Headers>().expect("they are right");
        assert_eq!(headers.expect("they are documented").x_fault, Some(3));
        assert_eq!(error.documented_headers::<PutThingError412Headers>(), Ok(None));
    }
    let error = put(412, &[("etag", "\"5\""), ("x-step", "last"), ("x-fault", "3")]);
    assert_eq!(error.status(), Some(412));
    assert_eq!(error.documented_headers::<PutThingError400Headers>(), Ok(None));
    let headers = error.documented_headers::<PutThingError412Headers>().expect("they are right").expect("documented");
    assert_eq!((headers.e_tag.as_str(), headers.x_step), ("\"5\"", Some(PutThingError412HeadersXStep::Last)));
    assert_eq!(put(418, &[("x-fault", "3")]).documented_headers::<PutThingError400Headers>(), Ok(None));

    // A redirect is not followed. Its `Location` is a documented header.
    response(303, &[("location", "/things/2")]);
    let error = wait(client.delete_thing().id("1").send()).expect_err("a redirect is no success");
    let headers = error.documented_headers::<DeleteThingErrorHeaders>().expect("they are right").expect("documented");
    assert_eq!(headers.location, "/things/2");
    Ok(())
}
