//! The canonical request of arbitrary requests: ends with the payload hash and is deterministic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wireright_huaweicloud::signing::{SignableRequest, Signer, SigningAlgorithm, canonical_request};
use wireright_runtime::Secret;

fuzz_target!(|input: (&str, &str, &str, Vec<(&str, &[u8])>, &[u8])| {
    let (method, path, query, headers, body) = input;
    let secret_key = Secret::new("sk");
    let payload = Signer::new(SigningAlgorithm::HmacSha256, "ak", &secret_key).payload_hash(body);
    let canonical = |headers: &[(&str, &[u8])]| {
        canonical_request(&SignableRequest { method, path, query, headers, payload: &payload })
    };
    let first = canonical(&headers);
    assert!(first.ends_with(payload.as_str().as_bytes()));
    assert_eq!(first, canonical(&headers));
});
