//! OAuth 2.0 tokens: requests to token endpoints (RFC 6749, sections 4.4 and 6) and for OpenID configurations (OpenID
//! Connect Discovery 1.0, section 4).

use std::time::Duration;

use http::Method;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Client, Deadline, response::BodyMode};
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

/// The service of a token endpoint.
static SERVICE: Service = Service {
    name: "oauth2",
    title: "OAuth 2.0 token endpoint",
    user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
    servers: &[],
    security_schemes: &[SecurityScheme { name: CLIENT_SCHEME, kind: SecurityKind::Basic }],
    client_parameters: &[],
};

/// The security scheme that authenticates the OAuth client.
const CLIENT_SCHEME: &str = "Client";

/// Minimum timeouts of a token refresh. A call with shorter timeouts does not interrupt it.
const MIN_REFRESH_ATTEMPT_TIMEOUT: Duration = Duration::from_secs(10);
const MIN_REFRESH_OVERALL_TIMEOUT: Duration = Duration::from_secs(30);

/// Idempotent: a second request only issues another token.
static TOKEN: Operation = Operation {
    id: "token",
    name: "oauth2.token",
    method: Method::POST,
    path: "/",
    idempotent: true,
    security: &[&[CLIENT_SCHEME], &[]],
    failures: &[],
    servers: &[],
    service: &SERVICE,
};

/// A successful response of a token endpoint (section 5.1). Unused properties are omitted.
#[derive(Deserialize)]
struct IssuedToken {
    access_token: Secret,
    #[serde(default)]
    token_type: Option<String>,
    #[serde(default)]
    expires_in: Value,
}

/// The further property of a response to a refresh (section 6). It is not read in responses to client credentials,
/// where "a refresh token SHOULD NOT be included" (section 4.4.3).
#[derive(Deserialize)]
struct RotatedToken {
    #[serde(default)]
    refresh_token: Option<Secret>,
}

/// A value in the form of a token request.
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
        let endpoint = self.find_token_endpoint(source, deadline).await?;
        let grant = &source.grant;
        let start = |refresh_token: Option<Secret>| {
            let is_in_body = grant.is_in_body || endpoint.is_in_body;
            let request = build_token_request(grant, &endpoint.url, scopes, is_in_body, refresh_token.as_ref());
            let mut client = self.token_endpoint_client(grant, &endpoint.url, is_in_body);
            if refresh_token.is_none() {
                return client.request_token(endpoint.url.clone(), request, false, deadline);
            }
            // The refresh continues if the call ends: its response may have the only valid refresh token. The call
            // stops waiting for it at its own deadline.
            client.timeouts.attempt = client.timeouts.attempt.max(MIN_REFRESH_ATTEMPT_TIMEOUT);
            client.timeouts.overall = client.timeouts.overall.max(MIN_REFRESH_OVERALL_TIMEOUT);
            let deadline = client.deadline();
            client.request_token(endpoint.url.clone(), request, true, deadline)
        };
        let result = match &source.refresh_state {
            None => start(None).await.map(|response| response.token),
            Some(state) => state.refresh(&*self.shared.clock, |token| start(Some(token))).await,
        };
        result.inspect_err(|error| source.discard_missing_endpoint(&endpoint.url, error))
    }

    /// Requests a token. The future borrows nothing, so it can outlive the call that started it.
    fn request_token(self, url: TokenUrl, request: Request, is_refresh: bool, deadline: Deadline) -> TokenRequest {
        Box::pin(async move {
            let requested_at = self.shared.clock.instant();
            let invalid = |problem: &str| Error::token(format!("the token endpoint {url} {problem}").into());
            let success = self.execute(Box::new(request), deadline, BodyMode::Buffered).await.map_err(|error| {
                let is_success = error.status().is_some_and(|status| status < 300);
                // The body of a success may have a token, so the error omits it.
                if is_success { invalid("sent an unreadable response") } else { endpoint_error(&url, error) }
            })?;
            let decode_token = |response: &RawResponse<'_>| {
                let rotated = if is_refresh { decode::json::<RotatedToken>(response)?.refresh_token } else { None };
                Ok((decode::json::<IssuedToken>(response)?, rotated))
            };
            let no_token = "sent a response without a string `access_token` (RFC 6749, section 5.1)";
            let (issued, rotated) = success.decode(decode_token).map_err(|_| invalid(no_token))?.into_body();
            if issued.access_token.is_empty() {
                return Err(invalid("sent an empty token"));
            }
            if issued.token_type.is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
                return Err(invalid("sent a token that is not a bearer token"));
            }
            let token = Token::new(issued.access_token, requested_at, lifetime(&issued.expires_in));
            Ok(TokenResponse { token, refresh_token: rotated.filter(|token| !token.is_empty()) })
        })
    }

    /// A client of the token endpoint. It has no keys and extra headers of the service.
    fn token_endpoint_client(&self, grant: &Grant, url: &TokenUrl, is_in_body: bool) -> Self {
        let mut keys = Keyring::default();
        if let (false, Some(id), Some(secret)) = (is_in_body, &grant.client_id, &grant.client_secret) {
            // Both are form-encoded first (section 2.3.1).
            let password = Secret::new(Encoding::Form.value(secret.expose()));
            keys.set(CLIENT_SCHEME.to_owned(), Key::Basic { user: Encoding::Form.value(id), password });
        }
        let mut shared = self.shared.for_service(&SERVICE, url.endpoint.clone()).observe_only();
        shared.keys = keys;
        self.with(shared)
    }
}

