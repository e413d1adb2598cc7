//! From a request to bytes: addressing it, and then, for each attempt, dating and signing it. No I/O.

use http::{HeaderMap, Uri, header};

use super::Client;
use crate::{
    AttemptInfo, Operation, Refusal, Request, RequestBody, header as extra,
    request::{fill, has_place},
    secret::Redactor,
    signature::{Scheme, Unsigned, authenticate, choose},
};

/// The parameter that names the project. It is the one that can be looked up, and that a signed request repeats in a header.
pub(super) const PROJECT_ID: &str = "project_id";

/// A request addressed to this client's endpoint: all of it that is the same for each attempt.
pub(super) struct Plan {
    pub(super) operation: &'static Operation,
    pub(super) url: String,
    pub(super) redactor: Redactor,
    path: String,
    query: String,
    headers: HeaderMap,
    body: RequestBody,
    scheme: Scheme,
    project_id: Option<String>,
}

impl Client {
    /// Addresses a request, or says why it cannot be sent.
    pub(super) fn plan(&self, request: Request) -> Result<Plan, Refusal> {
        if let Some(refusal) = request.refusal {
            return Err(refusal);
        }
        let credentials = self.shared.credentials.as_ref();
        let scheme = choose(request.operation, credentials)?;
        let mut values = request.path;
        for (name, given) in request.client_parameters {
            let value = given
                .or_else(|| self.known(name))
                .ok_or_else(|| Refusal::Missing {
                    name: name.to_owned(),
                })?;
            values.push((name, value));
        }
        let in_path = values
            .iter()
            .find(|(name, _)| *name == PROJECT_ID)
            .map(|(_, value)| value.clone());
        let path = fill(request.operation.path, &values)?;
        let mut headers = HeaderMap::new();
        if let Some(content_type) = request.content_type {
            headers.insert(
                header::CONTENT_TYPE,
                extra::header_value("content-type", content_type)?,
            );
        }
        // Each goes before those above it: the operation's own, the client's, the call's.
        headers.extend(self.shared.headers.clone());
        headers.extend(request.headers);
        let secrets = credentials
            .map(crate::signature::Credentials::secrets)
            .unwrap_or_default();
        let separator = if request.query.is_empty() { "" } else { "?" };
        Ok(Plan {
            operation: request.operation,
            url: format!("{}{path}{separator}{}", self.shared.endpoint, request.query),
            redactor: Redactor::new(secrets.iter().chain(&request.secrets)),
            path,
            query: request.query,
            headers,
            body: request.body,
            scheme,
            project_id: in_path.or_else(|| self.given(PROJECT_ID)),
        })
    }

    /// Makes an attempt of a plan: headers of hooks, date, signature.
    pub(super) fn attempt(
        &self,
        plan: &Plan,
        number: u32,
    ) -> Result<http::Request<RequestBody>, Refusal> {
        let mut added = HeaderMap::new();
        for hook in &self.shared.hooks {
            hook.add_headers(&plan.info(number), &mut added);
        }
        extra::check_all(&added)?;
        let mut headers = plan.headers.clone();
        headers.extend(added);
        headers.insert(
            header::HOST,
            extra::header_value("host", &self.shared.endpoint.authority())?,
        );
        let mut unsigned = Unsigned {
            method: &plan.operation.method,
            path: &plan.path,
            query: &plan.query,
            headers: &mut headers,
            body: plan.body.as_bytes(),
            project_id: plan.project_id.as_deref(),
        };
        authenticate(
            &mut unsigned,
            plan.scheme,
            self.shared.credentials.as_ref(),
            self.shared.clock.now(),
        )?;
        let url: Uri = plan.url.parse().map_err(|_| Refusal::Transport {
            problem: "the address of the request is too long or malformed".to_owned(),
        })?;
        let mut request = http::Request::new(plan.body.clone());
        *request.method_mut() = plan.operation.method.clone();
        *request.uri_mut() = url;
        *request.headers_mut() = headers;
        Ok(request)
    }

    /// Whether the project id must be looked up before this request can be planned.
    pub(super) fn lacks_project(&self, request: &Request) -> bool {
        request.refusal.is_none()
            && has_place(request.operation.path, PROJECT_ID)
            && request
                .client_parameters
                .iter()
                .any(|(name, given)| *name == PROJECT_ID && given.is_none())
            && self.known(PROJECT_ID).is_none()
    }

    /// A client parameter as it was given or looked up.
    fn known(&self, name: &str) -> Option<String> {
        self.given(name).or_else(|| {
            self.shared
                .project
                .get()
                .filter(|_| name == PROJECT_ID)
                .cloned()
        })
    }

    /// A client parameter as it was given to the client, else to its credentials.
    fn given(&self, name: &str) -> Option<String> {
        let of_client = self
            .shared
            .parameters
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.clone());
        of_client.or_else(|| {
            let credentials = self
                .shared
                .credentials
                .as_ref()
                .filter(|_| name == PROJECT_ID)?;
            credentials.project_id.clone()
        })
    }
}

impl Plan {
    /// What hooks are told of an attempt.
    pub(super) fn info(&self, number: u32) -> AttemptInfo<'_> {
        AttemptInfo {
            operation: self.operation,
            number,
            method: &self.operation.method,
            url: &self.url,
        }
    }
}
