//! Hostile responses: every call ends with a response or a readable error.

use huaweicloud_reset_password::Error;
use proptest::{prelude::*, test_runner::TestRunner};
use tests::{
    calls::{Call, Settings},
    fixture::SECRET_KEY,
    server::{ScriptedResponse, Server},
};

/// Valid and invalid parts of responses.
const PIECES: [&str; 36] = [
    "HTTP/1.1 200 OK\r\n",
    "HTTP/1.1 204 No Content\r\n",
    "HTTP/1.1 400 Bad Request\r\n",
    "HTTP/1.1 503 \r\n",
    "HTTP/1.1 999 \r\n",
    "HTTP/1.0 200\r\n",
    "HTTP/1.1 100 Continue\r\n\r\n",
    "HTTP/1.1 101 Switching\r\n",
    "Content-Length: 5\r\n",
    "Content-Length: 0\r\n",
    "Content-Length: -1\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Content-Type: application/json\r\n",
    "Content-Encoding: gzip\r\n",
    "Connection: close\r\n",
    "X-Request-Id: \u{7f}\r\n",
    "Retry-After: 0\r\n",
    "Location: //elsewhere\r\n",
    ": \r\n",
    "\r\n",
    "\r\n\r\n",
    "\n",
    "5\r\nabcde\r\n",
    "0\r\n\r\n",
    "ffffffffffffffff\r\n",
    "{",
    "}",
    "[",
    "\"error_code\":",
    "\"message\":",
    "\"status\":\"error\"",
    "null",
    "1e999",
    "\"\\ud800\"",
    "\u{feff}",
    "\u{202e}",
];

fn responses() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        8 => prop::sample::select(PIECES.as_slice()).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..20),
        1 => Just(SECRET_KEY.as_bytes().to_vec()),
    ];
    let whole = prop::collection::vec(piece.clone(), 0..12).prop_map(|pieces| pieces.concat());
    // Most of the others fail at the first line.
    let body = prop::collection::vec(piece, 0..12).prop_map(|pieces| {
        let body = pieces.concat();
        [format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len()).into_bytes(), body].concat()
    });
    prop_oneof![whole, body]
}

fn assert_fit_to_be_read(error: &Error) -> Result<(), TestCaseError> {
    let shown = error.to_string();
    prop_assert!(shown.len() < 5_000, "{} bytes", shown.len());
    prop_assert!(!shown.chars().any(char::is_control), "{shown:?}");
    prop_assert!(!format!("{shown}{error:?}").contains(SECRET_KEY), "{shown}");
    Ok(())
}

#[test]
fn every_response_ends_a_call() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made");
    let config = ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() };
    let operations = prop::sample::select(Call::all().as_slice().to_vec());
    let result = TestRunner::new(config).run(&(operations, responses()), |(call, bytes)| {
        let server = Server::script([ScriptedResponse::raw(bytes).then_close()]);
        match runtime.block_on(call.send(&Settings::of(&server))) {
            Ok(response) => prop_assert!((200..300).contains(&response.status), "{response:?}"),
            Err(error) => assert_fit_to_be_read(&error)?,
        }
        prop_assert_eq!(server.count(), 1);
        Ok(())
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
}
