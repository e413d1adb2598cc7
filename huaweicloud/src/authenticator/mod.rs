//! The authenticator of Huawei Cloud: where its credentials come from, and how they authenticate a request.
//!
//! - `builder`: [`AuthenticatorBuilder`], the settings
//! - `tenant_credentials`: `TenantCredentials`, credentials that authenticate the attempts of a call

mod builder;
mod tenant_credentials;

use std::{fmt, sync::Arc};

use wireright_runtime::{
    AttemptInfo, AuthCall, AuthError, CachedCredentials, ClientInfo, Endpoint, FailureClassifier, Freshness,
    InvalidRequest, RegionId, ResolvedCredentials, SecurityKind, SingleFlightCache, transport::BoxFuture,
};

pub use builder::AuthenticatorBuilder;
use tenant_credentials::TenantCredentials;

use crate::{
    credentials::{
        Credentials, CredentialsContext, CredentialsError, CredentialsErrorKind, CredentialsSource, FetchedCredentials,
    },
    failure::HuaweiCloudFailures,
    project::{self, Tenant},
    signing::SigningSettings,
};

/// The headers of a signed request, and of one with a token.
const RESERVED_HEADERS: &[&str] = &[
    "x-sdk-date",
    "x-sdk-content-sha256",
    "x-sdk-content-sm3",
    "x-auth-token",
    "x-security-token",
    "x-project-id",
    "x-domain-id",
];

/// Authenticates requests to Huawei Cloud: by a signature with an access key, or by an IAM token.
///
/// Made from [`Credentials`], from a provider of them ([`Credentials::chain`]), or by [`builder`](Self::builder).
/// Clones share fetched credentials and looked-up ids; several clients may share one authenticator.
#[derive(Clone)]
pub struct Authenticator {
    shared: Arc<SharedState>,
}

struct SharedState {
    source: CredentialsSource,
    signing: SigningSettings,
    tenant: Tenant,
    /// The id of the project or account, if it is set. It has precedence over that of the credentials.
    tenant_id: Option<String>,
    looked_up: SingleFlightCache<TenantId>,
    /// The first invalid setting.
    invalid: Option<InvalidRequest>,
}

/// A looked-up id, and what it was looked up for.
#[derive(Clone)]
struct TenantId {
    identity_version: u64,
    region: Option<RegionId>,
    id: String,
}

impl Authenticator {
    /// Starts an authenticator with the default settings.
    pub fn builder() -> AuthenticatorBuilder {
        AuthenticatorBuilder::new()
    }

    /// An authenticator for requests to IAM: no key is derived, and no project named.
    fn for_iam(&self, credentials: &Credentials) -> Self {
        let mut credentials = credentials.clone();
        credentials.project_id = None;
        let source = CredentialsSource::fixed(credentials);
        let signing = self.shared.signing.of_iam();
        let (tenant, looked_up) = (Tenant::default(), SingleFlightCache::default());
        Self { shared: Arc::new(SharedState { source, signing, tenant, tenant_id: None, looked_up, invalid: None }) }
    }

