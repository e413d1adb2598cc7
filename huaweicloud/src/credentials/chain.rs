//! [`CredentialsChain`]: several providers, tried in order.

use std::sync::OnceLock;

use wireright_runtime::{Environment, transport::BoxFuture};

use super::{
    Credentials, CredentialsContext, CredentialsError, CredentialsProvider, EnvironmentProvider, MetadataProvider,
    OidcProvider, PodIdentityProvider, ProfileProvider, variables::with_iam,
};

/// Tries several providers in order, until one supplies credentials. From then on only that one is used, so that a
/// program keeps its identity.
///
/// A provider that is not configured, or not completely, is skipped. A configured provider that fails ends the chain
/// with its error: the next one could supply the credentials of another identity. A failing metadata service is
/// skipped too, because it cannot be told from a machine without one.
#[derive(Debug, Default)]
pub struct CredentialsChain {
    providers: Vec<Box<dyn CredentialsProvider>>,
    /// The index of the provider that supplied credentials.
    found: OnceLock<usize>,
    /// The variables with the endpoint of IAM, for credentials without one.
    environment: Option<Environment>,
}

impl CredentialsChain {
    /// A chain without providers.
    pub fn new() -> Self {
        Self::default()
    }

    /// The providers of the official SDK in its order: OIDC, environment, profile file, ECS metadata, pod identity.
    pub fn official() -> Self {
        Self::official_with(Environment::of_process())
    }

    /// The same, with these variables in place of those of this process.
    pub fn official_with(environment: Environment) -> Self {
        let chain = Self::new()
            .with(OidcProvider::new().environment(environment.clone()))
            .with(EnvironmentProvider::of(environment.clone()))
            .with(ProfileProvider::new().environment(environment.clone()))
            .with(MetadataProvider::new())
            .with(PodIdentityProvider::new().environment(environment.clone()));
        Self { environment: Some(environment), ..chain }
    }

    /// Adds a provider at the end.
    pub fn with(mut self, provider: impl CredentialsProvider + 'static) -> Self {
        self.providers.push(Box::new(provider));
        self
    }

    async fn fetch(&self, context: &CredentialsContext) -> Result<Credentials, CredentialsError> {
        let mut previous = Vec::new();
        for (place, provider) in self.providers.iter().enumerate() {
            if self.found.get().is_some_and(|&found| found != place) {
                continue;
            }
            match provider.provide(context).await {
                Ok(credentials) => {
                    let _ = self.found.set(place);
                    return match &self.environment {
                        Some(environment) => with_iam(environment, credentials),
                        None => Ok(credentials),
                    };
                }
                Err(error) if error.has_fallback() && self.found.get().is_none() => {
                    previous.push((provider.name().to_owned(), error));
                }
                Err(error) => return Err(error.of_provider(provider.name(), previous)),
            }
        }
        Err(CredentialsError::none_found(previous))
    }
}

impl Credentials {
    /// The providers of the official SDK in its order, for
    /// [`ClientBuilder::authenticator`](wireright_runtime::ClientBuilder::authenticator).
    pub fn chain() -> CredentialsChain {
        CredentialsChain::official()
    }
}

impl CredentialsProvider for CredentialsChain {
    fn name(&self) -> &'static str {
        "chain"
    }

    fn provide<'a>(&'a self, context: &'a CredentialsContext) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(self.fetch(context))
    }

    fn has_changed(&self) -> bool {
        self.found.get().and_then(|&found| self.providers.get(found)).is_some_and(|provider| provider.has_changed())
    }
}
