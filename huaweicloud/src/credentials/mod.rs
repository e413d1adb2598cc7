//! Credentials, the [`CredentialsProvider`] trait, and a provider for each source that the official SDKs know.
//!
//! | provider | source | lifetime |
//! |---|---|---|
//! | [`EnvironmentProvider`] | `HUAWEICLOUD_SDK_AK` and others | unlimited, or federated |
//! | [`ProfileProvider`] | `~/.huaweicloud/credentials` | until the file changes, or federated |
//! | [`MetadataProvider`] | the metadata service of an ECS with an agency | until they expire |
//! | [`PodIdentityProvider`] | the agent of a CCE cluster | until they expire |
//! | [`OidcProvider`] | STS, for the token of an OpenID provider | until they expire |
//! | [`FederationProvider`] | IAM, for the token of an identity provider | until they expire |
//!
//! [`CredentialsChain`] tries several of them in order. A provider is set by
//! [`AuthenticatorBuilder::credentials_provider`](crate::AuthenticatorBuilder::credentials_provider) and called at
//! the first call of a client, over the client's transport. Credentials are cached, and fetched again before they
//! expire: one call fetches, and concurrent calls use the cached ones meanwhile.
//!
//! ```no_run
//! use wireright_huaweicloud::{Authenticator, Credentials};
//! use wireright_runtime::{ClientBuilder, Error, ServiceClient};
//!
//! fn client<C: ServiceClient<Authenticator = Authenticator>>() -> Result<C, Error> {
//!     ClientBuilder::new().region("cn-north-4").authenticator(Credentials::chain()).build()
//! }
//! ```
//!
//! Private modules: `access_key` (the type [`Credentials`]), `context`, `error`, `file` (files that are watched for
//! changes), `iam` (the operations of services that issue credentials), `ini` (the format of profile files), `source`
//! (the cache), `temporary` (responses with keys), `variables` (environment variables), and one module for each
//! provider.
//!
//! - `chain`: [`CredentialsChain`]: several providers, tried in order
//! - `environment`: [`EnvironmentProvider`]
//! - `federation`: [`FederationProvider`]: temporary keys for the token of an identity provider, from IAM
//! - `metadata`: [`MetadataProvider`]: the temporary keys of an ECS with an agency
//! - `oidc`: [`OidcProvider`]: temporary keys of an agency for the token of an OpenID provider, from STS
//! - `pod_identity`: [`PodIdentityProvider`]: the temporary keys of a pod in a CCE cluster
//! - `profile`: [`ProfileProvider`]: credentials from a file
//! - `provider`: [`CredentialsProvider`]: the extension point for sources of credentials

mod access_key;
mod chain;
mod context;
mod environment;
mod error;
mod federation;
mod file;
mod iam;
mod ini;
mod metadata;
mod oidc;
mod pod_identity;
mod profile;
mod provider;
mod source;
mod temporary;
mod variables;

pub use access_key::Credentials;
pub(crate) use access_key::{AccessKey, Identity};
pub use chain::CredentialsChain;
pub use context::CredentialsContext;
pub use environment::EnvironmentProvider;
pub use error::{CredentialsError, CredentialsErrorKind};
pub use federation::FederationProvider;
pub(crate) use file::of_user;
pub use metadata::MetadataProvider;
pub use oidc::OidcProvider;
pub use pod_identity::PodIdentityProvider;
pub use profile::ProfileProvider;
pub use provider::CredentialsProvider;
pub(crate) use source::{CredentialsSource, FetchedCredentials};
pub use wireright_runtime::Environment;
