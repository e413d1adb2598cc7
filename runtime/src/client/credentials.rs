//! The credentials of a call: resolved by the authenticator, or provided or fetched for security schemes of OpenAPI.
//! Sends the requests for OAuth 2.0 tokens and OpenID configurations.

use std::{borrow::Cow, time::Duration};

use super::{AuthCall, CachedCredentials, Client, plan::Plan, response::BodyMode};
use crate::{
    Error, Operation, Request, Secret,
    clock::Deadline,
    decode,
    future::first_of,
    json::decode_lossy,
    parameter::Encoding,
    request::has_placeholder,
    security::{
        AuthMaterial, AuthState, CallCredentials, Key, Keyring, ProvidedValue, ResolvedCredentials, choose,
        oauth2::{
            CLIENT_SCHEME, Discovery, Grant, MAX_CONFIGURATION_BYTES, OPENID_SERVICE, OpenIdConfiguration,
            ResolvedTokenEndpoint, TOKEN_SERVICE, Token, TokenEndpoint, TokenRequest, TokenResponse, TokenSource,
            TokenUrl, build_token_request, decode_token, endpoint_error,
        },
    },
};

/// Minimum timeouts of a token refresh. A call with shorter timeouts does not interrupt it.
const MIN_REFRESH_ATTEMPT_TIMEOUT: Duration = Duration::from_secs(10);
const MIN_REFRESH_OVERALL_TIMEOUT: Duration = Duration::from_secs(30);

