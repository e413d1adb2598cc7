//! Fetches a token with client credentials (RFC 6749, section 4.4).

use std::time::Duration;

use http::Method;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Client, Deadline, answer::Reading};
use crate::{
    Error, Operation, Request, Secret, SecurityKind, SecurityScheme, Service, decode,
    json::{Members, mend, text_of},
    parameter::Encoding,
    request::Target,
    security::{Key, Keyring, Token, TokenSource},
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

/// The scheme by which a program says who it is.
const CLIENT: &str = "Client";

/// To ask twice gives another token and does no harm.
static TOKEN: Operation = Operation {
    id: "token",
    name: "oauth2.token",
    method: Method::POST,
    path: "/",
    repeatable: true,
    security: &[&[CLIENT], &[]],
    failures: &[],
    servers: &[],
    service: &SERVICE,
};

/// A token endpoint's answer (section 5.1), as far as it is of interest.
#[derive(Deserialize)]
struct Granted {
    access_token: Secret,
    #[serde(default)]
    token_type: Option<String>,
    #[serde(default)]
    expires_in: Value,
}

/// A field of the form that is sent.
#[derive(Serialize)]
#[serde(untagged)]
enum Field<'s> {
    Shown(&'s str),
    Hidden(&'s Secret),
}

impl Client {
    /// Fetches a token.
    pub(super) async fn fetch_token(
        &self,
        source: &TokenSource,
        scopes: &str,
        deadline: Deadline,
    ) -> Result<Token, Error> {
        let asked = self.shared.clock.instant();
        let client = self.of_token_endpoint(source);
        let request = request(source, scopes);
        let refuse = |words: &str| Error::token(format!("the token endpoint {} {words}", source.url).into());
        let answer = Box::pin(client.execute(request, deadline, Reading::Whole)).await;
        let answer = answer.map_err(|error| {
            let is_success = error.status().is_some_and(|status| status < 300);
            // What came with a success may hold a token, and is shown to nobody.
            if is_success { refuse("gave an answer that cannot be read") } else { failed(source, error) }
        })?;
        let granted = answer.decode(decode::json::<Granted>).map_err(|_| {
            refuse("gave an answer that is none of RFC 6749, section 5.1: it has no text `access_token`")
        })?;
        let granted = granted.into_body();
        if granted.access_token.is_empty() {
            return Err(refuse("gave an empty token"));
        }
        if granted.token_type.is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
            return Err(refuse("gave a token that is no bearer token"));
        }
        Ok(Token::new(granted.access_token, asked, lifetime(&granted.expires_in)))
    }

    /// The same client, but for the token endpoint: with no key of the service, and with none of its extra headers.
    fn of_token_endpoint(&self, source: &TokenSource) -> Self {
        let credentials = &source.credentials;
        let mut keys = Keyring::default();
        if !credentials.is_in_body {
            // Section 2.3.1: both are encoded as in a form first.
            let password = Secret::new(Encoding::Form.value(credentials.secret.expose()));
            keys.set(CLIENT.to_owned(), Key::Basic { user: Encoding::Form.value(&credentials.id), password });
        }
        let mut shared = self.shared.of_other(&SERVICE, source.url.endpoint.clone()).only_telling();
        shared.keys = keys;
        self.with(shared)
    }
}

/// The request of section 4.4.2.
fn request(source: &TokenSource, scopes: &str) -> Request {
    let credentials = &source.credentials;
    let mut form = IndexMap::from([("grant_type", Field::Shown("client_credentials"))]);
    if !scopes.is_empty() {
        form.insert("scope", Field::Shown(scopes));
    }
    form.extend(credentials.parameters.iter().map(|(name, value)| (name.as_str(), Field::Shown(value))));
    if credentials.is_in_body {
        form.insert("client_id", Field::Shown(&credentials.id));
        form.insert("client_secret", Field::Hidden(&credentials.secret));
    }
    let mut request = Request::builder(&TOKEN).header("accept", "application/json").form(
        "application/x-www-form-urlencoded",
        &Some(form),
        &[],
    );
    request.target = Some(Target { path: source.url.path.clone(), query: source.url.query.clone() });
    request.secrets.push(credentials.secret.clone());
    request
}

/// What the endpoint said of its refusal (section 5.2), without secrets, as the error's body has none.
fn failed(source: &TokenSource, error: Error) -> Error {
    let text = mend(error.body().unwrap_or_default());
    let said = Members::parse(&text).and_then(|said| {
        let code = text_of(said.get("error")?);
        let description = said.get("error_description").map(|words| format!(": {}", text_of(words)));
        Some(code + &description.unwrap_or_default())
    });
    let words = match (said, error.status()) {
        (Some(said), Some(status)) => format!("refused (HTTP {status}, {})", said.replace(char::is_control, " ")),
        (None, Some(status)) => format!("refused (HTTP {status})"),
        _ => format!("could not be asked: {error}"),
    };
    Error::token_endpoint(format!("the token endpoint {} {words}", source.url), error)
}

/// `expires_in`, in seconds. Some servers write it as a text.
fn lifetime(value: &Value) -> Option<Duration> {
    let seconds = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    seconds.filter(|seconds: &f64| *seconds >= 0.0).and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
}
