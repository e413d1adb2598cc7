//! From a request to bytes: addressing it, and then, for each attempt, dating and signing it. No I/O.

use std::borrow::Cow;

use http::{HeaderMap, Uri, header};

use super::{
    Client,
    prove::{insert_secret, prove},
    skew::corrected,
    tokens::Provided,
    who::Who,
};
use crate::{
    AttemptInfo, AuthorizationInfo, InvalidRequest, Operation, Request, RequestBody,
    endpoint::Endpoint,
    header as extra,
    percent::decode,
    request::{ExpandedPath, PathValue, Query, Target, expand_path, has_placeholder},
    secret::Redactor,
    security::{Proof, choose},
    signature::{Identity, SigningMethod, Unsigned, sign},
    tenant::Tenant,
};

/// A request addressed to this client's endpoint: all of it that is the same for each attempt.
pub(super) struct Plan {
    pub(super) operation: &'static Operation,
    pub(super) url: String,
    /// The URL without the secrets in it, if there are any.
    shown_url: Option<String>,
    pub(super) redactor: Redactor,
    path: String,
    query: Query,
    headers: HeaderMap,
    body: RequestBody,
    /// What is added to each attempt; what is the same for all is in the plan already.
    proofs: Vec<Proof>,
    endpoint: Endpoint,
    /// For whom it is, if that is known.
    tenant_id: Option<String>,
    /// By whose credentials it is sent.
    pub(super) who: Option<Who>,
    /// What tokens are to allow, by the scheme.
    scopes: Vec<(&'static str, &'static [&'static str])>,
}

impl Client {
    /// Addresses a request, or says why it cannot be sent. Both are large, and stay where they are.
    pub(super) fn plan(&self, request: Box<Request>, who: Option<Who>) -> Result<Box<Plan>, InvalidRequest> {
        if let Some(refusal) = request.invalid {
            return Err(refusal);
        }
        let credentials = who.as_ref().map(|who| &*who.credentials);
        let (alternative, mut proofs) = choose(request.operation, credentials, &self.shared.keys)?;
        let endpoint = self.endpoint_for(request.operation)?;
        let mut values = request.path;
        for (name, given) in request.client_parameters {
            let value = given
                .map(Cow::Owned)
                .or_else(|| self.known(name, who.as_ref()))
                .ok_or_else(|| InvalidRequest::Missing { name: name.to_owned() })?;
            values.push((name, PathValue::of_text(name, &value)?));
        }
        let ExpandedPath { sent: path, shown } = expand_path(endpoint.base(), request.operation.path, &values)?;
        let tenant = self.shared.tenant.parameter();
        let in_path = values.into_iter().find(|(name, _)| *name == tenant).and_then(|(_, value)| value.into_raw());
        // Enough for most requests, so that it is made once.
        let mut headers = HeaderMap::with_capacity(8);
        if let Some(content_type) = &request.content_type {
            headers.insert(header::CONTENT_TYPE, extra::header_value("content-type", content_type)?);
        }
        if let Some(accept) = request.accept {
            headers.insert(header::ACCEPT, extra::header_value("accept", accept)?);
        }
        // Each goes before those above it: the operation's own, the client's, the call's.
        for (name, value) in &self.shared.headers {
            headers.insert(name, value.clone());
        }
        if !request.headers.is_empty() {
            headers.extend(request.headers);
        }
        let (path, shown, mut query) = match request.target {
            Some(target) => (target.path, None, without_keys(&proofs, &target.query)),
            None => (path, shown, request.query),
        };
        let mut cookies = request.cookies;
        for proof in &proofs {
            prove(proof, credentials, &mut headers, &mut query, &mut cookies)?;
        }
        proofs.retain(Proof::is_of_an_attempt);
        add_cookies(&mut headers, &cookies)?;
        let scopes = request.scopes.into_iter().filter(|(place, _)| *place == alternative);
        let scopes = scopes.map(|(_, scopes)| scopes).collect();
        let mut secrets = request.secrets;
        secrets.extend(credentials.map(crate::signature::Credentials::secrets).unwrap_or_default());
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
            proofs,
            endpoint,
            tenant_id: in_path.or_else(|| self.tenant_without_place(who.as_ref())),
            who,
            scopes,
        });
        if plan.is_signed() {
            // Refused here, where nothing was sent yet, to IAM neither.
            self.method_of(&plan, 1)?;
        }
        Ok(plan)
    }

