//! Temporary keys, as those answer them who give them; and calls made with them.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use huaweicloud_reset_password::{
    Error, Response, kafka,
    huaweicloud::credentials::CredentialsProvider,
    runtime::DateTime,
};

use crate::{
    calls::{Network, Settings},
    fixture::PROJECT_ID,
    server::{Answer, Server},
    wire::RawRequest,
};

/// A client that has its credentials from this provider. All that it sends arrives at the server, whatever host it is meant for.
///
/// # Panics
///
/// If the settings are refused.
pub fn client(server: &Server, provider: impl CredentialsProvider + 'static) -> kafka::Client {
    settings(server, provider).build().expect("the settings are good")
}

/// The settings of such a client.
pub fn settings(server: &Server, provider: impl CredentialsProvider + 'static) -> Settings {
    Settings {
        provider: Some(Arc::new(provider)),
        network: Network::Rerouted(server.address()),
        region: Some("cn-north-4".to_owned()),
        clock: None,
        ..Settings::at("https://kafka.example.com")
    }
}

/// A reset of a password.
pub async fn reset(client: &kafka::Client) -> Result<Response<()>, Error> {
    client.reset_user_password().instance_id("i").user_name("u").new_password("p").send().await
}

/// The same, for a project of its own.
pub async fn reset_in_project(client: &kafka::Client) -> Result<Response<()>, Error> {
    client.reset_user_password().project_id(PROJECT_ID).instance_id("i").user_name("u").new_password("p").send().await
}

/// Whether it is a reset of a password.
pub fn is_reset(request: &RawRequest) -> bool {
    request.target.contains("/users/")
}

/// The keys of this name, good for a while, as IAM and the metadata service write them.
///
/// # Panics
///
/// If they last longer than can be written.
pub fn keys(name: &str, lifetime: Duration) -> Answer {
    let end = DateTime::from_system_time(SystemTime::now() + lifetime).expect("the time is one");
    Answer::json(&format!(
        r#"{{"credential":{{"access":"{name}AK","secret":"{name}SK","securitytoken":"{name}-token","expires_at":"{end}"}}}}"#
    ))
}

/// An hour.
pub const HOUR: Duration = Duration::from_secs(3600);
