//! Signing algorithms with every operation, checked by an independent verifier.

use huaweicloud_reset_password::{
    Error,
    huaweicloud::{Credentials, DerivedSigning, SigningAlgorithm},
    kafka,
    runtime::Secret,
};
use tests::{
    calls::{Call, Network, Settings, kafka_request},
    fixture::{self, ACCESS_KEY, SECRET_KEY},
    server::{ScriptedResponse, Server},
    verifier::{Mismatch, Verifier},
};

const PROJECTS: &str = r#"{"projects":[{"id":"p-found","name":"ap-southeast-1"}]}"#;

/// Signing settings and the name of the algorithm on the wire.
struct SigningVariant {
    algorithm: SigningAlgorithm,
    derived: Option<(String, DerivedSigning)>,
    name: &'static str,
    scope: Option<&'static str>,
}

fn signing_variants() -> Vec<SigningVariant> {
    let plain = |algorithm: &SigningAlgorithm| SigningVariant {
        algorithm: *algorithm,
        derived: None,
        name: algorithm.name(),
        scope: None,
    };
    let at_services = DerivedSigning::custom(|attempt| attempt.operation.service.name != "iam");
    let derived = |when| SigningVariant {
        algorithm: SigningAlgorithm::HmacSm3,
        derived: Some(("dms".to_owned(), when)),
        name: "V11-HMAC-SHA256",
        scope: Some("20260115/ap-southeast-1/dms"),
    };
    let mut ways: Vec<SigningVariant> = SigningAlgorithm::ALL.iter().map(plain).collect();
    assert_eq!(ways.len(), 4, "the tests are built with all algorithms");
    ways.extend([derived(DerivedSigning::Always), derived(at_services), derived(DerivedSigning::AtOtherHosts)]);
    ways
}

impl SigningVariant {
    fn settings(&self, server: &Server) -> Settings {
        Settings {
            region: Some("ap-southeast-1".to_owned()),
            signing_algorithm: self.algorithm,
            derived_signing: self.derived.clone(),
            ..Settings::of(server)
        }
    }
}

#[tokio::test]
async fn each_operation_is_signed_with_the_configured_algorithm() {
    for call in Call::all() {
        for way in signing_variants() {
            let server = Server::script([ScriptedResponse::status(204)]);
            call.send(&way.settings(&server)).await.unwrap_or_else(|error| panic!("{call:?}: {error}"));
            let request = server.only_request();
            let verified = fixture::verifier().verify(&request).unwrap_or_else(|why| panic!("{call:?}: {why}"));
            assert_eq!((verified.algorithm, verified.scope.as_deref()), (way.name, way.scope), "{call:?}");
            // Another key does not verify the signature.
            let other = Verifier::new(ACCESS_KEY, "another").verify(&request);
            assert!(matches!(other, Err(Mismatch::Signature { .. })), "{call:?} {}: {other:?}", way.name);
        }
    }
}

/// Keys are derived for one service. IAM is another service.
#[tokio::test]
async fn the_lookup_is_signed_without_a_derived_key() {
    for way in signing_variants() {
        let server = Server::script([ScriptedResponse::json(PROJECTS), ScriptedResponse::status(204)]);
        let settings = Settings {
            credentials: Credentials::new(ACCESS_KEY, SECRET_KEY).iam_endpoint("https://iam.example.com"),
            network: Network::Rerouted(server.address()),
            endpoint: Some("https://service.example.com".to_owned()),
            ..way.settings(&server)
        };
        let client: kafka::Client = settings.build().expect("the settings are good");
        let request = kafka_request(&client);
        request.send().await.unwrap_or_else(|error| panic!("{}: {error}", way.name));
        let verified =
            server.requests().iter().map(|request| fixture::verifier().verify(request.raw_request())).collect();
        let verified: Vec<_> = Result::unwrap(verified);
        assert_eq!(
            verified.iter().map(|verified| verified.algorithm).collect::<Vec<_>>(),
            [way.algorithm.name(), way.name]
        );
    }
}

