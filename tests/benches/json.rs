//! Benchmark of the JSON codec, compared with serde's derives on the same types.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use huaweicloud_reset_password::runtime::{Extra, json, json_object};
use serde::{Deserialize, Serialize};

/// Number of orders in the document.
const ORDERS: usize = 2_000;

/// The types with the codec.
mod codec {
    use super::{Extra, json_object};

    #[derive(Debug)]
    pub(crate) struct Order {
        pub(crate) id: String,
        pub(crate) amount: f64,
        pub(crate) count: i64,
        pub(crate) is_open: bool,
        pub(crate) note: Option<String>,
        pub(crate) tags: Option<Vec<String>>,
        pub(crate) address: Address,
        pub(crate) extra: Extra,
    }

    json_object! {
        Order {
            id: required "id",
            amount: required "amount",
            count: required "count",
            is_open: required "isOpen",
            note: optional "note",
            tags: optional "tags",
            address: required "address",
            ..extra
        }
    }

    #[derive(Debug)]
    pub(crate) struct Address {
        pub(crate) street: String,
        pub(crate) city: String,
        pub(crate) zip: Option<String>,
        pub(crate) extra: Extra,
    }

    json_object! {
        Address { street: required "street", city: required "city", zip: optional "zip", ..extra }
    }
}

/// The same types with serde's derives.
mod derived {
    use super::{Deserialize, Serialize};

    #[derive(Debug, Deserialize, Serialize)]
    #[serde(rename_all = "camelCase")]
    pub(crate) struct Order {
        pub(crate) id: String,
        pub(crate) amount: f64,
        pub(crate) count: i64,
        pub(crate) is_open: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(crate) note: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(crate) tags: Option<Vec<String>>,
        pub(crate) address: Address,
    }

    #[derive(Debug, Deserialize, Serialize)]
    pub(crate) struct Address {
        pub(crate) street: String,
        pub(crate) city: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(crate) zip: Option<String>,
    }
}

/// The types with serde's derives, which keep unknown properties.
mod derived_with_unknown {
    use std::collections::BTreeMap;

    use super::{Deserialize, Serialize};

    #[derive(Debug, Deserialize, Serialize)]
    #[serde(rename_all = "camelCase")]
    pub(crate) struct Order {
        pub(crate) id: String,
        pub(crate) amount: f64,
        #[serde(flatten)]
        pub(crate) extra: BTreeMap<String, serde_json::Value>,
    }
}

fn document(unknown: &str) -> String {
    let orders: Vec<String> = (0..ORDERS)
        .map(|index| {
            format!(
                r#"{{"id":"order-{index}","amount":{index}.25,"count":{index},"isOpen":true,"note":"as agreed",{unknown}
                "tags":["new","paid","gift"],"address":{{"street":"High {index}","city":"Oxford","zip":"OX1"}}}}"#
            )
        })
        .collect();
    format!("[{}]", orders.join(","))
}

fn json_codec(criterion: &mut Criterion) {
    let plain = document("");
    let mut group = criterion.benchmark_group("decode");
    group.bench_function("serde's derive", |bencher| {
        bencher.iter(|| serde_json::from_str::<Vec<derived::Order>>(black_box(&plain)).expect("it matches").len());
    });
    group.bench_function("codec", |bencher| {
        bencher.iter(|| json::read::<Vec<codec::Order>>(black_box(&plain)).expect("it matches").len());
    });
    let unknown = document(r#""unknown1":"text","unknown2":[1,2],"#);
    group.bench_function("serde's derive, unknown properties dropped", |bencher| {
        bencher.iter(|| serde_json::from_str::<Vec<derived::Order>>(black_box(&unknown)).expect("it matches").len());
    });
    group.bench_function("serde's derive, unknown properties kept by flatten", |bencher| {
        bencher.iter(|| {
            serde_json::from_str::<Vec<derived_with_unknown::Order>>(black_box(&unknown)).expect("it matches").len()
        });
    });
    group.bench_function("codec, unknown properties kept", |bencher| {
        bencher.iter(|| json::read::<Vec<codec::Order>>(black_box(&unknown)).expect("it matches").len());
    });
    group.finish();

    let derived: Vec<derived::Order> = serde_json::from_str(&plain).expect("it matches");
    let codec: Vec<codec::Order> = json::read(&plain).expect("it matches");
    assert_eq!(
        serde_json::to_string(&derived).expect("it is serialized"),
        serde_json::to_string(&codec).expect("it is serialized")
    );
    let mut group = criterion.benchmark_group("encode");
    group.bench_function("serde's derive", |bencher| {
        bencher.iter(|| serde_json::to_vec(black_box(&derived)).expect("it is serialized").len());
    });
    group.bench_function("codec", |bencher| {
        bencher.iter(|| serde_json::to_vec(black_box(&codec)).expect("it is serialized").len());
    });
    group.finish();
}

criterion_group!(benches, json_codec);
criterion_main!(benches);
