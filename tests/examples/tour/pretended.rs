//! A service on this machine that checks signatures as the real one does, and keeps what it was sent.

use std::fmt::Debug;

use huaweicloud_reset_password::{
    Error, Response,
    huaweicloud::Credentials,
    runtime::ClientBuilder,
};
use tests::{
    fixture::HuaweiCloudClient,
    server::{Answer, Captured, Server},
    verifier::Verifier,
    wire::RawRequest,
};

const ACCESS_KEY: &str = "EXAMPLEACCESSKEY";
const SECRET_KEY: &str = "example-secret-key";
pub(crate) const NEW_PASSWORD: &str = "N3w-Passw0rd!";
pub(crate) const OLD_PASSWORD: &str = "0ld-Passw0rd!";

/// The pretended service; it ends when it is dropped.
pub(crate) struct PretendedService {
    server: Server,
}

impl PretendedService {
    pub(crate) fn start() -> Self {
        Self { server: Server::handling(|_, captured| answer(captured)) }
    }

    /// A client with the key pair that the service knows.
    pub(crate) fn client<C: HuaweiCloudClient>(&self) -> Result<C, Error> {
        self.client_with(SECRET_KEY)
    }

    pub(crate) fn client_with<C: HuaweiCloudClient>(&self, secret_key: &str) -> Result<C, Error> {
        ClientBuilder::new()
            .endpoint(self.server.url())
            // The server speaks no TLS, and is not across a network.
            .allow_http(true)
            .authenticator(Credentials::new(ACCESS_KEY, secret_key).project_id("89cd04f168b84af6be287f71730fdb4b"))
            .build()
    }

    /// Shows the last request as it arrived, but for the passwords, and what the client made of the answer.
    pub(crate) fn tell<T: Debug>(&self, response: &Response<T>) {
        let requests = self.server.requests();
        let Some(request) = requests.last().map(Captured::parsed) else { return };
        println!("  > {} {}", request.method, request.target);
        for (name, value) in &request.headers {
            println!("  > {name}: {}", String::from_utf8_lossy(value));
        }
        println!("  > {}", without_passwords(request));
        println!("  < HTTP {}, request id {}", response.status(), response.request_id().unwrap_or("unknown"));
        println!("  < {:?}\n", response.body());
    }
}

/// What the documents give as a success, to whom the signature is right.
fn answer(captured: &Captured) -> Answer {
    let signed = captured.request.as_ref().map_err(Clone::clone).and_then(|request| {
        let verifier = Verifier::new(ACCESS_KEY, SECRET_KEY).at(std::time::SystemTime::now());
        verifier
            .verify(request)
            .map(|_| request)
            .map_err(|_| "Incorrect IAM authentication information: verify aksk signature fail".to_owned())
    });
    let request_id = ("X-Request-Id", "0123456789abcdef");
    let json = [("Content-Type", "application/json"), request_id];
    match signed {
        Err(why) => Answer::with(401, &json, format!(r#"{{"error_code":"APIGW.0301","error_msg":"{why}"}}"#)),
        Ok(request) if request.target.starts_with("/cloudartifact/") => Answer::with(
            200,
            &json,
            r#"{"status":"success","trace_id":"143002-1701244804975-630","result":{"userType":"personal"}}"#,
        ),
        Ok(request) if request.target.ends_with("/password/reset") => Answer::with(
            200,
            &json,
            r#"{"code":"1","message":"Reset DCSInstance password success.","retry_times_left":"5"}"#,
        ),
        Ok(request) if request.target.ends_with("/reset-password") => Answer::with(200, &[request_id], ""),
        Ok(_) => Answer::with(204, &[request_id], ""),
    }
}

fn without_passwords(request: &RawRequest) -> String {
    match request.body_text() {
        body if body.is_empty() => "(no body)".to_owned(),
        body => body.replace(NEW_PASSWORD, "***").replace(OLD_PASSWORD, "***"),
    }
}
