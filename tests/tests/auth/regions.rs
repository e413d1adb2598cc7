//! Regions: the tables of the generated crate equal those of the official SDKs.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use huaweicloud_reset_password::{
    ClientBuilder, Error, codearts_artifact, dcs, dws,
    huaweicloud::{Authenticator, RegionOverrides},
    kafka, rabbitmq,
    runtime::{
        self, Environment, InvalidRequest, Service, ServiceClient,
        transport::{CannedResponse, CannedTransport},
    },
};
use serde::Deserialize;
use tempfile::TempDir;
use tests::{calls::kafka_request, fixture, vectors};

#[derive(Deserialize)]
struct Regions {
    services: BTreeMap<String, Tables>,
    iam: BTreeMap<String, String>,
}

/// Region ids to endpoints.
#[derive(Deserialize)]
struct Tables {
    python: BTreeMap<String, Vec<String>>,
    go: BTreeMap<String, Vec<String>>,
}

const SERVICES: [(&str, &Service, usize); 5] = [
    ("codeartsartifact", codearts_artifact::Client::SERVICE, 15),
    ("dcs", dcs::Client::SERVICE, 34),
    ("dws", dws::Client::SERVICE, 31),
    ("kafka", kafka::Client::SERVICE, 34),
    ("rabbitmq", rabbitmq::Client::SERVICE, 34),
];

#[test]
fn endpoints_match_the_official_sdks() {
    let recorded: Regions = vectors::read_cases("regions.json");
    for (name, service, count) in SERVICES {
        let tables = &recorded.services[name];
        let official = tables
            .python
            .iter()
            .chain(&tables.go)
            .flat_map(|(region, urls)| urls.iter().map(move |url| (region.as_str(), url.as_str())));
        let ours =
            service.servers.iter().map(|server| (server.region.expect("a server is that of a region"), server.url));
        assert_eq!(ours.collect::<BTreeSet<_>>(), official.collect::<BTreeSet<_>>(), "{name}");
        assert_eq!(service.servers.len(), count, "{name}");
    }
}

#[tokio::test]
async fn a_request_goes_to_the_region_of_its_client() {
    let transport = CannedTransport::new().respond_with(|_| CannedResponse::new(204));
    for server in kafka::Client::SERVICE.servers {
        let region = server.region.expect("a server is that of a region");
        let builder =
            kafka::Client::builder().region(region).authenticator(fixture::credentials()).transport(transport.clone());
        let client = builder.build().expect("the region is known");
        let request = kafka_request(&client);
        request.send().await.expect("the transport responds");
        let url = transport.requests().last().expect("it was asked").uri().to_string();
        assert_eq!(url, format!("{}/v2/{}/instances/i/users/u", server.url, fixture::PROJECT_ID));
    }
}

#[test]
fn region_constants_match_the_table() {
    assert_eq!(kafka::Region::CN_NORTH_4.as_str(), "cn-north-4");
    assert_eq!(codearts_artifact::Region::CN_NORTH_4.as_str(), "cn-north-4");
    assert_eq!(dcs::Region::CN_SOUTHWEST_3.as_str(), "cn-southwest-3");
    assert_eq!(dws::Region::EU_WEST_101.as_str(), "eu-west-101");
    assert_eq!(rabbitmq::Region::SA_BRAZIL_1.as_str(), "sa-brazil-1");
}

#[test]
fn an_unknown_region_is_an_error_with_suggestions() {
    let build = |region: &str| {
        let builder = dcs::Client::builder().region(region).authenticator(fixture::credentials());
        builder.build().map(drop).expect_err("there is no such region").to_string()
    };
    assert!(build("cn-noth-4").contains("`cn-north-4`"), "{}", build("cn-noth-4"));
    assert!(build("CN-NORTH-4").contains("`cn-north-4`"), "{}", build("CN-NORTH-4"));
    assert!(build("").contains("endpoint"), "{}", build(""));
}

