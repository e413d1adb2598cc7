//! Fetches OAuth 2.0 tokens: the requests to token endpoints (RFC 6749, sections 4.4 and 6) and for OpenID
//! configurations (OpenID Connect Discovery 1.0, section 4).

use std::time::Duration;

use http::Method;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Client, Deadline, response::Reading};
use crate::{
    Error, Operation, RawResponse, Request, Secret, SecurityKind, SecurityScheme, Service, decode,
    json::{RawObject, decode_lossy, text_of},
    parameter::Encoding,
    request::Target,
    security::{
        Discovery, Grant, Key, Keyring, OpenIdConfiguration, ResolvedTokenEndpoint, Token, TokenEndpoint, TokenRequest,
        TokenResponse, TokenSource, TokenUrl,
    },
};

/// A token endpoint as a service.
static SERVICE: Service = Service {
    name: "oauth2",
    title: "OAuth 2.0 token endpoint",
    user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
    servers: &[],
    security_schemes: &[SecurityScheme { name: CLIENT, kind: SecurityKind::Basic }],
    client_parameters: &[],
};

/// The security scheme of the client itself.
const CLIENT: &str = "Client";

/// The minimum timeouts of a request by a refresh token, which outlives the call.
const MIN_ATTEMPT_TIMEOUT: Duration = Duration::from_secs(10);
const MIN_OVERALL_TIMEOUT: Duration = Duration::from_secs(30);

/// Idempotent: a second request issues another token.
static TOKEN: Operation = Operation {
    id: "token",
    name: "oauth2.token",
    method: Method::POST,
    path: "/",
    idempotent: true,
    security: &[&[CLIENT], &[]],
    failures: &[],
    servers: &[],
    service: &SERVICE,
};

/// The response of a token endpoint (section 5.1), as far as it is read.
#[derive(Deserialize)]
struct Issued {
    access_token: Secret,
    #[serde(default)]
    token_type: Option<String>,
    #[serde(default)]
    expires_in: Value,
}

/// Further properties for a refresh token (section 6). For others, "a refresh token SHOULD NOT be included" (section
/// 4.4.3), and it is not read.
#[derive(Deserialize)]
struct Rotated {
    #[serde(default)]
    refresh_token: Option<Secret>,
}

/// A field of the form.
#[derive(Serialize)]
#[serde(untagged)]
enum FormValue<'s> {
    Plain(&'s str),
    Secret(&'s Secret),
}

impl Client {
    /// Fetches a token.
    pub(super) async fn fetch_token(
        &self,
        source: &TokenSource,
        scopes: &str,
        deadline: Deadline,
    ) -> Result<Token, Error> {
        let found = self.find_token_endpoint(source, deadline).await?;
        let grant = &source.grant;
        let request_with = |refresh_token: Option<Secret>| {
            let is_in_body = grant.is_in_body || found.is_in_body;
            let request = request(grant, &found.url, scopes, is_in_body, refresh_token.as_ref());
            let mut client = self.of_token_endpoint(grant, &found.url, is_in_body);
            if refresh_token.is_none() {
                return client.request_token(found.url.clone(), request, false, deadline);
            }
            // It outlives the call. Callers that wait for it end at their own timeout.
            client.timeouts.attempt = client.timeouts.attempt.max(MIN_ATTEMPT_TIMEOUT);
            client.timeouts.overall = client.timeouts.overall.max(MIN_OVERALL_TIMEOUT);
            let deadline = client.deadline();
            client.request_token(found.url.clone(), request, true, deadline)
        };
        let result = match &source.refresh_state {
            None => request_with(None).await.map(|granted| granted.token),
            Some(refresh_state) => refresh_state.refresh(&*self.shared.clock, |token| request_with(Some(token))).await,
        };
        result.inspect_err(|error| source.discard_missing_endpoint(&found.url, error))
    }

    /// A request for a token, as a future that does not depend on its caller.
    fn request_token(self, url: TokenUrl, request: Request, is_refresh: bool, deadline: Deadline) -> TokenRequest {
        Box::pin(async move {
            let asked = self.shared.clock.instant();
            let invalid = |words: &str| Error::token(format!("the token endpoint {url} {words}").into());
            let answer = self.execute(Box::new(request), deadline, Reading::Whole).await.map_err(|error| {
                let is_success = error.status().is_some_and(|status| status < 300);
                // The body of a success may contain a token, and is not shown.
                if is_success { invalid("sent an unreadable response") } else { failed(&url, error) }
            })?;
            let read = |answer: &RawResponse<'_>| {
                let rotated = if is_refresh { decode::json::<Rotated>(answer)?.refresh_token } else { None };
                Ok((decode::json::<Issued>(answer)?, rotated))
            };
            let unreadable = "sent a response without a string `access_token` (RFC 6749, section 5.1)";
            let (granted, rotated) = answer.decode(read).map_err(|_| invalid(unreadable))?.into_body();
            if granted.access_token.is_empty() {
                return Err(invalid("sent an empty token"));
            }
            if granted.token_type.is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
                return Err(invalid("sent a token that is not a bearer token"));
            }
            let token = Token::new(granted.access_token, asked, lifetime(&granted.expires_in));
            Ok(TokenResponse { token, refresh_token: rotated.filter(|token| !token.is_empty()) })
        })
    }

    /// A client of the token endpoint, without the keys and extra headers of the service.
    fn of_token_endpoint(&self, grant: &Grant, url: &TokenUrl, is_in_body: bool) -> Self {
        let mut keys = Keyring::default();
        if let (false, Some(id), Some(secret)) = (is_in_body, &grant.client_id, &grant.client_secret) {
            // Section 2.3.1: both are form-encoded first.
            let password = Secret::new(Encoding::Form.value(secret.expose()));
            keys.set(CLIENT.to_owned(), Key::Basic { user: Encoding::Form.value(id), password });
        }
        let mut shared = self.shared.for_service(&SERVICE, url.endpoint.clone()).observe_only();
        shared.keys = keys;
        self.with(shared)
    }
}

