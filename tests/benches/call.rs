//! Benchmark of a call on loopback, compared with a hand-written call: serde, a signature and reqwest.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use criterion::{Criterion, criterion_group, criterion_main};
use hmac::{Hmac, KeyInit, Mac};
use huaweicloud_reset_password::{dcs, huaweicloud::signing::sdk_date};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tests::{
    fixture::{self, ACCESS_KEY, INSTANCE_ID, PASSWORD, PROJECT_ID, SECRET_KEY},
    server::{ScriptedResponse, Server},
};

const RESPONSE: &str = r#"{
    "code": "1", "message": "Reset DCSInstance password success.",
    "lock_time": "0", "lock_time_left": "0", "retry_times_left": "5"
}"#;

/// Both calls have the same User-Agent, since the server reads every byte.
const USER_AGENT: &str = "benchmark/1.0";

#[derive(Serialize)]
struct Body<'b> {
    new_password: &'b str,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct DecodedResponse {
    code: Option<String>,
    message: Option<String>,
    lock_time: Option<String>,
    lock_time_left: Option<String>,
    retry_times_left: Option<String>,
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The shortest equivalent code, with a timeout and without checks, error details and retries.
async fn by_hand(client: &reqwest::Client, host: &str) -> DecodedResponse {
    let path = format!("/v2/{PROJECT_ID}/instances/{INSTANCE_ID}/accounts/account/password/reset");
    let body = serde_json::to_vec(&Body { new_password: PASSWORD }).expect("the body is JSON");
    let date = sdk_date(std::time::SystemTime::now());
    let names = "content-type;host;x-project-id;x-sdk-date";
    let content_type = "application/json;charset=utf-8";
    let headers = format!("content-type:{content_type}\nhost:{host}\nx-project-id:{PROJECT_ID}\nx-sdk-date:{date}\n");
    let canonical = format!("PUT\n{path}/\n\n{headers}\n{names}\n{}", hex(&Sha256::digest(&body)));
    let mut hmac = Hmac::<Sha256>::new_from_slice(SECRET_KEY.as_bytes()).expect("HMAC takes a key of any length");
    hmac.update(format!("SDK-HMAC-SHA256\n{date}\n{}", hex(&Sha256::digest(canonical.as_bytes()))).as_bytes());
    let signature = hex(&hmac.finalize().into_bytes());
    let response = client
        .put(format!("http://{host}{path}"))
        .header("content-type", content_type)
        .header("x-project-id", PROJECT_ID)
        .header("x-sdk-date", date)
        .header(
            "authorization",
            format!("SDK-HMAC-SHA256 Access={ACCESS_KEY}, SignedHeaders={names}, Signature={signature}"),
        )
        .timeout(Duration::from_secs(30))
        .body(body)
        .send()
        .await
        .expect("the server responds");
    let body = response.error_for_status().expect("the response is a success").bytes().await.expect("the body arrives");
    serde_json::from_slice(&body).expect("the response is JSON")
}

/// Both calls. A server records every request, so each side has its own server.
struct Benchmark {
    runtime: tokio::runtime::Runtime,
    servers: [Server; 2],
    host: String,
    by_hand: reqwest::Client,
    generated: dcs::Client,
}

impl Benchmark {
    fn new() -> Self {
        let servers = [(); 2].map(|()| Server::start_with_handler(|_, _| ScriptedResponse::json(RESPONSE)));
        let by_hand = reqwest::Client::builder().no_proxy().user_agent(USER_AGENT);
        Self {
            runtime: tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made"),
            by_hand: by_hand.build().expect("the defaults are good"),
            generated: fixture::builder(&servers[1])
                .header("user-agent", USER_AGENT)
                .build()
                .expect("the settings are good"),
            host: servers[0].address().to_string(),
            servers,
        }
    }

    fn call_by_hand(&self) {
        black_box(self.runtime.block_on(by_hand(&self.by_hand, &self.host)));
    }

    fn call_generated(&self) {
        let request = self.generated.reset_acl_account_password().instance_id(INSTANCE_ID).account_id("account");
        let response = self.runtime.block_on(request.new_password(PASSWORD).send());
        black_box(response.expect("the server responds"));
    }

    /// Checks that both signatures are valid.
    fn check(&self) {
        for server in &self.servers {
            let requests = server.requests();
            let Some(request) = requests.last() else { continue };
            fixture::verifier().verify(request.raw_request()).expect("the signature is right");
        }
    }

    /// The median durations of alternating calls.
    fn medians(&self) -> [Duration; 2] {
        let timed = |call: &dyn Fn()| {
            let begin = Instant::now();
            call();
            begin.elapsed()
        };
        let pairs = (0..4_000).map(|_| (timed(&|| self.call_by_hand()), timed(&|| self.call_generated())));
        let (by_hand, generated): (Vec<_>, Vec<_>) = pairs.unzip();
        [by_hand, generated].map(|mut times| {
            times.sort_unstable();
            times[times.len() / 2]
        })
    }
}

fn call(criterion: &mut Criterion) {
    // reqwest is built without a crypto provider and requires an installed one.
    rustls::crypto::ring::default_provider().install_default().expect("there is none yet");
    let mut group = criterion.benchmark_group("call");
    group.sample_size(20).measurement_time(Duration::from_secs(3));
    let sides = Benchmark::new();
    group.bench_function("written by hand", |bencher| bencher.iter(|| sides.call_by_hand()));
    group.bench_function("generated", |bencher| bencher.iter(|| sides.call_generated()));
    group.finish();
    sides.check();
    compare();
}

/// The processors of a connection's threads affect its calls most. So both sides are measured in turns over several
/// pairs of connections, and the best pair of each side counts.
#[expect(clippy::print_stdout, reason = "it is a figure of the benchmark")]
fn compare() {
    let rounds = (0..12).map(|_| Benchmark::new().medians());
    let [by_hand, generated] = rounds.fold([Duration::MAX; 2], |best, new| [best[0].min(new[0]), best[1].min(new[1])]);
    let ratio = generated.as_secs_f64() / by_hand.as_secs_f64();
    println!("in turns, the medians: by hand {by_hand:.1?}, generated {generated:.1?}: {ratio:.2} times");
}

criterion_group!(benches, call);
criterion_main!(benches);
