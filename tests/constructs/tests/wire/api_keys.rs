//! API keys and HTTP authentication: each operation sends the keys that it requires, and no others.

use constructs::api_keys::Client;
use wireright_runtime::{
    ClientBuilder,
    transport::{CannedResponse, CannedTransport},
};

use crate::{builder, header, target, wait};

/// A client with all keys.
fn all(transport: &CannedTransport) -> Client {
    let all: ClientBuilder<Client> = builder(transport);
    let all = all.api_key("inHeader", "h").api_key("inQuery", "q&").api_key("inCookie", "c");
    all.basic("basic", "Aladdin", "open sesame").bearer("bearer", "t").build().expect("the settings are good")
}

#[test]
fn an_operation_gets_the_keys_that_it_requires() {
    let sent = CannedTransport::new().respond_with(|_| CannedResponse::new(204));
    let client = all(&sent);
    let shown = || {
        let headers = ["x-key", "cookie", "authorization"].map(|name| header(&sent, name).unwrap_or_default());
        (target(&sent), headers.join("|"))
    };
    macro_rules! sends {
        ($client:ident.$call:ident, $target:literal, $headers:literal) => {
            wait($client.$call().send()).expect("204");
            assert_eq!(shown(), ($target.to_owned(), $headers.to_owned()));
        };
    }
    sends!(client.by_header, "/header", "h||");
    sends!(client.by_query, "/query?key=q%26", "||");
    sends!(client.by_cookie, "/cookie", "|session=c|");
    // The user and password of RFC 7617, section 2.
    sends!(client.by_basic, "/basic", "||Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    sends!(client.by_bearer, "/bearer", "||Bearer t");
    sends!(client.by_both, "/both", "h||Bearer t");
    sends!(client.by_either, "/either", "||Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    sends!(client.by_none, "/none", "||");

    // Without requirements no key is sent. Only an alternative with all its keys is used.
    let only: ClientBuilder<Client> = builder(&sent);
    let client = only.bearer("bearer", "t").build().expect("the settings are good");
    sends!(client.by_either, "/either", "||Bearer t");
    sends!(client.by_optional, "/optional", "||");
    let refused = wait(client.by_header().send()).expect_err("a key is missing");
    assert!(refused.is_invalid_request() && refused.to_string().contains("inHeader"), "{refused}");
}