impl Client {
    /// Resolves the credentials of a call for its first attempt, with the parameters that its path needs. Rejects an
    /// invalid request before the authenticator does I/O.
    pub(super) async fn resolve_credentials(
        &self,
        request: &Request,
        deadline: Deadline,
    ) -> Result<CallCredentials, Error> {
        let Some(authenticator) = &self.shared.authenticator else { return Ok(None) };
        // Planning the request reports the problem.
        if request.invalid.is_some() {
            return Ok(None);
        }
        let operation = request.operation;
        let missing = self.missing_parameters(request, authenticator.parameters());
        let call = AuthCall { client: self, operation, missing: &missing, deadline: Some(deadline) };
        let is_required = self.requires_authenticator(operation);
        let known = match authenticator.cached(&call) {
            Ok(CachedCredentials::Ready(credentials)) => return Ok(Some(credentials)),
            Ok(CachedCredentials::Incomplete(known)) if !is_required && missing.is_empty() => return Ok(known),
            Ok(CachedCredentials::Incomplete(known)) => known,
            Err(_) if !is_required => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        self.check_plan(request, known.as_deref(), authenticator.parameters())?;
        authenticator.resolve(&call).await.map(Some).map_err(Error::from)
    }

    /// Resolves the credentials of a later attempt: those of the previous one may have expired or been rejected.
    pub(super) async fn resolve_later(
        &self,
        operation: &'static Operation,
        deadline: Deadline,
    ) -> Result<CallCredentials, Error> {
        let Some(authenticator) = &self.shared.authenticator else { return Ok(None) };
        let call = AuthCall { client: self, operation, missing: &[], deadline: Some(deadline) };
        let is_required = self.requires_authenticator(operation);
        match authenticator.cached(&call) {
            Ok(CachedCredentials::Ready(credentials)) => Ok(Some(credentials)),
            Ok(CachedCredentials::Incomplete(known)) if !is_required => Ok(known),
            Ok(CachedCredentials::Incomplete(_)) => authenticator.resolve(&call).await.map(Some).map_err(Error::from),
            Err(_) if !is_required => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The credentials that are known without I/O. `deadline` is `None` for a request that is not sent.
    pub(super) fn cached_credentials(
        &self,
        request: &Request,
        deadline: Option<Deadline>,
    ) -> Result<CallCredentials, Error> {
        let Some(authenticator) = &self.shared.authenticator else { return Ok(None) };
        let missing = self.missing_parameters(request, authenticator.parameters());
        let call = AuthCall { client: self, operation: request.operation, missing: &missing, deadline };
        match authenticator.cached(&call) {
            Ok(CachedCredentials::Ready(credentials)) => Ok(Some(credentials)),
            Ok(CachedCredentials::Incomplete(known)) => Ok(known),
            Err(_) if !self.requires_authenticator(request.operation) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Plans the request with placeholders for parameters and credentials that are not resolved yet.
    fn check_plan(
        &self,
        request: &Request,
        known: Option<&dyn ResolvedCredentials>,
        parameters: &[&'static str],
    ) -> Result<(), Error> {
        let mut trial = request.clone();
        for name in parameters.iter().filter(|name| self.client_parameter(name, known).is_none()) {
            trial = trial.with_client_parameter(name, "unknown");
        }
        let state = known.map_or(AuthState::Unknown, AuthState::Resolved);
        self.plan_with(Box::new(trial), state, None).map(drop).map_err(Error::invalid)
    }

    /// Whether only the authenticator can authenticate an operation: it requires security, and no keys are set for it.
    fn requires_authenticator(&self, operation: &'static Operation) -> bool {
        let without = choose(operation, AuthState::None, &self.shared.keys);
        !operation.security.is_empty() && without.map_or(true, |(_, materials)| materials.is_empty())
    }

    /// The parameters with these names that the path needs and that neither the call nor the client sets.
    fn missing_parameters(&self, request: &Request, names: &[&'static str]) -> Vec<&'static str> {
        let is_missing = |name: &&&'static str| {
            let parameter = request.client_parameters.iter().find(|(known, _)| known == *name);
            parameter.is_some_and(|(_, value)| value.is_none())
                && has_placeholder(request.operation.path, name)
                && self.client_parameter(name, None).is_none()
        };
        names.iter().filter(is_missing).copied().collect()
    }

    /// The value of a client parameter: the client's own, else that of the credentials.
    pub(super) fn client_parameter<'k>(
        &'k self,
        name: &str,
        credentials: Option<&'k dyn ResolvedCredentials>,
    ) -> Option<Cow<'k, str>> {
        let own = self.shared.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        own.or_else(|| credentials?.parameter(name)).map(Cow::Borrowed)
    }
}

impl Client {
    /// The tokens that an attempt needs. Fails if the overall timeout of the call ends first.
    pub(super) async fn tokens(&self, plan: &Plan, deadline: Deadline) -> Result<Vec<ProvidedValue>, Error> {
        if !plan.needs_tokens() {
            return Ok(Vec::new());
        }
        // Boxed, to keep the future of calls without tokens small.
        Box::pin(self.fetch_tokens(plan, deadline)).await
    }

    async fn fetch_tokens(&self, plan: &Plan, deadline: Deadline) -> Result<Vec<ProvidedValue>, Error> {
        let mut tokens = Vec::new();
        for material in plan.materials() {
            let clock = &*self.shared.clock;
            let limit = async { clock.sleep(deadline.remaining(clock)).await };
            match first_of(self.fetch_value(plan, material, deadline), limit).await {
                Some(token) => tokens.extend(token?),
                None => return Err(Error::timeout_before_send("the overall timeout ended while a token was provided")),
            }
        }
        Ok(tokens)
    }

    async fn fetch_value(
        &self,
        plan: &Plan,
        material: &AuthMaterial,
        deadline: Deadline,
    ) -> Result<Option<ProvidedValue>, Error> {
        let value = match material {
            AuthMaterial::Provided(http_scheme, provider) => {
                let value = provider.token().await.map_err(Error::token)?;
                ProvidedValue { http_scheme, value, was_cached: true }
            }
            AuthMaterial::Authorized(http_scheme, provider) => {
                let origin = plan.origin();
                let value = provider.authorization(plan.authorization_info(origin)).await.map_err(Error::token)?;
                ProvidedValue { http_scheme, value, was_cached: true }
            }
            AuthMaterial::Fetched(scheme, source) => {
                let scopes = source.scopes(plan.scopes(scheme));
                let fetch = || self.fetch_token(source, &scopes, deadline);
                let (token, was_cached) = source.token(&scopes, &*self.shared.clock, fetch).await?;
                ProvidedValue { http_scheme: "Bearer", value: token.text, was_cached }
            }
            _ => return Ok(None),
        };
        Ok(Some(value))
    }

    /// Invalidates credentials and tokens that the service rejected. Returns whether others are available.
    pub(super) fn invalidate_credentials(plan: &Plan, tokens: &[ProvidedValue], error: &Error) -> bool {
        let lines = error.headers().into_iter().flat_map(|headers| headers.get_all(http::header::WWW_AUTHENTICATE));
        let lines: Vec<_> = lines.map(|line| decode_lossy(line.as_bytes())).collect();
        let challenges = (!lines.is_empty()).then(|| lines.join(", "));
        let mut can_renew =
            plan.uses_authenticator() && plan.credentials.as_ref().is_some_and(|credentials| credentials.invalidate());
        // Each material without an authenticator has one token, in the same order.
        let materials = plan.materials().iter().filter(|material| material.authenticator_scheme().is_none());
        for (material, token) in materials.zip(tokens) {
            can_renew |= match material {
                AuthMaterial::Provided(_, provider) => provider.invalidate(&token.value),
                AuthMaterial::Authorized(_, provider) => provider.invalidate(challenges.as_deref()),
                AuthMaterial::Fetched(scheme, source) => {
                    source.forget(&source.scopes(plan.scopes(scheme)), &token.value);
                    token.was_cached
                }
                _ => false,
            };
        }
        can_renew
    }
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
            let no_token = "sent a response without a string `access_token` (RFC 6749, section 5.1)";
            let decoded = success.decode(|response| decode_token(response, is_refresh));
            let (issued, rotated) = decoded.map_err(|_| invalid(no_token))?.into_body();
            let token = issued.checked(requested_at).map_err(invalid)?;
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
        let mut shared = self.shared.for_service(&TOKEN_SERVICE, url.endpoint.clone()).observe_only();
        shared.keys = keys;
        self.with(shared)
    }
}

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
        shared.has_secret_responses = false;
        let unreadable = |error: Error| Error::token_endpoint(describe(format!("could not be read: {error}")), error);
        let client = self.with(shared);
        let success = Box::pin(client.execute(Box::new(discovery.request()), deadline, BodyMode::Buffered))
            .await
            .map_err(unreadable)?;
        let configuration = success.decode(decode::serde::<OpenIdConfiguration>).map_err(unreadable)?.into_body();
        discovery.check(configuration, self.shared.clock.instant()).map_err(|problem| {
            let setter = format!("{}::token_url", source.grant.type_name());
            Error::token_endpoint_not_found(describe(format!("{problem}; with a URL set by `{setter}` it is not read")))
        })
    }
}
