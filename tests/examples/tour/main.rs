//! A tour of the five operations, against a pretended service: `cargo run --example tour`. No account is needed, and nothing leaves
//! this machine. The example `reset-password` of the crate itself is the one that resets passwords for real.
#![allow(clippy::print_stdout, reason = "a program for people")]

mod pretended;

use huaweicloud_reset_password::{Secret, codearts_artifact, dcs, dws, kafka, rabbitmq};
use pretended::{NEW_PASSWORD, OLD_PASSWORD, PretendedService};

/// Whatever ends this program.
type Failure = Box<dyn std::error::Error>;

/// One call of each operation. A client of a real service is made by
/// `kafka::Client::builder().region("cn-north-4").authenticator(Credentials::from_env()?).build()?`; the calls are the same.
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let service = PretendedService::start();
    let new_password = Secret::new(NEW_PASSWORD);

    println!("CodeArts Artifact makes a new password for the calling user:");
    let client: codearts_artifact::Client = service.client()?;
    let response = client.reset_user_password().send().await?;
    service.tell(&response);

    println!("DCS gives an ACL account a new password, and wants the old one:");
    let client: dcs::Client = service.client()?;
    let response = client
        .reset_acl_account_password()
        .instance_id("5560df16-cebf-4473-95c4-d1b573c16e79")
        .account_id("ff80808173b2d4c00173b2ea0d6c0001")
        .old_password(OLD_PASSWORD)
        .new_password(new_password.clone())
        .send()
        .await?;
    service.tell(&response);

    println!("DWS gives the administrator of a cluster a new password:");
    let client: dws::Client = service.client()?;
    let request =
        client.reset_password().cluster_id("4ca46bf1-5c61-48ff-b4f3-0ad4e5e3ba90").new_password(new_password.clone());
    // Whoever wants to know before the service does can ask for the rules that a password breaks.
    request.validate()?;
    service.tell(&request.send().await?);

    println!("Kafka gives a user of an instance a new password:");
    let client: kafka::Client = service.client()?;
    let request = client
        .reset_user_password()
        .instance_id("7b2b2c3e-0f0a-4e0e-9a53-d1a2f1d2c3b4")
        .user_name("alice/ops")
        .new_password(new_password.clone());
    service.tell(&request.send().await?);

    println!("RabbitMQ gives an instance a new password:");
    let client: rabbitmq::Client = service.client()?;
    let request =
        client.reset_password().instance_id("ab12cd34-0000-4111-8222-333344445555").new_password(new_password);
    service.tell(&request.send().await?);

    println!("And with another secret key, the service refuses the signature:");
    let client: codearts_artifact::Client = service.client_with("another secret key")?;
    if let Err(error) = client.reset_user_password().send().await {
        println!("  {error}");
    }
    Ok(())
}
