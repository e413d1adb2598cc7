//! Plays a case of `responses.json`: what does the client make of these answers?

use std::time::Duration;

use huaweicloud_reset_password::{
    Error, RetryPolicy, Timeouts,
    runtime::transport::{Proxies, Proxy},
};
use serde::Serialize;
use serde_json::Value;

use super::{NotPlayed, inputs::usual_call, served::answers, tunnel};
use crate::{
    calls::{Answered, Network, Settings},
    server::{Answer, Captured, Server, refusing_address},
    vectors::{Config, ResponseCase},
};

/// How long an attempt may take where the case does not say it: more than any answer on loopback needs.
const ATTEMPT: Duration = Duration::from_secs(15);

/// What became of a case.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "outcome", rename_all = "lowercase")]
pub enum ResponseResult {
    /// The caller has a response.
    Ok {
        /// The HTTP status.
        status: u16,
        /// The request id.
        request_id: Option<String>,
        /// Always absent: a success has no code.
        code: Option<String>,
        /// Always absent: a success has no message of its own.
        message: Option<String>,
        /// The members of the body, absent ones as null.
        fields: Value,
        /// How often the request was sent.
        attempts: u32,
    },
    /// The caller has an error.
    Error {
        /// The HTTP status, if an answer came.
        status: Option<u16>,
        /// The request id.
        request_id: Option<String>,
        /// The service's code.
        code: Option<String>,
        /// The service's message.
        message: Option<String>,
        /// How often the request was sent or tried to be sent.
        attempts: u32,
        /// What a person reads.
        error: String,
    },
    /// These clients do not have what it asks for.
    Unsupported {
        /// What that is.
        error: String,
    },
}

/// Plays a case on loopback.
pub async fn response(case: &ResponseCase) -> ResponseResult {
    match play(case).await {
        Ok(Ok(answered)) => ResponseResult::from(answered),
        Ok(Err(error)) => ResponseResult::from(&error),
        Err(NotPlayed::Unsupported(error) | NotPlayed::Refused(error)) => ResponseResult::Unsupported { error },
    }
}

async fn play(case: &ResponseCase) -> Result<Result<Answered, Error>, NotPlayed> {
    let call = usual_call(&case.service, &case.operation)?;
    let mut answers = answers(&case.served)?.into_iter();
    // As the recording did: whoever asks once more than was foreseen succeeds.
    let handler = move |_: usize, _: &Captured| answers.next().unwrap_or_else(|| Answer::status(204));
    let endpoints = endpoints(case)?;
    let server = match endpoints.first() {
        Some((_, host)) if case.served.tls => Server::handling_tls(host, handler),
        _ => Server::handling(handler),
    };
    Ok(call.send(&settings(case, endpoints, &server)?).await)
}

/// Where the service is thought to be, each place with its host.
fn endpoints(case: &ResponseCase) -> Result<Vec<(String, String)>, NotPlayed> {
    let usual = || vec![case.served.endpoint.clone().unwrap_or_else(|| usual_endpoint(&case.service).to_owned())];
    let endpoints = case.served.endpoints.clone().filter(|endpoints| !endpoints.is_empty()).unwrap_or_else(usual);
    let is_name = |host: &String| host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    let with_host = |endpoint: String| {
        let host = endpoint.split_once("://").map(|(_, host)| host.trim_end_matches('/').to_owned());
        match host.filter(is_name) {
            Some(host) => Ok((endpoint, host)),
            None => Err(NotPlayed::unsupported(format!("the endpoint {endpoint:?}"))),
        }
    };
    endpoints.into_iter().map(with_host).collect()
}

fn settings(case: &ResponseCase, endpoints: Vec<(String, String)>, server: &Server) -> Result<Settings, NotPlayed> {
    // The file cannot hold the certificate of a server that is made anew each time.
    let trusts_server = case.config.others.contains_key("ssl_ca_cert");
    if let Some(name) = case.config.others.keys().find(|name| *name != "ssl_ca_cert") {
        return Err(NotPlayed::unsupported(format!("the setting {name}")));
    }
    let among = |hosts: &Option<String>, host: &str| {
        hosts.iter().flat_map(|hosts| hosts.split(',')).any(|other| other.trim() == host)
    };
    let mut resolved = Vec::new();
    let mut places = endpoints.into_iter().map(|(endpoint, host)| {
        if among(&case.served.fail, &host) {
            // A name that no name service knows (RFC 6761, section 6.4): the real one might be found, and must not be asked.
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
        let address = if case.served.tls { tunnel::to(server.address()) } else { Ok(server.address()) };
        let address = address.map_err(|error| NotPlayed::unsupported(format!("a proxy here: {error}")))?;
        resolved.push((host.clone(), address));
    }
    let attempt = match &case.config.timeout {
        None => ATTEMPT,
        Some(timeout) => {
            let seconds = timeout.as_f64().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
            seconds.ok_or_else(|| NotPlayed::unsupported(format!("the timeout {timeout}")))?
        }
    };
    Ok(Settings {
        endpoint,
        other_endpoints,
        network: Network::ResolvedAll(resolved),
        proxies: proxies.map(|(_, proxies)| proxies),
        root_certificate: server.certificate().filter(|_| trusts_server).map(str::to_owned),
        retry: RetryPolicy::new().max_attempts(case.config.retry_times.unwrap_or(0).saturating_add(1)),
        // The clock of the waits stands still, so only the bound of an attempt is one.
        timeouts: Timeouts::new().attempt(attempt).overall(Duration::from_secs(3600)),
        ..Settings::of(server)
    })
}

/// The proxy of all requests, and its host. Its port is left out: that of whoever stands for it is taken.
fn proxies(config: &Config) -> Result<Option<(String, Proxies)>, NotPlayed> {
    let Some(host) = &config.proxy_host else { return Ok(None) };
    let protocol = config.proxy_protocol.as_deref().unwrap_or("http");
    if protocol != "http" {
        return Err(NotPlayed::unsupported(format!("a proxy that speaks {protocol} on loopback")));
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

impl From<Answered> for ResponseResult {
    fn from(answered: Answered) -> Self {
        let Answered { status, request_id, attempts, fields } = answered;
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
