//! [`Plan`]: a request addressed to an endpoint, from which each attempt is made. Does no I/O.

use std::borrow::Cow;

use http::{HeaderMap, HeaderName, Uri, header};

use super::{
    Client,
    credentials::{Credentials, ProvidedValue},
    timing::corrected,
};
use crate::{
    AttemptInfo, AuthorizationInfo, InvalidRequest, Operation, Request, RequestBody, Secret, SecurityKind,
    SecurityScheme,
    endpoint::Endpoint,
    header::{self as headers, header_value},
    percent::{decode, encode},
    request::{ExpandedPath, PathValue, Query, Target, expand_path},
    secret::Redactor,
    security::{AuthMaterial, AuthRequest, AuthState, ResolvedCredentials, choose},
};

/// A request addressed to an endpoint: everything that is the same for each attempt.
pub(super) struct Plan {
    pub(super) operation: &'static Operation,
    pub(super) url: String,
    /// The URL with secrets redacted, if it has any.
    shown_url: Option<String>,
    pub(super) redactor: Redactor,
    path: String,
    query: Query,
    headers: HeaderMap,
    body: RequestBody,
    /// The materials that are added to each attempt. Others are in the plan already.
    materials: Vec<AuthMaterial>,
    endpoint: Endpoint,
    /// The path parameters, for the authenticator.
    path_parameters: Vec<(&'static str, String)>,
    /// The schemes that the authenticator satisfies.
    schemes: Vec<&'static SecurityScheme>,
    pub(super) credentials: Credentials,
    /// The scopes of tokens, by scheme.
    scopes: Vec<(&'static str, &'static [&'static str])>,
}

impl Client {
    /// Addresses a request. Both are large, so they are boxed.
    pub(super) fn plan(&self, request: Box<Request>, credentials: Credentials) -> Result<Box<Plan>, InvalidRequest> {
        let known = credentials.clone();
        self.plan_with(request, known.as_deref().map_or(AuthState::None, AuthState::Resolved), credentials)
    }

    /// The same for credentials that may not be resolved yet.
    pub(super) fn plan_with(
        &self,
        request: Box<Request>,
        state: AuthState<'_>,
        credentials: Credentials,
    ) -> Result<Box<Plan>, InvalidRequest> {
        if let Some(refusal) = request.invalid {
            return Err(refusal);
        }
        self.check_reserved(request.headers.keys())?;
        let (alternative, mut materials) = choose(request.operation, state, &self.shared.keys)?;
        let known = match state {
            AuthState::Resolved(credentials) => Some(credentials),
            AuthState::None | AuthState::Unknown => None,
        };
        let endpoint = self.endpoint_for(request.operation)?;
        let mut values = request.path;
        for (name, given) in request.client_parameters {
            let value = given
                .map(Cow::Owned)
                .or_else(|| self.known(name, known))
                .ok_or_else(|| InvalidRequest::Missing { name: name.to_owned() })?;
            values.push((name, PathValue::of_text(name, &value)?));
        }
        let ExpandedPath { sent: path, shown } = expand_path(endpoint.base(), request.operation.path, &values)?;
        let schemes: Vec<_> = materials.iter().filter_map(AuthMaterial::authenticator_scheme).collect();
        let path_parameters = if schemes.is_empty() {
            Vec::new()
        } else {
            values.into_iter().filter_map(|(name, value)| Some((name, value.into_raw()?))).collect()
        };
        // Enough for most requests, so that there is one allocation.
        let mut headers = HeaderMap::with_capacity(8);
        if let Some(content_type) = &request.content_type {
            headers.insert(header::CONTENT_TYPE, header_value("content-type", content_type)?);
        }
        if let Some(accept) = request.accept {
            headers.insert(header::ACCEPT, header_value("accept", accept)?);
        }
        // Later ones have precedence: of the operation, the client, the call.
        for (name, value) in &self.shared.headers {
            headers.insert(name, value.clone());
        }
        if !request.headers.is_empty() {
            headers.extend(request.headers);
        }
        let (path, shown, mut query) = match request.target {
            Some(target) => (target.path, None, without_keys(&materials, &target.query)),
            None => (path, shown, request.query),
        };
        let mut cookies = request.cookies;
        for material in &materials {
            apply_auth(material, &mut headers, &mut query, &mut cookies)?;
        }
        materials.retain(AuthMaterial::is_per_attempt);
        add_cookies(&mut headers, &cookies)?;
        let scopes = request.scopes.into_iter().filter(|(place, _)| *place == alternative);
        let scopes = scopes.map(|(_, scopes)| scopes).collect();
        let mut secrets = request.secrets;
        secrets.extend(known.map(ResolvedCredentials::secrets).unwrap_or_default());
        secrets.extend(self.shared.keys.secrets());
        let is_shown = shown.is_none() && query.shown() == query.sent();
        let shown_url = || address(&endpoint, shown.as_deref().unwrap_or(&path), query.shown());
        let plan = Box::new(Plan {
            operation: request.operation,
            url: address(&endpoint, &path, query.sent()),
            shown_url: (!is_shown).then(shown_url),
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
            scopes,
        });
        if let Some(authenticator) = self.shared.authenticator.as_ref().filter(|_| plan.has_authenticator_scheme()) {
            // Checked before the authenticator does I/O.
            authenticator.check_attempt(&plan.info(1), self.region())?;
        }
        Ok(plan)
    }

    /// The endpoint of an operation: its own server, unless an endpoint is configured; else that of the service.
    fn endpoint_for(&self, operation: &'static Operation) -> Result<Endpoint, InvalidRequest> {
        if operation.servers.is_empty() {
            return Ok(self.shared.failover.current(&self.shared.endpoint).clone());
        }
        self.shared.endpoints.endpoint_of(operation, &self.shared.endpoint)
    }

    /// Makes an attempt: headers of hooks, tokens, then those of the authenticator. `skew` is the correction of the
    /// clock, in seconds.
    pub(super) fn attempt(
        &self,
        plan: &Plan,
        number: u32,
        tokens: &[ProvidedValue],
        skew: i64,
    ) -> Result<http::Request<RequestBody>, InvalidRequest> {
        let mut headers = plan.headers.clone();
        if !self.shared.hooks.is_empty() {
            headers.extend(self.added_by_hooks(&plan.info(number))?);
        }
        headers.insert(header::HOST, header_value("host", plan.endpoint.authority())?);
        for token in tokens {
            insert_secret(&mut headers, "authorization", &token.header())?;
        }
        if let Some(credentials) = plan.credentials.as_ref().filter(|_| plan.uses_authenticator()) {
            credentials.authenticate(&mut AuthRequest {
                attempt: plan.info(number),
                path: &plan.path,
                query: plan.query.sent(),
                headers: &mut headers,
                body: &plan.body,
                time: corrected(self.shared.clock.now(), skew),
                region: self.region(),
                schemes: &plan.schemes,
                path_parameters: &plan.path_parameters,
                client_parameters: &self.shared.parameters,
            })?;
        }
        let url: Uri = plan.url.parse().map_err(|_| InvalidRequest::Transport {
            problem: "the address of the request is too long or malformed".to_owned(),
        })?;
        let mut request = http::Request::new(plan.body.clone());
        *request.method_mut() = plan.operation.method.clone();
        *request.uri_mut() = url;
        *request.headers_mut() = headers;
        Ok(request)
    }

    fn added_by_hooks(&self, attempt: &AttemptInfo<'_>) -> Result<HeaderMap, InvalidRequest> {
        let mut added = HeaderMap::new();
        for hook in &self.shared.hooks {
            hook.add_headers(attempt, &mut added);
        }
        self.check_reserved(added.keys())?;
        Ok(added)
    }

    /// Rejects headers that the client or its authenticator sets.
    fn check_reserved<'h>(&self, mut names: impl Iterator<Item = &'h HeaderName>) -> Result<(), InvalidRequest> {
        names.try_for_each(|name| headers::check_reserved(self.shared.reserved_headers, name))
    }
}

impl Plan {
    /// Whether the authenticator adds to the request.
    pub(super) fn uses_authenticator(&self) -> bool {
        !self.schemes.is_empty()
    }

    /// Whether a scheme names the authenticator, which may then depend on the time.
    pub(super) fn has_authenticator_scheme(&self) -> bool {
        self.schemes.iter().any(|scheme| scheme.kind == SecurityKind::Authenticator)
    }

    /// The materials that are added to each attempt.
    pub(super) fn materials(&self) -> &[AuthMaterial] {
        &self.materials
    }

    /// Whether tokens must be provided or fetched before the request is sent.
    pub(super) fn needs_tokens(&self) -> bool {
        self.materials.iter().any(|material| material.authenticator_scheme().is_none())
    }

    /// The scopes of a token of this scheme.
    pub(super) fn scopes(&self, scheme: &str) -> &'static [&'static str] {
        self.scopes.iter().find(|(name, _)| *name == scheme).map_or(&[], |(_, scopes)| scopes)
    }

    /// The request, for an [`AuthorizationProvider`](crate::AuthorizationProvider).
    pub(super) fn to_be_authorized<'p>(&'p self, origin: &'p str) -> AuthorizationInfo<'p> {
        let target = self.url.strip_prefix(origin).unwrap_or_default();
        AuthorizationInfo { method: &self.operation.method, origin, target }
    }

    /// Path and query, and the endpoint.
    pub(super) fn place(self) -> (Target, Endpoint) {
        (Target { path: self.path, query: self.query.sent().to_owned() }, self.endpoint)
    }

    /// The origin: scheme, host and port.
    pub(super) fn origin(&self) -> &str {
        self.endpoint.origin()
    }

    /// Changes the endpoint. The paths of all endpoints of a service begin with the base path of the endpoint.
    pub(super) fn move_to(&mut self, endpoint: &Endpoint) {
        let moved = |url: &str| {
            let rest = url.strip_prefix(&self.endpoint.to_string()).unwrap_or_default();
            format!("{endpoint}{rest}")
        };
        (self.url, self.shown_url) = (moved(&self.url), self.shown_url.as_deref().map(moved));
        let path = self.path.strip_prefix(self.endpoint.base()).unwrap_or_default();
        self.path = format!("{}{path}", endpoint.base());
        self.endpoint = endpoint.clone();
    }

    /// The endpoint.
    pub(super) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Whether the body is a stream, which can be sent only once.
    pub(super) fn is_streamed(&self) -> bool {
        self.body.is_streamed()
    }

    /// The attempt, for hooks.
    pub(super) fn info(&self, number: u32) -> AttemptInfo<'_> {
        AttemptInfo {
            operation: self.operation,
            number,
            method: &self.operation.method,
            url: self.shown_url.as_ref().unwrap_or(&self.url),
            host: self.endpoint.host(),
            port: self.endpoint.port(),
        }
    }
}

