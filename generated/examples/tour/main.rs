//! A tour of the five operations against a server on this machine: `cargo run --example tour`.
//!
//! It needs no account, and sends nothing over the network. The example `reset-password` calls the real services.
//!
//! - `server`: a server on the loopback interface that verifies signatures and returns documented responses

mod server;

use std::error::Error;

use huaweicloud_reset_password::{
    Response, Secret, codearts_artifact, dcs, dcs::reset_acl_account_password::ResetAclAccountPasswordError, dws,
    kafka, rabbitmq,
};
use server::DemoServer;

/// Satisfies the documented rules of every service: 12 to 32 characters, of at least three kinds.
const NEW_PASSWORD: &str = "Spr1ng-in-the-air";
const OLD_PASSWORD: &str = "W1nter-in-the-air";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = DemoServer::start()?;
    let new_password = Secret::new(NEW_PASSWORD);

    println!("CodeArts Artifact: the service chooses a new password for the calling user");
    // For the real service: `Client::builder().region("cn-north-4").authenticator(Credentials::from_env()?).build()?`.
    let client: codearts_artifact::Client = server.client()?;
    let response = client.reset_user_password().send().await?;
    show(&response);
    // A documented property is a field. The types of the response are in the module of the operation.
    println!("  status: {:?}, trace id: {:?}", response.status, response.trace_id);

    println!("DCS: an ACL account gets a new password and has to know the old one");
    let client: dcs::Client = server.client()?;
    let response = client
        .reset_acl_account_password()
        .instance_id("5560df16-cebf-4473-95c4-d1b573c16e79")
        .account_id("ff80808173b2d4c00173b2ea0d6c0001")
        .old_password(OLD_PASSWORD)
        .new_password(new_password.clone())
        .send()
        .await?;
    show(&response);
    println!("  message: {}", response.message.as_deref().unwrap_or("none"));

    println!("DWS: the administrator of a cluster gets a new password");
    let client: dws::Client = server.client()?;
    let request =
        client.reset_password().cluster_id("4ca46bf1-5c61-48ff-b4f3-0ad4e5e3ba90").new_password(new_password.clone());
    // Checks the documented password rules before the request is sent.
    request.validate()?;
    show(&request.send().await?);

    println!("Kafka: a user of an instance gets a new password");
    let client: kafka::Client = server.client()?;
    let instance = "7b2b2c3e-0f0a-4e0e-9a53-d1a2f1d2c3b4";
    let request = client.reset_user_password().instance_id(instance).user_name("alice").new_password("ecila");
    if let Err(violations) = request.validate() {
        println!("  not sent: {violations}");
    }
    show(&request.new_password(new_password.clone()).send().await?);

    println!("RabbitMQ: an instance gets a new password");
    let client: rabbitmq::Client = server.client()?;
    let request =
        client.reset_password().instance_id("ab12cd34-0000-4111-8222-333344445555").new_password(new_password);
    show(&request.send().await?);

    println!("DCS with another secret key: the service rejects the signature");
    let client: dcs::Client = server.client_with("another-secret-key")?;
    let request = client.reset_acl_account_password().instance_id("i").account_id("a").new_password(NEW_PASSWORD);
    if let Err(error) = request.send().await {
        println!("  {error}");
        // If the service may have executed the change, the new password has to be tried before the call is repeated.
        println!("  may have been applied: {}", error.may_have_been_executed());
        if let Some(ResetAclAccountPasswordError::Status401(body)) = error.documented() {
            println!("  documented error code: {}", body.error_code.as_deref().unwrap_or("none"));
        }
    }
    Ok(())
}

/// Prints what every response has, whatever its operation.
fn show<T>(response: &Response<T>) {
    println!("  HTTP {}, request id {}", response.status(), response.request_id().unwrap_or("unknown"));
}
