//! Requests to token endpoints and their responses (RFC 6749, sections 4.4 and 6). Does no I/O.

use std::time::Duration;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{grant::Grant, token_endpoint::TokenUrl, tokens::Token};
use crate::{
    Error, Operation, RawResponse, Request, Secret, SecurityKind, SecurityScheme, Service,
    clock::Instant,
    decode::{self, DecodeError},
    json::{RawObject, decode_lossy, text_of},
    request::Target,
};

/// The service of a token endpoint.
pub(crate) static TOKEN_SERVICE: Service = Service {
    name: "oauth2",
    title: "OAuth 2.0 token endpoint",
    user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
    servers: &[],
    security_schemes: &[SecurityScheme { name: CLIENT_SCHEME, kind: SecurityKind::Basic }],
    client_parameters: &[],
};

/// The security scheme that authenticates the OAuth client.
pub(crate) const CLIENT_SCHEME: &str = "Client";

/// Idempotent: a second request only issues another token.
static TOKEN: Operation = Operation {
    id: "token",
    name: "oauth2.token",
    method: "POST",
    path: "/",
    idempotent: true,
    security: &[&[CLIENT_SCHEME], &[]],
    failures: &[],
    servers: &[],
    service: &TOKEN_SERVICE,
};

/// A value in the form of a token request.
#[derive(Serialize)]
#[serde(untagged)]
enum FormValue<'s> {
    Plain(&'s str),
    Secret(&'s Secret),
}

/// The request for a token: by client credentials (section 4.4.2), or by a refresh token (section 6).
pub(crate) fn build_token_request(
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

/// A successful response of a token endpoint (section 5.1). Unused properties are omitted.
#[derive(Deserialize)]
pub(crate) struct IssuedToken {
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

/// Decodes a successful response: the token, and the refresh token that replaces the one of a refresh.
pub(crate) fn decode_token(
    response: &RawResponse<'_>,
    is_refresh: bool,
) -> Result<(IssuedToken, Option<Secret>), DecodeError> {
    let rotated = if is_refresh { decode::serde::<RotatedToken>(response)?.refresh_token } else { None };
    Ok((decode::serde(response)?, rotated))
}

impl IssuedToken {
    /// Checks the token. An error completes a message that begins with "the token endpoint".
    pub(crate) fn checked(self, requested_at: Instant) -> Result<Token, &'static str> {
        if self.access_token.is_empty() {
            return Err("sent an empty token");
        }
        if self.token_type.is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
            return Err("sent a token that is not a bearer token");
        }
        Ok(Token::new(self.access_token, requested_at, lifetime(&self.expires_in)))
    }
}

/// The error of a failed token request, with the endpoint's error code and description (section 5.2). The body of
/// `error` is already redacted.
pub(crate) fn endpoint_error(url: &TokenUrl, error: Error) -> Error {
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