    fn signing_region<'r>(&self, region: Option<&'r RegionId>) -> Option<&'r str> {
        self.shared.tenant.signing_region(region)
    }

    /// The credentials, with the looked-up id that belongs to them.
    fn with_looked_up_id(
        &self,
        held: FetchedCredentials,
        is_cached: bool,
        region: Option<&RegionId>,
    ) -> TenantCredentials {
        let known = self.shared.looked_up.peek();
        let known =
            known.filter(|known| known.identity_version == held.identity_version && known.region.as_ref() == region);
        TenantCredentials::new(self.clone(), held.credentials, known.map(|known| known.id), is_cached)
    }

    /// Whether the call needs the id of the project or account, and it is not known: its path has it, or a header
    /// must, as with each signed request to a global service.
    fn needs_lookup(&self, call: &AuthCall<'_>, resolved: &TenantCredentials) -> bool {
        let is_signed = || call.schemes(resolved).iter().any(|scheme| scheme.kind == SecurityKind::Authenticator);
        resolved.tenant_id().is_none()
            && (call.missing_parameters().contains(&self.shared.tenant.parameter())
                || (self.shared.tenant == Tenant::Domain && is_signed()))
    }

    async fn resolve_credentials(&self, call: &AuthCall<'_>) -> Result<Arc<dyn ResolvedCredentials>, AuthError> {
        let context = || CredentialsContext::of(call.context(), self.shared.tenant == Tenant::Domain);
        let credentials = self.shared.source.get_or_fetch(call.clock(), context);
        let (held, is_cached) = match call.context().within_timeout(credentials).await {
            Some(credentials) => credentials.map_err(unavailable)?,
            None => return Err(AuthError::timeout("no time was left once credentials were provided")),
        };
        let resolved = self.with_looked_up_id(held.clone(), is_cached, call.region());
        if !self.needs_lookup(call, &resolved) {
            return Ok(Arc::new(resolved));
        }
        let (identity_version, region) = (held.identity_version, call.region());
        let judge = |known: &TenantId| {
            let is_same = known.identity_version == identity_version && known.region.as_ref() == region;
            if is_same { Freshness::Fresh } else { Freshness::Expired }
        };
        let look_up = |_| async {
            let authenticator = self.for_iam(&held.credentials);
            let id = project::look_up(&call.context(), self.shared.tenant, &held.credentials, authenticator).await?;
            Ok::<_, AuthError>(TenantId { identity_version, region: region.cloned(), id })
        };
        self.shared.looked_up.get(judge, look_up).await?;
        Ok(Arc::new(self.with_looked_up_id(held, is_cached, region)))
    }
}

impl wireright_runtime::Authenticator for Authenticator {
    fn reserved_headers() -> &'static [&'static str] {
        RESERVED_HEADERS
    }

    fn failure_classifier() -> Arc<dyn FailureClassifier> {
        Arc::new(HuaweiCloudFailures)
    }

    fn parameters(&self) -> &'static [&'static str] {
        match self.shared.tenant {
            Tenant::Project => &["project_id"],
            Tenant::Domain => &["domain_id"],
        }
    }

    fn validate(&self, client: &ClientInfo<'_>) -> Result<(), InvalidRequest> {
        if let Some(invalid) = &self.shared.invalid {
            return Err(invalid.clone());
        }
        if let Some(endpoint) = self.shared.source.iam_endpoint() {
            Endpoint::parse(endpoint, client.allow_http)?;
        }
        // An operation may have a host of its own, so that each attempt is checked again.
        self.shared.signing.check_host(client.host, self.signing_region(client.region))
    }

    fn check_attempt(&self, attempt: &AttemptInfo<'_>, region: Option<&RegionId>) -> Result<(), InvalidRequest> {
        self.shared.signing.method(attempt, self.signing_region(region)).map(drop)
    }

    fn cached(&self, call: &AuthCall<'_>) -> Result<CachedCredentials, AuthError> {
        let source = &self.shared.source;
        let (held, is_fresh) = if call.is_sent() {
            match source.cached_credentials(call.clock()).map_err(unavailable)? {
                Some(cached) => cached,
                None => return Ok(CachedCredentials::Incomplete(None)),
            }
        } else {
            (source.valid_cached_credentials(call.clock()).map_err(unavailable)?, true)
        };
        let resolved = self.with_looked_up_id(held, true, call.region());
        let is_ready = is_fresh && !self.needs_lookup(call, &resolved);
        let resolved: Arc<dyn ResolvedCredentials> = Arc::new(resolved);
        Ok(if is_ready { CachedCredentials::Ready(resolved) } else { CachedCredentials::Incomplete(Some(resolved)) })
    }

    fn resolve<'a>(&'a self, call: &'a AuthCall<'a>) -> BoxFuture<'a, Result<Arc<dyn ResolvedCredentials>, AuthError>> {
        Box::pin(self.resolve_credentials(call))
    }
}

/// The error of a call without credentials.
fn unavailable(error: CredentialsError) -> AuthError {
    let message = match error.kind() {
        CredentialsErrorKind::Expired => error.to_string(),
        _ => format!("no credentials available: {error}"),
    };
    let is_transient = error.is_transient();
    AuthError::credentials(message, error, is_transient)
}

/// Shows no secret.
impl fmt::Debug for Authenticator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Authenticator")
            .field("credentials", &self.shared.source)
            .field("signing", &self.shared.signing)
            .finish_non_exhaustive()
    }
}
