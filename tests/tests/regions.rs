//! The region tables of the generated crate are those of the official SDKs: all regions of either, and no others.

use std::collections::{BTreeMap, BTreeSet};

use huaweicloud_reset_password::{
    codearts_artifact, dcs, dws, kafka, rabbitmq,
    runtime::{
        Service, ServiceClient,
        transport::{CannedAnswer, CannedTransport},
    },
};
use serde::Deserialize;
use tests::{fixture, vectors};

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
fn each_service_is_where_the_official_sdks_say() {
    let recorded: Regions = vectors::recorded("regions.json");
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
    let transport = CannedTransport::new().respond_with(|_| CannedAnswer::new(204));
    for server in kafka::Client::SERVICE.servers {
        let region = server.region.expect("a server is that of a region");
        let builder =
            kafka::Client::builder().region(region).credentials(fixture::credentials()).transport(transport.clone());
        let client = builder.build().expect("the region is known");
        let request = client.reset_user_password().instance_id("i").user_name("u").new_password("p");
        request.send().await.expect("the transport answers");
        let url = transport.requests().last().expect("it was asked").uri().to_string();
        assert_eq!(url, format!("{}/v2/{}/instances/i/users/u", server.url, fixture::PROJECT_ID));
    }
}

#[test]
fn the_constants_are_the_ids_of_the_table() {
    assert_eq!(kafka::Region::CN_NORTH_4.as_str(), "cn-north-4");
    assert_eq!(codearts_artifact::Region::CN_NORTH_4.as_str(), "cn-north-4");
    assert_eq!(dcs::Region::CN_SOUTHWEST_3.as_str(), "cn-southwest-3");
    assert_eq!(dws::Region::EU_WEST_101.as_str(), "eu-west-101");
    assert_eq!(rabbitmq::Region::SA_BRAZIL_1.as_str(), "sa-brazil-1");
}

#[test]
fn a_region_that_is_not_known_is_refused_with_those_that_were_meant() {
    let build = |region: &str| {
        let builder = dcs::Client::builder().region(region).credentials(fixture::credentials());
        builder.build().map(drop).expect_err("there is no such region").to_string()
    };
    assert!(build("cn-noth-4").contains("`cn-north-4`"), "{}", build("cn-noth-4"));
    assert!(build("CN-NORTH-4").contains("`cn-north-4`"), "{}", build("CN-NORTH-4"));
    assert!(build("").contains("endpoint"), "{}", build(""));
}

/// IAM follows one pattern everywhere, so the runtime has no table of it.
#[test]
fn iam_is_where_the_official_sdks_say() {
    let recorded: Regions = vectors::recorded("regions.json");
    let exceptions =
        recorded.iam.iter().filter(|(region, url)| **url != format!("https://iam.{region}.myhuaweicloud.com"));
    assert_eq!(exceptions.collect::<Vec<_>>(), Vec::<(&String, &String)>::new());
    assert_eq!(recorded.iam.len(), 27);
}