#[tokio::test]
async fn the_official_rule_derives_no_key_for_default_hosts() {
    let hosts = [
        ("https://dms.cn-north-4.myhuaweicloud.com", "SDK-HMAC-SM3"),
        ("https://dms.cn-north-4.myhuaweicloud.com:8443", "SDK-HMAC-SM3"),
        ("https://dms.eu-west-101.myhuaweicloud.eu", "V11-HMAC-SHA256"),
        ("https://dms.example.com", "V11-HMAC-SHA256"),
    ];
    for (endpoint, expected) in hosts {
        let server = Server::script([ScriptedResponse::status(204)]);
        let settings = Settings {
            endpoint: Some(endpoint.to_owned()),
            network: Network::Rerouted(server.address()),
            ..signing_variants().pop().expect("the last is by the rule").settings(&server)
        };
        Call::all()[3].send(&settings).await.unwrap_or_else(|error| panic!("{endpoint}: {error}"));
        let verified = fixture::verifier().verify(&server.only_request()).unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(verified.algorithm, expected, "{endpoint}");
    }
}

#[tokio::test]
async fn a_custom_rule_decides_when_keys_are_derived() {
    let only_puts = DerivedSigning::custom(|attempt| attempt.method == "PUT" && attempt.url.contains("/users/"));
    for call in Call::all() {
        let server = Server::script([ScriptedResponse::status(204)]);
        let derived_signing = Some(("dms".to_owned(), only_puts.clone()));
        let settings = Settings { region: Some("cn-north-4".to_owned()), derived_signing, ..Settings::of(&server) };
        call.send(&settings).await.unwrap_or_else(|error| panic!("{call:?}: {error}"));
        let verified =
            fixture::verifier().verify(&server.only_request()).unwrap_or_else(|why| panic!("{call:?}: {why}"));
        let is_kafka = matches!(call, Call::Kafka { .. });
        let expected = if is_kafka { "V11-HMAC-SHA256" } else { "SDK-HMAC-SHA256" };
        assert_eq!(verified.algorithm, expected, "{call:?}");

        // A missing region is an error before anything is sent.
        let result = call.send(&Settings { region: None, ..settings }).await;
        let refused = result.err().map(|error| error.to_string()).unwrap_or_default();
        assert_eq!(refused.contains("no region was given"), is_kafka, "{call:?}: {refused}");
    }
}

#[test]
fn derived_signing_without_region_or_service_is_a_build_error() {
    let build = |region: Option<&str>, service: &str, when, endpoint: &str| -> Result<kafka::Client, Error> {
        let settings = Settings {
            region: region.map(str::to_owned),
            derived_signing: Some((service.to_owned(), when)),
            ..Settings::at(endpoint)
        };
        settings.build()
    };
    let usual = "https://dms.cn-north-4.myhuaweicloud.com";
    for (region, service, words) in [
        (None, "dms", "V11-HMAC-SHA256 derives its key for a region, and no region was given"),
        (Some("cn-north-4"), "", "V11-HMAC-SHA256 can derive no key for the service name ``"),
        (Some("a,b"), "dms", "V11-HMAC-SHA256 can derive no key for the region `a,b`"),
    ] {
        let error = build(region, service, DerivedSigning::Always, usual).expect_err("no key can be derived");
        assert!(error.is_invalid_request() && error.to_string().contains(words), "{error}");
        // Without a derived key, a region is not required.
        assert!(build(region, service, DerivedSigning::AtOtherHosts, usual).is_ok());
        assert!(build(region, service, DerivedSigning::AtOtherHosts, "https://dms.example.com").is_err());
    }
}

#[test]
fn debug_of_a_client_shows_the_algorithm_without_the_key() {
    for way in signing_variants() {
        let server = Server::script([]);
        let client: kafka::Client = way.settings(&server).build().expect("the settings are good");
        let shown = format!("{client:?}");
        assert!(shown.contains(&format!("{:?}", way.algorithm)), "{shown}");
        assert!(!shown.contains(SECRET_KEY), "{shown}");
    }
    let secret = Secret::new(SECRET_KEY);
    let signer =
        huaweicloud_reset_password::huaweicloud::signing::Signer::new(SigningAlgorithm::Sm2Sm3, ACCESS_KEY, &secret);
    assert!(!format!("{signer:?}").contains(SECRET_KEY));
}
