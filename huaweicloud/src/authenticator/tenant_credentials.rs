//! [`TenantCredentials`]: credentials that authenticate the attempts of a call.

use std::{fmt, sync::Arc};

use wireright_runtime::{AuthRequest, InvalidRequest, ResolvedCredentials, Secret, SecurityKind, SecurityScheme};

use super::Authenticator;
use crate::{
    credentials::{Credentials, Identity},
    project::Tenant,
    signing::sign_request,
};

/// Credentials, with the id of their project or account.
pub(super) struct TenantCredentials {
    authenticator: Authenticator,
    credentials: Arc<Credentials>,
    looked_up: Option<String>,
    /// Whether they were used before, so that others may be accepted where these are rejected.
    is_cached: bool,
}

impl TenantCredentials {
    pub(super) fn new(
        authenticator: Authenticator,
        credentials: Arc<Credentials>,
        looked_up: Option<String>,
        is_cached: bool,
    ) -> Self {
        Self { authenticator, credentials, looked_up, is_cached }
    }

    /// The id of the project or account.
    pub(super) fn tenant_id(&self) -> Option<&str> {
        self.configured_tenant_id().or(self.looked_up.as_deref())
    }

    /// The id that is set for the authenticator or the credentials.
    fn configured_tenant_id(&self) -> Option<&str> {
        let shared = &self.authenticator.shared;
        shared.tenant_id.as_deref().or_else(|| shared.tenant.id_of(&self.credentials))
    }
}

impl ResolvedCredentials for TenantCredentials {
    fn description(&self) -> &'static str {
        match self.credentials.identity {
            Identity::AccessKey(_) => "an access key",
            Identity::Token(_) => "an IAM token",
        }
    }

    fn supports(&self, scheme: &SecurityScheme) -> bool {
        matches!(
            (&self.credentials.identity, scheme.kind),
            (Identity::AccessKey(_), SecurityKind::Authenticator) | (Identity::Token(_), SecurityKind::HeaderKey(_))
        )
    }

    fn parameter(&self, name: &str) -> Option<&str> {
        self.tenant_id().filter(|_| name == self.authenticator.shared.tenant.parameter())
    }

    fn secrets(&self) -> Vec<Secret> {
        self.credentials.secrets()
    }

    fn authenticate(&self, request: &mut AuthRequest<'_>) -> Result<(), InvalidRequest> {
        let shared = &self.authenticator.shared;
        let key = match &self.credentials.identity {
            Identity::AccessKey(key) => key,
            Identity::Token(token) => {
                for scheme in request.schemes() {
                    if let SecurityKind::HeaderKey(name) = scheme.kind {
                        request.insert_secret_header(name, token)?;
                    }
                }
                return Ok(());
            }
        };
        let name = shared.tenant.parameter();
        let tenant_id = match shared.tenant {
            // A request whose path names no project does not name a looked-up one.
            Tenant::Project => request.parameter(name).or_else(|| self.configured_tenant_id()),
            Tenant::Domain => {
                let id = request.parameter(name).or_else(|| self.tenant_id());
                Some(id.ok_or_else(|| InvalidRequest::Missing { name: name.to_owned() })?)
            }
        };
        let method = shared.signing.method(request.attempt(), shared.tenant.signing_region(request.region()))?;
        sign_request(request, key, method, tenant_id.map(|id| (shared.tenant.header(), id)))
    }

    fn invalidate(&self) -> bool {
        self.is_cached && self.authenticator.shared.source.forget(&self.credentials)
    }
}

/// Shows no secret.
impl fmt::Debug for TenantCredentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.credentials.fmt(formatter)
    }
}