/// IAM endpoints follow one pattern, so there is no table.
#[test]
fn iam_endpoints_match_the_official_sdks() {
    let recorded: Regions = vectors::read_cases("regions.json");
    let exceptions =
        recorded.iam.iter().filter(|(region, url)| **url != format!("https://iam.{region}.myhuaweicloud.com"));
    assert_eq!(exceptions.collect::<Vec<_>>(), Vec::<(&String, &String)>::new());
    assert_eq!(recorded.iam.len(), 27);
}

/// The endpoint of a client.
struct ClientDebug(runtime::Client);

impl ServiceClient for ClientDebug {
    type Authenticator = Authenticator;

    const SERVICE: &'static Service = codearts_artifact::Client::SERVICE;

    fn from_core(core: runtime::Client) -> Self {
        Self(core)
    }
}

/// The endpoint of a client with these override variables.
fn overridden(region: &str, variables: &[(&str, &str)]) -> Result<String, Error> {
    let overrides = RegionOverrides::new().environment(Environment::of(variables.iter().copied()));
    let builder = ClientBuilder::<ClientDebug>::new().region(region).authenticator(fixture::credentials());
    builder.endpoint_resolver(overrides).build().map(|client| client.0.endpoint())
}

#[test]
fn overrides_are_read_from_environment_and_then_file() {
    let folder = TempDir::new().expect("a folder can be made");
    let file = folder.path().join("regions.yaml");
    let text = "CODEARTSARTIFACT:\n- id: cn-north-4\n  endpoint: https://file.example.com\n\
        - id: new-1\n  endpoint: new.example.com\n";
    fs::write(&file, text).expect("a file can be written");
    let file = file.to_str().expect("the folder has a plain name");
    let in_file = ("HUAWEICLOUD_SDK_REGIONS_FILE", file);
    let in_variable = ("HUAWEICLOUD_SDK_REGION_CODEARTSARTIFACT_CN_NORTH_4", "https://variable.example.com");
    for (region, variables, expected) in [
        ("cn-north-4", vec![], "https://cloudartifacts-ext.cn-north-4.myhuaweicloud.com"),
        ("cn-north-4", vec![in_file], "https://file.example.com"),
        ("cn-north-4", vec![in_file, in_variable], "https://variable.example.com"),
        ("new-1", vec![in_file], "https://new.example.com"),
    ] {
        let endpoint = overridden(region, &variables).unwrap_or_else(|error| panic!("{region}: {error}"));
        assert_eq!(endpoint, expected, "{region} {variables:?}");
    }
    let error = overridden("new-2", &[in_file]).expect_err("nobody knows it");
    assert!(matches!(error.invalid_request(), Some(InvalidRequest::UnknownRegion { .. })), "{error}");
    let plain = [("HUAWEICLOUD_SDK_REGION_CODEARTSARTIFACT_CN_NORTH_4", "http://plain.example.com")];
    assert!(overridden("cn-north-4", &plain).expect_err("it is not https").to_string().contains("https"));
    fs::write(file, "CODEARTSARTIFACT:\n  what: ever\n").expect("a file can be written");
    let error = overridden("cn-north-4", &[in_file]).expect_err("it is no file of regions");
    assert!(error.is_invalid_request() && error.to_string().contains("line 2"), "{error}");
}

#[test]
fn a_configured_endpoint_is_not_overridden() {
    let variable = ("HUAWEICLOUD_SDK_REGION_CODEARTSARTIFACT_CN_NORTH_4", "https://variable.example.com");
    let overrides = RegionOverrides::new().environment(Environment::of([variable]));
    let builder = ClientBuilder::<ClientDebug>::new().region("cn-north-4").endpoint("https://given.example.com");
    let builder = builder.authenticator(fixture::credentials()).endpoint_resolver(overrides);
    assert_eq!(builder.build().expect("all is given").0.endpoint(), "https://given.example.com");
}
