//! Fixtures: a key pair, ids, a clock, and a client of a loopback server.

use std::time::{Duration, SystemTime};

use huaweicloud_reset_password::{
    RetryPolicy,
    huaweicloud::{Authenticator, Credentials},
    runtime::{ClientBuilder, ServiceClient, clock::ManualClock},
};

use crate::{server::Server, verifier::Verifier};

/// An access key id.
pub const ACCESS_KEY: &str = "TESTACCESSKEY0000001";
/// The secret key of the access key.
pub const SECRET_KEY: &str = "planted-secret-key-0123456789abcdefghij";
/// A project id.
pub const PROJECT_ID: &str = "89cd04f168b84af6be287f71730fdb4b";
/// An instance id.
pub const INSTANCE_ID: &str = "7b2b2c3e-0f0a-4e0e-9a53-d1a2f1d2c3b4";
/// A password that satisfies the rules of every service.
pub const PASSWORD: &str = "planted-Passw0rd!";

/// The key pair with its project id.
pub fn credentials() -> Credentials {
    Credentials::new(ACCESS_KEY, SECRET_KEY).project_id(PROJECT_ID)
}

/// A verifier for signatures with the key pair.
pub fn verifier() -> Verifier {
    Verifier::new(ACCESS_KEY, SECRET_KEY)
}

/// A client of a service of Huawei Cloud.
pub trait HuaweiCloudClient: ServiceClient<Authenticator = Authenticator> {}

impl<C: ServiceClient<Authenticator = Authenticator>> HuaweiCloudClient for C {}

/// A client builder for this server, with the key pair and the project id.
pub fn builder<C: HuaweiCloudClient>(server: &Server) -> ClientBuilder<C> {
    ClientBuilder::new().endpoint(server.url()).allow_http(true).authenticator(credentials())
}

/// A clock at 2026-01-15T08:30:00Z. Sleeping advances it at once.
pub fn clock() -> ManualClock {
    ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_768_465_800))
}

/// A retry policy with this number of attempts and delays of seconds.
pub fn attempts(count: u32) -> RetryPolicy {
    RetryPolicy::new().max_attempts(count).base_delay(Duration::from_secs(2)).max_delay(Duration::from_secs(3))
}
