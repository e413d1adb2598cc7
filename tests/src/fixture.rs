//! What many tests begin with: a key pair, ids, and a client that talks to a loopback server.

use std::time::{Duration, SystemTime};

use huaweicloud_reset_password::{
    RetryPolicy,
    huaweicloud::{Authenticator, Credentials},
    runtime::{ClientBuilder, ServiceClient, clock::ManualClock},
};

use crate::{server::Server, verifier::Verifier};

/// An access key id, made up.
pub const ACCESS_KEY: &str = "TESTACCESSKEY0000001";
/// The secret key that belongs to it.
pub const SECRET_KEY: &str = "planted-secret-key-0123456789abcdefghij";
/// A project.
pub const PROJECT_ID: &str = "89cd04f168b84af6be287f71730fdb4b";
/// An instance.
pub const INSTANCE_ID: &str = "7b2b2c3e-0f0a-4e0e-9a53-d1a2f1d2c3b4";
/// A password that every service takes.
pub const PASSWORD: &str = "planted-Passw0rd!";

/// The key pair with its project.
pub fn credentials() -> Credentials {
    Credentials::new(ACCESS_KEY, SECRET_KEY).project_id(PROJECT_ID)
}

/// The service's side of the key pair.
pub fn verifier() -> Verifier {
    Verifier::new(ACCESS_KEY, SECRET_KEY)
}

/// A client of a service of Huawei Cloud.
pub trait HuaweiCloudClient: ServiceClient<Authenticator = Authenticator> {}

impl<C: ServiceClient<Authenticator = Authenticator>> HuaweiCloudClient for C {}

/// A client of this server, with the key pair and the project.
pub fn builder<C: HuaweiCloudClient>(server: &Server) -> ClientBuilder<C> {
    ClientBuilder::new().endpoint(server.url()).allow_http(true).authenticator(credentials())
}

/// A clock at 2026-01-15T08:30:00Z. Waiting moves it at once.
pub fn clock() -> ManualClock {
    ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_768_465_800))
}

/// So many attempts, with waits that would be noticed if they were real.
pub fn attempts(count: u32) -> RetryPolicy {
    RetryPolicy::new().max_attempts(count).base_delay(Duration::from_secs(2)).max_delay(Duration::from_secs(3))
}