/// The query of a URL from the service, without keys that are added again.
fn without_keys(materials: &[AuthMaterial], query: &str) -> Query {
    let is_key = |pair: &&str| {
        let name = pair.split('=').next().unwrap_or_default();
        materials
            .iter()
            .any(|material| matches!(material, AuthMaterial::Query(key, _) if decode(name) == key.as_bytes()))
    };
    Query::of_service(query.split('&').filter(|pair| !pair.is_empty() && !is_key(pair)))
}

/// Adds cookies to those in the header. There is one such header at most (RFC 6265, section 5.4).
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

/// The URL of a path and a query.
fn address(endpoint: &Endpoint, path: &str, query: &str) -> String {
    let separator = if query.is_empty() { "" } else { "?" };
    [endpoint.origin(), path, separator, query].concat()
}

/// Adds material that is the same for each attempt to a header, the query or the cookies.
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
        // These need the time or I/O.
        AuthMaterial::Authenticator(_)
        | AuthMaterial::Provided(..)
        | AuthMaterial::Authorized(..)
        | AuthMaterial::Fetched(..)
        | AuthMaterial::Connection => Ok(()),
    }
}

/// Inserts a header whose value `Debug` does not show.
pub(super) fn insert_secret(headers: &mut HeaderMap, name: &'static str, value: &Secret) -> Result<(), InvalidRequest> {
    let mut text = header_value(name, value.expose())?;
    text.set_sensitive(true);
    let name = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| InvalidRequest::Header { name: name.to_owned(), problem: "has an invalid name".to_owned() })?;
    headers.insert(name, text);
    Ok(())
}
