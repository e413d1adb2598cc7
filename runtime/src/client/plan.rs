//! [`Plan`]: a request addressed to an endpoint, as all its attempts share it. Builds the attempts. Does no I/O.

use std::borrow::Cow;

use http::{HeaderMap, HeaderName, Method, Uri, header};

use super::Client;
use crate::{
    AttemptInfo, AuthorizationInfo, InvalidRequest, Operation, Request, RequestBody, Secret, SecurityKind,
    SecurityScheme,
    clock::correct_time,
    endpoint::Endpoint,
    header::{self as headers, header_value},
    percent::{decode, encode},
    request::{ExpandedPath, PathValue, Query, Target, expand_path},
    secret::Redactor,
    security::{AuthMaterial, AuthRequest, AuthState, CallCredentials, ProvidedValue, ResolvedCredentials, choose},
    transport::HttpRequest,
};

/// A request addressed to an endpoint: everything that all attempts share.
pub(super) struct Plan {
    pub(super) operation: &'static Operation,
    method: Method,
    pub(super) url: String,
    /// The URL with redacted secrets; `None` if it has none.
    redacted_url: Option<String>,
    /// The host with redacted secrets; `None` if it has none.
    redacted_host: Option<String>,
    pub(super) redactor: Redactor,
    path: String,
    query: Query,
    headers: HeaderMap,
    body: RequestBody,
    /// The authentication that is added to each attempt. Fixed keys are already in headers, query and cookies.
    materials: Vec<AuthMaterial>,
    endpoint: Endpoint,
    /// The values in the path, for the authenticator.
    path_parameters: Vec<(&'static str, String)>,
    /// The schemes that the authenticator satisfies.
    schemes: Vec<&'static SecurityScheme>,
    pub(super) credentials: CallCredentials,
    /// The scopes of tokens, by scheme.
    scopes: Vec<(&'static str, &'static [&'static str])>,
}

impl Client {
    /// Plans a request. Request and plan are large, so both are boxed.
    pub(super) fn plan(
        &self,
        request: Box<Request>,
        credentials: CallCredentials,
    ) -> Result<Box<Plan>, InvalidRequest> {
        let known = credentials.clone();
        self.plan_with(request, known.as_deref().map_or(AuthState::None, AuthState::Resolved), credentials)
    }

    /// Plans a request whose credentials may not be resolved yet.
    pub(super) fn plan_with(
        &self,
        request: Box<Request>,
        state: AuthState<'_>,
        credentials: CallCredentials,
    ) -> Result<Box<Plan>, InvalidRequest> {
        if let Some(invalid) = request.invalid {
            return Err(invalid);
        }
        self.check_reserved(request.headers.keys())?;
        let (alternative, mut materials) = choose(request.operation, state, &self.shared.keys)?;
        let known = match state {
            AuthState::Resolved(credentials) => Some(credentials),
            AuthState::None | AuthState::Unknown => None,
        };
        let endpoint = self.endpoint_for(request.operation)?;
        let values = self.path_values(request.path, request.client_parameters, known)?;
        let ExpandedPath { text: path, redacted } = expand_path(endpoint.base(), request.operation.path, &values)?;
        let schemes: Vec<_> = materials.iter().filter_map(AuthMaterial::authenticator_scheme).collect();
        let path_parameters = if schemes.is_empty() {
            Vec::new()
        } else {
            values.into_iter().filter_map(|(name, value)| Some((name, value.into_raw()?))).collect()
        };
        let mut headers = self.headers(request.content_type.as_deref(), request.accept, request.headers)?;
        let (path, redacted, mut query) = match request.target {
            Some(target) => (target.path, None, without_keys(&materials, &target.query)),
            None => (path, redacted, request.query),
        };
        let mut cookies = request.cookies;
        for material in &materials {
            apply_auth(material, &mut headers, &mut query, &mut cookies)?;
        }
        materials.retain(AuthMaterial::is_per_attempt);
        add_cookies(&mut headers, &cookies)?;
        let scopes = request.scopes.into_iter().filter(|(index, _)| *index == alternative);
        let of_server = &self.shared.endpoints.secrets;
        let mut secrets = request.secrets;
        secrets.extend(known.map(ResolvedCredentials::secrets).unwrap_or_default());
        secrets.extend(self.shared.keys.secrets());
        secrets.extend_from_slice(of_server);
        let method = Method::from_bytes(request.operation.method.as_bytes()).map_err(|_| {
            InvalidRequest::Transport { problem: format!("malformed HTTP method `{}`", request.operation.method) }
        })?;
        let mut plan = Box::new(Plan {
            operation: request.operation,
            method,
            url: join_url(&endpoint, &path, query.as_str()),
            redacted_url: None,
            redacted_host: None,
            redactor: Redactor::new(secrets),
            path,
            query,
            headers,
            body: request.body,
            materials,
            endpoint,
            path_parameters,
            schemes,
            credentials,
            scopes: scopes.map(|(_, scopes)| scopes).collect(),
        });
        plan.redact_url(redacted.as_deref(), !of_server.is_empty());
        if let Some(authenticator) = self.shared.authenticator.as_ref().filter(|_| plan.has_authenticator_scheme()) {
            authenticator.check_attempt(&plan.attempt_info(1), self.region())?;
        }
        Ok(plan)
    }

    /// The values of the path parameters: those of the request, then those that only the client may have.
    fn path_values(
        &self,
        mut values: Vec<(&'static str, PathValue)>,
        client_parameters: Vec<(&'static str, Option<String>)>,
        credentials: Option<&dyn ResolvedCredentials>,
    ) -> Result<Vec<(&'static str, PathValue)>, InvalidRequest> {
        for (name, set_value) in client_parameters {
            let value = set_value
                .map(Cow::Owned)
                .or_else(|| self.client_parameter(name, credentials))
                .ok_or_else(|| InvalidRequest::Missing { name: name.to_owned() })?;
            values.push((name, PathValue::of_text(name, &value)?));
        }
        Ok(values)
    }

    /// The headers before authentication. Later ones replace earlier ones: those of the operation, of the client, of
    /// the call.
    fn headers(
        &self,
        content_type: Option<&str>,
        accept: Option<&str>,
        of_call: HeaderMap,
    ) -> Result<HeaderMap, InvalidRequest> {
        // Most requests have at most 8 headers.
        let mut headers = HeaderMap::with_capacity(8);
        if let Some(content_type) = content_type {
            headers.insert(header::CONTENT_TYPE, header_value("content-type", content_type)?);
        }
        if let Some(accept) = accept {
            headers.insert(header::ACCEPT, header_value("accept", accept)?);
        }
        for (name, value) in &self.shared.headers {
            headers.insert(name, value.clone());
        }
        if !of_call.is_empty() {
            headers.extend(of_call);
        }
        Ok(headers)
    }

    /// The endpoint of an operation: its own server unless the user set an endpoint, else the service's endpoint.
    fn endpoint_for(&self, operation: &'static Operation) -> Result<Endpoint, InvalidRequest> {
        if operation.servers.is_empty() {
            return Ok(self.shared.failover.current(&self.shared.endpoint).clone());
        }
        self.shared.endpoints.operation_endpoint(operation, &self.shared.endpoint)
    }

    /// Builds an attempt of a plan: adds the headers of hooks, tokens and the authenticator's headers. `skew` is
    /// added to the local time, in seconds.
    pub(super) fn build_attempt(
        &self,
        plan: &Plan,
        number: u32,
        tokens: &[ProvidedValue],
        skew: i64,
    ) -> Result<HttpRequest, InvalidRequest> {
        let mut headers = plan.headers.clone();
        if !self.shared.hooks.is_empty() {
            headers.extend(self.hook_headers(&plan.attempt_info(number))?);
        }
        let mut host = header_value("host", plan.endpoint.authority())?;
        host.set_sensitive(plan.redacted_host.is_some());
        headers.insert(header::HOST, host);
        for token in tokens {
            insert_secret(&mut headers, "authorization", &token.header())?;
        }
        if let Some(credentials) = plan.credentials.as_ref().filter(|_| plan.uses_authenticator()) {
            credentials.authenticate(&mut AuthRequest {
                attempt: plan.attempt_info(number),
                path: &plan.path,
                query: plan.query.as_str(),
                headers: &mut headers,
                body: &plan.body,
                time: correct_time(self.shared.clock.now(), skew),
                region: self.region(),
                schemes: &plan.schemes,
                path_parameters: &plan.path_parameters,
                client_parameters: &self.shared.parameters,
            })?;
        }
        let url: Uri = plan.url.parse().map_err(|_| InvalidRequest::Transport {
            problem: "the URL of the request is too long or malformed".to_owned(),
        })?;
        let mut request = http::Request::new(plan.body.clone());
        *request.method_mut() = plan.method.clone();
        *request.uri_mut() = url;
        *request.headers_mut() = headers;
        Ok(HttpRequest::new(request, plan.redacted_url.clone()))
    }

    fn hook_headers(&self, attempt: &AttemptInfo<'_>) -> Result<HeaderMap, InvalidRequest> {
        let mut added = HeaderMap::new();
        for hook in &self.shared.hooks {
            hook.add_headers(attempt, &mut added);
        }
        self.check_reserved(added.keys())?;
        Ok(added)
    }

    /// Rejects headers that only the client or its authenticator may set.
    fn check_reserved<'h>(&self, mut names: impl Iterator<Item = &'h HeaderName>) -> Result<(), InvalidRequest> {
        names.try_for_each(|name| headers::check_reserved(self.shared.reserved_headers, name))
    }
}

impl Plan {
    /// Sets the URL and the host with redacted secrets. `path` is the path with redacted secrets, if it has any.
    fn redact_url(&mut self, path: Option<&str>, host_has_secrets: bool) {
        if path.is_some() || self.query.redacted() != self.query.as_str() {
            let path = path.unwrap_or(&self.path);
            self.redacted_url = Some(join_url(&self.endpoint, path, self.query.redacted()));
        }
        if host_has_secrets {
            self.redacted_host = Some(self.redactor.redact_text(self.endpoint.host()));
            let url = self.redacted_url.as_deref().unwrap_or(&self.url);
            self.redacted_url = Some(self.redactor.redact_text(url));
        }
    }

    /// Whether the authenticator authenticates the request.
    pub(super) fn uses_authenticator(&self) -> bool {
        !self.schemes.is_empty()
    }

    /// Whether a scheme names the authenticator. Its authentication may depend on the time.
    pub(super) fn has_authenticator_scheme(&self) -> bool {
        self.schemes.iter().any(|scheme| scheme.kind == SecurityKind::Authenticator)
    }

    /// The authentication that is added to each attempt.
    pub(super) fn materials(&self) -> &[AuthMaterial] {
        &self.materials
    }

    /// Whether tokens must be provided or fetched before the request is sent.
    pub(super) fn needs_tokens(&self) -> bool {
        self.materials.iter().any(|material| material.authenticator_scheme().is_none())
    }

    /// The scopes of a token for this scheme.
    pub(super) fn scopes(&self, scheme: &str) -> &'static [&'static str] {
        self.scopes.iter().find(|(name, _)| *name == scheme).map_or(&[], |(_, scopes)| scopes)
    }

    /// The request as an authorization provider receives it.
    pub(super) fn authorization_info<'p>(&'p self, origin: &'p str) -> AuthorizationInfo<'p> {
        let target = self.url.strip_prefix(origin).unwrap_or_default();
        AuthorizationInfo { method: &self.method, origin, target }
    }

    /// The target (path and query) and the endpoint of the request.
    pub(super) fn into_target(self) -> (Target, Endpoint) {
        (Target { path: self.path, query: self.query.as_str().to_owned() }, self.endpoint)
    }

    /// Scheme, host and port of the endpoint.
    pub(super) fn origin(&self) -> &str {
        self.endpoint.origin()
    }

    /// Changes the endpoint, and its base path in the path of the request.
    pub(super) fn change_endpoint(&mut self, endpoint: &Endpoint) {
        let change = |url: &str| {
            let rest = url.strip_prefix(&self.endpoint.to_string()).unwrap_or_default();
            format!("{endpoint}{rest}")
        };
        (self.url, self.redacted_url) = (change(&self.url), self.redacted_url.as_deref().map(change));
        let path = self.path.strip_prefix(self.endpoint.base()).unwrap_or_default();
        self.path = format!("{}{path}", endpoint.base());
        self.endpoint = endpoint.clone();
    }

    /// The endpoint of the request.
    pub(super) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Whether the body is streamed, so that it can be sent only once.
    pub(super) fn is_streamed(&self) -> bool {
        self.body.is_streamed()
    }

    /// An attempt as hooks and authenticators receive it.
    pub(super) fn attempt_info(&self, number: u32) -> AttemptInfo<'_> {
        AttemptInfo {
            operation: self.operation,
            number,
            method: &self.method,
            url: self.redacted_url.as_ref().unwrap_or(&self.url),
            host: self.redacted_host.as_deref().unwrap_or_else(|| self.endpoint.host()),
            port: self.endpoint.port(),
        }
    }
}

/// The query of a URL that the service returned, without the keys that the client adds again.
fn without_keys(materials: &[AuthMaterial], query: &str) -> Query {
    let is_key = |pair: &&str| {
        let name = pair.split('=').next().unwrap_or_default();
        materials
            .iter()
            .any(|material| matches!(material, AuthMaterial::Query(key, _) if decode(name) == key.as_bytes()))
    };
    Query::of_service(query.split('&').filter(|pair| !pair.is_empty() && !is_key(pair)))
}

/// Adds cookies to the `Cookie` header. A request has at most one (RFC 6265, section 5.4).
fn add_cookies(headers: &mut HeaderMap, cookies: &[String]) -> Result<(), InvalidRequest> {
    if cookies.is_empty() {
        return Ok(());
    }
    let before = headers.get(header::COOKIE).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let all: Vec<&str> = before.iter().chain(cookies).map(String::as_str).collect();
    let mut value = header_value("cookie", &all.join("; "))?;
    value.set_sensitive(true);
    headers.insert(header::COOKIE, value);
    Ok(())
}

fn join_url(endpoint: &Endpoint, path: &str, query: &str) -> String {
    let separator = if query.is_empty() { "" } else { "?" };
    [endpoint.origin(), path, separator, query].concat()
}

/// Adds a fixed key to the headers, the query or the cookies.
pub(super) fn apply_auth(
    material: &AuthMaterial,
    headers: &mut HeaderMap,
    query: &mut Query,
    cookies: &mut Vec<String>,
) -> Result<(), InvalidRequest> {
    match material {
        AuthMaterial::Header(name, value) => insert_secret(headers, name, value),
        AuthMaterial::Query(name, value) => {
            query.push(&encode(name), &encode(value.expose()), true);
            Ok(())
        }
        AuthMaterial::Cookie(name, value) => {
            let is_cookie_octet = |byte: u8| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte);
            if !value.expose().bytes().all(is_cookie_octet) {
                let problem = format!("the key for the cookie `{name}` has a character that is invalid in a cookie");
                return Err(InvalidRequest::Credentials { problem });
            }
            cookies.push(format!("{name}={}", value.expose()));
            Ok(())
        }
        // Added to each attempt, since they depend on the time or on I/O.
        AuthMaterial::Authenticator(_)
        | AuthMaterial::Provided(..)
        | AuthMaterial::Authorized(..)
        | AuthMaterial::Fetched(..)
        | AuthMaterial::Connection => Ok(()),
    }
}

/// Inserts a header whose value `Debug` redacts.
pub(super) fn insert_secret(headers: &mut HeaderMap, name: &'static str, value: &Secret) -> Result<(), InvalidRequest> {
    let mut value = header_value(name, value.expose())?;
    value.set_sensitive(true);
    let name = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| InvalidRequest::Header { name: name.to_owned(), problem: "has an invalid name".to_owned() })?;
    headers.insert(name, value);
    Ok(())
}
