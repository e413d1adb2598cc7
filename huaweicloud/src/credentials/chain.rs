//! [`CredentialsChain`]: several providers, asked in turn.

use std::sync::OnceLock;

use wireright_runtime::{Environment, transport::BoxFuture};

use super::{
    Credentials, CredentialsContext, CredentialsError, CredentialsProvider, EnvironmentProvider, MetadataProvider,
    OidcProvider, PodIdentityProvider, ProfileProvider, environment::with_iam,
};

/// Asks several providers in turn, until one has credentials. That one is asked from then on: a program does not become somebody
/// else while it runs.
///
/// A provider for which nothing is set up, or not all that it needs, is passed over. One that is set up and fails ends the chain with its error, lest the next
/// one makes the program somebody who was not meant; only a failing metadata service leads on, since it cannot be told from none.
#[derive(Debug, Default)]
pub struct CredentialsChain {
    providers: Vec<Box<dyn CredentialsProvider>>,
    /// Which one has given credentials.
    found: OnceLock<usize>,
    /// Whether where IAM is, is read from variables for those who do not say it.
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

    /// Adds a provider, which is asked after those that are there.
    pub fn with(mut self, provider: impl CredentialsProvider + 'static) -> Self {
        self.providers.push(Box::new(provider));
        self
    }

    async fn fetch(&self, context: &CredentialsContext) -> Result<Credentials, CredentialsError> {
        let mut tried = Vec::new();
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
                Err(error) if error.leads_on() && self.found.get().is_none() => {
                    tried.push((provider.name().to_owned(), error));
                }
                Err(error) => return Err(error.of(provider.name(), tried)),
            }
        }
        Err(CredentialsError::none_found(tried))
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
