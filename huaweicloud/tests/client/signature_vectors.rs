//! The signature core against what the official SDK put on the wire, byte for byte.

use serde_json::Value;
use wireright_huaweicloud::signing::{PayloadHash, SignableRequest, Signer, SigningAlgorithm, canonical_request};
use wireright_runtime::Secret;

const VECTORS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/vectors/requests.json"));

/// The algorithm with a derived key.
const V11: &str = "V11-HMAC-SHA256";

/// A signed request as the official SDK sent it.
struct RecordedRequest<'v> {
    id: &'v str,
    method: &'v str,
    target: &'v str,
    headers: Vec<(&'v str, &'v str)>,
    body: &'v str,
    date: &'v str,
    /// The text that the canonical request, the string to sign and the `Authorization` header must be.
    expected: [&'v str; 3],
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

/// Reads a request, if it was signed by an algorithm that this build has.
fn read<'v>(id: &'v str, signed: &'v Value, sent: &'v Value, path: Option<&'v str>) -> Option<RecordedRequest<'v>> {
    let authorization = signed["authorization"].as_str()?;
    let name = authorization.split(' ').next()?;
    (name == V11 || SigningAlgorithm::ALL.iter().any(|algorithm| algorithm.name() == name)).then_some(())?;
    let headers: Vec<(&str, &str)> = sent["headers"]
        .as_array()?
        .iter()
        .map(|header| (header[0].as_str().unwrap(), header[1].as_str().unwrap()))
        .collect();
    let date = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("x-sdk-date"));
    // One vector shows a signature that was made and then not sent: its date stands in the string to sign.
    let string_to_sign = text(signed, "string_to_sign");
    let date = date.map_or_else(|| string_to_sign.split('\n').nth(1).unwrap(), |(_, value)| *value);
    Some(RecordedRequest {
        id,
        method: text(sent, "method"),
        target: path.unwrap_or_else(|| text(sent, "target")),
        headers,
        body: text(sent, "body"),
        date,
        expected: [text(signed, "canonical_request"), string_to_sign, authorization],
    })
}

/// The headers that the SDK signed: those that `SignedHeaders` lists, as often as it lists them.
fn signed_headers<'v>(sent: &RecordedRequest<'v>) -> Vec<(&'v str, &'v [u8])> {
    let list = sent.expected[2].split("SignedHeaders=").nth(1).unwrap().split(',').next().unwrap();
    list.split(';')
        .map(|name| {
            let header = sent.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
            (name, header.map_or(sent.date, |(_, value)| *value).as_bytes())
        })
        .collect()
}

fn check(sent: &RecordedRequest<'_>, access_key: &str, secret_key: &str) {
    let (path, query) = sent.target.split_once('?').unwrap_or((sent.target, ""));
    let secret_key = Secret::new(secret_key);
    let signer = signer(sent.expected[2], access_key, &secret_key);
    let is_unsigned = sent.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("x-sdk-content-sha256"));
    let payload = if is_unsigned { PayloadHash::unsigned() } else { signer.payload_hash(sent.body.as_bytes()) };
    let headers = signed_headers(sent);
    let request = SignableRequest { method: sent.method, path, query, headers: &headers, payload: &payload };
    let canonical = canonical_request(&request);
    assert_eq!(String::from_utf8(canonical.clone()).unwrap(), sent.expected[0], "{}", sent.id);
    assert_eq!(signer.string_to_sign(&canonical, sent.date), sent.expected[1], "{}", sent.id);
    let authorization = signer.authorization(&request, sent.date).unwrap();
    if signer.name().contains("HMAC") {
        assert_eq!(authorization, sent.expected[2], "{}", sent.id);
    } else {
        // The SDK's nonce is random. All but the signature is not; that is verified in the tests of the workspace.
        let before = |text: &str| text.split("Signature=").next().unwrap().to_owned();
        assert_eq!(before(&authorization), before(sent.expected[2]), "{}", sent.id);
    }
}

/// What signs as the request was signed.
fn signer<'k>(authorization: &'k str, access_key: &'k str, secret_key: &'k Secret) -> Signer<'k> {
    let name = authorization.split(' ').next().unwrap();
    if name == V11 {
        let scope: Vec<&str> = authorization.split(',').next().unwrap().rsplit('/').collect();
        return Signer::derived(scope[1], scope[0], access_key, secret_key).unwrap();
    }
    let algorithm = SigningAlgorithm::ALL.iter().find(|algorithm| algorithm.name() == name).unwrap();
    Signer::new(*algorithm, access_key, secret_key)
}

/// The key that signed a vector. Those of profile files and of STS stand in the inputs in other forms.
fn key(vector: &Value) -> (&str, &str) {
    let credentials = &vector["credentials"];
    match (credentials["ak"].as_str(), text(vector, "id")) {
        (Some(access_key), _) => (access_key, text(credentials, "sk")),
        (None, "cred-profile-case") => ("P%K", "s # not a comment"),
        (None, "cred-oidc-env") => ("STSAK", "STSSK"),
        (None, _) => ("PROFAK", "PROFSK"),
    }
}

#[test]
fn every_signed_request_of_the_official_sdk_is_reproduced() {
    let vectors: Vec<Value> = serde_json::from_str(VECTORS).unwrap();
    let mut checked = 0;
    for vector in &vectors {
        let id = text(vector, "id");
        let (access_key, secret_key) = key(vector);
        // Where the SDK signed another path than it sent (`..` collapsed on the way), the signed one counts here.
        let path = (vector["checks"]["canonical_uri_matches_target"] == false).then(|| text(vector, "sdk_uri"));
        let main = read(id, vector, &vector["sent"], path);
        let before = vector["preflight"].as_array().into_iter().flatten().filter_map(|sent| read(id, sent, sent, None));
        for sent in main.into_iter().chain(before) {
            check(&sent, access_key, secret_key);
            checked += 1;
        }
    }
    let of_features = [
        cfg!(feature = "sdk-hmac-sm3").then_some(1),
        cfg!(feature = "sdk-ecdsa-p256-sha256").then_some(2),
        cfg!(feature = "sdk-sm2-sm3").then_some(1),
    ];
    let of_features: usize = of_features.into_iter().flatten().sum();
    assert_eq!(checked, 88 + of_features, "the file holds that many signatures");
}
