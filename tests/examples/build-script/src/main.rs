//! Greets through a client that `build.rs` generated from `greeter.yaml`. The service is pretended, so no network is
//! needed.

use std::error::Error;

use api::{greeter, runtime::transport};

/// The client, as the build script wrote it.
#[allow(clippy::pedantic)] // generated code passes what clippy checks by default
pub mod api {
    include!(concat!(env!("OUT_DIR"), "/api/mod.rs"));
}

#[tokio::main(flavor = "current_thread")]
#[allow(clippy::print_stdout)] // it is what the program does
async fn main() -> Result<(), Box<dyn Error>> {
    println!("{}", greeting("Ann").await?);
    Ok(())
}

/// The greeting for a person.
async fn greeting(name: &str) -> Result<String, api::Error> {
    let response =
        transport::CannedResponse::new(200).body(format!(r#"{{"text":"Good morning, {name}!","language":"en"}}"#));
    let client = greeter::Client::builder().transport(transport::CannedTransport::new().respond(response)).build()?;
    let greeting = client.get_greeting().name(name).send().await?;
    assert_eq!(greeting.language, Some(greeter::types::greeting::Language::En));
    Ok(greeting.text.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_generated_client_works() {
        assert_eq!(greeting("Ann").await.unwrap(), "Good morning, Ann!");
    }
}
