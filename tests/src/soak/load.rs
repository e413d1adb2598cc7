//! Load: concurrent calls, half of them of an idempotent operation.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::{Duration, Instant},
};

use huaweicloud_reset_password::{ClientBuilder, Error, Response, RetryPolicy, Timeouts, dws, kafka};
use tokio::task::JoinSet;

use super::memory;
use crate::fixture::{self, HuaweiCloudClient, INSTANCE_ID, PASSWORD};

/// The settings of a load test.
#[derive(Clone, Debug)]
pub struct Load {
    /// The URL of the server: `http://127.0.0.1:PORT`.
    pub endpoint: String,
    /// The number of calls.
    pub calls: u64,
    /// The number of concurrent calls.
    pub concurrency: u64,
}

/// The results of a load test.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The result of each call, by its number.
    pub results: Vec<Option<CallResult>>,
    /// The duration of each call.
    pub times: Vec<Duration>,
    /// The duration of the first call with the construction of the client.
    pub first: Duration,
    /// The duration of all calls.
    pub whole: Duration,
    /// The resident memory after a tenth of the calls and at the end, in kilobytes.
    pub memory: Option<(u64, u64)>,
    /// The number of open files after a tenth of the calls and at the end.
    pub files: Option<(usize, usize)>,
}

/// The result of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallResult {
    /// Why the call failed; `None` for a success.
    pub failure: Option<Failure>,
    /// The number of the call that the response is for, if there is a response.
    pub response_to: Option<u64>,
}

/// A failed call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Whether the error says that the service may have executed the call.
    pub may_have_been_executed: bool,
    /// Whether a timeout ended before the server may have read the request.
    pub is_timeout: bool,
}

impl CallResult {
    fn of<T>(result: &Result<Response<T>, Error>) -> Self {
        let id = match result {
            Ok(response) => response.request_id(),
            Err(error) => error.request_id(),
        };
        let failure = result.as_ref().err().map(|error| Failure {
            may_have_been_executed: error.may_have_been_executed(),
            is_timeout: error.is_timeout(),
        });
        // A response without a number is for no call.
        let number = |id: &str| id.strip_prefix("call-").and_then(|number| number.parse().ok()).unwrap_or(u64::MAX);
        Self { failure, response_to: id.map(number) }
    }
}

/// The response size limit of the client.
const MAX_RESPONSE_BYTES: usize = 64 * 1024;

/// Whether a call is of the non-idempotent operation.
pub fn is_once_only(call: u64) -> bool {
    call % 2 == 1
}

#[derive(Clone)]
struct Clients {
    kafka: kafka::Client,
    dws: dws::Client,
}

impl Clients {
    fn new(endpoint: &str) -> Result<Self, Error> {
        Ok(Self { kafka: client(endpoint)?, dws: client(endpoint)? })
    }

    async fn call(&self, number: u64) -> CallResult {
        let name = format!("call-{number}");
        if is_once_only(number) {
            CallResult::of(&self.dws.reset_password().cluster_id(name).new_password(PASSWORD).send().await)
        } else {
            let request = self.kafka.reset_user_password().instance_id(INSTANCE_ID).user_name(name);
            CallResult::of(&request.new_password(PASSWORD).send().await)
        }
    }
}

fn client<C: HuaweiCloudClient>(endpoint: &str) -> Result<C, Error> {
    ClientBuilder::new()
        .endpoint(endpoint)
        .allow_http(true)
        .authenticator(fixture::credentials())
        .timeouts(Timeouts::new().attempt(Duration::from_secs(5)).overall(Duration::from_secs(20)))
        .retry(RetryPolicy::new().base_delay(Duration::from_millis(20)))
        .max_response_bytes(MAX_RESPONSE_BYTES)
        .build()
}

/// Makes all calls. Requires a `LocalSet`.
pub async fn run(load: &Load) -> Result<Outcome, Error> {
    let began = Instant::now();
    let clients = Clients::new(&load.endpoint)?;
    let outcome = Rc::new(RefCell::new(Outcome::default()));
    outcome.borrow_mut().results = vec![None; usize::try_from(load.calls).unwrap_or(usize::MAX)];
    let next = Rc::new(Cell::new(0));
    call(&clients, &next, &outcome).await;
    outcome.borrow_mut().first = began.elapsed();

    let mut workers = JoinSet::new();
    for _ in 0..load.concurrency {
        let (clients, next, outcome, calls) = (clients.clone(), Rc::clone(&next), Rc::clone(&outcome), load.calls);
        workers.spawn_local(async move {
            while next.get() < calls {
                call(&clients, &next, &outcome).await;
            }
        });
    }
    while workers.join_next().await.is_some() {}
    let mut outcome = outcome.take();
    outcome.whole = began.elapsed();
    let early = (outcome.memory.map(|(early, _)| early), outcome.files.map(|(early, _)| early));
    outcome.memory = early.0.zip(memory::resident_kilobytes());
    outcome.files = early.1.zip(memory::open_files());
    Ok(outcome)
}

/// Makes calls and records their results.
async fn call(clients: &Clients, next: &Cell<u64>, outcome: &RefCell<Outcome>) {
    let number = next.replace(next.get() + 1);
    let began = Instant::now();
    let result = clients.call(number).await;
    let mut outcome = outcome.borrow_mut();
    outcome.times.push(began.elapsed());
    let calls = outcome.results.len();
    if let Some(place) = usize::try_from(number).ok().and_then(|number| outcome.results.get_mut(number)) {
        *place = Some(result);
    }
    if outcome.times.len() == calls / 10 {
        outcome.memory = memory::resident_kilobytes().map(|now| (now, now));
        outcome.files = memory::open_files().map(|now| (now, now));
    }
}
