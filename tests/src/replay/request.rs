//! Replay of a case of `requests.json`: the request that the client sends for the recorded inputs.

use huaweicloud_reset_password::huaweicloud::Credentials;
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    SkipReason,
    inputs::call,
    providers::{self, Profile},
    signing,
};
use crate::{
    calls::{Network, Settings},
    server::{CapturedRequest, ScriptedResponse, Server},
    vectors::{self, RequestCase},
    verifier::parse_date,
    wire::RawRequest,
};

/// The outcome of a case.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "outcome", rename_all = "lowercase")]
pub enum RequestResult {
    /// The request was sent.
    #[serde(rename = "sent")]
    SentRequest(Wire),
    /// The request was rejected before it was sent.
    Refused {
        /// The error message.
        error: String,
        /// Earlier lookup requests.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        preflight: Vec<Wire>,
    },
    /// The clients do not support the case.
    Unsupported {
        /// The unsupported part.
        error: String,
    },
}

/// A recorded request.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Wire {
    /// The method.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// Headers in order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
    /// Earlier lookup requests.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub preflight: Vec<Wire>,
}

/// Replays a case on loopback.
pub async fn request(case: &RequestCase) -> RequestResult {
    match play(case).await {
        Ok(result) => result,
        Err(SkipReason::Refused(error)) => RequestResult::Refused { error, preflight: Vec::new() },
        Err(SkipReason::Unsupported(error)) => RequestResult::Unsupported { error },
    }
}

async fn play(case: &RequestCase) -> Result<RequestResult, SkipReason> {
    // Checked first: an unknown operation is reported before an invalid value.
    let call = call(&case.service, &case.operation, &case.inputs)?;
    let projects = projects(case);
    let keys = providers::keys(case);
    let server = Server::start_with_handler(move |_, captured| response(captured, &projects, &keys));
    let profile = Profile::of(&case.credentials)?;
    let settings =
        Settings { provider: providers::provider(&case.credentials, profile.as_ref()), ..settings(case, &server)? };
    let result = call.send(&settings).await;

    let requests = server.requests();
    let mut wires =
        requests.iter().filter_map(|captured| captured.request.as_ref().ok()).map(Wire::from).collect::<Vec<_>>();
    let error = match result {
        Ok(_) => match wires.pop() {
            Some(sent) => return Ok(RequestResult::SentRequest(Wire { preflight: wires, ..sent })),
            None => "what arrived was no request of HTTP/1.1".to_owned(),
        },
        Err(error) => error.to_string(),
    };
    Ok(RequestResult::Refused { error, preflight: wires })
}

fn settings(case: &RequestCase, server: &Server) -> Result<Settings, SkipReason> {
    let unreadable = |what: &str| SkipReason::unsupported(format!("{what} that is none"));
    let (credentials, region) = match &case.credentials {
        vectors::Credentials::Basic { ak, sk, project_id, security_token, iam_endpoint } => {
            let mut credentials = Credentials::new(required("ak", ak.as_deref())?, required("sk", sk.as_deref())?);
            if let Some(project_id) = project_id {
                credentials = credentials.project_id(project_id);
            }
            if let Some(security_token) = security_token {
                credentials = credentials.security_token(security_token);
            }
            if let Some(iam_endpoint) = iam_endpoint {
                credentials = credentials.iam_endpoint(iam_endpoint);
            }
            (credentials, case.region.clone())
        }
        // No case sets a region in the environment.
        vectors::Credentials::Chain(_)
        | vectors::Credentials::ChainBasic(_)
        | vectors::Credentials::ProfileProvider(_)
        | vectors::Credentials::Env(_)
        | vectors::Credentials::Oidc(_) => (Credentials::new("any", "any"), case.region.clone()),
        // Global credentials have no project id.
        vectors::Credentials::Global { domain_id } => {
            let credentials = Credentials::new("any", "any");
            (domain_id.iter().fold(credentials, Credentials::domain_id), case.region.clone())
        }
        vectors::Credentials::Other => {
            return Err(SkipReason::unsupported("another kind of credentials"));
        }
    };
    let header = |(name, value): (&String, &Value)| match value {
        Value::String(value) => Ok((name.clone(), value.clone())),
        _ => Err(unreadable("the value of a header")),
    };
    let clock = parse_date(&case.clock).ok_or_else(|| unreadable("a clock"))?;
    Ok(Settings {
        region,
        credentials,
        signing_algorithm: signing::algorithm(&case.algorithm)?,
        derived_signing: case.derived.as_ref().map(signing::derived).transpose()?.flatten(),
        is_global: matches!(case.credentials, vectors::Credentials::Global { .. }),
        date: Some(clock),
        headers: case.inputs.extra_headers.iter().map(header).collect::<Result<_, _>>()?,
        network: Network::Rerouted(server.address()),
        endpoint: case.endpoint.clone(),
        ..Settings::of(server)
    })
}

fn required<'v>(name: &str, value: Option<&'v str>) -> Result<&'v str, SkipReason> {
    value.ok_or_else(|| SkipReason::Refused(format!("{name} is required")))
}

/// The response to a project lookup, to a request for credentials, or else a success.
fn response(captured: &CapturedRequest, projects: &Value, keys: &Value) -> ScriptedResponse {
    match &captured.request {
        Ok(request) if request.target.starts_with("/v3/projects") => ScriptedResponse::json(&projects.to_string()),
        Ok(request) if request.target.starts_with("/v3.0/OS-AUTH/") => {
            ScriptedResponse::with(201, &[("X-Subject-Token", "token-of-iam")], "{}")
        }
        Ok(request) if providers::CREDENTIALS_PATHS.iter().any(|giver| request.target.starts_with(giver)) => {
            ScriptedResponse::json(&keys.to_string())
        }
        _ => ScriptedResponse::status(204),
    }
}

/// The projects of IAM. They are not recorded, and follow from the request of the official SDK.
fn projects(case: &RequestCase) -> Value {
    let sent = case.sent.as_ref().and_then(|sent| sent.header("X-Project-Id")).map(str::to_owned);
    let listed = case.outcome.pointer("/exception/str").and_then(Value::as_str).and_then(|text| {
        let (_, list) = text.split_once("Multiple project ids found: [")?;
        Some(list.split_once(']')?.0.split(',').map(|id| id.trim().to_owned()).collect::<Vec<_>>())
    });
    let ids = listed.unwrap_or_else(|| sent.into_iter().collect());
    let projects = ids.iter().map(|id| json!({"id": id, "name": case.region})).collect::<Vec<_>>();
    json!({ "projects": projects })
}

impl From<&RawRequest> for Wire {
    fn from(request: &RawRequest) -> Self {
        let text = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).into_owned();
        Self {
            method: request.method.clone(),
            target: request.target.clone(),
            headers: request.headers.iter().map(|(name, value)| (name.clone(), text(value))).collect(),
            body: text(&request.body),
            preflight: Vec::new(),
        }
    }
}