    /// For whom a request is whose path does not say it. The project of other calls is no business of one that has none.
    fn tenant_without_place(&self, who: Option<&Who>) -> Option<String> {
        let name = self.shared.tenant.parameter();
        match self.shared.tenant {
            Tenant::Project => self.given(name, who).map(str::to_owned),
            Tenant::Domain => self.known(name, who).map(Cow::into_owned),
        }
    }

    /// Where an operation is served: at its own server, unless the user said where; else where its service is.
    fn endpoint_for(&self, operation: &'static Operation) -> Result<Endpoint, InvalidRequest> {
        if operation.servers.is_empty() {
            return Ok(self.shared.spare.current(&self.shared.endpoint).clone());
        }
        self.shared.places.endpoint_of(operation, &self.shared.endpoint)
    }

    /// By what an attempt is signed.
    fn method_of(&self, plan: &Plan, number: u32) -> Result<SigningMethod<'_>, InvalidRequest> {
        let region = self.shared.tenant.signing_region(self.shared.places.region.as_ref());
        self.shared.signing.method(&plan.info(number), region)
    }

    /// Makes an attempt of a plan: headers of hooks, tokens, date, signature. `skew` is how many seconds this machine's clock lacks.
    pub(super) fn attempt(
        &self,
        plan: &Plan,
        number: u32,
        tokens: &[Provided],
        skew: i64,
    ) -> Result<http::Request<RequestBody>, InvalidRequest> {
        let mut headers = plan.headers.clone();
        if !self.shared.hooks.is_empty() {
            headers.extend(self.added_by_hooks(&plan.info(number))?);
        }
        headers.insert(header::HOST, extra::header_value("host", plan.endpoint.authority())?);
        for token in tokens {
            insert_secret(&mut headers, "authorization", &token.header())?;
        }
        let mut unsigned = Unsigned {
            method: &plan.operation.method,
            path: &plan.path,
            query: plan.query.sent(),
            headers: &mut headers,
            body: &plan.body,
            tenant: plan.tenant_id.as_deref().map(|id| (self.shared.tenant.header(), id)),
        };
        let identity = plan.who.as_ref().map(|who| &who.credentials.identity);
        if let Some(Identity::AccessKey(key)) = identity.filter(|_| plan.is_signed()) {
            let now = corrected(self.shared.clock.now(), skew);
            if unsigned.tenant.is_none() && self.shared.tenant == Tenant::Domain {
                return Err(InvalidRequest::Missing { name: self.shared.tenant.parameter().to_owned() });
            }
            sign(&mut unsigned, key, self.method_of(plan, number)?, now)?;
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
        extra::check_all(attempt.operation.service, &added)?;
        Ok(added)
    }

    /// Whether the id of the project or account must be looked up before this request can be planned: its path names it, or a header
    /// must, as with all that is signed for a global service.
    pub(super) fn lacks_tenant(&self, request: &Request, who: Option<&Who>) -> bool {
        let name = self.shared.tenant.parameter();
        let said = request.client_parameters.iter().find(|(known, _)| *known == name);
        let is_in_path = || said.is_some() && has_placeholder(request.operation.path, name);
        let is_signed = || {
            let credentials = who.map(|who| &*who.credentials);
            let chosen = choose(request.operation, credentials, &self.shared.keys);
            chosen.is_ok_and(|(_, proofs)| proofs.iter().any(Proof::is_signature))
        };
        let is_in_header = || self.shared.tenant == Tenant::Domain && is_signed();
        request.invalid.is_none()
            && said.is_none_or(|(_, given)| given.is_none())
            && self.known(name, who).is_none()
            && (is_in_path() || is_in_header())
    }

    /// A client parameter as it was given or looked up.
    fn known<'k>(&'k self, name: &str, who: Option<&'k Who>) -> Option<Cow<'k, str>> {
        let given = self.given(name, who).map(Cow::Borrowed);
        given.or_else(|| self.tenant_of(who).filter(|_| name == self.shared.tenant.parameter()).map(Cow::Owned))
    }

    /// A client parameter as it was given to the client, else to its credentials.
    fn given<'k>(&'k self, name: &str, who: Option<&'k Who>) -> Option<&'k str> {
        let of_client = self.shared.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        of_client.or_else(|| {
            let who = who.filter(|_| name == self.shared.tenant.parameter())?;
            self.shared.tenant.id_of(&who.credentials)
        })
    }
}

