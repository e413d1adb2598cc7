//! Temporary credentials as IAM and the metadata service return them, and calls with them.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use huaweicloud_reset_password::{
    Error, Response, huaweicloud::credentials::CredentialsProvider, kafka, runtime::DateTime,
};

use crate::{
    calls::{Network, Settings, kafka_request},
    fixture::PROJECT_ID,
    server::{ScriptedResponse, Server},
    wire::RawRequest,
};

/// A client with a credentials provider. All its requests are rerouted to the server.
///
/// # Panics
///
/// If the settings are invalid.
pub fn client(server: &Server, provider: impl CredentialsProvider + 'static) -> kafka::Client {
    settings(server, provider).build().expect("the settings are good")
}

/// The settings of a client with a credentials provider.
pub fn settings(server: &Server, provider: impl CredentialsProvider + 'static) -> Settings {
    Settings {
        provider: Some(Arc::new(provider)),
        network: Network::Rerouted(server.address()),
        region: Some("cn-north-4".to_owned()),
        clock: None,
        ..Settings::at("https://kafka.example.com")
    }
}

/// Resets a password.
pub async fn reset(client: &kafka::Client) -> Result<Response<()>, Error> {
    kafka_request(client).send().await
}

/// Resets a password in a project.
pub async fn reset_in_project(client: &kafka::Client) -> Result<Response<()>, Error> {
    kafka_request(client).project_id(PROJECT_ID).send().await
}

/// Whether a request resets a password.
pub fn is_reset(request: &RawRequest) -> bool {
    request.target.contains("/users/")
}

/// Temporary credentials with this name and lifetime, as IAM and the metadata service return them.
///
/// # Panics
///
/// If the lifetime is too long for a date.
pub fn keys(name: &str, lifetime: Duration) -> ScriptedResponse {
    let end = DateTime::from_system_time(SystemTime::now() + lifetime).expect("the time is one");
    ScriptedResponse::json(&format!(
        r#"{{"credential":
            {{"access":"{name}AK","secret":"{name}SK","securitytoken":"{name}-token","expires_at":"{end}"}}}}"#
    ))
}

/// One hour.
pub const HOUR: Duration = Duration::from_secs(3600);