/// The request of section 4.4.2 or of section 6.
fn request(grant: &Grant, url: &TokenUrl, scopes: &str, is_in_body: bool, refresh_token: Option<&Secret>) -> Request {
    let mut form = IndexMap::new();
    match refresh_token {
        None => form.extend([("grant_type", FormValue::Plain("client_credentials"))]),
        Some(token) => {
            form.extend([
                ("grant_type", FormValue::Plain("refresh_token")),
                ("refresh_token", FormValue::Secret(token)),
            ]);
        }
    }
    if !scopes.is_empty() {
        form.insert("scope", FormValue::Plain(scopes));
    }
    form.extend(grant.parameters.iter().map(|(name, value)| (name.as_str(), FormValue::Plain(value))));
    if is_in_body || grant.client_secret.is_none() {
        form.extend(grant.client_id.iter().map(|id| ("client_id", FormValue::Plain(id))));
        form.extend(grant.client_secret.iter().map(|secret| ("client_secret", FormValue::Secret(secret))));
    }
    let mut request = Request::builder(&TOKEN).header("accept", "application/json").form(
        "application/x-www-form-urlencoded",
        &Some(form),
        &[],
    );
    request.target = Some(Target { path: url.path.clone(), query: url.query.clone() });
    request.secrets.extend(grant.client_secret.clone());
    request
}

/// The error response of the endpoint (section 5.2). The body contains no secrets, as it is redacted.
fn failed(url: &TokenUrl, error: Error) -> Error {
    let text = decode_lossy(error.body().unwrap_or_default());
    let said = RawObject::parse(&text).and_then(|said| {
        let code = text_of(said.get("error")?);
        let description = said.get("error_description").map(|words| format!(": {}", text_of(words)));
        Some(code + &description.unwrap_or_default())
    });
    let words = match (said, error.status()) {
        (Some(said), Some(status)) => {
            format!("rejected the request (HTTP {status}, {})", said.replace(char::is_control, " "))
        }
        (None, Some(status)) => format!("rejected the request (HTTP {status})"),
        _ => format!("could not be reached: {error}"),
    };
    Error::token_endpoint(format!("the token endpoint {url} {words}"), error)
}

/// `expires_in`, in seconds. Some servers write it as a string.
fn lifetime(value: &Value) -> Option<Duration> {
    let seconds = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    seconds.filter(|seconds: &f64| *seconds >= 0.0).and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
}

/// The maximum size of a configuration, in bytes. Those of large providers have a hundredth of it.
const MAX_CONFIGURATION_BYTES: usize = 256 * 1024;

/// An OpenID provider as a service.
static OPENID_SERVICE: Service = Service {
    name: "openid",
    title: "OpenID provider",
    user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
    servers: &[],
    security_schemes: &[],
    client_parameters: &[],
};

static CONFIGURATION: Operation = Operation {
    id: "configuration",
    name: "openid.configuration",
    method: Method::GET,
    path: "/",
    idempotent: true,
    security: &[],
    failures: &[],
    servers: &[],
    service: &OPENID_SERVICE,
};

impl Client {
    /// The token endpoint: configured, documented or discovered.
    pub(super) async fn find_token_endpoint(
        &self,
        source: &TokenSource,
        deadline: Deadline,
    ) -> Result<ResolvedTokenEndpoint, Error> {
        match &source.endpoint {
            TokenEndpoint::Known(found) => Ok(found.clone()),
            TokenEndpoint::Discovered(discovery) => {
                let read = || self.read_configuration(source, discovery, deadline);
                discovery.resolve(&*self.shared.clock, read).await
            }
        }
    }

    async fn read_configuration(
        &self,
        source: &TokenSource,
        discovery: &Discovery,
        deadline: Deadline,
    ) -> Result<ResolvedTokenEndpoint, Error> {
        let url = &discovery.url;
        let of_provider = |words: String| format!("the OpenID provider's configuration {url} {words}");
        let mut shared = self.shared.for_service(&OPENID_SERVICE, url.endpoint.clone()).observe_only();
        shared.max_response_bytes = shared.max_response_bytes.min(MAX_CONFIGURATION_BYTES);
        let mut request = Request::builder(&CONFIGURATION).accept("application/json");
        request.target = Some(Target { path: url.path.clone(), query: url.query.clone() });
        let unreadable = |error: Error| {
            let words = of_provider(format!("could not be read: {error}"));
            Error::token_endpoint(words, error)
        };
        let client = self.with(shared);
        let answer = Box::pin(client.execute(Box::new(request), deadline, Reading::Whole)).await.map_err(unreadable)?;
        let configuration = answer.decode(decode::json::<OpenIdConfiguration>).map_err(unreadable)?.into_body();
        discovery.check(configuration, self.shared.clock.instant()).map_err(|words| {
            let setter = format!("{}::token_url", source.grant.type_name());
            Error::token_place(of_provider(format!("{words}; with an address given by `{setter}` it is not read")))
        })
    }
}
