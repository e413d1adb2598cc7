//! The load: so many calls, so many of them at once, half of an operation that may be repeated and half of one that may not.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::{Duration, Instant},
};

use huaweicloud_reset_password::{ClientBuilder, Error, RetryPolicy, Timeouts, dws, kafka};
use tokio::task::JoinSet;

use super::memory;
use crate::fixture::{self, HuaweiCloudClient, INSTANCE_ID, PASSWORD};

/// What the load is.
#[derive(Clone, Debug)]
pub struct Load {
    /// Where the server is: `http://127.0.0.1:PORT`.
    pub endpoint: String,
    /// How many calls are made.
    pub calls: u64,
    /// How many of them at once.
    pub concurrency: u64,
}

/// What became of it.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Whether each call ended well, by its number.
    pub ended_well: Vec<Option<bool>>,
    /// How long each call took.
    pub times: Vec<Duration>,
    /// How long the first call took, making the client included.
    pub first: Duration,
    /// How long all of them took.
    pub whole: Duration,
    /// What the process held when a tenth was done, and at the end, in kilobytes.
    pub memory: Option<(u64, u64)>,
    /// How many files were open when a tenth was done, and at the end.
    pub files: Option<(usize, usize)>,
}

/// The largest answer that is taken.
const MAX_RESPONSE_BYTES: usize = 64 * 1024;

/// Whether a call is of the operation that must not be repeated.
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

    async fn call(&self, number: u64) -> bool {
        let name = format!("call-{number}");
        if is_once_only(number) {
            self.dws.reset_password().cluster_id(name).new_password(PASSWORD).send().await.is_ok()
        } else {
            let request = self.kafka.reset_user_password().instance_id(INSTANCE_ID).user_name(name);
            request.new_password(PASSWORD).send().await.is_ok()
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

/// Makes all calls. Needs a `LocalSet`.
pub async fn run(load: &Load) -> Result<Outcome, Error> {
    let began = Instant::now();
    let clients = Clients::new(&load.endpoint)?;
    let outcome = Rc::new(RefCell::new(Outcome::default()));
    outcome.borrow_mut().ended_well = vec![None; usize::try_from(load.calls).unwrap_or(usize::MAX)];
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

/// Makes the next call, and notes what became of it.
async fn call(clients: &Clients, next: &Cell<u64>, outcome: &RefCell<Outcome>) {
    let number = next.replace(next.get() + 1);
    let began = Instant::now();
    let ended_well = clients.call(number).await;
    let mut outcome = outcome.borrow_mut();
    outcome.times.push(began.elapsed());
    let calls = outcome.ended_well.len();
    if let Some(place) = usize::try_from(number).ok().and_then(|number| outcome.ended_well.get_mut(number)) {
        *place = Some(ended_well);
    }
    if outcome.times.len() == calls / 10 {
        outcome.memory = memory::resident_kilobytes().map(|now| (now, now));
        outcome.files = memory::open_files().map(|now| (now, now));
    }
}
