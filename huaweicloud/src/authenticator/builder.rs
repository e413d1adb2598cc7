//! [`AuthenticatorBuilder`]: the settings of an authenticator.

use std::sync::Arc;

use wireright_runtime::{InvalidRequest, SingleFlightCache};

use super::{Authenticator, SharedState};
use crate::{
    credentials::{Credentials, CredentialsChain, CredentialsProvider, CredentialsSource},
    project::Tenant,
    signing::{DerivedSigning, SigningAlgorithm, SigningSettings},
};

/// The settings of an [`Authenticator`]. They are checked when a client is built with it.
#[derive(Debug, Default)]
#[must_use = "a builder does nothing until it is given to a client"]
pub struct AuthenticatorBuilder {
    credentials: Option<Credentials>,
    provider: Option<Arc<dyn CredentialsProvider>>,
    signing: SigningSettings,
    is_global: bool,
    project_id: Option<String>,
    domain_id: Option<String>,
}

impl AuthenticatorBuilder {
    /// A builder with the defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the credentials.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// Sets a provider of credentials: one of those in [`credentials`](crate::credentials), or another implementation.
    /// [`Credentials::chain`] tries all that the official SDK does.
    ///
    /// The provider is called at the first call of a client. Its credentials are cached, shared by all clones, and
    /// fetched again before they expire.
    pub fn credentials_provider(mut self, provider: impl CredentialsProvider + 'static) -> Self {
        self.provider = Some(Arc::new(provider));
        self
    }

    /// Sets the algorithm by which requests are signed with an access key. Default: `SDK-HMAC-SHA256`. IAM tokens
    /// sign nothing.
    pub fn signing_algorithm(mut self, algorithm: SigningAlgorithm) -> Self {
        self.signing.algorithm = algorithm;
        self
    }

    /// Sets when requests are signed by `V11-HMAC-SHA256`. Default: never. The key is derived for this service and
    /// the client's region, which is `globe` for a [`global`](Self::global) service. `service` is the name by which
    /// the service itself derives keys; it may differ from its other names, and the documents do not contain it.
    pub fn derived_signing(mut self, service: impl Into<String>, rule: DerivedSigning) -> Self {
        self.signing.derived = Some((rule, service.into()));
        self
    }

    /// Sets the project, where a call does not. It has precedence over the credentials' own. Without either, the
    /// project of the client's region is looked up once.
    pub fn project_id(mut self, project_id: impl Into<String>) -> Self {
        self.project_id = Some(project_id.into());
        self
    }

    /// Sets whether the service is global, as IAM is: it works for an account, which IAM calls a domain, and not for
    /// a project of a region. Signed requests then name that account in `X-Domain-Id`. Without a
    /// [`domain_id`](Self::domain_id) here and with the credentials, it is looked up once.
    pub fn global(mut self, is_global: bool) -> Self {
        self.is_global = is_global;
        self
    }

    /// Sets the account, for a service that is [`global`](Self::global), which this sets too. It has precedence over
    /// the credentials' own.
    pub fn domain_id(mut self, domain_id: impl Into<String>) -> Self {
        self.domain_id = Some(domain_id.into());
        self.global(true)
    }

    /// Makes the authenticator.
    pub fn build(self) -> Authenticator {
        let (tenant, tenant_id) =
            if self.is_global { (Tenant::Domain, self.domain_id) } else { (Tenant::Project, self.project_id) };
        let mut invalid = None;
        let mut setting = |problem: String| {
            invalid.get_or_insert(InvalidRequest::Setting { problem });
        };
        if tenant_id.as_ref().is_some_and(String::is_empty) {
            setting(format!("the parameter `{}` of the authenticator is empty", tenant.parameter()));
        }
        if self.credentials.is_some() && self.provider.is_some() {
            setting("both credentials and a provider of credentials were given".to_owned());
        }
        let source = match (self.credentials.map(Credentials::validate), self.provider) {
            (Some(Ok(credentials)), _) => CredentialsSource::fixed(credentials),
            (Some(Err(problem)), _) => {
                invalid.get_or_insert(problem);
                CredentialsSource::from_provider(Arc::new(CredentialsChain::new()))
            }
            (None, Some(provider)) => CredentialsSource::from_provider(provider),
            (None, None) => {
                setting("no credentials were given; `Credentials::chain()` looks for some".to_owned());
                CredentialsSource::from_provider(Arc::new(CredentialsChain::new()))
            }
        };
        let looked_up = SingleFlightCache::default();
        let shared = SharedState { source, signing: self.signing, tenant, tenant_id, looked_up, invalid };
        Authenticator { shared: Arc::new(shared) }
    }
}

impl From<AuthenticatorBuilder> for Authenticator {
    fn from(builder: AuthenticatorBuilder) -> Self {
        builder.build()
    }
}

impl From<Credentials> for Authenticator {
    fn from(credentials: Credentials) -> Self {
        Self::builder().credentials(credentials).build()
    }
}

impl From<CredentialsChain> for Authenticator {
    fn from(chain: CredentialsChain) -> Self {
        Self::builder().credentials_provider(chain).build()
    }
}

impl From<Arc<dyn CredentialsProvider>> for Authenticator {
    fn from(provider: Arc<dyn CredentialsProvider>) -> Self {
        Self::builder().credentials_provider(provider).build()
    }
}
