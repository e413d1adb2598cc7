//! Benchmark of signing, compared with its hash functions alone.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use hmac::{Hmac, KeyInit, Mac};
use huaweicloud_reset_password::{
    Secret,
    huaweicloud::{
        Authenticator,
        signing::{PayloadHash, SignableRequest, Signer, SigningAlgorithm, canonical_request},
    },
    kafka,
    kafka::reset_user_password::OPERATION,
    runtime::{Client, ClientBuilder, Request, Service, ServiceClient, transport::CannedTransport},
};
use sha2::{Digest, Sha256};
use tests::fixture::{self, ACCESS_KEY, SECRET_KEY};

const DATE: &str = "20260115T083000Z";
const BODY: &[u8] = br#"{"new_password":"NewPassw0rd!"}"#;
const PATH: &str = "/v2/89cd04f168b84af6be287f71730fdb4b/instances/7b2b2c3e-0f0a-4e0e-9a53-d1a2f1d2c3b4/users/user01";
const HEADERS: [(&str, &[u8]); 4] = [
    ("content-type", b"application/json"),
    ("host", b"dms.cn-north-4.myhuaweicloud.com"),
    ("x-project-id", b"89cd04f168b84af6be287f71730fdb4b"),
    ("x-sdk-date", DATE.as_bytes()),
];

/// A client without a service, which builds and signs requests without sending them.
struct Core(Client);

impl ServiceClient for Core {
    type Authenticator = Authenticator;

    const SERVICE: &'static Service = kafka::Client::SERVICE;

    fn from_core(core: Client) -> Self {
        Self(core)
    }
}

fn signable(payload: &PayloadHash) -> SignableRequest<'_> {
    SignableRequest { method: "PUT", path: PATH, query: "", headers: &HEADERS, payload }
}

fn signing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("signing");
    let secret_key = Secret::new(SECRET_KEY);
    let signer = Signer::new(SigningAlgorithm::HmacSha256, ACCESS_KEY, &secret_key);
    let payload = signer.payload_hash(BODY);
    let canonical = canonical_request(&signable(&payload));

    group.bench_function("bare SHA-256 and HMAC", |bencher| {
        bencher.iter(|| {
            let body = Sha256::digest(black_box(BODY));
            let request = Sha256::digest(black_box(&canonical));
            let mut hmac =
                Hmac::<Sha256>::new_from_slice(SECRET_KEY.as_bytes()).expect("HMAC takes a key of any length");
            // The length of the string to sign, with a hash in hex.
            hmac.update(b"SDK-HMAC-SHA256\n20260115T083000Z\n");
            hmac.update(&request);
            hmac.update(&body);
            hmac.finalize()
        });
    });
    group.bench_function("signature of a request", |bencher| {
        bencher.iter(|| {
            let payload = signer.payload_hash(black_box(BODY));
            signer.authorization(&signable(&payload), DATE)
        });
    });
    let builder = ClientBuilder::<Core>::new()
        .region("cn-north-4")
        .authenticator(fixture::credentials())
        .transport(CannedTransport::new());
    let Core(client) = builder.build().expect("the settings are good");
    group.bench_function("request built and signed", |bencher| {
        let password = Some(Secret::new("NewPassw0rd!"));
        bencher.iter(|| {
            let request = Request::builder(&OPERATION)
                .client_parameter("project_id", &None::<String>)
                .path("instance_id", &Some(fixture::INSTANCE_ID))
                .path("user_name", &Some("user01"))
                .body_property("new_password", &password)
                .object("application/json");
            client.prepare(black_box(request)).expect("the request is good")
        });
    });
    group.finish();
}

criterion_group!(benches, signing);
criterion_main!(benches);
