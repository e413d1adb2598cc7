//! Calls of the five operations as values: for tests over all operations, and for calls whose inputs come from a file.
//!
//! - `settings`: settings of a client of any service

mod settings;

use huaweicloud_reset_password::{
    Error, Response,
    codearts_artifact::{self, reset_user_password::ResetUserPasswordResponse},
    dcs::{self, reset_acl_account_password::ResetAclAccountPasswordResponse},
    dws, kafka, rabbitmq,
};
use serde_json::{Value, json};

use crate::fixture::{INSTANCE_ID, PASSWORD};

pub use settings::{Network, Settings};

/// A complete request of Kafka's operation, for tests that any request is enough for.
pub fn kafka_request(client: &kafka::Client) -> kafka::reset_user_password::ResetUserPassword<true, true, true> {
    client.reset_user_password().instance_id("i").user_name("u").new_password("p")
}

/// An operation with its inputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// CodeArts Artifact, `POST`, without a body. Not idempotent: each call creates a new password.
    Artifact,
    /// DCS, `PUT`. Not idempotent: the service checks the old password.
    #[allow(missing_docs)]
    Dcs { instance_id: String, account_id: String, old_password: Option<String>, new_password: String },
    /// DWS, `POST`. Not idempotent: the service rejects an earlier password.
    #[allow(missing_docs)]
    Dws { cluster_id: String, new_password: String },
    /// Kafka, `PUT`.
    #[allow(missing_docs)]
    Kafka { instance_id: String, user_name: String, new_password: String },
    /// RabbitMQ, `POST`. Idempotent.
    #[allow(missing_docs)]
    RabbitMq { instance_id: String, new_password: String },
}

/// The response of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct CallResponse {
    /// The HTTP status.
    pub status: u16,
    /// The request id.
    pub request_id: Option<String>,
    /// The number of attempts.
    pub attempts: u32,
    /// The properties of the body. Absent ones are null.
    pub fields: Value,
}

impl Call {
    /// One call of each operation.
    pub fn all() -> [Self; 5] {
        let id = || INSTANCE_ID.to_owned();
        let new_password = || PASSWORD.to_owned();
        [
            Self::Artifact,
            Self::Dcs {
                instance_id: id(),
                account_id: "account".to_owned(),
                old_password: None,
                new_password: new_password(),
            },
            Self::Dws { cluster_id: id(), new_password: new_password() },
            Self::Kafka { instance_id: id(), user_name: "alice".to_owned(), new_password: new_password() },
            Self::RabbitMq { instance_id: id(), new_password: new_password() },
        ]
    }

    /// The calls of idempotent operations, or those of the others.
    pub fn with_idempotence(idempotent: bool) -> impl Iterator<Item = Self> {
        let may = |call: &Self| matches!(call, Self::Kafka { .. } | Self::RabbitMq { .. });
        Self::all().into_iter().filter(move |call| may(call) == idempotent)
    }

    /// Makes the call with a new client.
    pub async fn send(&self, settings: &Settings) -> Result<CallResponse, Error> {
        match self {
            Self::Artifact => {
                let client = settings.build::<codearts_artifact::Client>()?;
                client
                    .reset_user_password()
                    .send()
                    .await
                    .map(|response| call_response(&response, artifact_fields(&response)))
            }
            Self::Dcs { instance_id, account_id, old_password, new_password } => {
                let client = settings.build::<dcs::Client>()?;
                let request = client.reset_acl_account_password();
                let mut request = request.instance_id(instance_id).account_id(account_id).new_password(new_password);
                if let Some(old_password) = old_password {
                    request = request.old_password(old_password);
                }
                request.send().await.map(|response| call_response(&response, dcs_fields(&response)))
            }
            Self::Dws { cluster_id, new_password } => {
                let client = settings.build::<dws::Client>()?;
                let request = client.reset_password().cluster_id(cluster_id).new_password(new_password);
                request.send().await.map(|response| call_response(&response, json!({})))
            }
            Self::Kafka { instance_id, user_name, new_password } => {
                let client = settings.build::<kafka::Client>()?;
                let request = client
                    .reset_user_password()
                    .instance_id(instance_id)
                    .user_name(user_name)
                    .new_password(new_password);
                request.send().await.map(|response| call_response(&response, json!({})))
            }
            Self::RabbitMq { instance_id, new_password } => {
                let client = settings.build::<rabbitmq::Client>()?;
                let request = client.reset_password().instance_id(instance_id).new_password(new_password);
                request.send().await.map(|response| call_response(&response, json!({})))
            }
        }
    }
}

fn call_response<T>(response: &Response<T>, fields: Value) -> CallResponse {
    CallResponse {
        status: response.status(),
        request_id: response.request_id().map(str::to_owned),
        attempts: response.attempts(),
        fields,
    }
}

fn dcs_fields(body: &ResetAclAccountPasswordResponse) -> Value {
    json!({
        "code": body.code,
        "message": body.message,
        "lock_time": body.lock_time,
        "lock_time_left": body.lock_time_left,
        "retry_times_left": body.retry_times_left,
    })
}

fn artifact_fields(body: &ResetUserPasswordResponse) -> Value {
    json!({
        "status": body.status.as_ref().map(ToString::to_string),
        "trace_id": body.trace_id,
        "result": body.result,
    })
}