/// The request for a token: by client credentials (section 4.4.2), or by a refresh token (section 6).
fn build_token_request(
    grant: &Grant,
    url: &TokenUrl,
    scopes: &str,
    is_in_body: bool,
    refresh_token: Option<&Secret>,
) -> Request {
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

/// The error of a failed token request, with the endpoint's error code and description (section 5.2). The body of
/// `error` is already redacted.
fn endpoint_error(url: &TokenUrl, error: Error) -> Error {
    let text = decode_lossy(error.body().unwrap_or_default());
    let details = RawObject::parse(&text).and_then(|body| {
        let code = text_of(body.get("error")?);
        let description = body.get("error_description").map(|text| format!(": {}", text_of(text)));
        Some(code + &description.unwrap_or_default())
    });
    let problem = match (details, error.status()) {
        (Some(details), Some(status)) => {
            format!("rejected the request (HTTP {status}, {})", details.replace(char::is_control, " "))
        }
        (None, Some(status)) => format!("rejected the request (HTTP {status})"),
        _ => format!("could not be reached: {error}"),
    };
    Error::token_endpoint(format!("the token endpoint {url} {problem}"), error)
}

/// The value of `expires_in`, in seconds. Some servers send it as a string.
fn lifetime(value: &Value) -> Option<Duration> {
    let seconds = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    seconds.filter(|seconds: &f64| *seconds >= 0.0).and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
}

/// Maximum length of an OpenID configuration, in bytes. Those of large providers have about 3 KB.
const MAX_CONFIGURATION_BYTES: usize = 256 * 1024;

/// The service of an OpenID provider.
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
    /// The token endpoint: a configured or documented one, or that in the configuration of the OpenID provider.
    pub(super) async fn find_token_endpoint(
        &self,
        source: &TokenSource,
        deadline: Deadline,
    ) -> Result<ResolvedTokenEndpoint, Error> {
        match &source.endpoint {
            TokenEndpoint::Known(endpoint) => Ok(endpoint.clone()),
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
        let describe = |problem: String| format!("the OpenID provider's configuration {url} {problem}");
        let mut shared = self.shared.for_service(&OPENID_SERVICE, url.endpoint.clone()).observe_only();
        shared.max_response_bytes = shared.max_response_bytes.min(MAX_CONFIGURATION_BYTES);
        let mut request = Request::builder(&CONFIGURATION).accept("application/json");
        request.target = Some(Target { path: url.path.clone(), query: url.query.clone() });
        let unreadable = |error: Error| Error::token_endpoint(describe(format!("could not be read: {error}")), error);
        let client = self.with(shared);
        let success =
            Box::pin(client.execute(Box::new(request), deadline, BodyMode::Buffered)).await.map_err(unreadable)?;
        let configuration = success.decode(decode::json::<OpenIdConfiguration>).map_err(unreadable)?.into_body();
        discovery.check(configuration, self.shared.clock.instant()).map_err(|problem| {
            let setter = format!("{}::token_url", source.grant.type_name());
            Error::token_place(describe(format!("{problem}; with a URL set by `{setter}` it is not read")))
        })
    }
}