impl Plan {
    /// Whether the request is signed, and so dated.
    pub(super) fn is_signed(&self) -> bool {
        self.proofs.iter().any(Proof::is_signature)
    }

    /// What each attempt needs anew.
    pub(super) fn proofs(&self) -> &[Proof] {
        &self.proofs
    }

    /// Whether something must be provided or fetched before it can be sent.
    pub(super) fn needs_tokens(&self) -> bool {
        self.proofs.iter().any(|proof| !proof.is_signature())
    }

    /// What a token of this scheme must allow.
    pub(super) fn scopes(&self, scheme: &str) -> &'static [&'static str] {
        self.scopes.iter().find(|(name, _)| *name == scheme).map_or(&[], |(_, scopes)| scopes)
    }

    /// What is told to those who authorize a request.
    pub(super) fn to_be_authorized<'p>(&'p self, origin: &'p str) -> AuthorizationInfo<'p> {
        let target = self.url.strip_prefix(origin).unwrap_or_default();
        AuthorizationInfo { method: &self.operation.method, origin, target }
    }

    /// Where it goes: what stands after the host, and the host.
    pub(super) fn place(self) -> (Target, Endpoint) {
        (Target { path: self.path, query: self.query.sent().to_owned() }, self.endpoint)
    }

    /// Scheme and host.
    pub(super) fn origin(&self) -> &str {
        self.endpoint.origin()
    }

    /// Sends it elsewhere. The paths of all endpoints of a service begin with what the endpoint says.
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

    /// Where it goes.
    pub(super) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Whether the body can be sent once only.
    pub(super) fn is_streamed(&self) -> bool {
        self.body.is_streamed()
    }

    /// What hooks are told of an attempt.
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

/// The query of an address that the service gave, without the keys that are added again.
fn without_keys(proofs: &[Proof], query: &str) -> Query {
    let is_key = |pair: &&str| {
        let name = pair.split('=').next().unwrap_or_default();
        proofs.iter().any(|proof| matches!(proof, Proof::Query(key, _) if decode(name) == key.as_bytes()))
    };
    Query::of_service(query.split('&').filter(|pair| !pair.is_empty() && !is_key(pair)))
}

/// Adds cookies to those that a header already holds. There is one such header at most (RFC 6265, section 5.4).
fn add_cookies(headers: &mut HeaderMap, cookies: &[String]) -> Result<(), InvalidRequest> {
    if cookies.is_empty() {
        return Ok(());
    }
    let before = headers.get(header::COOKIE).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let all: Vec<&str> = before.iter().chain(cookies).map(String::as_str).collect();
    let mut value = extra::header_value("cookie", &all.join("; "))?;
    value.set_sensitive(true);
    headers.insert(header::COOKIE, value);
    Ok(())
}

/// The URL of a path and a query.
fn address(endpoint: &Endpoint, path: &str, query: &str) -> String {
    let separator = if query.is_empty() { "" } else { "?" };
    [endpoint.origin(), path, separator, query].concat()
}
