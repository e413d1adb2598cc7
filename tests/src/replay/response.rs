//! Replay of a case of `responses.json`: the outcome of a call with the recorded responses.

use std::time::Duration;

use huaweicloud_reset_password::{
    Error, RetryPolicy, Timeouts,
    runtime::transport::{Proxies, Proxy},
};
use serde::Serialize;
use serde_json::Value;

use super::{SkipReason, inputs::usual_call, served::responses, tunnel};
use crate::{
    calls::{CallResponse, Network, Settings},
    server::{CapturedRequest, ScriptedResponse, Server, refusing_address},
    vectors::{Config, ResponseCase},
};

/// The default attempt timeout, longer than any response on loopback.
const ATTEMPT: Duration = Duration::from_secs(15);

/// The outcome of a case.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "outcome", rename_all = "lowercase")]
pub enum ResponseResult {
    /// The call returned a response.
    Ok {
        /// The HTTP status.
        status: u16,
        /// The request id.
        request_id: Option<String>,
        /// Always absent.
        code: Option<String>,
        /// Always absent.
        message: Option<String>,
        /// The properties of the body. Absent ones are null.
        fields: Value,
        /// The number of attempts.
        attempts: u32,
    },
    /// The call returned an error.
    Error {
        /// The HTTP status, if a response arrived.
        status: Option<u16>,
        /// The request id.
        request_id: Option<String>,
        /// The error code of the service.
        code: Option<String>,
        /// The error message of the service.
        message: Option<String>,
        /// The number of attempts.
        attempts: u32,
        /// `Display` of the error.
        error: String,
    },
    /// The clients do not support the case.
    Unsupported {
        /// The unsupported part.
        error: String,
    },
}

/// Replays a case on loopback.
pub async fn response(case: &ResponseCase) -> ResponseResult {
    match play(case).await {
        Ok(Ok(response)) => ResponseResult::from(response),
        Ok(Err(error)) => ResponseResult::from(&error),
        Err(SkipReason::Unsupported(error) | SkipReason::Refused(error)) => ResponseResult::Unsupported { error },
    }
}

async fn play(case: &ResponseCase) -> Result<Result<CallResponse, Error>, SkipReason> {
    let call = usual_call(&case.service, &case.operation)?;
    let mut responses = responses(&case.served)?.into_iter();
    // As in the recording, further requests succeed.
    let handler =
        move |_: usize, _: &CapturedRequest| responses.next().unwrap_or_else(|| ScriptedResponse::status(204));
    let endpoints = endpoints(case)?;
    let server = match endpoints.first() {
        Some((_, host)) if case.served.tls => Server::start_with_tls(host, handler),
        _ => Server::start_with_handler(handler),
    };
    Ok(call.send(&settings(case, endpoints, &server)?).await)
}

/// The endpoints of the service with their hosts.
fn endpoints(case: &ResponseCase) -> Result<Vec<(String, String)>, SkipReason> {
    let usual = || vec![case.served.endpoint.clone().unwrap_or_else(|| usual_endpoint(&case.service).to_owned())];
    let endpoints = case.served.endpoints.clone().filter(|endpoints| !endpoints.is_empty()).unwrap_or_else(usual);
    let is_name = |host: &String| host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    let with_host = |endpoint: String| {
        let host = endpoint.split_once("://").map(|(_, host)| host.trim_end_matches('/').to_owned());
        match host.filter(is_name) {
            Some(host) => Ok((endpoint, host)),
            None => Err(SkipReason::unsupported(format!("the endpoint {endpoint:?}"))),
        }
    };
    endpoints.into_iter().map(with_host).collect()
}

fn settings(case: &ResponseCase, endpoints: Vec<(String, String)>, server: &Server) -> Result<Settings, SkipReason> {
    // The server has a new certificate in each run.
    let trusts_server = case.config.others.contains_key("ssl_ca_cert");
    if let Some(name) = case.config.others.keys().find(|name| *name != "ssl_ca_cert") {
        return Err(SkipReason::unsupported(format!("the setting {name}")));
    }
    let among = |hosts: &Option<String>, host: &str| {
        hosts.iter().flat_map(|hosts| hosts.split(',')).any(|other| other.trim() == host)
    };
    let mut resolved = Vec::new();
    let mut places = endpoints.into_iter().map(|(endpoint, host)| {
        if among(&case.served.fail, &host) {
            // A name that never resolves (RFC 6761, section 6.4), in place of a real host.
            return format!("{endpoint}.invalid");
        }
        let address = if among(&case.served.refuse, &host) { refusing_address() } else { server.address() };
        resolved.push((host, address));
        endpoint
    });
    let endpoint = places.next();
    let other_endpoints = places.collect();
    let proxies = proxies(&case.config)?;
    if let Some((host, _)) = &proxies {
        let address = if case.served.tls { tunnel::open_to(server.address()) } else { Ok(server.address()) };
        let address = address.map_err(|error| SkipReason::unsupported(format!("a proxy here: {error}")))?;
        resolved.push((host.clone(), address));
    }
    let attempt = match &case.config.timeout {
        None => ATTEMPT,
        Some(timeout) => {
            let seconds = timeout.as_f64().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
            seconds.ok_or_else(|| SkipReason::unsupported(format!("the timeout {timeout}")))?
        }
    };
    Ok(Settings {
        endpoint,
        other_endpoints,
        network: Network::ResolvedAll(resolved),
        proxies: proxies.map(|(_, proxies)| proxies),
        root_certificate: server.certificate().filter(|_| trusts_server).map(str::to_owned),
        retry: RetryPolicy::new().max_attempts(case.config.retry_times.unwrap_or(0).saturating_add(1)),
        // Sleeps do not take time, so only the attempt timeout applies.
        timeouts: Timeouts::new().attempt(attempt).overall(Duration::from_secs(3600)),
        ..Settings::of(server)
    })
}

/// The proxy of all requests, with the port of the loopback server, and its host.
fn proxies(config: &Config) -> Result<Option<(String, Proxies)>, SkipReason> {
    let Some(host) = &config.proxy_host else { return Ok(None) };
    let protocol = config.proxy_protocol.as_deref().unwrap_or("http");
    if protocol != "http" {
        return Err(SkipReason::unsupported(format!("a proxy that speaks {protocol} on loopback")));
    }
    let mut proxy = Proxy::new(format!("{protocol}://{host}"));
    if let Some(user) = &config.proxy_user {
        proxy = proxy.basic_auth(user, config.proxy_password.as_deref().unwrap_or_default());
    }
    Ok(Some((host.clone(), Proxies::new().all(proxy))))
}

fn usual_endpoint(service: &str) -> &'static str {
    match service {
        "dcs" => "http://dcs.cn-north-4.myhuaweicloud.com",
        "dws" => "http://dws.cn-north-4.myhuaweicloud.com",
        "codeartsartifact" => "http://cloudartifacts-ext.cn-north-4.myhuaweicloud.com",
        _ => "http://dms.cn-north-4.myhuaweicloud.com",
    }
}

impl From<CallResponse> for ResponseResult {
    fn from(response: CallResponse) -> Self {
        let CallResponse { status, request_id, attempts, fields } = response;
        Self::Ok { status, request_id, code: None, message: None, fields, attempts }
    }
}

impl From<&Error> for ResponseResult {
    fn from(error: &Error) -> Self {
        Self::Error {
            status: error.status(),
            request_id: error.request_id().map(str::to_owned),
            code: error.code().map(str::to_owned),
            message: error.message().map(str::to_owned),
            attempts: error.attempts(),
            error: error.to_string(),
        }
    }
}
